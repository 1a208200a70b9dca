"""The tables of claim 2’s chapter: what was measured, and what the model makes of it."""

from __future__ import annotations

import pandas as pd

from tilt.charts.declared import Table
from tilt.claims.tabled import in_percent
from tilt.engine.run import Run
from tilt.record.evidence import table
from tilt.trends import horizons
from tilt.trends.horizons import (
    fit_horizons,
)

KINDS = {
    "safety_like": "safety-like",
    "capability_like": "capability-like",
    "generic_ml": "other machine learning",
    "other": "everything else",
}


def trend_table() -> pd.DataFrame:
    """The points of the trend."""
    models = table("model_horizons").sort_values("released")
    fitted = set(fit_horizons().labels)
    return pd.DataFrame(
        {
            "model": models["model"],
            "released": models["released"],
            "50 % horizon, minutes": models["p50_minutes"],
            "low (95 %)": models["p50_low_minutes"],
            "high (95 %)": models["p50_high_minutes"],
            "in the fit": [m in fitted for m in models["model"]],
            "range": models["range_flag"].str.replace("_", " "),
            "grade": models["grade"],
            "source": models["source"],
        }
    )


def families() -> pd.DataFrame:
    """HCAST and RE-Bench families with their kind in words."""
    found = table("task_families")
    return found.assign(kind=found["kind"].map(KINDS), family=found["family"].str.replace("_", " "))


def families_table() -> pd.DataFrame:
    """The families behind the strip plot."""
    columns = ["family", "suite", "kind", "tasks", "median_minutes", "what", "kind_basis", "time_basis"]
    heads = {"median_minutes": "median human time, minutes", "what": "what the tasks ask for"}
    return families()[columns].rename(columns={**heads, "kind_basis": "kind rests on", "time_basis": "human times are"})


def contrast_table() -> pd.DataFrame:
    """The odds ratios with their intervals."""
    heads = {"cohort": "models of", "odds_ratio": "odds ratio", "low": "low (90 %)", "high": "high (90 %)"}
    return in_percent(table("success_contrast"), "p_above_one").rename(
        columns={**heads, "p_above_one": "share of resamples above one"}
    )


def gaming_table() -> pd.DataFrame:
    """All published rates of gaming, those too that decide nothing."""
    columns = ["label", "rate", "gamed", "runs", "of", "role", "grade", "note"]
    heads = {"label": "study", "rate": "share gamed", "of": "share of", "role": "decides the rate that is"}
    return in_percent(table("gaming_rates"), "rate")[columns].rename(columns=heads)


def forms_table(run: Run) -> pd.DataFrame:
    """Credence of each finding when a choice takes one of its options, a row an option."""
    rows = []
    for choice in (run.assumption(id) for id in run.claim.inputs):
        for option, words in (choice.labels or {}).items():
            verdicts = run.under({choice.id: option}).verdicts
            shares = {run.claim.finding(v.finding).title.lower(): f"{100 * v.credence:.0f} %" for v in verdicts}
            rows.append({"choice": choice.label, "option": words, **shares})
    return pd.DataFrame(rows)


def predictions_table() -> pd.DataFrame:
    """Each forecast of the back-test."""
    each = horizons.predictions()
    return pd.DataFrame(
        {
            "cut-off": each["cutoff"].astype(str),
            "model": each["model"],
            "released": each["released"],
            "predicted, minutes": each["predicted_minutes"],
            "was, minutes": each["actual_minutes"],
            "in 50 % band": each["in_50%"],
            "in 90 % band": each["in_90%"],
        }
    )


def backtest_table() -> pd.DataFrame:
    """Coverage and errors per cut-off."""
    found = horizons.summary()
    return pd.DataFrame(
        {
            "cut-off": found["cutoff"].astype(str),
            "models fitted": found["fitted"],
            "predicted": found["predicted"],
            "in 50 % band": [f"{100 * v:.0f} %" for v in found["in_50%"]],
            "in 90 % band": [f"{100 * v:.0f} %" for v in found["in_90%"]],
            "mean miss, doublings": found["error_trend"],
            "if flat": found["error_flat"],
            "if linear": found["error_linear"],
        }
    )


TABLES = {
    "backtest": Table("Back-test at four cut-offs, and all of them together", backtest_table),
    "forms": Table("Credence of each finding under each option of the three choices", forms_table),
}
