"""A small claim for tests of what no claim of the book uses yet: a choice among forms, ties, populations."""

from __future__ import annotations

import datetime
from typing import Any

import sympy as sp

from tilt.engine.claim import Claim, Fan, Finding, symbol, symbols
from tilt.engine.formula import chosen
from tilt.engine.inputs import Assumption, Edition, Record
from tilt.engine.scale import Interval, Scale, Weights

safety, capability, form = symbols("safety capability form")
lever = symbol("lever")

OPTIONS = {"ratio": "as a ratio", "square": "as its square", "even": "not at all"}
SCALES = {"safety": Scale.LOG, "capability": Scale.LOG, "form": Scale.CHOICE}


def forms(ahead: sp.Expr = safety) -> sp.Expr:
    """The effect under each form: safety over capability, its square, or even."""
    return chosen(form, ahead / capability, (ahead / capability) ** 2, sp.Integer(1))


CLAIM = Claim(
    slug="small",
    number=1,
    title="Small",
    short="Small",
    sentence="A claim of three inputs.",
    inputs=("safety", "capability", "form"),
    steps=(),
    findings=(
        Finding(id="ahead", title="Ahead", statement="safety is ahead {form}", effect=forms(), effect_name="lead",
                unit="×", threshold=1.0),
    ),
    fans=(
        Fan(id="along", title="Along", over=lever, grid=(0.5, 1.0, 2.0), labels=(0.5, 1.0, 2.0), axis="lever",
            series={"lead": forms(lever)}, unit="ratio"),
    ),
)  # fmt: skip


def assumption(id: str, column: int, **fields: Any) -> Assumption:
    """An input of the small claim."""
    stated = {
        "claim": "small", "label": id.title(), "short": id, "symbol": id[0], "group": "all", "unit": "ratio",
        "scale": SCALES[id], "interval": Interval(0.5, 2), "bounds": Interval(0.1, 10), "reason": "test", "sources": (),
    }  # fmt: skip
    return Assumption(id=id, column=column, **{**stated, **fields})


def record(weights: tuple[float, ...] = (0.5, 0.25, 0.25)) -> Record:
    """The inputs of the small claim, its form weighted so."""
    places = Interval(0, len(OPTIONS) - 1)
    inputs = [
        assumption("safety", 0, interval=Interval(0.8, 4)),
        assumption("capability", 1),
        assumption("form", 2, interval=places, bounds=places, labels=OPTIONS, weights=Weights(weights)),
    ]
    edition = Edition("test", datetime.date(2026, 11, 1))
    return Record({a.id: a for a in inputs}, (), {}, {"small": {"all": "All"}}, edition)
