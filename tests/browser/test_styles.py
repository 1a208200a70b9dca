"""Which colours a reader sees: the system's mode, their own choice, paper, and a browser that knows no light-dark()."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.accessibility import ABOUT_COLOURS, violations
from tilt.charts.theme import PALETTE

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.browser.conftest import OpenPage

CHAPTER = "book/task-horizons.html"
WHITE = "#ffffff"
DOT = ".tilt-figure path[fill*='--tilt-safety']"
"""A mark of a printed chart: those of the explorer are replaced when Vega has loaded."""


def shown(page: Page, selector: str, what: str) -> str:
    """A computed colour as #rrggbb."""
    found = page.locator(selector).first.evaluate("(node, what) => getComputedStyle(node)[what]", what)
    return "#" + "".join(f"{int(part):02x}" for part in found.removeprefix("rgb(").removesuffix(")").split(", "))


def assert_mode(page: Page, dark: bool) -> None:
    """Text, ground and a chart's dots are those of the mode, and the browser draws its own parts to match."""
    shade = 1 if dark else 0
    assert shown(page, "body", "backgroundColor") == PALETTE["paper"][shade]
    assert shown(page, "h1", "color") == PALETTE["ink"][shade]
    assert shown(page, DOT, "fill") == PALETTE["safety"][shade]


@pytest.mark.parametrize("system_dark", [False, True])
def test_the_readers_choice_goes_before_the_system_and_paper_before_both(
    open_page: OpenPage, system_dark: bool
) -> None:
    page = open_page(CHAPTER, dark=system_dark).page
    assert_mode(page, system_dark)
    mode = page.get_by_role("button", name="Colours")
    for dark in (False, True):
        mode.click()
        assert_mode(page, dark)
        page.emulate_media(media="print")
        assert shown(page, "body", "backgroundColor") == WHITE
        assert shown(page, DOT, "fill") == PALETTE["safety"].light
        page.emulate_media(media="screen")


@pytest.mark.parametrize("dark", [False, True])
def test_without_scripts_the_system_decides(open_page: OpenPage, dark: bool) -> None:
    assert_mode(open_page(CHAPTER, dark=dark, scripts="stripped").page, dark)


def test_a_browser_without_light_dark_shows_a_readable_light_page(open_page: OpenPage) -> None:
    visit = open_page("book/method.html", dark=True)
    page = visit.page

    def older(route: Route) -> None:
        sheet = route.fetch()
        route.fulfill(response=sheet, body=sheet.text().replace("light-dark(", "unknown-to-older-browsers("))

    page.route("**/_tilt/*.css", older)
    page.goto(visit.origin.replace("method", "task-horizons"))
    page.locator(".tx-live").wait_for()
    assert page.locator("body").evaluate("node => getComputedStyle(node).colorScheme") == "light"
    assert shown(page, "body", "backgroundColor") == WHITE
    assert shown(page, ".tx-verdict", "color") == "#000000"
    assert shown(page, DOT, "fill") == PALETTE["safety"].light
    assert not violations(visit, ABOUT_COLOURS)
    visit.assert_quiet()


@pytest.mark.at_home("website", "the app's script brings a sheet of its own")
def test_a_page_asks_for_two_style_sheets_of_ours_at_most(open_page: OpenPage) -> None:
    for path, sheets in {"book/glossary.html": ["book"], CHAPTER: ["book", "explorer"]}.items():
        page = open_page(path).page
        names = page.evaluate("[...document.styleSheets].map((s) => s.href).filter((h) => h?.includes('_tilt'))")
        assert [name.rpartition("/")[2] for name in names] == [f"{sheet}.css" for sheet in sheets]
