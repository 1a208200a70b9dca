"""Defensible specifications as data: what a claim may be told in more than one way, and the options for each.

A *reading* of a claim takes one option of every specification; `tilt.engine.readings` works out what each finds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tilt.engine.inputs import Stated


@dataclass(frozen=True)
class Option:
    """One way to take a specification: what it changes of the book's defaults, by input, and why. None is the book's.

    `title` is a sentence's end: "the same in both fields".
    """

    id: str
    title: str
    changes: Mapping[str, Stated]
    reason: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Specification:
    """Something that defensible people would take in one way or another: two or more options, in plain words."""

    id: str
    title: str
    options: tuple[Option, ...]

    @property
    def inputs(self) -> frozenset[str]:
        """The inputs that some option changes."""
        return frozenset(id for option in self.options for id in option.changes)
