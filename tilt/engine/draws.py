"""The one fixed set of draws that every claim and both engines share.

All inputs read their randomness from one Owen-scrambled Sobol' point set, one column each, so moving an assumption
moves the answer and never the noise. Draw `i` belongs to replicate `i % REPLICATES`; replicates are scrambled
independently, which is what makes the Monte Carlo error beside each figure measurable from the draws themselves.

The browser's `draws.js` states the same integer arithmetic; the parity tests hold them together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tilt.engine.defaults import MAX_DRAWS, PAGE_DRAWS, REPLICATES
from tilt.engine.scale import Floats

INDEX_BITS = 16
"""Bits of a point's index within its replicate: 2^16 points in each of 16 replicates make MAX_DRAWS."""

SEED = 0x7117
"""Fixes the scrambles. Changing it changes every Monte Carlo figure of the book within its stated error."""

DIRECTIONS = Path(__file__).with_name("directions.npy")
"""Direction numbers of the Sobol' sequence (Joe and Kuo) as SciPy has them, shape (columns, INDEX_BITS), 32-bit
fractions. Kept as a file because SciPy's own generator takes a second to load; a test compares the two."""


@cache
def _directions() -> NDArray[np.uint32]:
    return np.asarray(np.load(DIRECTIONS), dtype=np.uint32)


def columns() -> int:
    """How many columns there are for assumptions to read."""
    return len(_directions())


def directions(column: int) -> tuple[int, ...]:
    """Direction numbers of one column, INDEX_BITS integers below 2^32: all the browser needs to make that column."""
    return tuple(int(v) for v in _directions()[column])


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


def _points(column: int, count: int) -> NDArray[np.uint32]:
    """The first points of a column before scrambling: each bit of the index doubles those there are."""
    x = np.zeros(1, dtype=np.uint32)
    for number in directions(column):
        if len(x) >= count:
            break
        x = np.concatenate([x, x ^ np.uint32(number)])
    return x[:count]


def _column(column: int, draws: int, first: int = 0) -> Floats:
    points = _points(column, (first + draws) // REPLICATES)[first // REPLICATES :]
    with np.errstate(over="ignore"):
        counter = np.uint32(SEED) + np.arange(column * REPLICATES, (column + 1) * REPLICATES, dtype=np.uint32)
        # The same points in every replicate, which differ by their scramble.
        x = _scramble(np.repeat(points, REPLICATES), np.tile(_hash(_hash(counter)), len(points)))
    return np.asarray((x.astype(float) + 0.5) / 2**32)


def _normal_column(column: int, draws: int, first: int = 0) -> Floats:
    kept = draws <= PAGE_DRAWS and not first
    found = np.asarray(ndtri(_page_column(column, draws) if kept else _column(column, draws, first)))
    found.flags.writeable = False
    return found


# Only the page's size is kept: a column of MAX_DRAWS is 8 MB.
_page_column = cache(_column)
_page_normals = cache(_normal_column)


def uniforms(columns: Sequence[int], draws: int = PAGE_DRAWS, first: int = 0) -> Floats:
    """The shared draws, from `first` on so many, as uniforms strictly inside (0, 1).

    Shape (len(columns), draws). A longer set begins with the shorter one. Raises ValueError unless both are multiples
    of REPLICATES, `draws` no less than that, and their sum at most MAX_DRAWS.
    """
    return _stacked(_page_column, _column, columns, draws, first)


def normals(columns: Sequence[int], draws: int = PAGE_DRAWS, first: int = 0) -> Floats:
    """The shared draws as independent standard normals, shape (len(columns), draws): see `uniforms`."""
    return _stacked(_page_normals, _normal_column, columns, draws, first)


def _stacked(
    kept: Callable[[int, int], Floats],
    made: Callable[[int, int, int], Floats],
    columns: Sequence[int],
    draws: int,
    first: int,
) -> Floats:
    if draws < REPLICATES or first < 0 or first + draws > MAX_DRAWS or draws % REPLICATES or first % REPLICATES:
        after = f" from draw {first} on" if first else ""
        msg = f"draws must be a multiple of {REPLICATES} from {REPLICATES} to {MAX_DRAWS - first}, not {draws}{after}"
        raise ValueError(msg)
    if draws <= PAGE_DRAWS and not first:
        found = [kept(c, draws) for c in columns]
    else:
        found = [made(c, draws, first) for c in columns]
    return np.stack(found) if columns else np.empty((0, draws))


def pearson(rank: float) -> float:
    """Correlation of the normals under a Gaussian copula that gives rank (Spearman) correlation `rank`."""
    return float(2 * np.sin(np.pi * rank / 6))
