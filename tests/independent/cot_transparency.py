"""Claim 5: what monitors of the chain of thought, of actions and of internals see of harmful attempts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from tests.independent.sampling import Draws

LATER = 2.0
"""Years after which reading has to be worth it still."""


@dataclass(frozen=True)
class Seen:
    """Shares of harmful attempts seen: in reasoning where it is written, in internals, and without reasoning at all."""

    reasoning: np.ndarray
    internals: np.ndarray
    others: np.ndarray
    gain: np.ndarray


def both(one: np.ndarray, other: np.ndarray, overlap: np.ndarray) -> np.ndarray:
    """What a second monitor adds to a first: between missing independently and adding only what it sees better."""
    return (1 - overlap) * other * (1 - one) + overlap * np.maximum(other - one, 0)


def seen(x: Draws, years: np.ndarray | float) -> Seen:
    """What is seen so many years from now."""
    silent = x["silent_horizon"] * 2 ** (12 * years / x["silent_doubling"])
    written = 1 / (1 + silent / x["harm_minutes"])
    control = expit(logit(x["control_today"]) + x["control_growth"] * years)
    shown = 1 - x["tries_to_hide"] * control
    if_needed = x["seen_if_needed"] * np.where(x["hiding"] == 1, shown, 1)
    reasoning = written * if_needed + (1 - written) * x["seen_if_not"] * shown
    internals = x["seen_in_internals"] * x["internals_generalise"]
    overlap = x["monitor_overlap"]
    others = x["seen_in_actions"] + both(x["seen_in_actions"], internals, overlap)
    still = (1 - x["latent_hazard"]) ** years
    return Seen(reasoning, internals, others, still * both(others, reasoning, overlap))


def effects(x: Draws) -> Draws:
    """Effects of claim 5's findings."""
    now = seen(x, 0.0)
    return {
        "safer": now.gain / (1 - now.others),
        "beats-internals": now.reasoning - now.internals,
        "now": now.gain,
        "lasts": seen(x, LATER).gain,
    }
