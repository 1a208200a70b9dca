"""When the open gap between big steps in record compute ends, given how long plateaus are.

The same law as in `plateau_lengths`: gaps are lognormal, with a centre and a spread that are both unknown. If the next
plateau were so many months long, that would say something of centre and spread, and so of the gap that is open now.
"""

from __future__ import annotations

import datetime

import numpy as np
from scipy.special import log_ndtr

from tilt.engine.scale import Floats
from tilt.record.memory import remembered
from tilt.trends.line import DAYS_PER_MONTH
from tilt.trends.plateau_lengths import LOG_CENTRES, LOG_SPREADS, posteriors
from tilt.trends.record_compute import READINGS, STEP, gaps, records

LENGTHS = np.geomspace(0.5, 400, 161)
"""Months at which the chance is worked out; between them it is interpolated."""


def next_step() -> float:
    """FLOP of the model that would end the open gap: STEP times the last big step's."""
    last = gaps()[-1].start
    (flop,) = (float(r["training_flop"]) for r in records().to_dict("records") if r["model"] == last)
    return STEP * flop


@remembered
def _ends(since: datetime.date, until: datetime.date) -> Floats:
    """The chance at each of LENGTHS: both readings alike, then each by how well it foretells that length."""
    centre, spread = LOG_CENTRES[:, None], np.exp(LOG_SPREADS)[None, :]
    ended, whole = np.zeros(len(LENGTHS)), np.zeros(len(LENGTHS))
    for reading, posterior in zip(READINGS, posteriors(), strict=True):
        gap = gaps(reading)[-1]
        seen, open_then, open_later = (
            log_ndtr((centre - np.log((day - gap.began).days / DAYS_PER_MONTH)) / spread)
            for day in (gap.ended, since, until)
        )
        still = posterior * np.exp(open_then - seen)
        for k, months in enumerate(LENGTHS):
            density = still * np.exp(-0.5 * ((np.log(months) - centre) / spread) ** 2) / spread
            ended[k] += float((density * -np.expm1(open_later - open_then)).sum())
            whole[k] += float(density.sum())
    return np.asarray(ended / whole)


def ends_by(since: datetime.date, until: datetime.date, plateau_months: Floats) -> Floats:
    """Chance that the open gap ends by a date, given that it was open at an earlier one and plateaus' length.

    `plateau_months` is the length of the next plateau, any shape; the chance has the same shape.
    """
    return np.interp(np.log(plateau_months), np.log(LENGTHS), _ends(since, until))
