"""What follows for claim 2 from another table of horizons: the inputs derived from it, and the claim's findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from tilt.app.jobs.asked import Job
from tilt.app.jobs.plain import number
from tilt.book import book
from tilt.engine.inputs import Derived, DerivedCorrelation, Record
from tilt.engine.run import Run
from tilt.engine.setting import refusal
from tilt.engine.verdict import Verdict
from tilt.record.derivations import DERIVATIONS, Outputs
from tilt.trends.horizon_inputs import FROM_HORIZONS

CLAIM = "task-horizons"

BROKEN = (ValueError, ArithmeticError, LookupError, TypeError)
"""What a derivation meets in a table with too few models, or impossible ones."""


def following(models: pd.DataFrame) -> Job:
    """Claim 2 with the intervals that its derivations give of `models`, a table with the columns of `model_horizons`.

    Returns `inputs`: those that the book derives from the table, `id`, `label`, `unit`, the interval the `book` has and
    the one it is `refitted` to, `how` in a sentence, and `note`: why the book's stays, then `refitted` is None;
    `correlations`, `between`, `book` and `refitted`; `notes`, a sentence for each derivation that fails; and
    `findings`: `id`, `title`, and under `book` and `refitted` the `credence`, its `error` and the effect's `quantiles`.
    """
    whole = book()
    found, notes = dict[str, Outputs](), list[str]()
    for k, (name, derive) in enumerate(FROM_HORIZONS.items(), 1):
        with np.errstate(all="ignore"):
            try:
                found[name] = derive(models)
            except BROKEN as error:
                notes.append(f"{name} cannot be derived from these horizons: {error}. The book’s values stay.")
        yield k / (len(FROM_HORIZONS) + 2)
    inputs = list(_inputs(found))
    record, correlations = _correlated(whole.record, found)
    changes = {row["id"]: row["refitted"] for row in inputs if row["refitted"]}
    before = whole.run(CLAIM)
    after = Run(before.claim, record, changes)
    yield 1 - 1 / (len(FROM_HORIZONS) + 2)
    findings = [
        {"id": f.id, "title": f.title, "book": _told(before.verdict(f.id)), "refitted": _told(after.verdict(f.id))}
        for f in before.claim.findings
    ]
    return {"inputs": inputs, "correlations": correlations, "notes": notes, "findings": findings}


def _inputs(found: Mapping[str, Outputs]) -> Iterator[dict[str, Any]]:
    whole = book()
    for id in whole.claim(CLAIM).inputs:
        a = whole.record.assumptions[id]
        new = _instead(a.derived, found) if a.derived else None
        if not isinstance(new, Derived):
            continue
        refused = refusal([float(new.low), float(new.high)], a)
        yield {
            "id": id,
            "label": a.label,
            "unit": a.unit,
            "book": list(a.interval.numbers),
            "refitted": None if refused else [float(new.low), float(new.high)],
            "how": new.how,
            "note": f"{refused}. The book’s interval stays." if refused else "",
        }


def _correlated(record: Record, found: Mapping[str, Outputs]) -> tuple[Record, list[dict[str, Any]]]:
    """The record with the correlations that follow from the table, and which they are."""
    told, kept = list[dict[str, Any]](), []
    for c in record.correlations:
        new = _instead(c.derived, found) if c.derived else None
        if isinstance(new, DerivedCorrelation) and -1 < new.rank < 1:
            told.append({"between": list(c.between), "book": c.rank, "refitted": number(new.rank)})
            c = replace(c, rank=new.rank, derived=new)
        kept.append(c)
    return replace(record, correlations=tuple(kept)), told


def _instead(
    derived: Derived | DerivedCorrelation, found: Mapping[str, Outputs]
) -> Derived | DerivedCorrelation | None:
    """What stands in the place of something that the book derived from its own table; None where nothing does."""
    for name, outputs in found.items():
        for output, own in DERIVATIONS[name]().items():
            if own == derived:
                return outputs[output]
    return None


def _told(v: Verdict) -> dict[str, Any]:
    return {"credence": v.credence, "error": v.error, "quantiles": [number(q) for q in v.quantiles]}
