"""Formulas as a chapter shows them."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from tilt.engine.claim import symbol


def latex(expr: sp.Expr, names: Mapping[str, str]) -> str:
    """The expression as LaTeX, inputs written with their own symbols (`names`: id to LaTeX).

    Exponentials of logarithms, which the formulas use against overflow, are shown as the powers they are.
    """
    shown = expr.replace(sp.exp, _as_power)
    return str(sp.latex(shown, symbol_names={symbol(k): v for k, v in names.items()}, ln_notation=True))


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
