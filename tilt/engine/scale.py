"""Uncertain inputs on scales: one table of scales, intervals and weights.

An input is stated by its 90 % interval; on its scale's link (log, logit, identity) it is normal with that interval.
A choice is stated by the weights of its options. `web/scales.js` holds the same table for the browser; what a setting
may be is ruled in `tilt.engine.setting`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Z90 = 1.6448536269514722
"""Half-width of a 90 % interval in standard deviations of a normal."""


class Scale(StrEnum):
    """How an input's axis is bent before a normal is laid over it.

    `fixed` inputs are a reader's choice, certain; `switch` ones are such a choice between 0, off, and 1, on; a `choice`
    takes one of its named options in each draw, as often as the option weighs.
    """

    LOG = "log"
    LOGIT = "logit"
    LINEAR = "linear"
    FIXED = "fixed"
    SWITCH = "switch"
    CHOICE = "choice"

    @property
    def certain(self) -> bool:
        """Whether an input on this scale has one value, which the reader chooses."""
        return SCALES[self].certain

    @property
    def steps(self) -> bool:
        """Whether an input on this scale takes a few values with nothing between them, so that nothing flips there."""
        return self in (Scale.SWITCH, Scale.CHOICE)

    def allows(self, value: float) -> bool:
        """Whether `value` lies on the scale: positive for log, strictly between 0 and 1 for logit, finite always."""
        return bool(np.isfinite(value)) and SCALES[self].allows(value)

    @property
    def domain(self) -> str:
        """The values the scale allows, in words."""
        return SCALES[self].domain

    def link(self, value: Floats | float) -> Floats:
        """Natural units to the axis on which the input is normal."""
        return np.asarray(SCALES[self].link(np.asarray(value, dtype=float)))

    def unlink(self, linked: Floats | float) -> Floats:
        """The inverse of `link`."""
        return np.asarray(SCALES[self].unlink(np.asarray(linked, dtype=float)))


def _same(x: Floats) -> Floats:
    return x


@dataclass(frozen=True)
class _Axis:
    """What one scale is: the values it allows, in words and as a test, and its link with the link's inverse."""

    domain: str
    allows: Callable[[float], bool] = lambda _: True
    link: Callable[[Floats], Floats] = _same
    unlink: Callable[[Floats], Floats] = _same
    certain: bool = False


SCALES: Mapping[Scale, _Axis] = {
    Scale.LOG: _Axis("above 0", lambda v: v > 0, np.log, np.exp),
    Scale.LOGIT: _Axis(
        "strictly between 0 and 1", lambda v: 0 < v < 1, lambda x: np.log(x / (1 - x)), lambda y: 1 / (1 + np.exp(-y))
    ),
    Scale.LINEAR: _Axis("any finite number"),
    Scale.FIXED: _Axis("any finite number", certain=True),
    Scale.SWITCH: _Axis("0 (off) or 1 (on)", lambda v: v in (0, 1), certain=True),
    Scale.CHOICE: _Axis("the weight of an option, from 0 to 1", lambda v: 0 <= v <= 1),
}


@dataclass(frozen=True, order=True)
class Interval:
    """A 90 % interval [low, high] in the input's own unit; `low == high` states a certain value.

    >>> tilt.verdicts("task-horizons", {"length_ratio": tilt.Interval(1, 8)})[0].word
    'likely'
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (np.isfinite(self.low) and np.isfinite(self.high)):
            msg = f"[{self.low}, {self.high}] has an end that is no finite number; allowed: finite numbers"
            raise ValueError(msg)
        if self.low > self.high:
            fix = f"write [{self.high:g}, {self.low:g}]"
            msg = f"[{self.low}, {self.high}] is reversed; allowed: low <= high; fix: {fix}"
            raise ValueError(msg)

    @property
    def numbers(self) -> tuple[float, ...]:
        """Both ends, as links, files and the browser have them."""
        return (self.low, self.high)

    def normal(self, scale: Scale) -> tuple[float, float]:
        """Mean and standard deviation on the link axis of the normal whose 90 % interval this is."""
        low, high = float(scale.link(self.low)), float(scale.link(self.high))
        return (low + high) / 2, (high - low) / (2 * Z90)

    def centre(self, scale: Scale) -> float:
        """The median in natural units."""
        return float(scale.unlink(self.normal(scale)[0]))

    def values(self, scale: Scale, z: Floats) -> Floats:
        """Standard normals (any shape) to values of the input, same shape, in its unit."""
        if scale.certain:
            return np.full(np.shape(z), self.low)
        mean, sd = self.normal(scale)
        return scale.unlink(mean + sd * z)


WHOLE = 1e-6
"""How far from one the weights of a choice may sum: what rounding of per cents leaves."""


@dataclass(frozen=True)
class Weights:
    """How much each option of a choice weighs, in the order of its options; together one.

    >>> tilt.Weights((0.5, 0.25, 0.25)).chosen
    0
    """

    shares: tuple[float, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "shares", tuple(float(s) for s in self.shares))
        if not all(np.isfinite(s) and s >= 0 for s in self.shares) or abs(sum(self.shares) - 1) > WHOLE:
            msg = f"weights are shares from 0 to 1 that sum to one, not {list(self.shares)}"
            raise ValueError(msg)

    @classmethod
    def all_on(cls, option: int, options: int) -> Weights:
        """Certainty of one option, by its place among so many."""
        return cls(tuple(float(k == option) for k in range(options)))

    @property
    def numbers(self) -> tuple[float, ...]:
        """The weights, as links, files and the browser have them."""
        return self.shares

    @property
    def chosen(self) -> int:
        """The place of the option that weighs most, the first of them where several do."""
        return max(range(len(self.shares)), key=lambda k: self.shares[k])

    def values(self, u: Floats) -> Floats:
        """Uniforms in (0, 1) to places of options, 0 for the first, each as often as it weighs."""
        edges = np.cumsum(self.shares[:-1])
        return np.searchsorted(edges, u, side="right").astype(float)


Setting = Interval | Weights
"""What a reader or a file says of an input: an interval, or the weights of a choice."""


def numbers(setting: Setting | Sequence[float]) -> list[float]:
    """A setting as plain numbers."""
    return list(setting.numbers if isinstance(setting, Interval | Weights) else setting)
