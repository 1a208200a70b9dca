"""The numbers that the sentences of claim 1’s chapter use, each computed or read from a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.stats import norm

from tilt.claims.common import common_facts, lower, movers
from tilt.claims.compute_asymmetry import model
from tilt.engine.inputs import SameAs
from tilt.engine.run import Run
from tilt.engine.scale import Floats, Interval
from tilt.format import number
from tilt.record.cited import quote
from tilt.record.evidence import sources, table
from tilt.trends.experiment_compute import KINDS, counted, exceeds, middle

HUNDREDFOLD = 10.0**model.ORDERS

MOVERS = {"large_run_share": "what share of capability experiments must be large"}
"""How sentences call the assumptions that move the verdict most, where not by their labels."""

MOST = 4
"""As many turning points are listed."""

LINKED = (
    "obrien_2025", "modded_nanogpt", "autoresearch_2026", "gpt4_2023", "gundlach_2025", "aar_2026", "aar_aug2026",
    "sharma_2025", "ai_futures_2026", "epoch_openai_spend",
)  # fmt: skip
"""Sources that the chapter’s sentences link to; each is there under its key, as its address."""


def _medians(run: Run) -> Mapping[str, float]:
    """Medians over the draws of quantities that are no finding, with chances at other speeds of people."""
    wanted = {
        "safety_share": 100 * model.safety_compute_share,
        "capability_share": 100 * model.capability_compute_share,
    }
    hundred = run.evaluate(model.iteration(model.speed_up), {model.speed_up: model.SPEED_UPS[-1]})
    return {name: float(np.median(values)) for name, values in run.evaluate(wanted).items()} | {
        "sped_up": model.SPEED_UPS[-1],
        "sped_up_median": float(np.median(hundred)),
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


def turns(run: Run) -> str:
    """Which assumptions, held at one value of their interval, bring the gap's credence to a half, as sentences."""
    said = {
        "large_run_share": lambda v: f"if {100 * v:.0f} % of capability experiments must be large",
        "safety_run_flop": lambda v: f"if the typical prosaic safety run takes {number(v, 2)} FLOP",
    }
    found = []
    for swing in run.swings():
        interval = run.assumption(swing.id).interval
        if swing.flip is not None and interval.low <= swing.flip <= interval.high:
            label = lower(run.assumption(swing.id).label)
            words = said.get(swing.id, lambda v, label=label: f"if the {label} is {number(v, 2)}")
            found.append(f"[{words(swing.flip)}](set:{swing.id}={swing.flip!r})")
    if not found:
        return "None of them, held at one value of its interval, brings the gap’s credence to a half."
    more = len(found) - MOST
    rest = "No other assumption takes" if more <= 0 else f"Of the others {more} {'takes' if more == 1 else 'take'}"
    return (
        "With all else as uncertain as before, the gap’s credence comes to a half "
        f"{', or '.join(found[:MOST])}. {rest} it there within its interval."
    )


def facts(run: Run) -> Mapping[str, Any]:
    """Named numbers of the chapter."""
    runs = {kind: counted(kind) for kind in KINDS}
    typical = {kind: middle(kind) for kind in KINDS}
    every = table("experiment_compute")
    safety = every[every["field"] == "safety"]
    pairs = pairs_over(run, HUNDREDFOLD)
    whole = _credences(run.under({"scope": "all"}))
    alike = _credences(run.under({"safety_compute_per_day": SameAs("capability_compute_per_day")}))
    swings = {s.id: s for s in run.swings()}
    few = _credences(run.under({"large_run_share": Interval(0.02, 0.1)}))
    return {
        **common_facts(run),
        **_medians(run),
        **{key: str(sources().loc[key, "url"]) for key in LINKED},
        "movers": movers(run, MOVERS),
        "turns": turns(run),
        "share_low": run.assumption("large_run_share").interval.low,
        "overhead_high": run.assumption("safety_overhead").interval.high,
        "share_low_gap": 100 * swings["large_run_share"].at_low,
        "overhead_high_gap": 100 * swings["safety_overhead"].at_high,
        "student_share": 100 * typical["safety"] / quote("research_budgets", "student", "flop_day"),
        "safety_runs": len(runs["safety"]),
        "small_runs": len(runs["small"]),
        "large_runs": len(runs["large"]),
        "doubtful_runs": int((safety["grade"] == "unverified").sum()),
        "large_over_safety": np.log10(typical["large"] / typical["safety"]),
        "small_over_safety": np.log10(typical["small"] / typical["safety"]),
        "small_below": 100 * exceeds("safety", "small"),
        "pairs": 100 * float(np.median(pairs)),
        "pairs_low": 100 * float(np.quantile(pairs, 0.05)),
        "pairs_high": 100 * float(np.quantile(pairs, 0.95)),
        "whole_gap": whole[0],
        "whole_iteration": whole[1],
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
        "autoresearch": quote("iteration_context", "autoresearch", "value"),
        "gpt4_proxy": 1 / quote("iteration_context", "gpt4_proxy", "value"),
        "scale_share": 100 * quote("iteration_context", "gundlach", "value"),
        "transformer": quote("iteration_context", "transformer", "value"),
        "rd_spend": quote("iteration_context", "openai_rd", "value"),
        "final_spend": quote("iteration_context", "openai_final", "value"),
        "red_team": quote("iteration_context", "red_team", "value"),
        "aar_production": 100 * quote("iteration_context", "aar_production", "value"),
        "cat_overhead": quote("experiment_overheads", "cat", "ratio"),
        "defence_overhead": quote("experiment_overheads", "defences", "ratio"),
    }
