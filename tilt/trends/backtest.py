"""Would a line have worked? Refit at past cut-offs, predict what came later, and set it beside two rivals.

Values are today's vintage: some have since been corrected, so this tests the straight line, not what could have been
published on the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from tilt.trends.line import Line, Measure, fit_line

BANDS = (0.5, 0.9)
RIVALS = ("flat", "linear")
"""Flat: the last value stays. Linear: a straight line through the values themselves, not through their heights."""


def backtest(points: pd.DataFrame, measure: Measure, cutoffs: Sequence[Any]) -> pd.DataFrame:
    """One row per cut-off and later point; the line knows only points before the cut-off.

    `points` in order of time; cut-offs as the table's times, or dates where it has dates. Columns: cutoff, the
    measure's label and time, fitted (points the line had), actual and predicted with the unit behind (as
    `actual_minutes`), in_50% and in_90% (inside the prediction band; missing where two points leave none), miss (actual
    less predicted, in steps of the measure's error axis), and the absolute errors `error_trend`, `error_flat` and
    `error_linear` in the same steps.
    """
    rows: list[dict[str, Any]] = []
    for cutoff in cutoffs:
        border = cutoff if np.isscalar(cutoff) else pd.Timestamp(cutoff)
        known = points[points[measure.when] < border]
        line = fit_line(known, measure)
        for point in points[points[measure.when] >= border].to_dict("records"):
            named = [c for c in (measure.label, measure.when) if c is not None]
            row = {"cutoff": cutoff} | {c: point[c] for c in named}
            rows.append(row | _foretold(line, known, point[measure.when], float(point[measure.column])))
    return pd.DataFrame(rows)


def _foretold(line: Line, known: pd.DataFrame, time: Any, actual: float) -> dict[str, Any]:
    """What the line and its rivals, fitted to the known points, said of one later point."""
    measure, told = line.measure, line.measure.error_axis
    height, was = line.height(time) * measure.axis.steps_of(told), float(told.to(actual))
    unit = measure.unit.lower()
    row: dict[str, Any] = {
        "fitted": line.n,
        f"actual_{unit}": actual,
        f"predicted_{unit}": told.back(height),
        "miss": was - height,
    }
    for band in BANDS:
        low, _, high = line.predict(time, band)
        row[f"in_{band:.0%}"] = bool(low <= actual <= high) if line.n > 2 else None
    # The rival takes time as the table has it: its unit changes nothing but last digits.
    x, values = np.array([measure.clock.read(t) for t in known[measure.when]]), measure.values(known)
    rise, start = np.polyfit(x - x.mean(), values, 1)
    straight = float(np.clip(start + rise * (measure.clock.read(time) - x.mean()), *measure.possible))
    row["error_trend"] = abs(height - was)
    row["error_flat"] = abs(float(told.to(values[-1])) - was)
    row["error_linear"] = abs(float(told.to(straight)) - was)
    return row


def summary(each: pd.DataFrame) -> pd.DataFrame:
    """Of a `backtest`, per cut-off and pooled: points fitted and predicted, coverage of both bands, mean errors."""
    named = {"fitted": ("fitted", "first"), "predicted": ("fitted", "size")}
    named |= {f"in_{b:.0%}": (f"in_{b:.0%}", "mean") for b in BANDS}
    named |= {f"error_{k}": (f"error_{k}", "mean") for k in ("trend", *RIVALS)}
    per_cutoff = each.groupby("cutoff", as_index=False).agg(**named)
    pooled = each.assign(all="pooled").groupby("all", as_index=False).agg(**named).rename(columns={"all": "cutoff"})
    pooled["fitted"] = pd.NA
    return pd.concat([per_cutoff.astype({"cutoff": object, "fitted": object}), pooled], ignore_index=True)
