"""How a source is named in a few words, wherever the book names one."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

INITIALS = re.compile(r"(?<=[a-z’'])(?:\s+(?!AI$)[A-Z]{1,3})+$")
"""Initials after a surname. `AI` ends the names of institutes."""


def short_source(authors: str, year: Any = "") -> str:
    """First author and year: `Wijk H, Lin T, et al. (METR)`, 2024 is `Wijk and others 2024`, two are both named."""
    plain = re.sub(r"\s*\([^)]*\)", "", authors).strip() or authors.strip("()")
    others = re.search(r"\bet al\.|\band others\b", plain) is not None
    names = [n for n in re.split(r"\s*[,;]\s*", re.sub(r",?\s*(?:\bet al\.|\band others\b)", "", plain)) if n]
    first, *more = (re.sub(r"^The ", "the ", INITIALS.sub("", n)) for n in names)
    tail = " and others" if others or len(more) > 1 else f" and {more[0]}" if more else ""
    return dated(f"{first}{tail}", year)


def dated(authors: str, year: Any) -> str:
    """Authors and year; without the year where it is missing."""
    return authors if pd.isna(year) or year == "" else f"{authors} {year}"


def mention(key: str, row: Mapping[Any, Any], place: str = "") -> str:
    """A short mention of a source that leads to its entry, on this page or at another `place`."""
    named = html.escape(short_source(str(row["authors"]), row["year"]))
    return f'<a href="{place}#source-{html.escape(key)}">{named}</a>'
