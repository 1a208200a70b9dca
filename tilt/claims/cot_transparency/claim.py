"""Claim 5 as data: what is found of the model, what is followed along time or a lever, how effects split."""

from __future__ import annotations

import sympy as sp

from tilt.claims.cot_transparency.model import (
    FAN_YEARS,
    HALF,
    INPUTS,
    LASTS_YEARS,
    STEPS,
    TODAY,
    WORTHWHILE,
    beats_internals,
    caught_of_escaping,
    cot_detection,
    gain,
    internals_detection,
    seen_in_actions,
)
from tilt.engine.claim import Claim, Fan, Finding
from tilt.engine.formula import years

CLAIM = Claim(
    slug="cot-transparency",
    number=5,
    title="Chain of thought is easier to watch than internals",
    short="Readable reasoning",
    sentence=(
        "Models that spend compute on written reasoning show more of what they are up to than models that "
        "compute it silently, so inference scaling is a safer way to get capabilities."
    ),
    gives="less spoiled",
    inputs=tuple(s.name for s in INPUTS),
    steps=STEPS,
    findings=(
        Finding(
            id="safer",
            title="The safer way",
            statement=(
                "today a model whose reasoning is read lets through less than half as many harmful attempts as an "
                "equally capable model that writes none, with the other monitors watching both"
            ),
            effect=caught_of_escaping(TODAY),
            effect_name="share of what would escape that reading catches",
            unit="fraction",
            threshold=HALF,
            sides=("half or more still escapes", "less than half escapes"),
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
            id="lasts",
            title="Still worth it in two years",
            statement=(
                "two years from now reading the chain of thought still catches more than a tenth of all harmful "
                "attempts beyond what the other monitors catch, the attempts of models that no longer write it included"
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
            labels=FAN_YEARS,
            series={"gain": gain(years)},
            unit="fraction",
        ),
    ),
)
