"""Altair's charts through Vega, without Node: compiled for the page, drawn as SVG, and the library the page runs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert as vlc

from tilt.charts.theme import WIDTH

LIBRARY = Path(__file__).parent / "library" / "vega.js"
FACES = Path(__file__).parent / "faces"
"""The page's typefaces as fonts of this machine, so that charts are measured here in what readers see them in."""

vlc.register_font_directory(str(FACES))


def vega(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """The chart compiled to Vega, so that the page need not carry the Vega-Lite compiler."""
    spec: dict[str, Any] = vlc.vegalite_to_vega(chart.to_dict())
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
    text: str = vlc.vega_to_svg({**spec, "width": width})
    return text


def vega_svg(chart: alt.TopLevelMixin) -> str:
    """The chart as an SVG of exactly its own size, for drawings whose every place is given in pixels."""
    spec: dict[str, Any] = vlc.vegalite_to_vega(chart.to_dict()) | {"padding": 0, "autosize": "none"}
    text: str = vlc.vega_to_svg(spec)
    return text


def text_width(text: str, font: str, size: float, weight: int = 400) -> float:
    """How wide a text is in pixels, set in a font that this machine or `faces/` has."""
    style = {"text": text, "font": font, "fontSize": size, "fontWeight": weight}
    mark = {"type": "text", "encode": {"enter": {key: {"value": value} for key, value in style.items()}}}
    graph = vlc.vega_to_scenegraph({"width": 0, "height": 0, "padding": 0, "autosize": "pad", "marks": [mark]})
    return float(graph["width"])


def png(svg: str) -> bytes:
    """A drawing as a PNG of its own size, a pixel for a pixel."""
    drawn: bytes = vlc.svg_to_png(svg)
    return drawn


@cache
def vega_module() -> str:
    """Vega as an ES module exporting `View` and `parse`: the part that charts of our kinds need (`make vega`)."""
    return LIBRARY.read_text(encoding="utf-8")
