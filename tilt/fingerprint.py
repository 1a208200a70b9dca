"""A state of data, engine and libraries in a few digits: what was made from one is not taken for another's."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tilt.paths import COLOURS, PACKAGE, WEB, data

LIBRARIES = ("altair", "numpy", "pandas", "scikit-learn", "scipy", "sympy", "vl-convert-python")
"""Libraries that decide what a cell says: a new version must execute the chapters again."""

NUMBERS = tuple(PACKAGE / name for name in ("engine", "record", "trends", "claims", "book.py"))
"""What of the package decides which numbers the data give; the rest serves, draws or words them."""


def state() -> str:
    """The state of data and model: a page's numbers and Python's agree where both are of the same."""
    return fingerprint([data(), *NUMBERS])


def fingerprint(folders: Iterable[Path]) -> str:
    """Return 16 hexadecimal digits that change whenever a chapter's numbers might.

    Args:
        folders: Folders or files that decide what a chapter says (data and engine). The page's own look and scripts,
            which no cell prints, are left out by their suffix, but not the colours, which charts carry. Library
            versions and Python's are taken in as well.
    """
    digest = hashlib.sha256(sys.version.encode())
    for name in LIBRARIES:
        try:
            digest.update(f"{name} {version(name)}".encode())
        except PackageNotFoundError:
            digest.update(f"{name} absent".encode())
    for folder in folders:
        files = [folder] if folder.is_file() else sorted(p for p in folder.rglob("*") if p.is_file())
        for path in files:
            look = WEB in path.parents and path.suffix in {".css", ".js", ".j2"} and path != COLOURS
            if look or path.suffix in {".pyc", ".html"}:
                continue
            digest.update((path.relative_to(folder).as_posix() if path != folder else path.name).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
