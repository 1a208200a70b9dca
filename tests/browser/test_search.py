"""The book's search as a reader uses it: by key or button, by keyboard alone, to a place where the words are marked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import violations

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

MARKED = "[...(CSS.highlights.get('tilt-found') ?? [])].map((range) => range.toString())"


def ask(page: Page, query: str) -> Locator:
    """Open the search with its key and type; the results."""
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search the book").fill(query)
    results = page.get_by_role("listbox", name="Results").get_by_role("option")
    results.first.wait_for()
    return results


@pytest.mark.both_homes("files")
def test_the_index_is_loaded_on_first_use_and_the_search_ends_as_it_began(open_page: OpenPage) -> None:
    visit = open_page("book/method.html")
    page = visit.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Search the book")
    expect(field).to_be_focused()
    assert not [url for url in asked if "search.json" in url]
    field.fill("cre")
    page.get_by_role("option").first.wait_for()
    assert len([url for url in asked if "search.json" in url]) == 1
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Search the book").click()
    expect(field).to_have_value("cre")
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Search the book")).to_be_focused()
    visit.assert_quiet()


def test_a_slash_that_is_typed_stays_a_slash(open_page: OpenPage) -> None:
    page = open_page("book/evidence.html").page
    field = page.get_by_label("Search all tables")
    field.press("/")
    expect(field).to_have_value("/")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.both_homes("values")
def test_by_keyboard_to_an_assumption_whose_words_are_marked_and_cleared(open_page: OpenPage) -> None:
    visit = open_page("book/method.html")
    page = visit.page
    results = ask(page, "widened far labels ours")
    field = page.get_by_role("combobox", name="Search the book")
    expect(results.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", results.first.get_attribute("id") or "")
    assert "Assumption" in results.first.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/task-horizons.html**")
    row = page.locator("#input-length_ratio")
    expect(page.locator(".tilt-marked")).to_be_visible()
    assert "find=" not in page.url, "a link that is sent on is clean"
    assert page.url.endswith("#input-length_ratio")
    expect(row).to_be_in_viewport()
    expect(row.get_by_text("METR’s suite shows no shorter safety tasks")).to_be_in_viewport()  # was folded away
    assert {"widened", "labels"} <= {text.lower() for text in page.evaluate(MARKED)}
    page.keyboard.press("Escape")
    expect(page.locator(".tilt-marked")).to_have_count(0)
    assert page.evaluate(MARKED) == []
    visit.assert_quiet()


def test_an_assumption_in_a_folded_part_is_opened(open_page: OpenPage) -> None:
    page = open_page("book/task-horizons.html").page
    folded = page.locator(".tx-fold:not(.tx-open) .tx-row").first
    page.locator(".tx-live").wait_for()
    label, id = folded.locator(".tx-label").inner_text(), folded.get_attribute("id")
    results = ask(page, f'"{label}"')
    results.filter(has_text="Assumption").first.click()
    row = page.locator(f"#{id}")
    expect(row).to_be_in_viewport()
    expect(page.locator(".tilt-marked")).to_contain_text("marked")


def test_an_exact_phrase_leads_to_its_row_on_the_same_page(open_page: OpenPage) -> None:
    visit = open_page("book/evidence.html")
    page = visit.page
    page.get_by_label("Search all tables").fill("astra")  # hides most rows
    page.locator(".tilt-found").filter(has_text="rows").wait_for()
    results = ask(page, '"Gain-of-function"')
    expect(results.first).to_contain_text(re.compile("gain-of-function", re.IGNORECASE))
    row = results.filter(has_text=re.compile("^.*Evidence · ", re.DOTALL)).first
    row.click()
    expect(page.locator(".tilt-led")).to_be_in_viewport()
    assert page.evaluate(MARKED)[0].lower() == "gain-of-function"
    expect(page.get_by_label("Search all tables")).to_have_value("")
    page.get_by_role("button", name="Clear").click()
    assert page.evaluate(MARKED) == []
    visit.assert_quiet()


def test_slips_and_words_the_book_has_not(open_page: OpenPage) -> None:
    page = open_page("book/method.html").page
    results = ask(page, "deep ignorence")
    expect(results.first).to_contain_text("Deep Ignorance")
    told = page.get_by_role("dialog").get_by_role("status")
    expect(told).to_contain_text("near it is “ignorance”")
    page.get_by_role("combobox", name="Search the book").fill("xyzzy")
    expect(told).to_contain_text("Nothing in the book has these words")
    expect(results).to_have_count(0)


@pytest.mark.both_homes("files")
def test_the_page_of_its_own_answers_its_address(open_page: OpenPage) -> None:
    visit = open_page("search.html?q=credence")
    page = visit.page
    page.get_by_role("option").first.wait_for()
    href = page.get_by_role("option").first.get_attribute("href") or ""
    page.goto(href)
    expect(page.locator(".tilt-marked")).to_be_visible()
    visit.assert_quiet()


def test_without_scripts_the_page_says_what_it_needs(open_page: OpenPage) -> None:
    page = open_page("search.html", scripts="stripped").page
    expect(page.get_by_text("needs JavaScript")).to_be_visible()
    assert not page.locator(".tilt-search").is_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_in_an_open_search_on_a_phone(open_page: OpenPage, dark: bool) -> None:
    visit = open_page("book/glossary.html", size="phone", dark=dark)
    page = visit.page
    ask(page, "time horizon")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.get_by_role("combobox", name="Search the book").bounding_box()
    assert box
    assert box["height"] >= 44
    assert not violations(visit)
    page.keyboard.press("Enter")
    page.locator(".tilt-marked").wait_for()
    assert not violations(visit)
