"""A claim in outline: what the checks of data and chapters need of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outline:
    """One claim: its inputs, what its formulas use, and what of that is no input and not declared; what its steps show.

    `marks` are the other letters of its steps: what is written so, in words, and its LaTeX.
    """

    slug: str
    inputs: tuple[str, ...]
    used: tuple[str, ...]
    undeclared: tuple[str, ...]
    shown: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]
