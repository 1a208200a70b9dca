"""Copies of the project's data for tests that change or break it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tilt.paths import PACKAGE


def project_copy(folder: Path) -> Path:
    """A copy of `data/` in a folder of its own."""
    copy = folder / "project"
    shutil.copytree(PACKAGE.parent / "data", copy / "data")
    return copy


def package_copy(folder: Path, *more: str) -> Path:
    """A copy of the checkout in a folder of its own, which its own `tilt` runs from: see `own_python`.

    `more` are other files and folders to take along.
    """
    copy = folder / "fork"
    for name in ("tilt", "data", "book", "tests", "tools", "_toc.yml", "pyproject.toml", *more):
        source = PACKAGE.parent / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules*"))
        else:
            shutil.copy(source, copy / name)
    return copy


def own_environment(copy: Path, **more: str) -> dict[str, str]:
    """Environment of programs that use the package of such a copy, and its data."""
    return {k: v for k, v in os.environ.items() if not k.startswith("TILT_")} | {"PYTHONPATH": str(copy)} | more


def own_python(copy: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the package of such a copy; `more` goes into its environment."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=copy,
        env=own_environment(copy, **more),
        capture_output=True,
        text=True,
        check=False,
    )
