"""All that can be wrong with a book, told at once: what `tilt check` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tilt.check import chapters, letters, steps, tables, tried, unused
from tilt.check.declared import misdeclared, outlines
from tilt.claims.asked import unasked
from tilt.engine.inputs import Record
from tilt.record import evidence, quoted
from tilt.record.memory import remembered
from tilt.record.problems import InputError, Problem
from tilt.record.reading import read


def check() -> list[Problem]:
    """Every problem in assumptions, scenarios, formulas, evidence and its quotes, chapters; empty when all is well.

    Each is told once. Formulas are evaluated, and set as chapters show them, where the book can be read.
    """
    faults: list[Problem] = []
    _take((evidence.check, quoted.check, misdeclared, tables.unserving), faults)
    found = _readable(faults)
    _take((unasked, chapters.check), faults)
    if found:
        for kind in (unused, letters, steps, tried):
            faults += kind.check(found)
    return faults


@remembered
def record() -> Record:
    """What the claims stand on. Raises InputError with every problem of it, or of claims that cannot be loaded."""
    return read({o.slug: o.inputs for o in outlines()})


def _readable(faults: list[Problem]) -> Record | None:
    """The record; None, with the faults told, where it cannot be read, or formulas use what is none of its inputs."""
    try:
        found = record()
    except InputError as error:
        faults += [p for p in error.problems if p not in faults]
        return None
    return None if any(o.undeclared for o in outlines()) else found


def _take(parts: Iterable[Callable[[], Iterable[Problem]]], faults: list[Problem]) -> None:
    """Add what parts find and nobody told before: whoever needs a broken table passes its faults on."""
    for part in parts:
        try:
            found = list(part())
        except InputError as error:
            found = list(error.problems)
        faults += [p for p in found if p not in faults]
