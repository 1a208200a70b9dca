"""Claim 4 as data: what is found of the model, what is followed along a lever, how the effect splits."""

from __future__ import annotations

import sympy as sp

from tilt.claims.pause_or_accelerate.model import (
    GROWTHS,
    INPUTS,
    MONEY,
    RATES,
    STEPS,
    chance_moved,
    dollar_effect,
    effort_effect,
    gain_accelerating,
    lever_growth,
    lever_money,
    lever_rate,
    log_per_dollar,
    log_per_effort,
    person_effect,
    ratio_per_effort,
    restraint_budget,
    safety_budget,
    time_won,
)
from tilt.engine.claim import Claim, Fan, Finding, Part, Split
from tilt.engine.formula import orders

CLAIM = Claim(
    slug="pause-or-accelerate",
    number=4,
    title="Accelerating is the better buy",
    short="Pause or accelerate",
    sentence=(
        "Pausing or slowing capabilities is much harder than accelerating safety, so more of the community "
        "should do the latter."
    ),
    asks="and so, what to do?",
    inputs=tuple(s.name for s in INPUTS),
    steps=STEPS,
    findings=(
        Finding(
            id="better-buy",
            title="The better buy",
            statement="one more dollar gains more when it goes to accelerating safety than when it goes to a pause",
            effect=dollar_effect,
            effect_name="gain of accelerating over pausing, per dollar",
            unit="orders of magnitude",
            sides=("the pause is the better buy", "safety is the better buy"),
        ),
        Finding(
            id="better-use",
            title="The better use of a person",
            statement="one more person gains more by accelerating safety than by working for a pause",
            effect=person_effect,
            effect_name="gain of accelerating over pausing, per person",
            unit="orders of magnitude",
            sides=("the pause is the better use", "safety is the better use"),
        ),
        Finding(
            id="much-harder",
            title="Pausing is much harder",
            statement="the same proportional rise in effort gains over ten times as much from accelerating safety",
            effect=effort_effect,
            effect_name="gain of accelerating over pausing, per effort",
            unit="orders of magnitude",
            threshold=1.0,
            sides=("ten times or less", "more than ten times"),
        ),
        Finding(
            id="harder",
            title="Pausing is harder",
            statement="the same proportional rise in effort gains more from accelerating safety than from pausing",
            effect=effort_effect,
            effect_name="gain of accelerating over pausing, per effort",
            unit="orders of magnitude",
            sides=("pausing gains more", "accelerating gains more"),
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
            id="growth",
            title="The faster safety grows, the more a pause is worth",
            over=lever_growth,
            grid=GROWTHS,
            labels=GROWTHS,
            series={
                "per effort": sp.exp(log_per_effort(growing=lever_growth)),
                "per dollar": sp.exp(log_per_dollar(growing=lever_growth)),
            },
            unit="times",
            axis="growth of safety progress a year",
        ),
        Fan(
            id="rate",
            title="How often restraint is enacted decides little in the middle",
            over=lever_rate,
            grid=RATES,
            labels=RATES,
            series={
                "per effort": sp.exp(log_per_effort(lever_rate)),
                "per dollar": sp.exp(log_per_dollar(lever_rate)),
            },
            unit="times",
            axis="restraints enacted a year",
        ),
    ),
    splits=(
        Split(
            finding="better-buy",
            title="Why harder is not the same as a worse buy",
            total="gain per dollar, all together",
            written="times",
            parts=(
                Part("returns", "poor returns to safety work", orders(sp.log(gain_accelerating))),
                Part("chance", "chances hardly move", -orders(sp.log(chance_moved()))),
                Part("time", "a pause adds little", -orders(sp.log(time_won()))),
                Part("crowding", "restraint is the thinner field", orders(sp.log(restraint_budget / safety_budget))),
            ),
        ),
    ),
)
