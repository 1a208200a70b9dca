"""Results on disk, in the user's cache: written whole or not at all, and only so many states of each."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from tilt.record.whole import HALF, write_whole


def read_kept(path: Path) -> Any:
    """The JSON kept there; None where it is not there yet, or half of it."""
    with suppress(OSError, ValueError):
        return json.loads(path.read_text(encoding="utf-8"))
    return None


def keep(path: Path, plain: Any, states: int) -> None:
    """Keep JSON under a path, and of its folder's files only so many of the newest.

    A folder that cannot be written costs seconds next time and nothing else.
    """
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(plain, separators=(",", ":")).encode())  # however many start at once
        there = [*path.parent.glob("*.json"), *path.parent.glob(f".*{HALF}")]
        kept = sorted(there, key=lambda p: p.stat().st_mtime, reverse=True)
        for old in kept[states:]:
            old.unlink(missing_ok=True)
