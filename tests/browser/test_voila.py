"""The workbench in Voila with a real kernel: both engines' figures side by side, and the page's scenario in Python."""

from __future__ import annotations

import re
from typing import Any

import pytest

CHAPTER = "/voila/render/task-horizons.ipynb"
READY = "tilt-explorer .tx-row input[type=range]"


@pytest.fixture
def chapter(voila: str, open_page: Any) -> Any:
    visit = open_page(f"{voila}{CHAPTER}")
    visit.page.wait_for_selector(READY, timeout=90_000)
    return visit


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
