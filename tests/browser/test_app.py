"""Voilà with the project's own settings: every chapter opens offline, says nothing raw, and serves nothing else."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import BUNDLED, narrow
from tilt.paths import root

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage, Visit

CHAPTERS = sorted(path.name for path in (root() / "book").glob("*.ipynb"))


def open_chapter(open_page: OpenPage, voila: str, name: str, **options: object) -> Visit:
    """Open a chapter and wait until Voilà shows its cells."""
    visit = open_page(f"{voila}/voila/render/{name}", **options)
    visit.page.locator("#rendered_cells").wait_for(state="visible", timeout=120_000)
    return visit


def status(address: str) -> int:
    """HTTP status of an address."""
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize("name", CHAPTERS)
def test_chapter_opens_offline_and_shows_nothing_raw(open_page: OpenPage, voila: str, name: str) -> None:
    visit = open_chapter(open_page, voila, name)
    page = visit.page
    assert page.locator("h1").count() == 1
    text = page.locator("#rendered_cells").inner_text()
    for raw in (":::", "{cite}", "\\frac", "$$", "Traceback", "from tilt import show", "could not be computed"):
        assert raw not in text, f"{name} shows {raw!r}"
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")
    links = page.locator("#rendered_cells a[href]").evaluate_all("links => links.map((a) => a.getAttribute('href'))")
    pages = {link.split("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)}
    assert pages <= {"/", *CHAPTERS}, "links that lead nowhere here"
    narrow(visit)
    assert page.locator("#rendered_cells").evaluate("e => e.scrollWidth <= e.clientWidth")
    visit.assert_quiet(known=BUNDLED)


def test_chapter_fits_a_phone_in_the_dark(open_page: OpenPage, voila: str) -> None:
    visit = open_chapter(open_page, voila, "method.ipynb", size="phone", dark=True)
    page = visit.page
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("#rendered_cells").evaluate("e => e.scrollWidth <= e.clientWidth")


def test_first_page_lists_every_chapter(open_page: OpenPage, voila: str) -> None:
    visit = open_page(voila)
    links = visit.page.locator(".tilt-chapters a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    assert links == [f"/voila/render/{name}" for name in CHAPTERS]
    visit.assert_quiet()


def test_an_unknown_page_is_a_plain_404(open_page: OpenPage, voila: str) -> None:
    visit = open_page(f"{voila}/voila/render/nowhere.ipynb")
    assert "no such page" in visit.page.locator("main").inner_text()
    assert not visit.elsewhere


@pytest.mark.parametrize("path", ["index.ipynb", "../voila.json", "../data/sources.csv", "../tilt/paths.py", "x.svg"])
def test_files_are_refused(voila: str, path: str) -> None:
    assert status(f"{voila}/voila/files/{path.replace('..', '%2e%2e')}") in {403, 404}


def test_reader_cannot_choose_another_template(voila: str) -> None:
    address = f"{voila}/voila/render/references.ipynb?template=classic&theme=dark"
    with urllib.request.urlopen(address) as answer:
        html = answer.read().decode()
    assert "tilt-cells" in html
    assert "cdn." not in html
    settings = json.loads(html.split('id="jupyter-config-data" type="application/json">')[1].split("</script>")[0])
    assert settings["jupyterLabTheme"] == "light"
