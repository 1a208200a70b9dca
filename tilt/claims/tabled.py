"""What the tables of chapters share: shares as per cent, units in words, dates as people say them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from tilt.format import number

SHARES = {"fraction": "", "share": "", "probability": "chance", "fraction a day": "a day"}
"""Units of what is written in per cent, and what is left to say of them."""

UNITS = {"USD/year": "USD a year", "per year": "a year", "persons": "people", "factor": "times", "ratio": "times"}
"""Other units that are not words as they stand in the evidence; `score 0-10` and such say themselves."""


def percent(value: Any) -> str:
    """A share in per cent; nothing where it is missing."""
    return "" if pd.isna(value) else f"{number(100 * float(value))} %"


def in_percent(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Rows with these columns, which hold shares, in per cent."""
    return rows.assign(**{c: [percent(v) for v in rows[c]] for c in columns})


def in_words(rows: pd.DataFrame, columns: Sequence[str], unit: str = "unit") -> pd.DataFrame:
    """Rows of several units, those of shares in per cent and all units in words.

    Args:
        rows: One unit a row.
        columns: Those whose values are in it.
        unit: The column that names it.
    """
    held = {
        c: [percent(v) if u in SHARES else v for v, u in zip(rows[c].astype(object), rows[unit], strict=True)]
        for c in columns
    }
    words = [SHARES.get(u, UNITS.get(u, u)).replace("0-10", "from 0 to 10") for u in rows[unit]]
    return rows.assign(**held, **{unit: words})


def month(date: Any) -> str:
    """`2026-07` as July 2026; a year alone as it is."""
    return f"{pd.Timestamp(date):%B %Y}" if "-" in str(date) else str(date)
