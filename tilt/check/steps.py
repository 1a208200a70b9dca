"""Steps of claims, with the letters that assumptions have: set once for each state of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tilt import claims as rooms
from tilt.check.declared import outlines
from tilt.check.letters import unset
from tilt.check.tried import unless_passed
from tilt.engine.inputs import Record
from tilt.record.problems import Problem


def check(record: Record) -> Iterator[Problem]:
    """A problem for each step of a claim that a chapter could not show."""
    symbols = {a.id: a.symbol for a in record.assumptions.values() if not unset(a.symbol)}
    for o in outlines():
        shown = {id: symbols[id] for id in o.shown if id in o.inputs and id in symbols}
        what = ("steps", o.slug, sorted(shown.items()))
        yield from unless_passed(what, lambda slug=o.slug, of=shown: _unshown(slug, of))  # type: ignore[misc]


def _unshown(slug: str, symbols: Mapping[str, str]) -> Iterable[Problem]:
    # Imported late: formulas bring SymPy along.
    from tilt.check.shown import unshown

    return unshown(rooms.claim(slug), symbols)
