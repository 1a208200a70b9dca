"""The numbers that the sentences of claim 3's chapter use, each computed or read from a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import numpy as np

from tilt.claims.buildout_pauses import model
from tilt.claims.common import common_facts
from tilt.engine.inputs import SameAs
from tilt.engine.run import Run
from tilt.engine.scale import Floats
from tilt.record.cited import quote
from tilt.record.evidence import table
from tilt.trends import record_compute
from tilt.trends.line import DAYS_PER_MONTH
from tilt.trends.plateau_lengths import gap_forecasts, posteriors, quantile
from tilt.trends.plateau_use import (
    build_times,
    capability_in_spells,
    largest_site_gaps,
    last_score,
    rising_rate,
)
from tilt.trends.record_compute import READINGS, fit_growth, flat_spells, gaps, growth_a_year, records

SAME_RETURNS = {"safety_exponent": SameAs("capability_exponent")}


def evaluated(run: Run) -> Mapping[str, Floats]:
    """Over the run's draws: the log of each cause of the differential, phi, and both uplifts."""
    found: Mapping[str, Floats] = run.evaluate(
        model.CAUSES
        | {
            "phi": model.pause_share,
            "safety_uplift": model.safety_uplift,
            "capability_uplift": model.capability_uplift,
        }
    )
    return found


def causes(run: Run) -> dict[str, float]:
    """Mean over the draws of the log of each of the four ratios whose product is the differential."""
    found = run.evaluate(model.CAUSES)
    return {name: float(np.mean(values)) for name, values in found.items()}


def above_one(values: Floats) -> float:
    """Share of draws in which safety gains, in percent."""
    return float(100 * np.mean(values > 1))


# Long because it is one list: each line names a number of a sentence and says where it comes from.
def facts(run: Run) -> Mapping[str, Any]:
    """Named numbers of the chapter."""
    spells = {s.id: s for s in flat_spells()}
    inside = capability_in_spells().set_index("id")
    found = {reading: gaps(reading) for reading in READINGS}
    plateau = run.assumption("plateau_months").interval
    spread = run.assumption("adoption_months").interval
    low, growth, high = growth_a_year(fit_growth(records()))
    tested = record_compute.summary().iloc[-1]
    earlier = gap_forecasts()
    closed = earlier[~earlier["open"].astype(bool)]
    built, steps = build_times(), largest_site_gaps()
    product = {k: float(np.exp(v)) for k, v in causes(run).items()}
    days = table("training_days")
    current = days.loc[~days["id"].isin(["gpt-3", "palm"]), "days"]
    medians = evaluated(run)
    recent = inside.loc[["flat_2024", "flat_2026"], ["points", "months"]].sum()
    recent_rate = float(12 * recent["points"] / recent["months"])
    recent_loss = 1 - recent_rate / rising_rate()
    recent_run, alike = run.holding({"scale_loss": recent_loss}), run.under(SAME_RETURNS)
    return {
        **common_facts(run),
        "gap_low": min(g.months for each in found.values() for g in each if not g.open),
        "gap_high": max(g.months for each in found.values() for g in each if not g.open),
        "gaps_closed": len([g for g in found["2026"] if not g.open]),
        "gap_open": found["2026"][-1].months,
        "plateau_low": plateau.low,
        "plateau_high": plateau.high,
        "plateau_middle": quantile(0.5, posteriors()),
        "adoption_low": spread.low,
        "adoption_high": spread.high,
        "spell_2023": spells["flat_2023"].months,
        "spell_2024": spells["flat_2024"].months,
        "spell_2026": spells["flat_2026"].months,
        "rate_2024": float(cast(float, inside.loc["flat_2024", "rate"])),
        "rate_2026": float(cast(float, inside.loc["flat_2026", "rate"])),
        "points_2023": float(cast(float, inside.loc["flat_2023", "points"])),
        "rate_rising": rising_rate(),
        "loss_all": 100 * float(cast(float, inside.loc["flat_all", "loss"])),
        "index_after": quote("pace_context", "index_after", "value"),
        "scale_low": 100 * quote("scale_shares", "ho_2024", "low"),
        "scale_high": 100 * quote("scale_shares", "ho_2024", "high"),
        "big_models": "Grok 3 and GPT-4.5",
        "score_grok": quote("capability_index", "grok-3", "score"),
        "score_gpt45": quote("capability_index", "gpt-4.5", "score"),
        "score_o1": quote("capability_index", "o1", "score"),
        "growth": growth,
        "growth_low": low,
        "growth_high": high,
        "covered_50": 100 * float(tested["in_50%"]),
        "covered_90": 100 * float(tested["in_90%"]),
        "miss_trend": float(tested["error_trend"]),
        "miss_flat": float(tested["error_flat"]),
        "miss_linear": float(tested["error_linear"]),
        "gap_forecasts": len(earlier),
        "gap_closed_forecasts": len(closed),
        "gap_in_50": int(earlier["in_50%"].sum()),
        "gap_in_90": int(earlier["in_90%"].sum()),
        "gap_miss": float(closed["error_trend"].mean()),
        "gap_miss_flat": float(closed["error_flat"].mean()),
        "gap_miss_linear": float(closed["error_linear"].mean()),
        "gap_short": int((closed["months"] > closed["median"]).sum()),
        "build_middle": built["q50"],
        "build_low": built["q25"],
        "build_high": built["q75"],
        "build_sites": int(built["sites"]),
        "site_step": float(steps.mean()),
        "site_step_longest": float(steps.max()),
        "training_months": float(current.median()) / DAYS_PER_MONTH,
        "turbine_months": quote("lead_times", "turbines", "months"),
        "transformer_months": quote("lead_times", "transformers", "months"),
        "engine_months": quote("lead_times", "gas_engines", "months"),
        "final_share": 100 * quote("pace_context", "final_run_share", "value"),
        "trial_slow": quote("uplift", "trial-2025-open-source", "ratio"),
        "trial_fast": quote("uplift", "trials-at-three-firms", "ratio"),
        "survey_value": quote("uplift", "survey-value-of-work", "ratio"),
        "survey_speed": quote("uplift", "survey-speed-of-work", "ratio"),
        "phi_median": 100 * float(np.median(medians["phi"])),
        "safety_uplift_median": float(np.median(medians["safety_uplift"])),
        "capability_uplift_median": float(np.median(medians["capability_uplift"])),
        "by_pause": product["the pause itself"],
        "by_returns": product["returns to labour"],
        "by_enrolment": product["enrolment"],
        "by_lag": product["later access"],
        "recent_rate": recent_rate,
        "recent_loss": f"{100 * recent_loss:.0f}".replace("-", "−"),
        "index_until": f"{last_score():%B %Y}",
        "recent_differential": above_one(recent_run.effect("differential")),
        "equal_returns": above_one(alike.effect("differential")),
        "neither": above_one(alike.holding({"scale_loss": recent_loss}).effect("differential")),
        "nobody": float(np.median(run.holding({"safety_enrolled": 0.0}).effect("differential"))),
        "everybody": float(np.median(run.holding({"safety_enrolled": 1.0}).effect("differential"))),
    }
