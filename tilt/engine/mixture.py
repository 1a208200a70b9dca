"""The median of a mixture of two lognormal populations: what is typical of a field that works in two ways.

It has no formula in elementary functions, so it is one function of SymPy's that both engines know: here with SciPy's
normal distribution, in the browser as `web/engine/mixture.js`, by the same steps.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import sympy as sp
from scipy.special import ndtr

from tilt.engine.scale import Floats

STEPS = 60
"""At most, of Newton's rule, each kept between what is known to lie on either side; five are usual."""

CLOSE = 1e-12
"""Of the way between the parts' medians, between which that of the mixture lies: a step as short ends the search."""


def mixture_median(a: Floats, spread_a: Floats, b: Floats, spread_b: Floats, share_b: Floats) -> Floats:
    """The median of a mixture, in the unit of its parts' medians, shape as the arguments broadcast.

    `a` and `b` are the parts' medians, `spread_a` and `spread_b` the standard deviations of their natural logarithms
    (all above zero), `share_b` the share of members that belong to b.
    """
    parts = np.broadcast_arrays(np.log(a), spread_a, np.log(b), spread_b, share_b)
    found = np.empty(parts[0].size)
    places = np.arange(found.size)  # of those still sought
    a, spread_a, b, spread_b, share_b = (part.ravel() for part in parts)
    low, high = np.minimum(a, b), np.maximum(a, b)
    close, at = CLOSE * (high - low), (low + high) / 2
    for _ in range(STEPS):
        from_a, from_b = (at - a) / spread_a, (at - b) / spread_b
        beyond = (1 - share_b) * ndtr(from_a) + share_b * ndtr(from_b) - 0.5
        density = (1 - share_b) * _bell(from_a) / spread_a + share_b * _bell(from_b) / spread_b
        low, high = np.where(beyond < 0, at, low), np.where(beyond < 0, high, at)
        with np.errstate(all="ignore"):  # where there is no density, half-way is next
            step = at - beyond / density
        step = np.where((step >= low) & (step <= high), step, (low + high) / 2)
        far = np.abs(step - at) > close
        found[places] = step
        if not far.any():
            break
        places, at = places[far], step[far]
        a, spread_a, b, spread_b, share_b, low, high, close = (
            part[far] for part in (a, spread_a, b, spread_b, share_b, low, high, close)
        )
    return np.exp(found).reshape(parts[0].shape)


def _bell(z: Floats) -> Floats:
    """The normal density."""
    density: Floats = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return density


class MixtureMedian(sp.Function):
    """`mixture_median` in formulas: of a, its spread, b, its spread, and the share of b."""

    nargs = 5
    is_real = True

    @classmethod
    def eval(cls, a: sp.Expr, spread_a: sp.Expr, b: sp.Expr, spread_b: sp.Expr, share_b: sp.Expr) -> sp.Expr | None:
        """Where the two parts are one the median is theirs."""
        return a if (a, spread_a) == (b, spread_b) else None

    def _eval_evalf(self, precision: int) -> sp.Expr:
        values = [a._eval_evalf(precision) for a in self.args]
        if not all(v.is_Number for v in values):
            return self.func(*values)
        return sp.Float(float(mixture_median(*[np.asarray(float(v)) for v in values])))

    def _numpycode(self, printer: Any) -> str:
        return f"mixture_median({', '.join(printer._print(a) for a in self.args)})"

    def _javascript(self, printer: Any) -> str:
        return f"mixtureMedian({', '.join(printer._print(a) for a in self.args)})"

    def _latex(self, printer: Any) -> str:
        a, spread_a, b, spread_b, share_b = (printer._print(x) for x in self.args)
        return rf"\operatorname{{median}}({a}, {spread_a}; {b}, {spread_b}; {share_b})"
