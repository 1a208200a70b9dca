"""The numbers that the sentences of claim 4's chapter use, each computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tilt.claims.common import common_facts
from tilt.engine.run import Run
from tilt.engine.scale import Interval
from tilt.record.cited import cite, quote
from tilt.record.evidence import table
from tilt.trends import effort, restraint

CUTOFF_NEAR = 2024
"""The latest cut-off of the field's growth, with one count after it."""


def _attempts() -> Mapping[str, float]:
    """Counts and rates of attempts, on AI's frontier and before."""
    ai, before = restraint.attempts(), restraint.attempts("before_ai")
    strict, half = restraint.SCORINGS["strict"], restraint.HALF
    found: dict[str, float] = {}
    for name, rows in (("ai", ai), ("before", before)):
        hits = float(restraint.enacted(rows, strict).sum())
        low, high = restraint.jeffreys(hits, len(rows))
        found |= {f"{name}_attempts": len(rows), f"{name}_hits": hits}
        found |= {f"{name}_low": 100 * low, f"{name}_high": 100 * high}
    found["before_half"] = 100 * float(restraint.enacted(before, half).mean())
    found["before_unverified"] = int((before["grade"] == "unverified").sum())
    return found


def _backtests() -> Mapping[str, float]:
    """How attempts and the field's growth were foretold."""
    foretold, covered = restraint.predictions(), restraint.coverage()
    grown = effort.growth_backtest()
    slope = effort.growth().slope
    return {
        "foretold": len(foretold),
        "foretold_error": float(foretold["error_rate"].mean()),
        "never_error": float(foretold["error_never"].mean()),
        "coin_error": float(foretold["error_coin"].mean()),
        "others_error": float(foretold["error_others"].mean()),
        "covered": int(covered["inside"].sum()),
        "covered_of": len(covered),
        "field_growth": 100 * float(np.expm1(slope)),
        "field_forecasts": len(grown),
        "field_error": 100 * float(np.expm1(grown["error_trend"].mean())),
        "field_flat_error": 100 * float(np.expm1(grown["error_flat"].mean())),
        "field_linear_error": 100 * float(np.expm1(grown["error_linear"].mean())),
    }


def _money() -> Mapping[str, float]:
    """Millions of dollars on either side."""
    million = 1e6
    return {
        "ecosystem": quote("effort_budgets", "ecosystem", "value") / million,
        "grants": quote("effort_budgets", "grants", "value") / million,
        "pac_goal": quote("effort_budgets", "pac_goal", "value") / million,
        "one_race": quote("effort_budgets", "one_race", "value") / million,
        "industry": quote("effort_budgets", "industry_announced", "value") / million,
        "industry_filed": quote("effort_budgets", "industry_announced", "low") / million,
        "people": quote("effort_budgets", "technical_people", "value"),
    }


def facts(run: Run) -> Mapping[str, Any]:
    """Named numbers of the chapter."""
    common, parts = dict(common_facts(run)), run.splits
    polls = table("restraint_polls").set_index("id")["share"]
    first, last = polls["aipi_2023"], polls["economist_yougov_2026"]
    long = run.under({"pause_years": Interval(3, 10)}).verdicts
    earlier = run.under({"pause_probability": Interval(0.4, 0.9)}).verdicts
    contested = run.under({"contest_response": Interval(1, 2)}).verdicts
    thinnest = run.under({"restraint_budget": Interval(1e6, 5e6)}).verdicts
    return {
        **common,
        **_attempts(),
        **_backtests(),
        **_money(),
        "harder_factor": 10 ** common["harder_median"],
        "better_factor": 10 ** common["better_buy_median"],
        "better_factor_low": 10 ** common["better_buy_low"],
        "better_factor_high": 10 ** common["better_buy_high"],
        "crowding_factor": 10 ** -parts["crowding"],
        "chance_factor": 10 ** parts["chance"],
        "time_factor": 10 ** parts["time"],
        "returns_factor": 10 ** -parts["returns"],
        "long_better": 100 * long[2].credence,
        "long_harder": 100 * long[0].credence,
        "earlier_better": 100 * earlier[2].credence,
        "contested_better": 100 * contested[2].credence,
        "thinnest_better": 100 * thinnest[2].credence,
        "pauses": len(restraint.lengths()),
        "shortest_days": 365.25 * float(restraint.lengths()[0]),
        "longest_years": float(restraint.lengths()[-1]),
        "poll_first": 100 * cite(float(first), "restraint_polls", "aipi_2023"),
        "poll_last": 100 * cite(float(last), "restraint_polls", "economist_yougov_2026"),
        "poll_neutral": 100 * quote("restraint_polls", "rp_2023", "share"),
        "researchers_slower": 100 * quote("restraint_polls", "espai_slower", "share"),
        "researchers_safety": 100 * quote("restraint_polls", "espai_priority", "share"),
        "market": 100 * quote("restraint_rates", "market", "value"),
        "us_compute": 100 * quote("restraint_reach", "us_compute", "value"),
    }
