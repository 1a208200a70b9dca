"""The pages about the whole argument, and what every page together must show: nothing of the model goes unsaid."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET

import pytest

from tilt.book import book
from tilt.claims import all_claims, claim
from tilt.engine.inputs import DEFAULT
from tilt.format import percent
from tilt.pages import argument_map, overview, show
from tilt.pages import evidence as evidence_page
from tilt.paths import page
from tilt.record.evidence import describe

CLAIMS = all_claims()
SHAPES = {"wide": argument_map.wide(), "narrow": argument_map.narrow()}


def text(markup: str) -> str:
    return html.unescape(re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", "", markup)))


def drawn(kind: str) -> ET.Element:
    return ET.fromstring(argument_map.drawing(SHAPES[kind], kind))  # noqa: S314 (drawn here)


@pytest.mark.parametrize("kind", list(SHAPES))
def test_the_map_has_a_card_for_every_claim_with_its_credence_and_a_link(kind):
    root = drawn(kind)
    links = {a.get("href"): a.get("aria-label") for a in root.iterfind(".//{*}a")}
    assert links == {page(c.slug): f"Claim {c.number}: {c.short}" for c in CLAIMS}
    live = {t.get("data-live"): "".join(t.itertext()) for t in root.iterfind(".//{*}text") if t.get("data-live")}
    bars = {line.get("data-bar"): line for line in root.iterfind(".//{*}line") if line.get("data-bar")}
    for c in CLAIMS:
        verdict = book().run(c.slug).verdicts[0]
        key = f"{c.slug} {c.headline.id}"
        assert live[f"credence {key}"] == percent(verdict.credence)
        assert live[f"word {key}"] == verdict.word
        full, length = (float(bars[key].get(name) or "nan") for name in ("data-full", "x2"))
        assert length == pytest.approx(full * verdict.credence)


@pytest.mark.parametrize("kind", list(SHAPES))
def test_cards_of_the_map_stay_inside_and_apart(kind):
    layout = SHAPES[kind]
    for k, a in enumerate(layout.cards):
        assert a.x >= 0
        assert a.x + a.width <= layout.width
        assert a.y + a.height <= layout.height
        for b in layout.cards[k + 1 :]:
            apart = a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
            assert apart, f"{a.slug} and {b.slug} overlap"


def test_what_supports_what_is_read_off_the_claims():
    lenders, borrower, beside = argument_map.supporters()
    assert borrower == "differential"
    assert {*lenders, borrower, *beside} == {c.slug for c in CLAIMS}
    for slug in lenders:
        assert any(book().record.assumptions[id].claim == slug for id in claim(borrower).inputs)


def test_every_claim_has_a_paragraph_with_verdict_and_counts():
    said = text(overview.contents().content)
    for c in CLAIMS:
        verdict = book().run(c.slug).verdicts[0]
        assert c.title in said
        assert c.sentence in said
        assert f"in {percent(verdict.credence)} of draws: {verdict.word}" in said
        own = [a for a in book().record.of(c.slug) if a.editable]
        derived = sum(a.basis == "derived" for a in own)
        assert f"Of its {len(own)} own inputs " + (f"{derived} are derived from tables" if derived else "") in said
    assert f"{len(book().record.scenarios)} scenarios are judged side by side" in said


def test_the_table_of_scenarios_is_the_verdicts():
    named = book().record.scenarios
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", overview.scenarios().content)
    found = [(c, f) for c in CLAIMS for f in c.findings]
    assert len(rows) == len(found)
    pairs = [(c.slug, s) for c in CLAIMS for s in named.values()]
    shares = {(slug, s.name): [v.credence for v in book().run(slug, s).verdicts] for slug, s in pairs}
    for (head, cells), (c, f) in zip(rows, found, strict=True):
        assert html.unescape(head) == f.title
        shown = re.findall(r'<td class="number"(?: data-moved="(up|down)")?>([\d.]+)', cells)
        place = c.findings.index(f)
        assert [number for _, number in shown] == [
            percent(shares[c.slug, name][place]).removesuffix("%").strip() for name in named
        ]
        default = shares[c.slug, DEFAULT.name][place]
        for (moved, _), name in zip(shown, named, strict=True):
            points = 100 * (shares[c.slug, name][place] - default)
            assert moved == ("" if abs(points) < overview.MOVED else "up" if points > 0 else "down")


def test_scenarios_under_the_reply_are_even():
    """Both fields given the same values: a finding about a difference has nothing to lean on.

    Shares of compute are left out: with small runs both often stand at their floor, and a tie holds for neither.
    """
    reply = book().record.scenarios["reply"]
    for slug, finding in (
        ("compute-asymmetry", "iteration"),
        ("task-horizons", "lead"),
        ("task-horizons", "now"),
        ("buildout-pauses", "differential"),
        ("differential", "tilt"),
        ("differential", "cumulative"),
    ):
        share = next(v.credence for v in book().run(slug, reply).verdicts if v.finding == finding)
        assert share == pytest.approx(0.5, abs=0.03), (slug, finding)


# Documentation as contract: all that the model holds is said somewhere in the book.


def test_every_assumption_is_in_its_chapter_with_reason_and_sources():
    for c in CLAIMS:
        said = show.assumptions(c.slug).content
        for a in book().record.of(c.slug):
            assert html.escape(a.label) in said
            assert html.escape(a.reason[:40]) in said
            for key in a.sources:
                assert f"#source-{key}" in said


def test_every_scenario_says_what_it_changes_and_why():
    said = overview.scenario_changes().content
    for s in book().record.scenarios.values():
        assert f'id="scenario-{s.name}"' in said
        assert html.escape(s.text) in said
        for id, change in s.changes.items():
            assert html.escape(book().record.assumptions[id].label) in said
            assert html.escape(change.reason) in said
            assert change.sources, f"{s.name}: {id} has no source"


def test_every_table_is_listed_by_its_title():
    said = evidence_page.contents().content
    for name in evidence_page.listed():
        assert f'href="#{name}"' in said
        assert html.escape(describe(name).title) in said
