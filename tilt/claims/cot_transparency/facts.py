"""The numbers that the sentences of claim 5's chapter use, each computed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy as sp

from tilt.claims.common import common_facts, linked
from tilt.claims.cot_transparency import model
from tilt.claims.turning import either, strongest, turned
from tilt.engine.run import Run
from tilt.engine.scale import Floats, Interval
from tilt.engine.verdict import holds
from tilt.record.cited import cite, quote
from tilt.record.evidence import row, table
from tilt.trends import controllability, silent_horizons
from tilt.trends.controllability import comparable, fit_comparable
from tilt.trends.line import DAYS_PER_MONTH, day
from tilt.trends.silent_horizons import DOUBTED, fit_silent, fit_undoubted, months

LINKS = {
    "openai": ("astra_card_2026", "OpenAI"),
    "jailbreaking": ("schulz_2026", "Schulz"),
    "evasionbench": ("schmotz_2026", "EvasionBench"),
    "rhb": ("thaman_2026", "Reward Hacking Benchmark"),
    "chen": ("chen_2025", "Chen and others"),
    "baker": ("baker_2025", "Baker and others"),
    "sleight": ("sleight_2026", "SLEIGHT-Bench"),
    "huang": ("huang_2026", "Huang and others"),
    "asb": ("gan_2026", "Auditing Sabotage Bench"),
    "guan": ("guan_2025", "Guan and others"),
    "arike": ("arike_information_2026", "Arike and others"),
    "aisi": ("kirk_2026", "UK AI Security Institute"),
    "reports": ("kirk_secondary", "second-hand reports"),
    "market": ("manifold_neuralese", "play-money market"),
    "newest_card": ("sol61_card_2026", "OpenAI’s later card"),
    "coconut": ("coconut_2024", "Coconut"),
    "cooney": ("cooney_2026", "Cooney and others"),
    "accidents": ("cot_accidents_2026", "Redwood Research"),
    "monitorbench": ("monitorbench_2026", "MonitorBench"),
}
"""Studies and firms that the prose names and links: key in sources, and words."""


CROSSED = {
    "harm_minutes": "serious harm needs {than} {0:.0f} minutes of thought",
    "seen_if_needed": "{than} {1:.0f} % of the reasoning that must be written is caught",
    "seen_if_not": "{than} {1:.0f} % of the reasoning that need not be written is caught",
    "seen_in_actions": "actions alone give {than} {1:.0f} % of attempts away",
    "seen_in_internals": "internals give {than} {1:.0f} % of familiar cases away",
    "internals_generalise": "internals keep {than} {1:.0f} % of that on unfamiliar cases",
    "silent_horizon": "models think through {than} {0:.0f} minutes in their heads today",
    "silent_doubling": "that takes {than} {0:.0f} months to double",
    "control_today": "models control {than} {1:.0f} % of their reasoning today",
    "control_growth": "that control grows by {than} {0:.1f} log-odds a year",
    "tries_to_hide": "models hide {than} {1:.0f} % of harmful plans",
    "monitor_overlap": "{than} {1:.0f} % of blind spots are shared",
    "latent_hazard": "{than} {1:.0f} % of models stop writing each year",
}
"""Where an input, held at one value, brings the headline below one half: its value as it is, and in percent."""


def _crossings(run: Run) -> str:
    """Where each of up to three inputs leaves the headline below one half, as sentences."""
    found, what = turned(run, CROSSED, 3), "the credence that reading is the safer way"
    if not found:
        return f"No input, held at one value within its bounds, brings {what} to one half."
    most = " These three inputs move it most." if list(found) == strongest(run)[:3] else ""
    return f"With one input held, {what} is below one half {either(list(found.values()))}.{most}"


def _seen(row: str, column: str = "seen") -> float:
    return 100 * quote("monitor_results", row, column)


def _confirmed(kind: str) -> Floats:
    """Shares noticed in the confirmed results of a kind."""
    rows = table("monitor_results")
    rows = rows[(rows["kind"] == kind) & (rows["grade"] != "unverified")]
    return rows["seen"].to_numpy(dtype=float)


def _median(kind: str) -> float:
    """Median share noticed over the confirmed results of a kind, in percent."""
    return 100 * float(np.median(_confirmed(kind)))


def _draws(run: Run) -> Mapping[str, float]:
    """Medians over the draws of quantities that are no finding, in percent."""
    now, later = model.TODAY, sp.Integer(model.LASTS_YEARS)
    wanted = {
        "needed_now": model.needed_share(model.log_silent(now)),
        "needed_later": model.needed_share(model.log_silent(later)),
        "reasoning_now": model.cot_detection(now),
        "base": model.base_detection(),
        "full_now": model.full_detection(now),
        "left_now": model.residual_ratio(now),
        "left_later": model.residual_ratio(later),
    }
    return {name: 100 * float(np.median(values)) for name, values in run.evaluate(wanted).items()}


def _written(run: Run) -> Mapping[str, float]:
    """What the end of written reasoning does to the credence for two years on, in percent.

    `lasts_if_written`: were every model to go on writing.
    `lasts_forecast`: at the yearly chance that the one market implies.
    """
    later, threshold = sp.Integer(model.LASTS_YEARS), run.claim.finding("lasts").threshold
    where_written: Floats = run.evaluate(model.gain_where_written(later))
    forecast = quote("latent_forecasts", "manifold_all", "yearly")
    return {
        "lasts_if_written": 100 * float(holds(where_written, threshold).mean()),
        "forecast": 100 * forecast,
        "forecast_hazard": float(forecast),
        "lasts_forecast": 100 * run.holding({"latent_hazard": float(forecast)}).verdict("lasts").credence,
    }


def _before(run: Run) -> Mapping[str, Any]:
    """Credences, and what sets them, had the silent horizon's trend stayed what it was without the doubted model."""
    fit = fit_undoubted()
    low, _, high = fit.predict(run.record.edition.as_of)
    moved = {
        "silent_horizon": Interval(low, high),
        "silent_doubling": Interval(*months(fit.doubling_interval())),
    }
    found = {v.finding: 100 * v.credence for v in run.under(moved).verdicts}
    slower = "&".join(f"{id}={to.low!r}~{to.high!r}" for id, to in moved.items())
    return {"now_before": found["now"], "lasts_before": found["lasts"], "slower_line": slower}


def _backtests() -> Mapping[str, Any]:
    silent, controlled = silent_horizons.predictions(), controllability.predictions()
    too_high = controlled["predicted_fraction"] > controlled["actual_fraction"]
    return {
        "control_forecasts": len(controlled),
        "control_too_high": int(too_high.sum()),
        "silent_forecasts": len(silent),
        "silent_predicted": silent["model"].nunique(),
        "silent_above": int((silent["actual_minutes"] > silent["predicted_minutes"]).sum()),
        "silent_in_90": int(silent["in_90%"].sum()),
        "silent_miss": float(silent["error_trend"].mean()),
        "silent_miss_flat": float(silent["error_flat"].mean()),
        "silent_others_miss": float(silent.loc[silent["model"] != DOUBTED, "error_trend"].mean()),
    }


# Long because it is one list: each line names a number of a sentence and says where it comes from.
def facts(run: Run) -> Mapping[str, Any]:
    """Named numbers of the chapter: from the fits, the tables, the run and its verdicts."""
    fit, undoubted, as_of = fit_silent(), fit_undoubted(), run.record.edition.as_of
    control, models = fit_comparable(), comparable()
    first, top = models.iloc[0], models.sort_values("controlled").iloc[-1]
    slope_low, slope_high = control.slope_interval()
    later = models[models["released"] > top["released"]]["controlled"]
    long = controllability.newest_on_long_traces()
    days = day(top["released"]) - day(first["released"])
    bought = {row: quote("written_reasoning", row, "with") for row in ("coconut", "coconut_latent")}
    plain = quote("written_reasoning", "coconut", "without")
    return {
        **common_facts(run),
        **_draws(run),
        **linked(LINKS),
        "crossings": _crossings(run),
        **_written(run),
        **_before(run),
        **_backtests(),
        "doubted": DOUBTED,
        "previous": str(row("silent_horizons", "gpt-5.6-sol")["model"]),
        "newest": str(models.iloc[-1]["model"]),
        "doubted_minutes": quote("silent_horizons", "gpt-6-astra", "minutes"),
        "previous_minutes": quote("silent_horizons", "gpt-5.6-sol", "minutes"),
        "jump": quote("silent_horizons", "gpt-6-astra", "minutes") / quote("silent_horizons", "gpt-5.6-sol", "minutes"),
        "first": str(first["model"]),
        "first_control": 100 * cite(float(first["controlled"]), "controllability", str(first["id"])),
        "top_control": 100 * cite(float(top["controlled"]), "controllability", str(top["id"])),
        "control_months": days / DAYS_PER_MONTH,
        "control_models": control.n,
        "control_doubling": 12 * math.log(2) / control.slope,
        "control_doubling_low": 12 * math.log(2) / slope_high,
        "control_doubling_high": 12 * math.log(2) / slope_low,
        "later_low": 100 * float(later.min()),
        "later_high": 100 * float(later.max()),
        "long_model": str(long["model"]),
        "long_control": 100 * cite(float(long["controlled"]), "controllability", str(long["id"])),
        "fitted": fit.n,
        "silent_months": fit.doubling_days / DAYS_PER_MONTH,
        "silent_today": fit.predict(as_of)[1],
        "silent_months_before": undoubted.doubling_days / DAYS_PER_MONTH,
        "silent_today_before": undoubted.predict(as_of)[1],
        "needed_results": len(_confirmed("cot_needed")),
        "needed_median": _median("cot_needed"),
        "not_needed_median": _median("cot_not_needed"),
        "baker_caught": _seen("baker_transcript"),
        "hacks_said": _seen("chen_hacks"),
        "hard_hidden": _seen("sol61_needed"),
        "passed_other": 100
        * cite(1 - float(_seen("jailbroken_monitor")) / 100, "monitor_results", "jailbroken_monitor"),
        "slipped": _seen("sleight"),
        "explained": _seen("exploits_explained"),
        "fixed": _seen("sabotage_fixed"),
        "artifacts": _seen("artifact_review"),
        "continued": 100 * quote("hiding_rates", "aisi_mythos_continued", "share"),
        "covert": 100 * quote("hiding_rates", "aisi_mythos_covert", "share"),
        "covert_low": 100 * quote("hiding_rates", "aisi_others_covert", "low"),
        "covert_high": 100 * quote("hiding_rates", "aisi_others_covert", "high"),
        "evaders_low": 100 * quote("hiding_rates", "evasion_attempts", "low"),
        "evaders_high": 100 * quote("hiding_rates", "evasion_attempts", "high"),
        "effort_low": 100 * quote("hiding_rates", "evasion_low_effort", "share"),
        "effort_high": 100 * quote("hiding_rates", "evasion_high_effort", "share"),
        "trained_low": 100 * quote("probe_transfer", "trained_worst", "off_domain"),
        "trained_high": 100 * quote("probe_transfer", "trained_best", "off_domain"),
        "prompted_low": 100 * quote("probe_transfer", "trained_worst", "in_domain"),
        "prompted_high": 100 * quote("probe_transfer", "trained_best", "in_domain"),
        "latent_share": 100 * (bought["coconut_latent"] - plain) / (bought["coconut"] - plain),
    }
