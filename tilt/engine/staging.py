"""What must be computed before what: parts that stay fixed taken out of a loop, expectations brought into an order.

Neither engine sees an expectation inside a formula. They get stages: values, then loops over the nodes that use them,
then values that use the loops' sums, and so on; and run those alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

import sympy as sp

from tilt.engine.population import Expectation, Node


@dataclass
class Names:
    """Symbols no formula uses yet, unique within one compiled function: a prefix and a number."""

    _counts: dict[str, Iterator[int]] = field(default_factory=dict)

    def new(self, prefix: str) -> sp.Symbol:
        """The next symbol with this prefix."""
        return sp.Symbol(f"{prefix}{next(self._counts.setdefault(prefix, count()))}", real=True)

    def stream(self, prefix: str) -> Iterator[sp.Symbol]:
        """The symbols with this prefix that follow, as SymPy's `cse` takes them."""
        while True:
            yield self.new(prefix)


def hoist(expr: sp.Expr, over: tuple[sp.Symbol, ...], found: dict[sp.Expr, sp.Symbol], names: Names,
          prefix: str = "w", symbols_too: bool = True) -> sp.Expr:  # fmt: skip
    """`expr` with every largest subexpression free of all symbols `over` replaced by a symbol recorded in `found`.

    What does not depend on a fan's grid is then computed once per draw instead of once per draw and grid value, what
    does not depend on a node once instead of once per node. `symbols_too` says whether lone symbols are replaced.
    """
    if not expr.has(*over):
        if expr.is_number or (expr.is_Symbol and (not symbols_too or expr in found.values())):
            return expr
        if expr not in found:
            found[expr] = names.new(prefix)
        return found[expr]
    if expr.is_Symbol:
        return expr

    def inner(part: sp.Expr, more: tuple[sp.Symbol, ...] = ()) -> sp.Expr:
        return hoist(part, (*over, *more), found, names, prefix, symbols_too)

    if isinstance(expr, Expectation):  # what varies within the population stays inside
        return Expectation(inner(expr.body, (expr.node,)), expr.node, inner(expr.when))
    if isinstance(expr, (sp.Add, sp.Mul)):
        fixed, moving = expr.as_independent(*over, as_Add=isinstance(expr, sp.Add))
        return expr.func(inner(fixed), *[inner(a) for a in type(expr).make_args(moving)])
    return expr.func(*[inner(a) for a in expr.args])


@dataclass
class Loop:
    """One pass over the nodes: for each symbol the body whose weighted sum it becomes; zero where `when` is zero."""

    node: Node
    sums: dict[sp.Symbol, sp.Expr]
    when: sp.Expr = sp.S.One


class Body(NamedTuple):
    """What is averaged over a node, where `when` is not zero."""

    node: Node
    of: sp.Expr
    when: sp.Expr

    @property
    def symbols(self) -> set[sp.Symbol]:
        """What must be known before."""
        found: set[sp.Symbol] = self.of.free_symbols | self.when.free_symbols
        return found


@dataclass
class Stage:
    """Values, by symbol, then the loop that uses them."""

    given: dict[sp.Symbol, sp.Expr]
    loop: Loop


def stages(expressions: Sequence[sp.Expr], names: Names) -> tuple[list[Stage], list[sp.Expr]]:
    """The loops that the expressions' outermost expectations need, in order, and the expressions over their sums.

    Expectations that need nothing of each other share a pass. Bodies may hold expectations of their own.
    """
    sums: dict[sp.Expr, sp.Symbol] = {}
    bodies: dict[sp.Symbol, Body] = {}
    fixed: dict[sp.Expr, sp.Symbol] = {}
    given: dict[sp.Symbol, sp.Expr] = {}

    def strip(expr: sp.Expr) -> sp.Expr:
        if not expr.has(Expectation):
            return expr
        if not isinstance(expr, Expectation):
            return expr.func(*[strip(a) for a in expr.args])
        if expr not in sums:
            body = hoist(expr.body, (expr.node,), fixed, names, "h", symbols_too=False)
            when = hoist(expr.when, (expr.node,), fixed, names, "h", symbols_too=False)
            for part, name in list(fixed.items()):
                if name not in given:
                    given[name] = sp.S.Zero  # taken, while its own parts are looked at
                    given[name] = strip(part)
            sums[expr] = names.new("e")
            bodies[sums[expr]] = Body(expr.node, body, when)
        return sums[expr]

    results = [strip(e) for e in expressions]
    levels = _levels(given, bodies)
    found = []
    for level in sorted({levels[s] for s in bodies}):
        values = {s: e for s, e in given.items() if levels[s] == level - 1}
        for together in _alike({s: bodies[s] for s in bodies if levels[s] == level}):
            first = next(iter(together.values()))
            node = max((b.node for b in together.values()), key=lambda z: z.name)
            moved = {s: b.of.xreplace({b.node: node}) for s, b in together.items()}
            found.append(Stage(values, Loop(node, moved, first.when)))
            values = {}
    return found, results


def _alike(bodies: Mapping[sp.Symbol, Body]) -> list[dict[sp.Symbol, Body]]:
    """Bodies that run over the same nodes where the same is not zero, together."""
    found: dict[tuple[int, sp.Expr], dict[sp.Symbol, Body]] = {}
    for s, body in bodies.items():
        found.setdefault((len(body.node.rule.nodes), body.when), {})[s] = body
    return list(found.values())


def _levels(given: Mapping[sp.Symbol, sp.Expr], bodies: Mapping[sp.Symbol, Body]) -> dict[sp.Symbol, int]:
    """After how many loops each value and sum is known: a sum one after all that its body uses."""
    known: dict[sp.Symbol, int] = {}

    def level(name: sp.Symbol) -> int:
        if name not in known:
            own = given[name].free_symbols if name in given else bodies[name].symbols
            needed = max((level(s) for s in own if s in given or s in bodies), default=0)
            known[name] = needed + (name in bodies)
        return known[name]

    for name in (*given, *bodies):
        level(name)
    return known
