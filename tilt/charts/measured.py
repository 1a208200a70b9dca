"""Charts of what was measured: points with their intervals, trends through them, forecasts that came true or not."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from tilt.charts.axes import ABOVE, PLAIN, category_axis, dates_axis, minutes_axis, narrow
from tilt.charts.parts import SPOKEN, behind, coloured, dashed, fitted, room
from tilt.charts.theme import INK, MINE, WIDTH, Rows, rows
from tilt.engine.inputs import decimal_year

ROW = {False: 44, True: 40}
"""Height of a row with words beside it, and with words over it, in pixels."""


def horizons(
    data: Mapping[str, Rows], years: tuple[float, float], width: int = WIDTH
) -> alt.LayerChart | alt.FacetChart:
    """METR's horizons with their intervals, the fitted trend and its band, and the reader's own trend as a fan.

    `data`: `bands` (the reader's fan), `ghost` (the book's median, where the reader's is another), `points` (model,
    year, p50, low, high in minutes, state), `fit` (year, low, centre, high in minutes).
    """
    scale = alt.Scale(type="log", domain=[1, 120000], clamp=True)
    span = alt.Scale(domain=list(years), nice=False)
    axis = dates_axis(*years, width - 70)
    x = alt.X("year:Q", title=None, axis=axis, scale=span)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", axis=minutes_axis(62), scale=scale, title=None)

    at = alt.X("at:Q", title=None, axis=axis, scale=span)
    reader = alt.Chart(rows("bands", data)).encode(x=at)
    ghost = alt.Chart(rows("ghost", data)).encode(x=at)
    fit = alt.Chart(rows("fit", data)).encode(x=x)
    dots = alt.Chart(rows("points", data)).encode(x=x)
    states = ["fitted", "not a record", "at least", "gamed"]
    shape = alt.Shape(
        "state:N", scale=alt.Scale(domain=states, range=["circle", "circle", "triangle-up", "cross"]), legend=None
    )
    return alt.layer(
        reader.mark_area(fill=MINE, opacity=0.10, clip=True).encode(y=y("q05"), y2="q95:Q"),
        reader.mark_area(fill=MINE, opacity=0.14, clip=True).encode(y=y("q25"), y2="q75:Q"),
        behind(ghost, clip=True).encode(y=y("q50")),
        reader.mark_line(stroke=MINE, strokeWidth=2.2, clip=True).encode(y=y("q50")),
        *fitted(fit, y, clip=True),
        dots.mark_rule(stroke=INK, opacity=0.3, clip=True).encode(y=y("low"), y2="high:Q"),
        dots.mark_point(size=46, filled=True, fill=INK, stroke=INK, clip=True).encode(
            y=y("p50"),
            shape=shape,
            opacity=alt.condition("datum.state === 'fitted'", alt.value(0.95), alt.value(0.45)),
            **SPOKEN,
        ),
    ).properties(width=width, height=240)


def strip(
    data: Mapping[str, Rows],
    x_axis: alt.Axis,
    domain: tuple[float, float],
    colours: Mapping[str, str],
    width: int = WIDTH,
) -> alt.LayerChart | alt.FacetChart:
    """One dot a thing on a log axis, a row per kind, with each kind's median as a bar.

    `data`: `dots` (x, kind, text, jitter in -1..1) and `medians` (x, kind, label). `colours` by kind, in drawing order.
    """
    row = 64
    y = alt.Y("kind:N", sort=list(colours), title=None, axis=category_axis(colours, width, row))
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
    ticks = medians.mark_tick(thickness=3, size=34)
    if narrow(width):  # on the line of the row's own words, at its other end
        names = medians.mark_text(baseline="top", align="right", dy=-row / 2, fontWeight=600).encode(
            x=alt.value("width"), text="label:N"
        )
    else:
        names = medians.mark_text(dy=-25, fontWeight=600).encode(text="label:N")
    return alt.layer(dots, ticks, names).properties(width=width, height=row * len(colours))


LETTERS = 50
"""Letters of an axis title that the narrowest plot has room for."""

HEIGHT_OF_MISSES = 220

FIGURES = 52
"""Pixels right of a plot for the figures of its rows."""

NAMED = {False: 124, True: 66}
"""Pixels right of a plot for the names of its lines, in a wide drawing and in a narrow one."""


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
    found: Sequence[Range],
    title: str,
    reference: float | None,
    domain: tuple[float, float],
    *,
    axis: alt.Axis | None = None,
    row: int = 0,
    width: int = WIDTH,
) -> alt.LayerChart | alt.FacetChart:
    """Estimates with intervals on a log axis, a row each in their order, against a reference line.

    Args:
        found: The estimates.
        title: Of the axis.
        reference: Where the dashed line stands, if there is one.
        domain: Of the axis.
        axis: Where its labels need words of their own.
        row: Height of a row in pixels where it is not the usual; narrow drawings have their own.
        width: In pixels.
    """
    small = narrow(width)
    height = 36 if small and row else row or ROW[small]
    data = {"ranges": [asdict(r) | {"order": order} for order, r in enumerate(found)]}
    axis = alt.Axis(tickCount=6, labelExpr="datum.label") if axis is None else axis
    scale = alt.Scale(type="log", domain=list(domain), clamp=True, nice=False)
    names = category_axis((r.label for r in found), width, height)
    base = alt.Chart(rows("ranges", data)).encode(
        y=alt.Y("label:N", sort=alt.EncodingSortField("order"), title=None, axis=names)
    )
    line = [dashed(x=reference).encode(x="x:Q")] if reference is not None else []
    over: dict[str, Any] = {"yOffset": 3} if small else {}
    span = base.mark_rule(stroke=INK, strokeWidth=1.6, opacity=0.5, **over).encode(
        x=alt.X("low:Q", title=textwrap.wrap(title, LETTERS), axis=axis, scale=scale), x2="high:Q"
    )
    dot = base.mark_point(filled=True, size=70, fill=INK, **over).encode(
        x=alt.X("x:Q", axis=axis, scale=scale), description=alt.Description("text:N")
    )
    where: dict[str, Any] = {"dy": -height / 2, "baseline": "top"} if small else {"dx": FIGURES}
    text = base.mark_text(align="right", fontSize=12.5, fill=INK, **where).encode(x=alt.value("width"), text="value:N")
    drawn = alt.layer(*line, span, dot, text).properties(width=width, height=height * len(found))
    return drawn if small else drawn.properties(padding=room(FIGURES))


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


def misses(forecasts: Rows, title: str, width: int = WIDTH) -> alt.LayerChart | alt.FacetChart:
    """How far later points fell from earlier predictions, by date, a shade per cut-off; zero is a perfect forecast.

    `forecasts`: year, miss, cutoff (an ISO date), text. Each cut-off is named beside the last of its points.
    """
    seen = "" if narrow(width) else "seen from "
    last = {r["cutoff"]: {**r, "label": f"{seen}{date.fromisoformat(r['cutoff']):%b %Y}"} for r in forecasts}
    data = {"misses": forecasts, "names": apart(list(last.values()), "miss", [float(r["miss"]) for r in forecasts])}
    years = [float(r["year"]) for r in forecasts]
    margin = 0.02 * (max(years) - min(years))
    span = (min(years) - margin, max(years) + margin)
    x = alt.X(
        "year:Q",
        title=None,
        axis=dates_axis(*span, width - NAMED[narrow(width)] - 50),
        scale=alt.Scale(nice=False, domain=list(span)),
    )
    y = alt.Y("miss:Q", title=title, axis=alt.Axis(tickCount=6, labelExpr=PLAIN, **ABOVE))
    base = alt.Chart(rows("misses", data)).encode(x=x, y=y, detail="cutoff:N")
    zero = alt.Chart(alt.InlineData(values=[{"y": 0}])).mark_rule(stroke=INK).encode(y="y:Q")
    shade = alt.Opacity("cutoff:O", scale=alt.Scale(range=[0.35, 1]), legend=None)
    lines = base.mark_line(stroke=MINE, strokeWidth=1.4).encode(opacity=shade)
    dots = base.mark_point(filled=True, fill=MINE, size=50).encode(opacity=shade, description=alt.Description("text:N"))
    names = (
        alt.Chart(rows("names", data))
        .mark_text(align="left", dx=12, fontSize=12)
        .encode(x=alt.value("width"), y=y, text="label:N")
    )
    return alt.layer(zero, lines, dots, names).properties(
        width=width, height=HEIGHT_OF_MISSES, padding=room(NAMED[narrow(width)])
    )


def apart(
    names: list[dict[str, Any]], field: str, heights: Sequence[float], height: int = HEIGHT_OF_MISSES
) -> list[dict[str, Any]]:
    """Names at their heights, the upper first, each far enough below the one before that both can be read.

    Args:
        names: A row a name.
        field: Where its height stands, in the unit of the axis.
        heights: All heights of the axis, which reaches nought.
        height: Of the plot in pixels.
    """
    line = 17 / height * (max([*heights, 0.0]) - min([*heights, 0.0]))
    placed: list[dict[str, Any]] = []
    for r in sorted(names, key=lambda r: -float(r[field])):
        under = float(placed[-1][field]) - line if placed else float("inf")
        placed.append({**r, field: min(float(r[field]), under)})
    # What was pushed out below the axis moves all of them up again.
    low = min([*heights, 0.0])
    for k in range(len(placed) - 1, -1, -1):
        floor = low if k == len(placed) - 1 else float(placed[k + 1][field]) + line
        placed[k][field] = max(float(placed[k][field]), floor)
    return placed
