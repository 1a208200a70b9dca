"""Formulas tried out: over draws from all of the bounds and over their corners each must give a real, finite number.

SymPy and NumPy say nothing of `sqrt(log(a / b))` where a is below b: the draws are NaN, count as a finding that does
not hold, and the credence looks like any other. The trial asks nothing of the defaults or of correlations, so that a
formula which passed holds for whatever a fork or a reader may state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from tilt.check.places import place
from tilt.claims import module
from tilt.engine.claim import Claim, symbol
from tilt.engine.compile import to_numpy
from tilt.engine.draws import PAGE_DRAWS
from tilt.engine.inputs import Assumption, Record
from tilt.engine.scale import Floats, Interval, Scale, Setting, Weights
from tilt.record.problems import Problem

CORNERS = 1024
"""Corners of the bounds besides those of single inputs: any five inputs are seen in each of their 32 corners."""

FEWER = 256
"""Draws, and corners, at each place of a fan: there are many places, and what breaks one breaks its neighbours."""

SHOWN = 6
"""Inputs whose values a message gives."""


Name = tuple[str, ...]
"""A formula's kind and id, of a fan also the series."""

Formulas = Mapping[Name, sp.Expr]

Grid = Sequence[tuple[str, float]]
"""Places at which formulas are tried: in words, and as the value of a fan's grid there."""


@dataclass(frozen=True)
class _Trial:
    """Values of a claim's inputs, shape (inputs, points): first so many draws from all of the bounds, then corners."""

    values: Floats
    draws: int

    def few(self) -> _Trial:
        """A share of the draws and of the corners."""
        chosen = [*range(min(FEWER, self.draws)), *range(self.draws, min(self.draws + FEWER, self.values.shape[1]))]
        return _Trial(self.values[:, chosen], min(FEWER, self.draws))


def broken(c: Claim, record: Record) -> Iterator[Problem]:
    """A problem for each formula of one claim that gives no number somewhere within the bounds."""
    year = record.edition.year
    widest = {id: _widest(record.assumptions[id]) for id in record.assumptions}
    with np.errstate(over="ignore"):  # bounds beyond what a number can say: the formulas tell of it
        drawn = replace(record, correlations=()).values(c.inputs, widest, PAGE_DRAWS)
    whole = _Trial(np.hstack([drawn, corners([record.assumptions[id] for id in c.inputs])]), PAGE_DRAWS)
    effects: Formulas = {("Finding", f.id): f.effect for f in c.findings}
    parts: Formulas = {("Part", p.id): p.expression for split in c.splits for p in split.parts}
    shared: Formulas = {("Split", split.finding): split.expression for split in c.splits if split.players}
    yield from _tried(c, {**effects, **parts, **shared}, whole)
    for fan in c.fans:
        series: Formulas = {("Fan", fan.id, name): e for name, e in fan.series.items()}
        grid = tuple((f" at {fan.axis} {label:g}", t) for label, t in zip(fan.labels, fan.times(year), strict=True))
        yield from _tried(c, series, whole.few(), fan.over, grid)


def corners(inputs: list[Assumption]) -> Floats:
    """Ends of the inputs' bounds, shape (inputs, corners): each input alone at either end, then all at random ends.

    Alone means that the others stand at their middle; a choice takes each of its options in place of two ends.
    """
    ends = [_ends(a) for a in inputs]
    middles = np.array([_middle(a) for a in inputs])
    alone = [np.where(np.arange(len(inputs)) == k, end, middles) for k, those in enumerate(ends) for end in those]
    rng = np.random.default_rng(1)
    mixed = [rng.choice(those, CORNERS) for those in ends]
    return np.hstack([np.transpose(alone), np.array(mixed)]) if inputs else np.empty((0, 0))


def _ends(a: Assumption) -> list[float]:
    low, high = a.bounds.low, a.bounds.high
    return [float(k) for k in range(len(a.options))] if a.scale is Scale.CHOICE else [low, high]


def _widest(a: Assumption) -> Setting:
    """All that may be stated: the bounds as an interval, of what has one value their middle, each option alike."""
    if a.scale is Scale.CHOICE:
        return Weights((1 / len(a.options),) * len(a.options))
    return Interval(_middle(a), _middle(a)) if a.scale.certain else Interval(a.bounds.low, a.bounds.high)


def _middle(a: Assumption) -> float:
    """The value in the middle of the bounds; of a switch and of a choice, the last."""
    ends = _ends(a)
    return ends[-1] if a.scale.steps else Interval(ends[0], ends[-1]).centre(a.scale)


def _tried(
    c: Claim, formulas: Formulas, at: _Trial, over: sp.Symbol | None = None, grid: Grid = (("", 0.0),)
) -> Iterator[Problem]:
    """A problem for each formula that gives no number at some of the points, at one place of the grid for all."""
    symbols = [*(symbol(id) for id in c.inputs), *([over] if over else [])]
    points = at.values.shape[1]
    try:
        with np.errstate(all="ignore"):
            function = to_numpy(list(formulas.values()), symbols)
            found = [function(*at.values, *([t] if over else [])) for _, t in grid]
    except (TypeError, ValueError, NameError, AttributeError, ZeroDivisionError) as error:
        fix = "write it in functions that NumPy and the page know"
        yield Problem(module(c.slug), None, f"has a formula that cannot be evaluated: {error}", c.slug, fix=fix)
        return
    for k, (name, formula) in enumerate(formulas.items()):
        for (where, _), results in zip(grid, found, strict=True):
            values = np.broadcast_to(results[k], points)
            bad = ~np.isfinite(values) | (np.imag(values) != 0)
            if bad.any():
                yield _told(c, name, where, formula, at, bad, values)
                break


def _told(
    c: Claim, name: Name, where: str, formula: sp.Expr, at: _Trial, bad: NDArray[np.bool_], values: Floats
) -> Problem:
    """The problem of a formula that gives no number at some points: in what share of draws and corners, an example."""
    kind, id, *series = name
    shares = (("draws from the bounds", bad[: at.draws]), ("corners of the bounds", bad[at.draws :]))
    said = " and ".join(f"{_percent(float(share.mean()))} of {what}" for what, share in shares)
    first = int(np.argmax(bad))
    used = [k for k, id in enumerate(c.inputs) if symbol(id) in formula.free_symbols]
    example = ", ".join(f"{c.inputs[k]} {at.values[k, first]:.4g}" for k in used[:SHOWN])
    more = f" and {len(used) - SHOWN} more" if len(used) > SHOWN else ""
    what = f"{' '.join([kind.lower(), *series])}{where} of {c.slug} gives no number in {said}"
    value = f"{_word(values[first])}{f', with {example}{more}' if example else ''}"
    allowed, fix = "a real, finite number wherever the bounds allow", "guard the formula there, or narrow the bounds"
    return Problem(*place(c.slug, kind, id), what, id, value=value, allowed=allowed, fix=fix)


def _percent(share: float) -> str:
    return "no" if share == 0 else f"{100 * share:.2g} %" if share < 1 else "100 %"


def _word(value: complex) -> str:
    if np.isnan(value):
        return "NaN"
    return "a complex number" if np.imag(value) != 0 else "an infinite number"
