"""Events of the claims against the dated questions of `data/forecasts.csv`: each needs the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilt import claims as rooms
from tilt.fingerprint import NUMBERS
from tilt.record import questions
from tilt.record.problems import Problem
from tilt.record.traced import traced

if TYPE_CHECKING:
    from tilt.engine.event import Event


def unasked() -> list[Problem]:
    """What is wrong between the questions and the claims' events.

    Raises InputError where the questions cannot be read, or a claim cannot be loaded.
    """
    asked: dict[str, questions.Asked] = {}
    faults = []
    for event in traced("events", NUMBERS, _events):
        id, of = event["id"], questions.Asked(event["claim"], event["quantity"], event["module"], event["only"])
        if id in asked:
            what, fix = f"is an event of {asked[id].claim} too", "give it an id of its own"
            faults.append(Problem(Path(of.module), None, what, id, fix=fix))
        asked[id] = of
    return [*faults, *questions.check(asked)]


def _events() -> list[dict[str, Any]]:
    return [
        {
            "id": e.id,
            "claim": c.slug,
            "quantity": e.quantity,
            "module": str(rooms.module(c.slug, "forecasts")),
            "only": _only(e),
        }
        for c in rooms.all_claims()
        for e in rooms.events(c)
    ]


def _only(event: Event) -> float | None:
    """The one threshold an event can answer for; None where it can for any, or its table is told of as broken."""
    try:
        return float(event.only()) if event.only else None
    except (ValueError, LookupError, StopIteration):
        return None
