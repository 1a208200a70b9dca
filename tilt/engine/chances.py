"""The chances that events are made of: a measurement about a quantity, the next point about a trend, a count."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, pdtrc

from tilt.engine.scale import Floats


def at_least(middle: Floats, threshold: float, error: Floats | float) -> Floats:
    """Chance that what is seen is at least the threshold, normal about the middle with a standard deviation `error`.

    All three are on one axis. Without error it is 1 where the middle is at least the threshold, and 0 elsewhere.
    """
    middle, error = np.broadcast_arrays(np.asarray(middle, dtype=float), np.asarray(error, dtype=float))
    away = middle - threshold
    sure = np.where(away >= 0, 1.0, 0.0)
    return np.where(error > 0, ndtr(away / np.where(error > 0, error, 1.0)), sure)


def error_of_median(spread: Floats | float, people: int) -> Floats:
    """Standard error of the median of so many normal answers that spread by a standard deviation `spread`."""
    return np.asarray(np.sqrt(np.pi / 2) * np.asarray(spread, dtype=float) / np.sqrt(people))


def next_point(now: Floats, normal: tuple[float, float], scatter: float, growth: Floats, threshold: float) -> Floats:
    """Chance that a later point of a trend is at least the threshold.

    `now` is where one point would lie today, in each draw: the trend and how that one point scatters about it, together
    a normal of this mean and standard deviation (`normal`). A later point scatters anew. So of today's distance from
    the mean only the trend's part is carried on, and the chance over all draws is that of `now + growth`, no wider.
    """
    mean, whole = normal
    kept = max(1 - (scatter / whole) ** 2, 0.0) if whole > 0 else 0.0
    ahead = mean + kept * (now - mean) + growth
    return at_least(ahead, threshold, scatter * np.sqrt(1 + kept))


def at_least_so_many(expected: Floats, count: float) -> Floats:
    """Chance of at least so many independent events where so many are expected (Poisson)."""
    least = int(np.ceil(count))
    return np.ones(np.shape(expected)) if least <= 0 else np.asarray(pdtrc(least - 1, expected))


def log_odds(share: Floats | float) -> Floats:
    """Log-odds of a share, kept finite where it is 0 or 1."""
    share = np.clip(np.asarray(share, dtype=float), 1e-12, 1 - 1e-12)
    return np.log(share / (1 - share))
