"""All that can be wrong with a book, told at once: what `tilt check` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tilt import claims as rooms
from tilt.book import book, unasked
from tilt.check import chapters, claims, formulas, letters, tables
from tilt.record import evidence, quoted
from tilt.record.problems import InputError, Problem


def check() -> list[Problem]:
    """Every problem in assumptions, scenarios, formulas, evidence and its quotes, chapters; empty when all is well.

    Each is told once. Formulas are evaluated, and set as chapters show them, where the book can be read.
    """
    faults: list[Problem] = []
    parts: tuple[Callable[[], Iterable[Problem]], ...] = (
        evidence.check, quoted.check, _misstated, tables.unserving, _unreadable, unasked, chapters.check, letters.check,
        formulas.check,
    )  # fmt: skip
    for part in parts:
        _take(part, faults)
    return faults


def _take(part: Callable[[], Iterable[Problem]], faults: list[Problem]) -> None:
    """Add what a part finds and nobody told before: whoever needs a broken table passes its faults on."""
    try:
        found = list(part())
    except InputError as error:
        found = list(error.problems)
    faults += [p for p in found if p not in faults]


def _misstated() -> Iterable[Problem]:
    """What is wrong with the claims as they are declared."""
    return claims.check(rooms.all_claims())


def _unreadable() -> Iterable[Problem]:
    """What keeps the book from being read; of one that can be read, what no formula needs."""
    return claims.unused(book())
