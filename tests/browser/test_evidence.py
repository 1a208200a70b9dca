"""The evidence page as a reader uses it: search, sort, download, and the way from a figure to its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tilt.paths import data
from tilt.record.evidence import table

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

PAGE = "book/evidence.html"


def test_search_looks_in_every_table(open_page: OpenPage) -> None:
    visit = open_page(PAGE)
    page = visit.page
    page.get_by_label("Search all tables").fill("deep ignorance")
    expect(page.locator(".tilt-found")).to_contain_text("1 of")
    expect(page.locator(".tilt-table-section:visible")).to_have_count(1)
    expect(page.locator(".tilt-table-section tbody tr:visible")).to_have_count(1)
    page.get_by_label("Search all tables").fill("nothing has these words")
    expect(page.locator(".tilt-found")).to_have_text("No row has all of these words.")
    page.get_by_label("Search all tables").fill("")
    expect(page.locator(".tilt-found")).to_have_text("")
    visit.assert_quiet()


def test_columns_sort_as_numbers_both_ways(open_page: OpenPage) -> None:
    page = open_page(PAGE).page
    section = page.locator("#experiment_compute")
    head = section.get_by_role("columnheader", name="flop", exact=True)
    flop = table("experiment_compute")["flop"]

    def first() -> float:
        cell = section.locator("tbody tr").first.locator("td.number").nth(1)
        return float(cell.get_attribute("data-value") or "nan")

    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert first() == flop.min()
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert first() == flop.max()


def test_a_table_downloads_as_it_stands(open_page: OpenPage) -> None:
    page = open_page(PAGE).page
    with page.expect_download() as started:
        page.get_by_role("link", name="Download monitor_results.csv").click()
    assert started.value.suggested_filename == "monitor_results.csv"
    assert started.value.path().read_bytes() == (data() / "evidence" / "monitor_results.csv").read_bytes()


@pytest.mark.parametrize(
    "chapter",
    [
        "compute-asymmetry",
        "task-horizons",
        "buildout-pauses",
        "pause-or-accelerate",
        "cot-transparency",
        "differential",
    ],
)
def test_figures_lead_to_their_rows(open_page: OpenPage, chapter: str) -> None:
    page = open_page(f"book/{chapter}.html").page
    links = page.locator("a.tilt-cited, .tx-reasons li a, .tx-reasons p > a").evaluate_all(
        "all => all.map((a) => a.getAttribute('href')).filter((h) => h.startsWith('evidence.html'))"
    )
    assert len(links) > 5
    page.goto(page.url.split("#")[0].replace(chapter, "evidence"))
    ids = set(page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)"))
    assert {link.split("#")[1] for link in links} <= ids


def test_a_row_is_marked_when_it_is_led_to(open_page: OpenPage) -> None:
    page = open_page(f"{PAGE}#restraint_attempts-fable_block").page
    row = page.locator("#restraint_attempts-fable_block")
    expect(row).to_be_in_viewport()
    colour = row.locator("td").first.evaluate("(cell) => getComputedStyle(cell).backgroundColor")
    assert colour != "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_in_a_searched_page(open_page: OpenPage, dark: bool) -> None:
    visit = open_page(PAGE, size="phone", dark=dark)
    page = visit.page
    page.get_by_label("Search all tables").fill("astra")
    page.locator(".tilt-found").filter(has_text="rows").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not violations(visit)
