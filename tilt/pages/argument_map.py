"""The argument as a map: a card for each claim with its credence, and what each gives to the others.

Drawn with Altair in two shapes, wide and for a phone. What supports what is read off the claims: a claim lends its
inputs to the one that borrows them. The page writes the reader's credences into the drawing (`web/site.js`), so its
numbers carry the names of their findings.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import altair as alt

from tilt.book import book
from tilt.charts import kinds as charts
from tilt.charts.vega import vega_svg
from tilt.engine.claim import Claim
from tilt.engine.verdict import Verdict
from tilt.format import percent
from tilt.paths import page

CARD = 96
PAD = 13
GIVES = {
    "compute-asymmetry": "compute",
    "task-horizons": "reach of AI",
    "buildout-pauses": "waiting",
    "cot-transparency": "oversight",
}
"""What a claim lends to the one it supports, in a word or two."""

PANEL, PAPER = charts.colour("panel"), charts.colour("paper")
DOES = "and so, what to do?"


@dataclass(frozen=True)
class Card:
    """Where a claim stands, in pixels from the top left."""

    slug: str
    x: float
    y: float
    width: float
    height: float = CARD

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Edge:
    """A line through points, its label at a place, and whether it only asks what follows."""

    points: tuple[tuple[float, float], ...]
    label: str
    at: tuple[float, float]
    follows: bool = False
    arrow: bool = True
    align: str = "start"


@dataclass(frozen=True)
class Layout:
    """One shape of the map."""

    width: int
    height: int
    cards: tuple[Card, ...]
    edges: tuple[Edge, ...]


def supporters() -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """The claims that lend inputs, the claim that borrows them, and those that stand beside: slugs in claim order."""
    claims, known = book().claims, book().record.assumptions
    owners = {c.slug: {known[id].claim for id in c.inputs} - {c.slug} for c in claims}
    (borrower,) = (slug for slug, lent in owners.items() if lent)
    lenders = tuple(c.slug for c in claims if c.slug in owners[borrower])
    return lenders, borrower, tuple(s for s in owners if s != borrower and s not in lenders)


def wide() -> Layout:
    """Supporting claims at the left, the claim they support at the right, what follows beneath it."""
    lenders, borrower, beside = supporters()
    left, right, gap, step = 258.0, 430.0, 14, CARD + 14
    cards = [Card(slug, 0, k * step, left) for k, slug in enumerate(lenders)]
    height = len(lenders) * step - gap
    target = Card(borrower, right, height * 0.36 - 54, 290, 108)
    cards.append(target)
    edges = []
    for k, c in enumerate(cards[:-1]):
        arrives = target.y + target.height * (k + 1) / (len(lenders) + 1)
        bend = (left + right) / 2 + 18
        points = ((left, c.middle), (bend, c.middle), (bend, arrives), (right - 2, arrives))
        beneath = arrives < c.middle  # the line turns away from its words
        edges.append(Edge(points, GIVES.get(c.slug, ""), (left + 10, c.middle + (15 if beneath else -8))))
    top = target.y + target.height
    for k, slug in enumerate(beside):
        card = Card(slug, right, height - CARD - (len(beside) - 1 - k) * step, 290)
        cards.append(card)
        x = right + 40
        edges.append(Edge(((x, top), (x, card.y - 2)), DOES, (x + 12, (top + card.y) / 2 + 4), follows=True))
    return Layout(720, int(height), tuple(cards), tuple(edges))


def narrow() -> Layout:
    """All in one column, with a line at the left that gathers what the supporting claims give."""
    lenders, borrower, beside = supporters()
    spine, left, width, step = 7.0, 22.0, 318.0, CARD + 12
    cards = [Card(slug, left, k * step, width) for k, slug in enumerate(lenders)]
    target = Card(borrower, left, len(lenders) * step + 18, width, 104)
    edges = [Edge(((left, c.middle), (spine, c.middle)), "", (0, 0), arrow=False) for c in cards]
    edges.append(Edge(((spine, cards[0].middle), (spine, target.middle)), "", (0, 0), arrow=False))
    edges.append(Edge(((spine, target.middle), (left - 2, target.middle)), "", (0, 0)))
    cards.append(target)
    top = target.y + target.height
    for k, slug in enumerate(beside):
        card = Card(slug, left, top + 40 + k * step, width)
        cards.append(card)
        x = left + 34
        edges.append(Edge(((x, top), (x, card.y - 2)), DOES, (x + 12, (top + card.y) / 2 + 4), follows=True))
    return Layout(340, int(cards[-1].y + CARD), tuple(cards), tuple(edges))


def _texts(card: Card, claim: Claim, verdict: Verdict, borrower: str) -> Iterable[Mapping[str, Any]]:
    """The words of a card, each with where it stands and, for what a scenario moves, the finding it tells of."""
    start, end, live = card.x + PAD, card.x + card.width - PAD, f"{claim.slug} {verdict.finding}"
    kind = "target" if claim.slug == borrower else "title"
    yield {"x": start, "y": card.y + 26, "text": f"{claim.number}  {claim.short}", "kind": kind, "live": ""}
    yield {
        "x": end,
        "y": card.y + 28,
        "text": percent(verdict.credence),
        "kind": "credence",
        "live": f"credence {live}",
    }
    yield {"x": start, "y": card.y + 47, "text": claim.headline.title, "kind": "finding", "live": ""}
    yield {"x": start, "y": card.y + 66, "text": verdict.word, "kind": "finding", "live": f"word {live}"}


def draw(layout: Layout) -> alt.LayerChart:
    """The map in one shape."""
    _, borrower, _ = supporters()
    claims = {c.slug: c for c in book().claims}
    found = {c.slug: book().run(c.slug).verdicts[0] for c in book().claims}
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, layout.width], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[layout.height, 0], nice=False))
    boxes: list[dict[str, Any]] = []
    texts: list[Mapping[str, Any]] = []
    bars: list[dict[str, Any]] = []
    for card in layout.cards:
        verdict, chapter = found[card.slug], claims[card.slug]
        bottom = card.y + card.height
        address = {"href": page(card.slug), "name": f"Claim {chapter.number}: {chapter.short}"}
        kind = "target" if card.slug == borrower else "card"
        boxes.append(
            {"x": card.x + 0.5, "x2": card.x + card.width - 0.5, "y": card.y + 0.5, "y2": bottom - 0.5, "kind": kind}
            | address
        )
        texts += _texts(card, chapter, verdict, borrower)
        start, full = card.x + PAD, card.width - 2 * PAD
        line = {"x": start, "y": bottom - 14, "live": ""}
        bars += [
            line | {"x2": start + full, "kind": "track"},
            line
            | {
                "x2": start + full * verdict.credence,
                "kind": "share",
                "live": f"{full:g} {card.slug} {verdict.finding}",
            },
        ]
    paths = [
        {"x": px, "y": py, "edge": k, "order": n, "kind": "follows" if e.follows else "gives"}
        for k, e in enumerate(layout.edges)
        for n, (px, py) in enumerate(e.points)
    ]
    labels = [{"x": e.at[0], "y": e.at[1], "text": e.label} for e in layout.edges if e.label]
    heads = [{"x": e.points[-1][0], "y": e.points[-1][1], "angle": _heading(e)} for e in layout.edges if e.arrow]
    dash = alt.StrokeDash("kind:N", scale=alt.Scale(domain=["gives", "follows"], range=[[1, 0], [3, 4]]), legend=None)
    lines = (
        alt.Chart(alt.InlineData(values=paths))
        .mark_line(interpolate="basis", stroke=charts.FAINT, strokeWidth=1.3, fill=None)
        .encode(x=x, y=y, detail="edge:N", order="order:Q", strokeDash=dash)
    )
    arrows = (
        alt.Chart(alt.InlineData(values=heads))
        .mark_point(shape="triangle-right", filled=True, fill=charts.FAINT, size=44, opacity=1)
        .encode(x=x, y=y, angle=alt.Angle("angle:Q", scale=None))
    )
    cards = (
        alt.Chart(alt.InlineData(values=boxes))
        .mark_rect(cornerRadius=9, strokeWidth=1, cursor="pointer")
        .encode(
            x=x,
            x2="x2:Q",
            y=y,
            y2="y2:Q",
            href="href:N",
            description="name:N",
            fill=alt.Fill(
                "kind:N", scale=_kinds(card=charts.colour("panel"), target=charts.colour("paper")), legend=None
            ),
            stroke=alt.Stroke("kind:N", scale=_kinds(card=charts.LINE, target=charts.SOFT), legend=None),
        )
    )
    rules = (
        alt.Chart(alt.InlineData(values=bars))
        .mark_rule(strokeWidth=3, strokeCap="round")
        .encode(
            x=x,
            x2="x2:Q",
            y=y,
            description="live:N",
            stroke=alt.Stroke("kind:N", scale=_kinds(track=charts.LINE, share=charts.SOFT), legend=None),
        )
    )
    return (
        alt.layer(lines, arrows, cards, rules, _words(labels, x, y), *(_set(texts, kind, x, y) for kind in STYLES))
        .resolve_scale(stroke="independent")
        .properties(width=layout.width, height=layout.height)
    )


STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"fontSize": 14, "fontWeight": 600, "fill": charts.INK, "align": "left"},
    "target": {"fontSize": 15, "fontWeight": 600, "fill": charts.INK, "align": "left"},
    "finding": {"fontSize": 13, "fill": charts.SOFT, "align": "left"},
    "credence": {"fontSize": 18, "fontWeight": 600, "fill": charts.INK, "align": "right"},
}


def _set(texts: list[Mapping[str, Any]], kind: str, x: alt.X, y: alt.Y) -> alt.Chart:
    values = [dict(t) for t in texts if t["kind"] == kind]
    chart = alt.Chart(alt.InlineData(values=values)).mark_text(baseline="alphabetic", **STYLES[kind])
    return chart.encode(x=x, y=y, text="text:N", description="live:N")


def _words(labels: list[dict[str, Any]], x: alt.X, y: alt.Y) -> alt.Chart:
    chart = alt.Chart(alt.InlineData(values=labels))
    return chart.mark_text(align="left", fontSize=12.5, fontStyle="italic", fill=charts.SOFT).encode(
        x=x, y=y, text="text:N"
    )


def _kinds(**colours: str) -> alt.Scale:
    return alt.Scale(domain=list(colours), range=list(colours.values()))


def _heading(edge: Edge) -> float:
    (x0, y0), (x1, y1) = edge.points[-2:]
    return 0.0 if x1 > x0 else 90.0 if y1 > y0 else 180.0


NAMESPACE = "http://www.w3.org/2000/svg"
LINKED = "http://www.w3.org/1999/xlink"


def drawing(layout: Layout, kind: str) -> str:
    """One shape as SVG: links are named, numbers say which finding they tell, the rest is quiet for screen readers."""
    ET.register_namespace("", NAMESPACE)
    root = ET.fromstring(vega_svg(draw(layout)))  # noqa: S314 (drawn here, not given from outside)
    for node in root.iter():
        told = node.attrib.pop("aria-label", "")
        for name in ("role", "aria-roledescription", "aria-hidden", "pointer-events"):
            node.attrib.pop(name, None)
        tag = node.tag.removeprefix(f"{{{NAMESPACE}}}")
        if tag == "a":
            address = node.attrib.pop(f"{{{LINKED}}}href", node.get("href", ""))
            node.set("href", address.rpartition("/")[2])  # Vega puts a host of its own before a relative address
            node.attrib.pop("target", None)
        elif tag == "text" and told.split(" ")[0] in ("credence", "word"):
            node.set("data-live", told)
        elif tag == "line" and told:
            full, _, finding = told.partition(" ")
            node.set("data-bar", finding)
            node.set("data-full", full)
        elif tag == "path" and told.startswith("Claim "):
            node.set("aria-label", told)
    for anchor in root.iter(f"{{{NAMESPACE}}}a"):
        for path in anchor:
            anchor.set("aria-label", path.attrib.pop("aria-label", ""))
    root.set("class", f"tilt-map-{kind}")
    root.set("width", "100%")
    root.attrib.pop("height", None)
    text = ET.tostring(root, encoding="unicode")
    return re.sub(r'(id="|url\(#)(?=\w)', rf"\g<1>map-{kind}-", text)


def argument_map() -> str:
    """Both shapes as a figure; the page's style shows the one that fits."""
    lenders, borrower, _ = supporters()
    names = {c.slug: c for c in book().claims}
    given = ", ".join(str(names[s].number) for s in lenders)
    says = f"Map of the argument. Claims {given} support claim {names[borrower].number}, {names[borrower].short}."
    return (
        f'<figure class="tilt-map" role="group" aria-label="{escape(says, quote=True)}">'
        f"{drawing(wide(), 'wide')}{drawing(narrow(), 'narrow')}</figure>"
    )
