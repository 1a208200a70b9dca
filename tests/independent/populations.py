"""Averages over a field's experiments: days of computing that differ lognormally and are cut at a longest wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import log_ndtr, ndtr

NODES, WEIGHTS = np.polynomial.legendre.leggauss(48)
FAR = 6.5
"""Standard deviations beyond which nothing is looked at: less than one experiment in ten thousand million."""

BISECTIONS = 60


@dataclass(frozen=True)
class Kind:
    """One kind of experiment: logarithm of the median days of computing, spread, longest wait, and its share."""

    middle: np.ndarray
    spread: np.ndarray
    wait: np.ndarray
    share: np.ndarray | float = 1.0

    @property
    def cap(self) -> np.ndarray:
        """Where the longest wait lies, in standard deviations from the middle."""
        return (np.log(self.wait) - self.middle) / self.spread

    def mean_days(self) -> np.ndarray:
        """E[min(X, W)], in closed form."""
        below = np.exp(self.middle + self.spread**2 / 2 + log_ndtr(self.cap - self.spread))
        return below + self.wait * ndtr(-self.cap)

    @cached_property
    def _below(self) -> tuple[np.ndarray, np.ndarray]:
        """Days of computing short of the longest wait, and their probabilities: nodes along the second axis."""
        half = (np.clip(self.cap, -FAR, FAR) + FAR)[:, None] / 2
        z = half * (NODES + 1) - FAR
        days = np.minimum(np.exp(self.middle[:, None] + self.spread[:, None] * z), self.wait[:, None])
        return days, half * WEIGHTS * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)

    def mean(self, f: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
        """E[f(min(X, W))]: Gauss-Legendre below the wait, where f is smooth, and the mass that lies on it."""
        days, mass = self._below
        last = np.exp(np.minimum(self.middle + self.spread * FAR, np.log(self.wait)))
        return (f(days) * mass).sum(axis=1) + f(last[:, None])[:, 0] * ndtr(-np.clip(self.cap, -FAR, FAR))


Field = list[Kind]
"""The kinds of experiment of a field; their shares add up to one."""


def over(field: Field, f: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """The average of f(days of computing) over all experiments of a field."""
    return np.sum([kind.share * kind.mean(f) for kind in field], axis=0)


def mean_days(field: Field) -> np.ndarray:
    """The average days of computing over all experiments of a field."""
    return np.sum([kind.share * kind.mean_days() for kind in field], axis=0)


def mixture_median(
    one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray], share: np.ndarray
) -> np.ndarray:
    """Where half of a mixture of two normals, each (mean, standard deviation), lies below; `share` is the first's."""
    low, high = np.minimum(one[0], other[0]), np.maximum(one[0], other[0])
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        below = share * ndtr((middle - one[0]) / one[1]) + (1 - share) * ndtr((middle - other[0]) / other[1])
        low, high = np.where(below < 0.5, middle, low), np.where(below < 0.5, high, middle)
    return (low + high) / 2
