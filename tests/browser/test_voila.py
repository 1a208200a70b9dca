"""A claim's chapter in Voilà with a real kernel: the site's explorer, and its scenario run in Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import BUNDLED, SIZES, Visit, watch
from tests.browser.voila_page import WORKED_THROUGH, assert_reads_well
from tilt.book import book
from tilt.engine.scale import Interval
from tilt.format import percent

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

SLUG = WORKED_THROUGH
READY = "tilt-explorer .tx-row input[type=range]"


@pytest.fixture(scope="module")
def chapter(voila: str, browser: Browser) -> Iterator[Visit]:
    """The chapter with one kernel, which the tests here use in turn."""
    width, height = SIZES["wide"]
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    visit = Visit(context.new_page(), origin=voila)
    watch(context, visit, strip=False)
    visit.page.goto(f"{voila}/voila/render/{SLUG}.ipynb", timeout=120_000)
    visit.page.wait_for_selector(READY, timeout=120_000)
    visit.page.locator(".tx-live").wait_for(timeout=60_000)
    yield visit
    context.close()


def run_in_python(page: Page) -> list[float]:
    """Figures of the workbench's table, row by row: this page's and Python's."""
    table = page.locator(".tilt-workbench table")
    before = (table.text_content() or "") if table.count() else ""
    page.get_by_role("button", name="Run in Python").click()
    table.wait_for(timeout=60_000)
    expect(table).not_to_have_text(before, timeout=60_000)
    return [float(re.match(r"[\d.]+", t)[0]) for t in table.locator("td").all_inner_texts()]  # type: ignore[index]


def test_the_chapter_reads_well(chapter: Visit) -> None:
    assert_reads_well(chapter, SLUG)


def test_the_explorer_is_the_sites_own(chapter: Visit, open_page: OpenPage) -> None:
    still = open_page(f"book/{SLUG}.html").page
    still.locator(".tx-live").wait_for()
    for part in (".tx-sentence", ".tx-figures", ".tx-swings", ".tx-counts"):
        assert chapter.page.locator(part).text_content() == still.locator(part).text_content(), part
    assert chapter.page.get_by_role("button", name="Share").count() == 0, "Voilà’s address holds no scenario"
    assert chapter.page.get_by_role("button", name="Download scenario (YAML)").count() == 1, "the file it hands out"


def test_the_workbench_shows_both_engines_figures(chapter: Visit) -> None:
    cells = run_in_python(chapter.page)
    assert len(cells) == 2 * len(book().run(SLUG).verdicts)
    for ours, theirs in zip(cells[::2], cells[1::2], strict=True):
        assert ours == pytest.approx(theirs, abs=2.5), "the page's 4,096 draws and Python's many must agree"


def test_moving_the_page_reaches_the_kernel(chapter: Visit) -> None:
    """The scenario is a trait: a run after a movement uses the moved value."""
    page = chapter.page
    slider = page.get_by_role("slider", name=re.compile("Capability task over safety task, length, lower end"))
    slider.focus()
    for _ in range(15):
        page.keyboard.press("PageUp")
    low = float(page.locator('.tx-row[data-input="length_ratio"]').get_by_role("textbox").first.input_value())
    assert low > 1
    lead = (
        book()
        .run(SLUG, {"length_ratio": Interval(low, book().record.assumptions["length_ratio"].interval.high)})
        .verdicts[0]
    )
    expect(page.locator(".tx-verdict .tx-credence")).to_have_text(percent(lead.credence))
    page.wait_for_timeout(1500)
    found = run_in_python(page)
    assert found[1] > 50
    assert found[1] == pytest.approx(100 * lead.credence, abs=2.5)
    assert not page.evaluate("location.hash")
    chapter.assert_quiet(known=BUNDLED)
