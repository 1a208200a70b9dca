"""Pieces of formulas that more than one claim is made of."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from tilt.engine.nodes import Is, Larger, Smaller

years = sp.Symbol("t", real=True)
"""Years after the edition's date: what dated fans run along."""

Guard = Callable[[sp.Expr], sp.Expr]
"""Keeps a part of a formula where no draw overflows; shown formulas go without: see `bare`."""


def cut(x: sp.Expr, low: float, high: float) -> sp.Expr:
    """A value kept between two limits."""
    return Smaller(Larger(x, low), high)


def exponential(x: sp.Expr) -> sp.Expr:
    """e to the power of a formula that holds no logarithm to cancel it, as it stands.

    SymPy looks for such logarithms through all of the formula: in large ones for a fifth of a second each.
    """
    return sp.exp(x, evaluate=False)


def ratio(above: sp.Expr, below: sp.Expr) -> sp.Expr:
    """One formula over another, as they stand: as for `exponential`, where the two have nothing to cancel."""
    return sp.Mul(above, sp.Pow(below, -1, evaluate=False), evaluate=False)


def held(x: sp.Expr) -> sp.Expr:
    """An exponent kept within +-700, so that no draw overflows; beyond it a share is 0 or 1 to the last bit."""
    return cut(x, -700, 700)


def bare(x: sp.Expr) -> sp.Expr:
    """No guard: how a formula is shown."""
    return x


def switched(switch: sp.Expr, safety: sp.Expr, capability: sp.Expr) -> sp.Expr:
    """Safety's value where a mechanism is on, capabilities' where it is off (the switch is 1 or 0)."""
    return capability + switch * (safety - capability)


def chosen(choice: sp.Symbol, *forms: sp.Expr) -> sp.Expr:
    """The form that a choice takes, given one for each of its options in their order."""
    return sp.Add(*[Is(choice, place) * form for place, form in enumerate(forms)])


def orders(natural: sp.Expr) -> sp.Expr:
    """A natural logarithm in orders of magnitude."""
    return natural / sp.log(10)


def log10(ratio: sp.Expr) -> sp.Expr:
    """A ratio in orders of magnitude."""
    return orders(sp.log(ratio))
