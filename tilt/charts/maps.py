"""A credence over two assumptions, as a map: a cell for each pair of values, coloured by the side it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from tilt.charts.theme import CAPABILITY, INK, LINE, SAFETY, WIDTH
from tilt.engine.scale import Floats

CELL = 30
"""Pixels of a cell's height."""

LETTER = 6.5
"""Pixels of a letter below the axis, with what keeps names apart."""

DARKEST = 0.6
"""Opacity of a cell whose credence is 0 or 1: the number in it stays readable."""


def credence_map(
    credences: Floats, across: Sequence[str], up: Sequence[str], titles: tuple[str, str], width: int = WIDTH
) -> alt.TopLevelMixin:
    """Credences in per cent over two assumptions.

    Args:
        credences: Shape (values across, values up).
        across: Values of the one, from left to right, in words.
        up: Values of the other, from the bottom.
        titles: What the two are.
        width: Pixels of the plot.
    """
    cells = [
        {"x": i, "y": j, "share": abs(2 * c - 1) * DARKEST, "side": "holds" if c > 0.5 else "not",
         "text": f"{100 * c:.0f}"}
        for i, row in enumerate(credences.tolist()) for j, c in enumerate(row)
    ]  # fmt: skip
    place = width / max(len(across), 1)
    every = 1 + int(max(map(len, across), default=0) * LETTER > place)
    x = alt.X("x:O", axis=_axis(across, titles[0], every), scale=alt.Scale(padding=0.03))
    y = alt.Y("y:O", axis=_axis(up, titles[1]), sort="descending", scale=alt.Scale(padding=0.03))
    dark = alt.Opacity("share:Q", scale=alt.Scale(domain=[0, 1], range=[0, 1]), legend=None)
    sides = []
    for side, fill in (("holds", SAFETY), ("not", CAPABILITY)):
        mark = _of([c for c in cells if c["side"] == side]).mark_rect(fill=fill, stroke=LINE, aria=False)
        sides.append(mark.encode(x=x, y=y, opacity=dark))
    words = _of(cells).mark_text(fontSize=12, fill=INK, aria=False).encode(x=x, y=y, text="text:N")
    return alt.layer(*sides, words).properties(width=width, height=CELL * len(up))


def _of(cells: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=cells))


def _axis(values: Sequence[str], title: str, every: int = 1) -> alt.Axis:
    """Places named by words, or every second of them, with a title."""
    names = [v if k % every == 0 else "" for k, v in enumerate(values)]
    return alt.Axis(title=title, labelExpr=f"{names!r}[datum.value]", labelAngle=0, labelOverlap=False, grid=False)
