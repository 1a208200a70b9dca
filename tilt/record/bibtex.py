"""The bibliography as BibTeX, for whoever cites what the book cites."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from tilt.record import evidence

PERSON = re.compile(r"(?P<last>[^\W\d_][\w’'\-]*(?: [^\W\d_][\w’'\-]+)*) (?P<first>[A-Z]{1,2}(?: [A-Z]{1,2})*)$")
"""A surname and initials. Institutes end in AI, which are none."""

OTHERS = re.compile(r",?\s*(?:\bet al\.|\band others\b)")
ARXIV = re.compile(r"arxiv[:./ ]*(?:org/abs/)?(\d{4}\.\d{4,5})", re.IGNORECASE)
SPECIAL = str.maketrans(
    {c: f"\\{c}" for c in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
READ = {
    "secondary": "Read in secondary texts",
    "memory": "Cited from memory, not re-read",
    "ours": "Our own computation",
}
"""How a source was read, where that has to be said."""


def bibtex() -> str:
    """Every entry of the bibliography, by key. Raises InputError where the file is broken."""
    return "\n".join(entry(str(key), row) for key, row in evidence.sources().sort_index().to_dict("index").items())


def entry(key: str, row: Mapping[Any, Any]) -> str:
    """One source as a `@misc` entry: what it is stands in its venue, in our words."""
    venue, url = (str(row[c]) if not pd.isna(row[c]) else "" for c in ("venue", "url"))
    paper = ARXIV.search(venue) or ARXIV.search(url)
    fields = {
        "author": _authors(str(row["authors"])),
        "title": f"{{{_plain(str(row['title']))}}}",
        "year": "" if pd.isna(row["year"]) else f"{row['year']:.0f}",
        "howpublished": _plain(venue),
        "eprint": paper[1] if paper else "",
        "eprinttype": "arxiv" if paper else "",
        "url": url.replace("{", "%7B").replace("}", "%7D"),
        "note": READ.get(str(row["read_as"]), ""),
    }
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
    return f"@misc{{{key},\n{lines}}}\n"


def _plain(text: str) -> str:
    return text.translate(SPECIAL)


def _authors(authors: str) -> str:
    """Names in BibTeX's form: persons as surname and initials, institutes in braces, so that they stay as they are."""
    plain = re.sub(r"\s*\([^)]*\)", "", authors).strip() or authors.strip("()")
    names = [n for n in re.split(r"\s*[,;]\s*", OTHERS.sub("", plain)) if n]
    return " and ".join([*map(_name, names), *(["others"] if OTHERS.search(plain) else [])])


def _name(name: str) -> str:
    person = PERSON.fullmatch(name)
    if person and person["first"] != "AI":
        return f"{_plain(person['last'])}, {'. '.join(person['first'].replace(' ', ''))}."
    return _plain(name) if name.isalpha() else f"{{{_plain(name)}}}"
