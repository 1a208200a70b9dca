"""The pages about the whole argument, and what every page together must show: nothing of the model goes unsaid."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from tilt.book import book
from tilt.claims import all_claims, claim
from tilt.engine.inputs import DEFAULT
from tilt.format import percent, readings, span
from tilt.pages import argument_map, overview, show
from tilt.pages import evidence as evidence_page
from tilt.pages.map_layout import CARD, Card, Layout, Support, narrow, wide
from tilt.paths import page
from tilt.record.evidence import describe

CLAIMS = all_claims()
SHAPES = {"wide": wide(argument_map.support()), "narrow": narrow(argument_map.support())}


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
        found = book().readings(c.slug).finding(verdict.finding)
        lowest, *_, highest = found.quartiles
        ranged = f", {span(lowest, highest)}" if found.count > 1 else ""
        assert live[f"word {key}"] == found.word(verdict.credence) + ranged
        full, length = (float(bars[key].get(name) or "nan") for name in ("data-full", "x2"))
        assert length == pytest.approx(full * verdict.credence)


@pytest.mark.original
def test_what_supports_what_is_read_off_the_claims():
    found = argument_map.support()
    assert found.target == "differential"
    assert {*found.left, *found.right} == {c.slug for c in CLAIMS}
    for borrower, lenders in found.lenders.items():
        for slug in lenders:
            assert any(book().record.assumptions[id].claim == slug for id in claim(borrower).inputs)


# Arguments of other shapes: by claim, whose inputs it borrows. `?` is a claim that a question leads to.

TODAY = "1 2 3 4? 5 6:1235"
ARGUMENTS = {
    "today": TODAY,
    "a seventh stands alone": f"{TODAY} 7",
    "a seventh answers another question": f"{TODAY} 7?",
    "a seventh borrows": f"{TODAY} 7:2",
    "a seventh borrows from the one that stood beside": f"{TODAY} 7:4",
    "a seventh borrows from the target": f"{TODAY} 7:6",
    "a seventh lends to the target": "1 2 3 4? 5 6:12357 7",
    "a seventh borrows and lends to the target": "1 2 3 4? 5 6:12357 7:2",
    "two lend to each other": "1 2 3 4? 5 6:12357 7:6",
    "nine": "1 2 3 4? 5 6:12357 7:2 8:57 9?",
    "nine, with a chain": "1 2 3 4? 5 6:12357 7:28 8 9:6",
    "the target is gone": "1 2 3 4? 5",
    "only the target's lenders are left": "1 2",
    "one claim": "1",
}


def argument(words: str) -> Support:
    """Claims that borrow as the words say, each with an input of its own."""
    parts = [re.fullmatch(r"(\d)(\??)(?::(\d+))?", word) for word in words.split()]
    claims = tuple(
        replace(CLAIMS[0], slug=m[1], number=int(m[1]), inputs=(m[1], *(m[3] or "")), gives="gives", asks=m[2])
        for m in parts
        if m
    )
    assert len(claims) == len(parts)
    return Support.of(claims, {c.slug: c.slug for c in claims})


shaped = pytest.mark.parametrize("shape", [wide, narrow])
shaped_by = pytest.mark.parametrize("words", ARGUMENTS.values(), ids=ARGUMENTS)


def apart(a: Card, b: Card) -> bool:
    return a.x + a.width <= b.x or b.x + b.width <= a.x or a.bottom <= b.y or b.bottom <= a.y


@shaped
@shaped_by
def test_cards_of_a_map_stay_inside_and_apart(shape, words):
    found = argument(words)
    layout = shape(found)
    assert sorted(c.slug for c in layout.cards) == [c.slug for c in found.claims]
    for k, a in enumerate(layout.cards):
        assert a.x >= 0
        assert a.y >= 0
        assert a.width >= 200, "too narrow for its words"
        assert a.x + a.width <= layout.width
        assert a.bottom <= layout.height
        for b in layout.cards[k + 1 :]:
            assert apart(a, b), f"{a.slug} and {b.slug} overlap"
    assert layout.height <= len(found.claims) * (CARD + 40) + 40


def joined(layout: Layout) -> set[tuple[str, str]]:
    """Which claim's card each arrow comes from and leads to, followed along lines that meet at a point."""

    def touching(x: float, y: float) -> set[str]:
        return {c.slug for c in layout.cards if c.x - 3 <= x <= c.x + c.width + 3 and c.y - 3 <= y <= c.bottom + 3}

    pairs = set()
    for arrow in (e for e in layout.edges if e.arrow):
        (end,), start = touching(*arrow.points[-1]), touching(*arrow.points[0])
        if not start:  # it leaves a line that gathers: all that ends there
            spine = arrow.points[0][0]
            start = set().union(
                *(touching(*e.points[0]) for e in layout.edges if e.points[-1][0] == spine and e.points)
            )
        pairs |= {(s, end) for s in start if s != end}
    return pairs


@shaped
@shaped_by
def test_arrows_say_who_lends_to_whom_and_nothing_else(shape, words):
    found = argument(words)
    lent = {(s, borrower) for borrower, lenders in found.lenders.items() for s in lenders}
    layout = shape(found)
    asked = [e for e in layout.edges if e.follows]
    questions = {c.slug for c in found.claims if found.asked(c)}
    assert len(asked) == len(questions)
    arrows = joined(replace(layout, edges=tuple(e for e in layout.edges if not e.follows)))
    assert arrows == lent


@shaped_by
def test_what_a_claim_gives_is_said_once_and_on_no_card(words):
    found = argument(words)
    layout = wide(found)
    labels = [e for e in layout.edges if e.label]
    across = {s for b in found.right for s in found.lenders.get(b, ()) if s in found.left}
    assert len([e for e in labels if not e.follows]) == len(across)
    for e in labels:
        x, y = e.at
        words_there = Card("", x, y - 10, 7.0 * len(e.label), 12)
        assert all(apart(words_there, c) for c in layout.cards)


def test_a_map_of_claims_that_lend_nothing_draws_and_says_so(monkeypatch):
    alone = tuple(c for c in CLAIMS if c.slug not in argument_map.support().lenders)
    monkeypatch.setattr(argument_map, "book", lambda: replace(book(), claims=alone))
    markup = argument_map.argument_map()
    assert 'aria-label="Map of the argument."' in markup
    assert markup.count("<svg") == 2


def test_every_claim_has_a_paragraph_with_verdict_and_counts():
    said = text(overview.contents().content)
    for c in CLAIMS:
        verdict = book().run(c.slug).verdicts[0]
        assert c.title in said
        assert c.sentence in said
        found = book().readings(c.slug).finding(verdict.finding)
        ranged = readings(found.quartiles, found.count)
        ranges = f". The book’s range is {ranged}." if ranged else "."
        assert f"in {percent(verdict.credence)} of draws: {found.word(verdict.credence)}{ranges}" in said
        own = book().record.of(c.slug)
        derived = sum(a.basis == "derived" for a in own)
        verb = "is" if derived == 1 else "are"
        assert f"Of its {len(own)} own inputs " + (f"{derived} {verb} derived from tables" if derived else "") in said
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


def test_without_a_difference_no_finding_about_one_holds():
    """Every pair tied: what is about a difference between the fields lies on its threshold in every draw."""
    same = book().record.scenarios["no-difference"]
    about = {
        "compute-asymmetry": ("gap", "iteration", "binding"),
        "task-horizons": ("lead", "useful-lead", "now", "checks"),
        "buildout-pauses": ("pause",),  # a day's lag stays in the others: its scale has no zero
        "differential": ("tilt", "net", "pace", "cumulative"),
    }
    for slug, findings in about.items():
        for v in book().run(slug, same).verdicts:
            assert v.finding not in findings or v.credence == 0, (slug, v.finding)


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
