"""A choice among forms on the built page: taken, mixed, linked, swung and taken back, as an interval is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import violations
from tests.browser.explorer_page import draw, row, share, unfold
from tilt.book import book
from tilt.engine.scale import Weights
from tilt.explorer.page import swing_words
from tilt.format import percent
from tilt.record.scenarios import read_scenario

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.browser.conftest import OpenPage, Size, Visit

# A claim's choice with the finding that it moves, and how far.
CHOICES = {"scope": ("compute-asymmetry", "gap"), "trend": ("task-horizons", "useful-lead")}


def opened(open_page: OpenPage, slug: str, finding: str, suffix: str = "", size: Size = "wide") -> Visit:
    """The chapter, live, with a finding chosen."""
    visit = open_page(f"book/{slug}.html{suffix}", size=size)
    visit.page.locator(".tx-live").wait_for()
    draw(visit.page)
    unfold(visit.page)
    title = book().claim(slug).finding(finding).title
    visit.page.locator(".tx-findings").get_by_role("radio", name=title).check()
    return visit


def group(page: Page, id: str) -> Locator:
    return page.get_by_role("radiogroup", name=book().record.assumptions[id].label)


def labels(id: str) -> Mapping[str, str]:
    found = book().record.assumptions[id].labels
    assert found
    return found


def credence(page: Page) -> Locator:
    return page.locator(".tx-verdict .tx-credence")


def held(slug: str, finding: str, id: str, *weights: float) -> str:
    """The credence Python's engine gives under these weights, as the page writes it."""
    names = book().record.assumptions[id].options
    chosen = {name: weight for name, weight in zip(names, weights, strict=True) if weight}
    return percent(book().run(slug, {id: chosen}).verdict(finding).credence)


@pytest.mark.parametrize("id", CHOICES)
def test_each_option_can_be_taken_linked_undone_and_swung(open_page: OpenPage, id: str) -> None:
    slug, finding = CHOICES[id]
    a = book().record.assumptions[id]
    assert isinstance(a.default, Weights)
    default = tuple(a.default.shares)
    visit = opened(open_page, slug, finding)
    page = visit.page
    before = percent(book().run(slug).verdict(finding).credence)
    expect(credence(page)).to_have_text(before)
    options = group(page, id).get_by_role("radio")
    taken = 1  # of either: another option than the book's, and no named scenario's
    certain = tuple(float(k == taken) for k in range(len(default)))
    options.nth(taken).check()
    expect(credence(page)).to_have_text(after := held(slug, finding, id, *certain))
    assert after != before, "a choice that moves nothing shows nothing"
    expect(page.locator(".tx-who")).to_have_text("With your assumptions")
    expect(page.locator(".tx-verdict .tx-book")).to_have_text(f"book’s default {before}")
    linked = f"{id}={'~'.join(f'{w:g}' for w in certain)}"
    page.wait_for_function(f"location.hash.includes('{linked}')")
    again = open_page(f"book/{slug}.html#{linked}&v=1").page
    again.locator(".tx-live").wait_for()
    expect(group(again, id).get_by_role("radio").nth(taken)).to_be_checked()
    page.locator(".tx-tools").get_by_role("button", name="Undo").click()
    expect(credence(page)).to_have_text(before)
    page.locator(".tx-tools").get_by_role("button", name="Redo").click()
    expect(options.nth(taken)).to_be_checked()
    row(page, id).get_by_role("button", name="Reset").click()
    expect(credence(page)).to_have_text(before)
    # Its swing is that between the options of lowest and highest credence, and says which they are.
    swing = next(s for s in book().run(slug).swings(finding) if s.id == id)
    shown = page.locator(f'.tx-swings li[data-input="{id}"]')
    expect(shown.locator(".tx-swing-ends")).to_have_text(swing_words(swing.at_low, swing.at_high))
    assert swing.options
    for name in swing.options:
        expect(shown.get_by_role("button")).to_have_attribute("aria-label", re.compile(re.escape(labels(id)[name])))
    visit.assert_quiet()


def test_weights_stand_behind_a_disclosure_and_add_up(open_page: OpenPage) -> None:
    slug, finding = CHOICES["trend"]
    visit = opened(open_page, slug, finding)
    page = visit.page
    steady, faster, slowing = labels("trend").values()
    choice = row(page, "trend")
    options = group(page, "trend")
    expect(options.get_by_role("radio", checked=True)).to_have_count(0)  # the default is a mixture
    expect(options).to_contain_text(f"{steady} 50\u202f%")
    weight = page.get_by_role("textbox", name=f"Weight of “{steady}”, per cent")
    expect(weight).to_be_hidden()
    options.get_by_role("radio", name=faster).check()
    expect(options).to_contain_text("book 25\u202f%")
    page.keyboard.press("ArrowDown")
    expect(options.get_by_role("radio", name=slowing)).to_be_checked()
    choice.locator(".tx-weights summary").click()
    weight.fill("40")
    weight.press("Enter")
    expect(page.get_by_role("textbox", name=f"Weight of “{slowing}”, per cent")).to_have_value("60")
    expect(credence(page)).to_have_text(held(slug, finding, "trend", 0.4, 0, 0.6))
    page.wait_for_function("location.hash.includes('trend=0.4~0~0.6')")
    weight.fill("120")
    weight.press("Enter")
    wrong = choice.locator(".tx-weights [role=alert]")
    expect(wrong).to_contain_text("between 0 and 100 %. Kept 40 %")
    assert not violations(visit, within='.tx-row[data-input="trend"]')
    choice.locator(".tx-reset").click()
    expect(options).to_contain_text(f"{steady} 50\u202f%")
    expect(wrong).to_be_empty()
    visit.assert_quiet()


def test_a_choice_is_downloaded_by_the_names_of_its_options(open_page: OpenPage, tmp_path: Path) -> None:
    page = opened(open_page, "compute-asymmetry", "gap", "#scope=0.25~0.75&v=1").page
    with page.expect_download() as waiting:
        share(page).get_by_role("button", name="Download scenario (YAML)").click()
    waiting.value.save_as(tmp_path / "s.yaml")
    assert read_scenario(tmp_path / "s.yaml", book().record.assumptions).settings == {"scope": Weights((0.25, 0.75))}


def test_long_options_wrap_on_a_phone(open_page: OpenPage) -> None:
    page = opened(open_page, "task-horizons", "lead", size="phone").page
    row(page, "trend").locator(".tx-weights summary").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    outside = row(page, "trend").evaluate(
        "(r) => [...r.querySelectorAll('*')].filter((e) => e.checkVisibility() && !e.matches('.tx-value, .tx-value *')"
        " && e.getBoundingClientRect().right > r.getBoundingClientRect().right + 1).map((e) => e.className)"
    )
    assert not outside


def test_on_paper_a_choice_is_said_in_words(open_page: OpenPage) -> None:
    page = opened(open_page, "task-horizons", "lead", "#trend=0~1~0&v=1").page
    page.emulate_media(media="print")
    expect(row(page, "trend").locator(".tx-value")).to_be_visible()
    expect(row(page, "trend").locator(".tx-value")).to_have_text(labels("trend")["faster"])
    expect(group(page, "trend")).to_be_hidden()
