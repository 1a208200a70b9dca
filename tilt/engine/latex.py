"""Formulas as a chapter shows them."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE

from tilt.engine.claim import symbol
from tilt.engine.nodes import Is


def latex(expr: sp.Expr, names: Mapping[str, str]) -> str:
    """The expression as LaTeX, inputs written with their own symbols (`names`: id to LaTeX).

    Exponentials of logarithms, which the formulas use against overflow, are shown as the powers they are.
    """
    written = {symbol(k): v for k, v in names.items()}
    return str(_Latex({"symbol_names": written, "order": "rev-lex"}).doprint(expr.replace(sp.exp, _as_power)))


class _Latex(LatexPrinter):
    """SymPy's printer, with ln for natural logarithms and the base of others, which SymPy leaves out.

    The forms of a choice stand in the order of its options, each before its own bracket. Of other sums constants come
    first, and what is subtracted last.
    """

    def _as_ordered_terms(self, expr: sp.Expr, order: str | None = None) -> list[sp.Expr]:
        terms: list[sp.Expr] = super()._as_ordered_terms(expr, order)
        return sorted(terms, key=lambda term: (term.as_coeff_Mul()[0].is_negative is True, not term.is_number))

    def _print_Add(self, expr: sp.Add, order: str | None = None) -> str:
        forms = [_form(term) for term in expr.args]
        if not all(forms):
            return str(super()._print_Add(expr, order))
        written = []
        for option, form in sorted((f for f in forms if f), key=lambda f: int(f[0].args[1])):
            before = "" if form == 1 else self.parenthesize(form, PRECEDENCE["Mul"], strict=True) + " "
            written.append(before + self._print(option))
        return " + ".join(written)

    def _print_log(self, expr: sp.Expr, exp: str | None = None) -> str:
        name = r"\ln" if len(expr.args) == 1 else rf"\log_{{{self._print(expr.args[1])}}}"
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"{name}{power}{{\left({self._print(expr.args[0])}\right)}}"


def _form(term: sp.Expr) -> tuple[sp.Expr, sp.Expr] | None:
    """An option's bracket and what it is multiplied by; None for a term that is no form of a choice."""
    options = [f for f in sp.Mul.make_args(term) if isinstance(f, Is)]
    return (options[0], term / options[0]) if len(options) == 1 else None


def _as_power(exponent: sp.Expr) -> sp.Expr:
    """exp(a log b + log c) as c b^a: each term of the exponent that is a multiple of one logarithm becomes a power."""
    product: sp.Expr = sp.S.One
    for term in sp.Add.make_args(exponent):
        factors = [sp.logcombine(f, force=True) for f in sp.Mul.make_args(term)]
        logs = [f for f in factors if isinstance(f, sp.log)]
        if logs:
            rest = sp.Mul(*[f for f in factors if f is not logs[0]])
            product *= sp.Pow(logs[0].args[0], rest)
        else:
            product *= sp.exp(term)
    return product
