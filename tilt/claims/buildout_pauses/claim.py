"""Claim 3 as data: what is found of the model, what is followed along time or a lever, how effects split."""

from __future__ import annotations

from tilt.claims.buildout_pauses.model import (
    ENROLMENT,
    INPUTS,
    LEVER_THRESHOLD,
    PAUSE_THRESHOLD_MONTHS,
    PLATEAUS,
    STEPS,
    along,
    differential,
    lever,
    months,
    pause_equivalent,
    plateau_months,
    safety_enrolled,
    share,
    window,
)
from tilt.engine.claim import Claim, Fan, Finding

CLAIM = Claim(
    slug="buildout-pauses",
    number=3,
    title="Building works like a series of pauses",
    short="Build-out pauses",
    sentence=(
        "Much larger models wait for much larger data centres, so building works like a series of pauses on "
        "capabilities, which safety can use if more of its people get everything out of each new model."
    ),
    gives="waiting",
    inputs=tuple(s.name for s in INPUTS),
    steps=STEPS,
    findings=(
        Finding(
            id="pause",
            title="A pause of over a month a year",
            statement="waiting for data centres costs capabilities more than a month’s progress a year",
            effect=pause_equivalent,
            effect_name="cost of waiting",
            unit="months per year",
            threshold=PAUSE_THRESHOLD_MONTHS,
            sides=("less, or none", "more than a month a year"),
        ),
        Finding(
            id="differential",
            title="Safety gains on capabilities",
            statement="with AI and the wait together, safety’s pace rises more than capabilities’",
            effect=differential,
            effect_name="safety’s pace over capabilities’",
            unit="×",
            threshold=1.0,
            sides=("capabilities gain", "safety gains"),
        ),
        Finding(
            id="window",
            title="Time enough to use a model",
            statement="a plateau outlasts safety’s wait for the model and the spread of its use",
            effect=window,
            effect_name="what is left of a plateau",
            unit="months",
            sides=("too short", "long enough"),
        ),
        Finding(
            id="lever",
            title="Enrolling buys a tenth",
            statement=(
                "getting nine in ten safety people to use the newest models fully raises safety’s pace by more than "
                "a tenth"
            ),
            effect=lever,
            effect_name="safety’s pace with nine in ten enrolled, over its pace as it is",
            unit="×",
            threshold=LEVER_THRESHOLD,
            sides=("a tenth or less", "more than a tenth"),
        ),
    ),
    fans=(
        Fan(
            id="enrolment",
            title="What enrolling safety people buys",
            over=share,
            grid=ENROLMENT,
            labels=tuple(100 * a for a in ENROLMENT),
            series=along(safety_enrolled, share),
            unit="ratio",
            axis="safety people who use the newest models fully, %",
        ),
        Fan(
            id="plateau",
            title="What a longer plateau buys",
            over=months,
            grid=PLATEAUS,
            labels=PLATEAUS,
            series=along(plateau_months, months),
            unit="ratio",
            axis="months between big steps",
        ),
    ),
)
