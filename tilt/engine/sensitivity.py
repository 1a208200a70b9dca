"""How far each input moves a finding, and where it would flip it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from tilt.engine.inputs import Assumption
from tilt.engine.scale import Floats, Interval, Scale, Setting
from tilt.engine.verdict import holds

FLIP_SCAN = 8
"""Cells a flip is looked for in, equal steps on the assumption's link axis between its bounds."""

FLIP_STEPS = 18
"""Bisections of the cell: places the flip within 2^-18 of a cell, far below a draw's weight."""

EffectAt = Callable[[float], Floats]
"""A finding's effect in each draw with one input held at a value."""


@dataclass(frozen=True)
class Swing:
    """One input held at each end of its interval, the others as drawn: the finding's credence there.

    A choice, and an input that has one value, is held at all it may be; of a choice, `at_low` and `at_high` are its
    options of least and most credence, and `options` tells which they are. `flip` is the value, in the assumption's
    unit, at which the credence crosses one half when the input is held there: the crossing nearest the interval's
    centre; None when there is none inside the bounds, or nothing lies between its values.

    >>> first = tilt.swings("task-horizons")[0]
    >>> first.size == abs(first.at_high - first.at_low)
    True
    """

    id: str
    at_low: float
    at_high: float
    flip: float | None
    options: tuple[str, str] | None = None

    @property
    def size(self) -> float:
        """How many units of credence the interval is worth."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Flip:
    """The single input that turns a finding soonest: held at `value`, in its unit, the credence crosses one half.

    `distance` is how far that lies from the centre of the input's interval, in half-widths of it on its scale: at 1 it
    is an end of the 90 % interval.
    """

    id: str
    value: float
    distance: float


def nearest_flip(inputs: Mapping[str, tuple[Assumption, Setting, EffectAt]], threshold: float) -> Flip | None:
    """The nearest flip of a finding with this threshold; None where no uncertain input turns it by itself.

    The order of the inputs matters for speed alone: after a near flip little of the others is looked at.
    """
    best: Flip | None = None
    for a, stated, effect in inputs.values():
        if not isinstance(stated, Interval) or a.scale.certain or stated.low == stated.high:
            continue
        low, high = (float(a.scale.link(end)) for end in stated.numbers)
        half = (high - low) / 2

        def credence(value: float, effect: EffectAt = effect) -> float:
            return float(np.mean(holds(effect(value), threshold)))

        within = best.distance * half if best else math.inf
        value = find_flip(credence, a.bounds, a.scale, stated.centre(a.scale), within)
        if value is not None:
            best = Flip(a.id, value, abs(float(a.scale.link(value)) - (low + high) / 2) / half)
    return best


def swings_of(inputs: Mapping[str, tuple[Assumption, Setting, EffectAt]], threshold: float) -> tuple[Swing, ...]:
    """Swing and flip of each input on a finding with this threshold, largest swing first."""
    found = [_swing(a, stated, effect, threshold) for a, stated, effect in inputs.values()]
    return tuple(sorted(found, key=lambda s: -s.size))


def _swing(a: Assumption, stated: Setting, effect: EffectAt, threshold: float) -> Swing:
    def credence(value: float) -> float:
        return float(np.mean(holds(effect(value), threshold)))

    if a.scale is Scale.CHOICE:
        by_option = {option: credence(place) for option, place in zip(a.options, a.ends, strict=True)}
        low, high = min(by_option, key=by_option.__getitem__), max(by_option, key=by_option.__getitem__)
        return Swing(a.id, by_option[low], by_option[high], None, (low, high))
    assert isinstance(stated, Interval)
    least, most = a.ends if a.scale.certain else stated.numbers
    flip = None if a.scale.steps else find_flip(credence, a.bounds, a.scale, stated.centre(a.scale))
    return Swing(a.id, credence(least), credence(most), flip)


def find_flip(
    credence: Callable[[float], float], bounds: Interval, scale: Scale, centre: float, within: float = math.inf
) -> float | None:
    """Value nearest `centre` at which `credence` crosses one half, or None.

    A crossing lies between two neighbours of an even scan of the link axis of which one is above one half and the
    other not; bisection then narrows it. Crossings that come and go inside one cell are not seen. Only those nearer
    than `within` on the link axis are looked for.
    """
    low, high = float(scale.link(bounds.low)), float(scale.link(bounds.high))
    middle = float(scale.link(centre))
    grid = [low + (high - low) * k / FLIP_SCAN for k in range(FLIP_SCAN + 1)]
    above = cache(lambda y: credence(float(scale.unlink(y))) > 0.5)
    best, found = within, None
    # Cells from the centre outwards: none that begins beyond the nearest crossing so far can have a nearer one.
    off = {k: max(grid[k] - middle, middle - grid[k + 1], 0.0) for k in range(FLIP_SCAN)}
    for k in sorted(off, key=off.__getitem__):
        if off[k] >= best or above(grid[k]) == above(grid[k + 1]):
            continue
        a, b = grid[k], grid[k + 1]
        for _ in range(FLIP_STEPS):
            half = (a + b) / 2
            if above(half) == above(grid[k]):
                a = half
            else:
                b = half
        if abs((a + b) / 2 - middle) < best:
            found = (a + b) / 2
            best = abs(found - middle)
    return None if found is None else float(scale.unlink(found))
