"""What a link to a page shows where it is posted: a sentence of its own, and a card with claim, verdict and drawing."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from docutils import nodes

from tilt.book import book
from tilt.charts.vega import text_width
from tilt.format import percent
from tilt.hosts import sphinx
from tilt.hosts.assets import WHOLE
from tilt.pages import cards
from tilt.record.imprint import imprint

SLUGS = [c.slug for c in book().claims]


def texts(drawing: str) -> list[ElementTree.Element]:
    tree = ElementTree.fromstring(drawing)  # noqa: S314 (drawn here)
    return list(tree.iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_card_says_the_claim_and_its_verdict_within_its_edges(slug: str) -> None:
    c, verdict = book().claim(slug), book().run(slug).verdicts[0]
    drawing = cards.drawing(slug, c.title, "Claim")
    said = " ".join(t.text or "" for t in texts(drawing))
    assert c.title in said
    assert f"in {percent(verdict.credence)} of draws" in said
    assert all(side in said for side in c.headline.sides)
    for t in texts(drawing):
        wide = text_width(
            t.text or "", t.attrib["font-family"], float(t.attrib["font-size"]), int(t.attrib["font-weight"])
        )
        left = float(t.attrib["x"]) - (wide if t.attrib["text-anchor"] == "end" else 0)
        assert left >= cards.EDGE - 1, t.text
        assert left + wide <= cards.RIGHT + 4, t.text


@pytest.mark.parametrize("slug", SLUGS)
def test_the_drawing_stands_below_the_words(slug: str) -> None:
    drawing = cards.drawing(slug, book().claim(slug).title, "Claim")
    place = re.search(r'transform="translate\([\d.]+ ([\d.]+)\)', drawing)
    assert place
    above = [float(t.attrib["y"]) for t in texts(drawing) if float(t.attrib["y"]) < cards.FOOT]
    assert max(above) + 20 < float(place[1]) < cards.FOOT - 60


def test_a_card_is_a_png_of_the_size_that_is_asked_for() -> None:
    png = cards.card("task-horizons")
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == cards.CARD


def test_a_description_has_claim_verdict_and_range() -> None:
    for slug in SLUGS:
        c, verdict = book().claim(slug), book().run(slug).verdicts[0]
        told = cards.description(slug)
        assert told.startswith(c.sentence)
        assert f"in {percent(verdict.credence)} of draws" in told
        assert told.endswith(".")
        assert " %" not in told


def test_the_books_own_answers_its_question() -> None:
    assert imprint().subtitle.endswith("?")
    assert cards.question() == "differential"


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`tilt.hosts.sphinx.described` of a site with one claim, at an address or none."""
    told = {"task-horizons": "A claim.", WHOLE: "The book."}
    monkeypatch.setattr(sphinx, "assets", lambda app: SimpleNamespace(descriptions=told))

    def of(pagename: str, site: str = "", text: str = "") -> dict[str, str]:
        config = SimpleNamespace(html_baseurl=site, root_doc="book/index", html_context={"tilt_description": "All."})
        builder = SimpleNamespace(get_target_uri=lambda name: f"{name}.html")
        page = nodes.section("", nodes.paragraph("", text)) if text else None
        return sphinx.described(SimpleNamespace(config=config, builder=builder), pagename, page)  # type: ignore[arg-type]

    return of


def test_addresses_are_the_sites_own_where_it_is_known(described: Any) -> None:
    here = described("book/task-horizons")
    assert here == {
        "tilt_description": "A claim.",
        "tilt_card": "../_tilt/cards/task-horizons.png",
        "tilt_page": "",
    }
    there = described("book/task-horizons", "https://tilt.example/book/")
    assert there["tilt_card"] == "https://tilt.example/book/_tilt/cards/task-horizons.png"
    assert there["tilt_page"] == "https://tilt.example/book/book/task-horizons.html"


def test_other_pages_say_their_first_sentences_beside_the_books_card(described: Any) -> None:
    assert described("book/index", text="Something else.")["tilt_description"] == "The book."
    words = described("book/glossary", text="What the book means.\nIn its words:")
    assert words["tilt_description"] == "What the book means. In its words."
    assert words["tilt_card"] == f"../_tilt/cards/{WHOLE}.png"
    assert described("search")["tilt_description"] == "All."


def test_a_long_paragraph_is_cut_at_a_sentence_or_a_word() -> None:
    assert sphinx.shortened("One is short. Two is longer than that.", most=20) == "One is short."
    assert sphinx.shortened("One is longer than that", most=12) == "One is …"


def test_every_page_has_a_card_and_a_description_of_its_own(site: Path) -> None:
    seen: dict[str, str] = {}
    for path in sorted((site / "book").glob("*.html")):
        head = path.read_text(encoding="utf-8").partition("</head>")[0]
        tags = dict(re.findall(r'<meta (?:name|property)="([\w:]+)" content="([^"]*)"', head))
        assert tags["description"] == tags["og:description"] != ""
        assert tags["description"] not in seen, (path.name, seen[tags["description"]])
        seen[tags["description"]] = path.name
        assert tags["twitter:card"] == "summary_large_image"
        assert tags["og:title"]
        card = (path.parent / tags["og:image"]).resolve()
        assert struct.unpack(">II", card.read_bytes()[16:24]) == (1200, 630)
        assert card.stem == (path.stem if path.stem in SLUGS else WHOLE)


def test_a_long_title_takes_the_room_of_what_kind_of_page_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def head(title: str) -> list[str | None]:
        monkeypatch.setattr(cards, "imprint", lambda: replace(imprint(), title=title))
        return [t.text for t in texts(cards.drawing("task-horizons", "A claim", "Claim 2 of 6"))][:3]

    edition = f"Edition {book().record.edition.name}"
    assert head("Tilt") == ["Tilt", "Claim 2 of 6", edition]
    long = "Whether progress tilts toward safety research, examined"
    assert head(long)[:2] == [long, edition]
