"""Claim 3: building for the next scale works like a series of pauses, which safety can use.

Record compute moves in steps. If nothing had to be built, steps would come every G months; they come every L. The part
of the cycle that is waiting, phi, slows capabilities by the share kappa of progress that needs scale. Meanwhile both
fields learn to use the models there are: use spreads exponentially from the day of access, and each field turns faster
labour into faster progress with its own exponent.
"""

from __future__ import annotations

from functools import partial

import sympy as sp

from tilt.charts import kinds as charts
from tilt.claims.buildout_pauses.evidence import FIGURES, TABLES, facts
from tilt.engine.claim import Claim, Fan, Finding, Larger, Picture, Smaller, Step, symbols

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

scale_loss = Smaller(Larger(stated_loss, LOSS_LIMITS[0]), LOSS_LIMITS[1])
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
COLOURS = {with_pause: charts.MINE, without_pause: charts.SOFT}
RATIOS = {with_pause: differential, without_pause: safety_pace / unpaused_pace}
ratio_fan = partial(
    charts.fan, years=False, percent=False, reference=1.0, colours=COLOURS, y_title="safety’s pace over capabilities’"
)

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

CLAIM = Claim(
    slug="buildout-pauses",
    number=3,
    title="Building works like a series of pauses",
    short="Build-out pauses",
    sentence=(
        "Much larger models wait for much larger data centres, so building works like a series of pauses on "
        "capabilities, which safety can use if more of its people get everything out of each new model."
    ),
    inputs=tuple(s.name for s in INPUTS),
    steps=STEPS,
    findings=(
        Finding(
            id="pause",
            title="A pause worth the name",
            statement="waiting for data centres costs capabilities more than a month’s progress a year",
            effect=pause_equivalent,
            effect_name="pause-equivalent",
            unit="months per year",
            threshold=PAUSE_THRESHOLD_MONTHS,
            sides=("less, or none", "more than a month a year"),
        ),
        Finding(
            id="differential",
            title="Safety gains on capabilities",
            statement="AI and the wait together speed up safety more than capabilities",
            effect=differential,
            effect_name="safety’s pace over capabilities’",
            unit="×",
            threshold=1.0,
            sides=("capabilities gain", "safety gains"),
        ),
        Finding(
            id="window",
            title="A window long enough to use",
            statement="a plateau outlasts safety’s wait for the model and the spread of its use",
            effect=window,
            effect_name="what is left of a plateau",
            unit="months",
            sides=("too short", "long enough"),
        ),
    ),
    fans=(
        Fan(
            id="enrolment",
            title="What enrolling safety people buys",
            over=share,
            grid=ENROLMENT,
            labels=tuple(100 * a for a in ENROLMENT),
            series=along(safety_enrolled, share),
            unit="ratio",
            axis="safety people who use the newest models fully, %",
        ),
        Fan(
            id="plateau",
            title="What a longer plateau buys",
            over=months,
            grid=PLATEAUS,
            labels=PLATEAUS,
            series=along(plateau_months, months),
            unit="ratio",
            axis="months between big steps",
        ),
    ),
    pictures=(
        Picture(
            id="enrolment",
            kind="fan",
            target="enrolment",
            title="What enrolling safety people buys",
            note="Lines: medians of the draws. Bands: their middle half. Above the dashed line safety gains.",
            describe="Rising curves with bands: safety’s pace over capabilities’ by share of safety people enrolled.",
            draw=partial(ratio_fan, x_title="safety people who use the newest models fully, %"),
        ),
        Picture(
            id="spread",
            kind="distribution",
            title="How the effect is spread over the draws",
            note="Solid line: where the finding flips. Dashed: median. The end bars gather what lies beyond.",
            describe="Histogram of the chosen finding’s effect, split at its threshold.",
            draw=charts.distribution,
        ),
        Picture(
            id="plateau",
            kind="fan",
            target="plateau",
            title="What a longer plateau buys",
            note="The same, by the length of the plateau, with enrolment as uncertain as you left it.",
            describe="Two curves with bands: safety’s pace over capabilities’ by months between big steps.",
            draw=partial(ratio_fan, x_title="months between big steps"),
        ),
        Picture(
            id="months",
            kind="intervals",
            ids=("plateau_months", "unpaused_months", "safety_lag", "adoption_months"),
            title="The waiting times, measured and assumed",
            note="Dots: what was measured; each names its study. Violet: your interval. Grey: the book’s.",
            describe="Measured months and assumed intervals of plateau, step without building, lag and spread of use.",
            draw=partial(charts.intervals, axis="months", domain=(0.5, 60), log=True),
        ),
    ),
    figures=FIGURES,
    tables=TABLES,
    facts=facts,
)
