"""Every chart can be read: no words over words, none cut or struck through, none too small, on any screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chart_page import LEAST, charts
from tests.browser.conftest import OpenPage, Size
from tilt.claims import all_claims

SLUGS = [c.slug for c in all_claims()]


def live(page: Page) -> None:
    """Wait until the charts of a chapter follow the reader, which they do once they are near."""
    page.locator(".tx-picture").first.scroll_into_view_if_needed()
    expect(page.locator(".tx-chart[tabindex]")).to_have_count(page.locator(".tx-chart").count())


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("slug", SLUGS)
def test_words_of_charts_can_be_read(open_page: OpenPage, slug: str, size: Size) -> None:
    page = open_page(f"book/{slug}.html", size=size).page
    live(page)
    found = charts(page)
    assert len(found) > 4
    faults = [fault for chart in found for fault in chart.faults(LEAST if size == "phone" else 0)]
    assert not faults, "\n".join(faults)


def test_evidence_is_drawn_for_a_phone_and_for_a_page(open_page: OpenPage) -> None:
    shown = {}
    for size in ("wide", "phone"):
        page = open_page("book/task-horizons.html", size=size).page
        widths = page.locator("figure.tilt-figure .tilt-chart svg").evaluate_all(
            "all => all.map((svg) => [svg.viewBox.baseVal.width, svg.getBoundingClientRect().width])"
        )
        shown[size] = [(drawn, width) for drawn, width in widths if width]
    for drawn, width in shown["phone"]:
        assert 0.9 < width / drawn < 1.15, "a phone's drawing keeps its size"
    assert {drawn for drawn, _ in shown["phone"]} < {drawn for drawn, _ in shown["wide"]} | {350}
    assert max(drawn for drawn, _ in shown["wide"]) > 500


def test_no_year_is_written_like_a_count(open_page: OpenPage) -> None:
    for slug in SLUGS:
        page = open_page(f"book/{slug}.html").page
        assert not page.locator("figure.tilt-figure svg text").get_by_text("2,02").count()


def first_bar(page: Page) -> None:
    """Point at the middle of the first chart."""
    box = page.locator(".tx-chart").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.5)


@pytest.mark.both_homes("policy")
def test_a_chart_says_its_values_to_a_pointer_and_to_the_keyboard(open_page: OpenPage) -> None:
    visit = open_page("book/task-horizons.html")
    page = visit.page
    live(page)
    usable = page.locator('.tx-picture[data-picture="usable"]')
    usable.scroll_into_view_if_needed()
    first_bar(page)
    reading = usable.locator(".tx-reading")
    expect(reading).to_contain_text("safety")
    expect(reading).to_contain_text("middle half")
    expect(usable.locator(".tx-ruler")).to_be_visible()
    page.mouse.move(5, 5)
    expect(reading).to_be_hidden()
    bars = page.locator('.tx-picture[data-picture="spread-lead"]')
    bars.locator(".tx-chart").focus()
    page.keyboard.press("Home")
    said = bars.locator("[aria-live]")
    expect(said).to_contain_text("up to")
    first = said.text_content()
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("% of draws")
    assert said.text_content() != first
    page.keyboard.press("Escape")
    expect(bars.locator(".tx-reading")).to_be_hidden()
    parts = page.locator('.tx-picture[data-picture="split"]')
    parts.locator(".tx-chart").focus()
    page.keyboard.press("End")
    expect(parts.locator("[aria-live]")).to_contain_text("mean lead of safety: +")
    visit.assert_quiet()


def test_a_chart_says_its_values_to_a_finger(open_page: OpenPage) -> None:
    page = open_page("book/buildout-pauses.html", size="phone", has_touch=True).page
    live(page)
    enrolment = page.locator('.tx-picture[data-picture="enrolment"]')
    enrolment.locator(".tx-chart").tap()
    expect(enrolment.locator(".tx-reading")).to_contain_text("with the pause")
    box, width = enrolment.locator(".tx-reading").bounding_box(), 390
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_what_the_book_has_stays_in_grey_behind_what_was_moved(open_page: OpenPage, size: Size) -> None:
    page = open_page("book/task-horizons.html", size=size).page
    live(page)
    ghosts = ".mark-rect.role-mark path[stroke-dasharray='4,2']:not([opacity='0'])"
    split = page.locator('.tx-picture[data-picture="split"]')
    assert not split.locator(ghosts).count(), "nothing was moved"
    low = page.locator(".ti input[type=range]").first
    low.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    expect(split.locator(ghosts).first).to_be_attached()
    spread = page.locator('.tx-picture[data-picture="spread-lead"] .mark-line path')
    expect(spread.first).to_be_attached()
    assert len(spread.first.get_attribute("d") or "") > 100, "the book's outline is drawn"
    page.wait_for_timeout(600)
    faults = [fault for chart in charts(page) for fault in chart.faults()]
    assert not faults, "\n".join(faults)
