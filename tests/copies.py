"""Copies of the project's data for tests that change or break it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tilt.paths import PACKAGE

READS = ("tilt.record.assumptions", "tilt.record.evidence", "tilt.explorer.widget", "tilt.engine.sensitivity")
"""Modules besides derivations and chapters' facts that keep what they read or made of it."""


def fresh() -> None:
    """Forget everything read or computed from data so far, so that the next reading sees the files as they are now."""
    for name, module in list(sys.modules.items()):
        if name in READS or name.startswith(("tilt.trends.", "tilt.claims.")):
            for thing in vars(module).values():
                if hasattr(thing, "cache_clear"):
                    thing.cache_clear()


def project_copy(folder: Path) -> Path:
    """A copy of `data/` in a folder of its own."""
    copy = folder / "project"
    shutil.copytree(PACKAGE.parent / "data", copy / "data")
    return copy
