"""How claim 6's figure of what was measured is drawn: a pair of bars for each source, on a scale of the pair's own."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt

from tilt.charts import kinds as charts

SIZE = 12.5
"""Size of all words in pixels."""

LETTER, FIGURES = 0.6, 88
"""Width of a letter over its size, rather more than less since fonts differ; pixels right of the bars for figures."""


LINE, BAR = 18, 20
"""Pixels of a line of words, and from one bar to the next."""

GROUPS, PAIRS = 24, 16
"""Pixels above the title of a group, and above a pair."""

COLOURS = {"safety": charts.SAFETY, "capability": charts.CAPABILITY, "people": charts.FAINT, "all": charts.FAINT}
"""Fill of a bar: the field it is of, or grey for what that field or its agents are compared with."""

STYLES: Mapping[str, Mapping[str, Any]] = {
    "group": {"align": "left", "fontWeight": 700, "fill": charts.INK},
    "remark": {"align": "left", "fill": charts.SOFT},
    "safety": {"align": "left", "fontWeight": 600, "fill": charts.SAFETY},
    "capability": {"align": "left", "fontWeight": 600, "fill": charts.CAPABILITY},
    "known": {"align": "right", "fill": charts.SOFT},
    "heading": {"align": "left", "fontWeight": 600, "fill": charts.INK},
    "name": {"align": "left", "fill": charts.INK},
}


@dataclass(frozen=True)
class Bar:
    """One of two figures that are compared: its name, its value, how that is written, and what colours it."""

    name: str
    value: float
    written: str
    kind: str


@dataclass(frozen=True)
class Pair:
    """What one source says: its side (`safety` or `capability`) and that in words, its date and grade, two figures."""

    side: str
    word: str
    known: str
    heading: str
    measure: str
    bars: tuple[Bar, Bar]


@dataclass(frozen=True)
class Group:
    """Pairs that speak of the same, with what they can say."""

    title: str
    remark: str
    pairs: Sequence[Pair]


@dataclass
class _Drawing:
    """What stands where: words and bars with their places in pixels from the top."""

    letters: int
    words: list[dict[str, Any]] = field(default_factory=list)
    bars: list[dict[str, Any]] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    height: float = 0

    def paragraph(self, kind: str, text: str) -> None:
        """Words in as many lines as they need, below all that stands there."""
        for line in textwrap.wrap(text, self.letters):
            self.height += LINE
            self.words.append({"kind": kind, "y": self.height, "text": line})

    def pair(self, pair: Pair) -> None:
        """The words of a pair over its bars, the longer of which takes all the room."""
        self.height += PAIRS
        self.words.append({"kind": "known", "y": self.height + LINE, "text": pair.known})
        self.paragraph(pair.side, pair.word)
        self.paragraph("heading", pair.heading)
        self.paragraph("remark", pair.measure)
        self.height += 6
        longest = max(b.value for b in pair.bars)
        for bar in pair.bars:
            self.words.append({"kind": "name", "y": self.height + 13, "text": bar.name})
            self.bars.append({"y": self.height + 2, "y2": self.height + BAR - 4, "share": bar.value / longest,
                              "fill": COLOURS[bar.kind], "written": bar.written})  # fmt: skip
            self.height += BAR


def pairs(groups: Sequence[Group], width: int) -> alt.LayerChart | alt.FacetChart:
    """Groups of pairs, one below the other. Lengths can be compared within a pair only: no two pairs share a scale."""
    drawing = _Drawing(int(width / (LETTER * SIZE)))
    for place, group in enumerate(groups):
        if place:
            drawing.height += GROUPS
            drawing.rules.append({"y": drawing.height - 6})
        drawing.paragraph("group", group.title)
        drawing.paragraph("remark", group.remark)
        for pair in group.pairs:
            drawing.pair(pair)
    return _drawn(drawing, width)


def _drawn(drawing: _Drawing, width: int) -> alt.LayerChart | alt.FacetChart:
    """Down the picture in pixels; across it in the bars' own room, so that a wider chart has longer bars."""
    height = drawing.height + 4
    down = alt.Scale(domain=[height, 0], nice=False)
    names = LETTER * SIZE * max(len(w["text"]) for w in drawing.words if w["kind"] == "name")
    room = alt.Scale(domain=[0, 1], range=[names, {"expr": f"width - {FIGURES}"}], nice=False)
    y, x = alt.Y("y:Q", axis=None, scale=down), alt.X("share:Q", axis=None, scale=room)
    base = alt.Chart(alt.InlineData(values=drawing.bars)).encode(y=y)
    bars = base.mark_bar(cornerRadius=1).encode(x=x, x2=alt.datum(0), y2="y2:Q", color=alt.Color("fill:N", scale=None))
    figures = base.mark_text(
        align="left", baseline="alphabetic", dx=6, dy=11, fontSize=SIZE, fontWeight=600, fill=charts.INK
    ).encode(x=x, text="written:N")
    rules = alt.Chart(alt.InlineData(values=drawing.rules)).mark_rule(stroke=charts.LINE).encode(y=y)
    layers = [rules, bars, figures]
    for kind, style in STYLES.items():
        found = [{"y": w["y"], "text": w["text"]} for w in drawing.words if w["kind"] == kind]
        at = alt.ExprRef("width") if style["align"] == "right" else 0
        words = alt.Chart(alt.InlineData(values=found)).mark_text(x=at, baseline="alphabetic", fontSize=SIZE, **style)
        layers.append(words.encode(y=y, text="text:N"))
    return alt.layer(*layers).properties(width=width, height=height)
