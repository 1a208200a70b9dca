"""The typefaces as readers get them, pages on paper, and pages whose scripts do not run."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tilt.book import book
from tilt.hosts.imprint import edition

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

    from tests.browser.conftest import OpenPage

CHAPTER = "book/task-horizons.html"
LATE = 1.0
"""Seconds by which the faces come too late for the first paint."""

SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def faces(page: Page, selector: str) -> set[str]:
    """The fonts that the glyphs of the first visible of such elements come from; those of the system say so."""
    page.locator(selector).locator("visible=true").first.evaluate(
        "e => { document.querySelector('[data-faced]')?.removeAttribute('data-faced'); e.dataset.faced = ''; }"
    )
    wire = page.context.new_cdp_session(page)
    wire.send("DOM.enable")
    wire.send("CSS.enable")
    root = wire.send("DOM.getDocument")["root"]["nodeId"]
    node = wire.send("DOM.querySelector", {"nodeId": root, "selector": "[data-faced]"})["nodeId"]
    found: list[dict[str, Any]] = wire.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {f"{f['familyName']}{'' if f['isCustomFont'] else ' of the system'}" for f in found}


def until_faces_come(page: Page, come: Callable[[], bool], visits: int = 8) -> None:
    """Open the page again while its faces come too late to be shown, as on a busy machine (font-display: optional)."""
    for _ in range(visits):
        if come():
            return
        page.reload()


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_text_instruments_and_charts_are_in_our_faces(open_page: OpenPage, size: str) -> None:
    visit = open_page(CHAPTER, size=size)
    page = visit.page

    def come() -> bool:
        page.locator(".tx-live").wait_for()
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        shown = [faces(page, selector) for selector in ("h1", ".ti-figures", "math .letter")]
        return shown == [{"Tilt Serif"}, {"Tilt Sans"}, {"Tilt Serif"}]

    until_faces_come(page, come)
    expect(page.locator(".tx-picture .vega-embed, .tx-chart svg.marks").first).to_be_attached()
    for selector in ("h1", ".bd-article p", ".ti-sentence", ".tilt-title"):
        assert faces(page, selector) == {"Tilt Serif"}, selector
    for selector in (
        ".tilt-mode" if size == "wide" else ".tilt-menu",
        ".ti-figures",
        ".tx-label",
        ".tx-chart svg text",
        ".tilt-figure svg text",
    ):
        assert faces(page, selector) == {"Tilt Sans"}, selector
    assert faces(page, "math .letter") == {"Tilt Serif"}
    visit.assert_quiet()


def late(route: Route) -> None:
    time.sleep(LATE)
    route.continue_()


@pytest.mark.parametrize("path", [CHAPTER, "book/method.html", "book/index.html"])
def test_faces_that_come_late_move_nothing(browser: Browser, served: str, path: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.add_init_script(SHIFTS)
        page.route("**/*.woff2", late)
        page.goto(f"{served}/{path}", wait_until="commit")
        page.wait_for_timeout(1000 * (LATE + 1.5))
        assert page.evaluate("shifted") < 0.005


def wide(text: Locator, family: str) -> float:
    """How wide a line is in a family, in pixels."""
    script = "(e, family) => { e.style.fontFamily = family; return e.getBoundingClientRect().width; }"
    return float(text.evaluate(script, family))


@pytest.mark.parametrize(
    ("face", "stand_in", "style"),
    [
        ("Tilt Serif", "Tilt Serif Times", ""),
        ("Tilt Serif", "Tilt Serif Times", "font-weight: 600"),
        ("Tilt Serif", "Tilt Serif Times", "font-style: italic"),
        ("Tilt Sans", "Tilt Sans Arial", ""),
        ("Tilt Sans", "Tilt Sans Arial", "font-weight: 600"),
    ],
)
def test_what_stands_in_takes_as_much_room(open_page: OpenPage, face: str, stand_in: str, style: str) -> None:
    page = open_page("book/method.html").page
    words = page.locator(".bd-article p").first.text_content()
    line = page.locator("#line")

    def stands() -> bool:
        page.evaluate(
            "([text, style]) => { const e = document.createElement('span'); e.id = 'line'; e.textContent = text;"
            "e.style = `position: absolute; white-space: nowrap; ${style}`; document.body.append(e); }",
            [words, style],
        )
        wide(line, f'"{face}"')
        return {f.partition(" of the")[0] for f in faces(page, "#line")} == {face}

    until_faces_come(page, stands)
    ours = wide(line, f'"{face}"')
    wide(line, f'"{stand_in}"')
    page.evaluate("document.fonts.ready")
    if not faces(page, "#line") & {"Liberation Serif of the system", "Liberation Sans of the system"}:
        loaded = {f for f in faces(page, "#line") if "Times" in f or "Arial" in f or "Liberation" in f}
        if not loaded:
            pytest.skip("this machine has neither Times and Arial nor Liberation")
    assert wide(line, f'"{stand_in}"') == pytest.approx(ours, rel=0.025)
    tall = "e => e.getBoundingClientRect().height"
    in_stand_in = line.evaluate(tall)
    wide(line, f'"{face}"')
    assert in_stand_in == pytest.approx(line.evaluate(tall), abs=1.5)


def test_letters_of_other_names_come_when_they_are_shown(open_page: OpenPage) -> None:
    page = open_page("book/glossary.html").page
    assert not page.evaluate("performance.getEntriesByType('resource').some((e) => e.name.includes('-more'))")
    with page.expect_response("**/serif-more.woff2"):
        page.locator("h1").evaluate("e => e.append(' Łódź')")


@pytest.mark.both_homes("beside")
def test_a_printed_chapter_starts_with_whose_values_it_shows(open_page: OpenPage) -> None:
    visit = open_page(f"{CHAPTER}#v=1&length_ratio=0.5~6")
    page = visit.page
    page.locator(".tx-live").wait_for()
    head = page.locator(".tilt-masthead")
    expect(head).to_be_hidden()
    page.emulate_media(media="print")
    expect(head).to_be_visible()
    expect(head).to_contain_text(edition())
    expect(head).to_contain_text(book().record.assumptions["length_ratio"].label)
    expect(head).to_contain_text("0.5 – 6 × (book: 0.26 – 3.66 ×)")
    address = head.locator(".tilt-masthead-address").inner_text()
    assert address.startswith(visit.origin.partition("#")[0])
    assert "length_ratio=0.5~6" in address
    verdict = page.locator(".ti-sentence")
    expect(verdict).to_be_visible()
    assert page.locator(".ti-credence").inner_text() != "59 %"
    places = [e.bounding_box() for e in (head, page.locator("h1"), verdict)]
    tops = [box["y"] for box in places if box]
    assert tops == sorted(tops)
    assert tops[-1] < 700, "on the first sheet"
    assert not any(e.is_visible() for e in page.locator(".ti .tx input, .tilt-side, .tilt-notices").all())


@pytest.mark.both_homes("files")
def test_without_scripts_a_line_says_what_is_missing(open_page: OpenPage) -> None:
    page = open_page(CHAPTER, scripts=False).page
    line = page.locator("noscript .tilt-asleep")
    expect(line).to_be_visible()
    expect(line).to_contain_text("Without JavaScript nothing here moves")
    page.emulate_media(media="print")
    expect(line).to_be_hidden()
    head = page.locator(".tilt-masthead")
    expect(head).to_contain_text("Every input is at the book’s default.")


def test_a_page_opened_as_a_file_says_why_it_sleeps(browser: Browser, site: Path) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((site / CHAPTER).as_uri())
        expect(page.locator("[data-asleep]")).to_contain_text("asleep: browsers load what moves them from a site")


def test_a_page_that_moves_says_nothing_of_sleep(open_page: OpenPage) -> None:
    page = open_page(CHAPTER).page
    page.locator(".tx-live").wait_for()
    expect(page.locator("[data-asleep]")).to_be_hidden()
