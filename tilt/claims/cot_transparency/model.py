"""Claim 5: what a reasoning model writes is easier to watch than what it computes.

A harm needs some amount of thought. The shorter the task a model can think through silently, against that amount, the
likelier it must think in writing, where it is seen. Thought that need not be written is seen less, and less again if
the model can and does hide it. The claim is about what that adds to the other monitors: those that read actions and
those that read internals, whose blind spots overlap in part.
"""

from __future__ import annotations

import sympy as sp

from tilt.engine.claim import Step, symbols
from tilt.engine.formula import Guard, bare, held, years
from tilt.engine.nodes import Larger

(
    silent_horizon,
    silent_doubling,
    harm_minutes,
    seen_if_needed,
    seen_if_not,
    tries_to_hide,
    control_today,
    control_growth,
    seen_in_actions,
    seen_in_internals,
    internals_generalise,
    monitor_overlap,
) = INPUTS = symbols(
    "silent_horizon silent_doubling harm_minutes seen_if_needed seen_if_not tries_to_hide control_today control_growth "
    "seen_in_actions seen_in_internals internals_generalise monitor_overlap"
)


WORTHWHILE = 0.10
"""A gain in detection that counts, as a fraction of all attempts."""


LASTS_YEARS = 2

TODAY = sp.Integer(0)


def log_silent(t: sp.Expr) -> sp.Expr:
    """Natural log of the silent horizon (minutes) t years after the edition's date."""
    return sp.log(silent_horizon) + 12 * t / silent_doubling * sp.log(2)


def needed_share(log_horizon: sp.Expr, guard: Guard = held) -> sp.Expr:
    """Share of harmful plans whose thought must be written, given the log of the silent horizon."""
    return 1 / (1 + sp.exp(guard(log_horizon - sp.log(harm_minutes))))


def control(t: sp.Expr, guard: Guard = held) -> sp.Expr:
    """How far the model controls its own reasoning after t years: log-odds that rise by a constant each year."""
    return 1 / (1 + sp.exp(guard(sp.log(1 - control_today) - sp.log(control_today) - control_growth * t)))


def seen_in_reasoning(needed: sp.Expr, controlled: sp.Expr) -> sp.Expr:
    """Share of attempts seen in the chain of thought, given the share that needs it and the control over it."""
    return needed * seen_if_needed + (1 - needed) * seen_if_not * (1 - controlled * tries_to_hide)


def union(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """Share that at least one of two monitors sees: between the better one alone and independent misses."""
    return monitor_overlap * Larger(a, b) + (1 - monitor_overlap) * (1 - (1 - a) * (1 - b))


internals_detection = seen_in_internals * internals_generalise
"""What reading internals sees of unfamiliar cases."""


def cot_detection(t: sp.Expr) -> sp.Expr:
    """Share of attempts seen in the chain of thought at t years."""
    return seen_in_reasoning(needed_share(log_silent(t)), control(t))


def base_detection() -> sp.Expr:
    """Share seen in actions or internals: what there is without the chain of thought."""
    return union(seen_in_actions, internals_detection)


def full_detection(t: sp.Expr) -> sp.Expr:
    """Share seen by any of the three at t years."""
    return union(base_detection(), cot_detection(t))


def gain(t: sp.Expr) -> sp.Expr:
    """What the chain of thought adds at t years, as a fraction of all attempts."""
    return full_detection(t) - base_detection()


def residual_ratio(t: sp.Expr) -> sp.Expr:
    """Attempts that escape all three monitors over those that escape actions and internals, at t years."""
    return (1 - full_detection(t)) / (1 - base_detection())


beats_internals = cot_detection(TODAY) - internals_detection

FAN_YEARS = tuple(2024 + k / 4 for k in range(33))


SPAN = f"{FAN_YEARS[0]:.0f}–{FAN_YEARS[-1]:.0f}"


# The model as the chapter shows it: the same functions, applied to the names of earlier steps, without the guards.
h_t, n_t, c_t, d_c, d_g, d_b, d_f = symbols(
    "silent needed control seen_in_reasoning internals_detection base_detection full_detection"
)


STEPS = (
    Step("silent", "h", sp.exp(log_silent(years)), "task thought through silently after t years", "minutes"),
    Step("needed", "N", needed_share(sp.log(h_t), bare), "share of harmful plans that must be written out", "fraction"),
    Step("control", "c", control(years, bare), "the model’s control over its reasoning after t years", "fraction"),
    Step("seen_in_reasoning", "d_c", seen_in_reasoning(n_t, c_t), "share seen in the chain of thought", "fraction"),
    Step("internals_detection", "d_g", internals_detection, "share seen in internals, on unfamiliar cases", "fraction"),
    Step("base_detection", "B", union(seen_in_actions, d_g), "share seen in actions or internals", "fraction"),
    Step("full_detection", "F", union(d_b, d_c), "share seen by any of the three", "fraction"),
    Step("gain", r"\mathrm{gain}", d_f - d_b, "what the chain of thought adds", "fraction"),
    Step(
        "residual_ratio",
        r"\mathrm{left}",
        (1 - d_f) / (1 - d_b),
        "what still escapes, over what escaped without the chain of thought",
        "ratio",
    ),
)
