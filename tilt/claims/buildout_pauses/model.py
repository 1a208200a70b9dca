"""Claim 3: building for the next scale works like a series of pauses, which safety can use.

Record compute moves in steps. If nothing had to be built, steps would come every G months; they come every L. The part
of the cycle that is waiting, phi, slows capabilities by the share kappa of progress that is lost while record compute
stands still; two readings of evidence say how large kappa is, and a choice takes one of them in each draw. Meanwhile
both fields learn to use the models there are: use spreads exponentially from the day of access, and an exponent turns
faster labour into faster progress.
"""

from __future__ import annotations

import sympy as sp

from tilt.engine.claim import Step, symbols
from tilt.engine.formula import chosen, cut, held
from tilt.engine.nodes import Larger, Smaller
from tilt.format import number

(
    plateau_months,
    unpaused_months,
    loss_reading,
    plateau_pace,
    scale_share,
    uplift,
    safety_enrolled,
    capability_enrolled,
    safety_lag,
    adoption_months,
    labour_exponent,
    returns_edge,
) = INPUTS = symbols(
    "plateau_months unpaused_months loss_reading plateau_pace scale_share uplift safety_enrolled capability_enrolled "
    "safety_lag adoption_months labour_exponent returns_edge"
)


LOSS_INPUTS = (loss_reading, plateau_pace, scale_share)
"""What `scale_loss` is made of: whoever borrows it borrows these."""


LOSS_LIMITS = (-2.0, 1.0)
"""Tails are cut here: no plateau trebles progress or takes more than all of it."""


PAUSE_THRESHOLD_MONTHS = 1.0

pause_share = Larger(0, 1 - unpaused_months / plateau_months)
"""phi: the part of the cycle between big steps that is waiting. Claim 6 uses it."""


stated_loss = chosen(loss_reading, 1 - plateau_pace, scale_share)
"""kappa by the chosen reading: what the index shows of plateaus, or what is owed to scale."""


scale_loss = cut(stated_loss, *LOSS_LIMITS)
"""kappa, within LOSS_LIMITS: the share of capability progress lost while waiting. Claim 6 uses it."""


pause_equivalent = 12 * pause_share * scale_loss


def mean_uplift(lag: sp.Expr, enrolled: sp.Expr) -> sp.Expr:
    """A field's mean uplift over a plateau that gets the model `lag` months late and comes to be `enrolled` in its use.

    Use spreads as 1 - exp(-t/tau) from the day of access; averaged over the plateau.
    """
    left = Larger(plateau_months - lag, 0)
    spread = left / plateau_months - adoption_months / plateau_months * (1 - sp.exp(-left / adoption_months))
    return 1 + (uplift - 1) * enrolled * spread


safety_uplift = mean_uplift(safety_lag, safety_enrolled)

capability_uplift = mean_uplift(sp.Integer(0), capability_enrolled)


def pace(mean: sp.Expr, exponent: sp.Expr) -> sp.Expr:
    """Progress of a field whose labour has been sped up by `mean`, over its progress without AI."""
    return mean**exponent


capability_exponent = labour_exponent
"""Capabilities' returns to faster labour, an input as it stands. Claim 6 uses it, and safety's below."""


RETURNS_INPUTS = (labour_exponent, returns_edge)
"""What both fields' returns are made of: whoever borrows them borrows these."""


safety_exponent = Smaller(labour_exponent * returns_edge, 1)
"""Safety's returns to faster labour: those of capabilities unless the reader gives it an edge, and never above 1."""


safety_pace = pace(safety_uplift, safety_exponent)

unpaused_pace = pace(capability_uplift, labour_exponent)

capability_pace = unpaused_pace * (1 - scale_loss * pause_share)

log_slowed = sp.log(1 - scale_loss * pause_share)

differential = sp.exp(
    held(safety_exponent * sp.log(safety_uplift) - labour_exponent * sp.log(capability_uplift) - log_slowed)
)
"""Safety's pace over capabilities', from logarithms, so that equal paces cancel."""

FADE_MONTHS = 2
"""Time constants after which use has spread to nearly all it will reach (86 %): the window must hold them."""


window = plateau_months - safety_lag - FADE_MONTHS * adoption_months


NEARLY_ALL = sp.Rational(9, 10)
"""The enrolment that the lever is pulled to: about what surveys find for any use of AI at all."""


LEVER_THRESHOLD = 1.1
"""A gain worth the name: a tenth more pace."""


fully_enrolled_uplift = mean_uplift(safety_lag, Larger(safety_enrolled, NEARLY_ALL))

lever = sp.exp(held(safety_exponent * (sp.log(fully_enrolled_uplift) - sp.log(safety_uplift))))
"""Safety's pace once nine in ten are enrolled, over its pace as it is; 1 where so many are already."""


# The differential as a product of four ratios, each 1 where its cause is absent: for the chapter's table.
undelayed_uplift = mean_uplift(sp.Integer(0), safety_enrolled)

CAUSES = {
    "the pause itself": -log_slowed,
    "returns to labour": (safety_exponent - labour_exponent) * sp.log(capability_uplift),
    "enrolment": safety_exponent * (sp.log(undelayed_uplift) - sp.log(capability_uplift)),
    "later access": safety_exponent * (sp.log(safety_uplift) - sp.log(undelayed_uplift)),
}


ENROLMENT = tuple(k / 20 for k in range(21))

PLATEAUS = tuple(float(m) for m in range(6, 37, 2))

with_pause, without_pause = "with the pause", "without it"

RATIOS = {with_pause: differential, without_pause: safety_pace / unpaused_pace}

share, months = sp.symbols("enrolled_share months_between", real=True)


def along(lever: sp.Symbol, grid: sp.Symbol) -> dict[str, sp.Expr]:
    """The differential, with and without the pause, with an input replaced by the symbol of a fan's grid."""
    return {name: e.xreplace({lever: grid}) for name, e in RATIOS.items()}


# The model as the chapter shows it: the same functions applied to the names of earlier steps, without the guards.
phi, kappa, s_u, c_u, s_pace, c_pace = symbols(
    "pause_share scale_loss safety_uplift capability_uplift safety_pace capability_pace"
)

STEPS = (
    Step(
        "pause_share", r"\varphi", pause_share, "part of the cycle spent waiting for something to be built", "fraction"
    ),
    Step(
        "scale_loss",
        r"\kappa",
        stated_loss,
        "share of progress lost while record compute stands still, by the chosen reading (kept between "
        f"{number(LOSS_LIMITS[0])} and {number(LOSS_LIMITS[1])})",
        "fraction",
    ),
    Step(
        "pause_equivalent",
        "p",
        12 * phi * kappa,
        "complete stops of capabilities that cost as much progress",
        "months per year",
    ),
    Step("safety_uplift", "U_s", safety_uplift, "safety’s mean uplift over a plateau", "ratio"),
    Step("capability_uplift", "U_c", capability_uplift, "the same for capabilities, who do not wait", "ratio"),
    Step(
        "safety_pace",
        "S",
        pace(s_u, labour_exponent * returns_edge),
        "safety’s pace over its pace without AI (the exponent kept at 1 or below)",
        "ratio",
    ),
    Step(
        "capability_pace",
        "C",
        pace(c_u, labour_exponent) * (1 - kappa * phi),
        "capabilities’ pace, slowed while they wait",
        "ratio",
    ),
    Step("differential", "D", s_pace / c_pace, "safety’s pace over capabilities’", "ratio"),
    Step("window", "w", window, "what is left of a plateau once use has spread", "months"),
    Step(
        "lever",
        r"\ell",
        pace(fully_enrolled_uplift, labour_exponent * returns_edge) / s_pace,
        "safety’s pace with nine in ten of its people enrolled, over its pace as it is (the exponent as before)",
        "ratio",
    ),
)
