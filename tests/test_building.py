"""Builds as an author meets them: interrupted, and with a cell that fails. The book itself is built by `site`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import psutil

from tilt.paths import PACKAGE


def chapter(book: Path, cell: str) -> None:
    cells = [nbformat.v4.new_markdown_cell("# A book"), nbformat.v4.new_code_cell(cell)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), book / "book" / "index.ipynb")


def start(book: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tools.book", "--root", str(book), "--out", str(book / "site")],
        cwd=PACKAGE.parent,
        env=os.environ | {"TILT_ROOT": str(book)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # whoever runs the tests may ignore it
    )


def under_way(book: Path) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
    """A build whose only chapter runs without end, and the processes it has started."""
    chapter(book, "import time\ntime.sleep(300)")
    build = start(book)
    assert build.stdout is not None
    while "running index" not in (line := build.stdout.readline()):
        assert line, "the chapter never runs"
    return build, psutil.Process(build.pid).children(recursive=True)


def test_ctrl_c_leaves_nobody_behind_and_says_one_line(small_book: Path) -> None:
    build, family = under_way(small_book)
    assert len(family) >= 2, "Sphinx, the fork server, a kernel"
    build.send_signal(signal.SIGINT)
    _, errors = build.communicate(timeout=60)
    assert build.returncode == 130
    assert errors == "\nStopped; the last good build is untouched.\n"
    _, alive = psutil.wait_procs(family, timeout=5)
    assert not alive
    assert not (small_book / "site").exists()


def test_a_failed_cell_is_told_once_and_mending_it_is_enough(small_book: Path) -> None:
    chapter(small_book, "raise ValueError('seven is not six')")
    build = start(small_book)
    _, errors = build.communicate(timeout=120)
    assert build.returncode == 1
    assert errors.strip().startswith("A cell failed in book/index.ipynb:\nValueError: seven is not six")
    assert errors.count("seven") == 1
    assert "Traceback" not in errors
    chapter(small_book, "print(6 * 7)")
    build = start(small_book)
    said, errors = build.communicate(timeout=120)
    assert (build.returncode, errors) == (0, ""), said
    assert "42" in (small_book / "site" / "book" / "index.html").read_text()


def test_a_killed_build_is_no_site_and_is_not_met_again(small_book: Path) -> None:
    """What it has begun goes on without it, until the next build ends that first."""
    build, family = under_way(small_book)
    build.kill()
    build.communicate()
    assert not (small_book / "site").exists()
    chapter(small_book, "print(6 * 7)")
    said, errors = (build := start(small_book)).communicate(timeout=120)
    assert (build.returncode, errors) == (0, ""), said
    assert "42" in (small_book / "site" / "book" / "index.html").read_text()
    assert not psutil.wait_procs(family, timeout=5)[1]
