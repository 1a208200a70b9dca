"""Dated public questions: the rows of `data/forecasts.csv`, typed, and what is wrong with them.

A row states a question, the rule that answers it and the threshold; the event of the same id in the claim's room
`forecasts` gives its chance. Each needs the other.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from tilt.paths import data
from tilt.record import evidence
from tilt.record.problems import Problem

TABLE = evidence.FORECASTS

AGREES = 0.05
"""How far, as a share, a threshold may lie from the one that an event can answer for: data are revised."""


@dataclass(frozen=True)
class Question:
    """A row: the question, the rule that answers it, the last day that counts, where it is read, and the answer.

    `quantity` is the model's, `comparison` how it is to compare with `threshold`; `note` says what the probability
    contains and leaves out. `source` is a key of the bibliography, or words. `outcome` and `resolved_on` are None while
    the answer is open.
    """

    id: str
    claim: str
    text: str
    rule: str
    by: datetime.date
    source: str
    quantity: str
    comparison: Literal["at least", "more than", "less than"]
    threshold: float
    note: str
    outcome: Literal["yes", "no", "void"] | None = None
    resolved_on: datetime.date | None = None


@dataclass(frozen=True)
class Asked:
    """What the row of an event must say: whose claim it is, of which quantity, and where the event is written.

    `threshold` is the only one that the event can answer for; None where it can for any.
    """

    claim: str
    quantity: str
    module: str
    threshold: float | None = None


def _day(value: Any) -> datetime.date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def questions() -> tuple[Question, ...]:
    """The questions in the file's order. Raises InputError with every fault of the table's own."""
    return tuple(
        Question(
            r["id"], r["claim"], r["question"], r["resolves"], pd.Timestamp(r["by"]).date(), r["source"],
            r["quantity"], r["comparison"], float(r["threshold"]), r["note"],
            None if pd.isna(r["outcome"]) else r["outcome"], _day(r["resolved_on"]),
        )
        for r in evidence.table(TABLE).to_dict("records")
    )  # fmt: skip


def check(asked: Mapping[str, Asked]) -> list[Problem]:
    """Every fault of the questions against the events there are, by id. Raises InputError as `questions`."""
    file, lines = data() / evidence.describe(TABLE).path, evidence.lines(TABLE)
    found = questions()
    faults = [
        Problem(file, lines[q.id], what, q.id, **rest) for q in found for what, rest in (*_unasked(q, asked), *_own(q))
    ]
    given = {q.id for q in found}
    for id, event in asked.items():
        if id not in given:
            fix = f"add a row with this id, or take the event out of {event.module}"
            faults.append(Problem(file, None, "lacks the question of an event", id, fix=fix))
    return faults


Fault = tuple[str, dict[str, Any]]


def _unasked(q: Question, asked: Mapping[str, Asked]) -> Iterator[Fault]:
    """Faults of a row against its event."""
    event = asked.get(q.id)
    if event is None:
        fix = "write its event in the claim's forecasts.py, or correct the id"
        yield "is a forecast that no event computes", {"allowed": ", ".join(asked) or "no event yet", "fix": fix}
        return
    if q.claim != event.claim:
        fix = "correct the claim, or move the event"
        yield "is of another claim than its event", {"value": q.claim, "allowed": event.claim, "fix": fix}
    if q.quantity != event.quantity:
        fix = f"correct the quantity here or in {event.module}"
        yield "asks about another quantity than its event", {"value": q.quantity, "allowed": event.quantity, "fix": fix}
    only = event.threshold
    if only is not None and not np.isclose(q.threshold, only, rtol=AGREES, atol=0):
        fix = "ask about that threshold, or write an event that answers for this one"
        yield "has a threshold that its event cannot answer for", {"value": q.threshold, "allowed": only, "fix": fix}


def _own(q: Question) -> Iterator[Fault]:
    """Faults within a row that no single cell has."""
    if " " not in q.source and q.source not in evidence.source_keys():
        fix = "add a row with this key to data/sources.csv, correct the spelling, or say in words where it will be read"
        yield "unknown source", {"value": q.source, "fix": fix}
    if (q.outcome is None) is not (q.resolved_on is None):
        value = f"outcome {q.outcome or '(blank)'}, resolved_on {q.resolved_on or '(blank)'}"
        yield "has half of an answer", {"value": value, "fix": "fill in both, or neither"}
    as_of = evidence.edition().as_of
    if q.outcome is None and q.by <= as_of:
        allowed = f"a day after {as_of}, the edition's"
        fix = "fill in outcome and resolved_on, or correct the day"
        yield "has come due and has no answer", {"value": q.by, "allowed": allowed, "fix": fix}
