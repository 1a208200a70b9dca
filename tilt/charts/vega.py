"""Altair's charts through Vega, without Node: compiled for the page, drawn as SVG, and the library the page runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt

from tilt.charts.drawing import is_lent, is_sound, made, tell_sound
from tilt.charts.theme import WIDTH

LIBRARY = Path(__file__).parent / "library" / "vega.js"


def specification(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """The chart as Vega-Lite. Raises Altair's SchemaValidationError where it is at fault.

    Holding it against the schema takes longer than drawing it, and rows cannot be at fault: it is left out where a
    preview did it for a chart that differs in nothing else.
    """
    if not is_lent():
        whole: dict[str, Any] = chart.to_dict()
        return whole
    plain: dict[str, Any] = chart.to_dict(validate=False)
    shape = json.dumps(without_rows(plain), sort_keys=True)
    if not is_sound(shape):
        chart.to_dict()
        tell_sound(shape)
    return plain


def without_rows(part: Any) -> Any:
    """A specification, or a part of one, without the rows of its data, where these are nothing but rows."""
    if isinstance(part, list):
        return [without_rows(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {name: without_rows(_bare(each) if name == "data" else each) for name, each in part.items()}


def _bare(data: Any) -> Any:
    rows = data.get("values") if isinstance(data, dict) else None
    return data | {"values": []} if isinstance(rows, list) and all(isinstance(r, dict) for r in rows) else data


def vega(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """The chart compiled to Vega, so that the page need not carry the Vega-Lite compiler."""
    spec: dict[str, Any] = made("vegalite_to_vega", specification(chart))
    spec.pop("$schema", None)
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    return spec


def svg(chart: alt.TopLevelMixin) -> str:
    """The chart as an SVG that scales with its column and takes the page's colours.

    Rendered through the compiled Vega, as in the page, so that both look the same.
    """
    return drawn(vega(chart))


def drawn(spec: Mapping[str, Any], width: int = WIDTH) -> str:
    """A compiled chart as such an SVG, so many pixels wide."""
    text: str = made("vega_to_svg", {**spec, "width": width})
    return text


def vega_svg(chart: alt.TopLevelMixin) -> str:
    """The chart as an SVG of exactly its own size, for drawings whose every place is given in pixels."""
    spec: dict[str, Any] = made("vegalite_to_vega", specification(chart)) | {"padding": 0, "autosize": "none"}
    text: str = made("vega_to_svg", spec)
    return text


def text_width(text: str, font: str, size: float, weight: int = 400) -> float:
    """How wide a text is in pixels, set in a font that this machine or `faces/` has."""
    style = {"text": text, "font": font, "fontSize": size, "fontWeight": weight}
    mark = {"type": "text", "encode": {"enter": {key: {"value": value} for key, value in style.items()}}}
    graph = made("vega_to_scenegraph", {"width": 0, "height": 0, "padding": 0, "autosize": "pad", "marks": [mark]})
    return float(graph["width"])


def png(svg: str) -> bytes:
    """A drawing as a PNG of its own size, a pixel for a pixel."""
    drawn: bytes = made("svg_to_png", svg)
    return drawn


@cache
def vega_module() -> str:
    """Vega as an ES module exporting `View` and `parse`: the part that charts of our kinds need (`make vega`)."""
    return LIBRARY.read_text(encoding="utf-8")
