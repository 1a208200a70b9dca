"""A notebook of a forker's own that the book does not have: rendered by Voilà, in the book's look, with a kernel that
ends with its page."""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, crash
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


@pytest.mark.parametrize("how", ["leave", "reload", "close", "kill"])
def test_its_kernel_ends_with_the_page(open_page: OpenPage, own: RunningApp, how: str) -> None:
    page, kernel = opened(open_page, own)
    if how == "leave":
        page.goto(f"{own.address}/book/method.html")
    elif how == "reload":
        page.reload()
    elif how == "close":
        page.close(run_before_unload=True)
    else:
        crash(page)
    assert gone(kernel, 30)


def test_a_request_that_is_broken_off_leaves_no_kernel(own: RunningApp) -> None:
    before = kernels(own)
    with socket.create_connection(("127.0.0.1", own.port)) as line:
        line.sendall(b"GET /voila/render/mine.ipynb HTTP/1.1\r\nHost: localhost\r\n\r\n")
        waited(lambda: kernels(own) > before)
    waited(lambda: kernels(own) <= before)


def kernels(own: RunningApp) -> set[int]:
    """Processes that run a notebook: in the warm process's family, and not a reader's, which there are none of here."""
    return {p.pid for p in own.readers()}


def waited(until: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.1)


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
