"""How far the credences range over the defensible readings of a claim, from what a reader has set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tilt.app.jobs.asked import Job, RefusedError, run_of
from tilt.engine import readings as engine
from tilt.engine.draws import PAGE_DRAWS
from tilt.engine.readings import FindingReadings
from tilt.engine.run import Run
from tilt.engine.specification import Specification
from tilt.engine.verdict import Verdict


def readings(asked: Mapping[str, Any]) -> Job:
    """The range of readings of all findings of `claim` under `scenario`, over the page's draws.

    A reading changes what the scenario says: each option of a choice for certain, whatever weights the reader gave it;
    where a declared specification's option is the book's own, what the reader has set stays. Options that come to the
    same under the scenario stand only once.

    Returns `draws`, `left_out`: titles of specifications that would have made too many readings; `decided`: inputs that
    the reader has set and readings move; `findings`, one each in their order: `id`, `title`, `credence` (the
    scenario's), `word` (as far as the readings support one), `count`, `lowest`, `lower`, `upper`, `highest` credence
    (the quartiles), `error` (the largest Monte Carlo standard error), and `moved_by`, what moves it, the strongest
    first: `id`, `title`, `points` (how far it moves the credence on average) and `options`: `id`, `title` and the
    `mean` credence of the readings that take it. Raises RefusedError.
    """
    run = run_of(asked, PAGE_DRAWS)
    return _work(run, list(asked["scenario"]))


def _work(run: Run, changed: list[str]) -> Job:
    try:
        found = yield from engine.work(run.claim, run.record, PAGE_DRAWS, run.settings)
    except ValueError as refused:
        says = f"A reading would tie inputs to each other in a circle: {refused}."
        raise RefusedError(f"{says} Untie one of them in your scenario.") from None
    moved = {id for s in (*found.specifications, *found.left_out) for id in s.inputs}
    return {
        "draws": found.draws,
        "left_out": [s.title for s in found.left_out],
        "decided": [id for id in changed if id in moved],
        "findings": [_finding(run, v, found.finding(v.finding)) for v in run.verdicts],
    }


def _finding(run: Run, verdict: Verdict, found: FindingReadings) -> dict[str, Any]:
    lowest, lower, upper, highest = found.quartiles
    return {
        "id": verdict.finding,
        "title": run.claim.finding(verdict.finding).title,
        "credence": verdict.credence,
        "word": found.word(verdict.credence),
        "count": found.count,
        "lowest": lowest,
        "lower": lower,
        "upper": upper,
        "highest": highest,
        "error": found.error,
        "moved_by": [_moved(s, move, found) for s, move in found.strongest],
    }


def _moved(s: Specification, points: float, found: FindingReadings) -> dict[str, Any]:
    axis = found.specifications.index(s)
    options = [
        {"id": o.id, "title": o.title, "mean": float(found.having(axis, k).mean())} for k, o in enumerate(s.options)
    ]
    return {"id": s.id, "title": s.title, "points": points, "options": options}
