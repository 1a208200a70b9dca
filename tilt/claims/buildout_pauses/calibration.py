"""What the model implies for research today, beside what others say of it: the same quantity from several places."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tilt.claims import all_claims
from tilt.claims.buildout_pauses import model
from tilt.engine.run import Run
from tilt.engine.scale import Floats
from tilt.record.cited import quote

SPEEDS = ("differential", "speeds", "capabilities")
"""Claim, fan and series that say how much faster AI makes capability research, at a number of years from today."""

WAITING = "by_buildout"
"""The switch by which that claim lets capabilities wait for data centres: off here, for this asks what AI does."""


def elsewhere(run: Run) -> Floats | None:
    """Draws of how much faster AI makes capability research today by the claim that puts all together, or None.

    That claim is looked up and not imported: a book without it, or without that fan, has no second opinion.
    """
    slug, fan, series = SPEEDS
    for claim in all_claims():
        found = {f.id: f for f in claim.fans}.get(fan) if claim.slug == slug else None
        if found is not None and series in found.series:
            off = {WAITING: 0.0} if WAITING in claim.inputs else {}
            values = run.of(claim).holding(off).evaluate(found.series[series], {found.over: 0.0})
            return np.asarray(values)
    return None


def speeds(run: Run) -> Mapping[str, tuple[float, float, float]]:
    """Low, middle and high (5, 50 and 95 %) of capabilities' speed-up by AI today, by where they come from."""
    here = run.evaluate({"output": model.capability_uplift, "progress": model.unpaused_pace, "full": model.uplift})
    found = {
        "this chapter, output of people who use AI fully": here["full"],
        "this chapter, output of the field over a plateau": here["output"],
        "this chapter, progress of the field": here["progress"],
    }
    other = elsewhere(run)
    if other is not None:
        found["claim 6, progress of the field today"] = other
    ends: dict[str, tuple[float, float, float]] = {}
    for name, values in found.items():
        low, middle, high = (float(q) for q in np.quantile(values, (0.05, 0.5, 0.95)))
        ends[name] = (low, middle, high)
    return ends


def second_opinion(run: Run) -> str:
    """What claim 6 implies for today, as a sentence; that there is none, where the book has no such claim."""
    other = elsewhere(run)
    if other is None:
        return "The book has no claim that puts the mechanisms together, so there is no second figure of its own."
    low, middle, high = np.quantile(other, (0.05, 0.5, 0.95))
    side = "above" if middle > float(quote("acceleration", "metr_view", "value")) else "below"
    return (
        f"[Claim 6](differential.ipynb), which lets AI do whole tasks, implies {middle:.2f} today "
        f"({low:.2f} to {high:.2f}), in the middle {side} METR’s."
    )
