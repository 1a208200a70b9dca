"""What a publisher's file offers a table of the book: cells in the table's columns, by the id of the row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

Rows = Mapping[str, Mapping[str, str]]
"""The rows of a table of ours as they are written, by id."""


@dataclass(frozen=True)
class Offered:
    """A row that the file has: the line it stands on, and its cells in our columns, as they would be written.

    A row that we have takes over the cells; with `new`, a row that we lack is added, with `only_new` among its cells.
    """

    line: int
    cells: Mapping[str, str]
    new: bool = True
    only_new: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """A file as read: `rows` by our ids; `left_out` says, a sentence each, what of the file is not taken."""

    path: Path
    rows: Mapping[str, Offered]
    left_out: tuple[str, ...] = ()


def identifier(name: str) -> str:
    """An id for a model of this name, as the tables write them: `GPT-5.3 Codex` is `gpt-5.3-codex`."""
    return re.sub(r"[^a-z0-9.+]+", "-", name.lower()).strip("-.+")


def base(name: str) -> str:
    """A model's name without what stands in brackets at its end: `Gemini 2.5 Pro (Jun 2025)` is `Gemini 2.5 Pro`."""
    return re.sub(r"\s*\([^()]*\)$", "", name.strip())


def rounded(value: float, digits: int) -> str:
    """A number as the tables write it, with so many digits behind the point at most."""
    return repr(round(value, digits))
