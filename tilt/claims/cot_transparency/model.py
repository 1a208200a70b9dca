"""Claim 5: what a reasoning model writes is easier to watch than what it computes.

A harm needs some amount of thought. The shorter the task a model can think through silently, against that amount, the
likelier it must think in writing, where it is seen. Thought that need not be written is seen less, and less again if
the model can and does hide it. The claim is about what that adds to the other monitors: those that read actions and
those that read internals, whose blind spots overlap in part.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import sympy as sp

from tilt.charts import kinds as charts
from tilt.claims.cot_transparency.charts import monitors_fan
from tilt.claims.cot_transparency.evidence import FIGURES, TABLES, facts
from tilt.engine.claim import Claim, Fan, Finding, Larger, Picture, Smaller, Step, symbols
from tilt.record.evidence import edition

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
years = sp.Symbol("t", real=True)

WORTHWHILE = 0.10
"""A gain in detection that counts, as a fraction of all attempts."""

LASTS_YEARS = 2
TODAY = sp.Integer(0)


def held(x: sp.Expr) -> sp.Expr:
    """An exponent kept within +-700, so that no draw overflows; beyond it a share is 0 or 1 to the last bit."""
    return Smaller(Larger(x, -700), 700)


def bare(x: sp.Expr) -> sp.Expr:
    """No guard: how a formula is shown."""
    return x


Guard = Callable[[sp.Expr], sp.Expr]


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
FAN_GRID = tuple(y - edition().year for y in FAN_YEARS)
SPAN = f"{FAN_YEARS[0]:.0f}–{FAN_YEARS[-1]:.0f}"
MONITORS = {
    "chain of thought": charts.SAFETY,
    "actions": charts.CAPABILITY,
    "internals": charts.MINE,
}

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

CLAIM = Claim(
    slug="cot-transparency",
    number=5,
    title="Chain of thought is easier to watch than internals",
    short="Readable reasoning",
    sentence=(
        "Models that spend compute on written reasoning show more of what they are up to than models that compute it "
        "silently, so inference scaling is a safer way to get capabilities."
    ),
    inputs=tuple(s.name for s in INPUTS),
    steps=STEPS,
    findings=(
        Finding(
            id="now",
            title="Worth reading today",
            statement=(
                "reading the chain of thought today catches more than a tenth of all harmful attempts beyond what the "
                "other monitors catch"
            ),
            effect=gain(TODAY),
            effect_name="gain in detection",
            unit="fraction",
            threshold=WORTHWHILE,
            sides=("a tenth or less", "more than a tenth"),
        ),
        Finding(
            id="beats-internals",
            title="Better than internals",
            statement="reading the chain of thought today catches more harmful attempts than reading internals does",
            effect=beats_internals,
            effect_name="seen in reasoning less seen in internals",
            unit="fraction",
            sides=("internals ahead", "reasoning ahead"),
        ),
        Finding(
            id="lasts",
            title="Still worth it in two years",
            statement=(
                "two years from now reading the chain of thought still catches more than a tenth of all harmful "
                "attempts beyond what the other monitors catch"
            ),
            effect=gain(sp.Integer(LASTS_YEARS)),
            effect_name="gain in detection two years on",
            unit="fraction",
            threshold=WORTHWHILE,
            sides=("a tenth or less", "more than a tenth"),
        ),
    ),
    fans=(
        Fan(
            id="monitors",
            title="What each monitor sees",
            over=years,
            grid=FAN_GRID,
            labels=FAN_YEARS,
            series={
                "chain of thought": cot_detection(years),
                "actions": seen_in_actions,
                "internals": internals_detection,
            },
            unit="fraction",
        ),
        Fan(
            id="gain",
            title="What the chain of thought adds",
            over=years,
            grid=FAN_GRID,
            labels=FAN_YEARS,
            series={"gain": gain(years)},
            unit="fraction",
        ),
    ),
    pictures=(
        Picture(
            id="monitors",
            kind="fan",
            target="monitors",
            title=f"What each monitor sees, {SPAN}",
            note="Lines: medians of the draws. Bands: their middle half. Only the first is a forecast.",
            describe="Falling curve with a band for the chain of thought, level ones for actions and for internals.",
            draw=partial(monitors_fan, colours=MONITORS, start=FAN_YEARS[0]),
        ),
        Picture(
            id="spread",
            kind="distribution",
            title="How the effect is spread over the draws",
            note="Solid line: where the finding flips. Dashed: median. The end bars gather what lies beyond.",
            describe="Histogram of the chosen finding’s effect, split at its threshold.",
            draw=charts.distribution,
        ),
        Picture(
            id="gain",
            kind="fan",
            target="gain",
            title=f"What the chain of thought adds, {SPAN}",
            note="Line: median of the draws. Band: their middle half. Dashed: the tenth that the findings ask for.",
            describe="Falling curve with a band: detection with the chain of thought less detection without, by year.",
            draw=partial(charts.fan, reference=WORTHWHILE, colours={"gain": charts.SAFETY}),
        ),
        Picture(
            id="shares",
            kind="intervals",
            ids=(
                "seen_if_needed",
                "seen_if_not",
                "control_today",
                "seen_in_actions",
                "seen_in_internals",
                "internals_generalise",
            ),
            title="Your ranges over what was measured",
            note=(
                "Violet: your 90 % range and its middle. Grey: the book’s. Dots: published results, of differing tasks "
                "and measures."
            ),
            describe="For each share that the model uses, published results as dots under the reader’s interval.",
            draw=partial(charts.intervals, axis="fraction", domain=(0, 1)),
        ),
    ),
    figures=FIGURES,
    tables=TABLES,
    facts=facts,
)
