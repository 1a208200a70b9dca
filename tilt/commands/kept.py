"""Answers that took seconds, kept in the user's cache under every byte they rest on.

The state of a book is the content of its data, chapters and contents, of the package's code, and the versions of Python
and of the libraries that decide a number. While it stays, so does the answer; a change anywhere is another state.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

from tilt.fingerprint import everything
from tilt.paths import PACKAGE, data, root
from tilt.record.folder import unreadable
from tilt.record.whole import write_whole

KEPT = 64
"""How many answers are kept, the latest: a few kilobytes each."""


def answer(question: Hashable, work: Callable[[], str]) -> str:
    """The answer to a question about the book as its files are now: kept from another time, else worked out.

    What ends in an exception is no answer and is not kept, nor is one during whose making a file changed.
    """
    before = _state()
    path = user_cache_path("tilt") / "answers" / _address(question, before)
    with suppress(OSError, ValueError):
        return path.read_text(encoding="utf-8")
    found = work()
    if _state() == before:
        with suppress(OSError):  # seconds lost next time, nothing else
            _keep(path, found)
    return found


def content(path: Path) -> str | None:
    """The digest of a file that a question names; None where it names none that would be read."""
    if unreadable(path):
        return None
    with suppress(OSError):
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return None


def _address(question: Hashable, state: str) -> str:
    return hashlib.sha256(repr((question, str(root()), state)).encode()).hexdigest()[:32]


def _state() -> str:
    chapters = [root() / "_toc.yml", *sorted((root() / "book").glob("*.ipynb"))]
    return everything([data(), *chapters, *sorted(PACKAGE.rglob("*.py")), *sorted((PACKAGE / "engine").glob("*.npy"))])


def _keep(path: Path, text: str) -> None:
    """Write an answer, whole or not at all, and drop the oldest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode())
    for old in sorted(path.parent.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)[KEPT:]:
        old.unlink(missing_ok=True)
