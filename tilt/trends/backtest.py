"""Would the trend have worked? Refit at past cut-offs, predict the record models that came later.

Values are today's vintage: METR has since corrected some, so this tests the straight line, not what could have been
published on the day.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd

from tilt.trends.horizons import SINCE, day, fit_line, record_models

CUTOFFS = tuple(datetime.date.fromisoformat(d) for d in ("2024-06-01", "2025-01-01", "2025-07-01", "2026-01-01"))
BANDS = (0.5, 0.9)


@cache
def _predictions(cutoffs: tuple[datetime.date, ...]) -> pd.DataFrame:
    later_all = record_models()
    rows = []
    for cutoff in cutoffs:
        known = record_models(SINCE, cutoff)
        fit = fit_line(known)
        days = np.array([day(d) for d in known["released"]])
        minutes = known["p50_minutes"].to_numpy(dtype=float)
        rise, start = np.polyfit(days - days.mean(), minutes, 1)
        for m in later_all[later_all["released"] >= pd.Timestamp(cutoff)].to_dict("records"):
            actual = float(np.log2(m["p50_minutes"]))
            row = {
                "cutoff": cutoff,
                "model": m["model"],
                "released": m["released"],
                "fitted": fit.n,
                "actual_minutes": float(m["p50_minutes"]),
                "predicted_minutes": 2 ** fit.line(m["released"]),
            }
            for band in BANDS:
                low, _, high = fit.predict(m["released"], band)
                row[f"in_{band:.0%}"] = low <= m["p50_minutes"] <= high
            linear = max(start + rise * (day(m["released"]) - days.mean()), 1e-9)
            row["error_trend"] = abs(fit.line(m["released"]) - actual)
            row["error_flat"] = abs(float(np.log2(minutes.max())) - actual)
            row["error_linear"] = abs(float(np.log2(linear)) - actual)
            rows.append(row)
    return pd.DataFrame(rows)


def predictions(cutoffs: Sequence[datetime.date] = CUTOFFS) -> pd.DataFrame:
    """One row per cut-off and later record model.

    Columns: cutoff, model, released, fitted (models the line had), actual_minutes, predicted_minutes, in_50%, in_90%
    (inside the prediction band), and absolute errors in doublings of the trend and of two rivals: flat (the last
    record stays) and linear (a straight line through minutes, not their logarithm).
    """
    return _predictions(tuple(cutoffs)).copy()


def summary(cutoffs: Sequence[datetime.date] = CUTOFFS) -> pd.DataFrame:
    """Per cut-off, and pooled: models fitted and predicted, coverage of both bands, mean errors in doublings."""
    each = predictions(cutoffs)
    named = {"fitted": ("fitted", "first"), "predicted": ("model", "count")}
    named |= {f"in_{b:.0%}": (f"in_{b:.0%}", "mean") for b in BANDS}
    named |= {f"error_{k}": (f"error_{k}", "mean") for k in ("trend", "flat", "linear")}
    per_cutoff = each.groupby("cutoff", as_index=False).agg(**named)
    pooled = each.assign(all="pooled").groupby("all", as_index=False).agg(**named).rename(columns={"all": "cutoff"})
    pooled["fitted"] = pd.NA
    return pd.concat([per_cutoff.astype({"cutoff": object, "fitted": object}), pooled], ignore_index=True)
