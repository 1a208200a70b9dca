"""Claim 2's questions: how long the horizon gets, which field's tasks are shorter, and whose checks are fooled."""

from __future__ import annotations

import numpy as np
import sympy as sp

from tilt.claims.task_horizons.model import (
    capability_proxy_fooled,
    capability_spread,
    horizon_today,
    length_ratio,
    log_horizon,
    proxy_fooled,
    safety_spread,
)
from tilt.engine.chances import at_least, error_of_median, next_point
from tilt.engine.event import Event
from tilt.engine.run import Run
from tilt.engine.scale import Floats, Scale
from tilt.trends.horizons import fit_horizons

TASKS = 50
"""Tasks of each field that are timed."""

STUDIES_APART = 2.0
"""Judgement: standard deviation, in natural logs, of a study's ratio of gaming rates about the field's.

The two studies there are give ratios of 1 to 43 and of 10 to 1, for different kinds of tasks and models.
"""


def record_horizon(run: Run, years: float, threshold: float) -> Floats:
    """Chance that a record model of that day has a horizon of so many hours: the trend, and how models scatter."""
    found = run.evaluate({"today": sp.log(horizon_today), "then": log_horizon(sp.Float(years))})
    normal = run.interval(horizon_today.name).normal(Scale.LOG)
    scatter = fit_horizons().residual * float(np.log(2))
    growth = found["then"] - found["today"]
    return next_point(found["today"], normal, scatter, growth, float(np.log(60 * threshold)))


def timed_tasks(run: Run, years: float, threshold: float) -> Floats:
    """Chance that medians of so many timed tasks lie so many times apart."""
    found = run.evaluate({"ratio": length_ratio, "safety": safety_spread, "other": capability_spread})
    error = np.hypot(error_of_median(found["safety"], TASKS), error_of_median(found["other"], TASKS))
    return at_least(np.log(found["ratio"]), float(np.log(threshold)), error)


def gaming(run: Run, years: float, threshold: float) -> Floats:
    """Chance that a study finds open-ended work gamed so many times as often as work with a score in view."""
    found = run.evaluate({"open": proxy_fooled, "scored": capability_proxy_fooled})
    return at_least(np.log(found["open"] / found["scored"]), float(np.log(threshold)), STUDIES_APART)


EVENTS = (
    Event("metr-horizon", "log_horizon", record_horizon),
    Event("timed-tasks", "length_ratio", timed_tasks),
    Event("gaming-open-ended", "proxy_fooled / capability_proxy_fooled", gaming),
)
