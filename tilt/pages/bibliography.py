"""The bibliography: its own page, sorted by what is printed, and the short lists at chapters' ends.

Plain HTML that reads without scripts; `web/site/references.js` adds the search. Chapters' sections that cite an entry
are filled in when all pages are written (tilt/hosts/backlinks.py).
"""

from __future__ import annotations

import base64
import html
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import pandas as pd

from tilt.book import book
from tilt.format import percent
from tilt.pages.evidence import cited_in
from tilt.pages.shown import Shown
from tilt.paths import building, page
from tilt.record import evidence
from tilt.record.bibtex import bibtex
from tilt.record.cited import address

BIBTEX = "tilt-references.bib"
"""The bibliography for reference managers, in the folder of what pages load."""

REMARKS = {"primary": "", "ours": " Our own computation.", "memory": " Cited from memory, not re-read."}
"""What an entry says of how it was read."""

SECOND_HAND = " Read in secondary texts."


def listed(keys: Iterable[str]) -> Shown:
    """The entries of some keys, as a chapter lists them. Raises KeyError on a dangling key."""
    chosen = evidence.sources().loc[sorted(set(keys))].to_dict("index")
    entries = "".join(entry(key, row) for key, row in in_order(chosen))
    return Shown("text/html", f'<ul class="tilt-references">{entries}</ul>')


def entry(key: str, row: Mapping[Any, Any], tail: str = "") -> str:
    """An entry: authors, year, title, where it appeared, how it was read. `tail`: HTML to stand at its end."""
    title = html.escape(str(row["title"]))
    url = row["url"]
    safe = isinstance(url, str) and url.startswith(("https://", "http://"))
    linked = f'<a href="{html.escape(str(url), quote=True)}">{title}</a>' if safe else title
    year = "" if pd.isna(row["year"]) else f" ({row['year']})"
    read = REMARKS.get(str(row["read_as"]), SECOND_HAND)
    venue = "" if pd.isna(row["venue"]) else f" {html.escape(str(row['venue']))}."
    said = f'{html.escape(str(row["authors"]))}{year}. <span class="tilt-entry-title">{linked}</span>.{venue}{read}'
    return f'<li id="source-{html.escape(key)}">{said}{tail}</li>'


def alphabetical(text: str) -> str:
    """What a reader looks a name up by: small letters without accents, quotation marks or brackets before them."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain.casefold().lstrip("“”‘’\"'([ ")


def in_order(entries: Mapping[Any, Mapping[Any, Any]]) -> list[tuple[str, Mapping[Any, Any]]]:
    """Entries by what is printed: authors, then year, then title."""

    def place(item: tuple[Any, Mapping[Any, Any]]) -> tuple[str, float, str]:
        row = item[1]
        return alphabetical(str(row["authors"])), 0 if pd.isna(row["year"]) else float(row["year"]), str(row["title"])

    return [(str(key), row) for key, row in sorted(entries.items(), key=place)]


def letter(row: Mapping[Any, Any]) -> str:
    """The letter an entry stands under; `0–9` where its first sign is none."""
    first = alphabetical(str(row["authors"]))[:1].upper()
    return first if first.isalpha() else "0–9"


def read_how() -> Shown:
    """How the references were read: first of all the share that was read second-hand."""
    counts = evidence.sources()["read_as"].value_counts()
    total, second = int(counts.sum()), int(counts.get("secondary", 0))
    others = [
        (counts.get("primary", 0), "in the original or in a faithful copy"),
        (counts.get("memory", 0), "cited from memory"),
        (counts.get("ours", 0), "our own computation"),
    ]
    rest = ", ".join(f"{n} {words}" for n, words in others if n)
    said = f"<strong>{second} of {total} references ({percent(second / total)}) were read second-hand</strong>"
    return Shown("text/html", f"<p>{said}, in texts that quote or sum them up; {rest}. Each entry says which.</p>")


def download() -> Shown:
    """A link to the bibliography as BibTeX: beside the page on the site, within it where a kernel serves the page."""
    there = f"../_tilt/{BIBTEX}"
    href = there if building() else "data:text/plain;base64," + base64.b64encode(bibtex().encode()).decode("ascii")
    return Shown("text/html", f'<p><a href="{href}" download="{BIBTEX}">Download all as BibTeX</a></p>')


def whole() -> Shown:
    """Every entry under its letter, with what cites it, and links to the letters."""
    known, citing = in_order(evidence.sources().to_dict("index")), _citing()
    parts, jumps = [], []
    for name, group in groupby(known, key=lambda item: letter(item[1])):
        anchor = f"letter-{name.replace('–', '-')}"
        items = "".join(entry(key, row, _cited(key, citing.get(key, []))) for key, row in group)
        entries = f'<ul class="tilt-references">{items}</ul>'
        parts.append(f'<section class="tilt-letter" id="{anchor}"><h2>{name}</h2>{entries}</section>')
        jumps.append(f'<li><a href="#{anchor}">{name}</a></li>')
    find = '<div class="tilt-find"></div>' if building() else ""
    letters = f'<nav aria-label="Letters"><ul class="tilt-letters-list">{"".join(jumps)}</ul></nav>'
    return Shown("text/html", f'<div class="tilt-bibliography">{find}{letters}{"".join(parts)}</div>')


def _cited(key: str, by: list[str]) -> str:
    links = " · ".join(by)
    lead = "Cited in " if links else ""
    return (
        f'<span class="tilt-cited-by">{lead}{links}{cited_in(f"source-{key}", " · " if links else "Cited in ")}</span>'
    )


def _citing() -> Mapping[str, list[str]]:
    """Links to the inputs, tables and scenarios that cite each source."""
    found: dict[str, list[str]] = {}
    for key, link in [*_inputs(), *_tables(), *_scenarios()]:
        found.setdefault(key, []).append(link)
    return found


def _inputs() -> Iterator[tuple[str, str]]:
    for id, a in book().record.assumptions.items():
        link = f'<a href="{page(a.claim)}#input-{id}">{html.escape(a.label)}</a>'
        yield from ((key, link) for key in dict.fromkeys(a.sources))


def _tables() -> Iterator[tuple[str, str]]:
    for name in evidence.served():
        rows = evidence.table(name)[["id", "source"]].dropna()
        first = dict(zip(rows["source"][::-1], rows["id"][::-1], strict=True))
        for key, count in Counter(rows["source"]).items():
            title = html.escape(evidence.describe(name).title)
            counted = f" ({count} rows)" if count > 1 else ""
            yield key, f'<a href="{html.escape(address(name, first[key]))}">{title}</a>{counted}'


def _scenarios() -> Iterator[tuple[str, str]]:
    for s in book().record.scenarios.values():
        link = f'<a href="{page("scenarios")}#scenario-{html.escape(s.name)}">Scenario “{html.escape(s.title)}”</a>'
        yield from ((key, link) for key in {key for change in s.changes.values() for key in change.sources})
