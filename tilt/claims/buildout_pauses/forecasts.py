"""Claim 3's questions: when the next step in record compute comes, what the wait costs, and who uses the models."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from tilt.claims.buildout_pauses.model import pause_share, plateau_months, safety_enrolled, scale_loss
from tilt.engine.chances import at_least
from tilt.engine.event import Event
from tilt.engine.run import Run
from tilt.engine.scale import Floats
from tilt.record.memory import remembered
from tilt.trends.index_plateaus import scores
from tilt.trends.line import DAYS_PER_YEAR
from tilt.trends.open_gap import ends_by, next_step

INDEX_SINCE = datetime.date(2024, 9, 1)
"""From here on models reason at length, and the index has risen in one straight line."""

PEOPLE = 100
"""Safety people whom a survey asks."""


def next_record(run: Run, years: float, threshold: float) -> Floats:
    """Chance that the open gap has ended, for each length that plateaus may have."""
    as_of = run.record.edition.as_of
    until = as_of + datetime.timedelta(days=round(years * DAYS_PER_YEAR))
    return ends_by(as_of, until, run.evaluate(plateau_months))


@remembered
def index_trend() -> tuple[float, float]:
    """Points a year of the index's records, and the standard deviation of a record about that line."""
    stated = scores()
    kept = stated[stated["record"].astype(bool) & (stated["released"] >= pd.Timestamp(INDEX_SINCE))]
    days = np.array([d.toordinal() for d in kept["released"]])
    line = np.polyfit(days / DAYS_PER_YEAR, kept["score"], 1)
    left = kept["score"] - np.polyval(line, days / DAYS_PER_YEAR)
    return float(line[0]), float(left.std(ddof=2))


def index_gain(run: Run, years: float, threshold: float) -> Floats:
    """Chance that the index's record rises by so many points while record compute stands still.

    The index's points a year so far come from months of waiting and of not waiting, in the draw's proportions.
    """
    found = run.evaluate({"loss": scale_loss, "waiting": pause_share})
    a_year, scatter = index_trend()
    standing_still = a_year * (1 - found["loss"]) / (1 - found["loss"] * found["waiting"])
    return at_least(years * standing_still, threshold, float(np.sqrt(2)) * scatter)


def enrolment(run: Run, years: float, threshold: float) -> Floats:
    """Chance that at least this share of a survey's safety people use agents daily."""
    share = run.evaluate(safety_enrolled)
    return at_least(share, threshold, np.sqrt(share * (1 - share) / PEOPLE))


EVENTS = (
    Event("next-record-run", "plateau_months", next_record, only=next_step),
    Event("index-gain", "scale_loss", index_gain),
    Event("safety-enrolment", "safety_enrolled", enrolment),
)
