"""Copies of the project's data for tests that change or break it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tilt.paths import PACKAGE


def project_copy(folder: Path) -> Path:
    """A copy of `data/` in a folder of its own."""
    copy = folder / "project"
    shutil.copytree(PACKAGE.parent / "data", copy / "data")
    return copy
