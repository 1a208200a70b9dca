"""How often AI games what scores it: two rates that published studies agree on, while they disagree where each holds.

One study finds gaming common where the scorer is in view and rare elsewhere, the other common in open-ended research
and rare where a kernel is scored. Both put the common rate near three in ten and the rare one near one to three in a
hundred. The sizes are derived here; where each holds is a choice of the claim.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit

from tilt.engine.inputs import Derived
from tilt.engine.scale import Z90
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import table

SETTING = 3.0
"""How far, in odds and either way, a field's own rate may lie from that of the studies' tasks: a judgement. In one
benchmark thirteen models run from 0 to 14 in a hundred."""


def rates(role: str) -> tuple[float, ...]:
    """Published rates of a role, `common` or `rare`, as fractions, in the table's order."""
    found = table("gaming_rates")
    return tuple(found.loc[found["role"] == role, "rate"].astype(float))


@derivation("gaming")
def gaming() -> Outputs:
    """The share of results gamed in the kind of work where that is common, and where it is rare."""
    return {role: _interval(role) for role in ("common", "rare")}


def _interval(role: str) -> Derived:
    """The middle of the rates in log-odds; half-width from how far they lie apart and from SETTING, in quadrature."""
    found = rates(role)
    odds = logit(found)
    apart = Z90 * float(np.std(odds, ddof=1))
    half = float(np.hypot(apart, np.log(SETTING)))
    low, middle, high = (float(expit(odds.mean() + side * half)) for side in (-1, 0, 1))
    listed = ", ".join(f"{100 * r:.1f}" for r in found)
    return Derived(
        low,
        high,
        f"Published rates of {listed} in a hundred, their middle {100 * middle:.1f}. How far they lie apart is "
        f"combined in quadrature with a factor of {SETTING:g} in odds either way, a judgement: these are rates of "
        "studies’ tasks, not of a field’s work.",
        "gaming_rates",
        len(found),
    )
