"""Claim 1 as data: what is found of the model, what is followed along time or a lever, how effects split."""

from __future__ import annotations

from tilt.claims.compute_asymmetry.model import (
    INPUTS,
    ORDERS,
    SPEED_UPS,
    STEPS,
    capability_compute_share,
    capability_overhead,
    capability_small_run_flop,
    gap,
    iteration,
    safety_compute_share,
    safety_flop,
    safety_overhead,
    speed_up,
    typical_capability_flop,
)
from tilt.engine.claim import Claim, Fan, Finding, Part, Split
from tilt.engine.formula import log10

CLAIM = Claim(
    slug="compute-asymmetry",
    number=1,
    title="Safety experiments need far less compute",
    short="Compute asymmetry",
    sentence=(
        "Prosaic safety research (fine-tuning, steering, post-training) often needs orders of magnitude less "
        "compute than capability research, so it should iterate faster."
    ),
    gives="compute",
    inputs=tuple(s.name for s in INPUTS),
    steps=STEPS,
    findings=(
        Finding(
            id="gap",
            title="Orders of magnitude",
            statement=(
                "a typical capability experiment needs over a hundred times the compute of a typical safety experiment"
            ),
            effect=gap,
            effect_name="gap in compute between typical experiments",
            unit="orders of magnitude",
            threshold=float(ORDERS),
            sides=("less than that", "a hundred times or more"),
        ),
        Finding(
            id="iteration",
            title="Faster cycles",
            statement="an experiment of safety research takes less time on average than one of capability research",
            effect=iteration(),
            effect_name="safety cycles for each capability cycle",
            unit="×",
            threshold=1.0,
            sides=("capabilities iterate faster", "safety iterates faster"),
        ),
        Finding(
            id="binding",
            title="Compute binds capabilities more",
            statement="compute makes up more of capabilities’ research cycle than of safety’s",
            effect=capability_compute_share - safety_compute_share,
            effect_name="share of compute in capabilities’ cycle less safety’s",
            unit="fraction",
            sides=("it binds safety more", "it binds capabilities more"),
        ),
    ),
    fans=(
        Fan(
            id="speedup",
            title="What faster people are worth",
            over=speed_up,
            grid=SPEED_UPS,
            labels=SPEED_UPS,
            series={"safety cycles for each capability cycle": iteration(speed_up)},
            unit="ratio",
            axis="people’s part of the work, times faster",
        ),
    ),
    splits=(
        Split(
            finding="gap",
            title="Where the gap in compute comes from",
            parts=(
                Part("small", "small runs against safety’s", log10(capability_small_run_flop / safety_flop)),
                Part("large", "some runs must be large", log10(typical_capability_flop / capability_small_run_flop)),
                Part("overhead", "evaluation and reruns", log10(capability_overhead / safety_overhead)),
            ),
            total="the gap, all together",
            written="times",
        ),
    ),
)
