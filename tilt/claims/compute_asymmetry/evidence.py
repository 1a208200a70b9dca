"""The tables of claim 1’s chapter: what was measured, and what the model makes of it."""

from __future__ import annotations

import pandas as pd

from tilt.charts import kinds as charts
from tilt.charts.declared import Table
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
    return rows.assign(kind=kinds)[columns]


def around_table() -> pd.DataFrame:
    """What comes on top of a run."""
    return table("experiment_overheads")[["label", "field", "ratio", "grade", "note"]]


def budgets_table() -> pd.DataFrame:
    """Compute that one researcher has."""
    return table("research_budgets")[["label", "field", "h100", "low", "high", "flop_day", "grade", "note"]]


def context_table() -> pd.DataFrame:
    """Figures about how research iterates."""
    return table("iteration_context")[["label", "value", "unit", "grade", "note"]]


TABLES = {
    "around": Table("Compute of a whole study over that of one run", around_table),
    "budgets": Table("Compute that one researcher has at hand", budgets_table),
    "context": Table("How research iterates", context_table),
}
