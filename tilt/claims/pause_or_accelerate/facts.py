"""The numbers that the sentences of claim 4's chapter use, each computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tilt.claims.common import common_facts
from tilt.claims.pause_or_accelerate import model
from tilt.claims.pause_or_accelerate.evidence import best_shares, bought_draws, expected_ratios
from tilt.engine.run import Run
from tilt.engine.scale import Floats, Interval
from tilt.record.cited import cite, quote
from tilt.record.evidence import table
from tilt.trends import effort, restraint

STILL = 1e-3
"""Growth of safety progress that is as good as none."""

TOP = 0.1
"""The share of draws that is asked for how much of the expected gain it carries."""


def _attempts() -> Mapping[str, float]:
    """Counts of attempts and pauses by the one rule, on AI's frontier and before."""
    ai, before = restraint.attempts(), restraint.attempts("before_ai")
    rows = table("restraint_attempts")
    calls = rows[(rows["kind"] == "ai") & (rows["what"] == "letter or call")]
    known, treaties = restraint.lengths(), restraint.treaty_years()
    remembered = before[before["what"].eq("treaty") & before["enacted"].ne("no") & before["grade"].eq("unverified")]
    return {
        "ai_attempts": len(ai),
        "ai_hits": len(restraint.pauses()),
        "ai_calls": len(calls),
        "count_from": restraint.start(),
        "count_years": restraint.exposure(),
        "before_attempts": len(before),
        "before_hits": int((before["enacted"] == "yes").sum()),
        "before_half": 100 * float(restraint.enacted(before).mean()),
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
    foretold, grown = restraint.predictions(), effort.growth_backtest()
    return {
        "foretold": len(foretold),
        "foretold_error": float(foretold["error_rate"].mean()),
        "never_error": float(foretold["error_never"].mean()),
        "last_error": float(foretold["error_last"].mean()),
        "covered": int(foretold["inside"].sum()),
        "last_expected": float(foretold["expected"].iloc[-1]),
        "last_outcome": int(foretold["outcome"].iloc[-1]),
        "field_growth_own": 100 * quote("effort_budgets", "field_growth", "value"),
        "field_growth": 100 * float(np.expm1(effort.growth().slope)),
        "field_forecasts": len(grown),
        "field_error": 100 * float(np.expm1(grown["error_trend"].mean())),
        "field_flat_error": 100 * float(np.expm1(grown["error_flat"].mean())),
    }


def _money() -> Mapping[str, float]:
    """Millions of dollars and people on either side."""
    million = 1e6
    names = {"ecosystem": "ecosystem", "grants": "grants", "pac_goal": "pac_goal", "one_race": "one_race"}
    found = {name: quote("effort_budgets", id, "value") / million for name, id in names.items()}
    return found | {
        "industry": quote("effort_budgets", "industry_announced", "value") / million,
        "industry_filed": quote("effort_budgets", "industry_announced", "low") / million,
        "people": quote("effort_budgets", "technical_people", "value"),
        "other_people": quote("effort_budgets", "other_people", "value"),
        "spend": quote("agent_spend", "openai_median", "value"),
        "spend_most": quote("agent_spend", "openai_p90", "value"),
    }


def _expected(run: Run) -> Mapping[str, float]:
    """Ratios of expected gains, and how much of restraint's comes from few draws."""
    gain = np.sort(bought_draws(run)["restraint"])[::-1]
    return {f"{way}_expected": ratio for way, ratio in expected_ratios(run).items()} | {
        "restraint_top": 100 * float(gain[: int(TOP * len(gain))].sum() / gain.sum()),
    }


def _million(run: Run) -> Mapping[str, float]:
    """What a million buys: expected per cent of safety progress, and how often it is most."""
    best, means = best_shares(run), {name: float(values.mean()) for name, values in bought_draws(run).items()}
    low, high = effort.enrolment_cost()
    found = {"cost_low": low, "cost_high": high, "enrolling_over": means["enrolling"] / means["accelerating"]}
    found |= {f"{name}_mean": mean for name, mean in means.items()}
    return found | {f"{name}_best": 100 * share for name, share in best.items()}


def _otherwise(run: Run) -> Mapping[str, float]:
    """The better buy where one thing is set otherwise, as a credence and, with `_expected`, in expectation."""
    runs = {
        "long": run.under({"pause_years": Interval(3, 10)}),
        "whole": run.under({"restraint_rate": Interval(0.001, 0.3)}),
        "contested": run.under({"contest_response": Interval(1, 2)}),
        "thinnest": run.under({"restraint_budget": Interval(1e6, 5e6)}),
        "unready": run.holding({"prepared": 1.0}),
        "still": run.holding({"growth": STILL}),
    }
    found: dict[str, float] = {}
    for name, other in runs.items():
        found[f"{name}_better"] = 100 * other.verdict("better-buy").credence
        found[f"{name}_expected"] = expected_ratios(other)["dollar"]
        found[f"{name}_harder"] = 100 * other.verdict("harder").credence
    return found


def facts(run: Run) -> Mapping[str, Any]:
    """Named numbers of the chapter."""
    common, parts = dict(common_facts(run)), run.splits
    chance: Floats = run.evaluate(model.pause_chance(model.restraint_rate))
    factors = {
        f"{finding}_factor{end}": 10 ** common[f"{id}{end or '_median'}"]
        for finding, id in (("better", "better_buy"), ("use", "better_use"), ("harder", "harder"))
        for end in ("", "_low", "_high")
    }
    return {
        **common,
        **factors,
        **_attempts(),
        **_backtests(),
        **_money(),
        **_expected(run),
        **_million(run),
        **_otherwise(run),
        "pause_chance": 100 * float(np.median(chance)),
        "crowding_factor": 10 ** -parts["crowding"],
        "chance_factor": 10 ** parts["chance"],
        "time_factor": 10 ** parts["time"],
        "returns_factor": 10 ** -parts["returns"],
        "poll_first": 100 * quote("restraint_polls", "aipi_2023", "share"),
        "poll_last": 100 * quote("restraint_polls", "economist_yougov_2026", "share"),
        "poll_neutral": 100 * quote("restraint_polls", "rp_2023", "share"),
        "researchers_slower": 100 * quote("restraint_polls", "espai_slower", "share"),
        "researchers_safety": 100 * quote("restraint_polls", "espai_priority", "share"),
        "market": 100 * quote("restraint_rates", "market", "value"),
        "us_compute": 100 * quote("restraint_reach", "us_compute", "value"),
        "taken_up": 100 * cite(1 - quote("restraint_reach", "astra_kept", "value"), "restraint_reach", "astra_kept"),
    }
