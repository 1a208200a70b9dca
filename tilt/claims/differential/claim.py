"""Claim 6 as data: what is found of the model, what is followed along time or a lever, how effects split."""

from __future__ import annotations

from tilt.claims.differential.model import (
    ENROLMENT,
    FAN_YEARS,
    LENT,
    OWN,
    PLAYERS,
    cumulative,
    enrolment,
    log_capability,
    log_safety,
    log_tilt,
    net,
    pace,
    tilt,
    years_ahead,
)
from tilt.claims.differential.steps import LETTERS, STEPS
from tilt.engine.claim import Claim, Fan, Finding, Split
from tilt.engine.formula import exponential, years

DRAWN = 2048
"""Draws for what is only drawn: half of those that verdicts take."""

SIDES = ("capabilities gain more", "safety gains more")

CLAIM = Claim(
    slug="differential",
    number=6,
    title="The question: is any of it differential?",
    short="The question",
    sentence=(
        "The same AI is a boon to capabilities. What tilts it toward safety must be a difference between the "
        "two fields, and each difference can be counted."
    ),
    inputs=tuple(s.name for s in (*OWN, *LENT)),
    steps=STEPS,
    letters=LETTERS,
    findings=(
        Finding(
            id="tilt",
            title="Tilts to safety",
            statement="{years_ahead} from now AI speeds up safety research more than capability research",
            effect=tilt,
            effect_name="safety’s speed-up over capabilities’",
            unit="×",
            threshold=1.0,
            sides=SIDES,
        ),
        Finding(
            id="net",
            title="Net of spillover",
            statement=(
                "{years_ahead} from now AI speeds up safety research more than capability research, even when each "
                "field is credited only with progress that is not the other’s as well"
            ),
            effect=net,
            effect_name="the same, less spillover either way",
            unit="×",
            threshold=1.0,
            sides=SIDES,
        ),
        Finding(
            id="pace",
            title="Gains ground",
            statement=(
                "{years_ahead} from now safety research has gained on capability research, with AI, growing compute, "
                "growing fields and the wait for data centres all let in"
            ),
            effect=pace,
            effect_name="safety’s pace over capabilities’, against today without AI",
            unit="×",
            threshold=1.0,
            sides=("capabilities gain ground", "safety gains ground"),
        ),
        Finding(
            id="cumulative",
            title="Over the whole time",
            statement=(
                "on average over the next {years_ahead}, AI speeds up safety research more than capability research"
            ),
            effect=cumulative,
            effect_name="mean speed-up of safety over that of capabilities",
            unit="×",
            threshold=1.0,
            sides=SIDES,
        ),
    ),
    fans=(
        Fan(
            id="speeds",
            title="How much faster each field gets",
            over=years,
            labels=FAN_YEARS,
            series={"safety": exponential(log_safety(years)), "capabilities": exponential(log_capability(years))},
            unit="ratio",
            draws=DRAWN,
        ),
        Fan(
            id="enrolling",
            title="What enrolling safety people does to the tilt",
            over=enrolment,
            grid=ENROLMENT,
            labels=ENROLMENT,
            series={"tilt": exponential(log_safety(years_ahead, enrolment) - log_capability(years_ahead))},
            unit="ratio",
            axis="share of safety people who use the newest models fully",
            draws=DRAWN,
        ),
    ),
    splits=(
        Split(
            finding="tilt",
            title="Which mechanism carries the tilt",
            total="the tilt, all together",
            written="percent",
            players=PLAYERS,
            expression=log_tilt,
            draws=DRAWN,
        ),
    ),
)
