"""Altair's charts through Vega, without Node: compiled for the page, drawn as SVG, and the library the page runs."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any
from zlib import crc32

import altair as alt
import vl_convert as vlc
from platformdirs import user_cache_path

from tilt.charts.theme import WIDTH

BUNDLED = "export const embed = vegaEmbed;"
"""What the page needs of Vega."""


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


@cache
def vega_module() -> str:
    """Vega as an ES module exporting `embed` (vega-embed), from the bundle that comes with vl-convert.

    Bundling takes two seconds, the same for every kernel, so the result is kept in the user's cache, by version.
    The bundle's own `vega` is empty in vl-convert 1.9, so `View` and `parse` cannot be exported by themselves.
    """
    version = metadata.version("vl-convert-python")
    kept = user_cache_path("tilt") / f"vega-{version}-{crc32(BUNDLED.encode()):08x}.js"
    with suppress(OSError):
        return kept.read_text(encoding="utf-8")
    text: str = vlc.javascript_bundle(BUNDLED)
    with suppress(OSError):  # seconds lost next time, nothing else
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=kept.parent, delete=False) as half:
            half.write(text)
        Path(half.name).replace(kept)  # whole or not at all, however many kernels start at once
    return text
