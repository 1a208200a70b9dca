"""What stands where on the built pages, and what links to it from where: for the search, and for links back.

The pages are read as they were written, so what is found is what stands there, whoever wrote it. Nothing here knows a
claim: sections, rows and entries are told apart by their elements.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

Attributes = Mapping[str, str]

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
BREAKS = frozenset({"p", "li", "dt", "dd", "td", "th", "div", "section", "figcaption", "summary", "blockquote", "br"})
"""Elements whose words do not run on from what stands before."""

UNREAD = frozenset({"noscript", "tilt-instrument", "nav", "summary"})
"""Elements whose words are said elsewhere, or are none."""

SILENT = frozenset(
    {
        "headerlink",
        "tilt-table-list",
        "tilt-table-tools",
        "tilt-cited-in",
        "tilt-cited-by",
        "tilt-letters",
        "tilt-forecast-bars",
        "tilt-forecast-more",
        "tilt-unbroken",
        "tilt-use",
        "tx-flips",
        "tx-list",
        "number",
        "tilt-grade",
        "tilt-source",
        "tilt-plain",
    }
)
"""Classes of the same."""

ROW_PARTS = frozenset({"tx-label", "tx-reasons"})
"""What a row of an explorer says in words; the rest of an explorer are figures and controls."""

OPAQUE = re.compile(r"<(svg|script|style|math)\b.*?</\1>", re.DOTALL)
PAYLOAD = re.compile(r'<script type="application/json" class="tilt-payload">(.*?)</script>', re.DOTALL)
BODY = re.compile(r'<article class="bd-article.*?</article>\s*<footer', re.DOTALL)
SPACE = re.compile(r"\s+")
EMPTY = re.compile(r"(?: ·)+ (?=·)")
"""Cells that say nothing."""


@dataclass
class Place:
    """Something that an address leads to.

    Its kind is section, input, finding, scenario, table, row, source or question; `above` is what it stands in.
    """

    kind: str
    page: str
    anchor: str
    above: Place | None = None
    title: str = ""
    lent: bool = False
    words: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it says beside its title, in one line."""
        return tidy("".join(self.words))


def tidy(text: str) -> str:
    """Words with one plain space between them."""
    return EMPTY.sub(" ", SPACE.sub(" ", text)).replace(". . ", ". ").strip(" ·")


def kind_of(tag: str, attributes: Attributes, page: str) -> str | None:
    """What kind of place an element is; None where it is none."""
    id, classes = attributes.get("id", ""), attributes.get("class", "").split()
    if tag == "section" and id and "tilt-letter" not in classes:
        return "table" if "tilt-table-section" in classes else "scenario" if "tilt-scenario" in classes else "section"
    if tag == "tr" and id:
        return "input" if "data-input" in attributes else "row"
    if tag == "article" and id:
        return "question"
    if tag == "li" and id.startswith("source-") and page == "references.html":
        return "source"
    return None


class Reader(HTMLParser):
    """Reads one page's article into its places."""

    def __init__(self, page: str) -> None:
        """`page`: its file's name."""
        super().__init__(convert_charrefs=True)
        self.page = page
        self.places: list[Place] = []
        self._open: list[tuple[str, Place | None, bool, bool]] = []  # tag, the place before, unread and titled before
        self._here: Place | None = None
        self._unread = self._titled = False
        self._heard: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        attributes = {k: v or "" for k, v in attrs}
        if tag == "br" or tag in BREAKS:
            self._break(tag)
        if tag == "a" and self._here and "href" in attributes:
            self._here.links.append(attributes["href"])
        if tag in VOID:
            return
        self._open.append((tag, self._here, self._unread, self._titled))
        classes = set(attributes.get("class", "").split())
        kind = kind_of(tag, attributes, self.page)
        if kind:
            self._here = Place(kind, self.page, attributes["id"], self._here)
            self.places.append(self._here)
        if "tx-lender" in classes and self._here:
            self._here.lent = True
        self._unread = "data-unsearched" in attributes or self._stays_unread(tag, kind, classes)
        self._titled = self._titled or self._is_title(tag, classes)

    def _stays_unread(self, tag: str, kind: str | None, classes: set[str]) -> bool:
        here = self._here.kind if self._here else ""
        unnamed = here == "row" and self._here is not None and not self._here.title
        silent = classes & SILENT - {"number"} if unnamed else classes & SILENT  # a row may be named by a year
        if tag == "tilt-explorer" or tag in UNREAD or silent:
            return True
        if here == "input":
            return tag == "ul" or (self._unread and not classes & ROW_PARTS)
        if here in ("row", "source"):
            return self._unread and not kind
        if tag in ("table", "ul", "details") and here in ("section", "table"):
            columns = tag == "details" and here == "table"
            return self._unread or tag == "table" or columns or bool(classes & {"tilt-references"})
        return self._unread

    def _is_title(self, tag: str, classes: set[str]) -> bool:
        here = self._here
        if here is None or here.title:
            return False
        return {
            "input": "tx-label" in classes,
            "row": tag in ("td", "th"),
            "source": "tilt-entry-title" in classes,
        }.get(here.kind, tag in ("h1", "h2", "h3", "h4"))

    def _break(self, tag: str) -> None:
        if self._here and not self._titled and not self._unread:
            self._here.words.append(" · " if tag == "td" else " ")

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and what was left open in it."""
        if tag in VOID or tag not in (t for t, *_ in self._open):
            return
        while self._open:
            closed, before, unread, titled = self._open.pop()
            if self._titled and not titled and self._here:
                self._here.title = tidy("".join(self._heard))
                self._heard.clear()
            self._here, self._unread, self._titled = before, unread, titled
            if closed == tag:
                break

    def handle_data(self, data: str) -> None:
        """Words of the place that is open."""
        if self._titled and not self._unread:
            self._heard.append(data)
        elif self._here and not self._unread:
            self._here.words.append(data)


def findings(page: str, html: str, places: Iterable[Place]) -> Iterator[Place]:
    """The findings of a page's explorer, which stand in the section that holds it."""
    found = PAYLOAD.search(html)
    explore = next((p for p in places if p.anchor == "explore"), None)
    if not found or not explore:
        return
    payload = json.loads(found[1])
    for finding, verdict in zip(payload["findings"], payload["default"]["verdicts"], strict=True):
        statement = str(verdict["statement"])
        yield Place("finding", page, explore.anchor, explore, finding["title"], words=[statement])


def read_page(page: str, html: str) -> list[Place]:
    """The places of a page, in their order. `page`: its file's name."""
    article = BODY.search(html)
    if not article:
        return []
    reader = Reader(page)
    reader.feed(OPAQUE.sub(" ", article[0]))
    return [*reader.places, *findings(page, html, reader.places)]


def read_pages(folder: Path, read: Callable[[str, str], list[Place]] = read_page) -> list[Place]:
    """The places of all pages in a folder of the built book, each as `read` finds them by its name and text."""
    return [
        place for path in sorted(folder.glob("*.html")) for place in read(path.name, path.read_text(encoding="utf-8"))
    ]


def target(place: Place, link: str) -> tuple[str, str]:
    """The page's name and the anchor that a link in a place leads to."""
    address, anchor = urldefrag(link)
    return address or place.page, unquote(anchor)
