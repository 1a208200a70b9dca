"""The numbers that the sentences of claim 2’s chapter use, each computed or read from a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tilt.claims.common import common_facts
from tilt.claims.task_horizons.model import (
    APPROXIMATION_ERROR,
    capability_validity,
    log_horizon,
    safety_validity,
    usable_capability,
    usable_safety,
)
from tilt.engine.formula import years
from tilt.engine.run import Run
from tilt.engine.scale import Interval
from tilt.record.cited import cite, quote
from tilt.record.evidence import edition, sources, table
from tilt.trends import horizons
from tilt.trends.horizons import (
    alternatives,
    fit_horizons,
    resampled_doubling,
    widening,
)

AUGUST, FEBRUARY, SOON = 2026 + 7.5 / 12, 2026 + 1.5 / 12, 2027.5
"""The middle of the months that shares of work led by AI are reported for, and when a forecast is asked for."""

FORECAST_HOURS = 64

LINKED = (
    "metr_mythos_2026", "metr_o1preview_2024", "whitfill2025", "metr_merge_2026", "aar_2026", "aar_aug2026",
    "metr_rh2025", "huang_2026", "lynch_2024", "deeb_2024", "xiang_2026", "feng_2025", "anthropic_pace_2026_09",
    "openai_ra2026", "wehner_2026", "cursor2026",
)  # fmt: skip
"""Sources that the chapter’s sentences link to; each is there under its key, as its address."""

FOOLED_LIKE_UNLEARNING = Interval(0.5, 0.9)
"""How often one safety check would be fooled if it were like unlearning, of which half to nine tenths came back."""


# Long because it is one list: each line names a number of a sentence and says where it comes from.
def facts(run: Run) -> Mapping[str, Any]:
    """Named numbers of the chapter, each computed: from the fit, the tables, the run and its verdicts."""
    fit, as_of = fit_horizons(), edition().as_of
    low, centre, high = fit.predict(as_of, widen=widening())
    own95, resampled = fit.doubling_interval(0.95), resampled_doubling()
    lengths = table("task_families")
    doubling = run.assumption("doubling_months")
    months = doubling.interval.centre(doubling.scale)
    kept = quote("practice_gap", "maintainers-instead-of-graders", "horizon_kept")
    tested = horizons.summary().iloc[-1]
    models = table("model_horizons")
    bound = models[models["range_flag"] == "at_least"].iloc[0]
    kinds = {
        k: np.repeat(g["median_minutes"].to_numpy(dtype=float), g["tasks"].astype(int))
        for k, g in lengths.groupby("kind")
    }
    sides = {k: float(np.median(kinds[k])) for k in ("safety_like", "capability_like")}
    others = alternatives().set_index("choice")["doubling_days"]
    return {
        **common_facts(run),
        **_by_form(run),
        **_usable(run),
        **_extremes(run),
        **_what_if(run),
        "turns": _turns(run),
        **{key: str(sources().loc[key, "url"]) for key in LINKED},
        "fitted": fit.n,
        "doubling_days": fit.doubling_days,
        "doubling_low": own95[0],
        "doubling_high": own95[1],
        "resampled_low": resampled[0],
        "resampled_high": resampled[1],
        "published_days": quote("horizon_trends", "metr_2023_on", "doubling_days"),
        "published_low": quote("horizon_trends", "metr_2023_on", "low_days"),
        "published_high": quote("horizon_trends", "metr_2023_on", "high_days"),
        "doubling_months": months,
        "doubling_default_low": doubling.interval.low,
        "doubling_default_high": doubling.interval.high,
        "censored_days": float(others["lower bound as censored"]),
        "since_2024_days": float(others["from 2024"]),
        "delay_years": quote("compute_slowdown", "delay", "value"),
        "horizon_hours": centre / 60,
        "horizon_low_hours": low / 60,
        "horizon_high_hours": high / 60,
        "bound_model": str(bound["model"]),
        "bound_hours": cite(float(bound["p50_minutes"]), "model_horizons", str(bound["id"])) / 60,
        "ceiling_hours": quote("horizon_history", "suite-ceiling", "value"),
        "long_timed": quote("horizon_history", "long-tasks-timed", "value"),
        "first_tasks": quote("horizon_history", "o1-preview-tasks", "value"),
        "predicted_low": quote("horizon_history", "astra-predicted", "value"),
        "predicted_high": quote("horizon_history", "opus-5.5-predicted", "high"),
        "forecast_hours": FORECAST_HOURS,
        "safety_tasks": len(kinds["safety_like"]),
        "capability_tasks": len(kinds["capability_like"]),
        "compared_tasks": len(kinds["safety_like"]) + len(kinds["capability_like"]),
        "safety_hours": sides["safety_like"] / 60,
        "capability_hours": sides["capability_like"] / 60,
        "length_ratio": sides["capability_like"] / sides["safety_like"],
        "odds_2024": quote("success_contrast", "2024", "odds_ratio"),
        "odds_2024_low": quote("success_contrast", "2024", "low"),
        "odds_2024_high": quote("success_contrast", "2024", "high"),
        "odds_2026": quote("success_contrast", "2026", "odds_ratio"),
        "odds_2026_low": quote("success_contrast", "2026", "low"),
        "odds_2026_high": quote("success_contrast", "2026", "high"),
        "kept": kept,
        "gap_factor": 1 / kept,
        "gap_months": months * float(np.log2(1 / kept)),
        "kept_mended": 100 * quote("practice_gap", "minutes-to-mend-a-passing-patch", "horizon_kept"),
        "kept_refused": 100 * quote("practice_gap", "half-of-passing-patches-refused", "horizon_kept"),
        "april_code": 100 * quote("practice_gap", "automated-researchers-transfer-to-code", "value"),
        "april_maths": 100 * quote("practice_gap", "automated-researchers-transfer-to-mathematics", "value"),
        "august_won": quote("practice_gap", "methods-on-hidden-benchmarks", "value"),
        "august_larger": quote("practice_gap", "methods-on-larger-models", "value"),
        "august_production": 100 * quote("practice_gap", "methods-on-a-production-checkpoint", "value"),
        "metr_common": 100 * quote("gaming_rates", "metr-visible-scorer", "rate"),
        "metr_rare": 100 * quote("gaming_rates", "metr-other-tasks", "rate"),
        "huang_common": 100 * quote("gaming_rates", "huang-open-ended", "rate"),
        "huang_rare": 100 * quote("gaming_rates", "huang-kernels", "rate"),
        "safety_gamed": 100 * quote("gaming_rates", "researchers-2026", "rate"),
        "cursor_gamed": 100 * quote("gaming_rates", "cursor-looked-up", "rate"),
        "recovered": 100
        * quote("proxies", "accuracy-recovered-after-unlearning-by-fine-tuning-on-other-facts", "value"),
        "steered_low": 100 * quote("proxies", "unlearned-knowledge-recovered-by-one-steering-vector", "low"),
        "steered_high": 100 * quote("proxies", "unlearned-knowledge-recovered-by-one-steering-vector", "high"),
        "led_august": 100 * quote("acceleration", "claude_leads", "value"),
        "led_february": 100 * quote("acceleration", "claude_leads_february", "value"),
        "still_needed": 100 * quote("acceleration", "openai_interventions", "value"),
        "length_months": _signed(run.splits["length"]),
        "transfer_months": _signed(run.splits["transfer"]),
        "validity_months": _signed(run.splits["validity"]),
        "covered_50": 100 * float(tested["in_50%"]),
        "covered_90": 100 * float(tested["in_90%"]),
        "miss_trend": float(tested["error_trend"]),
        "miss_flat": float(tested["error_flat"]),
        "miss_linear": float(tested["error_linear"]),
        "amenable_capability": quote("amenability", "capability-areas", "value"),
        "amenable_safety": quote("amenability", "safety-areas", "value"),
        "months_per_halving": months,
        "approximation": 100 * APPROXIMATION_ERROR,
    }


def _by_form(run: Run) -> dict[str, float]:
    """Credences in percent by finding and option: `lead_open_ended`, `useful_lead_slowing` and so on."""
    found = {}
    for choice in ("trend", "gamed_where", "like_for_like"):
        for option in run.assumption(choice).options:
            for v in run.under({choice: option}).verdicts:
                found[f"{v.finding.replace('-', '_')}_{option}"] = 100 * v.credence
    return found


def _usable(run: Run) -> dict[str, float]:
    """Median usable shares in percent: today, in two years, and when shares of work led by AI were reported."""
    year = edition().year
    at = {"today": 0.0, "in_two": 2.0, "august": AUGUST - year, "february": FEBRUARY - year}
    found = {}
    for name, t in at.items():
        for field, share in (("safety", usable_safety), ("capability", usable_capability)):
            found[f"{field}_{name}"] = 100 * float(np.median(run.evaluate(share(years), {years: t})))
    soon = run.evaluate(log_horizon(years), {years: SOON - year})
    return found | {"forecast_share": 100 * float(np.mean(soon >= np.log(60 * FORECAST_HOURS)))}


def _extremes(run: Run) -> dict[str, float]:
    """What the draws in which a field never reaches the target do to the mean lead."""
    lead = run.effect("lead")
    never = {
        field: run.evaluate(validity) <= run.evaluate("usable_target")
        for field, validity in (("safety", safety_validity), ("capability", capability_validity))
    }
    both = ~(never["safety"] | never["capability"])
    return {f"never_{field}": 100 * float(np.mean(share)) for field, share in never.items()} | {
        "lead_mean": float(np.mean(lead)),
        "lead_mean_reached": float(np.mean(lead[both])),
    }


def _what_if(run: Run) -> dict[str, float]:
    """Credences in percent under a scenario, or under what a sentence asks the reader to set."""
    scenarios = run.record.scenarios
    fooled = {"gamed_where": "open_ended", "gamed_common": FOOLED_LIKE_UNLEARNING}
    runs = {
        "if_unlearning": run.under(scenarios["unlearning"].settings),
        "if_scores": run.under(scenarios["capabilities-first"].settings),
        "if_fooled": run.under(fooled),
    }
    return {f"{f}_{name}": 100 * r.verdict(f).credence for name, r in runs.items() for f in ("lead", "checks")}


def _turns(run: Run) -> str:
    """Where single inputs, held at one value, turn the headline verdict, as a sentence."""
    said = {
        "length_ratio": lambda v: f"capability tasks are {v:.2g} times as long as safety’s",
        "safety_transfer": lambda v: f"safety work keeps {100 * v:.0f} % of the horizon",
        "capability_transfer": lambda v: f"capability work keeps {100 * v:.0f} %",
    }
    flips = {swing.id: swing.flip for swing in run.swings()}
    found = [words(flip) for id, words in said.items() if (flip := flips[id]) is not None]
    if not found:
        return "None of them, held at one value, turns it."
    return f"With all else as uncertain as before, the verdict turns where {', or where '.join(found)}."


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−") if abs(value) >= 0.05 else "0"
