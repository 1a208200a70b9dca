"""The chapter in Voila with a real kernel: the working explorer, the workbench, nothing raw, nothing from elsewhere."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from typing import Any

import pytest

# Voila's own bundle is older than the extensions' wishes; it says so for each shared module.
KNOWN = r"Unsatisfied version|No satisfying version|Available versions|Starting WebSocket"
CHAPTER = "/voila/render/task-horizons.ipynb"
READY = "tilt-explorer .tx-row input[type=range]"


@pytest.fixture
def chapter(voila: str, open_page: Any) -> Any:
    visit = open_page(f"{voila}{CHAPTER}")
    visit.page.wait_for_selector(READY, timeout=90_000)
    return visit


def test_the_chapter_shows_a_working_explorer(chapter: Any) -> None:
    page = chapter.page
    verdict = page.locator("tilt-explorer").inner_text()
    assert "safety research is half automated" in verdict
    slider = page.get_by_role("slider", name=re.compile("Capability task over safety task, length, lower end"))
    before = page.locator("tilt-explorer .tx-verdict").inner_text()
    slider.focus()
    for _ in range(12):
        page.keyboard.press("PageUp")
    page.wait_for_function(
        "before => document.querySelector('tilt-explorer .tx-verdict').innerText !== before", arg=before
    )
    assert "With your assumptions" in page.locator("tilt-explorer .tx-verdict").inner_text()
    page.wait_for_timeout(500)
    chapter.assert_quiet(KNOWN)


def test_the_workbench_shows_both_engines_figures(chapter: Any) -> None:
    page = chapter.page
    page.get_by_role("button", name="Run in Python").click()
    table = page.locator(".tilt-workbench table")
    table.wait_for(timeout=60_000)
    cells = [float(re.match(r"[\d.]+", t)[0]) for t in table.locator("td").all_inner_texts()]  # type: ignore[index]
    assert len(cells) == 6
    for ours, theirs in zip(cells[::2], cells[1::2], strict=True):
        assert ours == pytest.approx(theirs, abs=2.5), "the page's 4,096 draws and Python's many must agree"


def test_moving_the_page_reaches_the_kernel(chapter: Any) -> None:
    """The scenario is a trait: a run after a drag uses the moved value."""
    page = chapter.page
    slider = page.get_by_role("slider", name=re.compile("Capability task over safety task, length, lower end"))
    slider.focus()
    for _ in range(15):
        page.keyboard.press("PageUp")
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Run in Python").click()
    page.locator(".tilt-workbench table").wait_for(timeout=60_000)
    shown = page.locator(".tilt-workbench td").all_inner_texts()
    assert float(re.match(r"[\d.]+", shown[1])[0]) > 50  # type: ignore[index]


def test_no_source_and_no_raw_markup_is_shown(chapter: Any) -> None:
    text = chapter.page.locator("body").inner_text()
    for raw in ("show.", "say(", "import ", ":::", "{cite}", "```", "$$", "Traceback"):
        assert raw not in text, raw
    assert "129 days" in text


@pytest.mark.parametrize("name", ["index", "method", "references"])
def test_every_chapter_opens_quietly(voila: str, open_page: Any, name: str) -> None:
    visit = open_page(f"{voila}/voila/render/{name}.ipynb")
    visit.page.wait_for_selector("h1", timeout=90_000)
    visit.page.wait_for_timeout(1000)
    visit.assert_quiet(KNOWN)


@pytest.mark.parametrize(
    "path", ["task-horizons.ipynb", "../data/assumptions/task-horizons.yaml", "../pyproject.toml", "../voila.json"]
)
def test_files_are_not_served(voila: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{voila}/voila/files/{path}", timeout=10)
    assert refused.value.code in (403, 404)
