"""The search knows every place of the built pages, at an address that is there, in few bytes; and the links back."""

from __future__ import annotations

import gzip
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tilt.book import book
from tilt.hosts import backlinks, search
from tilt.hosts.places import Place, read_page
from tilt.record import evidence
from tilt.record.cited import anchor

BUDGET = 100_000
"""Bytes that a phone loads with the first search, as a web server packs them."""

PAGE = """<html><nav>Contents</nav><article class="bd-article tilt-prose">
<section id="top"><h1>A chapter<a class="headerlink" href="#top">#</a></h1><p>Its first <b>words</b>.</p>
<section id="part"><h2>A part</h2><p>See <a href="evidence.html#works-a">figure</a>.</p>
<div data-unsearched>said elsewhere</div><script>never()</script>
<table><tr><td>computed</td></tr></table>
<tilt-explorer><p>controls</p><table>
<tr id="input-x" data-input="x"><th class="tx-label">Some input</th><td class="tx-value">3</td>
<td><div class="tx-reasons"><p>Because.</p><ul><li><a href="evidence.html#works-b">b</a></li></ul></div></td></tr>
<tr id="input-y" data-input="y"><th class="tx-label">Lent</th><td><p class="tx-lender">claim 1</p></td></tr>
</table></tilt-explorer>
<ul class="tilt-references"><li id="source-s">listed elsewhere</li></ul></section></section></article> <footer>"""

TABLE = """<article class="bd-article"><section id="evidence"><h1>Evidence</h1>
<section class="tilt-table-section" id="works"><h3>Works</h3>
<p>Some. <span class="tilt-cited-in" data-cited="works" data-lead="Cited in "></span></p>
<table><thead><tr><th>name</th></tr></thead><tbody>
<tr id="works-a"><td>First <span class="tilt-cited-in" data-cited="works-a" data-lead="Cited in "></span></td>
<td class="number">3</td><td>note</td></tr>
<tr id="works-b"><td>Second</td></tr></tbody></table></section></section></article><footer>"""


def test_a_page_is_read_into_its_places() -> None:
    found = {p.anchor: p for p in read_page("chapter.html", PAGE)}
    assert list(found) == ["top", "part", "input-x", "input-y"]
    assert (found["top"].title, found["top"].text) == ("A chapter", "Its first words.")
    assert (found["part"].text, found["part"].above) == ("See figure.", found["top"])
    assert (found["input-x"].kind, found["input-x"].title, found["input-x"].text) == ("input", "Some input", "Because.")
    assert found["input-x"].links == ["evidence.html#works-b"]
    assert found["input-y"].lent
    assert not found["input-x"].lent


def test_a_row_has_its_words_and_not_its_figures() -> None:
    found = {p.anchor: p for p in read_page("evidence.html", TABLE)}
    assert (found["works-a"].kind, found["works-a"].title, found["works-a"].text) == ("row", "First", "note")
    assert found["works-a"].above is found["works"]
    assert found["works"].text == "Some."


def test_links_back_are_the_links_there_are_and_filling_in_again_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "evidence.html").write_text(TABLE)
    places = [*read_page("chapter.html", PAGE), *read_page("evidence.html", TABLE)]
    names = {"chapter.html": "1 Chapter", "evidence.html": "Evidence"}
    backlinks.fill(tmp_path, places, names)
    filled = (tmp_path / "evidence.html").read_text()
    assert 'Cited in <a href="chapter.html#part">1 Chapter: A part</a><!--' in filled
    assert filled.count("<!--cited-->") == 1, "what lists an entry cites nothing, and a lent input is at home elsewhere"
    backlinks.fill(tmp_path, places, names)
    assert (tmp_path / "evidence.html").read_text() == filled
    backlinks.fill(tmp_path, [p for p in places if not p.links], names)
    assert (tmp_path / "evidence.html").read_text() == TABLE, "a link that has gone takes its link back along"


def test_addresses_that_follow_from_titles_are_left_out() -> None:
    table = Place("table", "evidence.html", "works", title="Works")
    row = Place("row", "evidence.html", "works-two-people", table, "Two people")
    odd = Place("row", "evidence.html", "works-x7", table, "Two people")
    whole = json.loads(search.index([table, row, odd], {"evidence.html": "Evidence"}, "book"))
    assert whole["anchor"] == ["", "", "x7"]
    assert whole["above"] == [-1, 0, 0]


@pytest.fixture(scope="module")
def columns(site: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((site / "_tilt" / search.FILE).read_text(encoding="utf-8"))
    return read


def addresses(columns: dict[str, Any]) -> list[str]:
    """As the page makes them."""
    found: list[str] = []
    read = (columns[c] for c in ("kind", "page", "above", "anchor", "title"))
    for kind, page, above, own, title in zip(*read, strict=True):
        name = search.KINDS[kind]
        prefix = f"{found[above].split('#')[1]}-" if name == "row" else search.PREFIXES.get(name, "")
        found.append(f"{columns['pages'][page][0]}#{prefix}{own or search.slug(title)}")
    return found


def test_the_index_is_small_and_every_address_in_it_is_there(site: Path, columns: dict[str, Any]) -> None:
    packed = gzip.compress((site / "_tilt" / search.FILE).read_bytes(), 6)
    assert len(packed) < BUDGET
    ids = {
        f"{path.name}#{html.unescape(id)}"
        for path in (site / columns["folder"]).glob("*.html")
        for id in re.findall(r'\bid="([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert set(addresses(columns)) <= ids


def test_all_of_the_book_is_in_it(columns: dict[str, Any]) -> None:
    there = set(addresses(columns))
    record = book().record
    assert {f"{a.claim}.html#input-{id}" for id, a in record.assumptions.items()} <= there
    assert {f"scenarios.html#scenario-{name}" for name in record.scenarios} <= there
    assert {f"references.html#source-{key}" for key in evidence.source_keys()} <= there
    for name in evidence.served():
        assert {f"evidence.html#{anchor(name, id)}" for id in evidence.ids(name)} <= there, name
    titles = {
        title for kind, title in zip(columns["kind"], columns["title"], strict=True) if search.KINDS[kind] == "finding"
    }
    assert titles == {f.title for c in book().claims for f in c.findings}


def test_nothing_of_sphinxs_search_is_shipped(site: Path) -> None:
    assert not (site / "searchindex.js").exists()
    assert not list(site.rglob("searchtools.js"))
    assert not list((site / "_static").glob("*.js"))


def test_every_link_to_evidence_has_its_link_back(site: Path) -> None:
    """Each row that a chapter's own section or input cites says so, and leads there."""
    page = (site / "book" / "evidence.html").read_text(encoding="utf-8")
    back = {
        (html.unescape(id), link)
        for id, inside in re.findall(r'data-cited="([^"]*)"[^>]*>(.*?)</span>', page, re.DOTALL)
        for link in re.findall(r'href="([^"]+)"', inside)
    }
    count = 0
    for slug in (c.slug for c in book().claims):
        for place in read_page(f"{slug}.html", (site / "book" / f"{slug}.html").read_text(encoding="utf-8")):
            for link in place.links:
                if link.startswith("evidence.html#") and not place.lent:
                    count += 1
                    assert (html.unescape(link.split("#")[1]), f"{slug}.html#{place.anchor}") in back
    assert count > 500
