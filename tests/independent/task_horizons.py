"""Claim 2: how much of each field's work is within AI's reach, sound, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.independent.sampling import Draws

FURTHEST = 120.0
"""Months within which the lead is kept, either way."""

LEAST = 1e-300
"""Kept between sound results and the target: nearer than that the target is out of reach."""

VAST = 60.0
"""Natural logarithm of the horizon, in minutes, that stands for never."""


@dataclass(frozen=True)
class Work:
    """A field's work: length of a typical task, spread of lengths, horizon kept in practice, share of sound results."""

    minutes: np.ndarray
    spread: np.ndarray
    transfer: np.ndarray
    sound: np.ndarray


def safety_work(x: Draws) -> Work:
    """Safety's: its results are checked by several proxies whose blind spots overlap."""
    gamed = np.where(x["gamed_where"] == 0, x["gamed_common"], x["gamed_rare"])
    checks = 1 + (np.maximum(x["proxies"], 1) - 1) * (1 - x["proxy_overlap"])
    minutes = x["capability_task_minutes"] / x["length_ratio"]
    return Work(minutes, x["safety_spread"], x["safety_transfer"], 1 - gamed**checks)


def capability_work(x: Draws) -> Work:
    """Capabilities': one metric."""
    gamed = np.where(x["gamed_where"] == 0, x["gamed_rare"], x["gamed_common"])
    return Work(x["capability_task_minutes"], x["capability_spread"], x["capability_transfer"], 1 - gamed)


def gradually(x: Draws, work: Work) -> np.ndarray:
    """How gradually a field's work comes into reach, in log units: the spread of its tasks and the slope of success."""
    return np.sqrt(3 * work.spread**2 / np.pi**2 + np.log(2) ** 2 / x["success_slope"] ** 2)


def log_horizon(x: Draws, years: np.ndarray | float) -> np.ndarray:
    """Logarithm of the horizon, in minutes, so many years from now."""
    h, d = x["slowdown_years"], x["doubling_months"]
    slowed = np.minimum(years, 0) + h * np.log1p(np.maximum(years, 0) / h)
    paces = [years + 0 * h, years * d / x["recent_doubling_months"], slowed]
    return np.log(x["horizon_today"]) + np.log(2) * 12 * np.choose(x["trend"].astype(int), paces) / d


def usable(x: Draws, work: Work, years: np.ndarray | float) -> np.ndarray:
    """Share of a field's work that AI does soundly, so many years from now."""
    ahead = np.log(work.minutes) - np.log(work.transfer) - log_horizon(x, years)
    with np.errstate(over="ignore"):
        return work.sound / (1 + np.exp(ahead / gradually(x, work)))


def reached(x: Draws, work: Work) -> np.ndarray:
    """Years until AI does the target share of a field's work; where it never does, the horizon needed is vast."""
    above = np.maximum(work.sound - x["usable_target"], LEAST)
    needed = np.log(work.minutes / work.transfer) + gradually(x, work) * np.log(x["usable_target"] / above)
    h, d = x["slowdown_years"], x["doubling_months"]
    pace = d * (np.clip(needed, -VAST, VAST) - np.log(x["horizon_today"])) / (12 * np.log(2))
    with np.errstate(over="ignore"):
        slowed = np.minimum(pace, 0) + h * np.expm1(np.minimum(np.maximum(pace, 0) / h, 700))
    return np.choose(x["trend"].astype(int), [pace, pace * x["recent_doubling_months"] / d, slowed])


def lead(x: Draws) -> np.ndarray:
    """Months by which safety gets there first."""
    months = 12 * (reached(x, capability_work(x)) - reached(x, safety_work(x)))
    return np.clip(months, -FURTHEST, FURTHEST)


def effects(x: Draws) -> Draws:
    """Effects of claim 2's findings."""
    safety, capability, months = safety_work(x), capability_work(x), lead(x)
    return {
        "lead": months,
        "useful-lead": months,
        "now": usable(x, safety, 0.0) - usable(x, capability, 0.0),
        "checks": safety.sound - capability.sound,
    }
