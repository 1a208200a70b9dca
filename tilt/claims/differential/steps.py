"""Claim 6 as its chapter shows it: the model's functions applied to the names of earlier steps, without the guards."""

from __future__ import annotations

import sympy as sp

from tilt.claims.buildout_pauses import model as buildout_pauses
from tilt.claims.compute_asymmetry import model as compute_asymmetry
from tilt.claims.compute_asymmetry.model import weighting
from tilt.claims.differential.model import (
    NODES,
    SUBSTITUTION_LIMITS,
    capability_compute_growth,
    capability_people_growth,
    fuzzy_share,
    labour_elasticity,
    sabotage,
    safety_compute_growth,
    safety_labour,
    safety_people_growth,
    spillback,
    spillover,
    stated_agent_speed,
    stated_substitution,
    unseen_error,
    years_ahead,
)
from tilt.engine.claim import Step, symbol, symbols
from tilt.engine.formula import chosen
from tilt.format import number

A_s, A_c, U_s, U_c, full, a_s, M_s, M_c, phi, kappa, T_s, T_c, S_s, S_c, G_s, G_c, P_s, P_c = symbols(
    "usable_safety usable_capability done_safety done_capability full_detection safety_agents faster_safety_labour "
    "faster_capability_labour pause_share scale_loss safety_cycle capability_cycle safety_speed capability_speed "
    "safety_grown_speed capability_grown_speed safety_pace capability_pace"
)

SHOWN_SAFETY, SHOWN_CAPABILITY = compute_asymmetry.shown_fields(
    compute_asymmetry.safety_flop, compute_asymmetry.safety_spread, NODES
)

KINDS = {"safety": "v_s", "small": "v_k", "large": "v_l"}
"""The kinds of experiments, each with the letter of how much faster one becomes."""


def sped_up(days: sp.Expr, human_days: sp.Expr, labour: sp.Expr, compute: sp.Expr = sp.S.One) -> sp.Expr:
    """How much faster one experiment becomes when labour and compute grow so, as it is written."""
    grown = days * compute**stated_substitution + human_days * labour**stated_substitution
    return (grown / (days + human_days)) ** (1 / stated_substitution)


def experiments(ending: str, mark: str, growth: tuple[sp.Expr, sp.Expr], meaning: str) -> list[Step]:
    """How much faster one experiment of each kind becomes, a step each."""
    words = (meaning, "the same of a small capability experiment", "the same of a large one")
    fields = (SHOWN_SAFETY, SHOWN_CAPABILITY)
    formulas = [
        runs.one(sped_up(days, field.human_days, labour, grown))
        for field, labour, grown in zip(fields, (M_s, M_c), growth, strict=True)
        for (_, runs), days in zip(field.kinds, field.run_days, strict=True)
    ]
    return [
        Step(f"{kind}_{ending}", letter + mark, formula, said, "ratio")
        for (kind, letter), formula, said in zip(KINDS.items(), formulas, words, strict=True)
    ]


def shown_speed(field: compute_asymmetry.NamedRuns, cycle: sp.Expr, kinds: tuple[str, ...], ending: str) -> sp.Expr:
    """A field's speed by the names of what its experiments take, and of how much faster one of each kind becomes."""
    each = [
        (share, runs, days, runs.named(symbol(f"{kind}_{ending}")))
        for (share, runs), days, kind in zip(field.kinds, field.run_days, kinds, strict=True)
    ]
    after = sp.Add(*[share * runs.E((days + field.human_days) / faster) for share, runs, days, faster in each])
    return chosen(
        weighting,
        cycle / after,
        sp.exp(sp.Add(*[share * runs.E(sp.log(faster)) for share, runs, _, faster in each])),
    )


def speeds(ending: str, mark: str, meaning: str) -> list[Step]:
    """Both fields' speeds, a step each."""
    middle = "grown_speed" if mark else "speed"
    return [
        Step(f"safety_{middle}", f"S_s{mark}", shown_speed(SHOWN_SAFETY, T_s, ("safety",), ending), meaning, "ratio"),
        Step(
            f"capability_{middle}",
            f"S_c{mark}",
            shown_speed(SHOWN_CAPABILITY, T_c, ("small", "large"), ending),
            "the same for capabilities",
            "ratio",
        ),
    ]


STEPS = (
    Step(
        "done_safety",
        "U_s",
        A_s * buildout_pauses.safety_enrolled * (1 - sabotage * (1 - full)) * (1 - fuzzy_share * unseen_error),
        "share of safety’s labour that AI does and that counts: within reach (claim 2, as of the day safety got the "
        "model), used (claim 3), neither spoiled unseen (claim 5) nor wrong unnoticed",
        "fraction",
    ),
    Step(
        "done_capability",
        "U_c",
        A_c * buildout_pauses.capability_enrolled,
        "share of capabilities’ labour that AI does",
        "fraction",
    ),
    Step(
        "safety_agents",
        r"\alpha_s",
        1 + (stated_agent_speed - 1) * safety_labour**labour_elasticity,
        "how much faster AI does safety’s work: a researcher with more of it gains more (a kept at 1 or above, here "
        "and below)",
        "ratio",
    ),
    Step(
        "faster_safety_labour",
        "M_s",
        1 / (1 - U_s + U_s / a_s),
        "how much faster safety’s labour is",
        "ratio",
    ),
    Step(
        "faster_capability_labour",
        "M_c",
        1 / (1 - U_c + U_c / stated_agent_speed),
        "how much faster capabilities’ labour is",
        "ratio",
    ),
    *experiments(
        "faster",
        "",
        (sp.S.One, sp.S.One),
        "how much faster one safety experiment becomes, when labour does and its computing does not (ρ kept between "
        f"{number(SUBSTITUTION_LIMITS[0])} and {number(SUBSTITUTION_LIMITS[1])})",
    ),
    *speeds(
        "faster",
        "",
        "what AI does for safety’s speed: its experiments’ time before over their time after, or the mean of the "
        "logarithm over experiments",
    ),
    Step("tilt", r"\mathrm{tilt}", S_s / S_c, "safety’s speed-up over capabilities’", "ratio"),
    Step(
        "net",
        r"\mathrm{net}",
        S_s ** (1 - spillover) / S_c ** (1 - spillback),
        "the same when part of either field’s progress is the other’s too",
        "ratio",
    ),
    *experiments(
        "grown",
        "^*",
        (safety_compute_growth**years_ahead, capability_compute_growth**years_ahead),
        "how much faster one safety experiment becomes when compute for each researcher grows as well",
    ),
    *speeds("grown", "^*", "safety’s speed when compute grows as well, as above"),
    Step(
        "safety_pace",
        "P_s",
        G_s * safety_people_growth ** (years_ahead * buildout_pauses.safety_exponent),
        "safety’s pace when people grow in number as well",
        "ratio",
    ),
    Step(
        "capability_pace",
        "P_c",
        G_c * capability_people_growth ** (years_ahead * buildout_pauses.capability_exponent) * (1 - kappa * phi),
        "the same for capabilities, less what waiting for data centres costs (claim 3)",
        "ratio",
    ),
    Step("pace", r"\mathrm{pace}", P_s / P_c, "safety’s pace over capabilities’, everything let in", "ratio"),
)


LETTERS = {
    "safety_run_days": ("d_s", "days of computing of one safety experiment (claim 1)"),
    "small_run_days": ("d_k", "days of computing of one small capability experiment (claim 1)"),
    "large_run_days": ("d_l", "days of computing of one large capability experiment (claim 1)"),
    "safety_cycle": ("T_s", "mean days of a safety experiment (claim 1)"),
    "capability_cycle": ("T_c", "mean days of a capability experiment (claim 1)"),
    "usable_safety": ("A_s", "usable share of safety work (claim 2) when it got the newest model"),
    "usable_capability": ("A_c", "usable share of capability work (claim 2)"),
    "full_detection": ("F", "share of bad work seen by any of three monitors at that time (claim 5)"),
    "pause_share": (r"\varphi", "share of time that capabilities wait for data centres (claim 3)"),
    "scale_loss": (r"\kappa", "share of capability progress lost while they wait (claim 3), kept as there"),
}
