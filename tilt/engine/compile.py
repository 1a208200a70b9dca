"""SymPy expressions to NumPy functions, and what they need besides.

`tilt.engine.javascript` makes the browser's functions of the same expressions, taken apart in the same way, so that the
two differ only by how the languages round `exp` and `log` in the last place; `tilt.engine.latex` shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
import sympy as sp

from tilt.engine.claim import Claim, Split, symbol
from tilt.engine.mixture import mixture_median
from tilt.engine.population import Expectation
from tilt.engine.scale import Floats
from tilt.engine.staging import Loop, Names, stages

Compiled = Callable[..., list[Floats]]

Near = Callable[[Mapping[int, Floats]], list[Floats]]
"""A function of the values that change, by their place among the inputs."""

OWN = {"mixture_median": mixture_median}
"""Functions of ours that formulas may call."""


def to_numpy(expressions: Sequence[sp.Expr], inputs: Sequence[sp.Symbol]) -> Compiled:
    """A function of one array per input that returns one array per expression (broadcast like NumPy)."""
    return _known(tuple(map(sp.sympify, expressions)), tuple(inputs))


@lru_cache(maxsize=512)
def _known(expressions: tuple[sp.Expr, ...], inputs: tuple[sp.Symbol, ...]) -> Compiled:
    """The function of formulas that have been asked for before: figures in sentences, under other data."""
    return _compiled(expressions, inputs, Names())


@dataclass(frozen=True)
class _Step:
    """Part of a function that runs in stages: of all values known so far, which each of its results uses."""

    run: Compiled
    uses: tuple[frozenset[int], ...]


@dataclass(frozen=True)
class _Staged:
    """A function that runs in stages: each step's results stand after the values known before it."""

    steps: tuple[_Step, ...]

    def __call__(self, *values: Floats) -> list[Floats]:
        return self.follow(values)[-1]

    def follow(self, values: Sequence[Floats]) -> list[list[Floats]]:
        """Every step's results."""
        known, found = list(values), list[list[Floats]]()
        for step in self.steps:
            found.append(step.run(*known))
            known += found[-1]
        return found

    def near(self, values: Sequence[Floats]) -> Near:
        """See `near`."""
        before = self.follow(values)

        def moved(changes: Mapping[int, Floats]) -> list[Floats]:
            known, touched = [changes.get(k, v) for k, v in enumerate(values)], set(changes)
            for step, results in zip(self.steps, before, strict=True):
                moving = [not uses.isdisjoint(touched) for uses in step.uses]
                touched.update(k for k, moves in enumerate(moving, len(known)) if moves)
                known += step.run(*known) if any(moving) else results
            return known[-len(moving) :]

        return moved


@dataclass(frozen=True)
class _Plain:
    """A function in one piece, with what it was made of."""

    run: Compiled
    expressions: Sequence[sp.Expr]
    inputs: Sequence[sp.Symbol]

    def __call__(self, *values: Floats) -> list[Floats]:
        return self.run(*values)

    def near(self, values: Sequence[Floats], moving: Collection[int]) -> Near:
        """See `near`: of the common parts of the formulas, those that nothing moving reaches are worked out now."""
        parts, results = sp.cse([sp.sympify(e) for e in self.expressions], list=False)
        moves = {s for k, s in enumerate(self.inputs) if k in moving}
        still: list[tuple[sp.Symbol, sp.Expr]] = []
        again: list[tuple[sp.Symbol, sp.Expr]] = []
        for name, part in parts:
            reached = not moves.isdisjoint(part.free_symbols)
            (again if reached else still).append((name, part))
            moves |= {name} if reached else set()
        given = {s: v for k, (s, v) in enumerate(zip(self.inputs, values, strict=True)) if k not in moving}
        # One after the other, as the formula in one piece would.
        for name, part in still:
            used = sorted(part.free_symbols, key=str)
            given[name] = _lambdified(used, part)(*[given[s] for s in used])
        places = sorted(moving)
        run = _lambdified([*(self.inputs[k] for k in places), *given], results, lambda _: (again, results))
        fixed = list(given.values())

        def moved(changes: Mapping[int, Floats]) -> list[Floats]:
            found: list[Floats] = run(*[changes.get(k, values[k]) for k in places], *fixed)
            return found

        return moved


def _lambdified(inputs: Sequence[sp.Symbol], formulas: Any, cse: Any = False) -> Any:
    return sp.lambdify(list(inputs), formulas, modules=[OWN, "numpy"], cse=cse)


def near(function: Compiled, values: Sequence[Floats], moving: Collection[int] = ()) -> Near:
    """A function of changes to `values`, by place: what the changed values do not reach is not computed again.

    Where many changes come, and only to the places `moving`, a formula in one piece is compiled once more for them.
    """
    if isinstance(function, _Staged):
        return function.near(values)
    if isinstance(function, _Plain) and moving:
        return function.near(values, moving)
    return lambda changes: function(*[changes.get(k, v) for k, v in enumerate(values)])


def _compiled(expressions: Sequence[sp.Expr], inputs: Sequence[sp.Symbol], names: Names) -> Compiled:
    if not any(sp.sympify(e).has(Expectation) for e in expressions):
        return _Plain(_lambdified(inputs, list(expressions), cse=True), expressions, inputs)
    parts, results = stages(expressions, names)
    known = list(inputs)
    steps: list[_Step] = []

    def add(run: Compiled, used: Iterable[Iterable[sp.Expr]]) -> None:
        places = {s: k for k, s in enumerate(known)}
        symbols = [set[sp.Symbol]().union(*(sp.sympify(e).free_symbols for e in one)) for one in used]
        steps.append(_Step(run, tuple(frozenset(places[s] for s in one if s in places) for one in symbols)))

    for stage in parts:
        given, loop = stage.given, stage.loop
        add(_compiled(list(given.values()), known, names), [[e] for e in given.values()])
        known += given
        add(_summed(loop, known, names), [[body, loop.when] for body in loop.sums.values()])
        known += loop.sums
    add(_compiled(results, known, names), [[e] for e in results])
    return _Staged(tuple(steps))


def _summed(loop: Loop, known: Sequence[sp.Symbol], names: Names) -> Compiled:
    """A function of the known values that returns a loop's sums: a pass per node, so that nothing grows with them."""
    used = set().union(*(body.free_symbols for body in loop.sums.values()))
    places = [k for k, s in enumerate(known) if s in used]
    bodies = _compiled(list(loop.sums.values()), [*(known[k] for k in places), loop.node], names)
    when = sp.lambdify(list(known), loop.when, modules="numpy")

    def summed(*values: Floats) -> list[Floats]:
        needed = [values[k] for k in places]
        sums: list[Floats] = [np.zeros(())] * len(loop.sums)
        counts = np.not_equal(when(*values), 0)
        if not counts.any():
            return sums
        for z, weight in zip(loop.node.rule.nodes, loop.node.rule.weights, strict=True):
            sums = [np.asarray(s + weight * v) for s, v in zip(sums, bodies(*needed, z), strict=True)]
        return sums if counts.all() else [np.where(counts, s, 0.0) for s in sums]

    return summed


@cache
def numpy_findings(claim: Claim) -> Compiled:
    """The effects of a claim's findings, in order; call with the inputs' draws in the order of `claim.inputs`."""
    return to_numpy([f.effect for f in claim.findings], [symbol(i) for i in claim.inputs])


@cache
def numpy_effect(claim: Claim, finding: str) -> Compiled:
    """One finding's effect alone: what bisection for flips and swings evaluates many times."""
    return to_numpy([claim.finding(finding).effect], [symbol(i) for i in claim.inputs])


@cache
def numpy_parts(claim: Claim) -> Compiled:
    """The parts of all splits, in order of declaration."""
    parts = [p.expression for split in claim.splits for p in split.parts]
    return to_numpy(parts, [symbol(i) for i in claim.inputs])


@dataclass(frozen=True, eq=False)
class Term:
    """A term of a shared-out expression, with the players it depends on: what it adds is theirs alone."""

    expression: sp.Expr
    players: tuple[str, ...]


@cache
def terms(split: Split) -> tuple[Term, ...]:
    """The terms of a split's expression, gathered by the players they depend on; what depends on none is left out.

    Shapley's rule adds up over terms, and a player who does not occur in one gets nothing of it, so a term with k
    players needs 2^k evaluations whatever the number of players in all.
    """
    found: dict[tuple[str, ...], sp.Expr] = {}
    for e in sp.Add.make_args(split.expression):
        names = {s.name for s in e.free_symbols}
        players = tuple(p for p in split.players if p in names)
        found[players] = found.get(players, sp.S.Zero) + e
    return tuple(Term(e, players) for players, e in found.items() if players)


@cache
def numpy_term(claim: Claim, split: Split, index: int) -> Compiled:
    """One term of a split among players; call with the inputs' draws in the order of `claim.inputs`."""
    return to_numpy([terms(split)[index].expression], [symbol(i) for i in claim.inputs])


@cache
def numpy_fan(claim: Claim, index: int) -> Compiled:
    """One fan's series at one grid value; call with the inputs' draws, then the grid value."""
    fan = claim.fans[index]
    return to_numpy(list(fan.series.values()), [*(symbol(i) for i in claim.inputs), fan.over])


def compile_all(claim: Claim) -> None:
    """Compile whatever will be asked of a claim: processes that are forked from this one need not."""
    numpy_findings(claim)
    numpy_parts(claim)
    for finding in claim.findings:
        numpy_effect(claim, finding.id)
    for k in range(len(claim.fans)):
        numpy_fan(claim, k)
    for split in claim.splits:
        for k in range(len(terms(split)) if split.players else 0):
            numpy_term(claim, split, k)
