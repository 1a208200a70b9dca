"""Claim 2: safety tasks come into AI's reach sooner.

Task lengths of a field are lognormal; an AI with horizon H succeeds on a task of m minutes with a logistic chance in
log2(m/H). Matching variances, the share of a field's work within reach is again logistic in the log of the horizon,
with width tau. A result counts only if it can be told from a fooled proxy (validity).
"""

from __future__ import annotations

import sympy as sp

from tilt.engine.claim import Step, symbols
from tilt.engine.formula import Guard, bare, cut, held, years
from tilt.engine.nodes import Larger

(
    horizon_today,
    doubling_months,
    capability_task_minutes,
    length_ratio,
    safety_spread,
    capability_spread,
    safety_transfer,
    capability_transfer,
    success_slope,
    proxies,
    proxy_overlap,
    proxy_fooled,
    capability_proxy_fooled,
    usable_target,
) = INPUTS = symbols(
    "horizon_today doubling_months capability_task_minutes length_ratio safety_spread capability_spread "
    "safety_transfer capability_transfer success_slope proxies proxy_overlap proxy_fooled capability_proxy_fooled "
    "usable_target"
)


LEAD_CAP_MONTHS = 120

APPROXIMATION_ERROR = 0.019
"""Largest error, in share of work, of matching variances instead of integrating, over the default ranges (tested)."""


FLOOR = sp.Float(1e-6)

safety_task_minutes = capability_task_minutes / length_ratio


# Lengths enter the formulas by their logarithms: no draw can overflow.
log_capability_minutes = sp.log(capability_task_minutes)

log_safety_minutes = log_capability_minutes - sp.log(length_ratio)


# Fewer than one proxy means nothing: the tail of a log interval is read as one.
safety_validity = 1 - proxy_fooled ** (1 + (Larger(proxies, 1) - 1) * (1 - proxy_overlap))

capability_validity = 1 - capability_proxy_fooled


def width(spread: sp.Expr) -> sp.Expr:
    """Logistic scale, in log units, of lognormal task lengths met by a logistic success curve (variances add)."""
    return sp.sqrt((spread * sp.sqrt(3) / sp.pi) ** 2 + (sp.log(2) / success_slope) ** 2)


safety_width, capability_width = width(safety_spread), width(capability_spread)


def floored(x: sp.Expr) -> sp.Expr:
    """A difference kept above FLOOR: where the target is never reached, the horizon needed is huge, not infinite."""
    return Larger(x, FLOOR)


def log_horizon(t: sp.Expr) -> sp.Expr:
    """Natural log of the horizon (minutes) t years after the edition's date."""
    return sp.log(horizon_today) + 12 * t / doubling_months * sp.log(2)


def usable(
    validity: sp.Expr,
    log_minutes: sp.Expr,
    transfer: sp.Expr,
    tau: sp.Expr,
    log_reach: sp.Expr,
    guard: Guard = held,
) -> sp.Expr:
    """Share of a field's work that AI does and that can be trusted, when the log of its horizon is `log_reach`."""
    shortfall = (log_minutes - sp.log(transfer) - log_reach) / tau
    return validity / (1 + sp.exp(guard(shortfall)))


def log_horizon_needed(
    validity: sp.Expr, log_minutes: sp.Expr, transfer: sp.Expr, tau: sp.Expr, guard: Guard = floored
) -> sp.Expr:
    """Natural log of the horizon (minutes) at which the usable share reaches the target."""
    odds = usable_target / guard(validity - usable_target)
    return log_minutes - sp.log(transfer) + tau * sp.log(odds)


log_needed_safety = log_horizon_needed(safety_validity, log_safety_minutes, safety_transfer, safety_width)

log_needed_capability = log_horizon_needed(
    capability_validity, log_capability_minutes, capability_transfer, capability_width
)


def months_between(log_later: sp.Expr, log_sooner: sp.Expr) -> sp.Expr:
    """Months in which the horizon grows from one length to another, given their natural logs."""
    return doubling_months * (log_later - log_sooner) / sp.log(2)


unclipped_lead = months_between(log_needed_capability, log_needed_safety)

lead = cut(unclipped_lead, -LEAD_CAP_MONTHS, LEAD_CAP_MONTHS)

length_part = doubling_months * sp.log(length_ratio) / sp.log(2)

transfer_part = doubling_months * (sp.log(safety_transfer) - sp.log(capability_transfer)) / sp.log(2)


def usable_safety(t: sp.Expr) -> sp.Expr:
    """Usable share of safety work at t years."""
    return usable(safety_validity, log_safety_minutes, safety_transfer, safety_width, log_horizon(t))


def usable_capability(t: sp.Expr) -> sp.Expr:
    """Usable share of capability work at t years."""
    return usable(capability_validity, log_capability_minutes, capability_transfer, capability_width, log_horizon(t))


USABLE_YEARS = tuple(2024 + k / 4 for k in range(33))

HORIZON_YEARS = tuple(2023 + k / 4 for k in range(25))


# The model as the chapter shows it: the same functions, applied to the names of earlier steps, without the guards.
m_s, v_s, v_c, tau_s, tau_c, h_t, h_s, h_c = symbols(
    "safety_task_minutes safety_validity capability_validity safety_width capability_width "
    "horizon needed_safety needed_capability"
)


STEPS = (
    Step("safety_task_minutes", "m_s", safety_task_minutes, "typical safety task", "minutes"),
    Step("safety_validity", "v_s", safety_validity, "share of safety results that are what they seem", "fraction"),
    Step("capability_validity", "v_c", capability_validity, "the same for capability results", "fraction"),
    Step("safety_width", r"\tau_s", safety_width, "how gradually safety work comes into reach", "log units"),
    Step("capability_width", r"\tau_c", capability_width, "the same for capability work", "log units"),
    Step("horizon", "H", sp.exp(log_horizon(years)), "horizon after t years", "minutes"),
    Step(
        "usable_safety",
        "A_s",
        usable(v_s, sp.log(m_s), safety_transfer, tau_s, sp.log(h_t), bare),
        "usable share of safety work at that horizon; capabilities’ is alike",
        "fraction",
    ),
    Step(
        "needed_safety",
        "h_s",
        sp.exp(log_horizon_needed(v_s, sp.log(m_s), safety_transfer, tau_s, bare)),
        "horizon at which safety work reaches the share A you call automated",
        "minutes",
    ),
    Step(
        "needed_capability",
        "h_c",
        sp.exp(log_horizon_needed(v_c, log_capability_minutes, capability_transfer, tau_c, bare)),
        "the same for capability work",
        "minutes",
    ),
    Step(
        "lead",
        r"\mathrm{lead}",
        months_between(sp.log(h_c), sp.log(h_s)),
        f"how much sooner safety gets there, kept within {LEAD_CAP_MONTHS} months either way",
        "months",
    ),
)
