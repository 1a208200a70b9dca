"""The range of readings on the page: the book's, said to be the book's once the reader's own values are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Size, resize
from tilt.book import book
from tilt.format import readings

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

SLUG = "compute-asymmetry"
CHAPTER = f"book/{SLUG}.html"


def ranged(finding: str) -> str:
    found = book().readings(SLUG).finding(finding)
    return readings(found.quartiles, found.count)


def word(finding: str, page: Page) -> None:
    """The word is the one that the readings support."""
    share = book().run(SLUG).verdict(finding).credence
    expect(page.locator(".tx-verdict .tx-word")).to_have_text(book().readings(SLUG).finding(finding).word(share))


def test_the_range_is_the_findings_and_stays_the_books(open_page: OpenPage) -> None:
    visit = open_page(CHAPTER)
    page = visit.page
    page.locator(".tx-live").wait_for()
    shown = page.locator(".tx-verdict .tx-range")
    expect(shown).to_have_text(f"From {ranged('gap')}")
    word("gap", page)
    page.locator('.tx-findings [data-finding="iteration"]').click()
    expect(shown).to_have_text(f"From {ranged('iteration')}")
    word("iteration", page)
    low = page.locator('.tx-row[data-input="large_run_share"]').get_by_role("textbox").first
    low.fill("0.85")
    low.press("Enter")
    expect(shown).to_have_text(f"The book’s own range, not these assumptions’: {ranged('iteration')}")
    mine = book().run(SLUG, {"large_run_share": [0.85, 0.9]}).verdict("iteration")
    expect(page.locator(".tx-verdict .tx-word")).to_have_text(mine.word)
    expect(page.locator(".tx-foot .tx-error-bar")).to_contain_text("Monte Carlo error")
    page.locator(".tx-tools").get_by_role("button", name="Undo").click()
    expect(shown).to_have_text(f"From {ranged('iteration')}")
    word("iteration", page)
    visit.assert_quiet()


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_the_specification_curve_fits_and_is_readable(open_page: OpenPage, size: Size) -> None:
    visit = open_page(CHAPTER)
    resize(visit, size)
    figure = visit.page.locator(".tilt-readings")
    if size == "phone":
        visit.page.locator(".tilt-fold-narrow > summary").click()
    box = figure.locator("svg").bounding_box()
    assert box
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sizes = figure.locator("svg text").evaluate_all(
        "(all) => all.map((t) => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a)"
    )
    assert min(sizes) > 9.5, "words that nobody can read"
    assert max(sizes) < 17, "words that shout"
    inside = figure.locator("svg text").evaluate_all(
        "(all) => { const place = (e) => e.getBoundingClientRect(); return all.every((t) => "
        "place(t).left >= place(t.ownerSVGElement).left - 1 && place(t).right <= place(t.ownerSVGElement).right + 1); }"
    )
    assert inside, "words are cut off"
    figure.locator("summary").click()
    found = book().readings(SLUG).finding("gap")
    assert figure.locator("tbody tr").count() == sum(len(s.options) for s in found.specifications)
