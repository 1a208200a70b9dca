"""Claim 3: what waiting for data centres costs capabilities, and what safety makes of the time."""

from __future__ import annotations

import numpy as np

from tests.independent.sampling import Draws

ENROLLED = 0.9
"""Share of safety people whom the lever enrols."""


def waiting(x: Draws) -> np.ndarray:
    """Part of the cycle that is spent waiting for something to be built."""
    return np.maximum(0, 1 - x["unpaused_months"] / x["plateau_months"])


def lost(x: Draws) -> np.ndarray:
    """Share of progress lost meanwhile: by the index, one less the pace in plateaus, or what is owed to scale."""
    return np.clip(np.where(x["loss_reading"] == 0, 1 - x["plateau_pace"], x["scale_share"]), -2, 1)


def mean_uplift(x: Draws, enrolled: np.ndarray, late: np.ndarray | float) -> np.ndarray:
    """A field's mean uplift over a plateau: use spreads exponentially once the model is there."""
    whole, spread = x["plateau_months"], x["adoption_months"]
    left = np.maximum(whole - late, 0)
    using = (left + spread * np.expm1(-left / spread)) / whole
    return 1 + enrolled * (x["uplift"] - 1) * using


def effects(x: Draws) -> Draws:
    """Effects of claim 3's findings."""
    cost, late, returns = waiting(x) * lost(x), x["safety_lag"], np.minimum(x["labour_exponent"] * x["returns_edge"], 1)
    safety = mean_uplift(x, x["safety_enrolled"], late) ** returns
    enrolled = mean_uplift(x, np.maximum(x["safety_enrolled"], ENROLLED), late) ** returns
    capability = mean_uplift(x, x["capability_enrolled"], 0.0) ** x["labour_exponent"] * (1 - cost)
    return {
        "pause": 12 * cost,
        "differential": safety / capability,
        "window": x["plateau_months"] - late - 2 * x["adoption_months"],
        "lever": enrolled / safety,
    }
