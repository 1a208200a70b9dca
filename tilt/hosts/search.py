"""The index of the book's own search: every place of the built pages with its words, as one small file.

The page loads it on the first search and makes its own table of words (`web/site/find/`). Kept short, because it
travels to phones: addresses that follow from titles are left out, and of a row of evidence its words, not its figures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from tilt.hosts.places import Place

FILE = "search.json"

KINDS = ("section", "input", "finding", "scenario", "question", "table", "row", "source")
"""Kinds of places by number, as `web/site/find/places.js` names them."""

PREFIXES = {"input": "input-", "source": "source-", "question": "forecast-", "scenario": "scenario-"}
"""What addresses of a kind begin with; those of rows with their table."""

STANDARD = re.compile(r"The book’s default is .*?; it may be moved from .*?\.(?= |$)")
"""What the slider shows better."""


def slug(title: str) -> str:
    """A title as addresses have it. `web/site/find/places.js` makes the same."""
    return re.sub(r"[^a-z0-9.]+", "-", title.lower()).strip("-")


def anchor(place: Place) -> str:
    """What an address has beyond what follows from kind, table and title: empty where nothing."""
    prefix = f"{place.above.anchor}-" if place.kind == "row" and place.above else PREFIXES.get(place.kind, "")
    own = place.anchor.removeprefix(prefix)
    return "" if own == slug(place.title) else own


def index(places: Sequence[Place], titles: Mapping[str, str], folder: str) -> str:
    """The index as JSON, column by column.

    Args:
        places: Of all pages. Inputs that a page borrows are left to the page they are at home on.
        titles: The pages' names, by file name: only their places are found.
        folder: Where the pages are, below the site's root.
    """
    found = [p for p in places if not p.lent and p.title and p.page in titles]
    number = {id(p): k for k, p in enumerate(found)}
    pages = list(titles)
    columns = {
        "folder": folder,
        "pages": [[page, titles[page]] for page in pages],
        "kind": [KINDS.index(p.kind) for p in found],
        "page": [pages.index(p.page) for p in found],
        "above": [number.get(id(p.above), -1) for p in found],
        "anchor": [anchor(p) for p in found],
        "title": [p.title for p in found],
        "text": [STANDARD.sub("", p.text) for p in found],
    }
    return json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
