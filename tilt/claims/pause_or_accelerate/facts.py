"""The numbers that the sentences of claim 4's chapter use, each computed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from tilt.claims.common import common_facts
from tilt.claims.pause_or_accelerate import model
from tilt.claims.pause_or_accelerate.evidence import best_shares, bought_draws, expected_ratios
from tilt.engine.run import Run
from tilt.engine.scale import Floats, Interval
from tilt.record.cited import cite, quote
from tilt.trends import effort, restraint

STILL = 1e-3
"""Growth of safety progress that is as good as none."""

NEXT_BY = 2028.0
"""The date by which a state's next restraint is foretold: the end of 2027."""

TOP = 0.1
"""The share of draws that is asked for how much of the expected gain it carries."""


def _attempts() -> Mapping[str, float]:
    """Counts of attempts and pauses by the one rule, on AI's frontier and before."""
    ai, before = restraint.attempts(), restraint.attempts("before_ai")
    known, treaties = restraint.lengths(), restraint.treaty_years()
    states, years = len(restraint.pauses(states_only=True)), restraint.exposure()
    ahead = NEXT_BY - restraint.start() - years
    remembered = before[before["what"].eq("treaty") & before["enacted"].ne("no") & before["grade"].eq("unverified")]
    return {
        "ai_attempts": len(ai),
        "ai_hits": len(restraint.pauses()),
        "count_years": years,
        "next_state": 100 * (1 - (years / (years + ahead)) ** (states + restraint.PRIOR)),
        "before_attempts": len(before),
        "before_hits": int((before["enacted"] == "yes").sum()),
        "before_unverified": int((before["grade"] == "unverified").sum()),
        "pauses": len(known),
        "shortest_days": 365.25 * float(known[0]),
        "longest_years": float(known[-1]),
        "treaties": len(treaties),
        "treaty_years": float(np.median(treaties)),
        "treaties_unverified": len(remembered),
    }


def _backtests() -> Mapping[str, float]:
    """How restraints and the field's growth were foretold."""
    foretold = restraint.predictions()
    return {
        "foretold": len(foretold),
        "foretold_error": float(foretold["error_rate"].mean()),
        "never_error": float(foretold["error_never"].mean()),
        "last_error": float(foretold["error_last"].mean()),
        "last_expected": float(foretold["expected"].iloc[-1]),
        "last_outcome": int(foretold["outcome"].iloc[-1]),
        "field_growth_own": 100 * quote("effort_budgets", "field_growth", "value"),
        "field_growth": 100 * float(np.expm1(effort.growth().slope)),
    }


def _money() -> Mapping[str, float]:
    """Millions of dollars and people on either side."""
    million = 1e6
    names = {"ecosystem": "ecosystem", "grants": "grants", "pac_goal": "pac_goal"}
    found = {name: quote("effort_budgets", id, "value") / million for name, id in names.items()}
    return found | {
        "industry": quote("effort_budgets", "industry_announced", "value") / million,
        "people": quote("effort_budgets", "technical_people", "value"),
        "other_people": quote("effort_budgets", "other_people", "value"),
        "spend": quote("agent_spend", "openai_median", "value"),
    }


def _expected(run: Run) -> Mapping[str, Any]:
    """Which of the two gains more in expectation, and how many times; how much of restraint's comes from few draws."""
    found: dict[str, Any] = {}
    for way, ratio in expected_ratios(run).items():
        found |= {f"{way}_favours": "accelerating" if ratio > 1 else "a pause", f"{way}_by": max(ratio, 1 / ratio)}
    gain = np.sort(bought_draws(run)["restraint"])[::-1]
    return found | {"restraint_top": 100 * float(gain[: int(TOP * len(gain))].sum() / gain.sum())}


def _million(run: Run) -> Mapping[str, float]:
    """What a million buys: expected per cent of safety progress, and how often it is most."""
    best, means = best_shares(run), {name: float(values.mean()) for name, values in bought_draws(run).items()}
    low, high = (float(f"{cost:.2g}") for cost in effort.enrolment_cost())
    found = {"cost_low": low, "cost_high": high} | {f"{name}_mean": mean for name, mean in means.items()}
    return found | {f"{name}_best": 100 * share for name, share in best.items()}


def _otherwise(run: Run) -> Mapping[str, float]:
    """The better buy where one thing is set otherwise; of pauses of the whole frontier, in expectation too."""
    runs = {
        "long": run.under({"pause_years": Interval(3, 10)}),
        "whole": run.under({"restraint_rate": Interval(0.001, 0.3)}),
        "contested": run.under({"contest_response": Interval(1, 2)}),
        "thinnest": run.under({"restraint_budget": Interval(1e6, 5e6)}),
        "unready": run.holding({"prepared": 1.0}),
        "still": run.holding({"growth": STILL}),
    }
    found = {f"{name}_better": 100 * other.verdict("better-buy").credence for name, other in runs.items()}
    return found | {"whole_expected": expected_ratios(runs["whole"])["dollar"]}


def facts(run: Run) -> Mapping[str, Any]:
    """Named numbers of the chapter."""
    common = common_facts(run)
    chance: Floats = run.evaluate(model.pause_chance(model.restraint_rate))
    factors = {f"better_factor{end}": 10 ** common[f"better_buy{end or '_median'}"] for end in ("", "_low", "_high")}
    flips = {s.id: math.nan if s.flip is None else s.flip for s in run.swings()}
    return {
        **common,
        **factors,
        "flip_years": flips["pause_years"],
        "flip_restraint": flips["restraint_budget"] / 1e6,
        "flip_safety": flips["safety_budget"] / 1e9,
        **_attempts(),
        **_backtests(),
        **_money(),
        **_expected(run),
        **_million(run),
        **_otherwise(run),
        "pause_chance": 100 * float(np.median(chance)),
        "poll_first": 100 * quote("restraint_polls", "aipi_2023", "share"),
        "poll_last": 100 * quote("restraint_polls", "economist_yougov_2026", "share"),
        "researchers_slower": 100 * quote("restraint_polls", "espai_slower", "share"),
        "us_compute": 100 * quote("restraint_reach", "us_compute", "value"),
        "taken_up": 100 * cite(1 - quote("restraint_reach", "astra_kept", "value"), "restraint_reach", "astra_kept"),
    }
