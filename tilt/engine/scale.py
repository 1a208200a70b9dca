"""Uncertain inputs as intervals on a scale, and the one fixed set of draws that every claim and both engines share.

An input is stated by its 90 % interval; on its scale's link (log, logit, identity) it is normal with that interval.
All inputs read their randomness from one Owen-scrambled Sobol' point set, one column each, so moving an assumption
moves the answer and never the noise. Draw `i` belongs to replicate `i % REPLICATES`; replicates are scrambled
independently, which is what makes the Monte Carlo error beside each figure measurable from the draws themselves.

The browser's `draws.js` states the same integer arithmetic; the parity tests hold them together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import qmc

Floats = NDArray[np.float64]

Z90 = 1.6448536269514722
"""Half-width of a 90 % interval in standard deviations of a normal."""

REPLICATES = 16
PAGE_DRAWS = 4096
MAX_DRAWS = 2**20
INDEX_BITS = 16
"""Bits of a point's index within its replicate: 2^16 points in each of 16 replicates make MAX_DRAWS."""

SEED = 0x7117
"""Fixes the scrambles. Changing it changes every Monte Carlo figure of the book within its stated error."""


class Scale(StrEnum):
    """How an input's axis is bent before a normal is laid over it.

    `uniform` inputs are U(0, 1), choose branches, and are not editable; `fixed` ones are a reader's choice, certain;
    `switch` ones are such a choice between 0, off, and 1, on.
    """

    LOG = "log"
    LOGIT = "logit"
    LINEAR = "linear"
    UNIFORM = "uniform"
    FIXED = "fixed"
    SWITCH = "switch"

    @property
    def certain(self) -> bool:
        """Whether an input on this scale has one value, which the reader chooses."""
        return self in (Scale.FIXED, Scale.SWITCH)

    def allows(self, value: float) -> bool:
        """Whether `value` lies on the scale: positive for log, strictly between 0 and 1 for logit, finite always."""
        if not np.isfinite(value):
            return False
        if self is Scale.LOG:
            return value > 0
        if self is Scale.LOGIT:
            return 0 < value < 1
        if self is Scale.UNIFORM:
            return 0 <= value <= 1
        if self is Scale.SWITCH:
            return value in (0, 1)
        return True

    @property
    def domain(self) -> str:
        """The values the scale allows, in words."""
        words = {
            Scale.LOG: "above 0",
            Scale.LOGIT: "strictly between 0 and 1",
            Scale.UNIFORM: "from 0 to 1",
            Scale.SWITCH: "0 (off) or 1 (on)",
        }
        return words.get(self, "any finite number")

    def link(self, value: Floats | float) -> Floats:
        """Natural units to the axis on which the input is normal."""
        x = np.asarray(value, dtype=float)
        if self is Scale.LOG:
            return np.asarray(np.log(x))
        if self is Scale.LOGIT:
            return np.asarray(np.log(x / (1 - x)))
        return x

    def unlink(self, linked: Floats | float) -> Floats:
        """The inverse of `link`."""
        y = np.asarray(linked, dtype=float)
        if self is Scale.LOG:
            return np.asarray(np.exp(y))
        if self is Scale.LOGIT:
            return np.asarray(1 / (1 + np.exp(-y)))
        return y


@dataclass(frozen=True, order=True)
class Interval:
    """A 90 % interval [low, high] in the input's own unit; `low == high` states a certain value."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (np.isfinite(self.low) and np.isfinite(self.high)):
            msg = f"an interval needs two finite ends, not [{self.low}, {self.high}]"
            raise ValueError(msg)
        if self.low > self.high:
            msg = f"the interval [{self.low}, {self.high}] is reversed: write the lower end first"
            raise ValueError(msg)

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


@cache
def _directions(columns: int) -> NDArray[np.uint32]:
    """Direction numbers of SciPy's Sobol' sequence (Joe and Kuo), shape (columns, INDEX_BITS), as 32-bit fractions."""
    found = np.zeros((columns, INDEX_BITS), dtype=np.uint32)
    engine = qmc.Sobol(columns, scramble=False, bits=32)
    for bit in range(INDEX_BITS):
        # SciPy walks in Gray-code order: point 2^(bit+1) - 1 is the bit's direction number alone.
        engine.reset()
        engine.fast_forward(2 ** (bit + 1) - 1)
        found[:, bit] = (engine.random(1)[0] * 2**32).astype(np.uint32)
    return found


def directions(column: int) -> tuple[int, ...]:
    """Direction numbers of one column, INDEX_BITS integers below 2^32: all the browser needs to make that column."""
    size = 64
    while column >= size:
        size *= 2
    return tuple(int(v) for v in _directions(size)[column])


def _hash(x: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """A 32-bit integer mixer (`lowbias32`, Wellons 2018): turns counters into independent-looking seeds."""
    x = x ^ (x >> np.uint32(16))
    x = x * np.uint32(0x7FEB352D)
    x = x ^ (x >> np.uint32(15))
    x = x * np.uint32(0x846CA68B)
    return x ^ (x >> np.uint32(16))


def _reverse_bits(x: NDArray[np.uint32]) -> NDArray[np.uint32]:
    for shift, mask in ((1, 0x55555555), (2, 0x33333333), (4, 0x0F0F0F0F), (8, 0x00FF00FF)):
        s, m = np.uint32(shift), np.uint32(mask)
        x = ((x >> s) & m) | ((x & m) << s)
    return (x >> np.uint32(16)) | (x << np.uint32(16))


def _scramble(x: NDArray[np.uint32], seed: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Nested uniform (Owen) scramble by hashing (Laine and Karras 2011; Burley 2020; constants by Vegdahl 2021)."""
    x = _reverse_bits(x)
    x = x ^ (x * np.uint32(0x3D20ADEA))
    x = x + seed
    x = x * ((seed >> np.uint32(16)) | np.uint32(1))
    x = x ^ (x * np.uint32(0x05526C56))
    x = x ^ (x * np.uint32(0x53A22864))
    return _reverse_bits(x)


def replicate(draws: int) -> NDArray[np.int64]:
    """Replicate of each draw, shape (draws,)."""
    return np.arange(draws) % REPLICATES


def _column(column: int, draws: int) -> Floats:
    index = np.arange(draws, dtype=np.uint32) // np.uint32(REPLICATES)
    x = np.zeros(draws, dtype=np.uint32)
    for bit, number in enumerate(directions(column)):
        x ^= np.where((index >> np.uint32(bit)) & np.uint32(1), np.uint32(number), np.uint32(0))
    with np.errstate(over="ignore"):
        counter = np.uint32(SEED) + np.uint32(column * REPLICATES) + replicate(draws).astype(np.uint32)
        x = _scramble(x, _hash(_hash(counter)))
    return np.asarray((x.astype(float) + 0.5) / 2**32)


def _normal_column(column: int, draws: int) -> Floats:
    found = np.asarray(ndtri(_page_column(column, draws) if draws <= PAGE_DRAWS else _column(column, draws)))
    found.flags.writeable = False
    return found


# Only the page's size is kept: a column of MAX_DRAWS is 8 MB.
_page_column = cache(_column)
_page_normals = cache(_normal_column)


def uniforms(columns: Sequence[int], draws: int = PAGE_DRAWS) -> Floats:
    """The shared draws as uniforms strictly inside (0, 1).

    Shape (len(columns), draws). A longer set begins with the shorter one. Raises ValueError unless `draws` is a
    multiple of REPLICATES between REPLICATES and MAX_DRAWS.
    """
    return _stacked(_page_column if draws <= PAGE_DRAWS else _column, columns, draws)


def normals(columns: Sequence[int], draws: int = PAGE_DRAWS) -> Floats:
    """The shared draws as independent standard normals, shape (len(columns), draws)."""
    return _stacked(_page_normals if draws <= PAGE_DRAWS else _normal_column, columns, draws)


def _stacked(column: Callable[[int, int], Floats], columns: Sequence[int], draws: int) -> Floats:
    if not REPLICATES <= draws <= MAX_DRAWS or draws % REPLICATES:
        msg = f"draws must be a multiple of {REPLICATES} from {REPLICATES} to {MAX_DRAWS}, not {draws}"
        raise ValueError(msg)
    return np.stack([column(c, draws) for c in columns]) if columns else np.empty((0, draws))


def pearson(rank: float) -> float:
    """Correlation of the normals under a Gaussian copula that gives rank (Spearman) correlation `rank`."""
    return float(2 * np.sin(np.pi * rank / 6))
