"""Claim 1's questions: what would show how far apart the two fields' runs are."""

from __future__ import annotations

import numpy as np
import sympy as sp

from tilt.claims.compute_asymmetry.model import (
    capability_large_run_flop,
    capability_large_run_spread,
    capability_small_run_flop,
    capability_small_run_spread,
    large_run_share,
    safety_flop,
    safety_run_flop,
    safety_run_spread,
    safety_spread,
    typical_capability_flop,
)
from tilt.engine.chances import at_least, error_of_median
from tilt.engine.event import Event
from tilt.engine.run import Run
from tilt.engine.scale import Floats

ASKED = 50
"""People of each field whom a survey of a hundred asks."""

PAPERS = 30
"""Papers of each field that are counted."""

_apart = sp.log(capability_large_run_flop / capability_small_run_flop)
capability_spread = sp.sqrt(
    (1 - large_run_share) * capability_small_run_spread**2
    + large_run_share * capability_large_run_spread**2
    + large_run_share * (1 - large_run_share) * _apart**2
)
"""Standard deviation of the natural logarithm of a capability run, small and large together."""


def typical_runs(run: Run, years: float, threshold: float) -> Floats:
    """Chance that medians of run sizes in a survey lie so many times apart; its people are few, so it errs."""
    found = run.evaluate(
        {"apart": sp.log(typical_capability_flop / safety_flop), "safety": safety_spread, "other": capability_spread}
    )
    error = np.hypot(error_of_median(found["safety"], ASKED), error_of_median(found["other"], ASKED))
    return at_least(found["apart"], float(np.log(threshold)), error)


def small_runs(run: Run, years: float, threshold: float) -> Floats:
    """The same for runs in papers, where capability research is mostly done small."""
    found = run.evaluate(
        {
            "apart": sp.log(capability_small_run_flop / safety_run_flop),
            "safety": safety_run_spread,
            "other": capability_small_run_spread,
        }
    )
    error = np.hypot(error_of_median(found["safety"], PAPERS), error_of_median(found["other"], PAPERS))
    return at_least(found["apart"], float(np.log(threshold)), error)


EVENTS = (
    Event("paper-runs", "capability_small_run_flop / safety_run_flop", small_runs),
    Event("survey-runs", "typical_capability_flop / safety_flop", typical_runs),
)
