"""Claim 5: what a reasoning model writes is easier to watch than what it computes.

A harm needs some amount of thought. The shorter the task a model can think through silently, against that amount, the
likelier it must think in writing, where it is seen. Thought that need not be written is seen less, and less again if
the model can and does hide it; whether it can hide thought that must be written as well is a choice of form. The claim
is about what that adds to the other monitors: those that read actions and those that read internals, whose blind spots
overlap in part.

Each year some models may stop writing reasoning that can be read. That enters as a share: of the attempts made t years
from now, (1 - h)^t come from models that still write. No draw is a coin toss between a world that writes and one that
does not, so what is said of later years counts the attempts of models that no longer write.
"""

from __future__ import annotations

import sympy as sp

from tilt.engine.claim import Step, symbols
from tilt.engine.formula import Guard, bare, chosen, held, years
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
    hiding,
    latent_hazard,
) = INPUTS = symbols(
    "silent_horizon silent_doubling harm_minutes seen_if_needed seen_if_not tries_to_hide control_today control_growth "
    "seen_in_actions seen_in_internals internals_generalise monitor_overlap hiding latent_hazard"
)


WORTHWHILE = 0.10
"""A gain in detection that counts, as a fraction of all attempts."""


HALF = 0.5
"""The share of what would escape that reading must catch to be called the safer way."""


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
    """Share of attempts seen where the chain of thought is written, given the share that needs it and the control.

    The two forms of `hiding`: control helps only where the reasoning need not be written, or everywhere alike.
    """
    shown = 1 - controlled * tries_to_hide
    return needed * seen_if_needed * chosen(hiding, sp.Integer(1), shown) + (1 - needed) * seen_if_not * shown


def union(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """Share that at least one of two monitors sees: between the better one alone and independent misses."""
    return a + added(a, b)


def added(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """What a second monitor that sees the share b adds to one that sees a: exactly nothing where b is 0."""
    return monitor_overlap * Larger(b - a, sp.S.Zero) + (1 - monitor_overlap) * b * (1 - a)


internals_detection = seen_in_internals * internals_generalise
"""What reading internals sees of unfamiliar cases."""


def written(t: sp.Expr) -> sp.Expr:
    """Share of attempts at t years by models that still write their reasoning; all of them until the edition's date."""
    return (1 - latent_hazard) ** Larger(t, sp.S.Zero)


def seen_where_written(t: sp.Expr) -> sp.Expr:
    """Share of attempts seen in the chain of thought at t years, of those by models that still write it."""
    return seen_in_reasoning(needed_share(log_silent(t)), control(t))


def cot_detection(t: sp.Expr) -> sp.Expr:
    """Share of all attempts seen in the chain of thought at t years."""
    return written(t) * seen_where_written(t)


def base_detection() -> sp.Expr:
    """Share seen in actions or internals: what there is without the chain of thought."""
    return union(seen_in_actions, internals_detection)


def gain_where_written(t: sp.Expr) -> sp.Expr:
    """What the chain of thought adds at t years, as a fraction of the attempts by models that still write it."""
    return added(base_detection(), seen_where_written(t))


def gain(t: sp.Expr) -> sp.Expr:
    """What the chain of thought adds at t years, as a fraction of all attempts."""
    return written(t) * gain_where_written(t)


def full_detection(t: sp.Expr) -> sp.Expr:
    """Share of all attempts seen by any of the three at t years."""
    return base_detection() + gain(t)


def caught_of_escaping(t: sp.Expr) -> sp.Expr:
    """Of the attempts that escape actions and internals, the share that the chain of thought catches at t years."""
    return gain(t) / (1 - base_detection())


def residual_ratio(t: sp.Expr) -> sp.Expr:
    """Attempts that escape all three monitors over those that escape actions and internals, at t years."""
    return 1 - caught_of_escaping(t)


beats_internals = cot_detection(TODAY) - internals_detection

FAN_YEARS = tuple(2024 + k / 4 for k in range(33))


SPAN = f"{FAN_YEARS[0]:.0f}–{FAN_YEARS[-1]:.0f}"


# The model as the chapter shows it: the same functions, applied to the names of earlier steps, without the guards.
h_t, n_t, c_t, d_c, w_t, d_g, d_b, g_t = symbols(
    "silent needed control seen_in_reasoning written internals_detection base_detection gain"
)


STEPS = (
    Step("silent", "h", sp.exp(log_silent(years)), "task thought through silently after t years", "minutes"),
    Step("needed", "N", needed_share(sp.log(h_t), bare), "share of harmful plans that must be written out", "fraction"),
    Step("control", "c", control(years, bare), "the model’s control over its reasoning after t years", "fraction"),
    Step(
        "seen_in_reasoning",
        "d_c",
        seen_in_reasoning(n_t, c_t),
        "share seen in the chain of thought, where it is written",
        "fraction",
    ),
    Step(
        "written",
        "W",
        (1 - latent_hazard) ** years,
        "share of attempts by models that still write their reasoning",
        "fraction",
    ),
    Step("internals_detection", "d_g", internals_detection, "share seen in internals, on unfamiliar cases", "fraction"),
    Step("base_detection", "B", union(seen_in_actions, d_g), "share seen in actions or internals", "fraction"),
    Step("gain", r"\mathrm{gain}", w_t * added(d_b, d_c), "what the chain of thought adds", "fraction"),
    Step("full_detection", "F", d_b + g_t, "share seen by any of the three", "fraction"),
    Step(
        "residual_ratio",
        r"\mathrm{RR}",
        1 - g_t / (1 - d_b),
        "what still escapes, over what escapes without the chain of thought",
        "ratio",
    ),
)
