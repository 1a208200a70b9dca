"""The kinds of charts, and what their callers need to draw their own: `from tilt.charts import kinds as charts`.

Here stand those of a model’s draws; those of measurements are in `measured`, what all are put together from in `parts`,
axes in `axes`, colours in `theme`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from functools import partial
from typing import Any

import altair as alt

from tilt.charts.axes import (
    ABOVE,
    CHANGES,
    DECADE,
    GROWTH,
    LARGE,
    LARGE_TIMES,
    MULTIPLES,
    PERCENT,
    PLAIN,
    TIMES,
    YEARS,
    category_axis,
    dates_axis,
    duration,
    minutes_axis,
    narrow,
    powers_label,
)
from tilt.charts.measured import Range, apart, horizons, missed, misses, ranges, strip
from tilt.charts.parts import SPOKEN, behind, coloured, dashed, fitted, middle_half, room
from tilt.charts.theme import (
    CAPABILITY,
    FAINT,
    HEIGHT,
    INK,
    LINE,
    MINE,
    NARROW,
    SAFETY,
    SERIES,
    SOFT,
    WIDTH,
    Rows,
    colour,
    rows,
)

__all__ = [
    "ABOVE",
    "CAPABILITY",
    "CHANGES",
    "DECADE",
    "FAINT",
    "GROWTH",
    "HEIGHT",
    "INK",
    "LARGE",
    "LARGE_TIMES",
    "LINE",
    "MINE",
    "MULTIPLES",
    "NARROW",
    "PERCENT",
    "PLAIN",
    "SAFETY",
    "SERIES",
    "SOFT",
    "SPOKEN",
    "TIMES",
    "WIDTH",
    "YEARS",
    "Range",
    "Rows",
    "apart",
    "behind",
    "category_axis",
    "colour",
    "coloured",
    "dashed",
    "dates_axis",
    "distribution",
    "duration",
    "fan",
    "fitted",
    "horizons",
    "intervals",
    "middle_half",
    "minutes_axis",
    "missed",
    "misses",
    "narrow",
    "powers_label",
    "ranges",
    "ratio_fan",
    "room",
    "rows",
    "strip",
    "waterfall",
]

TITLE_LETTERS = 44
"""Letters of an axis title that a phone has room for."""

EFFECTS = {
    "fraction": "replace(format(datum.value * 100, '.0f'), '-', '\u2212')",
    "orders of magnitude": MULTIPLES,
    "×": TIMES,
}
"""How the axis of an effect is labelled, by its unit."""

ROOM = 18
"""Pixels above and below the series of a fan, for the names at their ends."""

LETTER = 8.2
"""Width of a letter of such a label in pixels, rather more than less."""


def distribution(data: Mapping[str, Rows], axis_title: str, *, unit: str = "") -> alt.LayerChart | alt.FacetChart:
    """How the effect is spread over the draws: bars by side of the threshold, the threshold as a line.

    `data` as made by `tilt.explorer.rows.distribution_rows`; `ghost` is the book's outline. The axis writes shares
    (unit `fraction`) in percentage points, orders of magnitude as what they stand for, ratios (`×`) with their sign.
    """
    side = alt.condition("datum.above", alt.value(SAFETY), alt.value(CAPABILITY))
    axis = alt.Axis(tickCount=7, labelExpr=EFFECTS.get(unit, PLAIN))
    if unit == "orders of magnitude":
        axis.tickMinStep = 1
    lines = axis_title.replace(" (", "\n(").split("\n") if len(axis_title) > TITLE_LETTERS else axis_title
    x = alt.X("x0:Q", title=lines, axis=axis, scale=alt.Scale(nice=False, zero=False))
    bars = (
        alt.Chart(rows("bins", data))
        .mark_bar(opacity=0.85, binSpacing=1)
        .encode(x=x, x2="x1:Q", y=alt.Y("share:Q", axis=None), y2=alt.datum(0), color=side)
    )
    ghost = alt.Chart(rows("ghost", data)).mark_line(
        stroke=FAINT, strokeWidth=1.5, interpolate="step-after", aria=False
    )
    rule = alt.Chart(rows("threshold", data)).mark_rule(stroke=INK, strokeWidth=1.5).encode(x="x:Q")
    median = alt.Chart(rows("median", data)).mark_rule(stroke=MINE, strokeWidth=2, strokeDash=[4, 3]).encode(x="x:Q")
    labels = alt.Chart(rows("labels", data)).encode(text="label:N", color=side)
    text: dict[str, Any] = {"baseline": "bottom", "fontSize": 13, "fontWeight": 600}
    # On either side of the threshold. Where one would leave the chart both move over; too long for that, they take two
    # lines, each as near the threshold as it can be.
    at, before, beyond = "scale('x', datum.x)", f"({LETTER} * datum.before + 8)", f"({LETTER} * datum.beyond + 8)"
    crowded = f"{before} + {beyond} > width"
    ends = f"{crowded} ? max({at}, {before}) : clamp({at}, {before}, width - {beyond})"
    starts = f"{crowded} ? min({at}, width - {beyond}) : clamp({at}, {before}, width - {beyond})"
    left = labels.transform_filter("!datum.above").mark_text(
        align="right", x=alt.ExprRef(f"({ends}) - 8"), y=alt.ExprRef(f"{crowded} ? -23 : -6"), **text
    )
    right = labels.transform_filter("datum.above").mark_text(
        align="left", x=alt.ExprRef(f"({starts}) + 8"), y=-6, **text
    )
    return alt.layer(bars, ghost.encode(x=x, y="share:Q"), rule, median, left, right).properties(
        width=WIDTH, height=130
    )


def fan(
    data: Mapping[str, Rows],
    *,
    x_title: str | None = None,
    x_log: bool = False,
    years: bool = True,
    y_title: str | None = None,
    y_log: bool = False,
    percent: bool = True,
    reference: float | None = None,
    colours: Mapping[str, str] = SERIES,
    x_axis: alt.Axis | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """Medians and middle halves along time or a lever, each series named at its end.

    `data` as made by `tilt.explorer.rows.fan_rows`. `percent` says that the series are shares, drawn from 0 to 1;
    `reference` draws a line at a value of the series; `colours` by series, in the order of their names; `ghost` is what
    the book has. Series that are no shares are ratios, as their axis says; `x_axis` where the usual one does not do.
    """
    colour = coloured("series", colours)
    y_axis = (
        alt.Axis(labelExpr=PERCENT, values=[0, 0.25, 0.5, 0.75, 1])
        if percent
        else alt.Axis(tickCount=5, labelExpr=LARGE_TIMES, **ABOVE)
    )
    if y_log:
        y_axis.gridOpacity = alt.condition(DECADE, alt.value(1), alt.value(0))
    y_scale = alt.Scale(domain=[0, 1]) if percent else alt.Scale(zero=False, padding=ROOM)
    if y_log:  # no further than the bands: the next power of ten may be far off
        y_scale = alt.Scale(type="log", nice=False, padding=ROOM)
    x_scale = alt.Scale(type="log", nice=False) if x_log else alt.Scale(nice=False, zero=False)
    if x_axis is None:
        x_axis = YEARS if years else alt.Axis(tickCount=6, labelExpr=LARGE if x_log else PLAIN, labelFlush=True)
    x = alt.X("at:Q", title=x_title and textwrap.wrap(x_title, TITLE_LETTERS), axis=x_axis, scale=x_scale)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=y_title, axis=y_axis, scale=y_scale)

    base = alt.Chart(rows("bands", data)).encode(x=x, color=colour)
    ghost = behind(alt.Chart(rows("ghost", data)).encode(x=x, detail="series:N")).encode(y=y("q50"))
    names = alt.Chart(rows("ends", data)).encode(x="at:Q", y=y("value"), text="label:N", color=colour)
    text = {"align": "right", "fontSize": 13, "fontWeight": 600}
    upper = names.transform_filter("datum.upper").mark_text(baseline="bottom", dy=-9, **text)  # type: ignore[arg-type]
    lower = names.transform_filter("!datum.upper").mark_text(baseline="top", dy=11, **text)  # type: ignore[arg-type]
    layers: list[alt.Chart] = [ghost, *middle_half(base, y), upper] + ([lower] if len(colours) > 1 else [])
    if reference is not None:
        layers.insert(0, dashed(y=reference).encode(y=y("y")))
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


ratio_fan = partial(fan, years=False, percent=False, reference=1.0)
"""A fan of ratios along a lever, with a dashed line where both sides are even."""


def intervals(
    data: Mapping[str, Rows],
    *,
    axis: str,
    domain: tuple[float, float],
    log: bool = False,
    percent: bool = False,
    kinds: Mapping[str, str] | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """What was measured of each assumption as dots, the reader's interval over them as a bar.

    `data`: `mine` and `book` (row, low, mid, high), `points` (row, x, text, kind). Rows stand in the order of `book`,
    then those that only have points. `kinds` gives the colour of each kind of point (measured ones: ink).
    """
    order = list(dict.fromkeys([r["row"] for r in data["book"]] + [r["row"] for r in data["points"]]))
    colours = {"measured": INK} | dict(kinds or {})
    scale = alt.Scale(type="log" if log else "linear", domain=list(domain), nice=False)
    labels = powers_label(*domain) if log and domain[1] / domain[0] > 1e5 else PLAIN
    x_axis = alt.Axis(tickCount=5, labelExpr=PERCENT) if percent else alt.Axis(tickCount=6, labelExpr=labels)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title=axis, axis=x_axis, scale=scale)

    y = alt.Y("row:N", sort=order, title=None, axis=category_axis())
    mine, book = alt.Chart(rows("mine", data)).encode(y=y), alt.Chart(rows("book", data)).encode(y=y)
    points = (
        alt.Chart(rows("points", data))
        .mark_point(filled=True, size=44, opacity=0.6, clip=True, yOffset=8)
        .encode(
            y=y,
            x=x("x"),
            color=coloured("kind", colours),
            **SPOKEN,
        )
    )
    up: dict[str, Any] = {"yOffset": -5}
    return alt.layer(
        book.mark_rule(stroke=FAINT, strokeWidth=1, clip=True, **up).encode(x=x("low"), x2="high:Q"),
        mine.mark_rule(stroke=MINE, strokeWidth=5, opacity=0.75, clip=True, **up).encode(x=x("low"), x2="high:Q"),
        mine.mark_point(filled=True, fill=MINE, size=60, opacity=1, clip=True, **up).encode(x=x("mid")),
        points,
    ).properties(width=WIDTH, height=44 * len(order))


def waterfall(
    data: Mapping[str, Rows], unit: str, bars: int = 4, labels: str = PLAIN
) -> alt.LayerChart | alt.FacetChart:
    """Signed parts laid end to end, then their sum. `data` as made by `tilt.explorer.rows.split_rows`.

    `bars` counts the parts and their sum, for the height; `labels` writes the axis; `ghost` are the book's own bars.
    """
    scale = alt.Scale(domain=["gain", "loss", "total"], range=[SAFETY, CAPABILITY, MINE])
    y = alt.Y("label:N", sort=alt.EncodingSortField("order"), title=None, axis=category_axis())
    base = alt.Chart(rows("steps", data)).encode(y=y)
    axis = alt.Axis(tickCount=5, labelExpr=labels)
    x = alt.X("start:Q", title=unit, axis=axis, scale=alt.Scale(nice=True, padding=42))  # the padding: room for figures
    steps = base.mark_bar(height=18, cornerRadius=2).encode(
        x=x, x2="end:Q", color=alt.Color("kind:N", scale=scale, legend=None)
    )
    ghost = (
        alt.Chart(rows("ghost", data))
        .mark_bar(height=25, cornerRadius=2, fill=None, stroke=FAINT, strokeWidth=1.2, strokeDash=[4, 2], aria=False)
        .encode(y=y, x=x, x2="end:Q", opacity=alt.condition("datum.seen", alt.value(1), alt.value(0)))
    )
    zero = alt.Chart(alt.InlineData(values=[{"x": 0}])).mark_rule(stroke=FAINT).encode(x="x:Q")
    text = base.mark_text(align="left", dx=6, fontSize=13, fill=INK).encode(x="right:Q", text="text:N")
    return alt.layer(zero, ghost, steps, text).properties(width=WIDTH, height=30 * bars)
