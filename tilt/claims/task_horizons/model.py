"""Claim 2: safety tasks come into AI's reach sooner.

Task lengths of a field are lognormal; an AI with horizon H succeeds on a task of m minutes with a logistic chance in
log2(m/H). Matching variances, the share of a field's work within reach is again logistic in the log of the horizon,
with width tau. A result counts only if it is what it seems (validity): agents game their checks often in one kind of
work and seldom in another, and which of them safety's work is, is a choice. So is how the horizon goes on growing. That
says when a field's work comes into reach, never which field's comes first: every trend only rises.
"""

from __future__ import annotations

import sympy as sp

from tilt.engine.claim import Step, symbols
from tilt.engine.formula import Guard, bare, chosen, cut, held, years
from tilt.engine.nodes import Larger, Smaller

(
    horizon_today,
    trend,
    doubling_months,
    recent_doubling_months,
    slowdown_years,
    capability_task_minutes,
    length_ratio,
    safety_spread,
    capability_spread,
    safety_transfer,
    capability_transfer,
    success_slope,
    proxies,
    proxy_overlap,
    gamed_where,
    gamed_common,
    gamed_rare,
    usable_target,
    like_for_like,
) = INPUTS = symbols(
    "horizon_today trend doubling_months recent_doubling_months slowdown_years capability_task_minutes length_ratio "
    "safety_spread capability_spread safety_transfer capability_transfer success_slope proxies proxy_overlap "
    "gamed_where gamed_common gamed_rare usable_target like_for_like"
)
"""`like_for_like` stands in no formula: correlations of other inputs hang on it."""


LEAD_CAP_MONTHS = 120

APPROXIMATION_ERROR = 0.023
"""Largest error, in share of work, of matching variances instead of integrating, over the default ranges (tested)."""


FLOOR = sp.Float(1e-300)

NEVER = 60
"""Natural log of minutes beyond which a horizon is never reached: two fields that never get there come out even."""

ZERO = sp.Integer(0)


# Equal fields must give equal bits, so what both have is kept in one piece: `held`, or `fraction` for shares. Sums of
# more than two terms would be added up in an order that hangs on the inputs' names.


def fraction(x: sp.Expr) -> sp.Expr:
    """A share, which is never below zero, in one piece."""
    return Larger(x, ZERO)


safety_task_minutes = capability_task_minutes / length_ratio


# Lengths enter the formulas by their logarithms: no draw can overflow.
log_capability_minutes = sp.log(capability_task_minutes)

log_safety_minutes = log_capability_minutes - sp.log(length_ratio)


# In the order of the options: gamed more in open-ended work, or where the scorer is in view.
proxy_fooled = fraction(chosen(gamed_where, gamed_common, gamed_rare))

capability_proxy_fooled = fraction(chosen(gamed_where, gamed_rare, gamed_common))


def several(fooled: sp.Expr) -> sp.Expr:
    """Share of safety results that some proxy sees through; fewer than one means nothing: the tail is read as one."""
    return 1 - fooled ** (1 + (Larger(proxies, 1) - 1) * (1 - proxy_overlap))


safety_validity = fraction(several(proxy_fooled))

capability_validity = fraction(1 - capability_proxy_fooled)


def width(spread: sp.Expr) -> sp.Expr:
    """Logistic scale, in log units, of lognormal task lengths met by a logistic success curve (variances add)."""
    return sp.sqrt((spread * sp.sqrt(3) / sp.pi) ** 2 + (sp.log(2) / success_slope) ** 2)


safety_width, capability_width = width(safety_spread), width(capability_spread)


def floored(x: sp.Expr) -> sp.Expr:
    """A difference kept above FLOOR: where the target is never reached, the horizon needed is huge, not infinite."""
    return Larger(x, FLOOR)


def within_reach(log_minutes: sp.Expr) -> sp.Expr:
    """A horizon's logarithm in one piece, kept at NEVER."""
    return cut(log_minutes, -NEVER, NEVER)


def growth(t: sp.Expr) -> sp.Expr:
    """Years of growth at today's pace (`doubling_months`) that t years bring; where growth slows, the past did not."""
    slowing = Smaller(t, ZERO) + slowdown_years * sp.log(1 + Larger(t, ZERO) / slowdown_years)
    return chosen(trend, t, t * doubling_months / recent_doubling_months, slowing)


def elapsed(grown: sp.Expr, guard: Guard = held) -> sp.Expr:
    """Years that bring so many years of growth at today's pace: the inverse of `growth`."""
    ahead = guard(Larger(grown, ZERO) / slowdown_years)
    slowing = Smaller(grown, ZERO) + slowdown_years * (sp.exp(ahead) - 1)
    return chosen(trend, grown, grown * recent_doubling_months / doubling_months, slowing)


def log_horizon(t: sp.Expr) -> sp.Expr:
    """Natural log of the horizon (minutes) t years after the edition's date."""
    return sp.log(horizon_today) + 12 * growth(t) / doubling_months * sp.log(2)


def growth_needed(log_minutes: sp.Expr) -> sp.Expr:
    """Years of growth at today's pace until the horizon has a length, given its natural log (minutes)."""
    return (log_minutes - sp.log(horizon_today)) / sp.log(2) * doubling_months / 12


def reached(log_minutes: sp.Expr) -> sp.Expr:
    """Years after the edition's date when the horizon has grown to a length, given its natural log (minutes)."""
    return elapsed(held(growth_needed(log_minutes)))


def usable(
    validity: sp.Expr,
    log_minutes: sp.Expr,
    transfer: sp.Expr,
    tau: sp.Expr,
    log_reach: sp.Expr,
    guard: Guard = held,
) -> sp.Expr:
    """Share of a field's work that AI does and that can be trusted, when the log of its horizon is `log_reach`."""
    shortfall = (guard(log_minutes - sp.log(transfer)) - guard(log_reach)) / tau
    return validity / (1 + sp.exp(guard(shortfall)))


def log_horizon_needed(
    validity: sp.Expr, log_minutes: sp.Expr, transfer: sp.Expr, tau: sp.Expr, bounded: bool = True
) -> sp.Expr:
    """Natural log of the horizon (minutes) at which the usable share reaches the target; `bounded` puts guards on."""
    whole, above, ever = (held, floored, within_reach) if bounded else (bare, bare, bare)
    odds = usable_target / above(validity - usable_target)
    return ever(whole(log_minutes - sp.log(transfer)) + tau * sp.log(odds))


log_needed_safety = log_horizon_needed(safety_validity, log_safety_minutes, safety_transfer, safety_width)

log_needed_capability = log_horizon_needed(
    capability_validity, log_capability_minutes, capability_transfer, capability_width
)


unclipped_lead = 12 * (reached(log_needed_capability) - reached(log_needed_safety))

lead = cut(unclipped_lead, -LEAD_CAP_MONTHS, LEAD_CAP_MONTHS)


# Parts share each draw's lead as they share the horizon that lies between the fields, whatever the trend.
apart = log_needed_capability - log_needed_safety

months_per_log = sp.Abs(lead) / Larger(sp.Abs(apart), sp.Float(1e-9))

length_part = months_per_log * sp.log(length_ratio)

transfer_part = months_per_log * (sp.log(safety_transfer) - sp.log(capability_transfer))


def usable_safety(t: sp.Expr) -> sp.Expr:
    """Usable share of safety work at t years."""
    return usable(safety_validity, log_safety_minutes, safety_transfer, safety_width, log_horizon(t))


def usable_capability(t: sp.Expr) -> sp.Expr:
    """Usable share of capability work at t years."""
    return usable(capability_validity, log_capability_minutes, capability_transfer, capability_width, log_horizon(t))


trust_ahead = safety_validity - capability_validity
"""Share of safety's results that are what they seem, less that of capabilities'."""


USABLE_YEARS = tuple(2024 + k / 4 for k in range(33))

HORIZON_YEARS = tuple(2023 + k / 4 for k in range(25))


# The model as the chapter shows it: the same functions, applied to the names of earlier steps, without the guards.
m_s, p_s, p_c, v_s, v_c, tau_s, tau_c, g_t, h_t, h_s, h_c, x_s, x_c, t_s, t_c = symbols(
    "safety_task_minutes proxy_fooled capability_proxy_fooled safety_validity capability_validity safety_width "
    "capability_width growth horizon needed_safety needed_capability growth_safety growth_capability "
    "reached_safety reached_capability"
)


STEPS = (
    Step("safety_task_minutes", "m_s", safety_task_minutes, "typical safety task", "minutes"),
    Step(
        "proxy_fooled",
        "p_s",
        chosen(gamed_where, gamed_common, gamed_rare),
        "share of safety results that get past one check by gaming it; w = 0: gamed more in open-ended work, w = 1: "
        "where the scorer is in view",
        "fraction",
    ),
    Step(
        "capability_proxy_fooled",
        "p_c",
        chosen(gamed_where, gamed_rare, gamed_common),
        "the same for capability results and their metric",
        "fraction",
    ),
    Step("safety_validity", "v_s", several(p_s), "share of safety results that are what they seem", "fraction"),
    Step("capability_validity", "v_c", 1 - p_c, "the same for capability results", "fraction"),
    Step("safety_width", r"\tau_s", safety_width, "how gradually safety work comes into reach", "log units"),
    Step("capability_width", r"\tau_c", capability_width, "the same for capability work", "log units"),
    Step(
        "growth",
        "G",
        growth(years),
        "years of growth at today’s pace in t years; g = 0: as since 2023, g = 1: as since 2024, g = 2: slowing",
        "years",
    ),
    Step("horizon", "H", horizon_today * 2 ** (12 * g_t / doubling_months), "horizon after t years", "minutes"),
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
        sp.exp(log_horizon_needed(v_s, sp.log(m_s), safety_transfer, tau_s, bounded=False)),
        "horizon at which safety work reaches the share A you call automated (where it never does, the difference "
        "below the line is read as 10⁻³⁰, and the horizon as e⁶⁰ minutes at most)",
        "minutes",
    ),
    Step(
        "needed_capability",
        "h_c",
        sp.exp(log_horizon_needed(v_c, log_capability_minutes, capability_transfer, tau_c, bounded=False)),
        "the same for capability work",
        "minutes",
    ),
    Step("growth_safety", "x_s", growth_needed(sp.log(h_s)), "years of growth at today’s pace until then", "years"),
    Step("growth_capability", "x_c", growth_needed(sp.log(h_c)), "the same for capability work", "years"),
    Step("reached_safety", "t_s", elapsed(x_s, bare), "when safety work gets there", "years"),
    Step("reached_capability", "t_c", elapsed(x_c, bare), "when capability work does", "years"),
    Step(
        "lead",
        r"\mathrm{lead}",
        12 * (t_c - t_s),
        f"how much sooner safety gets there, kept within {LEAD_CAP_MONTHS} months either way",
        "months",
    ),
)
