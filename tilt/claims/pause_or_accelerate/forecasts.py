"""Claim 4's questions: whether restraints at AI's frontier go on being enacted, and how often."""

from __future__ import annotations

import sympy as sp

from tilt.claims.pause_or_accelerate.model import INPUTS
from tilt.engine.chances import at_least_so_many
from tilt.engine.claim import symbol
from tilt.engine.event import Event
from tilt.engine.run import Run
from tilt.engine.scale import Floats
from tilt.trends.restraint import attempts

OWN_STOPS = ("voluntary", "one developer")
"""Scopes of what developers stop themselves."""


def restraint_rate() -> sp.Expr:
    """Restraints enacted a year: an input, or what the chance of one before the deadline comes to for each year."""
    if "restraint_rate" in {s.name for s in INPUTS}:
        return symbol("restraint_rate")
    return -sp.log(1 - symbol("pause_probability")) / symbol("years_left")


def by_states() -> float:
    """Share of enacted restraints that are states', half a case of each kind added (Jeffreys)."""
    rows = attempts()
    scopes = rows.loc[rows["enacted"] == "yes", "scope"]
    return float(((~scopes.isin(OWN_STOPS)).sum() + 0.5) / (len(scopes) + 1))


def enacted(run: Run, years: float, threshold: float) -> Floats:
    """Chance that at least so many restraints are enacted, by states or developers."""
    return at_least_so_many(run.evaluate(restraint_rate()) * years, threshold)


def enacted_by_states(run: Run, years: float, threshold: float) -> Floats:
    """Chance that states alone enact so many."""
    return at_least_so_many(run.evaluate(restraint_rate()) * by_states() * years, threshold)


EVENTS = (
    Event("state-restraint", "restraint_rate", enacted_by_states),
    Event("two-restraints", "restraint_rate", enacted),
)
