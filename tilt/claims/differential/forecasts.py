"""Claim 6's questions: what AI does in either field, as laboratories and others report it."""

from __future__ import annotations

import numpy as np
import sympy as sp

from tilt.claims.differential.model import done_capability, log_capability, log_safety, safety_labour
from tilt.engine.chances import at_least, error_of_median, log_odds
from tilt.engine.event import Event
from tilt.engine.run import Run
from tilt.engine.scale import Floats
from tilt.record.evidence import row

LABORATORIES_APART, REPORTS_APART = 0.7, 0.4
"""Judgement: standard deviations, in natural logs, of one laboratory about the field, and of one report of it about
that: a factor of two, and one of one and a half."""

JUDGED_APART = 0.5
"""Judgement: standard deviation, in log-odds, of a published share of work about the share there is. The one report
has a model judge its own share, which agrees with people only loosely."""

ESTIMATES_APART = 0.2
"""Judgement: standard deviation, in natural logs, of an outside estimate of acceleration. The one there is gives one
to two times."""

ANSWERS_APART, STAFF = 0.6, 30
"""Judgement: standard deviation, in natural logs, of people's reports of their own gain; and people asked of each
field."""


def second_report(run: Run, years: float, threshold: float) -> Floats:
    """Chance of a ratio of shares in one laboratory's next report, given the first and the field's ratio.

    The first report says what it says of the laboratory, by the usual shrinkage between it and the field.
    """
    first = float(np.log(row("tilt_signs", "pace_compute")["ratio"]))
    kept = LABORATORIES_APART**2 / (LABORATORIES_APART**2 + REPORTS_APART**2)
    field = np.log(run.evaluate(safety_labour))
    error = REPORTS_APART * float(np.sqrt(1 + kept))
    return at_least(field + kept * (first - field), float(np.log(threshold)), error)


def led_by_agents(run: Run, years: float, threshold: float) -> Floats:
    """Chance that a report gives at least this share of capability research as AI's."""
    done = run.evaluate(done_capability(sp.Float(years)))
    return at_least(log_odds(done), float(log_odds(threshold)), JUDGED_APART)


def acceleration(run: Run, years: float, threshold: float) -> Floats:
    """Chance that an outside estimate has capability research so many times as fast with AI."""
    return at_least(run.evaluate(log_capability(sp.Float(years))), float(np.log(threshold)), ESTIMATES_APART)


def staff_gains(run: Run, years: float, threshold: float) -> Floats:
    """Chance that safety staff report so many times the gain that capability staff do."""
    when = sp.Float(years)
    apart = run.evaluate(log_safety(when) - log_capability(when))
    error = float(np.sqrt(2) * error_of_median(ANSWERS_APART, STAFF))
    return at_least(apart, float(np.log(threshold)), error)


EVENTS = (
    Event("safety-compute-share", "safety_labour", second_report),
    Event("led-by-agents", "done_capability", led_by_agents),
    Event("twice-as-fast", "log_capability", acceleration),
    Event("staff-gains", "log_safety - log_capability", staff_gains),
)
