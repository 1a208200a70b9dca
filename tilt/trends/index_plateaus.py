"""What the capability index did while record compute stood still, against what it did while records fell.

Two vintages of the index are joined at GPT-5, which every vintage holds at 150 by convention; scores of different fits
are compared nowhere else. The interval comes from resampling: each score moves as scores have moved between fits, each
date of a spell by up to a month. That spells differ from each other is variety and stays in their common mean.
"""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd

from tilt.engine.inputs import Derived
from tilt.engine.scale import Floats
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import table
from tilt.record.memory import remembered
from tilt.trends.horizons import record_models
from tilt.trends.line import DAYS_PER_MONTH, DAYS_PER_YEAR
from tilt.trends.record_compute import flat_spells, records
from tilt.trends.small_samples import widened

JOINED_AT = "gpt-5"
INDEX_UNTIL = datetime.date(2026, 10, 4)
"""Date of the newer vintage: the index is known up to here."""

MOVED_DAYS = 30
"""Each date of a spell moves by up to so many days: releases lag the end of training, and records may be missing."""

REFITS_SHARE = 2.0
"""Judgement: a score's error is twice what a refit moves it by, since fits share most of their benchmarks."""

FEW_GAINS = 1.25
"""Judgement: each end is moved out by so much, for the time outside plateaus holds five gains, and chance few more."""

SAMPLES = 4000
SEED = 20261101


def scores() -> pd.DataFrame:
    """The index in one piece, by date: columns id, model, released, score, record, vintage, fixed (by convention)."""
    found = table("capability_index").sort_values("released")
    joined = found.loc[found["id"] == JOINED_AT, "released"].iloc[0]
    newest = found["vintage"] == found["vintage"].max()  # of one vintage where the whole table was refreshed
    kept = found[newest | (found["released"] <= joined)].reset_index(drop=True)
    return kept.assign(fixed=kept["id"].isin([JOINED_AT, "claude-3.5-sonnet"]))


def score_error() -> float:
    """Standard deviation of one score, in points: of its moves between fits, over the root of two, widened."""
    moved = table("index_refits")
    return float(REFITS_SHARE * np.sqrt(((moved["later"] - moved["earlier"]) ** 2).mean() / 2))


def edges() -> list[tuple[int, int]]:
    """Day numbers at which flat spells start and end, in order. A record's own gain counts outside: it ends a spell."""
    return [(s.start.toordinal() + 1, s.end.toordinal()) for s in flat_spells()]


def best(values: Floats, before: Floats) -> Floats:
    """Best score of models released before a day, shape (samples,); `values` (samples, models), `before` (samples,)."""
    days = np.array([d.toordinal() for d in scores()["released"]])
    return np.where(days < before[:, None], values, -np.inf).max(axis=1)


def gains(values: Floats, starts: Floats, ends: Floats) -> tuple[Floats, Floats]:
    """Points gained between two days and the years between them, each of shape (samples,)."""
    return best(values, ends) - best(values, starts), (ends - starts) / DAYS_PER_YEAR


def periods(moved: Floats) -> tuple[list[tuple[Floats, Floats]], list[tuple[Floats, Floats]]]:
    """Starts and ends of the flat spells and of the times between, with their dates moved by `moved` days.

    `moved` has shape (samples, 2 spells). The first date is that of GPT-4, the first score, and stays. The last time
    between runs from the last spell to the end of the index.
    """
    known = edges()
    dates = np.array(known, dtype=float).ravel() + moved
    dates[:, 0] = known[0][0]
    for k in range(1, dates.shape[1]):  # two spells that meet share one date
        if known[k // 2][0] - known[k // 2 - 1][1] <= 1 and k % 2 == 0:
            dates[:, k] = dates[:, k - 1]
    flat = [(dates[:, 2 * k], dates[:, 2 * k + 1]) for k in range(len(known))]
    until = np.full(len(dates), INDEX_UNTIL.toordinal() + 1.0)
    between = [(a[1], b[0]) for a, b in zip(flat, [*flat[1:], (until, until)], strict=True)]
    return flat, [(a, b) for a, b in between if np.any(b > a)]


def rates(after_last: bool = True) -> tuple[float, float, float]:
    """Points a year inside all flat spells, inside those since Gemini Ultra, and outside; as the dates stand.

    Without `after_last` the weeks since the last spell ended are left out of the time outside.
    """
    values = scores()["score"].to_numpy(dtype=float)[None, :]
    flat, between = periods(np.zeros((1, 2 * len(edges()))))
    spans = (flat, flat[1:], between if after_last else between[:-1])
    inside, recent, outside = (float(_rates(values, span)[0]) for span in spans)
    return inside, recent, outside


def _rates(values: Floats, spans: list[tuple[Floats, Floats]]) -> Floats:
    """Points a year over several spans of time together, shape (samples,)."""
    found = [gains(values, a, np.maximum(a, b)) for a, b in spans]
    return np.asarray(sum(g for g, _ in found) / sum(y for _, y in found))


@remembered
def resampled() -> Floats:
    """Capability's pace in flat spells over its pace outside them, shape (SAMPLES,): what gives the interval."""
    rng = np.random.default_rng(SEED)
    stated = scores()
    noise = score_error() * rng.standard_normal((SAMPLES, len(stated)))
    values = stated["score"].to_numpy(dtype=float) + np.where(stated["fixed"], 0.0, noise)
    flat, between = periods(rng.uniform(-MOVED_DAYS, MOVED_DAYS, (SAMPLES, 2 * len(edges()))))
    return np.asarray(_rates(values, flat) / _rates(values, between))


@derivation("index_plateaus")
def index_plateaus() -> Outputs:
    """Capability's pace inside plateaus over its pace outside them, with its error."""
    low, middle, high = widened(resampled(), FEW_GAINS)
    inside, recent, outside = rates()
    return {
        "plateau_pace": Derived(
            low,
            high,
            f"The index rose by {inside:.1f} points a year in {len(edges())} flat spells ({recent:.1f} in the two "
            f"since December 2023) and by {outside:.1f} outside them. The ends are the 5 % and 95 % quantiles of "
            f"{SAMPLES:,} resamples with median {middle:.2f}, in which scores move by a standard deviation of "
            f"{score_error():.1f} points (twice what a refit moves them, a judgement) and dates of spells by up to "
            f"{MOVED_DAYS} days; each is moved out by a quarter, by judgement, for the time outside holds five gains "
            "alone.",
            "capability_index",
            len(scores()),
        )
    }


def horizon_doublings(start: datetime.date, end: datetime.date) -> tuple[float, float]:
    """Doublings of METR's record horizon between two dates, and the months in which they were counted.

    Over models within the suite's range; what comes after the last of them is not counted.
    """
    models = record_models()
    until = min(end, models["released"].max().date())
    top = [models.loc[models["released"] <= pd.Timestamp(d), "p50_minutes"].max() for d in (start, until)]
    return float(np.log2(top[1] / top[0])), (until - start).days / DAYS_PER_MONTH


def capability_in_spells() -> pd.DataFrame:
    """Points a year inside each flat spell, and the share of progress missing against the time outside.

    Columns id, start, end, months, points, doublings (of METR's horizon, in horizon_months), rate (points a year),
    doubling_months, loss (1 minus the rate over that outside); the last rows add up gains and months: `flat_recent`
    those since Gemini Ultra, `flat_all` all of them.
    """
    values = scores()["score"].to_numpy(dtype=float)[None, :]
    flat, _ = periods(np.zeros((1, 2 * len(edges()))))
    rows: list[dict[str, Any]] = []
    for spell, (a, b) in zip(flat_spells(), flat, strict=True):
        points, years = (float(v[0]) for v in gains(values, a, b))
        doublings, counted = horizon_doublings(spell.start, spell.end)
        row = {"id": spell.id, "start": spell.start, "end": spell.end, "months": 12 * years, "points": points}
        rows.append(row | {"doublings": doublings, "horizon_months": counted})
    added = ("months", "points", "doublings", "horizon_months")
    for id, some in (("flat_recent", rows[1:]), ("flat_all", rows[:])):
        rows.append({"id": id, "start": None, "end": None} | {k: sum(r[k] for r in some) for k in added})
    found = pd.DataFrame(rows)
    found["rate"] = 12 * found["points"] / found["months"]
    found["doubling_months"] = found["horizon_months"] / found["doublings"]
    return found.assign(loss=1 - found["rate"] / rates()[2])


def last_record_lead() -> float:
    """Points by which the newest record of compute led the index's best before it, within one vintage."""
    stated = scores().set_index("model")
    newest = records().iloc[-1]
    earlier = stated.loc[stated["released"] < newest["released"], "score"].max()
    return float(stated.loc[newest["model"], "score"] - earlier)


def months_outside() -> float:
    """Months outside flat spells that the index covers."""
    _, between = periods(np.zeros((1, 2 * len(edges()))))
    return float(sum((b - a)[0] for a, b in between) / DAYS_PER_MONTH)
