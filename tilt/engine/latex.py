"""Formulas as a chapter shows them."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp
from sympy.printing.latex import LatexPrinter

from tilt.engine.claim import symbol


def latex(expr: sp.Expr, names: Mapping[str, str]) -> str:
    """The expression as LaTeX, inputs written with their own symbols (`names`: id to LaTeX).

    Exponentials of logarithms, which the formulas use against overflow, are shown as the powers they are.
    """
    written = {symbol(k): v for k, v in names.items()}
    return str(_Latex({"symbol_names": written}).doprint(expr.replace(sp.exp, _as_power)))


class _Latex(LatexPrinter):
    """SymPy's printer, with ln for natural logarithms and the base of others, which SymPy leaves out."""

    def _print_log(self, expr: sp.Expr, exp: str | None = None) -> str:
        name = r"\ln" if len(expr.args) == 1 else rf"\log_{{{self._print(expr.args[1])}}}"
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"{name}{power}{{\left({self._print(expr.args[0])}\right)}}"


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
