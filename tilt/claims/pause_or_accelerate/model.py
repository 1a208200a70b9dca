"""Claim 4: is the next dollar, or the next person, better spent on accelerating safety or on a pause?

Safety progress before a deadline grows with effort in two ways. More safety work: progress goes with effort to a power
below one, less what is capability and what is spent on going faster. More work on restraint: the odds of a pause go
with effort to a power, both as things are and after a shock, for which plans can lie ready; a pause adds time at the
end, when safety progress is at its fastest. Both gains are slopes of the log of safety progress in the log of effort,
so their ratio says what a tenth more of each is worth; a dollar or a person is a larger share of the thinner field.
"""

from __future__ import annotations

import sympy as sp

from tilt.claims.buildout_pauses.model import RETURNS_INPUTS, safety_enrolled, safety_exponent, uplift
from tilt.engine.claim import Step, symbols
from tilt.engine.formula import cut, orders
from tilt.engine.nodes import Larger, Smaller

(
    returns,
    not_entangled,
    kept,
    restraint_rate,
    contest_response,
    shock,
    pause_after_shock,
    prepared,
    pause_years,
    pause_binds,
    years_left,
    growth,
    safety_budget,
    restraint_budget,
    safety_people,
    restraint_people,
) = INPUTS = symbols(
    "returns not_entangled kept restraint_rate contest_response shock pause_after_shock prepared pause_years "
    "pause_binds years_left growth safety_budget restraint_budget safety_people restraint_people"
)


FLOOR = sp.Float(1e-9)
"""The least share of its progress that a pause adds: below it the ratio is already beyond anything meant."""


EXPONENT = 300
"""Beyond this an exponent is cut, so that no draw overflows."""


SHOCK_LIMIT = 0.99
"""The tail of the chance of a shock is cut here: no year is certain to bring one."""


MILLION = 1e6

# What more safety work gains


gain_accelerating = returns * not_entangled * kept
"""Elasticity of safety progress to safety effort."""

# What work on restraint gains


def pause_chance(rate: sp.Expr) -> sp.Expr:
    """P: the chance that a restraint is enacted before the deadline, where they come at `rate` a year."""
    return 1 - sp.exp(-rate * years_left)


def open_chance(rate: sp.Expr) -> sp.Expr:
    """P (1 - P): how open it is whether a pause comes."""
    none = Smaller(rate * years_left, EXPONENT)
    return sp.exp(-none) * (1 - sp.exp(-none))


def window(guarded: bool = True) -> sp.Expr:
    """What a plan that lies ready adds to the chance of a pause, through shocks; no plan makes one less likely."""
    spared = (1 - shock) ** years_left
    if guarded:
        spared = sp.exp(years_left * sp.log(1 - Smaller(shock, SHOCK_LIMIT)))
    return (1 - spared) * pause_after_shock * (1 - 1 / Larger(prepared, 1))


def time_won(growing: sp.Expr = growth) -> sp.Expr:
    """D: log of the safety progress made by the deadline with a pause, over that without, while progress grows.

    ln[(e^{g(T + l dT)} - 1)/(e^{gT} - 1)] as ln(1 + share), with hyperbolic sines so that small growth keeps its
    digits.
    """
    longer, whole = cut(growing * pause_binds * pause_years, 0, EXPONENT), cut(growing * years_left, 1e-12, EXPONENT)
    share = sp.exp((longer + whole) / 2) * sp.sinh(longer / 2) / sp.sinh(whole / 2)
    return sp.log(1 + Larger(share, FLOOR))


def chance_moved(rate: sp.Expr = restraint_rate) -> sp.Expr:
    """How far the chance of a pause rises for a small proportional rise in effort."""
    return contest_response * (open_chance(rate) + window())


def gain_pausing(rate: sp.Expr = restraint_rate, growing: sp.Expr = growth) -> sp.Expr:
    """Elasticity of safety progress to effort for restraint."""
    return chance_moved(rate) * time_won(growing)


# The one over the other


def log_per_effort(rate: sp.Expr = restraint_rate, growing: sp.Expr = growth) -> sp.Expr:
    """Natural log of what a small proportional rise in safety effort gains over the same rise in restraint."""
    return sp.log(gain_accelerating) - sp.log(chance_moved(rate)) - sp.log(time_won(growing))


def log_per_dollar(
    rate: sp.Expr = restraint_rate, growing: sp.Expr = growth, restraint: sp.Expr = restraint_budget
) -> sp.Expr:
    """The same for one more dollar, which is a larger proportional rise in the field that has less."""
    return log_per_effort(rate, growing) + sp.log(restraint) - sp.log(safety_budget)


log_per_person = log_per_effort() + sp.log(restraint_people) - sp.log(safety_people)
"""The same for one more person."""


ratio_per_effort, ratio_per_dollar, ratio_per_person = (
    sp.exp(log) for log in (log_per_effort(), log_per_dollar(), log_per_person)
)


effort_effect, dollar_effect, person_effect = (
    orders(log) for log in (log_per_effort(), log_per_dollar(), log_per_person)
)


WAYS = {"effort": (sp.S.One, sp.S.One), "dollar": (safety_budget, restraint_budget)} | {
    "person": (safety_people, restraint_people)
}
"""What both gains are divided by where they are counted by effort, by dollar and by person."""


# What a million dollars a year buys, as a share of all safety progress before the deadline.


bought = {
    "accelerating": gain_accelerating * MILLION / safety_budget,
    "restraint": gain_pausing() * MILLION / restraint_budget,
}


LENT = (uplift, safety_enrolled, *RETURNS_INPUTS)
"""Claim 3's: what full use of AI does to a person's output, who uses it so, and what faster labour does to progress."""


enrolment_cost = sp.Symbol("enrolment_cost", real=True)
"""What one person's full use of agents costs, USD a year: see `tilt.trends.effort.enrolment_cost`."""


def bought_enrolling() -> sp.Expr:
    """The same for people of the safety field who come to use AI fully: claim 3's pace, by the share enrolled."""
    pace = (1 + (Larger(uplift, 1) - 1) * safety_enrolled) ** safety_exponent
    by_share = sp.diff(sp.log(pace), safety_enrolled)
    return not_entangled * kept * by_share * MILLION / enrolment_cost / safety_people


lever_money, lever_rate, lever_growth = (sp.Symbol(name, real=True) for name in ("A", "r", "g"))

MONEY = tuple(float(f"{10 ** (6 + k / 6):.3g}") for k in range(22))

RATES = (0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.14, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 1.4, 2.0)

GROWTHS = tuple(k / 20 for k in range(1, 17))


# The model as the chapter shows it, in the names of its steps.
P, S, D, G_a, G_p, R_e = symbols("pause_chance ready time_won gain_accelerating gain_pausing per_effort")

STEPS = (
    Step(
        "gain_accelerating",
        "G_a",
        gain_accelerating,
        "gain from more safety work, per proportional rise in effort",
        "log safety progress",
    ),
    Step(
        "pause_chance", "P", pause_chance(restraint_rate), "chance that a pause is enacted in the time left", "fraction"
    ),
    Step(
        "ready",
        "S",
        window(guarded=False),
        f"what a plan that lies ready adds to that chance after a shock (s kept at {SHOCK_LIMIT} or below)",
        "fraction",
    ),
    Step(
        "time_won",
        "D",
        sp.log((sp.exp(growth * (years_left + pause_binds * pause_years)) - 1) / (sp.exp(growth * years_left) - 1)),
        "what a pause adds, at the end, when safety progress is fastest",
        "log safety progress",
    ),
    Step(
        "gain_pausing",
        "G_p",
        contest_response * (P * (1 - P) + S) * D,
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
    Step(
        "per_person",
        "R_p",
        R_e * restraint_people / safety_people,
        "the same for one more person",
        "times",
    ),
)
