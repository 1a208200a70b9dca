"""The evidence page as a reader uses it: search, sort, download, and the way from a figure to its row."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tilt.paths import data
from tilt.record.bibtex import bibtex
from tilt.record.evidence import table

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage, Size

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
    head = section.get_by_role("columnheader", name="FLOP", exact=True)
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


@pytest.mark.both_homes("files")
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


SIGHT = """(id) => {
  const row = document.getElementById(id);
  const section = row.closest("section");
  const stack = [document.querySelector(".tilt-find"), section.querySelector("h3"), section.querySelector("thead th")];
  const boxes = [...stack, row].map((e) => e.getBoundingClientRect());
  return boxes.every(({ top }, k) => top < innerHeight && top >= (k ? boxes[k - 1].bottom - 1 : 0));
}"""
"""Whether search, name of the table, heads of its columns and the row stand one below the other, all in the window."""


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize(
    "row", ["restraint_attempts-fable_block", "model_horizons-claude-3.7-sonnet", "building_sites-google-mesa"]
)
def test_a_deep_link_keeps_search_name_and_heads_in_sight(open_page: OpenPage, size: Size, row: str) -> None:
    page = open_page(f"{PAGE}#{row}", size=size).page
    page.wait_for_function(f"({SIGHT})({row!r})")


@pytest.mark.both_homes("values")
def test_a_row_leads_back_to_where_it_is_cited(open_page: OpenPage) -> None:
    visit = open_page(f"{PAGE}#length_contrast-ratio-of-geometric-means")
    page = visit.page
    row = page.locator("#length_contrast-ratio-of-geometric-means")
    row.get_by_role("link", name="Capability task over safety task, length").click()
    page.wait_for_url("**/task-horizons.html#input-length_ratio")
    expect(page.locator("#input-length_ratio")).to_be_in_viewport()
    visit.assert_quiet()


@pytest.mark.both_homes("files")
def test_everything_downloads_as_one_file(open_page: OpenPage) -> None:
    page = open_page(PAGE).page
    with page.expect_download() as started:
        page.get_by_role("link", name="Download everything as one zip").click()
    with zipfile.ZipFile(started.value.path()) as archive:
        assert archive.read("evidence/uplift.csv") == (data() / "evidence" / "uplift.csv").read_bytes()
        assert "datapackage.json" in archive.namelist()


def test_references_narrow_to_what_is_typed_and_jump_by_letter(open_page: OpenPage) -> None:
    visit = open_page("book/references.html")
    page = visit.page
    entries = page.locator(".tilt-references > li:visible")
    field = page.get_by_label("Search the references")
    field.fill("deep ignorance")
    expect(page.locator(".tilt-found")).to_have_text(re.compile(r"^\d of \d+ references$"))
    expect(entries.first).to_contain_text("Deep Ignorance")
    field.fill("")
    page.get_by_role("navigation", name="Letters").get_by_role("link", name="M", exact=True).click()
    expect(page.locator("#letter-M h2")).to_be_in_viewport()
    field.fill("zzzz")
    expect(page.locator(".tilt-found")).to_have_text("No reference has all of these words.")
    visit.assert_quiet()


def test_references_download_as_bibtex(open_page: OpenPage) -> None:
    page = open_page("book/references.html").page
    with page.expect_download() as started:
        page.get_by_role("link", name="Download all as BibTeX").click()
    assert started.value.path().read_text(encoding="utf-8") == bibtex()


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_in_a_searched_page(open_page: OpenPage, dark: bool) -> None:
    visit = open_page(PAGE, size="phone", dark=dark)
    page = visit.page
    page.get_by_label("Search all tables").fill("astra")
    page.locator(".tilt-found").filter(has_text="rows").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not violations(visit)
