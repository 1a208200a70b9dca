"""What happens inside a plateau: capability while record compute stands still, how use spreads, how sites stagger."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from tilt.engine.inputs import Derived
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import table
from tilt.trends.horizons import record_models
from tilt.trends.line import DAYS_PER_MONTH
from tilt.trends.record_compute import Spell, flat_spells

RISING = (datetime.date(2025, 2, 17), datetime.date(2025, 7, 9))
"""Grok 3 to Grok 4: the months since 2023 in which record compute rose three times."""

SITES_UNTIL = datetime.date(2026, 8, 3)
"""Date of the sites' data: later first operations are plans."""


def frontier(date: datetime.date) -> float:
    """The record of the capability index at a date, in points."""
    scores = table("capability_index")
    return float(scores.loc[scores["record"].astype(bool) & (scores["released"] <= pd.Timestamp(date)), "score"].max())


def last_score() -> datetime.date:
    """Date of the index's last record."""
    scores = table("capability_index")
    return max(d.date() for d in scores["released"])


def gain(start: datetime.date, end: datetime.date) -> tuple[float, float]:
    """Points gained on the index between two dates, and the years between them."""
    return frontier(end) - frontier(start), (end - start).days / (12 * DAYS_PER_MONTH)


def rising_rate() -> float:
    """Points a year while record compute was rising."""
    points, years = gain(*RISING)
    return points / years


def scored(spell: Spell) -> tuple[datetime.date, datetime.date]:
    """The part of a flat spell that the index covers."""
    return spell.start, min(spell.end, last_score())


def horizon_doublings(start: datetime.date, end: datetime.date) -> float:
    """Doublings of METR's record horizon between two dates, over models within the suite's range."""
    models = record_models()
    best = [models.loc[models["released"] <= pd.Timestamp(d), "p50_minutes"].max() for d in (start, end)]
    return float(np.log2(best[1] / best[0]))


def capability_in_spells() -> pd.DataFrame:
    """Points a year inside each flat spell, and the share of progress missing against the rising months.

    Columns id, start, end, months, points, doublings (of METR's horizon), rate (points a year), doubling_months, loss
    (1 minus the rate over `rising_rate`); the last row, `flat_all`, adds up gains and months.
    """
    rows: list[dict[str, Any]] = []
    for spell in flat_spells():
        start, end = scored(spell)
        points, years = gain(start, end)
        doublings = horizon_doublings(start, end)
        row = {"id": spell.id, "start": start, "end": end, "months": 12 * years}
        rows.append(row | {"points": points, "doublings": doublings})
    added = ("months", "points", "doublings")
    total = {"id": "flat_all", "start": None, "end": None} | {k: sum(r[k] for r in rows) for k in added}
    found = pd.DataFrame([*rows, total])
    found["rate"] = 12 * found["points"] / found["months"]
    found["doubling_months"] = found["months"] / found["doublings"]
    return found.assign(loss=1 - found["rate"] / rising_rate())


def time_constant(share_from: float, share_to: float, months: float) -> float:
    """Months tau of saturation 1 - exp(-t/tau) that takes use from one share to another in so many months."""
    return float(months / np.log((1 - share_from) / (1 - share_to)))


@derivation("adoption")
def adoption() -> Outputs:
    """How fast use spreads: quantiles over the curves there are."""
    curves = table("adoption").dropna(subset=["months"])
    found = [time_constant(r["share_from"], r["share_to"], r["months"]) for r in curves.to_dict("records")]
    low, middle, high = (float(q) for q in np.quantile(found, [0.05, 0.5, 0.95]))
    return {
        "adoption_months": Derived(
            low,
            high,
            f"The 5 % and 95 % quantiles of the time constants of {len(found)} curves, {min(found):.1f} to "
            f"{max(found):.1f} months with median {middle:.1f}, if everybody ends up a user.",
            "adoption",
            len(found),
        )
    }


def build_times(since: datetime.date = datetime.date(2023, 1, 1)) -> Mapping[str, float]:
    """Quartiles of months from start of construction to first operation, sites begun `since`; unfinished ones censored.

    Kaplan-Meier. Keys q25, q50, q75, sites, finished.
    """
    sites = table("building_sites")
    sites = sites[sites["started"] >= pd.Timestamp(since)]
    done = (sites["first_status"] == "observed").to_numpy()
    ends = sites["first_operation"].where(done, pd.Timestamp(SITES_UNTIL))
    months = (ends - sites["started"]).dt.days.to_numpy(dtype=float) / DAYS_PER_MONTH
    curve = stats.ecdf(stats.CensoredData.right_censored(months, ~done)).cdf
    reached = {f"q{q:.0f}": float(curve.quantiles[np.argmax(curve.probabilities >= q / 100)]) for q in (25, 50, 75)}
    return reached | {"sites": float(len(sites)), "finished": float(done.sum())}


def largest_site_gaps() -> pd.Series:
    """Months between observed steps of the largest single site."""
    steps = table("largest_site")
    days = steps.loc[steps["status"] == "observed", "day"].drop_duplicates().sort_values()
    return days.diff().dropna().dt.days / DAYS_PER_MONTH
