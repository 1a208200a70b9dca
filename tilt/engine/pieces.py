"""Long work in pieces: a generator that yields the share done after each, and returns what it found."""

from __future__ import annotations

from collections.abc import Generator
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
