"""Whether the pages are still of the data: a number of theirs beside one of Python's must be of the same book."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

from tilt.fingerprint import state

MARK = re.compile(r'<meta name="tilt-state" content="(\w+)"')
EVERY = 2.0
"""Seconds for which an answer holds: the files are some hundred, and read whole."""

CHANGED = (
    "The book’s data have changed since its pages were made, so Python will not work with them: numbers of two "
    "versions would stand side by side. `make book` makes the pages again; then reload this one."
)


class State:
    """The state of data and engine, looked at again when asked after a while."""

    def __init__(self) -> None:
        self._known, self._at = "", 0.0
        self._looking: asyncio.Task[str] | None = None

    async def now(self) -> str:
        """The state's mark, as the build writes it into pages."""
        if self._looking is None and time.monotonic() - self._at > EVERY:
            self._looking = asyncio.create_task(asyncio.to_thread(state))
        if self._looking is not None:
            try:
                self._known = await asyncio.shield(self._looking)
            finally:
                self._looking, self._at = None, time.monotonic()
        return self._known


def state_of(page: Path) -> str | None:
    """The mark in a built page; None where it has none."""
    found = MARK.search(page.read_text(encoding="utf-8"))
    return found[1] if found else None
