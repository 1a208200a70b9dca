"""Inputs as typed records: assumptions, their correlations, named scenarios, and the draws they give together.

`tilt.record` reads these from files and hands over everything or nothing: nothing here ever sees a half-valid record.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np

from tilt.engine import setting as rule
from tilt.engine.defaults import PAGE_DRAWS, SCENARIO
from tilt.engine.draws import normals, pearson, uniforms
from tilt.engine.scale import Floats, Interval, Scale, Setting, Weights
from tilt.engine.specification import Specification

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
    "per year": "a year",
    "on or off": "",
}
"""Units an assumption may have, with the mark written behind its numbers (none where the label carries it)."""


@dataclass(frozen=True)
class Edition:
    """A frozen release: its name and the date on which "today" is fixed."""

    name: str
    as_of: datetime.date

    @property
    def year(self) -> float:
        """The date as a decimal year."""
        return decimal_year(self.as_of)


def decimal_year(date: datetime.date) -> float:
    """A date as a year and the share of it that has passed."""
    start = datetime.date(date.year, 1, 1)
    length = (datetime.date(date.year + 1, 1, 1) - start).days
    return date.year + (date - start).days / length


@dataclass(frozen=True)
class Derived:
    """A 90 % interval that code took from a table, in the assumption's unit, and how, in a computed sentence."""

    low: float
    high: float
    how: str
    table: str
    n: int


@dataclass(frozen=True)
class DerivedCorrelation:
    """A rank correlation that code took from a table."""

    rank: float
    how: str
    table: str
    n: int


@dataclass(frozen=True)
class EvidencePoint:
    """One tick of the rug under an assumption: a value in the assumption's unit, what it is, and where from.

    `row` is the id of its row in the table.
    """

    value: float
    label: str
    source: str
    table: str
    row: str = ""


@dataclass(frozen=True)
class SameAs:
    """A scenario's tie: the input takes the very value of another, `id`, in every draw.

    >>> tied = tilt.run("task-horizons", {"safety_transfer": tilt.SameAs("capability_transfer")})
    >>> bool((tied.evaluate("safety_transfer") == tied.evaluate("capability_transfer")).all())
    True
    """

    id: str


Stated = Setting | SameAs
"""What a scenario may say of an input."""


@dataclass(frozen=True)
class Assumption:
    """An uncertain input: a 90 % interval on a scale, inside bounds, with its reason and sources.

    `derived` is set when code took the interval from a table; otherwise the interval is a judgement and `reason` says
    why. `column` is the column of the shared draws it reads, its own across the whole book. A choice has `labels`, the
    words of its options by name, and `weights`; its interval and bounds span the places of the options, from 0.
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
    evidence: tuple[EvidencePoint, ...] = ()
    derived: Derived | None = None
    gloss: str = ""
    labels: Mapping[str, str] | None = None
    weights: Weights | None = None

    @property
    def options(self) -> tuple[str, ...]:
        """Names of a choice's options in their order; none on other scales."""
        return tuple(self.labels or ())

    @property
    def default(self) -> Setting:
        """What the book sets it to: an interval, or a choice's weights."""
        return self.weights or self.interval

    @property
    def basis(self) -> Literal["derived", "judged", "choice"]:
        """Where the default comes from: a table by code, judgement, or the reader's choice."""
        if self.scale.certain:
            return "choice"
        return "derived" if self.derived else "judged"

    def like(self, other: Assumption) -> bool:
        """Whether the two can take each other's value: the same unit, scale and options."""
        return (self.unit, self.scale, self.options) == (other.unit, other.scale, other.options)

    @property
    def ends(self) -> tuple[float, ...]:
        """The values at which a swing holds it whatever it is set to: a choice's options, else its bounds."""
        if self.scale is Scale.CHOICE:
            return tuple(float(k) for k in range(len(self.options)))
        return self.bounds.numbers


@dataclass(frozen=True)
class Correlation:
    """Rank (Spearman) correlation of two inputs under a Gaussian copula.

    With `when`, a choice and one of its options by name, it holds in the draws in which the choice takes that option.
    """

    between: tuple[str, str]
    rank: float
    reason: str
    derived: DerivedCorrelation | None = None
    when: tuple[str, str] | None = None


Mix = tuple[tuple[int, float], ...]
"""(column, weight) pairs whose weighted normals are an input's own standard normal."""


@dataclass(frozen=True)
class Change:
    """One assumption moved by a scenario, with why."""

    setting: Stated
    reason: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A named set of settings: only what differs from the default. `order` places it among the others.

    In the place of a Change a plain setting may stand, as a caller gives it: `[1, 8]`.

    >>> tilt.scenario("author").settings["length_ratio"]
    Interval(low=1.0, high=8.0)
    """

    name: str
    title: str
    text: str
    changes: Mapping[str, Change]
    order: int = 100

    def __post_init__(self) -> None:
        given = {id: c if isinstance(c, Change) else Change(c, "") for id, c in self.changes.items()}
        object.__setattr__(self, "changes", given)

    @property
    def settings(self) -> dict[str, Stated]:
        """What is changed, by id."""
        return {k: c.setting for k, c in self.changes.items()}


DEFAULT = Scenario(SCENARIO, "The book’s defaults", "What the evidence tables and stated judgements give.", {})
"""No change. `data/scenarios/evidence.yaml` words it; that file may change nothing."""

Settings = Mapping[str, Stated]

NOTHING_HELD: Mapping[str, float] = {}


@dataclass(frozen=True, eq=False)
class Record:
    """Everything the YAML files state, checked, and the edition they are of.

    `readings` are the specifications that each claim's file declares, by the claim's slug.
    """

    assumptions: Mapping[str, Assumption]
    correlations: tuple[Correlation, ...]
    scenarios: Mapping[str, Scenario]
    groups: Mapping[str, Mapping[str, str]]
    edition: Edition
    readings: Mapping[str, tuple[Specification, ...]] = field(default_factory=dict)

    def of(self, claim: str) -> tuple[Assumption, ...]:
        """The assumptions a claim's file declares, in its order."""
        return tuple(a for a in self.assumptions.values() if a.claim == claim)

    def settings(self, scenario: Scenario | Mapping[str, Any] = DEFAULT) -> dict[str, Stated]:
        """Every input's setting under a scenario, which may be a plain mapping: see `tilt.engine.setting.read`.

        Raises KeyError for an id the record does not have, SettingError for what an input cannot be set to.
        """
        changed = scenario.settings if isinstance(scenario, Scenario) else dict(scenario)
        for id in changed:
            if id not in self.assumptions:
                msg = f"no assumption {id!r}"
                raise KeyError(msg)
        return {id: self._stated(a, changed[id]) if id in changed else a.default for id, a in self.assumptions.items()}

    def _stated(self, a: Assumption, value: object) -> Stated:
        if not isinstance(value, SameAs):
            return rule.read(a.id, value, a)
        other = self.assumptions.get(value.id)
        if other is None or other.id == a.id or not a.like(other):
            msg = f"{a.id} cannot be the same as {value.id!r}: name another assumption in {a.unit} on scale {a.scale}"
            raise ValueError(msg)
        return value

    @cached_property
    def mixing(self) -> dict[tuple[str, int] | None, dict[str, Mix]]:
        """How each correlated input is mixed (a Cholesky row), always and where a choice takes an option.

        Keys are None, and choice and option's place for every option that a correlation is stated under.
        """
        cases = dict.fromkeys(c.when for c in self.correlations)
        found: dict[tuple[str, int] | None, dict[str, Mix]] = {None: self._mixed(None)}
        for when in filter(None, cases):
            choice, option = when
            found[choice, self.assumptions[choice].options.index(option)] = self._mixed(when)
        return found

    def _mixed(self, when: tuple[str, str] | None) -> dict[str, Mix]:
        """Mixes under the correlations that always hold and those stated under an option."""
        holding = [c for c in self.correlations if c.when in (None, when)]
        ids = sorted({id for c in holding for id in c.between}, key=lambda id: self.assumptions[id].column)
        lower = np.linalg.cholesky(correlation_matrix(ids, holding)) if ids else np.empty((0, 0))
        columns = [self.assumptions[id].column for id in ids]
        return {
            id: tuple((columns[j], float(lower[k, j])) for j in range(k + 1) if lower[k, j] != 0)
            for k, id in enumerate(ids)
        }

    def mix(self, id: str, when: tuple[str, int] | None = None) -> Mix:
        """The input's mix, always or where a choice takes the option at a place."""
        return self.mixing[when].get(id, ((self.assumptions[id].column, 1.0),))

    def mixes(self, id: str) -> tuple[tuple[str, int, Mix], ...]:
        """Choice, option's place and mix wherever an option mixes the input otherwise than always."""
        other = ((when, self.mix(id, when)) for when in self.mixing if when)
        return tuple((*when, mix) for when, mix in other if mix != self.mix(id))

    @cached_property
    def conditions(self) -> frozenset[str]:
        """The choices that correlations hang on."""
        return frozenset(c.when[0] for c in self.correlations if c.when)

    def values(
        self,
        ids: Sequence[str],
        settings: Settings,
        draws: int = PAGE_DRAWS,
        held: Mapping[str, float] = NOTHING_HELD,
        first: int = 0,
    ) -> Floats:
        """Draws of the inputs in their units, shape (len(ids), draws); of a choice, places of its options from 0.

        They are so many of the shared draws from `first` on. Of `held` only choices that correlations hang on matter
        here: the rest is for the caller to put in place.
        """
        owners = [owner(id, settings) for id in ids]
        places = {id: self._places(id, settings, draws, held, first) for id in self.conditions}
        out = np.empty((len(ids), draws))
        for k, id in enumerate(owners):
            a, stated = self.assumptions[id], settings[id]
            if isinstance(stated, Weights):
                out[k] = stated.values(uniforms([a.column], draws, first)[0])
            elif isinstance(stated, Interval):
                z = _weighted(self.mix(id), draws, first)
                for choice, place, mix in self.mixes(id):
                    z = np.where(places[choice] == place, _weighted(mix, draws, first), z)
                out[k] = stated.values(a.scale, z)
        return out

    def _places(self, id: str, settings: Settings, draws: int, held: Mapping[str, float], first: int) -> Floats:
        """The option's place that a choice takes in each draw."""
        found = owner(id, settings)
        for name in (id, found):
            if name in held:
                return np.full(draws, held[name])
        stated = settings[found]
        assert isinstance(stated, Weights), f"{found} is no choice"
        return stated.values(uniforms([self.assumptions[found].column], draws, first)[0])


def _weighted(mix: Mix, draws: int, first: int) -> Floats:
    """The weighted sum of columns' normals, shape (draws,)."""
    z = normals([column for column, _ in mix], draws, first)
    return np.asarray(sum((weight * row for (_, weight), row in zip(mix, z, strict=True)), start=np.zeros(draws)))


def owner(id: str, settings: Settings) -> str:
    """The input whose value this one takes: itself, unless a scenario ties it. Raises ValueError on a circle."""
    seen = [id]
    while isinstance(stated := settings[seen[-1]], SameAs):
        if stated.id in seen:
            msg = f"{' is the same as '.join([*seen, stated.id])}: a circle; state one of them"
            raise ValueError(msg)
        seen.append(stated.id)
    return seen[-1]


def differing(a: Settings, b: Settings) -> list[str]:
    """The inputs that two settings of one book set otherwise, in their order."""
    return [id for id in a if a[id] != b[id]]


def reachable(ids: Iterable[str], *settings: Settings) -> set[str]:
    """These inputs, and those whose value they take under any of the settings."""
    seen = list(ids)
    for id in seen:
        stated = [of[id] for of in settings]
        seen += dict.fromkeys(s.id for s in stated if isinstance(s, SameAs) and s.id not in seen)
    return set(seen)


def correlation_matrix(ids: Sequence[str], correlations: Iterable[Correlation]) -> Floats:
    """Pearson matrix of the normals, in the order of `ids`, shape (len(ids), len(ids))."""
    place = {id: k for k, id in enumerate(ids)}
    matrix = np.eye(len(ids))
    for c in correlations:
        i, j = (place[id] for id in c.between)
        matrix[i, j] = matrix[j, i] = pearson(c.rank)
    return matrix
