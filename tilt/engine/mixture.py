"""The median of a mixture of two lognormal populations: what is typical of a field that works in two ways.

It has no formula in elementary functions, so it is one function of SymPy's that both engines know: here with SciPy's
normal distribution, in the browser as `web/engine/mixture.js`, by the same halvings.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp
from scipy.special import ndtr

from tilt.engine.scale import Floats

HALVINGS = 30
"""The median lies between those of the two parts; so many halvings leave a billionth of the way between them."""


def mixture_median(a: Floats, spread_a: Floats, b: Floats, spread_b: Floats, share_b: Floats) -> Floats:
    """The median of a mixture, in the unit of its parts' medians, shape as the arguments broadcast.

    `a` and `b` are the parts' medians, `spread_a` and `spread_b` the standard deviations of their natural logarithms
    (all above zero), `share_b` the share of members that belong to b.
    """
    a, spread_a, b, spread_b, share_b = np.broadcast_arrays(np.log(a), spread_a, np.log(b), spread_b, share_b)
    low, high = np.minimum(a, b), np.maximum(a, b)
    for _ in range(HALVINGS):
        half = (low + high) / 2
        below = (1 - share_b) * ndtr((half - a) / spread_a) + share_b * ndtr((half - b) / spread_b)
        low, high = np.where(below < 0.5, half, low), np.where(below < 0.5, high, half)
    found: Floats = np.exp((low + high) / 2)
    return found


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
