"""Sentences that act, pressed in the built page: they set, say what that did, and can be taken back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.explorer_page import CHAPTER, expected, row
from tilt.book import book
from tilt.format import percent

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

OPEN_ENDED = "if agents game open-ended work more"


def share(id: str, settings: object) -> str:
    return percent(book().run("task-horizons", settings).verdict(id).credence)  # type: ignore[arg-type]


@pytest.mark.both_homes("values")
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_a_sentence_sets_says_so_and_is_taken_back(open_page: OpenPage, size: str) -> None:
    visit = open_page(CHAPTER, size=size)
    page = visit.page
    page.locator(".tx-live").wait_for()
    act = page.get_by_role("button", name=OPEN_ENDED)
    expect(act).to_have_attribute("aria-pressed", "false")
    act.click()
    after = share("lead", {"gamed_where": "open_ended"})
    expect(page.locator(".tilt-did")).to_contain_text(f"Safety first {expected()} → {after}.")
    expect(page.locator(".tilt-did")).to_contain_text("open-ended")
    expect(act).to_have_attribute("aria-pressed", "true")
    expect(row(page, "gamed_where")).to_have_class(re.compile("tx-mine"))
    figure = page.locator('[data-figure^="credence task-horizons lead "]').first
    expect(figure.locator("b")).to_have_text(after.split("\u202f")[0])
    expect(figure.locator("s")).to_have_text(expected().split("\u202f")[0])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".tilt-did").get_by_role("button", name="Undo").click()
    expect(page.locator(".tilt-did")).to_have_count(0)
    expect(act).to_have_attribute("aria-pressed", "false")
    expect(figure.locator("b")).to_have_count(0)
    assert act.evaluate("(e) => document.activeElement === e"), "the keyboard stays where it was"
    assert "#" not in page.url, "an address is not changed by trying"
    visit.assert_quiet()


def test_keys_press_it_and_a_scenario_is_taken_up_from_its_sentence(open_page: OpenPage) -> None:
    page = open_page(CHAPTER).page
    page.locator(".tx-live").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")  # it stands in a folded part
    act = page.get_by_role("button", name="With so many checks and little overlap")
    act.focus()
    page.keyboard.press("Space")
    settings = book().record.scenarios["unlearning"].settings
    expect(page.locator(".tilt-did")).to_contain_text(f"→ {share('lead', settings)}.")
    page.keyboard.press("Control+z")
    expect(page.locator(".tilt-did")).to_have_count(0)
    expect(page.locator(".tx-verdict .tx-credence")).to_have_text(expected())


def test_what_is_said_goes_with_the_next_move(open_page: OpenPage) -> None:
    page = open_page(CHAPTER).page
    page.locator(".tx-live").wait_for()
    page.get_by_role("button", name=OPEN_ENDED).click()
    expect(page.locator(".tilt-did")).to_have_count(1)
    page.locator("[data-strong] input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tilt-did")).to_have_count(0)


def test_it_can_be_used_by_everybody(open_page: OpenPage) -> None:
    visit = open_page(CHAPTER)
    visit.page.locator(".tx-live").wait_for()
    visit.page.get_by_role("button", name=OPEN_ENDED).click()
    visit.page.locator(".tilt-did").wait_for()
    assert not violations(visit, within=".tilt-prose > section > .cell")


def test_without_scripts_a_sentence_is_a_sentence(open_page: OpenPage) -> None:
    page = open_page(CHAPTER, scripts=False).page
    act = page.locator(".tilt-set").first
    expect(act).to_be_visible()
    assert act.evaluate("(e) => getComputedStyle(e).borderBottomStyle") == "none"


@pytest.mark.both_homes("policy")
def test_ones_own_figures_are_there_before_anything_is_computed(open_page: OpenPage) -> None:
    page = open_page(CHAPTER).page
    page.locator(".tx-live").wait_for()
    page.get_by_role("button", name=OPEN_ENDED).click()
    figure = page.locator('[data-figure^="credence task-horizons lead "]').first
    expect(figure.locator("b")).to_be_visible()
    told = figure.inner_text()
    modules = re.compile(r"/joined/")
    page.route(modules, lambda route: route.abort())
    page.reload()
    assert figure.inner_text() == told, "kept from the last opening, by the script in the head alone"
    page.unroute(modules)
    page.reload()
    page.locator(".tx-live").wait_for()
    page.get_by_role("button", name="Reset the book").first.click()
    expect(figure.locator("b")).to_have_count(0)
    page.route(modules, lambda route: route.abort())
    page.reload()
    assert figure.locator("b").count() == 0
