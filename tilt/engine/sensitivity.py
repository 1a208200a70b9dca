"""How far each assumption moves a finding, and where it would flip it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from tilt.engine.claim import Claim, Finding
from tilt.engine.compile import numpy_effect
from tilt.engine.scale import PAGE_DRAWS, Interval, Scale
from tilt.record.assumptions import DEFAULT, Record, Scenario, record

FLIP_SCAN = 8
"""Cells a flip is looked for in, equal steps on the assumption's link axis between its bounds."""

FLIP_STEPS = 18
"""Bisections of the cell: places the flip within 2^-18 of a cell, far below a draw's weight."""


@dataclass(frozen=True)
class Swing:
    """One assumption held at each end of its interval, the others as drawn: the finding's credence there.

    `flip` is the value, in the assumption's unit, at which the credence crosses one half when the assumption is held
    there: the crossing nearest the interval's centre; None when there is none inside the bounds.
    """

    id: str
    at_low: float
    at_high: float
    flip: float | None

    @property
    def size(self) -> float:
        """How many units of credence the interval is worth."""
        return abs(self.at_high - self.at_low)


def swings(
    claim: Claim,
    finding: str | None = None,
    scenario: Scenario | Mapping[str, Interval] = DEFAULT,
    draws: int = PAGE_DRAWS,
    book: Record | None = None,
) -> tuple[Swing, ...]:
    """Swing and flip of every editable input of a claim on one finding (default: the headline), largest swing first."""
    book = book or record()
    chosen = claim.finding(finding) if finding else claim.headline
    if scenario is DEFAULT and book is record():
        return _default_swings(claim, chosen.id, draws)
    return _swings(claim, chosen, book.intervals(scenario), draws, book)


@cache
def _default_swings(claim: Claim, finding: str, draws: int) -> tuple[Swing, ...]:
    """Under the book's defaults: a chapter's sentences and its explorer both ask for them."""
    return _swings(claim, claim.finding(finding), record().intervals(), draws, record())


def _swings(
    claim: Claim, chosen: Finding, intervals: Mapping[str, Interval], draws: int, book: Record
) -> tuple[Swing, ...]:
    x = list(book.values(claim.inputs, intervals, draws))
    effect = numpy_effect(claim, chosen.id)

    def credence_at(place: int) -> Callable[[float], float]:
        def credence(value: float) -> float:
            held = [*x[:place], np.float64(value), *x[place + 1 :]]
            return float(np.mean(effect(*held)[0] > chosen.threshold))

        return credence

    found = []
    for place, id in enumerate(claim.inputs):
        a = book.assumptions[id]
        if not a.editable:
            continue
        at = credence_at(place)
        low, high = (a.bounds.low, a.bounds.high) if a.scale.certain else (intervals[id].low, intervals[id].high)
        on_or_off = a.scale is Scale.SWITCH  # nothing lies between, so nothing flips there
        flip = None if on_or_off else find_flip(at, a.bounds, a.scale, intervals[id].centre(a.scale))
        found.append(Swing(id, at(low), at(high), flip))
    return tuple(sorted(found, key=lambda s: -s.size))


def find_flip(credence: Callable[[float], float], bounds: Interval, scale: Scale, centre: float) -> float | None:
    """Value nearest `centre` at which `credence` crosses one half, or None.

    A crossing lies between two neighbours of an even scan of the link axis of which one is above one half and the
    other not; bisection then narrows it. Crossings that come and go inside one cell are not seen.
    """
    low, high = float(scale.link(bounds.low)), float(scale.link(bounds.high))
    grid = [low + (high - low) * k / FLIP_SCAN for k in range(FLIP_SCAN + 1)]
    above = [credence(float(scale.unlink(y))) > 0.5 for y in grid]
    middle = float(scale.link(centre))
    best: float | None = None
    for k in range(FLIP_SCAN):
        if above[k] == above[k + 1]:
            continue
        a, b = grid[k], grid[k + 1]
        for _ in range(FLIP_STEPS):
            half = (a + b) / 2
            if (credence(float(scale.unlink(half))) > 0.5) == above[k]:
                a = half
            else:
                b = half
        crossing = (a + b) / 2
        if best is None or abs(crossing - middle) < abs(best - middle):
            best = crossing
    return None if best is None else float(scale.unlink(best))
