"""The tables of claim 5’s chapter: what was measured, and what the model makes of it."""

from __future__ import annotations

import datetime

import pandas as pd

from tilt.charts import kinds as charts
from tilt.charts.declared import Table
from tilt.claims.tabled import in_percent, percent
from tilt.record.evidence import table
from tilt.trends import controllability, silent_horizons

KINDS = {
    "cot_needed": ("reasoning, task needs it", charts.SAFETY),
    "cot_not_needed": ("reasoning, not needed", charts.SAFETY),
    "cot_hiding": ("reasoning, hidden on purpose", charts.SAFETY),
    "transcript": ("reasoning and actions", charts.SOFT),
    "actions": ("actions alone", charts.CAPABILITY),
    "internals": ("internals", charts.MINE),
    "union": ("transcript or internals", charts.FAINT),
}


SERIES = {
    "short_traces": ("about a thousand tokens", "circle"),
    "long_traces": ("about five thousand tokens", "diamond"),
    "other": ("another test set", "square"),
}


def monitors_table() -> pd.DataFrame:
    """The results behind the dot plot."""
    found = table("monitor_results")
    columns = ["kind", "study", "label", "seen", "low", "high", "measure", "pressure", "counted", "grade", "note"]
    found = found.assign(kind=found["kind"].map({k: words for k, (words, _) in KINDS.items()}))
    shown = in_percent(found, "seen", "low", "high")[columns]
    return shown.rename(columns={"label": "what was monitored", "seen": "share noticed"})


def _written() -> pd.DataFrame:
    models = table("model_horizons")
    recent = models["released"] >= pd.Timestamp(datetime.date(2023, 1, 1))
    return models[(models["range_flag"] == "in_range") & recent]


def horizons_table() -> pd.DataFrame:
    """Silent horizons, which models the line uses, and METR's horizon of the same model where there is one."""
    models = table("silent_horizons")
    fitted = set(silent_horizons.silent_models()["model"])
    known = table("model_horizons").set_index("model")["p50_minutes"]
    return pd.DataFrame(
        {
            "model": models["model"],
            "released": models["released"],
            "without, minutes": models["minutes"],
            "stated once, minutes": models["plain_minutes"],
            "with, minutes (METR)": models["model"].map(known),
            "tasks": models["suite"],
            "in the fit": [m in fitted for m in models["model"]],
            "grade": models["grade"],
            "note": models["note"],
        }
    )


def control_table() -> pd.DataFrame:
    """The readings behind the chart."""
    found = table("controllability")
    found = found.assign(series=found["series"].map({k: words for k, (words, _) in SERIES.items()}))
    columns = ["model", "developer", "released", "series", "controlled", "grade", "note"]
    return in_percent(found, "controlled")[columns].rename(columns={"controlled": "instructions obeyed"})


def silent_misses_table() -> pd.DataFrame:
    """Each forecast of the silent-horizon back-test, with the errors of trend and rivals."""
    each = silent_horizons.predictions()
    return pd.DataFrame(
        {
            "cut-off": each["cutoff"].astype(str),
            "models fitted": each["fitted"],
            "model": each["model"],
            "predicted, minutes": each["predicted_minutes"],
            "was, minutes": each["actual_minutes"],
            "in 50 % band": each["in_50%"],
            "in 90 % band": each["in_90%"],
            "miss, doublings": each["error_trend"],
            "if flat": each["error_flat"],
            "if linear": each["error_linear"],
        }
    )


def control_backtest_table() -> pd.DataFrame:
    """Each forecast of the controllability back-test; two models leave no band."""
    each = controllability.predictions()
    return pd.DataFrame(
        {
            "cut-off": each["cutoff"].astype(str),
            "models fitted": each["fitted"],
            "model": each["model"],
            "predicted": each["predicted_fraction"].map(percent),
            "was": each["actual_fraction"].map(percent),
            "in 50 % band": each["in_50%"],
            "in 90 % band": each["in_90%"],
            "miss, log-odds": each["error_trend"],
            "if flat": each["error_flat"],
            "if linear": each["error_linear"],
        }
    )


def written_table() -> pd.DataFrame:
    """What written reasoning buys."""
    found = in_percent(table("written_reasoning"), "without", "with")
    columns = ["label", "setting", "without", "with", "grade", "note"]
    return found[columns].rename(columns={"label": "model and task", "setting": "compared"})


def hiding_table() -> pd.DataFrame:
    """How often models hid what they did or evaded a monitor, unasked."""
    columns = ["study", "label", "share", "low", "high", "measure", "grade", "note"]
    return in_percent(table("hiding_rates"), "share", "low", "high")[columns].rename(
        columns={"label": "who", "measure": "share of"}
    )


TABLES = {
    "hiding": Table("How often models hid or evaded, nobody having asked them to", hiding_table),
    "written": Table("Accuracy without and with written reasoning", written_table),
    "control-backtest": Table(
        "Control over reasoning, forecast from what was known at two dates", control_backtest_table
    ),
}
