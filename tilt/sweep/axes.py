"""What a sweep varies, as axes, and which points they make: a point is a number along each axis.

Points are numbered and made when they are asked for, so that a sweep of millions is no larger than its axes. A sample's
points depend on seed, axis and number alone: a longer sample begins with the shorter one.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod

import numpy as np

from tilt.engine.inputs import SameAs, Stated
from tilt.engine.scale import Floats, Interval, Scale

STEP = 4
"""Numbers that the generator makes at a time: a chunk begins at a multiple of it."""

Cells = Mapping[str, float | str]
"""What a row says of a point, by column."""


@dataclass(frozen=True)
class Place:
    """A place on an axis: what it sets, by input, and the cells of a row that say so."""

    changes: tuple[tuple[str, Stated], ...]
    cells: tuple[tuple[str, float | str], ...]

    @property
    def ties(self) -> tuple[tuple[str, Stated], ...]:
        """The inputs that take another's value here."""
        return tuple((id, s) for id, s in self.changes if isinstance(s, SameAs))


@dataclass(frozen=True)
class Listed:
    """An axis with places of its own: an input's settings, or a specification's options. All weigh the same."""

    name: str
    places: tuple[Place, ...]

    def at(self, number: float) -> Place:
        """The place with this number, from 0."""
        return self.places[int(number)]

    def drawn(self, u: Floats) -> Floats:
        """Uniforms in [0, 1) to places' numbers."""
        return np.floor(u * len(self.places))


@dataclass(frozen=True)
class Ranged:
    """An axis along which an input is held at one value between two, in its unit: evenly on its own scale."""

    name: str
    scale: Scale
    low: float
    high: float

    def at(self, number: float) -> Place:
        """The place at this share of the way, from 0 to 1."""
        low, high = float(self.scale.link(self.low)), float(self.scale.link(self.high))
        value = float(np.clip(self.scale.unlink(low + number * (high - low)), self.low, self.high))
        return place(self.name, Interval(value, value))

    def drawn(self, u: Floats) -> Floats:
        """Uniforms in [0, 1) as they are."""
        return u


Axis = Listed | Ranged


def place(id: str, stated: Stated, words: str = "") -> Place:
    """A setting of an input as a place; `words` are a choice's."""
    cells: tuple[tuple[str, float | str], ...]
    if isinstance(stated, SameAs):
        cells = ((f"{id}_same_as", stated.id),)
    elif isinstance(stated, Interval):
        cells = ((f"{id}_low", stated.low), (f"{id}_high", stated.high))
    else:
        cells = ((id, words),)
    return Place(((id, stated),), cells)


@dataclass(frozen=True)
class Block:
    """Findings of one claim at every point of its axes: all combinations, or so many drawn with a `seed`."""

    claim: str
    findings: tuple[str, ...]
    axes: tuple[Axis, ...]
    draws: int
    seed: int | None = None
    sampled: int = 0

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many places each axis of a grid has."""
        return tuple(len(a.places) for a in self.axes if isinstance(a, Listed))

    @property
    def points(self) -> int:
        """How many points there are."""
        return prod(self.sizes) if self.seed is None else self.sampled

    def numbers(self, first: int, count: int) -> Floats:
        """Points from `first` on, a row each, shape (count, axes); the last axis of a grid moves fastest.

        `first` is a multiple of STEP.
        """
        found = np.empty((count, len(self.axes)))
        if self.seed is None:
            if self.axes:
                found[:] = np.stack(np.unravel_index(np.arange(first, first + count), self.sizes), axis=1)
            return found
        for k, axis in enumerate(self.axes):
            key = np.array([self.seed, zlib.crc32(axis.name.encode())], dtype=np.uint64)
            stream = np.random.Philox(key=key).advance(first // STEP)
            found[:, k] = axis.drawn(np.random.Generator(stream).random(count))
        return found

    def places(self, first: int, count: int) -> Iterator[tuple[dict[str, Stated], Cells]]:
        """What each point sets, by input, and the cells of its row."""
        for row in self.numbers(first, count):
            at = [axis.at(number) for axis, number in zip(self.axes, row, strict=True)]
            yield dict(c for p in at for c in p.changes), dict(c for p in at for c in p.cells)


@dataclass(frozen=True)
class Chunk:
    """Some of a block's points: what is evaluated, kept and found again as one."""

    block: Block
    first: int
    count: int


def chunks(block: Block, size: int) -> Iterator[Chunk]:
    """A block's points, so many at a time."""
    for first in range(0, block.points, size):
        yield Chunk(block, first, min(size, block.points - first))
