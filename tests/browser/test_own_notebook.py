"""A notebook of a forker's own that the book does not have: rendered by Voilà, in the book's look, with a kernel that
ends with its page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.running_app import RunningApp, run_app
from tilt.paths import PACKAGE

CELLS = [
    "import os\nimport ipywidgets as w\nfrom IPython.display import HTML\nHTML(f'<p id=\"pid\">{os.getpid()}</p>')",
    "out = w.Label('not yet')\npress = w.Button(description='Press')\n"
    "press.on_click(lambda _: setattr(out, 'value', 'pressed'))\nw.VBox([press, w.IntProgress(value=40), out])",
]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, site: Path) -> Iterator[RunningApp]:
    """The app in a folder whose `book/` holds one notebook, which the built book lacks."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "book").mkdir()
    (folder / "tilt").mkdir()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Mine")])
    notebook.cells += [nbformat.v4.new_code_cell(text) for text in CELLS]
    nbformat.write(notebook, folder / "book" / "mine.ipynb")
    shutil.copy(PACKAGE.parent / "voila.json", folder)
    shutil.copytree(PACKAGE.parent / "share", folder / "share")
    (folder / "tilt" / "web").symlink_to(PACKAGE / "web")
    with run_app(folder, os.environ, site) as running:
        yield running


def opened(open_page: OpenPage, own: RunningApp) -> tuple[Page, psutil.Process]:
    """The page once it stands, and the process of its kernel."""
    page = open_page(f"{own.address}/voila/render/mine.ipynb").page
    expect(page.get_by_role("button", name="Press")).to_be_visible(timeout=60_000)
    return page, psutil.Process(int(page.locator("#pid").inner_text()))


def gone(process: psutil.Process, seconds: float) -> bool:
    try:
        process.wait(seconds)
    except psutil.TimeoutExpired:
        return False
    return True


def test_its_widgets_work_and_wear_the_books_colours(open_page: OpenPage, own: RunningApp) -> None:
    page, _ = opened(open_page, own)
    button = page.get_by_role("button", name="Press")
    assert "solid" in button.evaluate("(b) => getComputedStyle(b).border")
    bar = page.locator(".progress-bar").evaluate("(b) => getComputedStyle(b).backgroundColor")
    assert bar not in ("rgba(0, 0, 0, 0)", "transparent")
    button.click()
    expect(page.get_by_text("pressed")).to_be_visible()


@pytest.mark.parametrize("how", ["leave", "reload", "close"])
def test_its_kernel_ends_with_the_page(open_page: OpenPage, own: RunningApp, how: str) -> None:
    page, kernel = opened(open_page, own)
    if how == "leave":
        page.goto(f"{own.address}/book/method.html")
    elif how == "reload":
        page.reload()
    else:
        page.close(run_before_unload=True)
    assert gone(kernel, 30)


def test_a_kernel_that_has_ended_is_told_and_started_again(open_page: OpenPage, own: RunningApp) -> None:
    page, kernel = opened(open_page, own)
    page.evaluate(
        """async () => {
            const { baseUrl, kernelId } = JSON.parse(document.getElementById("jupyter-config-data").textContent);
            const mark = document.cookie.match(/_xsrf=([^;]+)/)[1];
            const headers = { "X-XSRFToken": mark };
            await fetch(`${baseUrl}voila/api/shutdown/${kernelId}`, { method: "POST", headers });
        }"""
    )
    assert gone(kernel, 30)
    expect(page.locator(".tilt-stopped")).to_contain_text("Python was put to rest or has stopped", timeout=10_000)
    expect(page.get_by_role("button", name="Press")).to_be_disabled()
    page.get_by_role("button", name="Run the chapter again").click()
    expect(page.get_by_role("button", name="Press")).to_be_enabled(timeout=60_000)
