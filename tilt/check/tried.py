"""Trials of formulas, those that passed kept in the user's cache under all that the trial rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

from tilt import claims as rooms
from tilt.check.declared import outlines
from tilt.check.outline import Outline
from tilt.engine.inputs import Record
from tilt.fingerprint import loaded, untouched
from tilt.paths import PACKAGE
from tilt.record.problems import Problem

CODE = tuple(PACKAGE / name for name in ("engine", "claims", "check", "format.py", "pages/mathml.py"))
"""The code that writes, compiles, tries and sets formulas."""

KEPT = 128
"""How many trials are remembered, the latest: a note of each is an empty file."""


def check(record: Record) -> Iterator[Problem]:
    """A problem for each formula of a finding, part, split or fan that gives no number somewhere within the bounds.

    Claims whose formulas and bounds are as they were when they passed are not tried again.
    """
    for o in outlines():
        if len(set(o.inputs)) == len(o.inputs):
            yield from unless_passed(bounds(o, record), lambda slug=o.slug: _broken(slug, record))  # type: ignore[misc]


def bounds(of: Outline, record: Record) -> tuple[object, ...]:
    """All of a record that decides whether a claim's formulas give numbers everywhere."""
    stated = (record.assumptions[id] for id in of.inputs)
    inputs = [(a.id, str(a.scale), repr(a.bounds), a.column, a.options) for a in stated]
    return ("formulas", of.slug, record.edition.year, inputs)


def unless_passed(what: tuple[object, ...], trial: Callable[[], Iterable[Problem]]) -> list[Problem]:
    """What a trial of `what` finds; nothing, without a trial, where it passed under this code and these libraries.

    Where nothing can be written it is tried again next time.
    """
    name = hashlib.sha256(repr((loaded(*CODE), *what)).encode()).hexdigest()[:20]
    note = user_cache_path("tilt") / "tried" / name
    if note.exists():
        return []
    found = list(trial())
    if not found and untouched(*CODE):
        _remember(note)
    return found


def _remember(note: Path) -> None:
    with suppress(OSError):
        note.parent.mkdir(parents=True, exist_ok=True)
        note.touch()
        for old in sorted(note.parent.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)[KEPT:]:
            old.unlink(missing_ok=True)


def _broken(slug: str, record: Record) -> Iterable[Problem]:
    # Imported late: formulas bring SymPy along.
    from tilt.check.formulas import broken

    return broken(rooms.claim(slug), record)
