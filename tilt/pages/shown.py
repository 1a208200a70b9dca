"""What a notebook displays: HTML or Markdown, tables, framed charts."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tilt.charts.inline import inline
from tilt.format import number
from tilt.paths import page
from tilt.record import evidence
from tilt.record.citations import mention
from tilt.record.cited import address


@dataclass(frozen=True)
class Shown:
    """Something a notebook displays: HTML or Markdown, with plain text beside it."""

    kind: str
    content: str

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {self.kind: self.content, "text/plain": self.content}


@dataclass(frozen=True)
class Markup:
    """A table cell that is HTML already. No kind of text, so that pandas keeps it as it is, with or without pyarrow."""

    html: str


YEAR = re.compile(r"(?:^|[_ ])year$")

SHARE = re.compile(r"[+\u2212]?\d[\d.,]* %")
"""Text that is one figure in per cent, which stands to the right as numbers do."""

LONG = 60
"""Letters from which a cell is a sentence, and needs room on a phone as well."""


def unbroken(text: str) -> str:
    """Text whose figures stay on one line with their percent sign or power of ten."""
    return text.replace(" %", "\u00a0%").replace(" × 10", "\u00a0×\u00a010")


def cell(value: Any, column: str = "") -> tuple[str, bool]:
    """A value as the text of a table's cell, and whether it is a number. Years, by their column, stay plain."""
    if isinstance(value, Markup):
        return value.html, False
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return "", False
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}", False
    if isinstance(value, bool | np.bool_):
        return ("yes" if value else "no"), False
    if isinstance(value, int | float):
        year = YEAR.search(column) is not None
        return (f"{value:.1f}".removesuffix(".0") if year else number(float(value))), True
    text = str(value)
    return html.escape(unbroken(text)), SHARE.fullmatch(text) is not None


def html_table(rows: pd.DataFrame, caption: str = "", cards: bool = False) -> str:
    """A table that scrolls inside its own region, numbers set right; rows of an evidence table lead to it.

    `cards`: on a phone each row is a card, its second and third cell named by their columns.
    """
    ids = _ids(rows)
    rows = rows.drop(columns="id", errors="ignore") if rows.attrs.get("table") else rows
    if "source" in rows:
        rows = rows.assign(source=[_source(v) for v in rows["source"]])
    head = "".join(f'<th scope="col">{html.escape(str(c))}</th>' for c in rows.columns)
    body = []
    for row, id in zip(rows.itertuples(index=False), ids, strict=True):
        cells = [cell(v, str(c)) for v, c in zip(row, rows.columns, strict=True)]
        if id is not None:
            href = html.escape(address(rows.attrs["table"], id), quote=True)
            cells[0] = (f'<a class="tilt-cited" href="{href}">{cells[0][0] or "row"}</a>', cells[0][1])
        names = [str(c) if cards else "" for c in rows.columns]
        body.append(f"<tr>{''.join(_td(*c, name) for c, name in zip(cells, names, strict=True))}</tr>")
    label = html.escape(caption or "Table", quote=True)
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    kind = "tilt-table tilt-cards" if cards else "tilt-table"
    return (
        f'<div class="tilt-scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="{kind}">{title}<thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'
    )


def _source(value: Any) -> Any:
    """A key of the bibliography as a short mention that leads to its entry; anything else as it is."""
    if not isinstance(value, str) or value not in evidence.source_keys():
        return value
    return Markup(mention(value, evidence.sources().loc[value].to_dict(), page("references")))


def _td(text: str, number: bool, name: str = "") -> str:
    label = f' data-name="{html.escape(name, quote=True)}"' if name else ""
    kind = ' class="number"' if number else ' class="long"' if len(re.sub("<[^>]*>", "", text)) > LONG else ""
    return f"<td{kind}{label}>{text}</td>"


def fold(title: str, body: str, kind: str = "", note: str = "") -> str:
    """HTML that stays folded until it is asked for, or until a link or the browser's find leads into it.

    Args:
        title: The line that says what it is.
        body: The HTML behind it.
        kind: A class of its own, for the style sheet.
        note: What the line adds in grey.
    """
    more = f" <span>{html.escape(note)}</span>" if note else ""
    return (
        f'<details class="{f"tilt-fold {kind}".strip()}"><summary>{html.escape(title)}{more}</summary>'
        f'<div class="tilt-folded">{body}</div></details>'
    )


def _ids(rows: pd.DataFrame) -> list[str | None]:
    """The evidence row that each row is, by the id it still stands under; None where it stands under none."""
    name = rows.attrs.get("table")
    known = set(evidence.table(name).index) if name else set()
    return [id if id in known else None for id in rows.index]


def framed(
    picture: str, id: str, *, title: str, note: str, describe: str, table: str, kind: str = "", narrow: str = ""
) -> Shown:
    """A chart as a figure of a chapter: what it shows, an SVG, its text alternative, and its data as a table.

    Args:
        picture: The SVG.
        id: What its internal references start with, its own on the page.
        title: What it shows, in bold.
        note: How to read it.
        describe: The text alternative.
        table: The data as an HTML table.
        kind: A class of the figure's own, for the style sheet.
        narrow: The same drawn for a phone, on which the other would have letters too small to read.
    """
    caption = f"<figcaption><strong>{html.escape(title)}</strong> <span>{html.escape(note)}</span></figcaption>"
    data = f"<details><summary>The same as a table</summary>{table}</details>"
    alternative = html.escape(describe, quote=True)
    drawn = {"tilt-wide": picture, "tilt-narrow": narrow} if narrow else {"": picture}
    chart = "".join(
        f'<div class="{f"tilt-chart {width}".strip()}" role="img" aria-label="{alternative}">'
        f"{inline(text, id + width.removeprefix('tilt'))}</div>"
        for width, text in drawn.items()
    )
    return Shown("text/html", f'<figure class="{f"tilt-figure {kind}".strip()}">{caption}{chart}{data}</figure>')
