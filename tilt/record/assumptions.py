"""Assumptions, their correlations and the named scenarios, read from YAML and checked as a whole.

`record()` gives everything or raises `InputError` with every problem found, each with its file and line. Nothing
downstream ever sees a half-valid record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

import numpy as np

from tilt.engine.scale import PAGE_DRAWS, Floats, Interval, Scale, normals, pearson, uniforms
from tilt.record.derivations import Derived, DerivedCorrelation

UNITS: Mapping[str, str] = {
    "minutes": "minutes",
    "days": "days",
    "months": "months",
    "years": "years",
    "ratio": "×",
    "fraction": "",
    "count": "",
    "log units": "log units",
    "log-odds per doubling": "log-odds per doubling",
    "exponent": "",
    "elasticity": "",
    "FLOP": "FLOP",
    "FLOP/day": "FLOP/day",
    "USD": "USD",
    "USD/year": "USD/year",
    "logit/year": "logit/year",
    "on or off": "",
}
"""Units an assumption may have, with the mark written behind its numbers (none where the label carries it)."""


@dataclass(frozen=True)
class EvidencePoint:
    """One tick of the rug under an assumption: a value in the assumption's unit, what it is, and where from.

    `row` is the place of its row in the table, from 0.
    """

    value: float
    label: str
    source: str
    table: str
    row: int = 0


@dataclass(frozen=True)
class Assumption:
    """An uncertain input: a 90 % interval on a scale, inside bounds, with its reason and sources.

    `derived` is set when code took the interval from a table; otherwise the interval is a judgement and `reason` says
    why. `column` is the column of the shared draws it reads, its own across the whole book.
    """

    id: str
    claim: str
    label: str
    short: str
    symbol: str
    group: str
    unit: str
    scale: Scale
    interval: Interval
    bounds: Interval
    column: int
    reason: str
    sources: tuple[str, ...]
    evidence: tuple[EvidencePoint, ...]
    derived: Derived | None = None
    gloss: str = ""

    @property
    def basis(self) -> Literal["derived", "judged", "choice"]:
        """Where the default comes from: a table by code, judgement, or the reader's choice."""
        if self.scale.certain or self.scale is Scale.UNIFORM:
            return "choice"
        return "derived" if self.derived else "judged"

    @property
    def editable(self) -> bool:
        """Whether a reader may move it: branch-picking uniforms are not."""
        return self.scale is not Scale.UNIFORM


@dataclass(frozen=True)
class Correlation:
    """Rank (Spearman) correlation of two inputs under a Gaussian copula."""

    between: tuple[str, str]
    rank: float
    reason: str
    derived: DerivedCorrelation | None = None


@dataclass(frozen=True)
class Change:
    """One assumption moved by a scenario, with why."""

    interval: Interval
    reason: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A named set of intervals: only what differs from the default. `order` places it among the others."""

    name: str
    title: str
    text: str
    changes: Mapping[str, Change]
    order: int = 100

    @property
    def intervals(self) -> dict[str, Interval]:
        """The changed intervals by id."""
        return {k: c.interval for k, c in self.changes.items()}


DEFAULT = Scenario("evidence", "The book’s defaults", "What the evidence tables and stated judgements give.", {})
"""No change. `data/scenarios/evidence.yaml` words it; that file may change nothing."""


@dataclass(frozen=True, eq=False)
class Record:
    """Everything the YAML files state, checked."""

    assumptions: Mapping[str, Assumption]
    correlations: tuple[Correlation, ...]
    scenarios: Mapping[str, Scenario]
    groups: Mapping[str, Mapping[str, str]]

    def of(self, claim: str) -> tuple[Assumption, ...]:
        """The assumptions a claim's file declares, in its order."""
        return tuple(a for a in self.assumptions.values() if a.claim == claim)

    def intervals(self, scenario: Scenario | Mapping[str, Interval] = DEFAULT) -> dict[str, Interval]:
        """Every input's interval under a scenario. Raises KeyError for an id the record does not have."""
        changed = scenario.intervals if isinstance(scenario, Scenario) else dict(scenario)
        for id in changed:
            if id not in self.assumptions:
                msg = f"no assumption {id!r}"
                raise KeyError(msg)
        return {id: changed.get(id, a.interval) for id, a in self.assumptions.items()}

    @cached_property
    def mixing(self) -> dict[str, tuple[tuple[int, float], ...]]:
        """For each correlated input, the columns whose normals it is a weighted sum of (a Cholesky row)."""
        ids = sorted({id for c in self.correlations for id in c.between}, key=lambda id: self.assumptions[id].column)
        lower = np.linalg.cholesky(correlation_matrix(ids, self.correlations)) if ids else np.empty((0, 0))
        columns = [self.assumptions[id].column for id in ids]
        return {
            id: tuple((columns[j], float(lower[k, j])) for j in range(k + 1) if lower[k, j] != 0)
            for k, id in enumerate(ids)
        }

    def mix(self, id: str) -> tuple[tuple[int, float], ...]:
        """(column, weight) pairs whose weighted normals are the input's own standard normal."""
        return self.mixing.get(id, ((self.assumptions[id].column, 1.0),))

    def values(self, ids: Sequence[str], intervals: Mapping[str, Interval], draws: int = PAGE_DRAWS) -> Floats:
        """Draws of the inputs in their units, shape (len(ids), draws)."""
        columns = sorted({c for id in ids for c, _ in self.mix(id)})
        z = dict(zip(columns, normals(columns, draws), strict=True))
        out = np.empty((len(ids), draws))
        for k, id in enumerate(ids):
            a = self.assumptions[id]
            if a.scale is Scale.UNIFORM:
                out[k] = uniforms([a.column], draws)[0]
            else:
                mixed = sum((w * z[c] for c, w in self.mix(id)), start=np.zeros(draws))
                out[k] = intervals[id].values(a.scale, mixed)
        return out


def correlation_matrix(ids: Sequence[str], correlations: Iterable[Correlation]) -> Floats:
    """Pearson matrix of the normals, in the order of `ids`, shape (len(ids), len(ids))."""
    place = {id: k for k, id in enumerate(ids)}
    matrix = np.eye(len(ids))
    for c in correlations:
        i, j = (place[id] for id in c.between)
        matrix[i, j] = matrix[j, i] = pearson(c.rank)
    return matrix


@cache
def record() -> Record:
    """The checked record of the project's data folder, read once. Raises InputError with every problem."""
    from tilt.record.reading import read

    return read()


__all__ = [
    "DEFAULT",
    "UNITS",
    "Assumption",
    "Change",
    "Correlation",
    "EvidencePoint",
    "Record",
    "Scenario",
    "correlation_matrix",
    "record",
]
