"""Claim 4's questions: whether restraints at AI's frontier go on being enacted, and how often."""

from __future__ import annotations

from tilt.claims.pause_or_accelerate.model import restraint_rate
from tilt.engine.chances import at_least_so_many
from tilt.engine.event import Event
from tilt.engine.run import Run
from tilt.engine.scale import Floats
from tilt.trends.restraint import PRIOR, pauses


def by_states() -> float:
    """Share of enacted restraints that are states' and not developers' own, half a case of each kind added."""
    return (len(pauses(states_only=True)) + PRIOR) / (len(pauses()) + 2 * PRIOR)


def enacted(run: Run, years: float, threshold: float) -> Floats:
    """Chance that at least so many restraints are enacted, by states or developers."""
    return at_least_so_many(run.evaluate(restraint_rate) * years, threshold)


def enacted_by_states(run: Run, years: float, threshold: float) -> Floats:
    """Chance that states alone enact so many."""
    return at_least_so_many(run.evaluate(restraint_rate) * by_states() * years, threshold)


EVENTS = (
    Event("state-restraint", "restraint_rate", enacted_by_states),
    Event("two-restraints", "restraint_rate", enacted),
)
