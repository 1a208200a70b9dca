"""How sure is the doubling time, judged as METR judges it: by drawing task families, tasks and runs again.

METR keeps its record models and lets their measured horizons vary together, because all of them meet the same
resampled tasks. This needs runs; `tilt.trends.horizons.resampled_doubling` is the interval from published figures.
"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
from scipy.special import ndtri

from tilt.engine.scale import Floats
from tilt.trends.horizons import HORIZON, record_models


def _scores(draws: Floats) -> Floats:
    """Draws as normal scores by rank."""
    return np.asarray(ndtri(pd.Series(draws).rank().to_numpy() / (len(draws) + 1)))


def neighbour_correlation(draws: pd.DataFrame) -> float:
    """Mean rank correlation of resampled horizons between record models next to each other in time."""
    models = [m for m in record_models()["model"] if m in draws.columns]
    pairs = [float(draws[a].corr(draws[b], method="spearman")) for a, b in itertools.pairwise(models)]
    return float(np.mean(pairs))


def resampled_trend(draws: pd.DataFrame, coverage: float = 0.95, seed: int = 0) -> tuple[float, float]:
    """Interval of the headline doubling time, in days, from `bootstrap.resample(…).horizons()` of the record models.

    Record models without runs in `draws` vary by their published 95 % interval, correlated with the nearest model
    that has runs as strongly as neighbours with runs are with each other. Raises ValueError when fewer than three
    record models have runs.
    """
    models = record_models()
    draws = draws[[m for m in models["model"] if m in draws.columns]].dropna(axis="columns", how="all").dropna()
    if draws.shape[1] < 3:
        msg = f"runs of at least three record models are needed, not of {draws.shape[1]}"
        raise ValueError(msg)
    days = HORIZON.times(models)
    known = np.array([m in draws.columns for m in models["model"]])
    shared = neighbour_correlation(draws)
    rng = np.random.default_rng(seed)
    z95 = float(ndtri(0.975))
    columns = []
    for k, m in enumerate(models.to_dict("records")):
        if known[k]:
            columns.append(np.log2(draws[m["model"]].to_numpy(dtype=float)))
            continue
        nearest = models["model"][np.flatnonzero(known)[np.argmin(np.abs(days[known] - days[k]))]]
        own = rng.standard_normal(len(draws))
        z = shared * _scores(draws[nearest].to_numpy()) + np.sqrt(1 - shared**2) * own
        low, middle, high = (np.log2(m[f"p50_{end}minutes"]) for end in ("low_", "", "high_"))
        columns.append(middle + z * np.where(z < 0, middle - low, high - middle) / z95)
    logs = np.stack(columns, axis=1)
    slopes = logs @ (days - days.mean()) / ((days - days.mean()) ** 2).sum()
    tail = (1 - coverage) / 2
    fast, slow = np.quantile(slopes, [1 - tail, tail])
    quickest, slowest = (float(1 / slope) if slope > 0 else float("inf") for slope in (fast, slow))
    return quickest, slowest
