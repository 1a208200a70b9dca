"""Claim 6 as data: what is found of the model, what is followed along time or a lever, how effects split."""

from __future__ import annotations

import sympy as sp

from tilt.claims.differential.model import (
    FAN_YEARS,
    LENT,
    LETTERS,
    OWN,
    PLAYERS,
    STEPS,
    cumulative,
    log_capability,
    log_pause,
    log_safety,
    log_unpaused,
    net,
    tilt,
    years_ahead,
)
from tilt.engine.claim import Claim, Fan, Finding, Split
from tilt.engine.formula import years

CLAIM = Claim(
    slug="differential",
    number=6,
    title="The reply: is any of it differential?",
    short="The reply",
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
            sides=("capabilities gain", "safety gains"),
        ),
        Finding(
            id="net",
            title="Net of spillover",
            statement=(
                "{years_ahead} from now AI speeds up safety research more than capability research, even when the "
                "capability progress that comes with safety progress is taken off"
            ),
            effect=net,
            effect_name="the same, less spillover",
            unit="×",
            threshold=1.0,
            sides=("capabilities gain", "safety gains"),
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
            sides=("capabilities gain", "safety gains"),
        ),
    ),
    fans=(
        Fan(
            id="speeds",
            title="How much faster each field gets",
            over=years,
            labels=FAN_YEARS,
            series={"safety": sp.exp(log_safety(years)), "capabilities": sp.exp(log_capability(years))},
            unit="ratio",
        ),
    ),
    splits=(
        Split(
            finding="tilt",
            title="Which mechanism carries the tilt",
            total="mean log of the tilt",
            players=PLAYERS,
            expression=log_safety(years_ahead) - log_unpaused(years_ahead) - log_pause,
        ),
    ),
)
