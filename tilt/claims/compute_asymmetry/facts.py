"""The numbers that the sentences of claim 1’s chapter use, each computed or read from a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.stats import norm

from tilt.claims.common import common_facts
from tilt.claims.compute_asymmetry import model
from tilt.engine.run import Run
from tilt.engine.scale import Floats, Interval
from tilt.record.cited import quote
from tilt.record.evidence import table
from tilt.trends.experiment_compute import KINDS, counted, exceeds, middle

HUNDREDFOLD = 10.0**model.ORDERS


def _medians(run: Run) -> Mapping[str, float]:
    """Medians over the draws of quantities that are no finding, with chances at other speeds of people."""
    wanted = {
        "safety_days": model.SAFETY.compute_days,
        "capability_days": model.CAPABILITY.compute_days,
        "safety_share": 100 * model.safety_compute_share,
        "capability_share": 100 * model.capability_compute_share,
    }
    hundred = run.evaluate(model.iteration(model.speed_up), {model.speed_up: model.SPEED_UPS[-1]})
    return {name: float(np.median(values)) for name, values in run.evaluate(wanted).items()} | {
        "sped_up": model.SPEED_UPS[-1],
        "sped_up_median": float(np.median(hundred)),
        "sped_up_share": 100 * float(np.mean(hundred > 1)),
    }


def pairs_over(run: Run, factor: float) -> Floats:
    """Share of random pairs, one experiment of each field, in which capabilities' takes over `factor` times as much.

    One number for each draw: it is a share of the variety within the fields. Both runs are lognormal, so the share is
    the normal distribution's.
    """
    x = run.evaluate({s.name: s for s in model.INPUTS} | {"flop": model.safety_flop, "spread": model.safety_spread})
    over = np.maximum(x["capability_overhead"], 1) / np.maximum(x["safety_overhead"], 1)
    found: Floats = np.zeros(run.draws)
    for kind, weight in (("small", 1 - x["large_run_share"]), ("large", x["large_run_share"])):
        apart = np.log(x[f"capability_{kind}_run_flop"] * over / x["flop"] / factor)
        found = found + weight * norm.cdf(apart / np.hypot(x[f"capability_{kind}_run_spread"], x["spread"]))
    return found


def _credences(run: Run) -> tuple[float, ...]:
    """Credences of the findings in percent."""
    return tuple(100 * v.credence for v in run.verdicts)


def facts(run: Run) -> Mapping[str, Any]:
    """Named numbers of the chapter."""
    runs = {kind: counted(kind) for kind in KINDS}
    typical = {kind: middle(kind) for kind in KINDS}
    every = table("experiment_compute")
    safety = every[every["field"] == "safety"]
    pairs = pairs_over(run, HUNDREDFOLD)
    whole = _credences(run.under({"scope": "all"}))
    average = _credences(run.under({"typical": "average"}))
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
        "safety_middle": np.log10(typical["safety"]),
        "small_middle": np.log10(typical["small"]),
        "large_middle": np.log10(typical["large"]),
        "large_over_safety": np.log10(typical["large"] / typical["safety"]),
        "small_over_safety": np.log10(typical["small"] / typical["safety"]),
        "small_below": 100 * exceeds("safety", "small"),
        "large_exceeds": 100 * exceeds("large", "safety"),
        "pairs": 100 * float(np.median(pairs)),
        "pairs_low": 100 * float(np.quantile(pairs, 0.05)),
        "pairs_high": 100 * float(np.quantile(pairs, 0.95)),
        "whole_gap": whole[0],
        "whole_iteration": whole[1],
        "average_gap": average[0],
        "by_time_binding": _credences(run.under({"weighting": "time"}))[2],
        "by_experiment_binding": _credences(run.under({"weighting": "experiment"}))[2],
        "pretraining": quote("experiment_compute", "deep_ignorance_one", "flop"),
        "pretraining_over": np.log10(quote("experiment_compute", "deep_ignorance_one", "flop") / typical["safety"]),
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
        "transformer": quote("iteration_context", "transformer", "value"),
        "rd_spend": quote("iteration_context", "openai_rd", "value"),
        "final_spend": quote("iteration_context", "openai_final", "value"),
        "red_team": quote("iteration_context", "red_team", "value"),
        "aar_hidden": quote("iteration_context", "aar_hidden", "value"),
        "aar_larger": quote("iteration_context", "aar_larger", "value"),
        "aar_production": 100 * quote("iteration_context", "aar_production", "value"),
        "cat_overhead": quote("experiment_overheads", "cat", "ratio"),
        "defence_overhead": quote("experiment_overheads", "defences", "ratio"),
    }
