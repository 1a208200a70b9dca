"""Populations: how things vary within a field, integrated inside every draw at fixed nodes and never sampled.

An interval says what we do not know about one quantity of a field. How the things of a field differ among themselves
is a population: lognormal, with a location (its median) and a spread that are inputs like any other. `E(f)` is the mean
of `f` over it, a formula again, which both engines add up over the same nodes, in the same order:

    runs = Population(safety_run_flop, safety_run_spread)
    time = runs.E(human_days + Smaller(runs.value / flop_per_day, longest_wait))

docs/decisions/022-populations.md says how the nodes were chosen and what they miss.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import count
from typing import Any, NamedTuple

import numpy as np
import sympy as sp

from tilt.engine.nodes import Larger, Smaller

COUNT = 33
"""Nodes of a population that does not ask for another number."""

LOWEST, HIGHEST = -5.0, 7.0
"""Where the nodes end, in standard deviations: further up, where the mean of a wide lognormal has its weight."""

CENTRE, BEND = 0.5, 0.5
"""Nodes are even steps of t in z = CENTRE + sinh(BEND t) / BEND: close where there is weight, wide in the tails."""


class Rule(NamedTuple):
    """Places in standard deviations, the weights there (they add up to 1), and the step of t between neighbours."""

    nodes: tuple[float, ...]
    weights: tuple[float, ...]
    step: float


@cache
def rule(nodes: int = COUNT) -> Rule:
    """So many nodes and their weights."""
    first, last = (math.asinh(BEND * (z - CENTRE)) / BEND for z in (LOWEST, HIGHEST))
    t = np.linspace(first, last, nodes)
    z = np.round(CENTRE + np.sinh(BEND * t) / BEND, 12)  # the same on machines whose sinh differs in the last place
    weight = np.exp(-z * z / 2) * np.cosh(BEND * t)
    weights = np.round(weight / weight.sum(), 17)
    return Rule(tuple(z.tolist()), tuple(weights.tolist()), float(t[1] - t[0]))


class Node(sp.Symbol):
    """The place within a population that an expectation adds up over: bound by it, and no input.

    Named z, its depth, and how many there are where it is not the usual number: z0, z1_17.
    """

    @property
    def rule(self) -> Rule:
        """The places it stands for, and their weights."""
        _, _, nodes = self.name.partition("_")
        return rule(int(nodes) if nodes else COUNT)

    def _latex(self, printer: Any) -> str:
        return "z" + "'" * int(self.name.removeprefix("z").partition("_")[0])


def _node(depth: int, nodes: int) -> Node:
    """The node bound by an expectation with `depth` others nested inside it: equal expectations are equal formulas."""
    return Node(f"z{depth}" if nodes == COUNT else f"z{depth}_{nodes}", real=True)


def _depth(expr: sp.Expr) -> int:
    return max((1 + _depth(e.body) for e in expr.atoms(Expectation)), default=0)


class Expectation(sp.Expr):
    """The mean of `body` over the nodes of a population, `node` standing for each of them in turn.

    Where `when` is zero it is not worked out and counts as zero: for means that are multiplied by it.
    """

    is_real = True
    is_commutative = True

    def __new__(cls, body: sp.Expr, node: Node, when: sp.Expr = sp.S.One) -> sp.Expr:
        """The body itself where it does not vary."""
        return sp.Expr.__new__(cls, body, node, when) if body.has(node) else body

    @property
    def body(self) -> sp.Expr:
        """What is averaged."""
        return self.args[0]

    @property
    def node(self) -> Node:
        """The symbol that stands for the place within the population."""
        return self.args[1]

    @property
    def when(self) -> sp.Expr:
        """What must not be zero for the mean to be worked out."""
        return self.args[2]

    @cached_property
    def free_symbols(self) -> set[sp.Symbol]:
        """The symbols it depends on: its node is not one of them. Kept, since SymPy asks for them at every step."""
        found: set[sp.Symbol] = (self.body.free_symbols - {self.node}) | self.when.free_symbols
        return found

    def _eval_derivative(self, over: sp.Symbol) -> sp.Expr:
        return Expectation(self.body.diff(over), self.node, self.when)

    def _eval_evalf(self, precision: int) -> sp.Expr:
        places = zip(self.node.rule.nodes, self.node.rule.weights, strict=True)
        return sp.Add(*[w * self.body.xreplace({self.node: sp.Float(z)})._eval_evalf(precision) for z, w in places])

    def _latex(self, printer: Any) -> str:
        return rf"\mathbb{{E}}\left[{printer._print(self.body)}\right]"


class Named(sp.Expr):
    """What one member of a population has of something that a chapter's step works out: the step's name, at a place.

    A step that says how something varies with the place may then be named inside a mean. Put in, it gives way to the
    step's own formula.
    """

    is_real = True
    is_commutative = True

    def __new__(cls, name: sp.Expr, node: Node) -> sp.Expr:
        """Whatever has been put in for the name, once it is no name."""
        return sp.Expr.__new__(cls, name, node) if isinstance(name, sp.Symbol) else name

    def _latex(self, printer: Any) -> str:
        return str(printer._print(self.args[0]))

    _numpycode = _latex


_fresh = count(1000)


@dataclass(frozen=True, eq=False)
class Population:
    """How a quantity varies within a field: lognormal, values above `cap` cut to it.

    `location` is the median in the quantity's unit, `spread` the standard deviation of its natural logarithm; all three
    are formulas over inputs. Two populations vary independently, also where their locations and spreads are equal.
    `nodes` fewer than usual cost less: for ratios of means over the same population, whose errors are alike.
    """

    location: sp.Expr
    spread: sp.Expr
    cap: sp.Expr | None = None
    nodes: int = COUNT
    _own: Node = field(default_factory=lambda: Node(f"z{next(_fresh)}", real=True), init=False, repr=False)

    @property
    def value(self) -> sp.Expr:
        """The quantity of one member, for use inside `E`: outside it is no formula of the claim."""
        value = self.location * sp.exp(self.spread * self._own)
        return value if self.cap is None else Smaller(value, self.cap)

    def E(self, f: sp.Expr, when: sp.Expr = sp.S.One) -> sp.Expr:
        """The mean over the population of a formula that uses `value`; of any other, the formula itself.

        `when` is what the mean will be multiplied by: where that is zero nothing is added up.
        """
        f = sp.sympify(f)
        node = _node(_depth(f), self.nodes)
        return Expectation(f.xreplace({self._own: node}), node, sp.sympify(when))

    def one(self, f: sp.Expr) -> sp.Expr:
        """A formula that uses `value`, for one member at the place z: a step that is shown before a mean over it."""
        return f.xreplace({self._own: _node(_depth(f), self.nodes)})

    def named(self, name: sp.Symbol) -> sp.Expr:
        """What such a step gives for one member, by its name, for use inside `E`."""
        return Named(name, self._own)

    def _width(self) -> sp.Expr:
        """How far apart neighbouring nodes lie there, in units of the value's natural logarithm."""
        return self.spread * rule(self.nodes).step * sp.sqrt(1 + (BEND * (self._own - CENTRE)) ** 2)


def share_above(a: Population, b: Population, factor: sp.Expr = sp.S.One) -> sp.Expr:
    """The share of pairs, one of each population, in which a's value is more than `factor` times b's.

    Between two neighbouring nodes the step from 0 to 1 is a ramp, so that the share moves smoothly with the inputs; a
    tie counts half, and two equal populations give exactly one half. Costs the nodes squared: for a figure beside an
    effect rather than for what a drag must redraw.
    """
    apart = sp.log(a.value) - sp.log(factor * b.value)
    width = Larger((a._width() + b._width()) / 2, sp.Float(1e-9))
    return a.E(b.E(Smaller(Larger(apart / width + sp.S.Half, sp.S.Zero), sp.S.One)))
