"""A cell of Python that gives the figures a reader sees, for a notebook of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tilt.app.jobs.asked import Job, claim_of, draws_of, finding_of, run_of
from tilt.engine.claim import Finding
from tilt.engine.draws import PAGE_DRAWS
from tilt.engine.inputs import Assumption, SameAs, Stated
from tilt.engine.run import Run
from tilt.engine.scale import Weights

LINES = 15
"""Lines of a cell, at most."""

CELL = """import tilt

claim, draws = {claim}, {draws}
scenario = {scenario}
run = tilt.run(claim, scenario, draws)
verdict = run.verdict({finding})
print(f"{{verdict.credence:.1%}} ± {{verdict.error:.1%}}: {{verdict.word}}")
frame = tilt.draws(claim, scenario, draws)  # a row for each draw, a column for each input and each finding
frame[{finding}].quantile([0.05, 0.25, 0.5, 0.75, 0.95])"""

ROOM = LINES - CELL.count("\n") - 2
"""Lines that a scenario's changes may take."""


def code(asked: Mapping[str, Any]) -> Job:
    """Python that gives what `finding` of `claim` says under `scenario`, with `draws` draws (by default the page's).

    Returns `code`: at most LINES lines that run by themselves wherever `tilt` is installed. The scenario holds only
    what differs from the book's defaults. The finding's verdict is then `verdict`, its draws with the inputs' `frame`.
    Raises RefusedError.
    """
    finding = finding_of(asked, claim_of(asked))
    draws = draws_of(asked) if "draws" in asked else PAGE_DRAWS
    return _work(run_of(asked, draws), finding)


def _work(run: Run, finding: Finding) -> Job:
    changed = {id: s for id, s in run.settings.items() if s != run.assumption(id).default}
    text = CELL.format(
        claim=json.dumps(run.claim.slug),
        draws=run.draws,
        scenario=_braced([f"{json.dumps(id)}: {_stated(s, run.assumption(id))}" for id, s in changed.items()]),
        finding=json.dumps(finding.id),
    )
    yield 1.0
    return {"code": text}


def _braced(entries: list[str]) -> str:
    """A dictionary: an entry a line, or as many as it takes for all to have room."""
    if not entries:
        return "{}"
    each = -(-len(entries) // ROOM)
    lines = [", ".join(entries[k : k + each]) for k in range(0, len(entries), each)]
    return "\n".join(["{", *(f"    {line}," for line in lines), "}"])


def _stated(stated: Stated, a: Assumption) -> str:
    """A setting as the public interface takes it, digit by digit."""
    if isinstance(stated, SameAs):
        return f"tilt.SameAs({json.dumps(stated.id)})"
    if isinstance(stated, Weights):
        if 1.0 in stated.shares:
            return json.dumps(a.options[stated.chosen])
        weights = {o: _number(s) for o, s in zip(a.options, stated.shares, strict=True) if s}
        return "{" + ", ".join(f"{json.dumps(o)}: {s}" for o, s in weights.items()) + "}"
    return _number(stated.low) if a.scale.certain else f"[{_number(stated.low)}, {_number(stated.high)}]"


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
