"""Claim 3: building for the next scale works like a series of pauses, which safety can use.

Record compute moves in steps. If nothing had to be built, steps would come every G months; they come every L. The part
of the cycle that is waiting, phi, slows capabilities by the share kappa of progress that needs scale. Meanwhile both
fields learn to use the models there are: use spreads exponentially from the day of access, and each field turns faster
labour into faster progress with its own exponent.
"""

from __future__ import annotations

import sympy as sp

from tilt.engine.claim import Step, symbols
from tilt.engine.formula import cut
from tilt.engine.nodes import Larger

(
    plateau_months,
    unpaused_months,
    stated_loss,
    uplift,
    safety_enrolled,
    capability_enrolled,
    safety_lag,
    adoption_months,
    safety_exponent,
    capability_exponent,
) = INPUTS = symbols(
    "plateau_months unpaused_months scale_loss uplift safety_enrolled capability_enrolled safety_lag adoption_months "
    "safety_exponent capability_exponent"
)


LOSS_LIMITS = (-1.0, 0.95)
"""The tails of a linear interval are cut here: no plateau doubles progress or stops all of it."""


PAUSE_THRESHOLD_MONTHS = 1.0

pause_share = Larger(0, 1 - unpaused_months / plateau_months)
"""phi: the part of the cycle between big steps that is waiting. Claim 6 uses it."""


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


safety_pace = pace(safety_uplift, safety_exponent)

unpaused_pace = pace(capability_uplift, capability_exponent)

capability_pace = unpaused_pace * (1 - scale_loss * pause_share)

differential = safety_pace / capability_pace

FADE_MONTHS = 2
"""Time constants after which use has spread to nearly all it will reach (86 %): the window must hold them."""


window = plateau_months - safety_lag - FADE_MONTHS * adoption_months


# The differential as a product of four ratios, each 1 where its cause is absent: for the chapter's table.
undelayed_uplift = mean_uplift(sp.Integer(0), safety_enrolled)

CAUSES = {
    "the pause itself": -sp.log(1 - scale_loss * pause_share),
    "returns to labour": (safety_exponent - capability_exponent) * sp.log(capability_uplift),
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
phi, s_u, c_u, s_pace, c_pace = symbols("pause_share safety_uplift capability_uplift safety_pace capability_pace")

STEPS = (
    Step(
        "pause_share", r"\varphi", pause_share, "part of the cycle spent waiting for something to be built", "fraction"
    ),
    Step(
        "pause_equivalent",
        "p",
        12 * phi * stated_loss,
        "complete stops of capabilities that cost as much progress",
        "months per year",
    ),
    Step("safety_uplift", "U_s", safety_uplift, "safety’s mean uplift over a plateau", "ratio"),
    Step("capability_uplift", "U_c", capability_uplift, "the same for capabilities, who do not wait", "ratio"),
    Step("safety_pace", "S", pace(s_u, safety_exponent), "safety’s pace over its pace without AI", "ratio"),
    Step(
        "capability_pace",
        "C",
        pace(c_u, capability_exponent) * (1 - stated_loss * phi),
        "capabilities’ pace, slowed while they wait",
        "ratio",
    ),
    Step("differential", "D", s_pace / c_pace, "safety’s pace over capabilities’", "ratio"),
    Step("window", "w", window, "what is left of a plateau once use has spread", "months"),
)
