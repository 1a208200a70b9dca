"""How cells of the evidence are shown: codes as words, decimal years as months, tables named in notes as links."""

from __future__ import annotations

import html
import re

import pandas as pd

from tilt.record import evidence
from tilt.record.package import Field

CODE = re.compile(r"\b[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+\b")
"""A code or a name of a table as files spell it."""

NAMES = {"ai": "AI", "cot": "reasoning", "ml": "ML"}
"""Words of a code that are written another way: `cot_needed` is told as reasoning that is needed."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def codes_as_words(text: str) -> str:
    """Text as HTML in which every code reads as words: `visible_scorer` as visible scorer. Tables keep their names."""
    known = set(evidence.tables())

    def words(found: re.Match[str]) -> str:
        code = found[0]
        return code if code in known else " ".join(NAMES.get(part, part) for part in code.split("_"))

    return html.escape(NAMES.get(text) or CODE.sub(words, text).replace(" %", "\u00a0%"))


def named_tables(text: str) -> str:
    """HTML in which every table that is named leads to its section, under its title."""
    known = set(evidence.served())

    def link(found: re.Match[str]) -> str:
        name = found[0]
        return f'<a href="#{name}">{html.escape(evidence.describe(name).title)}</a>' if name in known else name

    return CODE.sub(link, text)


def is_year(field: Field, cells: pd.Series) -> bool:
    """Whether a column of numbers holds years: it says so, and every cell could be one."""
    if field.type not in ("number", "integer") or not re.search(r"\byear\b", field.description, re.IGNORECASE):
        return False
    known = cells.dropna().astype(float)
    return bool(len(known)) and bool(known.between(1800, 2200).all())


def month_of(year: float) -> str:
    """A decimal year as people say it: 2023.29 is Apr 2023. A whole one stays a year: no more is known."""
    whole, part = divmod(year, 1)
    return f"{MONTHS[int(12 * part)]} {whole:.0f}" if part else f"{whole:.0f}"
