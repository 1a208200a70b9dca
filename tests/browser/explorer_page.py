"""A chapter’s explorer as tests drive it: what it shows, what Python’s engine says it should, a hand on a slider."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Locator, Page, expect

from tilt.book import book
from tilt.engine.scale import Interval
from tilt.format import percent

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage, Visit

SLUG = "task-horizons"
CHAPTER = f"book/{SLUG}.html"
KEY = "tilt:scenario"

Start = Callable[..., "Visit"]


def unfold(page: Page) -> None:
    """Bring every input and, on a phone, every chart into view."""
    page.evaluate("document.querySelectorAll('.tx-fold-open[aria-expanded=false]').forEach((b) => b.click())")
    page.evaluate("document.querySelectorAll('.tx-more-pictures').forEach((more) => { more.open = true; })")


def draw(page: Page) -> None:
    """Come near the charts, which brings them to life, and back to the top."""
    page.evaluate("document.querySelector('.tx-picture').scrollIntoView()")
    page.locator(".tx-picture .tx-chart .tx-view").first.wait_for()
    page.evaluate("scrollTo(0, 0)")


def started(open_page: OpenPage, suffix: str = "", folded: bool = True, **options: Any) -> Visit:
    """Open the chapter and wait until the explorer and its charts are live; `folded`: what is folded is opened."""
    visit = open_page(CHAPTER + suffix, **options)
    visit.page.locator(".tx-live").wait_for()
    draw(visit.page)
    visit.page.locator('.tx-picture[data-picture="horizon"] .tx-chart .tx-view').wait_for(state="attached")
    if folded:
        unfold(visit.page)
    return visit


def expected(finding: str = "lead", **changes: tuple[float, float]) -> str:
    """The credence Python's engine gives, as the page writes it."""
    found = book().run(SLUG, {k: Interval(*v) for k, v in changes.items()}).verdicts
    return percent(next(v.credence for v in found if v.finding == finding))


def row(page: Page, id: str) -> Locator:
    return page.locator(f'.tx-row[data-input="{id}"]')


def ends(page: Page, id: str) -> Locator:
    return row(page, id).get_by_role("textbox")


def credence(page: Page) -> Locator:
    return page.locator(".tx-verdict .tx-credence")


def findings(page: Page) -> Locator:
    """The explorer's choice of finding."""
    return page.locator(".tx-findings")


def hash_of(page: Page) -> str:
    return str(page.evaluate("location.hash"))


def drag(page: Page, id: str, end: int, by: float) -> None:
    """Move a handle by pixels, in several steps."""
    handle = row(page, id).locator(".tx-handle").nth(end)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for k in range(1, 9):
        page.mouse.move(x + by * k / 8, y)
    page.mouse.up()


def write(page: Page, id: str, low: str | None = None, high: str | None = None) -> None:
    """Type ends of an interval."""
    expect(ends(page, id)).to_have_count(2)  # they come with the page's scripts
    for field, value in zip(ends(page, id).all(), (low, high), strict=True):
        if value is not None:
            field.fill(value)
            field.press("Enter")


def notice(page: Page) -> Locator:
    """What the page says at its top."""
    return page.locator(".tilt-notice")


def share(page: Page) -> Locator:
    """The page's one Share, opened."""
    page.get_by_role("button", name="Share", exact=True).click()
    panel = page.get_by_role("dialog", name="Share what this page shows")
    panel.wait_for()
    return panel
