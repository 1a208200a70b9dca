"""Links back: on the pages that others cite, beside each row and entry, where in the book it is cited.

Filled in once all pages are written, from the links that stand in them, so none is missing and none is invented. What
was filled in before is written over, for pages that a later build leaves as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape
from pathlib import Path

from tilt.hosts.places import Place, target

SLOT = re.compile(
    r'(<span class="tilt-cited-in" data-cited="([^"]*)" data-lead="([^"]*)">)'
    r"(?:<!--cited-->.*?<!--/cited-->)?(</span>)",
    re.DOTALL,
)
"""Where links back will stand: of what, and the words before them."""

CITED = ("evidence.html", "references.html")
"""Pages that have such places."""

TOLD = {"evidence.html": ("references.html",), "references.html": ("evidence.html", "scenarios.html")}
"""Pages whose citations a page tells of by itself."""


def citing(places: Iterable[Place]) -> dict[tuple[str, str], list[Place]]:
    """The places that cite each address, in the book's order, each once. Inputs stand for themselves at home only."""
    found: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        for link in place.links:
            address = target(place, link)
            if address[0] in CITED and address[0] != place.page and address[1]:
                cited = found.setdefault(address, [])
                if place not in cited and not place.lent:
                    cited.append(place)
    return found


def fill(folder: Path, places: Sequence[Place], titles: Mapping[str, str]) -> None:
    """Write the links back into the pages of a folder. `titles`: the names of all pages, by file name, in order."""
    order = {page: k for k, page in enumerate(titles)}
    by_address = citing(sorted((p for p in places if p.page in order), key=lambda p: order[p.page]))
    for page in CITED:
        path = folder / page
        if not path.exists():
            continue

        def links(slot: re.Match[str], page: str = page) -> str:
            cited = by_address.get((page, unescape(slot[2])), [])
            said = "; ".join(_link(p, titles) for p in cited if p.page not in TOLD[page])
            return f"{slot[1]}{f'<!--cited-->{slot[3]}{said}<!--/cited-->' if said else ''}{slot[4]}"

        html = path.read_text(encoding="utf-8")
        filled = SLOT.sub(links, html)
        if filled != html:
            path.write_text(filled, encoding="utf-8")


def _link(place: Place, titles: Mapping[str, str]) -> str:
    """A place as a link: an input by its name, a section by its page's and its own, a page by its own."""
    name = place.title if place.kind in ("input", "question") else f"{titles[place.page]}: {place.title}"
    name = titles[place.page] if place.above is None else name
    return f'<a href="{escape(place.page, quote=True)}#{escape(place.anchor, quote=True)}">{escape(name)}</a>'
