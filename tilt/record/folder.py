"""What stands in the folders of `data/`: files that are read, files of editors that are not, and whatever else."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from tilt.record.problems import Problem

EDITORS = re.compile(r"\..*|#.*#|.*~|.*\.(?:swp|swo|bak|orig|tmp)", re.IGNORECASE)
"""Names of lock files, swap files and copies that editors and systems leave beside a file."""

LARGEST = 1_000_000
"""Bytes of the largest file that is read: many times what any file of the book has."""


def unreadable(path: Path) -> str | None:
    """Why a path holds no file to read, as the rest of a sentence; None where it does. Opens nothing, never waits."""
    if path.is_symlink() and not path.exists():
        return "is a link that leads nowhere"
    if not path.exists():
        return "is missing"
    if path.is_dir():
        return "is a folder, not a file"
    if not path.is_file():
        return "is no ordinary file but a pipe, a socket or a device"
    if path.stat().st_size > LARGEST:
        return f"has {path.stat().st_size:,} bytes, more than the {LARGEST:,} that are read"
    return None


def left_by_editors(folder: Path) -> list[Path]:
    """Lock files, swap files and copies in a folder, which nobody reads."""
    return sorted(p for p in folder.iterdir() if EDITORS.fullmatch(p.name)) if folder.is_dir() else []


def data_files(folder: Path, endings: Collection[str], faults: list[Problem]) -> list[Path]:
    """The files of a folder that have one of the endings, by name.

    A fault is added for everything else but editors' files and documents (`.md`): what looks like data is never passed
    over in silence. A folder that does not exist has no files.
    """
    found: list[Path] = []
    if not folder.is_dir():
        return found
    allowed = "files that end in " + " or ".join(endings)
    for path in sorted(folder.iterdir()):
        if EDITORS.fullmatch(path.name) or (path.suffix == ".md" and path.is_file()):
            continue
        if path.is_dir():
            fix = "move what it holds up into this folder, or remove it"
            faults.append(Problem(path, None, "is a folder: nothing in it is read", allowed=allowed, fix=fix))
        elif why := unreadable(path):
            faults.append(Problem(path, None, why, allowed=allowed, fix="remove it, or put the file itself there"))
        elif path.suffix not in endings:
            fix = f"rename it to {path.stem.removesuffix(next(iter(endings)))}{next(iter(endings))}, or remove it"
            faults.append(Problem(path, None, "is not read, by its name", allowed=allowed, fix=fix))
        else:
            found.append(path)
    return found
