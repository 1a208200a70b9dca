"""Claim 2 as data: what is found of the model, what is followed along time or a lever, how effects split."""

from __future__ import annotations

import sympy as sp

from tilt.claims.task_horizons.model import (
    HORIZON_YEARS,
    INPUTS,
    STEPS,
    USABLE_YEARS,
    lead,
    length_part,
    log_horizon,
    transfer_part,
    trust_ahead,
    usable_capability,
    usable_safety,
)
from tilt.engine.claim import Claim, Fan, Finding, Part, Split
from tilt.engine.formula import years

CLAIM = Claim(
    slug="task-horizons",
    number=2,
    title="Safety tasks come into AI’s reach sooner",
    short="Task horizons",
    sentence=(
        "Much prosaic safety research is made of shorter tasks than capability research, so AI that masters "
        "ever longer tasks automates it first."
    ),
    gives="reach of AI",
    inputs=tuple(s.name for s in INPUTS),
    steps=STEPS,
    findings=(
        Finding(
            id="lead",
            title="Safety first",
            statement="safety research is {usable_target} automated before capability research is",
            effect=lead,
            effect_name="lead of safety",
            unit="months",
            sides=("capabilities first", "safety first"),
        ),
        Finding(
            id="useful-lead",
            title="A useful lead",
            statement="safety research is {usable_target} automated more than six months before capability research is",
            effect=lead,
            effect_name="lead of safety",
            unit="months",
            threshold=6.0,
            sides=("less, or behind", "six months or more"),
        ),
        Finding(
            id="now",
            title="Ahead today",
            statement="AI can already do a larger usable share of safety research than of capability research",
            effect=usable_safety(sp.Integer(0)) - usable_capability(sp.Integer(0)),
            effect_name="safety’s usable share less capabilities’",
            unit="fraction",
            sides=("capabilities ahead", "safety ahead"),
        ),
        Finding(
            id="checks",
            title="Checks hold better",
            statement=(
                "with checks as they are, a larger share of AI’s safety results than of its capability results is what "
                "it seems"
            ),
            effect=trust_ahead,
            effect_name="safety’s share of sound results less capabilities’",
            unit="fraction",
            sides=("capabilities’ hold better", "safety’s hold better"),
        ),
    ),
    fans=(
        Fan(
            id="usable",
            title="Usable share of each field’s work",
            over=years,
            labels=USABLE_YEARS,
            series={"safety": usable_safety(years), "capabilities": usable_capability(years)},
            unit="fraction",
        ),
        Fan(
            id="horizon",
            title="Length of task AI does half the time",
            over=years,
            labels=HORIZON_YEARS,
            series={"horizon": sp.exp(log_horizon(years))},
            unit="minutes",
        ),
    ),
    splits=(
        Split(
            finding="lead",
            title="Where the lead comes from",
            parts=(
                Part("length", "task length", length_part),
                Part("transfer", "transfer to real work", transfer_part),
                Part("validity", "checks and spread", lead - length_part - transfer_part),
            ),
        ),
    ),
)
