"""The look every chart shares: its colours, its typeface, and how it takes its data.

A colour is a CSS variable with a fallback, so one SVG serves light, dark and print: charts are drawn as SVG and the
page's colours decide. The fallback, for places without our style sheet, is the sheet's own light value: colours stand
in `tilt/web/colours.css` alone (docs/decisions/023-colours-once.md). Data come in by name, so the page swaps rows
without touching the spec.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import altair as alt

from tilt.paths import COLOURS

Rows = Sequence[Mapping[str, Any]]

DECLARED = re.compile(r"--tilt-([a-z]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
"""How the style sheet declares a colour: its name, its value in light and in dark."""

SANS = "Tilt Sans, Tilt Sans Roboto, Tilt Sans Arial, system-ui, sans-serif"
"""The page's own sans (`tilt/web/type.css`), and what stands in for it: charts are measured in it, here and there."""

HEIGHT = 190
WIDTH = 560
"""Pixels of a chart's plot where nothing else is said; the page stretches it to its column."""

NARROW = 350
"""The same for a phone, hardly more or less than its column, so that words keep their size."""


class Shades(NamedTuple):
    """A colour's two values, `#rrggbb` each."""

    light: str
    dark: str


def read_colours(sheet: str) -> dict[str, Shades]:
    """Every colour that a style sheet declares, by name.

    Raises ValueError, naming the line, where a colour of ours is written in another way or declared a second time.
    """
    found: dict[str, Shades] = {}
    for number, line in enumerate(map(str.strip, sheet.splitlines()), 1):
        if not line.startswith("--tilt-") or "light-dark(" not in line:
            continue
        declared = DECLARED.fullmatch(line)
        if declared is None:
            msg = f"{COLOURS.name}, line {number}: {line} is to be --tilt-name: light-dark(#rrggbb, #rrggbb);"
            raise ValueError(msg)
        name, light, dark = declared.groups()
        if name in found:
            msg = f"{COLOURS.name}, line {number}: --tilt-{name} is declared a second time; keep one"
            raise ValueError(msg)
        found[name] = Shades(light, dark)
    return found


PALETTE = read_colours(COLOURS.read_text(encoding="utf-8"))


def colour(name: str) -> str:
    """A named colour of the page, with its light value where there is no page.

    Raises ValueError for a name that the style sheet does not declare.
    """
    if name not in PALETTE:
        msg = f"no colour {name!r} in {COLOURS.name}; it has {', '.join(PALETTE)}"
        raise ValueError(msg)
    return f"var(--tilt-{name}, {PALETTE[name].light})"


INK, SOFT, FAINT, LINE = (colour(n) for n in ("ink", "soft", "faint", "line"))
SAFETY, CAPABILITY, MINE = (colour(n) for n in ("safety", "capability", "mine"))
SERIES = {"safety": SAFETY, "capabilities": CAPABILITY, "horizon": MINE}


@alt.theme.register("tilt", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """Ink on paper: no frame, faint horizontal rules, direct labels instead of legends."""
    return {
        "config": {
            "background": "transparent",
            "font": SANS,
            "view": {"stroke": None},
            "axis": {
                "labelFont": SANS,
                "titleFont": SANS,
                "labelColor": SOFT,
                "titleColor": SOFT,
                "labelFontSize": 12,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
                "gridColor": LINE,
                "domain": False,
                "ticks": False,
                "labelPadding": 6,
                "labelSeparation": 6,
            },
            "axisX": {"grid": False},
            "text": {"font": SANS, "fontSize": 12, "fill": SOFT},
            "legend": {"disable": True},
            "range": {"category": [SAFETY, CAPABILITY, MINE, SOFT]},
        }
    }


def rows(name: str, data: Mapping[str, Rows]) -> alt.InlineData:
    """The rows `data[name]` under that name, which the page can swap."""
    return alt.InlineData(values=[dict(r) for r in data[name]], name=name)
