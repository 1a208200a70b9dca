"""Records of training compute: the staircase, its flat spells and big steps, and whether its growth could be forecast.

Epoch AI's data come in two vintages that disagree about 2021 and 2022. Each is a `reading` here: `2026`, with some
speculative estimates, and `2025`, without them. From GPT-4 on they agree.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tilt.record.evidence import table
from tilt.record.memory import remembered
from tilt.trends import backtest
from tilt.trends.line import DAYS_PER_MONTH, LOG10, Line, Measure, fit_line

READINGS = ("2025", "2026")
DATA_UNTIL = datetime.date(2026, 9, 28)
"""Date of the newer vintage: a gap that is still open has been seen to last until then."""

SET_OF_2025 = datetime.date(2025, 12, 31)
STEP = 3.0
"""A big step: at least this many times the compute of the last big step."""

FIRST = "GPT-3 175B"
"""Where gaps are counted from: before it, records were set by small models of many kinds."""

CUTOFFS = tuple(datetime.date.fromisoformat(d) for d in ("2022-01-01", "2023-01-01", "2024-01-01", "2025-07-01"))

COMPUTE = Measure("training_flop", "FLOP", errors=LOG10, possible=(1.0, float("inf")))
"""Compute of a final training run. Its line counts doublings; its back-test, orders of magnitude."""


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


def fit_growth(known: pd.DataFrame) -> Line:
    """The line through log2 FLOP by date."""
    return fit_line(known, COMPUTE)


def growth_a_year(fit: Line, coverage: float = 0.9) -> tuple[float, float, float]:
    """Low, centre and high of the yearly factor, by Student's t on the slope."""
    return fit.growth_a_year(coverage)


@remembered
def _forecasts() -> pd.DataFrame:
    return backtest.backtest(records(), COMPUTE, CUTOFFS)


def forecasts() -> pd.DataFrame:
    """The back-test, a row per cut-off and later record, errors in orders of magnitude: see `backtest.backtest`.

    Values are the newer vintage's throughout, so this tests the line and not what could have been published then.
    """
    return _forecasts().copy()


def summary() -> pd.DataFrame:
    """The back-test per cut-off, and pooled: see `backtest.summary`."""
    return backtest.summary(forecasts())
