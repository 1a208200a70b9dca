"""Claim 4: what more effort gains when it goes to accelerating safety, and when it goes to a pause."""

from __future__ import annotations

import numpy as np

from tests.independent.sampling import Draws


def log_growth(x: np.ndarray) -> np.ndarray:
    """ln(e^x - 1), without overflow."""
    return x + np.log(-np.expm1(-x))


def effects(x: Draws) -> Draws:
    """Effects of claim 4's findings: orders of magnitude by which accelerating gains more."""
    accelerating = x["returns"] * x["not_entangled"] * x["kept"]
    left, growth = x["years_left"], x["growth"]
    none = np.exp(-x["restraint_rate"] * left)
    shock = 1 - (1 - np.minimum(x["shock"], 0.99)) ** left
    planned = x["pause_after_shock"] * shock * (1 - 1 / np.maximum(x["prepared"], 1))
    longer = log_growth(growth * (left + x["pause_binds"] * x["pause_years"])) - log_growth(growth * left)
    pausing = x["contest_response"] * longer * ((1 - none) * none + planned)
    with np.errstate(divide="ignore"):
        effort = np.log10(accelerating) - np.log10(pausing)
    return {
        "better-buy": effort + np.log10(x["restraint_budget"] / x["safety_budget"]),
        "better-use": effort + np.log10(x["restraint_people"] / x["safety_people"]),
        "much-harder": effort,
        "harder": effort,
    }
