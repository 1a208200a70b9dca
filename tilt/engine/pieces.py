"""Long work in pieces: a generator that yields the share done after each, and returns what it found."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

R = TypeVar("R")

Pieces = Generator[float, None, R]


def as_part(steps: Pieces[R], start: float, end: float) -> Pieces[R]:
    """Work that is a part of other work, from one share of it to another."""
    while True:
        try:
            share = next(steps)
        except StopIteration as ended:
            found: R = ended.value
            return found
        yield start + (end - start) * share


def to_the_end(steps: Pieces[R], tell: Callable[[float], object] = lambda _: None) -> R:
    """What work finds, done here and now. `tell` is called with the share done, after each piece."""
    while True:
        try:
            share = next(steps)
        except StopIteration as ended:
            found: R = ended.value
            return found
        tell(share)
