"""Claim 6: the question. The same AI speeds up both fields: is any of it differential?

Each field's research takes labour and compute; its experiments are claim 1's. AI does the share of the labour within
its reach that people put it to, so many times faster than they would; how far faster labour becomes faster research
depends on how much of an experiment is compute, and on how far labour can stand in for it (a CES function of the two).
Six mechanisms may set the fields apart. Each can be switched off, which gives safety the value of capabilities; with
all off, nothing is left. Two more, growth and build-out, count only where everything is let in.
"""

from __future__ import annotations

import numpy as np
import sympy as sp

from tilt.claims.buildout_pauses import model as buildout_pauses
from tilt.claims.compute_asymmetry import model as compute_asymmetry
from tilt.claims.compute_asymmetry.model import Field, weighting
from tilt.claims.cot_transparency import model as cot_transparency
from tilt.claims.task_horizons import model as task_horizons
from tilt.engine.claim import symbols
from tilt.engine.formula import chosen, cut, exponential, ratio, switched
from tilt.engine.nodes import Larger

(
    stated_agent_speed,
    stated_substitution,
    safety_labour,
    labour_elasticity,
    spillover,
    spillback,
    sabotage,
    fuzzy_share,
    unseen_error,
    safety_compute_growth,
    capability_compute_growth,
    safety_people_growth,
    capability_people_growth,
    years_ahead,
    by_compute,
    by_length,
    by_checks,
    by_access,
    by_labour,
    by_oversight,
    by_growth,
    by_buildout,
) = OWN = symbols(
    "agent_speed substitution safety_labour labour_elasticity spillover spillback sabotage fuzzy_share unseen_error "
    "safety_compute_growth capability_compute_growth safety_people_growth capability_people_growth years_ahead "
    "by_compute by_length by_checks by_access by_labour by_oversight by_growth by_buildout"
)


PLAYERS = tuple(s.name for s in (by_compute, by_length, by_checks, by_access, by_labour, by_oversight))
"""The six mechanisms of what AI does, in the order of the claims they come from."""


SUBSTITUTION_LIMITS = (-4.0, 0.95)
"""The tails of a linear interval are cut here; at 1 labour would stand in for compute entirely."""


NEARLY_ZERO = sp.Float(1e-6)
"""An exponent nearer to zero than this is moved here: the function there differs from its limit by as little."""


NODES = 13
"""Nodes of each population. What is found are ratios of means over the same nodes: against five times as many, the
tilt is half a per cent off in a typical draw and no credence by a fifth of a point (tested)."""


TIMES = 3
"""Gauss-Legendre nodes for the mean over the years ahead: no credence moves with more."""


agent_speed = Larger(stated_agent_speed, 1)
"""Work that AI would do more slowly than people is left to people: the tail of the log interval is read as 1."""

_cut = cut(stated_substitution, *SUBSTITUTION_LIMITS)
substitution = _cut + sp.Piecewise((NEARLY_ZERO, sp.Abs(_cut) < NEARLY_ZERO), (sp.Integer(0), True))


# What AI does of the labour


def usable_safety(t: sp.Expr) -> sp.Expr:
    """Share of safety's labour that AI can do so that its results can be told from wrong ones, at t years."""
    m = task_horizons
    return m.usable(
        switched(by_checks, m.safety_validity, m.capability_validity),
        m.log_capability_minutes - by_length * sp.log(m.length_ratio),
        switched(by_checks, m.safety_transfer, m.capability_transfer),
        m.width(switched(by_length, m.safety_spread, m.capability_spread)),
        m.log_horizon(t - by_access * buildout_pauses.safety_lag / 12),
    )


def kept(t: sp.Expr) -> sp.Expr:
    """Share of AI's safety work that is neither spoiled unseen nor wrong unnoticed, at t years."""
    spoiled = sabotage * (1 - cot_transparency.full_detection(t))
    return 1 - by_oversight * (1 - (1 - spoiled) * (1 - fuzzy_share * unseen_error))


def done_safety(t: sp.Expr, enrolled: sp.Expr = buildout_pauses.safety_enrolled) -> sp.Expr:
    """Share of safety's labour that AI does and that counts, at t years."""
    return usable_safety(t) * switched(by_access, enrolled, buildout_pauses.capability_enrolled) * kept(t)


def done_capability(t: sp.Expr) -> sp.Expr:
    """Share of capabilities' labour that AI does, at t years."""
    return task_horizons.usable_capability(t) * buildout_pauses.capability_enrolled


safety_agents = 1 + (agent_speed - 1) * sp.exp(by_labour * labour_elasticity * sp.log(safety_labour))
"""How much faster than people AI does safety's work: more of it for each researcher adds to what it is faster by."""


def log_labour(done: sp.Expr, agents: sp.Expr) -> sp.Expr:
    """Natural log of how much faster labour is when AI does the share `done` of it so many times faster."""
    return -sp.log(1 - done + done / agents)


def log_labour_safety(t: sp.Expr, enrolled: sp.Expr = buildout_pauses.safety_enrolled) -> sp.Expr:
    """Natural log of how much faster safety's labour is at t years."""
    return log_labour(done_safety(t, enrolled), safety_agents)


def log_labour_capability(t: sp.Expr) -> sp.Expr:
    """Natural log of how much faster capabilities' labour is at t years."""
    return log_labour(done_capability(t), agent_speed)


# From labour to research

SAFETY, CAPABILITY = compute_asymmetry.fields(by_compute, NODES)


def log_speed(field: Field, labour: sp.Expr, compute: sp.Expr = sp.S.Zero) -> sp.Expr:
    """Natural log of how much faster a field's research is, given the logs of how labour and compute have grown.

    One experiment is sped up by a CES function in which compute has its share of that experiment's time. The field: all
    the time its experiments took over all they take now, or the mean of the logarithm over experiments, as chosen.
    """
    grown, faster = sp.exp(substitution * compute), sp.exp(substitution * labour)

    def log_one(days: sp.Expr) -> sp.Expr:
        return sp.log((days * grown + field.human_days * faster) / (days + field.human_days)) / substitution

    left = field.mean(lambda days: (days + field.human_days) * sp.exp(-log_one(days)))
    return chosen(weighting, sp.log(field.cycle()) - sp.log(left), field.mean(log_one))


def log_safety(t: sp.Expr, enrolled: sp.Expr = buildout_pauses.safety_enrolled) -> sp.Expr:
    """Natural log of what AI does for safety's speed at t years."""
    return log_speed(SAFETY, log_labour_safety(t, enrolled))


def log_capability(t: sp.Expr) -> sp.Expr:
    """Natural log of what AI does for capabilities' speed at t years."""
    return log_speed(CAPABILITY, log_labour_capability(t))


log_pause = sp.log(1 - by_buildout * buildout_pauses.scale_loss * buildout_pauses.pause_share)
"""What waiting for data centres does to capabilities' pace, as a logarithm: zero or below where it slows them."""


def log_pace_safety(t: sp.Expr) -> sp.Expr:
    """Natural log of safety's pace at t years over today's without AI: compute and people grow as well."""
    compute = switched(by_growth, sp.log(safety_compute_growth), sp.log(capability_compute_growth))
    people = switched(by_growth, sp.log(safety_people_growth), sp.log(capability_people_growth))
    returns = switched(by_growth, buildout_pauses.safety_exponent, buildout_pauses.capability_exponent)
    return log_speed(SAFETY, log_labour_safety(t), t * compute) + t * returns * people


def log_pace_capability(t: sp.Expr) -> sp.Expr:
    """Natural log of capabilities' pace at t years over today's without AI, less what they wait for data centres."""
    people = t * buildout_pauses.capability_exponent * sp.log(capability_people_growth)
    speed = log_speed(CAPABILITY, log_labour_capability(t), t * sp.log(capability_compute_growth))
    return speed + people + log_pause


def mean_over_years(log_speed_at: dict[float, sp.Expr], weights: dict[float, float]) -> sp.Expr:
    """Mean speed-up over the years ahead, from its logarithms at the nodes."""
    speeds = [(sp.Float(weights[node]), exponential(e)) for node, e in log_speed_at.items()]
    with sp.evaluate(False):  # see `exponential`: a product or a sum looks into each of its exponents again
        return sp.Add(*[weight * speed for weight, speed in speeds])


_places, _weights = np.polynomial.legendre.leggauss(TIMES)

TIME_WEIGHTS = {float((1 + x) / 2): float(w / 2) for x, w in zip(_places, _weights, strict=True)}

log_tilt = log_safety(years_ahead) - log_capability(years_ahead)

tilt = exponential(log_tilt)

net = exponential((1 - spillover) * log_safety(years_ahead) - (1 - spillback) * log_capability(years_ahead))

pace = exponential(log_pace_safety(years_ahead) - log_pace_capability(years_ahead))

cumulative = ratio(
    mean_over_years({node: log_safety(node * years_ahead) for node in TIME_WEIGHTS}, TIME_WEIGHTS),
    mean_over_years({node: log_capability(node * years_ahead) for node in TIME_WEIGHTS}, TIME_WEIGHTS),
)


FAN_YEARS = tuple(float(year) for year in range(2025, 2033))

SPAN = f"{FAN_YEARS[0]:.0f}–{FAN_YEARS[-1]:.0f}"

enrolment = sp.Symbol("enrolled_share", real=True)

ENROLMENT = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)


LENT = (
    *(s for s in compute_asymmetry.INPUTS if s is not compute_asymmetry.typical),
    *(s for s in task_horizons.INPUTS if s is not task_horizons.usable_target),
    buildout_pauses.plateau_months,
    buildout_pauses.unpaused_months,
    *buildout_pauses.LOSS_INPUTS,
    buildout_pauses.safety_enrolled,
    buildout_pauses.capability_enrolled,
    buildout_pauses.safety_lag,
    *buildout_pauses.RETURNS_INPUTS,
    *cot_transparency.INPUTS,
)
"""What claim 6 borrows; `typical` and `usable_target` only word findings of their own claims."""
