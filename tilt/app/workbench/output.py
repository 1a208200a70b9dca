"""What a page shows of what a job found: HTML, a table to take away, rows for its chart."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tilt.format import effect, number
from tilt.pages.shown import Markup, cell

Found = Mapping[str, Any]
"""What a job returned: plain data."""

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""How text begins that a spreadsheet takes for a formula."""

ENDLESS = "without an end in some draws"


@dataclass(frozen=True)
class Output:
    """`content` is HTML; `rows` what of it stands in a table, as numbers; `chart` the rows of its picture by name."""

    content: str
    rows: pd.DataFrame
    chart: Mapping[str, Sequence[Mapping[str, Any]]] | None = None

    def plain(self) -> dict[str, Any]:
        """The same for a page: `html`, `csv` and `chart`."""
        return {"html": self.content, "csv": csv(self.rows), "chart": self.chart}


def csv(rows: pd.DataFrame) -> str:
    """A table as a file for spreadsheets: none of its texts is a formula, whatever a reader's file holds."""
    return str(rows.map(_harmless).to_csv(index=False, lineterminator="\r\n"))


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value


def paragraph(text: str) -> str:
    """Text, which may be anybody's, as a paragraph."""
    return f"<p>{html.escape(text)}</p>"


def unbroken(text: str) -> Markup:
    """A figure with its error, which stays on one line."""
    return Markup(f'<span class="tilt-unbroken">{html.escape(text)}</span>')


def effect_words(finding: Mapping[str, Any], quantiles: Sequence[float | None]) -> str:
    """A finding's effect in words: name, median, 90 % interval. `finding` has `effect` and `unit`."""
    known = [q for q in quantiles if q is not None]
    if len(known) < len(quantiles):
        return f"{finding['effect'].capitalize()}, {ENDLESS}"
    return effect(finding, known)


def ends(values: Sequence[float] | None) -> str:
    """Two ends as an interval; nothing where there is none."""
    if values is None:
        return ""
    low, high = values
    return number(low) if low == high else f"{number(low)} – {number(high)}"


def bar(share: float, text: str, ghost: float | None = None) -> Markup:
    """A share as a bar with its figure behind it; `ghost`: a larger one of which it is a part, in outline."""
    width, whole = (f"{100 * min(1.0, max(0.0, v)):.1f}%" for v in (share, share if ghost is None else ghost))
    return Markup(
        f'<span class="tilt-bench-bar" style="--share: {width}; --whole: {whole}"></span><span>{cell(text)[0]}</span>'
    )
