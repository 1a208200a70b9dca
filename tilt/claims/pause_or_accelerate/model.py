"""Claim 4: pausing is harder than accelerating.

Safety progress before a deadline grows with effort in two ways. More safety work: progress goes with effort to a power
below one, less what is capability and what is spent on going faster. More work on restraint: the odds of a pause go
with effort to a power, and a pause lengthens the time. Both are slopes of the log of safety progress in the log of
effort, so their ratio says what a tenth more of each is worth; per dollar, the thinner field gains.
"""

from __future__ import annotations

from functools import partial

import sympy as sp

from tilt.charts import kinds as charts
from tilt.claims.pause_or_accelerate.evidence import FIGURES, TABLES, facts
from tilt.engine.claim import Claim, Fan, Finding, Larger, Part, Picture, Split, Step, symbols

(
    returns,
    not_entangled,
    kept,
    pause_probability,
    contest_response,
    pause_years,
    pause_binds,
    years_left,
    safety_budget,
    restraint_budget,
) = INPUTS = symbols(
    "returns not_entangled kept pause_probability contest_response pause_years pause_binds years_left safety_budget "
    "restraint_budget"
)

FLOOR = sp.Float(1e-9)
"""The least share of time a pause adds: below it the ratio is already beyond anything meant."""

COMPARED = {"per effort": charts.SOFT, "per dollar": charts.MINE}

log_gain_accelerating = sp.log(returns) + sp.log(not_entangled) + sp.log(kept)
"""Natural log of the elasticity of safety progress to safety effort."""


def log_chance_moved(probability: sp.Expr) -> sp.Expr:
    """Natural log of how far the chance of a pause rises for a small proportional rise in effort."""
    return sp.log(contest_response) + sp.log(probability) + sp.log(1 - probability)


extra_time = pause_binds * pause_years / years_left
log_time_won = sp.log(sp.log(1 + Larger(extra_time, FLOOR)))
"""Natural log of the log safety progress a pause adds."""


def decades(natural: sp.Expr) -> sp.Expr:
    """A natural logarithm in orders of magnitude."""
    return natural / sp.log(10)


def log_per_effort(probability: sp.Expr = pause_probability) -> sp.Expr:
    """Natural log of what a small proportional rise in safety effort gains over the same rise in restraint."""
    return log_gain_accelerating - log_chance_moved(probability) - log_time_won


def log_per_dollar(probability: sp.Expr = pause_probability, restraint: sp.Expr = restraint_budget) -> sp.Expr:
    """The same for one more dollar, which is a larger proportional rise in the field that has less."""
    return log_per_effort(probability) + sp.log(restraint) - sp.log(safety_budget)


ratio_per_effort = sp.exp(log_per_effort())
"""Gain of accelerating over gain of pausing, for equal proportional effort."""

ratio_per_dollar = sp.exp(log_per_dollar())
"""The same for a marginal dollar."""

effort_effect = decades(log_per_effort())
dollar_effect = decades(log_per_dollar())

lever_money, lever_chance = sp.Symbol("A", real=True), sp.Symbol("p", real=True)
MONEY = tuple(float(f"{10 ** (6 + k / 6):.3g}") for k in range(22))
CHANCES = (0.005, 0.01, 0.02, 0.03, *(k / 20 for k in range(1, 19)), 0.93, 0.95)

# The model as the chapter shows it, in the names of its steps.
G_a, G_p, R_e = symbols("gain_accelerating gain_pausing per_effort")
STEPS = (
    Step(
        "gain_accelerating",
        "G_a",
        returns * not_entangled * kept,
        "gain from more safety work, per proportional rise in effort",
        "log safety progress",
    ),
    Step(
        "gain_pausing",
        "G_p",
        contest_response * pause_probability * (1 - pause_probability) * sp.log(1 + extra_time),
        "gain from more work on restraint: how far the chance moves, times what the pause adds",
        "log safety progress",
    ),
    Step("per_effort", "R_e", G_a / G_p, "the first gain over the second, for equal proportional effort", "times"),
    Step(
        "per_dollar",
        "R_d",
        R_e * restraint_budget / safety_budget,
        "the same for one more dollar, which goes further in the field that has less",
        "times",
    ),
)

CLAIM = Claim(
    slug="pause-or-accelerate",
    number=4,
    title="Pausing is harder than accelerating",
    short="Pause or accelerate",
    sentence=(
        "Pausing or slowing capabilities is much harder than accelerating safety, so more of the community should do "
        "the latter."
    ),
    inputs=tuple(s.name for s in INPUTS),
    steps=STEPS,
    findings=(
        Finding(
            id="harder",
            title="Pausing is harder",
            statement="the same proportional rise in effort gains more from accelerating safety than from pausing",
            effect=effort_effect,
            effect_name="gain of accelerating over pausing, per effort",
            unit="orders of magnitude",
            sides=("pausing gains more", "accelerating gains more"),
        ),
        Finding(
            id="much-harder",
            title="Much harder",
            statement="the same proportional rise in effort gains over ten times as much from accelerating safety",
            effect=effort_effect,
            effect_name="gain of accelerating over pausing, per effort",
            unit="orders of magnitude",
            threshold=1.0,
            sides=("less than ten times", "ten times or more"),
        ),
        Finding(
            id="better-buy",
            title="The better buy",
            statement="one more dollar gains more when it goes to accelerating safety than when it goes to a pause",
            effect=dollar_effect,
            effect_name="gain of accelerating over pausing, per dollar",
            unit="orders of magnitude",
            sides=("the pause is the better buy", "safety is the better buy"),
        ),
    ),
    fans=(
        Fan(
            id="money",
            title="What restraint already has decides the next dollar",
            over=lever_money,
            grid=MONEY,
            labels=MONEY,
            series={"per effort": ratio_per_effort, "per dollar": sp.exp(log_per_dollar(restraint=lever_money))},
            unit="times",
            axis="money spent on restraint, USD a year",
        ),
        Fan(
            id="chance",
            title="How likely a pause is decides little in the middle",
            over=lever_chance,
            grid=CHANCES,
            labels=CHANCES,
            series={
                "per effort": sp.exp(log_per_effort(lever_chance)),
                "per dollar": sp.exp(log_per_dollar(lever_chance)),
            },
            unit="times",
            axis="chance of an enacted pause",
        ),
    ),
    splits=(
        Split(
            finding="better-buy",
            title="Why harder is not the same as a worse buy",
            total="mean gain per dollar",
            parts=(
                Part("returns", "poor returns to safety work", decades(log_gain_accelerating)),
                Part("chance", "chances hardly move", -decades(log_chance_moved(pause_probability))),
                Part("time", "a pause adds little time", -decades(log_time_won)),
                Part("crowding", "restraint is the thinner field", decades(sp.log(restraint_budget / safety_budget))),
            ),
        ),
    ),
    pictures=(
        Picture(
            id="spread",
            kind="distribution",
            title="How the effect is spread over the draws",
            note="Solid line: where the finding flips. Dashed: median. The end bars gather what lies beyond.",
            describe="Histogram of the chosen finding’s effect in orders of magnitude, split at its threshold.",
            draw=charts.distribution,
        ),
        Picture(
            id="split",
            kind="split",
            target="better-buy",
            title="Why harder is not the same as a worse buy",
            note="Means over the draws, in orders of magnitude: only means add up.",
            describe="Waterfall of the mean gain per dollar into returns, chance, time and how thin each field is.",
            draw=partial(charts.waterfall, unit="orders of magnitude"),
        ),
        Picture(
            id="money",
            kind="fan",
            target="money",
            title="Gain of accelerating over pausing, by what restraint already has",
            note="Lines: medians of the draws. Bands: their middle half. Dashed: both gain the same.",
            describe="Ratio per effort, flat, and per dollar, rising with the money spent on restraint; both axes log.",
            draw=partial(
                charts.fan,
                x_title="money spent on restraint, USD a year",
                x_log=True,
                years=False,
                y_title="times",
                y_log=True,
                percent=False,
                reference=1.0,
                colours=COMPARED,
            ),
        ),
        Picture(
            id="chance",
            kind="fan",
            target="chance",
            title="Gain of accelerating over pausing, by the chance of a pause",
            note="Lines: medians. Bands: middle halves. A very unlikely or a nearly certain pause is hard to move.",
            describe="Ratios per effort and per dollar against the chance of a pause: high at both ends, low between.",
            draw=partial(
                charts.fan,
                x_title="chance of an enacted pause at today’s effort",
                years=False,
                y_title="times",
                y_log=True,
                percent=False,
                reference=1.0,
                colours=COMPARED,
            ),
        ),
    ),
    figures=FIGURES,
    tables=TABLES,
    facts=facts,
)
