"""Claim 4 as data: what is found of the model, what is followed along time or a lever, how effects split."""

from __future__ import annotations

import sympy as sp

from tilt.claims.pause_or_accelerate.model import (
    CHANCES,
    INPUTS,
    MONEY,
    STEPS,
    dollar_effect,
    effort_effect,
    lever_chance,
    lever_money,
    log_chance_moved,
    log_gain_accelerating,
    log_per_dollar,
    log_per_effort,
    log_time_won,
    pause_probability,
    ratio_per_effort,
    restraint_budget,
    safety_budget,
)
from tilt.engine.claim import Claim, Fan, Finding, Part, Split
from tilt.engine.formula import orders

CLAIM = Claim(
    slug="pause-or-accelerate",
    number=4,
    title="Pausing is harder than accelerating",
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
                Part("returns", "poor returns to safety work", orders(log_gain_accelerating)),
                Part("chance", "chances hardly move", -orders(log_chance_moved(pause_probability))),
                Part("time", "a pause adds little time", -orders(log_time_won)),
                Part("crowding", "restraint is the thinner field", orders(sp.log(restraint_budget / safety_budget))),
            ),
        ),
    ),
)
