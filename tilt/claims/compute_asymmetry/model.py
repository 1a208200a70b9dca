"""Claim 1: safety experiments need far less compute, so they iterate faster.

One experiment costs the compute of a run, what evaluating and repeating adds, and people's time. A capability
experiment is a large run with some chance and a small one otherwise. How long a cycle takes depends on the compute a
researcher has as well, and capability researchers have more; so a gap in compute need not be a gap in pace.
"""

from __future__ import annotations

from functools import partial

import sympy as sp

from tilt.charts import kinds as charts
from tilt.claims.compute_asymmetry.evidence import FIGURES, TABLES, facts
from tilt.engine.claim import Claim, Fan, Finding, Larger, Part, Picture, Smaller, Split, Step, symbols

(
    safety_run_flop,
    capability_small_run_flop,
    capability_large_run_flop,
    large_run_share,
    large_run_pick,
    safety_overhead,
    capability_overhead,
    safety_human_days,
    capability_human_days,
    safety_compute_per_day,
    capability_compute_per_day,
) = INPUTS = symbols(
    "safety_run_flop capability_small_run_flop capability_large_run_flop large_run_share large_run_pick "
    "safety_overhead capability_overhead safety_human_days capability_human_days "
    "safety_compute_per_day capability_compute_per_day"
)

ORDERS = 2
"""How many orders of magnitude the seed argument's plural asks for at least."""

SHARE_LIMITS = (0.01, 0.99)
"""A cycle is never all people or all compute."""

speed_up = sp.Symbol("u", positive=True)
SPEED_UPS = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0, 70.0, 100.0)

capability_run_flop = sp.Piecewise(
    (capability_large_run_flop, large_run_pick < large_run_share), (capability_small_run_flop, True)
)
"""Compute of the capability run of a draw, in FLOP."""


def orders(ratio: sp.Expr) -> sp.Expr:
    """A ratio in orders of magnitude."""
    return sp.log(ratio) / sp.log(10)


def compute_days(flop: sp.Expr, overhead: sp.Expr, per_day: sp.Expr) -> sp.Expr:
    """Days of computing for one experiment."""
    return flop * overhead / per_day


safety_days = compute_days(safety_run_flop, safety_overhead, safety_compute_per_day)
capability_days = compute_days(capability_run_flop, capability_overhead, capability_compute_per_day)

gap = orders(capability_run_flop / safety_run_flop) + orders(capability_overhead / safety_overhead)
"""Compute of a capability experiment over that of a safety experiment, in orders of magnitude."""


def iteration(people_faster: sp.Expr) -> sp.Expr:
    """Safety cycles for each capability cycle, when people's part goes so many times faster in both fields."""
    capability = capability_human_days / people_faster + capability_days
    return capability / (safety_human_days / people_faster + safety_days)


def share(days: sp.Expr, human_days: sp.Expr) -> sp.Expr:
    """Share of a cycle that is spent computing."""
    return Smaller(Larger(days / (human_days + days), SHARE_LIMITS[0]), SHARE_LIMITS[1])


safety_compute_share = share(safety_days, safety_human_days)
capability_compute_share = share(capability_days, capability_human_days)

# The model as the chapter shows it, in the names of its steps.
F_c, t_s, t_c, theta_s, theta_c = symbols(
    "capability_run_flop safety_days capability_days safety_compute_share capability_compute_share"
)
STEPS = (
    Step(
        "capability_run_flop",
        "F_c",
        capability_run_flop,
        "compute of a capability run: large in a share of draws, small in the others",
        "FLOP",
    ),
    Step(
        "gap",
        "A",
        sp.log(F_c * capability_overhead / (safety_run_flop * safety_overhead), 10, evaluate=False),
        "gap in compute between experiments",
        "orders of magnitude",
    ),
    Step(
        "safety_days", "c_s", safety_run_flop * safety_overhead / safety_compute_per_day, "safety’s computing", "days"
    ),
    Step("capability_days", "c_c", F_c * capability_overhead / capability_compute_per_day, "capabilities’", "days"),
    Step(
        "iteration",
        "I",
        (capability_human_days + t_c) / (safety_human_days + t_s),
        "safety cycles for each capability cycle",
        "ratio",
    ),
    Step(
        "safety_compute_share",
        r"\theta_s",
        t_s / (safety_human_days + t_s),
        "share of compute in safety’s cycle; capabilities’ is alike",
        "fraction",
    ),
)

CLAIM = Claim(
    slug="compute-asymmetry",
    number=1,
    title="Safety experiments need far less compute",
    short="Compute asymmetry",
    sentence=(
        "Prosaic safety research (fine-tuning, steering, post-training) often needs orders of magnitude less compute "
        "than capability research, so it should iterate faster."
    ),
    inputs=tuple(s.name for s in INPUTS),
    steps=STEPS,
    findings=(
        Finding(
            id="gap",
            title="Orders of magnitude",
            statement="a safety experiment needs over a hundred times less compute than a capability experiment",
            effect=gap,
            effect_name="gap in compute",
            unit="orders of magnitude",
            threshold=float(ORDERS),
            sides=("less than that", "a hundred times or more"),
        ),
        Finding(
            id="iteration",
            title="Faster cycles",
            statement="safety research goes through more experiments in the same time than capability research",
            effect=iteration(sp.Integer(1)),
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
                Part("small", "small runs against safety’s", orders(capability_small_run_flop / safety_run_flop)),
                Part("large", "some runs must be large", orders(capability_run_flop / capability_small_run_flop)),
                Part("overhead", "evaluation and reruns", orders(capability_overhead / safety_overhead)),
            ),
        ),
    ),
    pictures=(
        Picture(
            id="spread",
            kind="distribution",
            title="How the effect is spread over the draws",
            note="Solid line: where the finding flips. Dashed: median. The end bars gather what lies beyond.",
            describe="Histogram of the chosen finding’s effect, split at its threshold.",
            draw=charts.distribution,
        ),
        Picture(
            id="split",
            kind="split",
            target="gap",
            title="Where the gap in compute comes from",
            note="Means over the draws, in orders of magnitude: only means add up.",
            describe="Waterfall of the mean gap into small runs, large runs and overheads.",
            draw=partial(charts.waterfall, unit="orders of magnitude"),
        ),
        Picture(
            id="speedup",
            kind="fan",
            target="speedup",
            title="Safety cycles for each capability cycle, as AI speeds up people",
            note="Line: median of the draws. Band: middle half. Dashed: equal pace. Compute does not get faster here.",
            describe="A rising curve with its band: safety cycles per capability cycle as people’s part gets faster.",
            draw=partial(
                charts.fan,
                x_title="people’s part of the work, times faster in both fields",
                x_log=True,
                years=False,
                y_log=True,
                percent=False,
                reference=1.0,
                colours={"safety cycles for each capability cycle": charts.MINE},
            ),
        ),
        Picture(
            id="runs",
            kind="intervals",
            ids=("safety_run_flop", "capability_small_run_flop", "capability_large_run_flop"),
            title="Real experiments, and your ranges over them",
            note="Dots: one published run each. Violet: your interval. Grey: the book’s.",
            describe="Compute of published runs by kind of work on a log axis, with the reader’s intervals.",
            draw=partial(charts.intervals, axis="FLOP of one run", domain=(1e13, 1e25), log=True),
        ),
    ),
    figures=FIGURES,
    tables=TABLES,
    facts=facts,
)
