"""What a claim's `charts` and `evidence` rooms declare: pictures that follow the reader, figures, tables.

Data, no behaviour; `tilt.explorer.rows` knows which rows each kind of picture shows.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import altair as alt
import pandas as pd

from tilt.charts.kinds import distribution
from tilt.charts.theme import WIDTH
from tilt.engine.run import Run

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Picture:
    """A chart the explorer keeps up to date.

    `kind` says which rows it shows (see `tilt.explorer.rows`): `distribution` of the chosen finding's effect,
    `fan` of the fan `target`, `split` of the finding `target`, `intervals` of the assumptions `ids` over what was
    measured of each; `fixed` adds rows that no assumption moves, such as measured points. `draw` makes the Altair chart
    from all of them; `describe` is its text alternative.
    """

    id: str
    kind: Literal["distribution", "fan", "split", "intervals"]
    title: str
    note: str
    describe: str
    draw: Callable[..., alt.TopLevelMixin]
    target: str | None = None
    ids: tuple[str, ...] = ()
    fixed: Callable[[], Mapping[str, Rows]] | None = None


SPREAD = Picture(
    id="spread",
    kind="distribution",
    title="How the effect is spread over the draws",
    note="Solid line: where the finding flips. Dashed: median. The end bars gather what lies beyond.",
    describe="Histogram of the chosen finding’s effect, split at its threshold.",
    draw=distribution,
)
"""The picture every claim shows: the chosen finding's effect."""


@dataclass(frozen=True, eq=False)
class Figure:
    """A picture of evidence in a chapter: drawn from tables, moved by no reader. `table` gives its data.

    `draw` is called for a wide page and for a phone, with the drawing's `width` in pixels. `title` states what the
    picture shows: a sentence whose figures are the claim's facts, named in braces as in prose, or what computes it. All
    may take the chapter's run: see `given`.
    """

    id: str
    title: str | Callable[..., str]
    note: str
    describe: str
    draw: Callable[..., alt.TopLevelMixin]
    table: Callable[..., pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Table:
    """A computed table of a chapter with its caption. `rows` may take the chapter's run: see `given`."""

    caption: str
    rows: Callable[..., pd.DataFrame]


A = TypeVar("A")


def given(run: Run, function: Callable[..., A], width: int = WIDTH) -> A:
    """What a declared function returns: called with the `run` and the `width`, of these with what it takes."""
    offered = {"run": run, "width": width}
    return function(**{k: v for k, v in offered.items() if k in inspect.signature(function).parameters})
