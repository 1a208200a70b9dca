"""Intervals of a typical value from few figures found by chance: by resampling, widened by a stated judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from tilt.engine.scale import Floats
from tilt.trends.resampled import SEED, again, median

SAMPLES = 10_000


def medians(values: Sequence[float]) -> Floats:
    """Medians of resamples of positive values on their logarithm, shape (SAMPLES,)."""
    return np.exp(median(again(np.log(np.asarray(values, dtype=float)), SAMPLES)))


def means_of_kinds(kinds: Mapping[str, Sequence[float]]) -> Floats:
    """Geometric means over kinds of evidence, kinds and figures within them resampled, shape (SAMPLES,).

    Each kind counts alike, however many figures it has: four trials that share a fault are not four kinds of evidence.
    """
    rng = np.random.default_rng(SEED)
    within = np.stack(
        [rng.choice(np.log(np.asarray(v, dtype=float)), (SAMPLES, len(v))).mean(axis=1) for v in kinds.values()], axis=1
    )
    drawn = rng.integers(0, len(kinds), (SAMPLES, len(kinds)))
    return np.asarray(np.exp(np.take_along_axis(within, drawn, axis=1).mean(axis=1)))


def widened(found: Floats, factor: float) -> tuple[float, float, float]:
    """Low, middle and high of resampled positive values: 5 % and 95 % quantiles, moved apart by `factor` each way."""
    low, middle, high = (float(q) for q in np.quantile(found, (0.05, 0.5, 0.95)))
    return low / factor, middle, high * factor
