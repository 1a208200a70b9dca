"""The explorer in a real JupyterLab: its keys, a cell run again, what is saved and opened without a kernel.

The book's own environment has no JupyterLab. `TILT_LAB` names one (`jupyter-lab` of any environment that has
ipywidgets and anywidget too), or it is found on the path; without one these tests are passed over.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.running_app import answers
from tilt.paths import PACKAGE

LAB = os.environ.get("TILT_LAB") or shutil.which("jupyter-lab")
STATE = "application/vnd.jupyter.widget-state+json"

pytestmark = pytest.mark.skipif(not LAB, reason="no JupyterLab here (TILT_LAB)")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Address of a JupyterLab whose kernels are this Python, and the folder it serves."""
    assert LAB
    home = tmp_path_factory.mktemp("lab")
    folder, kernel = home / "notebooks", home / "jupyter" / "kernels" / "python3"
    folder.mkdir()
    kernel.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": command, "display_name": "Tilt", "language": "python", "env": {"PYTHONPATH": str(PACKAGE.parent)}}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    settings = home / "settings" / "@jupyter-widgets" / "jupyterlab-manager"
    settings.mkdir(parents=True)
    (settings / "plugin.jupyterlab-settings").write_text('{"saveState": true}')
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {
        "JUPYTER_PATH": str(home / "jupyter"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
    }
    options = [f"--port={port}", "--no-browser", "--allow-root", f"--notebook-dir={folder}"]
    options += ["--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"]
    server = subprocess.Popen(
        [LAB, *options],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 120
        while not answers(f"{address}/lab"):
            assert server.poll() is None, "JupyterLab ended early"
            assert time.monotonic() < deadline, "JupyterLab does not answer after two minutes"
            time.sleep(0.3)
        yield address, folder
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(timeout=20)
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    made = context.new_page()
    # What Lab asks at its first start is taken as it is offered.
    made.add_locator_handler(made.locator(".jp-Dialog .jp-mod-accept"), lambda button: button.click())
    yield made
    context.close()


def write(path: Path, *cells: str) -> None:
    """A notebook without outputs."""
    kernel = {"name": "python3", "display_name": "Tilt", "language": "python"}
    made = [nbformat.v4.new_code_cell(text) for text in cells]
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel}), path)


def opened(page: Page, lab: tuple[str, Path], name: str) -> Page:
    page.goto(f"{lab[0]}/lab/tree/{name}?reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
    deadline = time.monotonic() + 60
    while not any(s["path"] == name and s["kernel"]["execution_state"] == "idle" for s in sessions(page, lab)):
        assert time.monotonic() < deadline, "no kernel"
        page.wait_for_timeout(300)
    page.wait_for_timeout(2000)  # until Lab knows it too
    return page


def sessions(page: Page, lab: tuple[str, Path]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.request.get(f"{lab[0]}/api/sessions").json()
    return found


def run_all(page: Page) -> None:
    """By the menu, again where Lab was not ready for it."""
    prompt = page.locator(".jp-Notebook .jp-InputPrompt").last
    before = prompt.text_content() or ""
    for _ in range(5):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.wait_for_timeout(300)
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with suppress(AssertionError):
            expect(prompt).not_to_have_text(before, timeout=5000)
            break
    expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=90_000)


def until(page: Page, path: Path, holds: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The saved notebook, once something holds of it."""
    deadline = time.monotonic() + 30
    while True:
        saved: dict[str, Any] = json.loads(path.read_text())
        if holds(saved):
            return saved
        assert time.monotonic() < deadline, "it was not saved"
        page.wait_for_timeout(300)


def outputs(saved: dict[str, Any]) -> list[Any]:
    return [output for cell in saved["cells"] for output in cell.get("outputs", [])]


def slider(page: Page) -> Locator:
    return page.locator('tilt-explorer [data-input="length_ratio"] input[type=range]').first


def test_keys_move_the_slider_and_never_reach_lab(page: Page, lab: tuple[str, Path]) -> None:
    path = lab[1] / "keys.ipynb"
    write(path, 'import tilt\ntilt.explore("task-horizons")', "1 + 1")
    opened(page, lab, "keys.ipynb")
    run_all(page)
    page.locator(".tx-live").wait_for(timeout=90_000)
    cells = page.locator(".jp-Notebook .jp-Cell")
    slider(page).focus()
    before = slider(page).input_value()
    for key in ("ArrowRight", "ArrowUp", "ArrowRight", "PageUp"):
        page.keyboard.press(key)
    assert float(slider(page).input_value()) > float(before)
    for key in ("b", "a", "d", "d", "x", "j", "k", "m", "ArrowDown", "0", "0"):
        page.keyboard.press(key)
    expect(cells).to_have_count(2)
    assert page.locator(".jp-Dialog").count() == 0
    expect(slider(page)).to_be_focused()
    page.keyboard.press("Shift+Enter")  # the explorer's own: to the number
    field = page.locator('tilt-explorer [data-input="length_ratio"]').get_by_role("textbox").last
    field.focus()
    field.press("Control+a")
    page.keyboard.type("8")
    page.keyboard.press("Tab")
    expect(page.locator(".tx-who").first).to_have_text("With your assumptions")
    expect(cells).to_have_count(2)
    slider(page).focus()
    page.keyboard.press("Control+s")
    until(page, path, outputs)
    page.locator(".jp-Notebook").click(position={"x": 5, "y": 5})  # outside, Lab has its keys
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    expect(cells).to_have_count(3)


def test_a_cell_run_again_leaves_one_explorer_and_state_stays_small(page: Page, lab: tuple[str, Path]) -> None:
    path = lab[1] / "again.ipynb"
    write(path, 'import tilt\ntilt.explore("task-horizons")', 'tilt.explore("compute-asymmetry")')
    frames: list[str] = []
    keep = lambda frame: frames.append(frame if isinstance(frame, str) else frame.decode("utf-8", "replace"))  # noqa: E731
    page.on("websocket", lambda wire: wire.on("framereceived", keep))
    opened(page, lab, "again.ipynb")
    for _ in range(3):
        run_all(page)
        page.wait_for_timeout(1000)
        expect(page.locator(".tx-live")).to_have_count(2, timeout=90_000)
        expect(page.locator("tilt-explorer")).to_have_count(2)
        expect(page.locator(".tilt-saved:visible")).to_have_count(0)
        for k in range(2):
            page.locator("tilt-explorer").nth(k).locator(".tx-picture").first.scroll_into_view_if_needed()
            page.locator("tilt-explorer").nth(k).locator(".tx-chart .tx-view").first.wait_for(timeout=60_000)
    for kind in ("styles", "modules", "vega"):
        assert sum(f'{{"part":"{kind}-' in f.replace(": ", ":") for f in frames) == 1, f"{kind} more than once"
    slider(page).focus()
    page.keyboard.press("Control+s")
    saved = until(page, path, lambda saved: STATE in saved["metadata"].get("widgets", {}))
    assert len(json.dumps(saved["metadata"]["widgets"])) < 100_000


def test_what_is_saved_is_read_without_its_kernel(page: Page, lab: tuple[str, Path]) -> None:
    path = lab[1] / "saved.ipynb"
    write(path, 'import tilt\ntilt.explore("task-horizons", {"length_ratio": [1, 8]})')
    opened(page, lab, "saved.ipynb")
    run_all(page)
    page.locator(".tx-live").wait_for(timeout=90_000)
    slider(page).focus()
    page.keyboard.press("Control+s")
    saved = until(page, path, lambda saved: outputs(saved) and STATE in saved["metadata"].get("widgets", {}))
    html, view = outputs(saved)
    assert "text/html" in html["data"]
    assert "application/vnd.jupyter.widget-view+json" in view["data"]
    page.goto("about:blank")
    for session in sessions(page, lab):
        ended = page.request.delete(f"{lab[0]}/api/sessions/{session['id']}")
        assert ended.ok, ended.text()
    for with_state in (True, False):
        if not with_state:
            del saved["metadata"]["widgets"]
            path.write_text(json.dumps(saved))
        opened(page, lab, "saved.ipynb")
        expect(page.locator(".tilt-saved")).to_be_visible(timeout=60_000)
        page.wait_for_timeout(5000)
        expect(page.locator(".tilt-saved")).to_be_visible()
        expect(page.locator(".tilt-saved")).to_contain_text("with these assumptions")
        assert page.locator(".tx-live").count() == 0
        assert page.get_by_text("model not found").locator("visible=true").count() == 0
