"""Ten seconds: where a page opens with an instrument, the first screen shows verdict, range and sliders that act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.explorer_page import unfold
from tilt.book import book
from tilt.claims import all_claims
from tilt.explorer.page import by_leverage
from tilt.explorer.payload import payload

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

SCREENS = {"wide": (1440, 900), "laptop": (1280, 720), "tablet": (820, 1180), "phone": (390, 844)}
PAGES = ["index", *(c.slug for c in all_claims())]


def below(page: Page, selector: str) -> float:
    """Where the lowest of what is shown ends, in CSS pixels from the top of the page."""
    return float(
        page.evaluate(
            """(s) => Math.max(...[...document.querySelectorAll(s)].filter((e) => e.checkVisibility())
            .map((e) => e.getBoundingClientRect().bottom))""",
            selector,
        )
    )


def share(page: Page) -> float:
    return float((page.locator(".ti-credence").text_content() or "").split("\u202f")[0])


@pytest.mark.both_homes("beside")
@pytest.mark.parametrize("name", PAGES)
def test_the_first_screen_shows_the_verdict_and_moves_it(open_page: OpenPage, name: str) -> None:
    visit = open_page(f"book/{name}.html")
    page = visit.page
    page.locator(".ti-live").wait_for()
    for screen, (width, height) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        for part in ("tilt-instrument .ti-sentence", ".ti-range", ".ti-distribution"):
            assert below(page, part) <= height, f"{part} is off the first screen of a {screen}"
        inside = page.evaluate(
            "(h) => [...document.querySelectorAll('[data-strong] .tx-slider')]"
            ".filter((e) => e.checkVisibility() && e.getBoundingClientRect().bottom <= h).length",
            height,
        )
        assert inside >= 2, f"{inside} sliders on the first screen of a {screen}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"sideways on a {screen}"
    before = share(page)
    slider = page.locator("[data-strong] input[type=range]").first
    slider.focus()
    slider.press("End")
    expect(page.locator(".ti-who")).to_have_text("With your assumptions")
    low = share(page)
    page.keyboard.press("Control+z")
    expect(page.locator(".ti-who")).to_have_text("With the book’s defaults")
    upper = page.locator("[data-strong] input[type=range]").nth(1)
    upper.focus()
    upper.press("Home")
    expect(page.locator(".ti-who")).to_have_text("With your assumptions")
    assert max(abs(share(page) - before), abs(low - before)) >= 10, "the first slider moves too little"
    visit.assert_quiet()


@pytest.mark.both_homes("values")
def test_it_and_the_explorer_show_the_same(open_page: OpenPage) -> None:
    page = open_page("book/task-horizons.html").page
    page.locator(".tx-live").wait_for()
    instrument = page.locator("tilt-instrument")
    instrument.locator("input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    expect(instrument.locator(".ti-who")).to_have_text("With your assumptions")
    for small, whole in ((".ti-sentence", ".tx-sentence"), (".ti-statement", ".tx-statement")):
        assert page.locator(small).text_content() == page.locator(whole).text_content()
    id = instrument.locator("[data-strong]").first.get_attribute("data-strong")
    moved = page.locator(f'.tx-row[data-input="{id}"] input[type=range]').first
    assert moved.input_value() == instrument.locator("input[type=range]").first.input_value()
    instrument.get_by_role("radio").nth(2).check()
    expect(page.locator(".tx-findings :checked")).to_have_value(instrument.locator(":checked").input_value())
    assert page.locator(".ti-credence").text_content() == page.locator(".tx-verdict .tx-credence").text_content()
    expect(page.locator(".ti .ti-ghost")).to_be_visible()
    instrument.get_by_role("button", name="Undo").click()
    expect(instrument.locator(".ti-who")).to_have_text("With the book’s defaults")
    expect(instrument.get_by_role("button", name="Undo")).to_be_hidden()


def test_beside_the_text_it_stays_in_sight(open_page: OpenPage) -> None:
    page = open_page("book/differential.html").page
    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator("#sources").scroll_into_view_if_needed()
    box = page.locator("tilt-instrument").bounding_box()
    assert box
    assert 0 <= box["y"] < 100
    text = page.locator("#sources").bounding_box()
    assert text
    assert text["x"] + text["width"] < box["x"], "text runs under it"


def test_the_first_page_follows_in_the_map(open_page: OpenPage) -> None:
    page = open_page("book/index.html").page
    page.locator(".ti-live").wait_for()
    slider = page.locator("[data-strong] input[type=range]").first
    slider.focus()
    slider.press("End")
    shown = page.locator('[data-live^="credence differential tilt"]').first
    expect(shown).to_have_attribute("data-mine", "")
    expect(shown).to_have_text(page.locator(".ti-credence").text_content() or "")


def test_it_can_be_used_by_everybody(open_page: OpenPage) -> None:
    for name in ("index", "buildout-pauses"):
        visit = open_page(f"book/{name}.html")
        visit.page.locator(".ti-live").wait_for()
        assert not violations(visit, within="tilt-instrument")


def test_inputs_can_be_put_by_subject_and_back(open_page: OpenPage) -> None:
    page = open_page("book/differential.html#v=1&length_ratio=2~8").page
    page.locator(".tx-live").wait_for()
    ids = "(rows) => rows.map((r) => r.dataset.input)"
    rows = page.locator("tilt-explorer .tx-row[data-input]")
    strongest = rows.evaluate_all(ids)
    chosen = [a["id"] for _, _, part, _ in by_leverage(payload(book().run("differential"))) for a in part]
    assert strongest == chosen
    expect(page.locator(".tx-fold", has_text="1 changed")).to_have_count(1)
    page.get_by_role("button", name="by subject").click()
    data = payload(book().run("differential"))
    assert rows.evaluate_all(ids) == [a["id"] for g in data["groups"] for a in data["assumptions"] if a["group"] == g]
    expect(page.locator('.tx-fold[data-claim="task-horizons"]')).to_contain_text("1 changed")
    expect(page.locator('.tx-row[data-input="length_ratio"]')).to_be_hidden()
    page.locator('.tx-fold[data-claim="task-horizons"] .tx-fold-open').click()
    expect(page.locator('.tx-row[data-input="length_ratio"] .tx-end').first).to_have_value("2")
    page.get_by_role("button", name="by subject").click()
    assert rows.evaluate_all(ids) == strongest


def test_what_an_input_is_worth_follows_the_finding(open_page: OpenPage) -> None:
    page = open_page("book/task-horizons.html").page
    page.locator(".tx-live").wait_for()
    worth = page.locator('.tx-row[data-input="doubling_months"] .tx-worth')
    expect(worth).to_have_text("does not move it")
    page.locator(".tx-findings").get_by_role("radio", name=re.compile("useful lead")).check()
    expect(worth).not_to_have_text("does not move it")


@pytest.mark.parametrize("screen", ["tablet", "phone"])
def test_whichever_slider_moves_the_distribution_stays_in_sight(open_page: OpenPage, screen: str) -> None:
    page = open_page("book/task-horizons.html").page
    width, height = SCREENS[screen]
    page.set_viewport_size({"width": width, "height": height})
    page.locator(".tx-live").wait_for()
    unfold(page)
    shape = page.locator(".tx-bar .ti-above")
    sliders = page.locator("tilt-explorer .tx-row:visible input[type=range]").all()
    for slider in sliders[::5]:
        slider.evaluate("(e) => e.scrollIntoView({ block: 'center' })")
        before = shape.get_attribute("d") or ""
        slider.focus()
        slider.press("PageUp")
        expect(shape).not_to_have_attribute("d", before)
        seen = page.evaluate(
            """() => [...document.querySelectorAll(".tx-strip svg, .ti-distribution svg")].some((e) => {
              const { top, bottom, height } = e.getBoundingClientRect();
              return e.checkVisibility({ visibilityProperty: true }) && height > 30
                && top >= 0 && bottom <= innerHeight;
            })"""
        )
        assert seen, "neither the verdict's picture nor a strip of it is on the screen"
