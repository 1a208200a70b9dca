"""Every built page: no request leaves the site, the console stays empty, axe-core finds nothing, phones do not scroll
sideways; wide and narrow, light and dark, with scripts and without."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from tests.browser.accessibility import ABOUT_COLOURS, change_colours, violations
from tests.browser.conftest import resize
from tilt.hosts.sphinx import foreign_resources
from tilt.paths import root

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage, Visit

# Of the evidence page's hundreds of rows, all written alike, the first of each table stand for the rest.
FEW_ROWS = "document.querySelectorAll('.tilt-table-section tbody tr:nth-child(n + 4)').forEach((row) => row.remove())"


# The size at which the words of figures are seen.
LETTERS = """[...document.querySelectorAll('.tilt-figure svg text')].filter((t) => t.checkVisibility())
  .map((t) => [parseFloat(getComputedStyle(t).fontSize), t.getScreenCTM()])
  .map(([size, m]) => size * Math.hypot(m.a, m.b))"""


def chapters() -> list[str]:
    """Addresses of all pages, from the table of contents, with the search and the first page."""
    toc = YAML(typ="safe").load(root() / "_toc.yml")
    files = [toc["root"]] + [page["file"] for part in toc.get("parts", []) for page in part["chapters"]]
    return ["index.html", "search.html", *(f"{file}.html" for file in files)]


def follow(visit: Visit, path: str) -> None:
    """The first page only leads on to the first chapter: wait until it has."""
    if path == "index.html":
        visit.page.wait_for_url("**/book/index.html")


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth"), "overflows"


@pytest.mark.parametrize("path", chapters())
def test_page_is_quiet_accessible_and_fits(open_page: OpenPage, path: str) -> None:
    """One visit, opened on a phone in the dark and then widened, both modes at each width.

    All of axe's rules once at each width, then those about colours in the other mode.
    """
    visit = open_page(path, size="phone", dark=True)
    page = visit.page
    follow(visit, path)
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert_fits(page)
    letters = page.evaluate(LETTERS)
    assert min(letters, default=12) > 9.4, "figures with words that nobody can read"
    page.evaluate(FEW_ROWS)
    page.evaluate("document.querySelectorAll('.tilt-model').forEach((model) => { model.open = true; })")
    assert_fits(page)
    assert not violations(visit), "narrow and dark"
    change_colours(visit, dark=False)
    assert not violations(visit, ABOUT_COLOURS), "narrow and light"
    resize(visit, "wide")
    page.wait_for_timeout(300)  # charts follow the width
    assert_fits(page)
    assert not violations(visit), "wide and light"
    change_colours(visit, dark=True)
    assert not violations(visit, ABOUT_COLOURS), "wide and dark"
    visit.assert_quiet()


@pytest.mark.parametrize("path", chapters())
def test_page_without_scripts(open_page: OpenPage, path: str) -> None:
    visit = open_page(path, scripts=False)
    page = visit.page
    follow(visit, path)
    assert page.locator("h1").count() == 1
    chapters_list = page.get_by_role("navigation", name="Chapters")
    assert chapters_list.is_visible()
    resize(visit, "phone")
    assert chapters_list.is_visible(), "no way to other chapters without scripts"
    visit.assert_quiet()
    stripped = open_page(path, scripts="stripped")
    follow(stripped, path)
    page = stripped.page
    page.evaluate(FEW_ROWS)
    assert_fits(page)
    assert not violations(stripped)
    resize(stripped, "phone")
    page.emulate_media(color_scheme="dark")
    assert_fits(page)
    assert not violations(stripped), "narrow and dark"
    stripped.assert_quiet()


def test_axe_sees_faint_words_in_either_mode(open_page: OpenPage) -> None:
    visit = open_page("book/method.html")
    for dark in (False, True):
        change_colours(visit, dark)
        assert not violations(visit, ABOUT_COLOURS)
        visit.page.evaluate("document.querySelector('h1').style.color = 'rgb(128 128 128 / 0.5)'")
        assert any("color-contrast" in found for found in violations(visit, ABOUT_COLOURS))
        visit.page.evaluate("document.querySelector('h1').style.color = ''")


@pytest.mark.both_homes("beside")
def test_phone_contents_open_and_close_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("book/index.html", size="phone").page
    contents = page.get_by_role("navigation", name="Chapters")
    assert not contents.is_visible()
    page.get_by_role("button", name="Contents").focus()
    page.keyboard.press("Enter")
    assert contents.is_visible()
    page.keyboard.press("Escape")
    assert not contents.is_visible()


@pytest.mark.both_homes("values")
def test_colours_are_kept_across_pages(open_page: OpenPage) -> None:
    visit = open_page("book/index.html")
    page = visit.page
    page.get_by_role("button", name="Colours").click()  # light
    page.get_by_role("button", name="Colours").click()  # dark
    page.goto(page.url.replace("book/index", "book/method"))
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(20, 23, 28)"


def test_links_between_pages_lead_somewhere(site: Path, built_pages: list[Path]) -> None:
    for path in built_pages:
        for target in re.findall(r"""<a\b[^>]*\bhref="([^"#?]+)""", path.read_text()):
            if not re.match(r"[a-z]+:|//", target):
                assert (path.parent / target).resolve().exists(), f"{path.relative_to(site)} links to {target}"


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for path in [*site.rglob("*.html"), *site.rglob("*.css"), *site.rglob("*.svg")]:
        assert not foreign_resources(path.read_text(encoding="utf-8")), path


def test_no_source_cells_and_no_errors_are_shown(site: Path, built_pages: list[Path]) -> None:
    for path in built_pages:
        html = path.read_text(encoding="utf-8")
        for trace in ("cell_input", "output stderr", "Traceback", "require.js", "vnd.jupyter.widget-view", "mathjax"):
            assert trace not in html, f"{path.relative_to(site)} holds {trace}"


def test_claim_chapters_are_marked_in_the_contents(built_pages: list[Path]) -> None:
    slugs = {path.stem for path in (root() / "data" / "assumptions").glob("*.yaml")}
    chapter = next(path for path in built_pages if path.stem in slugs and path.parent.name == "book")
    assert set(re.findall(r'data-claim="([^"]+)"', chapter.read_text())) & slugs == slugs & {
        Path(name).stem for name in chapters()
    }
