"""Claim 4: pausing is harder than accelerating.

Safety progress before a deadline grows with effort in two ways. More safety work: progress goes with effort to a power
below one, less what is capability and what is spent on going faster. More work on restraint: the odds of a pause go
with effort to a power, and a pause lengthens the time. Both are slopes of the log of safety progress in the log of
effort, so their ratio says what a tenth more of each is worth; per dollar, the thinner field gains.
"""

from __future__ import annotations

import sympy as sp

from tilt.engine.claim import Step, symbols
from tilt.engine.formula import orders
from tilt.engine.nodes import Larger

(
    returns,
    not_entangled,
    kept,
    pause_probability,
    contest_response,
    pause_years,
    pause_binds,
    years_left,
    safety_budget,
    restraint_budget,
) = INPUTS = symbols(
    "returns not_entangled kept pause_probability contest_response pause_years pause_binds years_left safety_budget "
    "restraint_budget"
)


FLOOR = sp.Float(1e-9)
"""The least share of time a pause adds: below it the ratio is already beyond anything meant."""


log_gain_accelerating = sp.log(returns) + sp.log(not_entangled) + sp.log(kept)
"""Natural log of the elasticity of safety progress to safety effort."""


def log_chance_moved(probability: sp.Expr) -> sp.Expr:
    """Natural log of how far the chance of a pause rises for a small proportional rise in effort."""
    return sp.log(contest_response) + sp.log(probability) + sp.log(1 - probability)


extra_time = pause_binds * pause_years / years_left

log_time_won = sp.log(sp.log(1 + Larger(extra_time, FLOOR)))
"""Natural log of the log safety progress a pause adds."""


def log_per_effort(probability: sp.Expr = pause_probability) -> sp.Expr:
    """Natural log of what a small proportional rise in safety effort gains over the same rise in restraint."""
    return log_gain_accelerating - log_chance_moved(probability) - log_time_won


def log_per_dollar(probability: sp.Expr = pause_probability, restraint: sp.Expr = restraint_budget) -> sp.Expr:
    """The same for one more dollar, which is a larger proportional rise in the field that has less."""
    return log_per_effort(probability) + sp.log(restraint) - sp.log(safety_budget)


ratio_per_effort = sp.exp(log_per_effort())
"""Gain of accelerating over gain of pausing, for equal proportional effort."""


ratio_per_dollar = sp.exp(log_per_dollar())
"""The same for a marginal dollar."""


effort_effect = orders(log_per_effort())

dollar_effect = orders(log_per_dollar())

lever_money, lever_chance = sp.Symbol("A", real=True), sp.Symbol("p", real=True)

MONEY = tuple(float(f"{10 ** (6 + k / 6):.3g}") for k in range(22))

CHANCES = (0.005, 0.01, 0.02, 0.03, *(k / 20 for k in range(1, 19)), 0.93, 0.95)


# The model as the chapter shows it, in the names of its steps.
G_a, G_p, R_e = symbols("gain_accelerating gain_pausing per_effort")

STEPS = (
    Step(
        "gain_accelerating",
        "G_a",
        returns * not_entangled * kept,
        "gain from more safety work, per proportional rise in effort",
        "log safety progress",
    ),
    Step(
        "gain_pausing",
        "G_p",
        contest_response * pause_probability * (1 - pause_probability) * sp.log(1 + extra_time),
        "gain from more work on restraint: how far the chance moves, times what the pause adds",
        "log safety progress",
    ),
    Step("per_effort", "R_e", G_a / G_p, "the first gain over the second, for equal proportional effort", "times"),
    Step(
        "per_dollar",
        "R_d",
        R_e * restraint_budget / safety_budget,
        "the same for one more dollar, which goes further in the field that has less",
        "times",
    ),
)
