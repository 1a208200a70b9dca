"""The specification curve: every reading of a finding by its credence, and below it which options each takes.

After Simonsohn, Simmons and Nelson (2020). Drawn in pixels and narrow, so that its words stay readable on a phone;
the page's style keeps it from growing on wide ones.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import altair as alt
import numpy as np

from tilt.charts.theme import CAPABILITY, INK, LINE, SAFETY, SOFT
from tilt.engine.readings import FindingReadings
from tilt.engine.scale import Floats
from tilt.format import THIN, percent

WIDTH, LEFT, TOP, PLOT = 350, 46, 8, 150
"""Pixels: the whole drawing, where points and strips begin, above the curve, and height of the curve."""

NAMED = 178
"""Pixels that the name of the default needs."""

COLUMNS = 60
"""Columns of the strips at most: of more readings, neighbours by credence share one."""

POINTS = 240
"""Readings that are drawn as points; more are so close that a line shows the same."""

LETTERS = {"title": 44, "option": 41}
"""Letters in a line of words."""

LINE_HEIGHT, STRIP = 16, 8
"""Height of a line of words, and of a strip."""

TEXT: Mapping[str, Mapping[str, Any]] = {
    "axis": {"align": "right", "fontSize": 12, "fill": SOFT},
    "title": {"align": "left", "fontSize": 12.5, "fontWeight": 600, "fill": INK},
    "option": {"align": "left", "fontSize": 12.5, "fill": INK},
    "share": {"align": "right", "fontSize": 12.5, "fill": SOFT},
    "default": {"align": "left", "fontSize": 12.5, "fontWeight": 600, "fill": INK},
}


@dataclass
class _Drawing:
    """What stands where."""

    words: list[dict[str, Any]] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    cells: list[dict[str, Any]] = field(default_factory=list)
    points: list[dict[str, Any]] = field(default_factory=list)
    height: float = TOP + PLOT

    def write(self, kind: str, x: float, y: float, text: str) -> None:
        self.words.append({"kind": kind, "x": x, "y": y, "text": text})

    def paragraph(self, kind: str, x: float, text: str) -> None:
        """Words in as many lines as they need, below all that stands there."""
        for line in textwrap.wrap(text, LETTERS[kind]):
            self.height += LINE_HEIGHT
            self.write(kind, x, self.height, line)


def specification_curve(found: FindingReadings, credence: float, default: int | None) -> alt.LayerChart:
    """The readings of a finding, sorted by credence, over strips that show where each option is taken.

    Args:
        found: Two readings or more.
        credence: The finding's credence under the book's defaults, which weights may make a mixture of readings.
        default: The place of the reading that is the book's own among `found.each()`, where there is one.
    """
    drawing = _Drawing()
    order = np.argsort(found.credences, axis=None, kind="stable")
    ring: dict[str, Any] = {}
    if default is not None:
        rank = int(np.flatnonzero(order == default)[0])
        ring = {
            "x": _across(rank + 0.5, found.count),
            "y": _up(float(found.credences.flat[default])),
            "kind": "default",
        }
        drawing.points.append(ring)
    _curve(drawing, found.credences.ravel()[order], credence, right=ring.get("x", WIDTH) < LEFT + NAMED)
    for spec, _ in found.strongest:
        _strips(drawing, found, found.specifications.index(spec), order)
    return _drawn(drawing, lines=found.count > POINTS)


def _across(place: float, count: int) -> float:
    return LEFT + (WIDTH - LEFT) * place / count


def _up(share: float) -> float:
    return TOP + PLOT * (1 - share)


def _curve(drawing: _Drawing, shares: Floats, credence: float, right: bool) -> None:
    """The sorted credences over a scale, one half and the book's default, which is named at its left or `right` end."""
    for share in (0, 0.5, 1):
        drawing.rules.append({"x": LEFT, "x2": WIDTH, "y": _up(share), "kind": "half" if share == 0.5 else "end"})
        drawing.write("axis", LEFT - 8, _up(share) + 4, f"{100 * share:.0f}{THIN}%")
    drawing.rules.append({"x": LEFT, "x2": WIDTH, "y": _up(credence), "kind": "default"})
    # Above the line at its left end the curve never comes, nor below it at the right, but the half line may.
    below = right or 0.38 < credence < 0.5
    at = WIDTH - NAMED if right else LEFT + 4
    drawing.write("default", at, _up(credence) + (14 if below else -5), f"the book’s default: {percent(credence)}")
    for k, share in enumerate(shares):
        side = "above" if share > 0.5 else "below"
        drawing.points.append({"x": _across(k + 0.5, len(shares)), "y": _up(float(share)), "kind": side})


def _strips(drawing: _Drawing, found: FindingReadings, axis: int, order: np.ndarray[Any, np.dtype[np.intp]]) -> None:
    """A specification: its title, then for each option its words, its mean credence, and where it is taken."""
    spec = found.specifications[axis]
    drawing.height += 12
    drawing.paragraph("title", 0, spec.title)
    taken = np.indices(found.credences.shape)[axis].ravel()[order]
    for k, option in enumerate(spec.options):
        drawing.height += 2
        drawing.paragraph("option", LEFT, option.title)
        drawing.write("share", WIDTH, drawing.height, percent(float(found.having(axis, k).mean())))
        top = drawing.height + 5
        drawing.cells.append({"x": LEFT, "x2": WIDTH, "y": top, "y2": top + STRIP, "share": 1, "kind": "track"})
        for start, stop, share in _runs(taken == k):
            x, x2 = (_across(place, found.count) for place in (start, stop))
            drawing.cells.append({"x": x, "x2": x2, "y": top, "y2": top + STRIP, "share": share, "kind": "taken"})
        drawing.height = top + STRIP


def _runs(taken: np.ndarray[Any, np.dtype[np.bool_]]) -> Iterator[tuple[int, int, float]]:
    """Neighbouring columns with the same share of readings that take an option: from, to, share; none where it is 0."""
    edges = np.linspace(0, len(taken), min(COLUMNS, len(taken)) + 1).round().astype(int)
    columns = [(int(a), int(b), round(float(taken[a:b].mean()), 2)) for a, b in pairwise(edges)]
    start = 0
    for k, (_, stop, share) in enumerate(columns):
        if k + 1 == len(columns) or columns[k + 1][2] != share:
            if share:
                yield columns[start][0], stop, share
            start = k + 1


def _drawn(drawing: _Drawing, lines: bool) -> alt.LayerChart:
    """Strips, rules, points, the ring, words: each kind in its own look, all in pixels from the top left."""
    height = drawing.height + 4
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, WIDTH], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False))
    dark = alt.Opacity("share:Q", scale=alt.Scale(domain=[0, 1], range=[0, 1]), legend=None)
    layers: list[alt.Chart] = []
    for kind, fill in (("track", LINE), ("taken", INK)):
        layers.append(
            _of(drawing.cells, kind).mark_rect(fill=fill).encode(x=x, x2="x2:Q", y=y, y2="y2:Q", opacity=dark)
        )
    for kind, stroke, dash in (("end", LINE, [1, 0]), ("half", SOFT, [2, 3]), ("default", INK, [1, 0])):
        rules = _of(drawing.rules, kind).mark_rule(stroke=stroke, strokeDash=dash)
        layers.append(rules.encode(x=x, x2="x2:Q", y=y))
    for kind, colour in (("below", CAPABILITY), ("above", SAFETY)):
        points = _of(drawing.points, kind)
        if lines:
            drawn = points.mark_line(stroke=colour, strokeWidth=3)
        else:
            drawn = points.mark_point(fill=colour, filled=True, size=30, opacity=1)
        layers.append(drawn.encode(x=x, y=y))
    ring = _of(drawing.points, "default").mark_point(stroke=INK, strokeWidth=1.6, size=110, opacity=1)
    layers.append(ring.encode(x=x, y=y))
    for kind, style in TEXT.items():
        words = _of(drawing.words, kind).mark_text(baseline="alphabetic", **style)
        layers.append(words.encode(x=x, y=y, text="text:N"))
    return alt.layer(*layers).resolve_scale(opacity="independent").properties(width=WIDTH, height=height)


def _of(rows: list[dict[str, Any]], kind: str) -> alt.Chart:
    return alt.Chart(
        alt.InlineData(values=[{k: v for k, v in r.items() if k != "kind"} for r in rows if r["kind"] == kind])
    )
