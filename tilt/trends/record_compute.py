"""Records of training compute: the staircase, its flat spells and big steps, and whether its growth could be forecast.

Epoch AI's data come in two vintages that disagree about 2021 and 2022. Each is a `reading` here: `2026`, with some
speculative estimates, and `2025`, without them. From GPT-4 on they agree.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from tilt.record.evidence import table
from tilt.trends.horizons import DAYS_PER_MONTH, HorizonFit, day, fit_line

READINGS = ("2025", "2026")
DATA_UNTIL = datetime.date(2026, 9, 28)
"""Date of the newer vintage: a gap that is still open has been seen to last until then."""

SET_OF_2025 = datetime.date(2025, 12, 31)
STEP = 3.0
"""A big step: at least this many times the compute of the last big step."""

FIRST = "GPT-3 175B"
"""Where gaps are counted from: before it, records were set by small models of many kinds."""

CUTOFFS = tuple(datetime.date.fromisoformat(d) for d in ("2022-01-01", "2023-01-01", "2024-01-01", "2025-07-01"))
BANDS = (0.5, 0.9)


def records(reading: str = "2026") -> pd.DataFrame:
    """Record models of a reading by date, as in the table. After the older vintage ends both share the newer one's."""
    if reading not in READINGS:
        msg = f"no reading {reading!r}; there are {', '.join(READINGS)}"
        raise ValueError(msg)
    found = table("record_compute").sort_values("released")
    keep = found[f"in_{reading}_set"] | (found["in_2026_set"] & (found["released"] > pd.Timestamp(SET_OF_2025)))
    return found[keep.astype(bool)].reset_index(drop=True)


@dataclass(frozen=True)
class Gap:
    """Months from one big step to the next; `open` if no next step had come by DATA_UNTIL."""

    start: str
    end: str
    months: float
    open: bool
    began: datetime.date
    ended: datetime.date


def gaps(reading: str = "2026", step: float = STEP) -> tuple[Gap, ...]:
    """Gaps between steps of at least `step` times, from FIRST on; the last is open."""
    rows = records(reading).to_dict("records")
    start = next(k for k, r in enumerate(rows) if r["model"] == FIRST)
    last, found = rows[start], []
    for r in rows[start + 1 :]:
        if r["training_flop"] >= step * last["training_flop"]:
            found.append(_gap(last, r["model"], r["released"].date(), still_open=False))
            last = r
    return (*found, _gap(last, "", DATA_UNTIL, still_open=True))


def _gap(last: Mapping[Any, Any], end: str, ended: datetime.date, *, still_open: bool) -> Gap:
    began = pd.Timestamp(str(last["released"])).date()
    months = (ended - began).days / DAYS_PER_MONTH
    return Gap(str(last["model"]), end, months, still_open, began, ended)


@dataclass(frozen=True)
class Spell:
    """A flat spell: months in which the record stood still, longer than `SHORTEST`."""

    id: str
    holder: str
    start: datetime.date
    end: datetime.date

    @property
    def months(self) -> float:
        """Its length in months."""
        return (self.end - self.start).days / DAYS_PER_MONTH


SHORTEST = 8.0
"""Months a record must stand to count as a flat spell."""


def flat_spells(since: datetime.date = datetime.date(2023, 1, 1)) -> tuple[Spell, ...]:
    """Spells of the newer reading in which no record fell for SHORTEST months, beginning `since` or later."""
    rows = records()
    days = [d.date() for d in rows["released"]]
    return tuple(
        Spell(f"flat_{(a + (b - a) / 2).year}", str(m), a, b)
        for m, a, b in zip(rows["model"], days, days[1:], strict=False)
        if a >= since and (b - a).days / DAYS_PER_MONTH >= SHORTEST
    )


def fit_growth(known: pd.DataFrame) -> HorizonFit:
    """The line through log2 FLOP by date: the same least squares as for horizons, on another quantity."""
    return fit_line(known.rename(columns={"training_flop": "p50_minutes"}))


def growth_a_year(fit: HorizonFit, coverage: float = 0.9) -> tuple[float, float, float]:
    """Low, centre and high of the yearly factor, by Student's t on the slope."""
    fast, slow = fit.doubling_interval(coverage)
    return 2 ** (365.25 / slow), 2 ** (365.25 / fit.doubling_days), 2 ** (365.25 / fast)


@cache
def _forecasts() -> pd.DataFrame:
    everything = records()
    rows = []
    for cutoff in CUTOFFS:
        known = everything[everything["released"] < pd.Timestamp(cutoff)]
        fit = fit_growth(known)
        days = np.array([day(d) for d in known["released"]])
        flop = known["training_flop"].to_numpy(dtype=float)
        rise, start = np.polyfit(days - days.mean(), flop, 1)
        for m in everything[everything["released"] >= pd.Timestamp(cutoff)].to_dict("records"):
            actual = float(np.log10(m["training_flop"]))
            line = fit.line(m["released"]) * float(np.log10(2))
            linear = max(start + rise * (day(m["released"]) - days.mean()), 1.0)
            row = {
                "cutoff": cutoff,
                "model": m["model"],
                "released": m["released"],
                "fitted": fit.n,
                "actual_flop": float(m["training_flop"]),
                "predicted_flop": 10**line,
                "miss": actual - line,
            }
            for band in BANDS:
                low, _, high = fit.predict(m["released"], band)
                row[f"in_{band:.0%}"] = low <= m["training_flop"] <= high
            row["error_trend"] = abs(line - actual)
            row["error_flat"] = abs(float(np.log10(flop.max())) - actual)
            row["error_linear"] = abs(float(np.log10(linear)) - actual)
            rows.append(row)
    return pd.DataFrame(rows)


def forecasts() -> pd.DataFrame:
    """One row per cut-off and later record: prediction, coverage, and errors in orders of magnitude.

    Rivals: flat (the last record stays) and linear (a straight line through FLOP, not its logarithm). Values are the
    newer vintage's throughout, so this tests the line and not what could have been published at the time.
    """
    return _forecasts().copy()


def summary() -> pd.DataFrame:
    """Per cut-off, and pooled: records fitted and predicted, coverage of both bands, mean errors."""
    each = forecasts()
    named = {"fitted": ("fitted", "first"), "predicted": ("model", "count")}
    named |= {f"in_{b:.0%}": (f"in_{b:.0%}", "mean") for b in BANDS}
    named |= {f"error_{k}": (f"error_{k}", "mean") for k in ("trend", "flat", "linear")}
    per_cutoff = each.groupby("cutoff", as_index=False).agg(**named)
    pooled = each.assign(all="pooled").groupby("all", as_index=False).agg(**named).rename(columns={"all": "cutoff"})
    pooled["fitted"] = pd.NA
    return pd.concat([per_cutoff.astype({"cutoff": object, "fitted": object}), pooled], ignore_index=True)
