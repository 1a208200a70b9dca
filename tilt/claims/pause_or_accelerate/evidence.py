"""The tables of claim 4’s chapter: what was measured, and what the model makes of it."""

from __future__ import annotations

import pandas as pd

from tilt.charts.declared import Table
from tilt.record.evidence import table
from tilt.trends import restraint


def attempts_table(before: bool) -> pd.DataFrame:
    """Attempts with what they were and what came of them."""
    rows = table("restraint_attempts")
    rows = rows[(rows["kind"] == "before_ai") == before].sort_values("proposed_year", kind="stable")
    columns = [
        "case",
        "proposed_year",
        "enacted",
        "acted_year",
        "ended_year",
        "years",
        "scope",
        "effect",
        "grade",
        "note",
    ]
    return rows[columns]


def rates_table() -> pd.DataFrame:
    """How often restraint was enacted, by scoring, with 90 % intervals and the small counts behind them."""
    return table("restraint_rates")[["label", "value", "low", "high", "hits", "n", "used", "grade", "note"]]


def polls_table() -> pd.DataFrame:
    """Polls with question and caveat."""
    return table("restraint_polls")[["year", "population", "question", "share", "others", "grade", "note"]]


def field_table() -> pd.DataFrame:
    """Counts of people in safety research."""
    return table("safety_field")[
        ["year", "technical_people", "technical_low", "technical_high", "other_people", "grade"]
    ]


def money_table() -> pd.DataFrame:
    """What is known of either side's money."""
    rows = table("effort_budgets")
    return rows[["label", "side", "value", "low", "high", "unit", "grade", "note"]]


def foretold_table() -> pd.DataFrame:
    """Each attempt on AI foretold from those before it, with squared errors of the rate and of rivals."""
    rows = restraint.predictions()
    return rows.rename(
        columns={
            "outcome": "came true",
            "rate": "foretold",
            "earlier": "attempts before",
            "error_rate": "error",
            "error_never": "error of never",
            "error_coin": "of a coin",
            "error_others": "of other technologies’ rate",
        }
    ).drop(columns="id")


TABLES = {
    "rates": Table("How often restraint was enacted, with 90 % intervals", rates_table),
    "money": Table("What either side has", money_table),
    "foretold": Table("Each attempt on the frontier of AI, foretold from those before it", foretold_table),
}
