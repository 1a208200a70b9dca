"""The tables of claim 1’s chapter: what was measured, and what the model makes of it."""

from __future__ import annotations

import pandas as pd

from tilt.charts import kinds as charts
from tilt.charts.declared import Table
from tilt.claims.tabled import in_words
from tilt.record.evidence import table

FIELDS = {
    "safety": ("safety research", charts.SAFETY),
    "small": ("capability research, small", charts.CAPABILITY),
    "large": ("capability research, large", charts.CAPABILITY),
    "final": ("final training", charts.FAINT),
}


def runs_table() -> pd.DataFrame:
    """Every run of the strip, with grade and caveat."""
    rows = table("experiment_compute")
    kinds = rows["field"].map({k: words for k, (words, _) in FIELDS.items()})
    columns = ["label", "kind", "what", "year", "flop", "low", "high", "pretraining", "counted", "grade", "note"]
    heads = {"label": "study", "what": "what was run", "flop": "compute of one run, FLOP"}
    heads |= {"low": "low, FLOP", "high": "high, FLOP", "pretraining": "trained from the start"}
    return rows.assign(kind=kinds)[columns].rename(columns=heads)


def around_table() -> pd.DataFrame:
    """What comes on top of a run."""
    columns = ["label", "field", "ratio", "grade", "note"]
    return table("experiment_overheads")[columns].rename(columns={"label": "whole over one"})


def budgets_table() -> pd.DataFrame:
    """Compute that one researcher has."""
    columns = ["label", "field", "h100", "low", "high", "flop_day", "grade", "note"]
    heads = {"label": "who", "h100": "H100s at hand", "low": "low, H100s", "high": "high, H100s"}
    return table("research_budgets")[columns].rename(columns={**heads, "flop_day": "FLOP a day"})


def context_table() -> pd.DataFrame:
    """Figures about how research iterates."""
    rows = in_words(table("iteration_context"), ["value"])
    return rows[["label", "value", "unit", "grade", "note"]].rename(columns={"label": "what"})


TABLES = {
    "around": Table("Compute of a whole study over that of one run", around_table),
    "budgets": Table("Compute that one researcher has at hand", budgets_table),
    "context": Table("How research iterates", context_table),
}
