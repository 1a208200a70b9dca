"""An explorer under the book's defaults, ready to show: made once for a state of data and engine, then read from disk.

A kernel that only shows the explorer then loads neither the engine nor the charts: making one takes seconds and
hundreds of megabytes, reading it a few milliseconds.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from tilt.fingerprint import fingerprint
from tilt.paths import PACKAGE, building, data
from tilt.record.whole import alone, write_whole

KEPT = 4
"""How many states of data and engine stay on disk: a reader's, and a few that a forker goes back to."""


@dataclass(frozen=True)
class Prepared:
    """An explorer as text and plain data.

    `payload` is what its script needs, `markup` its static form, `page` the same with the payload inside, `instrument`
    what a chapter opens with, `opening` the same for a page without the explorer, `charts` what a saved
    notebook keeps of them, `claim` the compiled claim and `vega` the library that draws.
    """

    payload: dict[str, Any]
    markup: str
    page: str
    instrument: str
    opening: str
    charts: str
    claim: str
    vega: str


def prepared(slug: str) -> Prepared:
    """The explorer of a claim. Raises KeyError for an unknown claim, InputError when the data are at fault."""
    kind = "site" if building() else "kernel"  # the two link to other pages by different names
    folder = user_cache_path("tilt") / "explorers" / f"{fingerprint([data(), PACKAGE])}-{kind}"
    path = folder / slug / "explorer.json"
    if (found := _read(path)) is not None:
        return found
    with _alone(path.parent):
        return _read(path) or _made(slug, path)


def _read(path: Path) -> Prepared | None:
    with suppress(OSError, ValueError, TypeError):  # not there yet, or half of it: made again
        return Prepared(**json.loads(path.read_text(encoding="utf-8")))
    return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Be the only one who makes this explorer: who comes meanwhile waits for what is made, and reads it."""
    with ExitStack() as stack:
        with suppress(OSError):  # where nothing can be written, each makes its own
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(alone(folder, lambda: None))
        yield


def _made(slug: str, path: Path) -> Prepared:
    # Loaded when nothing is prepared: the engine, its libraries and the charts.
    from tilt.explorer.making import make

    found = Prepared(**make(slug))
    with suppress(OSError):  # seconds lost next time, nothing else
        _keep(path, found)
    return found


def _keep(path: Path, found: Prepared) -> None:
    """Write it whole or not at all, and let old states go."""
    write_whole(path, json.dumps(vars(found), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode())
    states = sorted(path.parent.parent.parent.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in states[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
