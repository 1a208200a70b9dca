"""Tilt: an executable book that asks whether AI progress tilts toward safety research.

import tilt
tilt.verdicts("task-horizons")           # findings with credence
tilt.explore("task-horizons")            # the explorer, in any notebook
"""

from tilt.api import (
    Interval,
    SameAs,
    Scenario,
    Swing,
    Verdict,
    Weights,
    assumptions,
    draws,
    explore,
    fans,
    run,
    scenario,
    slugs,
    splits,
    swings,
    verdicts,
)

__all__ = [
    "Interval",
    "SameAs",
    "Scenario",
    "Swing",
    "Verdict",
    "Weights",
    "assumptions",
    "draws",
    "explore",
    "fans",
    "run",
    "scenario",
    "slugs",
    "splits",
    "swings",
    "verdicts",
]
