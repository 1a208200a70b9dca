"""Claim 5's questions: how far models think without writing, and what reading catches that nothing else does."""

from __future__ import annotations

import numpy as np
import sympy as sp

from tilt.claims.cot_transparency.model import TODAY, caught_of_escaping, log_silent, seen_if_not, silent_horizon
from tilt.engine.chances import at_least, log_odds, next_point
from tilt.engine.event import Event
from tilt.engine.run import Run
from tilt.engine.scale import Floats, Scale
from tilt.record.memory import remembered
from tilt.trends.monitor_rates import counted, study_means
from tilt.trends.silent_horizons import fit_silent


@remembered
def studies_apart() -> float:
    """Standard deviation, in log-odds, of what single studies find of reasoning that need not be written."""
    return float(log_odds(study_means(counted("seen_if_not"))).std(ddof=1))


def silent_record(run: Run, years: float, threshold: float) -> Floats:
    """Chance that a record model of that day has a silent horizon of so many minutes."""
    found = run.evaluate({"today": sp.log(silent_horizon), "then": log_silent(sp.Float(years))})
    normal = run.interval(silent_horizon.name).normal(Scale.LOG)
    scatter = fit_silent().residual * float(np.log(2))
    return next_point(found["today"], normal, scatter, found["then"] - found["today"], float(np.log(threshold)))


def mentions(run: Run, years: float, threshold: float) -> Floats:
    """Chance that a study finds models to mention what moved them in so large a share of cases."""
    return at_least(log_odds(run.evaluate(seen_if_not)), float(log_odds(threshold)), studies_apart())


def caught_beyond(run: Run, years: float, threshold: float) -> Floats:
    """Chance that a study finds reading to catch so large a share of what the other monitors let through."""
    caught = run.evaluate(caught_of_escaping(TODAY))
    return at_least(log_odds(caught), float(log_odds(threshold)), studies_apart())


EVENTS = (
    Event("silent-horizon", "log_silent", silent_record),
    Event("hints-mentioned", "seen_if_not", mentions),
    Event("caught-beyond", "caught_of_escaping", caught_beyond),
)
