"""What is worked out from the data is kept for as long as the data stay as they are.

A running notebook, a test with a copy of the data and a watched build all see a changed file at the next question:
results are kept under the state of the data folder, never under nothing. Which files a result rests on is noted while
it is worked out, so that what is kept beyond the process (`tilt.record.traced`) outlives a change of any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from tilt.paths import data

P = ParamSpec("P")
R = TypeVar("R")

State = tuple[object, ...]

_NOTES: ContextVar[tuple[set[Path], ...]] = ContextVar("notes", default=())


def state() -> State:
    """The data folder and the size and time of every file in it: another as soon as one is saved, added or removed."""
    folder = data()
    return (folder, *sorted(_files(folder)))


def _files(folder: Path) -> list[tuple[str, int, int]]:
    found = []
    for path in folder.rglob("*"):
        try:
            seen = path.stat()
        except OSError:  # gone since, or a link that leads nowhere: the reader says so
            continue
        found.append((str(path), seen.st_mtime_ns, seen.st_size))
    return found


def rests_on(*paths: Path) -> None:
    """Note that whatever is being worked out rests on these files of the data folder: for who reads them."""
    for notes in _NOTES.get():
        notes.update(paths)


@contextmanager
def noted() -> Iterator[set[Path]]:
    """The files that what is worked out within rests on, also where a part of it was remembered."""
    mine = set[Path]()
    token = _NOTES.set((*_NOTES.get(), mine))
    try:
        yield mine
    finally:
        _NOTES.reset(token)


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """Keep a function's results, by its arguments, until the data change. Arguments must be hashable."""
    kept: dict[object, tuple[R, frozenset[Path]]] = {}
    of: list[State] = []

    @wraps(function)
    def asked(*args: P.args, **named: P.kwargs) -> R:
        now = state()
        if of != [now]:
            kept.clear()
            of[:] = [now]
        key: Any = (args, tuple(sorted(named.items())))
        if key not in kept:
            with noted() as files:
                found = function(*args, **named)
            kept[key] = found, frozenset(files)
        else:
            rests_on(*kept[key][1])
        return kept[key][0]

    return asked
