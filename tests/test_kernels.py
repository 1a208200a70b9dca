"""Kernels forked from a warm process say what cold ones say, and do not outlive who asked for them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.running_app import awaited
from tilt.hosts.asking import PromptManager
from tilt.paths import PACKAGE

READY = """
import os, sys
print(os.getcwd(), 'tilt.pages.show' in sys.modules)
from tilt.engine.compile import numpy_findings
from tilt.claims import all_claims
print(numpy_findings.cache_info().currsize / len(all_claims()))
"""
CELLS = [READY, "6 * 7", "1 / 0"]
PROGRAM = """
import json, sys
import nbformat
from jupyter_cache.executors.utils import single_nb_execution
from tests.running_app import awaited
from tilt.hosts.asking import PromptManager
from tilt.hosts.kernels import use_forked_kernels

if sys.argv[1] == "forked":
    use_forked_kernels()
cells = [nbformat.v4.new_code_cell(text) for text in json.loads(sys.argv[2])]
notebook = nbformat.v4.new_notebook(cells=cells)
result = single_nb_execution(
    notebook, cwd=sys.argv[3], timeout=60, allow_errors=False, kernel_manager_class=PromptManager
)
outputs = [[{**output, "traceback": None} for output in cell.outputs] for cell in cells]
print(json.dumps({"outputs": outputs, "error": type(result.err).__name__}))
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


Execute = Callable[[str, list[str], Path], "subprocess.Popen[str]"]


@pytest.fixture
def kernels() -> Execute:
    """Run cells in a real kernel, forked or cold, in a program of its own."""
    return _execute


def _execute(how: str, cells: list[str], folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, how, json.dumps(cells), str(folder)],
        env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def test_a_forked_kernel_says_what_a_cold_one_says_and_has_formulas_ready(kernels: Execute, tmp_path: Path) -> None:
    runs = [kernels(how, CELLS, tmp_path) for how in ("forked", "cold")]
    forked, cold = (json.loads(run.communicate(timeout=120)[0].splitlines()[-1]) for run in runs)
    assert forked["error"] == cold["error"] == "CellExecutionError"
    assert forked["outputs"][1:] == cold["outputs"][1:]
    ready = ["".join(said["text"] for said in f["outputs"][0]) for f in (forked, cold)]
    assert ready == [f"{tmp_path} True\n1.0\n", f"{tmp_path} False\n0.0\n"]  # the package, formulas compiled


def test_a_kernel_that_ends_before_it_answers_is_not_waited_for() -> None:
    async def start() -> None:
        manager = PromptManager(kernel_name="python3")
        assert manager.kernel_spec is not None
        manager.kernel_spec.argv = [sys.executable, "-c", "pass"]
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=60)
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    with pytest.raises(RuntimeError, match="died before it answered"):
        awaited(start())


def test_no_kernel_outlives_who_asked_for_it(kernels: Execute, tmp_path: Path) -> None:
    note = tmp_path / "running"
    cell = f"import os, pathlib, time\npathlib.Path({str(note)!r}).write_text(str(os.getpid()))\ntime.sleep(100)"
    asking = kernels("forked", [cell], tmp_path)
    deadline = time.monotonic() + 60
    while not (note.exists() and note.read_text()):
        assert time.monotonic() < deadline, "the cell never ran"
        time.sleep(0.05)
    family = psutil.Process(asking.pid).children(recursive=True)
    assert int(note.read_text()) in {process.pid for process in family}
    asking.kill()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert not alive
