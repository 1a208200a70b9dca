"""The argument as a map: a card for each claim with its credence, and what each gives to the others.

Drawn with Altair in the two shapes of `map_layout`, wide and for a phone. The page writes the reader's credences into
the drawing (`web/site.js`), so its numbers carry the names of their findings.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import altair as alt

from tilt.book import book
from tilt.charts import kinds as charts
from tilt.charts.vega import vega_svg
from tilt.engine.claim import Claim
from tilt.engine.verdict import Verdict
from tilt.format import percent, span
from tilt.pages.map_layout import Card, Edge, Layout, Support, narrow, wide
from tilt.paths import page

PAD = 13
SHARE = 52
"""Room for a credence after the name of the finding that it is of."""


def support() -> Support:
    """Who lends to whom among the book's claims."""
    return Support.of(book().claims, {id: a.claim for id, a in book().record.assumptions.items()})


def _texts(card: Card, claim: Claim, verdict: Verdict, target: str | None) -> Iterable[Mapping[str, Any]]:
    """The words of a card, each with where it stands and, for what a scenario moves, the finding it tells of.

    What is longer than its `room` in pixels ends in dots.
    """
    start, end, live = card.x + PAD, card.x + card.width - PAD, f"{claim.slug} {verdict.finding}"
    full, title = card.width - 2 * PAD, "target" if claim.slug == target else "title"
    name, share = f"{claim.number}  {claim.short}", percent(verdict.credence)
    for x, y, text, kind, told, room in (
        (start, card.y + 26, name, title, "", full),
        (start, card.y + 47, claim.headline.title, "finding", "", full - SHARE),
        (end, card.y + 49, share, "credence", f"credence {live}", full),
        (start, card.y + 66, _likelihood(claim, verdict), "finding", f"word {live}", full),
    ):
        yield {"x": x, "y": y, "text": text, "kind": kind, "live": told, "room": room}


def _likelihood(claim: Claim, verdict: Verdict) -> str:
    """The word that the book’s readings support, with their range; the page puts the reader’s own in its place."""
    found = book().readings(claim.slug).finding(verdict.finding)
    lowest, *_, highest = found.quartiles
    word = found.word(verdict.credence)
    return word if found.count < 2 else f"{word}, {span(lowest, highest)}"


def _box(card: Card, claim: Claim, target: str | None) -> dict[str, Any]:
    """A card's outline, which leads to its chapter."""
    return {
        "x": card.x + 0.5,
        "x2": card.x + card.width - 0.5,
        "y": card.y + 0.5,
        "y2": card.bottom - 0.5,
        "kind": "target" if card.slug == target else "card",
        "href": page(card.slug),
        "name": f"Claim {claim.number}: {claim.short}",
    }


def _bars(card: Card, verdict: Verdict) -> list[dict[str, Any]]:
    """The credence as a line at the foot of a card, over the line it would fill."""
    start, full = card.x + PAD, card.width - 2 * PAD
    line = {"x": start, "y": card.bottom - 14}
    share = {"x2": start + full * verdict.credence, "live": f"{full:g} {card.slug} {verdict.finding}"}
    return [line | {"x2": start + full, "kind": "track", "live": ""}, line | share | {"kind": "share"}]


def draw(layout: Layout) -> alt.LayerChart:
    """The map in one shape."""
    target = support().target
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, layout.width], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[layout.height, 0], nice=False))
    boxes: list[dict[str, Any]] = []
    texts: list[Mapping[str, Any]] = []
    bars: list[dict[str, Any]] = []
    for card in layout.cards:
        claim, verdict = book().claim(card.slug), book().run(card.slug).verdicts[0]
        boxes.append(_box(card, claim, target))
        texts += _texts(card, claim, verdict, target)
        bars += _bars(card, verdict)
    labels = [{"x": e.at[0], "y": e.at[1], "text": e.label} for e in layout.edges if e.label]
    words = [_words(labels, x, y), *(_set(texts, kind, x, y) for kind in STYLES)]
    return (
        alt.layer(*_lines(layout.edges, x, y), *_cards(boxes, bars, x, y), *words)
        .resolve_scale(stroke="independent")
        .properties(width=layout.width, height=layout.height)
    )


def _lines(edges: Sequence[Edge], x: alt.X, y: alt.Y) -> tuple[alt.Chart, alt.Chart]:
    """The lines between cards, and the heads of those that are arrows."""
    paths = [
        {"x": px, "y": py, "edge": k, "order": n, "kind": "follows" if e.follows else "gives"}
        for k, e in enumerate(edges)
        for n, (px, py) in enumerate(e.points)
    ]
    heads = [{"x": e.points[-1][0], "y": e.points[-1][1], "angle": _heading(e)} for e in edges if e.arrow]
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
    return lines, arrows


def _cards(boxes: list[dict[str, Any]], bars: list[dict[str, Any]], x: alt.X, y: alt.Y) -> tuple[alt.Chart, alt.Chart]:
    """The cards, and the lines at their feet."""
    fill = _kinds(card=charts.colour("panel"), target=charts.colour("paper"))
    stroke = _kinds(card=charts.LINE, target=charts.SOFT)
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
            fill=alt.Fill("kind:N", scale=fill, legend=None),
            stroke=alt.Stroke("kind:N", scale=stroke, legend=None),
        )
    )
    filled = alt.Stroke("kind:N", scale=_kinds(track=charts.LINE, share=charts.SOFT), legend=None)
    rules = (
        alt.Chart(alt.InlineData(values=bars))
        .mark_rule(strokeWidth=3, strokeCap="round")
        .encode(x=x, x2="x2:Q", y=y, description="live:N", stroke=filled)
    )
    return cards, rules


STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"fontSize": 14, "fontWeight": 600, "fill": charts.INK, "align": "left"},
    "target": {"fontSize": 15, "fontWeight": 600, "fill": charts.INK, "align": "left"},
    "finding": {"fontSize": 13, "fill": charts.SOFT, "align": "left"},
    "credence": {"fontSize": 18, "fontWeight": 600, "fill": charts.INK, "align": "right"},
}


def _set(texts: list[Mapping[str, Any]], kind: str, x: alt.X, y: alt.Y) -> alt.Chart:
    values = [dict(t) for t in texts if t["kind"] == kind]
    chart = alt.Chart(alt.InlineData(values=values)).mark_text(
        baseline="alphabetic", limit=alt.ExprRef("datum.room"), **STYLES[kind]
    )
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
    found = support()
    says = " ".join(["Map of the argument.", *map(_supported, found.borrowers(c.slug for c in found.claims))])
    return (
        f'<figure class="tilt-map" role="group" aria-label="{escape(says, quote=True)}">'
        f"{drawing(wide(found), 'wide')}{drawing(narrow(found), 'narrow')}</figure>"
    )


def _supported(slug: str) -> str:
    """Which claims support one, as a sentence."""
    numbers = {c.slug: c.number for c in book().claims}
    given = [str(numbers[s]) for s in support().lenders[slug]]
    verb = "Claims {} support" if len(given) > 1 else "Claim {} supports"
    return f"{verb.format(', '.join(given))} claim {numbers[slug]}, {book().claim(slug).short}."
