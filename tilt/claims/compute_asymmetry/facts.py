"""The numbers that the sentences of claim 1’s chapter use, each computed or read from a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tilt.claims.common import common_facts
from tilt.claims.compute_asymmetry import model
from tilt.engine.run import Run
from tilt.engine.scale import Interval
from tilt.record.cited import quote
from tilt.record.evidence import table
from tilt.trends.experiment_compute import KINDS, counted, exceeds, left_out, quantiles


def _medians(run: Run) -> Mapping[str, float]:
    """Medians over the draws of quantities that are no finding, with chances at other speeds of people."""
    wanted = {
        "safety_days": model.safety_days,
        "capability_days": model.capability_days,
        "safety_share": 100 * model.safety_compute_share,
        "capability_share": 100 * model.capability_compute_share,
    }
    hundred = run.evaluate(model.iteration(model.speed_up), {model.speed_up: model.SPEED_UPS[-1]})
    return {name: float(np.median(values)) for name, values in run.evaluate(wanted).items()} | {
        "sped_up": model.SPEED_UPS[-1],
        "sped_up_median": float(np.median(hundred)),
        "sped_up_share": 100 * float(np.mean(hundred > 1)),
    }


def _credences(run: Run) -> tuple[float, ...]:
    """Credences of the findings in percent."""
    return tuple(100 * v.credence for v in run.verdicts)


def facts(run: Run) -> Mapping[str, Any]:
    """Named numbers of the chapter."""
    runs = {kind: counted(kind) for kind, _ in KINDS.values()}
    middle = {kind: quantiles(rows["flop"], [0.5])[0] for kind, rows in runs.items()}
    every = table("experiment_compute")
    safety = every[every["field"] == "safety"]
    (low_least, low_most), (high_least, high_most) = left_out("safety")
    budget = run.assumption("capability_compute_per_day").interval
    alike = _credences(run.under({"safety_compute_per_day": budget}))
    few = _credences(run.under({"large_run_share": Interval(0.02, 0.1)}))
    return {
        **common_facts(run),
        **_medians(run),
        "safety_runs": len(runs["safety"]),
        "small_runs": len(runs["small"]),
        "large_runs": len(runs["large"]),
        "doubtful_runs": int((safety["grade"] == "unverified").sum()),
        "safety_middle": np.log10(middle["safety"]),
        "small_middle": np.log10(middle["small"]),
        "large_middle": np.log10(middle["large"]),
        "large_over_safety": np.log10(middle["large"] / middle["safety"]),
        "small_over_safety": np.log10(middle["small"] / middle["safety"]),
        "small_below": 100 * exceeds("safety", "small"),
        "large_exceeds": 100 * exceeds("large", "safety"),
        "low_moves": np.log10(low_most / low_least),
        "high_moves": np.log10(high_most / high_least),
        "pretraining": quote("experiment_compute", "deep_ignorance_one", "flop"),
        "pretraining_over": np.log10(quote("experiment_compute", "deep_ignorance_one", "flop") / middle["safety"]),
        "fellow": quote("research_budgets", "fellow", "h100"),
        "lab": quote("research_budgets", "lab_2026", "h100"),
        "budget_ratio": quote("research_budgets", "lab_2026", "h100") / quote("research_budgets", "fellow", "h100"),
        "student": quote("research_budgets", "student", "h100"),
        "alike_iteration": alike[1],
        "few_gap": few[0],
        "few_iteration": few[1],
        "speedrun": quote("iteration_context", "speedrun", "value"),
        "speedrun_records": quote("iteration_context", "speedrun_records", "value"),
        "speedrun_ai": quote("iteration_context", "speedrun_ai", "value"),
        "autoresearch": quote("iteration_context", "autoresearch", "value"),
        "gpt4_proxy": 1 / quote("iteration_context", "gpt4_proxy", "value"),
        "scale_share": 100 * quote("iteration_context", "gundlach", "value"),
        "rd_spend": quote("iteration_context", "openai_rd", "value"),
        "final_spend": quote("iteration_context", "openai_final", "value"),
        "red_team": quote("iteration_context", "red_team", "value"),
        "cat_overhead": quote("experiment_overheads", "cat", "ratio"),
        "defence_overhead": quote("experiment_overheads", "defences", "ratio"),
    }
