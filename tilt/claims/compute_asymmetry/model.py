"""Claim 1: safety experiments need far less compute, so they iterate faster.

One experiment costs the compute of a run, what evaluating and repeating adds, and people's time. A capability
experiment is a large run with some chance and a small one otherwise. How long a cycle takes depends on the compute a
researcher has as well, and capability researchers have more; so a gap in compute need not be a gap in pace.
"""

from __future__ import annotations

import sympy as sp

from tilt.engine.claim import Step, symbols
from tilt.engine.formula import cut, log10

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


def compute_days(flop: sp.Expr, overhead: sp.Expr, per_day: sp.Expr) -> sp.Expr:
    """Days of computing for one experiment."""
    return flop * overhead / per_day


safety_days = compute_days(safety_run_flop, safety_overhead, safety_compute_per_day)

capability_days = compute_days(capability_run_flop, capability_overhead, capability_compute_per_day)

gap = log10(capability_run_flop / safety_run_flop) + log10(capability_overhead / safety_overhead)
"""Compute of a capability experiment over that of a safety experiment, in orders of magnitude."""


def iteration(people_faster: sp.Expr) -> sp.Expr:
    """Safety cycles for each capability cycle, when people's part goes so many times faster in both fields."""
    capability = capability_human_days / people_faster + capability_days
    return capability / (safety_human_days / people_faster + safety_days)


def share(days: sp.Expr, human_days: sp.Expr) -> sp.Expr:
    """Share of a cycle that is spent computing."""
    return cut(days / (human_days + days), *SHARE_LIMITS)


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
