"""The numbers that the sentences of claim 2’s chapter use, each computed or read from a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tilt.claims.common import common_facts
from tilt.claims.task_horizons.model import APPROXIMATION_ERROR
from tilt.engine.run import Run
from tilt.record.cited import cite, quote
from tilt.record.evidence import edition, table
from tilt.trends import horizons
from tilt.trends.horizons import (
    alternatives,
    fit_horizons,
    resampled_doubling,
    widening,
)


# Long because it is one list: each line names a number of a sentence and says where it comes from.
def facts(run: Run) -> Mapping[str, Any]:
    """Named numbers of the chapter, each computed: from the fit, the tables, the run and its verdicts."""
    fit, as_of = fit_horizons(), edition().as_of
    low, centre, high = fit.predict(as_of, widen=widening())
    own95, resampled = fit.doubling_interval(0.95), resampled_doubling()
    lengths = table("task_families")
    doubling = run.assumption("doubling_months")
    months = doubling.interval.centre(doubling.scale)
    gap = table("practice_gap").dropna(subset="horizon_kept").sort_values("horizon_kept").iloc[0]
    kept = cite(float(gap["horizon_kept"]), "practice_gap", str(gap["id"]))
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
        "horizon_hours": centre / 60,
        "horizon_low_hours": low / 60,
        "horizon_high_hours": high / 60,
        "bound_model": str(bound["model"]),
        "bound_hours": cite(float(bound["p50_minutes"]), "model_horizons", str(bound["id"])) / 60,
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


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−") if abs(value) >= 0.05 else "0"
