"""The evidence page: every table with its units, sources and grades, each row with an address of its own.

Plain HTML that reads without scripts; `web/site/evidence.js` adds search and sorting. Where a row is cited is filled in
when all pages are written (tilt/hosts/backlinks.py).
"""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping
from typing import Any

import pandas as pd

from tilt.book import book
from tilt.pages.cells import codes_as_words, is_year, month_of, named_tables
from tilt.pages.shown import Shown, cell
from tilt.paths import building, data, page
from tilt.record import evidence
from tilt.record.citations import mention
from tilt.record.cited import anchor
from tilt.record.package import Field

GRADES: Mapping[str, str] = {
    "primary": "read in the original, or in a faithful copy",
    "secondary": "read in another text",
    "computed": "computed here from figures that were read",
    "judged": "set by a person who says why",
    "unverified": "recalled or seen once, and not confirmed; no default rests on one alone",
}
"""How well a figure is known, best first."""

ARCHIVE = "evidence/tilt-evidence.zip"
"""All tables in one file, below the folder of what pages load."""

HIDDEN = ("id",)
"""Columns that only name a row: its address has them."""

LONG = 48
"""Letters above which a cell asks for a wide column."""


def search() -> Shown | None:
    """Where the search of all tables stands, above everything; nothing in a kernel, where no script would serve it."""
    return Shown("text/html", '<div class="tilt-find"></div>') if building() else None


def archive() -> Shown:
    """A link to all tables as one file, and how much that is; in a kernel, where they stand."""
    rows = sum(len(evidence.table(n)) for n in listed())
    said = f"{len(listed())} tables, {rows:,} rows"
    if not building():
        return Shown("text/html", f"<p>{said}, in the folder <code>data/evidence</code>.</p>")
    link = f'<a href="../_tilt/{ARCHIVE}" download>Download everything as one zip</a>'
    return Shown(
        "text/html",
        f'<p class="tilt-archive">{said}. {link}, with bibliography, forecasts and a description of every column.</p>',
    )


def listed() -> tuple[str, ...]:
    """Names of the tables on the page: all but the bibliography and the forecasts, which have pages of their own."""
    return evidence.served()


def claims_of(name: str) -> tuple[str, ...]:
    """Slugs of the claims a table serves, as the data package states them."""
    return evidence.describe(name).claims


def grades() -> Shown:
    """What each grade means, with how many rows have it."""
    counts = pd.concat([evidence.table(n)["grade"] for n in listed() if "grade" in evidence.table(n)]).value_counts()
    items = "".join(
        f"<dt>{chip(grade)}</dt><dd>{html.escape(meaning)}: {_rows(counts.get(grade, 0))}</dd>"
        for grade, meaning in GRADES.items()
    )
    return Shown("text/html", f'<dl class="tilt-grades">{items}</dl>')


def chip(grade: str) -> str:
    """A grade as a small label."""
    return f'<span class="tilt-grade" data-grade="{html.escape(grade)}">{html.escape(grade)}</span>'


def contents() -> Shown:
    """Links to the tables, by claim."""
    parts = []
    for c in book().claims:
        names = [n for n in listed() if claims_of(n)[:1] == (c.slug,)]
        if not names:
            continue
        links = "".join(f'<li><a href="#{n}">{html.escape(evidence.describe(n).title)}</a></li>' for n in names)
        parts.append(f"<section><h3>{c.number}. {html.escape(c.short)}</h3><ul>{links}</ul></section>")
    return Shown("text/html", f'<div class="tilt-table-list">{"".join(parts)}</div>')


def tables() -> Shown:
    """Every table, those of each claim together in the order of the claims."""
    order = [c.slug for c in book().claims]
    names = sorted(listed(), key=lambda n: order.index(claims_of(n)[0]))
    return Shown("text/html", f'<div class="tilt-evidence">{"".join(_section(n) for n in names)}</div>')


def _section(name: str) -> str:
    about, rows = evidence.describe(name), evidence.table(name)
    fields = [f for f in about.fields if f.name not in HIDDEN]
    numbers = {c.slug: c.number for c in book().claims}
    used = ", ".join(f'<a href="{page(slug)}">claim {numbers[slug]}</a>' for slug in claims_of(name))
    title = html.escape(about.title)
    columns = "".join(f"<dt>{html.escape(f.heading)}</dt><dd>{codes_as_words(f.description)}</dd>" for f in fields)
    return (
        f'<section class="tilt-table-section" id="{name}">'
        f"<h3>{title}</h3>"
        f"<p>{html.escape(about.description)} Used by {used}.{cited_in(name)}</p>"
        f'<p class="tilt-table-tools"><span class="tilt-count">{_rows(len(rows))}</span> '
        f'<a href="{download(name)}" download="{name}.csv">Download {name}.csv</a></p>'
        f"<details><summary>What the columns mean, and their units</summary><dl>{columns}</dl></details>"
        f"{_table(name, rows, fields, title)}</section>"
    )


def cited_in(anchor: str, lead: str = "Cited in ") -> str:
    """Where the links back from a row or a table will stand, after the words `lead`.

    Nowhere in a kernel, which sees no other page.
    """
    slot = f' <span class="tilt-cited-in" data-cited="{html.escape(anchor, quote=True)}" data-lead="{lead}"></span>'
    return slot if building() else ""


def download(name: str) -> str:
    """The file as it stands in the project: beside the page on the site, within it where a kernel serves the page."""
    path = evidence.describe(name).path
    if building():
        return f"../_tilt/{path}"
    return "data:text/csv;base64," + base64.b64encode((data() / path).read_bytes()).decode("ascii")


def _rows(count: int) -> str:
    return f"{count:,} row" + ("" if count == 1 else "s")


def _table(name: str, rows: pd.DataFrame, fields: list[Field], title: str) -> str:
    head = "".join(
        f'<th scope="col" title="{html.escape(f.description, quote=True)}">{html.escape(f.heading)}</th>'
        for f in fields
    )
    years = {f.name for f in fields if is_year(f, rows[f.name])}
    body = []
    for row in rows.to_dict("records"):
        address = anchor(name, row["id"])
        first, *others = (_cell(f, row[f.name], f.name in years) for f in fields)
        cells = first.replace("</td>", f"{cited_in(address)}</td>") + "".join(others)
        body.append(f'<tr id="{html.escape(address, quote=True)}">{cells}</tr>')
    return (
        f'<div class="tilt-scroll" tabindex="0" role="region" aria-label="{title}">'
        f'<table class="tilt-table"><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'
    )


def _cell(field: Field, value: Any, year: bool = False) -> str:
    if field.name == "source" and isinstance(value, str):
        known: Any = evidence.sources().loc[value]
        return f'<td class="tilt-source">{mention(value, known, page("references"))}</td>'
    if field.name == "grade" and isinstance(value, str):
        return f"<td>{chip(value)}</td>"
    if field.name == "informs" and isinstance(value, str):
        return f'<td class="tilt-long">{_input(value)}</td>'
    if year and not pd.isna(value):
        return f'<td class="number" data-value="{float(value)!r}">{month_of(float(value))}</td>'
    text, number = cell(value, field.name)
    if number:
        return f'<td class="number" data-value="{float(value)!r}">{text}</td>'
    if field.type in ("boolean", "date"):
        return f'<td class="tilt-plain">{text}</td>'
    text = named_tables(codes_as_words(str(value))) if text else ""
    return f'<td class="tilt-long">{text}</td>' if len(text) > LONG else f"<td>{text}</td>"


def _input(id: str) -> str:
    """The assumption that a row is shown under, by its name, leading there; any other word as it is."""
    known = book().record.assumptions.get(id)
    if known is None:
        return codes_as_words(id)
    return f'<a href="{page(known.claim)}#input-{id}">{html.escape(known.label)}</a>'
