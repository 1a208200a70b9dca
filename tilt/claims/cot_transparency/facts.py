"""The numbers that the sentences of claim 5's chapter use, each computed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy as sp

from tilt.claims.common import common_facts
from tilt.claims.cot_transparency import model
from tilt.engine.inputs import decimal_year
from tilt.engine.run import Run
from tilt.engine.scale import Floats, Interval, Weights
from tilt.engine.verdict import holds
from tilt.record.cited import cite, quote
from tilt.record.evidence import sources, table
from tilt.trends import controllability, silent_horizons
from tilt.trends.controllability import comparable, fit_comparable
from tilt.trends.line import DAYS_PER_MONTH, day
from tilt.trends.silent_horizons import DOUBTED, fit_silent, fit_undoubted, months

AN_HOUR, BY = 60, datetime.date(2027, 6, 30)
"""A silent horizon (minutes) that a public evaluation may report by then."""


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
    "coconut": ("coconut_2024", "Coconut"),
    "cooney": ("cooney_2026", "Cooney and others"),
    "accidents": ("cot_accidents_2026", "Redwood Research"),
    "monitorbench": ("monitorbench_2026", "MonitorBench"),
}
"""Studies and firms that the prose names and links: key in sources, and words."""


CROSSED = {
    "harm_minutes": "serious harm needs {0:.0f} minutes of thought",
    "seen_if_needed": "{1:.0f} % of the reasoning that must be written is caught",
    "seen_if_not": "{1:.0f} % of the reasoning that need not be written is caught",
    "seen_in_actions": "actions alone give {1:.0f} % away",
    "seen_in_internals": "internals give {1:.0f} % of familiar cases away",
    "internals_generalise": "internals keep {1:.0f} % of that on unfamiliar cases",
    "silent_horizon": "models think through {0:.0f} minutes in their heads today",
    "silent_doubling": "that doubles every {0:.0f} months",
    "control_today": "models control {1:.0f} % of their reasoning today",
    "control_growth": "that control grows by {0:.1f} log-odds a year",
    "tries_to_hide": "models hide {1:.0f} % of harmful plans",
    "monitor_overlap": "{1:.0f} % of blind spots are shared",
    "latent_hazard": "{1:.0f} % of models stop writing each year",
}
"""Where an input, held at one value, brings the headline to one half: its value as it is, and in percent."""


def _crossings(run: Run) -> str:
    """The three inputs that move the headline most and where each would bring it to one half, as a sentence's tail."""
    flips = [(CROSSED[s.id], s.flip) for s in run.swings() if s.flip is not None and s.id in CROSSED]
    return "; where ".join(words.format(flip, 100 * flip) for words, flip in flips[:3]) or "no single value"


def _links() -> Mapping[str, str]:
    addresses = sources()["url"]
    return {name: f"[{words}]({addresses[key]})" for name, (key, words) in LINKS.items()}


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
        "written_later": model.written(later),
    }
    return {name: 100 * float(np.median(values)) for name, values in run.evaluate(wanted).items()}


def _forms(run: Run) -> Mapping[str, float]:
    """Credences under each form of hiding, by finding, in percent."""
    found: dict[str, float] = {}
    for place, form in enumerate(run.assumption("hiding").options):
        under = run.under({"hiding": Weights(tuple(float(k == place) for k in range(2)))})
        found |= {f"{v.finding.replace('-', '_')}_{form}": 100 * v.credence for v in under.verdicts}
    return found


def _written(run: Run) -> Mapping[str, float]:
    """What the end of written reasoning does to the credence for two years on, in percent.

    `lasts_if_written`: were every model to go on writing. `lasts_together`: were all to stop at once or none.
    `lasts_forecast`: at the yearly chance that the one market implies.
    """
    later, threshold = sp.Integer(model.LASTS_YEARS), run.claim.finding("lasts").threshold
    where_written, share = run.evaluate(model.gain_where_written(later)), run.evaluate(model.written(later))
    forecast = quote("latent_forecasts", "manifold_all", "yearly")
    return {
        "lasts_if_written": 100 * float(holds(where_written, threshold).mean()),
        "lasts_together": 100 * float((holds(where_written, threshold) * share).mean()),
        "forecast": 100 * forecast,
        "lasts_forecast": 100 * run.holding({"latent_hazard": float(forecast)}).verdict("lasts").credence,
    }


def _forecast(run: Run) -> float:
    """Chance that the silent horizon has reached an hour by the middle of 2027, in percent of draws."""
    ahead = decimal_year(BY) - run.record.edition.year
    return 100 * float((run.evaluate(model.log_silent(sp.Float(ahead))) >= np.log(AN_HOUR)).mean())


def _before(run: Run) -> Mapping[str, float]:
    """Credences had the silent horizon's trend stayed what it was without the doubted model."""
    fit = fit_undoubted()
    low, _, high = fit.predict(run.record.edition.as_of)
    moved = {
        "silent_horizon": Interval(low, high),
        "silent_doubling": Interval(*months(fit.doubling_interval())),
    }
    found = {v.finding: 100 * v.credence for v in run.under(moved).verdicts}
    return {"now_before": found["now"], "lasts_before": found["lasts"]}


def _backtests() -> Mapping[str, Any]:
    silent = silent_horizons.predictions()
    return {
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
    results = table("monitor_results")
    long = controllability.newest_on_long_traces()
    days = day(top["released"]) - day(first["released"])
    bought = {row: quote("written_reasoning", row, "with") for row in ("coconut", "coconut_latent")}
    plain = quote("written_reasoning", "coconut", "without")
    return {
        **common_facts(run),
        **_draws(run),
        **_forms(run),
        **_links(),
        "crossings": _crossings(run),
        **_written(run),
        "hour_by_2027": _forecast(run),
        **_before(run),
        **_backtests(),
        "doubted": DOUBTED,
        "doubted_minutes": quote("silent_horizons", "gpt-6-astra", "minutes"),
        "previous_minutes": quote("silent_horizons", "gpt-5.6-sol", "minutes"),
        "jump": quote("silent_horizons", "gpt-6-astra", "minutes") / quote("silent_horizons", "gpt-5.6-sol", "minutes"),
        "first": str(first["model"]),
        "first_control": 100 * cite(float(first["controlled"]), "controllability", str(first["id"])),
        "top_control": 100 * cite(float(top["controlled"]), "controllability", str(top["id"])),
        "control_months": days / DAYS_PER_MONTH,
        "control_models": control.n,
        "control_slope": control.slope,
        "control_slope_low": slope_low,
        "control_slope_high": slope_high,
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
        "results": len(results),
        "unconfirmed": int((results["grade"] == "unverified").sum()),
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
