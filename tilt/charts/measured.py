"""Charts of what was measured: points with their intervals, trends through them, forecasts that came true or not."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import altair as alt
import pandas as pd

from tilt.charts.axes import PLAIN, TITLED, YEARS, category_axis, minutes_axis
from tilt.charts.parts import SPOKEN, coloured, dashed, fitted
from tilt.charts.theme import INK, MINE, WIDTH, Rows, rows
from tilt.engine.inputs import decimal_year


def horizons(data: Mapping[str, Rows], years: tuple[float, float]) -> alt.LayerChart | alt.FacetChart:
    """METR's horizons with their intervals, the fitted trend and its band, and the reader's own trend as a fan.

    `data`: `bands` (the reader's fan), `points` (model, year, p50, low, high in minutes, state), `fit` (year, low,
    centre, high in minutes).
    """
    scale = alt.Scale(type="log", domain=[1, 120000], clamp=True)
    span = alt.Scale(domain=list(years), nice=False)
    x = alt.X("year:Q", title=None, axis=YEARS, scale=span)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", axis=minutes_axis(), scale=scale, title=None)

    reader = alt.Chart(rows("bands", data)).encode(x=alt.X("at:Q", title=None, axis=YEARS, scale=span))
    fit = alt.Chart(rows("fit", data)).encode(x=x)
    dots = alt.Chart(rows("points", data)).encode(x=x)
    states = ["fitted", "not a record", "at least", "gamed"]
    shape = alt.Shape(
        "state:N", scale=alt.Scale(domain=states, range=["circle", "circle", "triangle-up", "cross"]), legend=None
    )
    return alt.layer(
        reader.mark_area(fill=MINE, opacity=0.10, clip=True).encode(y=y("q05"), y2="q95:Q"),
        reader.mark_area(fill=MINE, opacity=0.14, clip=True).encode(y=y("q25"), y2="q75:Q"),
        reader.mark_line(stroke=MINE, strokeWidth=2.2, clip=True).encode(y=y("q50")),
        *fitted(fit, y, clip=True),
        dots.mark_rule(stroke=INK, opacity=0.3, clip=True).encode(y=y("low"), y2="high:Q"),
        dots.mark_point(size=46, filled=True, fill=INK, stroke=INK, clip=True).encode(
            y=y("p50"),
            shape=shape,
            opacity=alt.condition("datum.state === 'fitted'", alt.value(0.95), alt.value(0.45)),
            **SPOKEN,
        ),
    ).properties(width=WIDTH, height=240)


def strip(
    data: Mapping[str, Rows], x_axis: alt.Axis, domain: tuple[float, float], colours: Mapping[str, str]
) -> alt.LayerChart | alt.FacetChart:
    """One dot a thing on a log axis, a row per kind, with each kind's median as a bar.

    `data`: `dots` (x, kind, text, jitter in -1..1) and `medians` (x, kind, label). `colours` by kind, in drawing order.
    """
    y = alt.Y("kind:N", sort=list(colours), title=None, axis=category_axis(colours))
    x = alt.X("x:Q", title=None, axis=x_axis, scale=alt.Scale(type="log", domain=list(domain)))
    colour_of = coloured("kind", colours)
    dots = (
        alt.Chart(rows("dots", data))
        .mark_point(filled=True, size=52, opacity=0.65)
        .encode(
            x=x,
            y=y,
            yOffset=alt.YOffset("jitter:Q", scale=alt.Scale(domain=[-1.6, 1.6])),
            color=colour_of,
            description=alt.Description("text:N"),
        )
    )
    medians = alt.Chart(rows("medians", data)).encode(x=x, y=y, color=colour_of)
    ticks = medians.mark_tick(thickness=3, size=40)
    names = medians.mark_text(dy=-27, fontWeight=600).encode(text="label:N")
    return alt.layer(dots, ticks, names).properties(width=WIDTH, height=64 * len(colours))


LETTERS = 32
"""Letters of an axis title that a plot on a phone has room for, beside names of rows."""


@dataclass(frozen=True)
class Range:
    """An estimate with its interval: the name of its row, and what stands beside the dot and is said of it."""

    label: str
    x: float
    low: float
    high: float
    value: str
    text: str


def ranges(
    found: Sequence[Range], title: str, reference: float, domain: tuple[float, float]
) -> alt.LayerChart | alt.FacetChart:
    """Estimates with intervals on a log axis, a row each in their order, against a reference line."""
    data = {"ranges": [asdict(r) | {"order": order} for order, r in enumerate(found)]}
    axis = alt.Axis(tickCount=6, labelExpr="datum.label")
    scale = alt.Scale(type="log", domain=list(domain), clamp=True)
    names = category_axis(r.label for r in found)
    base = alt.Chart(rows("ranges", data)).encode(
        y=alt.Y("label:N", sort=alt.EncodingSortField("order"), title=None, axis=names)
    )
    line = dashed(x=reference).encode(x="x:Q")
    span = base.mark_rule(stroke=INK, strokeWidth=1.6, opacity=0.5).encode(
        x=alt.X("low:Q", title=textwrap.wrap(title, LETTERS), axis=axis, scale=scale), x2="high:Q"
    )
    dot = base.mark_point(filled=True, size=70, fill=INK).encode(
        x=alt.X("x:Q", axis=axis, scale=scale), description=alt.Description("text:N")
    )
    text = base.mark_text(align="left", dx=9, dy=-9, fontSize=12).encode(
        x=alt.X("x:Q", axis=axis, scale=scale), text="value:N"
    )
    return alt.layer(line, span, dot, text).properties(width=WIDTH, height=44 * len(found))


def missed(forecasts: pd.DataFrame, miss: Callable[[Mapping[Any, Any]], float], told: str) -> list[dict[str, Any]]:
    """Rows for `misses` from a table of predictions: model, its release, the cut-off, what was predicted and came.

    Args:
        forecasts: A row a prediction.
        miss: How far one fell from what came, in the axis's unit.
        told: What is said of one after the model and the cut-off, to be filled in from the row's columns.
    """
    return [
        {
            "year": decimal_year(p["released"].date()),
            "miss": float(miss(p)),
            "cutoff": p["cutoff"].isoformat(),
            "text": f"{p['model']}, predicted at {p['cutoff']:%B %Y}: {told.format_map(p)}",
        }
        for p in forecasts.to_dict("records")
    ]


def misses(forecasts: Rows, title: str) -> alt.LayerChart | alt.FacetChart:
    """How far later points fell from earlier predictions, by date, a shade per cut-off; zero is a perfect forecast.

    `forecasts`: year, miss, cutoff (an ISO date), text. The last of each cut-off is named.
    """
    last = {r["cutoff"]: {**r, "label": f"seen from {r['cutoff'][:7]}"} for r in forecasts}
    data = {"misses": forecasts, "names": _apart(list(last.values()), [float(r["miss"]) for r in forecasts])}
    x = alt.X("year:Q", title=None, axis=YEARS, scale=alt.Scale(nice=False, zero=False, padding=12))
    y = alt.Y("miss:Q", title=title, axis=alt.Axis(tickCount=6, labelExpr=PLAIN, minExtent=TITLED))
    base = alt.Chart(rows("misses", data)).encode(x=x, y=y, detail="cutoff:N")
    zero = alt.Chart(alt.InlineData(values=[{"y": 0}])).mark_rule(stroke=INK).encode(y="y:Q")
    shade = alt.Opacity("cutoff:O", scale=alt.Scale(range=[0.35, 1]), legend=None)
    lines = base.mark_line(stroke=MINE, strokeWidth=1.4).encode(opacity=shade)
    dots = base.mark_point(filled=True, fill=MINE, size=50).encode(opacity=shade, description=alt.Description("text:N"))
    names = alt.Chart(rows("names", data)).mark_text(align="left", dx=9, fontSize=12).encode(x=x, y=y, text="label:N")
    return alt.layer(zero, lines, dots, names).properties(width=WIDTH, height=220)


def _apart(names: list[dict[str, Any]], heights: list[float]) -> list[dict[str, Any]]:
    """Names at their heights, the upper first, each far enough below the one before that both can be read."""
    line = 15 / 220 * (max([*heights, 0.0]) - min([*heights, 0.0]))
    placed: list[dict[str, Any]] = []
    for r in sorted(names, key=lambda r: -float(r["miss"])):
        under = float(placed[-1]["miss"]) - line if placed else float("inf")
        placed.append({**r, "miss": min(float(r["miss"]), under)})
    return placed
