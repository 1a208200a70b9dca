"""Claim 6: the reply, answered. The same AI speeds up both fields: is any of it differential?

Each field's research takes labour and compute. AI does the share of the labour within its reach, so many times faster
than people; how far faster labour becomes faster research depends on how much of the cycle is compute, and on how far
labour can stand in for it (a CES function of the two). Five mechanisms may set the fields apart, one or two from each
earlier claim. Each can be switched off, which gives safety the value of capabilities; with all off, nothing is left.
"""

from __future__ import annotations

import numpy as np
import sympy as sp

from tilt.claims.buildout_pauses import model as buildout_pauses
from tilt.claims.compute_asymmetry import model as compute_asymmetry
from tilt.claims.cot_transparency import model as cot_transparency
from tilt.claims.task_horizons import model as task_horizons
from tilt.engine.claim import Step, symbols
from tilt.engine.formula import cut, switched
from tilt.engine.nodes import Larger, Smaller

(
    agent_speed,
    stated_substitution,
    spillover,
    sabotage,
    years_ahead,
    by_compute,
    by_length,
    by_proxies,
    by_buildout,
    by_monitoring,
) = OWN = symbols(
    "agent_speed substitution spillover sabotage years_ahead by_compute by_length by_proxies by_buildout by_monitoring"
)


PLAYERS = tuple(s.name for s in (by_compute, by_length, by_proxies, by_buildout, by_monitoring))
"""The five mechanisms, in the order of the claims they come from."""


SUBSTITUTION_LIMITS = (-4.0, 0.95)
"""The tails of a linear interval are cut here; at 1 labour would stand in for compute entirely."""


NEARLY_ZERO = 1e-3
"""Below this size of the exponent the function is taken at its limit, a product of powers."""


NO_TILT = sp.Float(1e-12)
"""A difference of logarithms below this is rounding: fields given the same values count as equal."""


NODES = 7
"""Gauss-Legendre nodes for the mean over the years ahead."""


substitution = cut(stated_substitution, *SUBSTITUTION_LIMITS)

at_limit = sp.Piecewise((sp.Integer(1), sp.Abs(stated_substitution) < NEARLY_ZERO), (sp.Integer(0), True))
"""1 where the exponent is nearly zero, else 0: an arithmetic switch, because SymPy is slow to nest cases."""


def usable_safety(t: sp.Expr) -> sp.Expr:
    """Share of safety work that AI does and that can be trusted, at t years, less what goes wrong unseen."""
    m = task_horizons
    done = m.usable(
        switched(by_proxies, m.safety_validity, m.capability_validity),
        m.log_capability_minutes - by_length * sp.log(m.length_ratio),
        switched(by_proxies, m.safety_transfer, m.capability_transfer),
        m.width(switched(by_length, m.safety_spread, m.capability_spread)),
        m.log_horizon(t),
    )
    return done * (1 - by_monitoring * sabotage * (1 - cot_transparency.full_detection(t)))


def log_labour(usable: sp.Expr) -> sp.Expr:
    """Natural log of how much faster labour is when AI does the share `usable` of it."""
    return -sp.log(1 - usable + usable / agent_speed)


def log_speed(compute_share: sp.Expr, log_faster_labour: sp.Expr) -> sp.Expr:
    """Natural log of how much faster research is: a CES function of compute, as it was, and faster labour."""
    exponent = substitution + at_limit  # never near zero
    grown = sp.exp(exponent * log_faster_labour)
    ces = sp.log(compute_share + (1 - compute_share) * grown) / exponent
    return at_limit * (1 - compute_share) * log_faster_labour + (1 - at_limit) * ces


safety_compute_share = switched(
    by_compute, compute_asymmetry.safety_compute_share, compute_asymmetry.capability_compute_share
)


capability_compute_share = compute_asymmetry.capability_compute_share

log_pause = sp.log(1 - by_buildout * buildout_pauses.scale_loss * buildout_pauses.pause_share)
"""What waiting for data centres does to capabilities’ pace, as a logarithm: zero or below where it slows them."""


def log_safety(t: sp.Expr) -> sp.Expr:
    """Natural log of safety's speed-up at t years."""
    return log_speed(safety_compute_share, log_labour(usable_safety(t)))


def log_unpaused(t: sp.Expr) -> sp.Expr:
    """Natural log of capabilities' speed-up at t years if nothing had to be built."""
    return log_speed(capability_compute_share, log_labour(task_horizons.usable_capability(t)))


def log_capability(t: sp.Expr) -> sp.Expr:
    """Natural log of capabilities' speed-up at t years."""
    return log_unpaused(t) + log_pause


def ratio(log_ratio: sp.Expr) -> sp.Expr:
    """A ratio from its logarithm; exactly 1 where the difference is only rounding."""
    above = Larger(log_ratio - NO_TILT, sp.S.Zero)
    below = Smaller(log_ratio + NO_TILT, sp.S.Zero)
    return sp.exp(above + below)


def mean_over_years(log_speed_at: dict[float, sp.Expr], weights: dict[float, float]) -> sp.Expr:
    """Mean speed-up over the years ahead, from its logarithms at the nodes."""
    return sp.Add(*[sp.Float(weights[node]) * sp.exp(e) for node, e in log_speed_at.items()])


_places, _weights = np.polynomial.legendre.leggauss(NODES)

NODE_WEIGHTS = {float((1 + x) / 2): float(w / 2) for x, w in zip(_places, _weights, strict=True)}

log_tilt = log_safety(years_ahead) - log_capability(years_ahead)

tilt = ratio(log_tilt)

net = ratio((1 - spillover) * log_safety(years_ahead) - log_capability(years_ahead))

cumulative = ratio(
    sp.log(mean_over_years({node: log_safety(node * years_ahead) for node in NODE_WEIGHTS}, NODE_WEIGHTS))
    - sp.log(mean_over_years({node: log_capability(node * years_ahead) for node in NODE_WEIGHTS}, NODE_WEIGHTS))
)


FAN_YEARS = tuple(2025 + k / 2 for k in range(15))


SPAN = f"{FAN_YEARS[0]:.0f}–{FAN_YEARS[-1]:.0f}"


# The model as the chapter shows it: the same functions, applied to the names of earlier steps, without the guards.
a_s, trusted, full, theta_s, theta_c, phi, l_s, l_c, s_s, s_c = symbols(
    "usable_safety trusted_safety full_detection safety_compute_share capability_compute_share pause_share "
    "faster_safety_labour faster_capability_labour safety_speed capability_speed"
)


def ces(share: sp.Expr, faster: sp.Expr) -> sp.Expr:
    """The CES function as it is written, without its limit."""
    return (share + (1 - share) * faster**stated_substitution) ** (1 / stated_substitution)


STEPS = (
    Step(
        "trusted_safety",
        "A_s'",
        a_s * (1 - sabotage * (1 - full)),
        "usable share of safety work (claim 2), less what is spoiled and not caught by any monitor (claim 5)",
        "fraction",
    ),
    Step(
        "faster_safety_labour",
        "M_s",
        1 / (1 - trusted + trusted / agent_speed),
        "how much faster safety’s labour is; capabilities’ is alike, without the loss",
        "ratio",
    ),
    Step(
        "safety_speed",
        "S_s",
        ces(theta_s, l_s),
        "safety’s speed-up; the share of compute in its cycle is claim 1’s",
        "ratio",
    ),
    Step(
        "capability_speed",
        "S_c",
        ces(theta_c, l_c) * (1 - buildout_pauses.stated_loss * phi),
        "capabilities’ speed-up, less what waiting for data centres costs (claim 3)",
        "ratio",
    ),
    Step("tilt", r"\mathrm{tilt}", s_s / s_c, "safety’s speed-up over capabilities’", "ratio"),
    Step(
        "net",
        r"\mathrm{net}",
        s_s ** (1 - spillover) / s_c,
        "the same when part of safety’s progress is capability progress too",
        "ratio",
    ),
)


LETTERS = {
    "usable_safety": ("A_s", "usable share of safety work (claim 2)"),
    "full_detection": ("F", "share of bad work seen by any of three monitors (claim 5)"),
    "safety_compute_share": (r"\theta_s", "share of compute in safety’s research cycle (claim 1)"),
    "capability_compute_share": (r"\theta_c", "share of compute in capabilities’ research cycle (claim 1)"),
    "pause_share": (r"\varphi", "share of time that capabilities wait for data centres (claim 3)"),
    "faster_capability_labour": ("M_c", "how much faster capability labour is"),
}


LENT = (
    *compute_asymmetry.INPUTS,
    *(s for s in task_horizons.INPUTS if s is not task_horizons.usable_target),
    buildout_pauses.plateau_months,
    buildout_pauses.unpaused_months,
    buildout_pauses.stated_loss,
    *cot_transparency.INPUTS,
)
