"""What a claim is: inputs by id, formulas as SymPy expressions over them, findings, fans, parts. Data, no behaviour.

A claim (`tilt/claims/<slug>/`) declares one `CLAIM`. Every formula is written once; `tilt.engine.compile`
turns it into NumPy, JavaScript and LaTeX.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, TypeVar

import sympy as sp

from tilt.engine.population import Node

MANY = 2**20
"""More draws than there are."""

N = TypeVar("N", "Finding", "Fan")


def _named(things: Sequence[N], id: str, refusal: str) -> N:
    for thing in things:
        if thing.id == id:
            return thing
    msg = f"{refusal} {id!r}; there are {', '.join(t.id for t in things)}"
    raise KeyError(msg)


def symbol(name: str) -> sp.Symbol:
    """The symbol of an assumption id: real, no more is assumed; formulas must hold wherever the bounds allow."""
    return sp.Symbol(name, real=True)


def symbols(names: str) -> tuple[sp.Symbol, ...]:
    """Symbols for ids separated by spaces."""
    return tuple(symbol(n) for n in names.split())


@dataclass(frozen=True, eq=False)
class Step:
    """A line of the model as a chapter shows it: `name = expression`, in `unit`.

    The expression may use inputs, a fan's grid, and the names of other steps.
    """

    name: str
    latex: str
    expression: sp.Expr
    meaning: str
    unit: str


@dataclass(frozen=True, eq=False)
class Finding:
    """One yes/no statement: it holds in a draw when `effect > threshold`.

    `statement` is a sentence's middle ("safety research is half automated first") and may name assumption ids in
    braces, filled with their present value. `unit` is the effect's; `effect_name` says what the effect is; `sides`
    name the draws below and above the threshold on a chart.
    """

    id: str
    title: str
    statement: str
    effect: sp.Expr
    effect_name: str
    unit: str
    threshold: float = 0.0
    sides: tuple[str, str] = ("does not hold", "holds")


@dataclass(frozen=True, eq=False)
class Fan:
    """Quantities followed along a grid (time, a lever): the page draws their median and bands.

    `over` is the grid's symbol, `labels` its places as the reader sees them, `axis` what they are, `series` the
    quantities by name. `grid` are the same places in the formula's unit; a fan without one runs along calendar years,
    and its formulas count years from the edition's date. `draws` is over how many draws at most its quantiles are
    taken: every place of the grid is another evaluation, and a drawn band shows no more.
    """

    id: str
    title: str
    over: sp.Symbol
    labels: tuple[float, ...]
    series: Mapping[str, sp.Expr]
    unit: str
    grid: tuple[float, ...] | None = None
    axis: str = "year"
    draws: int = MANY

    def times(self, as_of: float) -> tuple[float, ...]:
        """The grid in the formula's unit, for an edition of this date in decimal years."""
        return tuple(label - as_of for label in self.labels) if self.grid is None else self.grid


@dataclass(frozen=True, eq=False)
class Part:
    """A share of a finding's effect; the parts of a split add up to the effect in every draw."""

    id: str
    label: str
    expression: sp.Expr


@dataclass(frozen=True, eq=False)
class Split:
    """An exact decomposition of the mean effect of `finding`, for the waterfall.

    Either into `parts` whose expressions add up to the effect in every draw, or among `players`, switches of the claim,
    by Shapley's rule: each gets what switching it on adds to the mean of `expression`, averaged over every order of
    switching on. With all players off the expression must be zero. A player the reader has switched off gets nothing.
    `total` names the sum where it is not the finding's effect. `written` says how readers see a part: as the `number`
    it is, an order of magnitude as how many `times`, a natural logarithm as a change in `percent`. `draws` is over how
    many draws at most its means are taken: a player doubles what must be worked out, and means need fewer draws than
    credences.
    """

    finding: str
    title: str
    total: str = ""
    written: Literal["number", "times", "percent"] = "number"
    draws: int = MANY
    parts: tuple[Part, ...] = ()
    players: tuple[str, ...] = ()
    expression: sp.Expr = sp.S.Zero


@dataclass(frozen=True, eq=False)
class Claim:
    """One claim of the argument.

    `inputs` is the order of columns every compiled function takes. `letters` are quantities that earlier claims work
    out and this one's steps use: name to LaTeX and meaning. On the map of the argument, `gives` says in a word or two
    what those who borrow this claim's inputs get from it, and `asks` is the question that leads to a claim which
    borrows and lends nothing; without one it stands there by itself. What its chapter says, shows and tabulates stands
    in the claim's other rooms: see `tilt.claims`.
    """

    slug: str
    number: int
    title: str
    short: str
    sentence: str
    inputs: tuple[str, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    fans: tuple[Fan, ...] = ()
    splits: tuple[Split, ...] = ()
    letters: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    gives: str = ""
    asks: str = ""

    def finding(self, id: str) -> Finding:
        """The finding with this id. Raises KeyError naming those there are."""
        return _named(self.findings, id, f"claim {self.slug} has no finding")

    def fan(self, id: str) -> Fan:
        """The fan with this id. Raises KeyError naming those there are."""
        return _named(self.fans, id, f"claim {self.slug} has no fan")

    @property
    def headline(self) -> Finding:
        """The finding the verdict sentence states: the first."""
        return self.findings[0]

    def expressions(self) -> Iterator[tuple[str, sp.Expr]]:
        """Every formula of the claim with a name that says where it stands, for checks."""
        for s in self.steps:
            yield f"step {s.name}", s.expression
        for f in self.findings:
            yield f"finding {f.id}", f.effect
        for fan in self.fans:
            for name, e in fan.series.items():
                yield f"fan {fan.id}, {name}", e
        for split in self.splits:
            for part in split.parts:
                yield f"part {part.id}", part.expression
            if split.players:
                yield f"split {split.finding}", split.expression

    def undeclared(self) -> list[tuple[str, str]]:
        """(formula, symbol) for every symbol that is not an input of the claim.

        Fans may also use their grid, steps a grid and each other's names; findings and parts neither: they are yes or
        no, once.
        """
        return list(_undeclared(self))


@cache
def _undeclared(claim: Claim) -> tuple[tuple[str, str], ...]:
    grids = {fan.over.name for fan in claim.fans}
    more = {"fan": grids, "step": grids | {s.name for s in claim.steps} | set(claim.letters)}
    return tuple(
        (where, s.name)
        for where, e in claim.expressions()
        for s in sorted(e.free_symbols, key=str)
        if s.name not in claim.inputs and s.name not in more.get(where.split()[0], ())
        if not (where.startswith("step ") and isinstance(s, Node))  # of one member: its mean is another step
    )
