"""The one rule of what an input may be set to: files, links, sliders, widgets and calls all ask here.

`web/scales.js` states the rule for the browser; `tests/vectors/settings.json` is run against both.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Protocol

import numpy as np

from tilt.engine.scale import WHOLE, Interval, Scale, Setting, Weights


class Bounded(Protocol):
    """What the rule needs to know of an input.

    `bounds` are None where only the scale rules; `options` are the names of a choice's options, empty elsewhere.
    """

    @property
    def scale(self) -> Scale:
        """The input's scale."""

    @property
    def bounds(self) -> Interval | None:
        """How far its ends may be moved."""

    @property
    def options(self) -> tuple[str, ...]:
        """Names of its options."""


@dataclass(frozen=True)
class Form:
    """What the rule needs, stated by itself."""

    scale: Scale
    bounds: Interval | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """Why a setting cannot be: `kind` in a word, the rest as errors tell it."""

    kind: str
    what: str
    value: object
    allowed: str
    fix: str

    def __str__(self) -> str:
        return f"{self.value!r} {self.what}; allowed: {self.allowed}; fix: {self.fix}"


class SettingError(ValueError):
    """A setting that the rule refuses, with the refusal."""

    def __init__(self, id: str, refusal: Refusal):
        self.id, self.refusal = id, refusal
        super().__init__(f"{id}: {refusal}")


def _numbers(value: object) -> tuple[float, ...] | None:
    """A sequence of plain numbers; None for anything else, true and false among it."""
    if isinstance(value, Interval | Weights):
        return value.numbers
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        return None
    if any(isinstance(v, bool) or not isinstance(v, Real) for v in value):
        return None
    return tuple(_float(v) for v in value)


def _float(value: float) -> float:
    """A number as the engine has it; infinite where none of the engine's holds it."""
    try:
        return float(value)
    except OverflowError:  # a whole number of hundreds of digits
        return math.inf if value > 0 else -math.inf


def refusal(value: object, of: Bounded) -> Refusal | None:
    """Why `value` cannot be the input's setting; None where it can.

    `value` is an Interval, Weights, or what a file or a link holds in their place: two ends, or as many weights as
    there are options.
    """
    found = _numbers(value)
    shown: object = list(found) if found is not None else value
    wants = len(of.options) if of.scale is Scale.CHOICE else 2
    if found is None or len(found) != wants:
        allowed = (
            f"{wants} weights, one for each of {', '.join(of.options)}" if of.options else "two numbers, low first"
        )
        return Refusal("not numbers", "is not of a form that is understood", shown, allowed, f"give {allowed}")
    if not all(math.isfinite(v) for v in found):
        return Refusal(
            "not finite", "has an end that is no finite number", shown, "finite numbers", "give plain numbers"
        )
    return _bad_weights(found, of) if of.scale is Scale.CHOICE else _bad_interval(found, of)


def _bad_weights(shares: tuple[float, ...], of: Bounded) -> Refusal | None:
    if all(0 <= s <= 1 for s in shares) and abs(sum(shares) - 1) <= WHOLE:
        return None
    allowed = "from 0 to 1 each, 1 together"
    fix = "divide each by their sum" if sum(shares) > 0 and min(shares) >= 0 else "give no weight below 0"
    return Refusal("not weights", "are not weights that sum to one", list(shares), allowed, fix)


def _bad_interval(ends: tuple[float, ...], of: Bounded) -> Refusal | None:
    low, high = ends
    for end in ends:
        if not of.scale.allows(end):
            fix = "correct the value or the scale"
            return Refusal("off scale", f"a value is not possible on scale {of.scale}", end, of.scale.domain, fix)
    if low > high:
        return Refusal("reversed", "is reversed", list(ends), "low <= high", f"write [{high:g}, {low:g}]")
    if of.scale.certain and low != high:
        fix = "write the same number twice, or choose scale linear, log or logit"
        return Refusal("not one value", f"an input on scale {of.scale} has one value", list(ends), "one value", fix)
    if of.bounds and (low < of.bounds.low or high > of.bounds.high):
        allowed = f"{of.bounds.low:g} to {of.bounds.high:g}"
        fix = "narrow the interval or widen the bounds"
        return Refusal("outside bounds", "lies outside its bounds", list(ends), allowed, fix)
    return None


def read(id: str, value: object, of: Bounded) -> Setting:
    """What a caller gave for an input, as a setting.

    Besides settings and plain numbers in their place, a single number sets an input that has one value, the name of
    an option chooses it, and a mapping gives options their weights (those left out weigh nothing). Arrays and numbers
    of NumPy, which tables give, stand for lists and numbers. Raises SettingError.
    """
    value = value.tolist() if isinstance(value, np.ndarray | np.generic) else value
    if of.scale.certain and isinstance(value, int | float) and not isinstance(value, bool):
        value = (value, value)
    if of.scale is Scale.CHOICE and isinstance(value, str) and value in of.options:
        value = Weights.all_on(of.options.index(value), len(of.options))
    if of.scale is Scale.CHOICE and isinstance(value, Mapping) and set(value) <= set(of.options):
        value = [value.get(option, 0.0) for option in of.options]
    if (refused := refusal(value, of)) is not None:
        raise SettingError(id, refused)
    found = _numbers(value)
    assert found is not None
    return Weights(found) if of.scale is Scale.CHOICE else Interval(*found)
