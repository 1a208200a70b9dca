"""A state of data, engine and libraries in a few digits: what was made from one is not taken for another's."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterable
from functools import cache
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


CHECKING = ("docutils", "pydantic", "ruamel.yaml")
"""Libraries that decide beside these whether a book is sound."""


_STARTED = time.time()


@cache
def loaded(*paths: Path) -> str:
    """The state of code that this process runs, and of libraries: as its files were when it first asked."""
    return hashlib.sha256(f"{fingerprint(paths)} {_libraries(CHECKING).hexdigest()}".encode()).hexdigest()[:16]


def untouched(*paths: Path) -> bool:
    """Whether the code in these files and folders is still what this process loaded: none was saved since it began."""
    files = [f for path in paths for f in ([path] if path.is_file() else path.rglob("*.py"))]
    return all(f.stat().st_mtime < _STARTED for f in files)


def fingerprint(folders: Iterable[Path]) -> str:
    """Return 16 hexadecimal digits that change whenever a chapter's numbers might.

    Args:
        folders: Folders or files that decide what a chapter says (data and engine). The page's own look and scripts,
            which no cell prints, are left out by their suffix, but not the colours, which charts carry. Library
            versions and Python's are taken in as well.
    """
    digest = _libraries(LIBRARIES)
    for folder in folders:
        files = [folder] if folder.is_file() else sorted(p for p in folder.rglob("*") if p.is_file())
        for path in files:
            look = WEB in path.parents and path.suffix in {".css", ".js", ".j2"} and path != COLOURS
            if look or path.suffix in {".pyc", ".html"}:
                continue
            digest.update((path.relative_to(folder).as_posix() if path != folder else path.name).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def everything(paths: Iterable[Path], libraries: Iterable[str] = ()) -> str:
    """Return 64 hexadecimal digits of these files, and of all there is in these folders, and of more `libraries`.

    What is no ordinary file counts by its name and kind, and is never opened: a link also by where it leads.
    """
    digest = _libraries((*LIBRARIES, *CHECKING, *libraries))
    for given in paths:
        for path in [given, *(sorted(given.rglob("*")) if given.is_dir() else [])]:
            link = path.readlink() if path.is_symlink() else ""
            kind = "file" if path.is_file() else "folder" if path.is_dir() else "other" if path.exists() else "nothing"
            content = path.read_bytes() if kind == "file" else b""
            digest.update(repr((str(path), kind, str(link), len(content))).encode())
            digest.update(content)
    return digest.hexdigest()


def _libraries(names: Iterable[str]) -> hashlib._Hash:
    """The digest that begins with Python's version and those of libraries."""
    digest = hashlib.sha256(sys.version.encode())
    for name in names:
        try:
            digest.update(f"{name} {version(name)}".encode())
        except PackageNotFoundError:
            digest.update(f"{name} absent".encode())
    return digest
