"""The way around a page: how long it is, where one is on it, and that what is folded opens for whoever is led there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tilt.claims import all_claims

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

CLAIMS = [c.slug for c in all_claims()]
PHONE = 844
LONGEST = 12.6
"""Screens of a phone that a chapter may be long at its defaults: about twelve, with the key of the marks."""

FOLDED = "[...document.querySelectorAll('.tilt-folded')].filter((e) => e.checkVisibility())"

# How far down the page's bars reach, whichever of them stand at the top.
BARS = """() => Math.max(0, ...[...document.querySelectorAll('.tilt-brand, .tx-stuck > div, .tx-verdict')]
  .filter((e) => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().top <= 60
                 && ['sticky', 'fixed'].includes(getComputedStyle(e.closest('.tx-bar') ?? e).position))
  .map((e) => e.getBoundingClientRect().bottom))"""


@pytest.mark.at_home("website", "in the app the panel of Python, closed, makes it a tenth of a screen longer")
@pytest.mark.parametrize("slug", CLAIMS)
def test_a_chapter_is_about_twelve_screens_of_a_phone(open_page: OpenPage, slug: str) -> None:
    page = open_page(f"book/{slug}.html", size="phone").page
    page.locator(".tx-live").wait_for()
    long = page.evaluate("document.documentElement.scrollHeight") / PHONE
    assert long <= LONGEST, f"{long:.1f} screens"


@pytest.mark.both_homes("beside")
def test_the_section_being_read_is_marked(open_page: OpenPage) -> None:
    page = open_page("book/buildout-pauses.html").page
    page.locator(".tx-live").wait_for()
    marked = page.locator(".tilt-sections [aria-current]")
    expect(marked).to_have_count(0)
    for name in ("The model", "What would flip it", "Explore"):
        page.locator(".tilt-sections").get_by_role("link", name=name, exact=True).click()
        expect(marked).to_have_text(name)
        heading = page.locator("h2", has_text=name)
        assert 0 <= heading.evaluate("(e) => e.getBoundingClientRect().top") < 250
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(marked).to_have_text("Sources")
    page.locator(".tilt-foot").get_by_role("link", name="Back to the top").click()
    page.wait_for_function("scrollY < 60")


@pytest.mark.both_homes("beside")
def test_on_a_phone_explorer_and_contents_are_at_hand_wherever_one_is(open_page: OpenPage) -> None:
    page = open_page("book/task-horizons.html", size="phone").page
    page.locator(".tx-live").wait_for()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    explore, contents = page.locator(".tilt-explore"), page.get_by_role("button", name="Contents")
    for target in (explore, contents):
        box = target.bounding_box()
        assert box
        assert box["height"] >= 44
        assert 0 <= box["y"] < 60
    before = page.evaluate("scrollY")
    contents.click()
    assert page.evaluate("scrollY") == before, "opening the contents moves the text"
    page.locator(".tilt-sections").get_by_role("link", name="The strongest case against").click()
    expect(page.get_by_role("navigation", name="Chapters")).to_be_hidden()
    heading = page.get_by_role("heading", name="The strongest case against")
    assert heading.evaluate("(e) => e.getBoundingClientRect().top") >= page.evaluate(BARS), "under the bar"
    explore.click()
    page.wait_for_function("document.querySelector('#explore').getBoundingClientRect().top < 80")
    title, bar = (page.locator(s).bounding_box() for s in (".tilt-title", ".tilt-brand"))
    assert title
    assert bar
    assert abs(title["y"] + title["height"] / 2 - bar["y"] - bar["height"] / 2) <= 2, "the name is off the middle"


@pytest.mark.parametrize(("width", "height"), [(390, 844), (844, 390), (667, 375), (640, 360), (820, 1180), (320, 640)])
def test_what_sticks_takes_less_than_a_fifth_of_the_height(open_page: OpenPage, width: int, height: int) -> None:
    page = open_page("book/task-horizons.html").page
    page.set_viewport_size({"width": width, "height": height})
    page.locator(".tx-live").wait_for()
    for place in (0.2, 0.5, 0.8):
        page.locator(".tx-inputs").evaluate(
            "(e, p) => { const r = e.getBoundingClientRect(); scrollBy(0, r.top + p * r.height); }", place
        )
        page.wait_for_timeout(150)
        assert page.evaluate(BARS) <= height / 5, f"at {place} of the inputs"
    if width <= 820:
        page.locator("#sources").scroll_into_view_if_needed()
        expect(page.get_by_role("button", name="Contents")).to_be_visible()


def test_keys_never_come_under_the_bars(open_page: OpenPage) -> None:
    page = open_page("book/buildout-pauses.html", size="phone").page
    page.locator(".tx-live").wait_for()
    page.locator(".tx-part[data-part=strong] .tx-row input").last.focus()
    for _ in range(16):
        page.keyboard.press("Shift+Tab")
        page.wait_for_timeout(60)
        top = page.evaluate("document.activeElement.getBoundingClientRect().top")
        if page.evaluate("Boolean(document.activeElement.closest('.tx-inputs'))"):
            assert top >= page.evaluate(BARS) - 1


def opened(page: Page) -> list[str]:
    """The lines of what stands open, without the links at their headings."""
    return [text.rstrip("#\n ") for text in page.locator("details.tilt-fold[open] > summary").all_inner_texts()]


@pytest.mark.parametrize(
    "hash", ["#what-enrolling-buys", "#:~:text=adds more than a tenth in"], ids=["heading", "words inside"]
)
def test_what_is_folded_opens_for_a_link(open_page: OpenPage, hash: str) -> None:
    page = open_page(f"book/buildout-pauses.html{hash}", size="phone").page
    expect(page.locator("details.tilt-fold[open]")).to_have_count(1)
    assert opened(page) == ["What enrolling buys"]
    top = page.locator("details.tilt-fold[open]").evaluate("(e) => e.getBoundingClientRect().top")
    assert -PHONE < top < PHONE, "the page stays elsewhere"


def test_a_link_inside_the_page_opens_it_too(open_page: OpenPage) -> None:
    page = open_page("book/buildout-pauses.html").page
    assert opened(page) == []
    page.evaluate("location.hash = '#can-safety-use-the-time'")
    expect(page.locator("details.tilt-fold[open]")).to_have_count(1)
    assert opened(page) == ["Can safety use the time?"]


@pytest.mark.both_homes("beside")
def test_on_paper_and_where_there_is_room_nothing_is_folded_that_need_not_be(open_page: OpenPage) -> None:
    page = open_page("book/task-horizons.html", size="phone").page
    page.locator(".tx-live").wait_for()
    every = page.locator(".tilt-folded").count()
    assert every > 8
    assert page.evaluate(f"{FOLDED}.length") == 0
    more = page.locator(".tx-more-pictures > .tx-picture").last
    expect(more).to_be_hidden()
    page.locator(".tx-more-pictures > summary").click()
    expect(more).to_be_visible()
    page.locator(".tx-more-pictures > summary").click()
    page.emulate_media(media="print")
    assert page.evaluate(f"{FOLDED}.length") == every
    rows = "[...document.querySelectorAll('.tx-row[data-input]')].filter((e) => !e.checkVisibility()).length"
    assert page.evaluate(rows) == 0
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(more).to_be_visible()
    expect(page.locator(".tx-more-pictures > summary")).to_be_hidden()
    expect(page.locator(".tilt-readings figcaption strong")).to_be_visible()


def test_text_figures_tables_and_folds_share_their_edges(open_page: OpenPage) -> None:
    page = open_page("book/compute-asymmetry.html").page
    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator(".tx-live").wait_for()
    page.evaluate("document.querySelectorAll('.tilt-fold').forEach((fold) => { fold.open = true; })")
    edges = page.evaluate(
        """[...document.querySelectorAll('.bd-article p, .tilt-figure, .tilt-fold, .tilt-scroll, tilt-explorer')]
        .filter((e) => e.checkVisibility() && !e.closest('tilt-instrument, .tx') && !e.closest('td'))
        .map((e) => e.getBoundingClientRect()).map((r) => [Math.round(r.left), Math.round(r.right)])"""
    )
    assert len({left for left, _ in edges}) == 1
    assert len({right for _, right in edges}) <= 3


def test_the_table_of_assumptions_is_cards_on_a_phone(open_page: OpenPage) -> None:
    page = open_page("book/buildout-pauses.html", size="phone").page
    page.get_by_text(re.compile("Every assumption and where")).first.click()
    table = page.locator(".tilt-cards").first
    box = table.bounding_box()
    assert box
    assert box["width"] <= 390
    region = page.locator(".tilt-scroll:has(.tilt-cards)").first
    assert region.evaluate("(e) => e.scrollWidth <= e.clientWidth"), "cards scroll sideways"
