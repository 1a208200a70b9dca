"""The numbers that the sentences of claim 3's chapter use, each computed or read from a table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from tilt.claims.buildout_pauses import model
from tilt.claims.buildout_pauses.calibration import second_opinion
from tilt.claims.common import common_facts, movers, signed
from tilt.claims.turning import either
from tilt.engine.run import Run
from tilt.engine.scale import Floats
from tilt.format import counted
from tilt.record import evidence
from tilt.record.cited import quote
from tilt.trends import index_plateaus, plateau_use, record_compute
from tilt.trends.plateau_lengths import gap_forecasts, posteriors, quantile
from tilt.trends.record_compute import READINGS, fit_growth, flat_spells, gaps, growth_a_year, records

READING_NAMES = ("index", "share")
"""The options of the choice between two readings of the loss."""

MOVERS = {
    "plateau_pace": "how much of its pace capability keeps in flat spells",
    "loss_reading": "which evidence says what a plateau costs",
    "plateau_months": "how far big steps lie apart",
}
"""How sentences call the assumptions that move the verdict most."""

TURNED = {
    "plateau_pace": "if capability keeps {:.2f} of its pace in flat spells",
    "plateau_months": "if big steps come every {:.0f} months",
    "unpaused_months": "if they would come only every {:.0f} months with nothing to build",
}
"""Inputs that may bring the headline's credence to a half when held at one value, and how that is said."""

EDGE = 1.5
"""The edge in returns that a sentence asks about: safety's labour worth half again as much as capabilities'."""


def named(key: str, words: str) -> str:
    """A study, firm or government as a link to its source."""
    return f"[{words}]({evidence.sources().at[key, 'url']!s})"


def links() -> Mapping[str, str]:
    """Who is named in the chapter, each with the page its figures come from."""
    return {
        "epoch": named("epoch_eci_2026_04", "Epoch AI"),
        "ho": named("ho_2024", "Ho and others (2024)"),
        "whitfill": named("whitfill2025", "Whitfill, Snodin and Becker (2025)"),
        "new_york": named("ny_eo62", "New York"),
        "openai": named("openai_ra2026", "OpenAI"),
        "anthropic": named("anthropic_pace_2026_09", "Anthropic"),
        "trial_2025": named("metr_rct_2025", "2025"),
        "trial_2026": named("corebench_rct", "2026"),
        "staff": named("anthropic_rsi_2026", "research staff"),
        "survey": named("metr_survey_2026", "a survey of 2026"),
        "futures": named("ai_futures_2026", "a public model"),
        "metr": named("opus55_card", "METR’s view"),
    }


def turns(run: Run) -> str:
    """Where the headline's credence comes to a half with one input held at one value, as a sentence."""
    flips = {s.id: s.flip for s in run.swings() if s.flip is not None}
    found = [
        f"[{counted(words.format(flips[id]))}](set:{id}={flips[id]!r})" for id, words in TURNED.items() if id in flips
    ]
    if not found:
        return "Neither the pace kept nor the time between big steps, held at one value, brings the credence to a half."
    return f"The credence comes to a half {either(found)}."


def because(product: Mapping[str, float]) -> str:
    """What raises the ratio of paces, where it is the pause: the tail of a sentence, else nothing."""
    gains = [max(0.0, math.log(factor)) for factor in product.values()]
    held = max(0.0, math.log(product["the pause itself"]))
    share = held / sum(gains) if held else 0.0
    how = "almost wholly" if share > 0.9 else "mostly"
    return f", {how} because capabilities are held up" if share > 0.5 else ""


def fits(credence: float) -> str:
    """How often a plateau holds what safety needs to use a model, in a word, from the credence that it does."""
    return next(word for least, word in ((0.9, "nearly always"), (0.5, "mostly"), (0.33, "often"), (-1, "seldom"))
                if credence > least)  # fmt: skip


def if_right(run: Run) -> str:
    """What METR's view of the speed-up would mean for the model's own, as a sentence."""
    low = float(np.median(run.evaluate(model.unpaused_pace))) < quote("acceleration", "metr_view", "value")
    much = "the model is too low for both fields, and for what enrolling buys" if low else "the model is not too low"
    return f"If METR is right, {much}."


def evaluated(run: Run) -> Mapping[str, Floats]:
    """Over the run's draws: the log of each cause of the differential, and safety's pace."""
    found: Mapping[str, Floats] = run.evaluate(model.CAUSES | {"safety_pace": model.safety_pace})
    return found


def causes(run: Run) -> dict[str, float]:
    """Mean over the draws of the log of each of the four ratios whose product is the differential."""
    found = run.evaluate(model.CAUSES)
    return {name: float(np.mean(values)) for name, values in found.items()}


def by_reading(run: Run) -> Mapping[str, float]:
    """Credence in percent of `pause` and `differential` under each reading of the loss alone, as `pause_index`."""
    found = {}
    for name in READING_NAMES:
        alone = run.under({"loss_reading": name})
        for finding in ("pause", "differential"):
            found[f"{finding}_{name}"] = 100 * alone.verdict(finding).credence
    return found


def enrolling(run: Run) -> Mapping[str, Any]:
    """What enrolling buys: percent of safety's pace gained, by the lever and from nobody to everybody."""
    low, middle, high = (100 * (q - 1) for q in np.quantile(run.effect("lever"), (0.05, 0.5, 0.95)))
    nobody, everybody = (run.holding({"safety_enrolled": share}) for share in (0.0, 1.0))
    whole = evaluated(everybody)["safety_pace"] / evaluated(nobody)["safety_pace"]
    return {
        "lever_gain": middle,
        "lever_gain_low": low,
        "lever_gain_high": high,
        "whole_gain": 100 * (float(np.median(whole)) - 1),
        "edge": EDGE,
        "lever_edge": 100 * run.under({"returns_edge": EDGE}).verdict("lever").credence,
    }


def compute_facts() -> Mapping[str, Any]:
    """Records of compute: spells, gaps, growth beside its own source's, and how well a line would have foreseen it."""
    spells = {s.id: s for s in flat_spells()}
    found = {reading: gaps(reading) for reading in READINGS}
    low, growth, high = growth_a_year(fit_growth(records()))
    tested = record_compute.summary().iloc[-1]
    earlier = gap_forecasts()
    closed = earlier[~earlier["open"].astype(bool)]
    return {
        "spell_2024": spells["flat_2024"].months,
        "spell_2026": spells["flat_2026"].months,
        "gap_low": min(g.months for each in found.values() for g in each if not g.open),
        "gap_high": max(g.months for each in found.values() for g in each if not g.open),
        "gaps_closed": len([g for g in found["2026"] if not g.open]),
        "gap_open": found["2026"][-1].months,
        "growth": growth,
        "growth_low": low,
        "growth_high": high,
        "covered_50": 100 * float(tested["in_50%"]),
        "covered_90": 100 * float(tested["in_90%"]),
        "gap_closed_forecasts": len(closed),
        "gap_short": int((closed["months"] > closed["median"]).sum()),
        "gap_miss": float(closed["error_trend"].mean()),
        "gap_miss_flat": float(closed["error_flat"].mean()),
    }


def index_facts() -> Mapping[str, Any]:
    """The capability index inside plateaus and outside them, and shares of progress that studies owe to scale."""
    inside = index_plateaus.capability_in_spells().set_index("id")
    _, recent, rising = index_plateaus.rates(after_last=False)
    return {
        "rate_recent": recent,
        "rate_rising": rising,
        "loss_all": 100 * float(inside["loss"].loc["flat_all"]),
        "months_outside": index_plateaus.months_outside(),
        "astra_lead": index_plateaus.last_record_lead(),
        "big_models": "Grok 3 and GPT-4.5",
        "score_grok": quote("capability_index", "grok-3", "score"),
        "score_gpt45": quote("capability_index", "gpt-4.5", "score"),
        "score_o1": quote("capability_index", "o1", "score"),
        "scale_low": 100 * quote("scale_shares", "ho_2024", "low"),
        "scale_high": 100 * quote("scale_shares", "ho_2024", "high"),
        "rates_share": 100 * quote("scale_shares", "ho_rates", "share"),
    }


def building_facts() -> Mapping[str, Any]:
    """Building, and the stops of 2026."""
    built, steps = plateau_use.build_times(), plateau_use.largest_site_gaps()
    return {
        "build_middle": built["q50"],
        "build_sites": int(built["sites"]),
        "site_step": float(steps.mean()),
        "final_share": 100 * quote("pace_context", "final_run_share", "value"),
        "ny_size": quote("stops_and_leaks", "ny_threshold", "value"),
        "stop_days": quote("stops_and_leaks", "openai_rl", "value"),
        "cut_share": 100 * quote("stops_and_leaks", "astra_cut", "value"),
        "leak_share": 100 * quote("stops_and_leaks", "astra_substitution", "value"),
    }


def use_facts() -> Mapping[str, Any]:
    """How much AI helps, how fast use spreads, and what is said of the pace of research today."""
    arriving = quote("pace_context", "researcher_compute_growth", "value")
    return {
        "trial_slow": quote("uplift", "trial-2025-open-source", "ratio"),
        "trial_fast": quote("uplift", "trial-2026-reproduction", "ratio"),
        "survey_value": quote("uplift", "survey-value-of-work", "ratio"),
        "arriving": arriving,
        "arrived": float(arriving) ** (quantile(0.5, posteriors()) / 12),
        "metr_view": quote("acceleration", "metr_view", "value"),
        "metr_low": quote("acceleration", "metr_view", "low"),
        "metr_high": quote("acceleration", "metr_view", "high"),
        "staff_poll": quote("acceleration", "staff_poll", "value"),
        "agent_workdays": quote("acceleration", "openai_workdays", "value"),
        "safety_all": 100 * quote("acceleration", "safety_compute_all", "value"),
        "safety_ai": 100 * quote("acceleration", "safety_compute_ai", "value"),
    }


def facts(run: Run) -> Mapping[str, Any]:
    """Named numbers of the chapter."""
    product = {k: float(np.exp(v)) for k, v in causes(run).items()}
    plateau, spread = (run.assumption(id).interval for id in ("plateau_months", "adoption_months"))
    unpaused = run.holding({"plateau_pace": 1.0, "scale_share": 0.0})
    _, recent, outside = index_plateaus.rates()
    _, _, rising = index_plateaus.rates(after_last=False)
    shown, without = (run.holding({"loss_reading": 0.0, "plateau_pace": recent / r}) for r in (outside, rising))
    return {
        **common_facts(run),
        **compute_facts(),
        **index_facts(),
        **building_facts(),
        **use_facts(),
        **by_reading(run),
        **enrolling(run),
        **links(),
        "movers": movers(run, MOVERS),
        "turns": turns(run),
        "because": because(product),
        "fits": fits(run.verdict("window").credence),
        "if_metr_right": if_right(run),
        "plateau_low": plateau.low,
        "plateau_high": plateau.high,
        "adoption_low": spread.low,
        "adoption_high": spread.high,
        "full_uplift": float(np.median(run.evaluate(model.uplift))),
        "capability_progress": float(np.median(run.evaluate(model.unpaused_pace))),
        "second_opinion": second_opinion(run),
        "by_pause": product["the pause itself"],
        "by_enrolment": product["enrolment"],
        "by_lag": product["later access"],
        "recent_months": signed(float(np.median(shown.effect("pause")))),
        "without_months": signed(float(np.median(without.effect("pause")))),
        "no_pause": 100 * unpaused.verdict("differential").credence,
    }
