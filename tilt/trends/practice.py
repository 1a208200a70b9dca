"""How much of a benchmark's horizon is left in real work: three readings of what reviewers do with passing work."""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit

from tilt.engine.inputs import Derived
from tilt.engine.scale import Z90
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import table

READINGS = ("maintainers-instead-of-graders", "half-of-passing-patches-refused", "minutes-to-mend-a-passing-patch")
"""Rows of `practice_gap` that read the same loss. Others of its factors already widen the horizon of today."""


def kept() -> dict[str, float]:
    """The share of the horizon that each reading leaves, as a fraction, by row."""
    column = table("practice_gap").set_index("id")["horizon_kept"]
    return {id: float(column[id]) for id in READINGS}


@derivation("practice")
def practice() -> Outputs:
    """The share of the horizon kept in real work, alike for both fields: nothing measured tells them apart."""
    found = tuple(kept().values())
    odds = logit(found)
    half = Z90 * float(np.std(odds, ddof=1))
    low, middle, high = (float(expit(odds.mean() + side * half)) for side in (-1, 0, 1))
    listed = ", ".join(f"{100 * k:.0f}" for k in found)
    return {
        "horizon_kept": Derived(
            low,
            high,
            f"Three readings of one loss leave {listed} % of the horizon: by maintainers’ decisions, by the share of "
            f"passing patches that they would refuse, and by the time it takes to mend one. Their middle is "
            f"{100 * middle:.0f} %. The interval is a normal’s in log-odds with their standard deviation: three "
            "readings are no sample, and that software stands in for research is a judgement too.",
            "practice_gap",
            len(found),
        )
    }
