"""Voilà with the project's own settings: every chapter opens offline, says nothing raw, and serves nothing else."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

from tests.browser.voila_page import CHAPTERS, WORKED_THROUGH, assert_reads_well, open_chapter
from tilt.hosts.sphinx import foreign_resources

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage


def status(address: str) -> int:
    """HTTP status of an address."""
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


# One claim’s chapter is looked at where it is used, in tests/browser/test_voila.py: each one opened costs a kernel.
@pytest.mark.parametrize("name", sorted({*CHAPTERS} - {f"{WORKED_THROUGH}.ipynb"}))
def test_chapter_opens_offline_on_a_phone_in_the_dark(open_page: OpenPage, voila: str, name: str) -> None:
    visit = open_chapter(open_page, voila, name, size="phone", dark=True)
    assert visit.page.locator("html").get_attribute("data-theme") == "dark"
    assert_reads_well(visit, name)


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
    assert not foreign_resources(html), "that template loads from a network"
    settings = json.loads(html.split('id="jupyter-config-data" type="application/json">')[1].split("</script>")[0])
    assert settings["jupyterLabTheme"] == "light"
