"""Credences where some inputs are as one state of the book has them and the others as another: what is shared out.

Everything an input is comes with the request, so one state's formulas can be asked with the other's inputs.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from pydantic import TypeAdapter

from tilt.claims import claim
from tilt.comparison.snapshot import Input, Plain, Tie
from tilt.engine.inputs import Assumption, Change, Correlation, Edition, Record, SameAs, Scenario, Stated
from tilt.engine.run import Run
from tilt.engine.scale import Interval, Scale, Weights

Credences = dict[str, float]
"""A credence for each finding of a claim, by id."""

UNDATED = Edition("mixed", datetime.date(2000, 1, 1))
"""No credence depends on the edition's date but through the inputs that are derived with it."""


class Mixture(Plain):
    """A claim, the inputs it is asked with (its own, and whose values they take), and their correlations."""

    claim: str
    inputs: Mapping[str, Input]
    correlations: tuple[Tie, ...]


_MIXTURES = TypeAdapter(tuple[Mixture, ...])
_CREDENCES = TypeAdapter(tuple[Credences, ...])


def credences(mixture: Mixture) -> Credences:
    """The credence of each finding of the claim, by this process's formulas and engine.

    Raises ValueError where inputs would be tied in a circle, or to one that cannot lend its value.
    """
    assumptions = {id: _assumption(i) for id, i in mixture.inputs.items()}
    known = set(assumptions)
    ties = [Correlation(t.between, t.rank, "", None, t.when) for t in mixture.correlations if _holds(t, known)]
    record = Record(assumptions, tuple(ties), {}, {}, UNDATED)
    changes = {id: Change(_stated(i), "") for id, i in mixture.inputs.items()}
    run = Run(claim(mixture.claim), record, Scenario("mixed", "", "", changes))
    return {v.finding: v.credence for v in run.verdicts}


def ask(mixtures: Sequence[Mixture]) -> str:
    """Mixtures as a request to another process."""
    return _MIXTURES.dump_json(tuple(mixtures)).decode()


def answered(request: str) -> str:
    """The answer to such a request. Raises ValueError as `credences`."""
    return _CREDENCES.dump_json(tuple(credences(m) for m in _MIXTURES.validate_json(request))).decode()


def heard(answer: str) -> tuple[Credences, ...]:
    """What such an answer says."""
    return _CREDENCES.validate_json(answer)


def _holds(tie: Tie, known: set[str]) -> bool:
    return known.issuperset({*tie.between, *(tie.when or ())[:1]})


def _assumption(i: Input) -> Assumption:
    return Assumption(
        id=i.id,
        claim=i.claim,
        label=i.label,
        short=i.id,
        symbol=i.id,
        group="",
        unit=i.unit,
        scale=Scale(i.scale),
        interval=Interval(*i.interval),
        bounds=Interval(*i.bounds),
        column=i.column,
        reason="",
        sources=(),
        labels=i.labels,
        weights=Weights(i.weights) if i.weights else None,
    )


def _stated(i: Input) -> Stated:
    if i.setting.same_as:
        return SameAs(i.setting.same_as)
    if i.setting.weights:
        return Weights(i.setting.weights)
    assert i.setting.interval, f"{i.id} is set to nothing"
    return Interval(*i.setting.interval)
