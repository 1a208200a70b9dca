"""How claim 5’s evidence is drawn: results in rows of dots, two horizons over time, control over time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from tilt.charts import kinds as charts
from tilt.charts.kinds import FAINT, INK, Rows

CONTROL = 220
"""Height of the picture of control, in pixels."""

SHARES = alt.Axis(labelExpr=charts.PERCENT, values=[0, 0.25, 0.5, 0.75, 1])


def dots_picture(
    data: Mapping[str, Rows], colours: Mapping[str, str], title: str, width: int
) -> alt.LayerChart | alt.FacetChart:
    """One dot a result on an axis of shares, a row per kind, its published range as a line.

    `data`: `dots` (kind, x, low, high, confirmed, jitter in -1..1, text) and `medians` (kind, x, label). `colours` by
    kind, in drawing order.
    """
    row, least, under = (56, -2.9, 8) if charts.narrow(width) else (46, -1.8, 0)
    y = alt.Y("kind:N", sort=list(colours), title=None, axis=charts.category_axis(colours, width, row))
    offset = alt.YOffset("jitter:Q", scale=alt.Scale(domain=[least, 1.8]))
    colour = charts.coloured("kind", colours)
    faint = alt.condition("datum.confirmed", alt.value(0.85), alt.value(0.3))
    base = alt.Chart(charts.rows("dots", data)).encode(y=y, yOffset=offset, color=colour, opacity=faint)
    spans = base.mark_rule(strokeWidth=1.2).encode(x=_share("low", title), x2="high:Q")
    points = base.mark_point(filled=True, size=52).encode(x=_share("x", title), **charts.SPOKEN)
    medians = alt.Chart(charts.rows("medians", data)).encode(x=_share("x", title), y=y, color=colour)
    ticks = medians.mark_tick(thickness=3, size=32, yOffset=under)
    return alt.layer(spans, points, ticks).properties(width=width, height=row * len(colours))


def _share(field: str, title: str) -> alt.X:
    return alt.X(f"{field}:Q", title=title, axis=SHARES, scale=alt.Scale(domain=[0, 1], nice=False))


def two_horizons(
    data: Mapping[str, Rows],
    years: tuple[float, float],
    colours: Mapping[str, str],
    minutes: tuple[float, float],
    width: int,
) -> alt.LayerChart | alt.FacetChart:
    """Horizons with and without written reasoning by release date, on a log axis, with a line through the latter.

    `data`: `points` (year, y, kind, state of fitted, other or unconfirmed, text), `fit` (year, low, centre, high) and
    `names` (year, y, kind), where each kind is named. `colours` by kind.
    """
    x = alt.X(
        "year:Q", title=None, axis=charts.dates_axis(*years, width), scale=alt.Scale(domain=list(years), nice=False)
    )
    scale = alt.Scale(type="log", domain=list(minutes), nice=False)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=None, axis=charts.minutes_axis(62), scale=scale)

    colour = charts.coloured("kind", colours)
    fit = alt.Chart(charts.rows("fit", data)).encode(x=x)
    states = alt.Opacity(
        "state:N", scale=alt.Scale(domain=["fitted", "other", "unconfirmed"], range=[0.95, 0.45, 0.45]), legend=None
    )
    shapes = alt.Shape(
        "state:N",
        scale=alt.Scale(domain=["fitted", "other", "unconfirmed"], range=["circle", "circle", "cross"]),
        legend=None,
    )
    points = (
        alt.Chart(charts.rows("points", data))
        .mark_point(filled=True, size=50, clip=True)
        .encode(
            x=x,
            y=y("y"),
            color=colour,
            opacity=states,
            shape=shapes,
            **charts.SPOKEN,
        )
    )
    names = (
        alt.Chart(charts.rows("names", data))
        .mark_text(align="left", fontSize=13, fontWeight=600)
        .encode(x=x, y=y("y"), text="kind:N", color=colour)
    )
    return alt.layer(
        *charts.fitted(fit, y, clip=True),
        points,
        names,
    ).properties(width=width, height=240)


def control_picture(
    data: Mapping[str, Rows], years: tuple[float, float], shapes: Mapping[str, str], width: int
) -> alt.LayerChart | alt.FacetChart:
    """Control over the chain of thought by release date, a shape per series, with the line through the first.

    `data`: `points` (year, y, series, confirmed, text), `fit` (year, low, centre, high, fractions) and `names` (year,
    y, label; at, the height of the label where that is not y).
    """
    x = alt.X(
        "year:Q",
        title=None,
        axis=charts.dates_axis(*years, width - 130),
        scale=alt.Scale(domain=list(years), nice=False),
    )

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=None, axis=SHARES, scale=alt.Scale(domain=[0, 1], nice=False))

    fit = alt.Chart(charts.rows("fit", data)).encode(x=x)
    shape = alt.Shape("series:N", scale=alt.Scale(domain=list(shapes), range=list(shapes.values())), legend=None)
    points = (
        alt.Chart(charts.rows("points", data))
        .mark_point(filled=True, size=60)
        .encode(
            x=x,
            y=y("y"),
            shape=shape,
            color=alt.condition(f"datum.series === '{next(iter(shapes))}'", alt.value(INK), alt.value(FAINT)),
            **charts.SPOKEN,
        )
    )
    names = alt.Chart(charts.rows("names", data))
    early, first = (f"datum.year < {years[0] + (years[1] - years[0]) / part}" for part in (2, 4))
    # The newest ones are crowded at the end of the line: they are named in a column right of the plot.
    column = names.transform_filter(f"!({early})")
    leaders = column.mark_rule(stroke=FAINT, strokeWidth=0.8).encode(x=x, x2=alt.value("width"), y=y("y"), y2="at:Q")
    over = names.transform_filter(early).encode(x=x, y=y("y"), text="label:N")
    ends: dict[str, Any] = {"align": "left", "fontSize": 12, "x": alt.ExprRef("width + 6")}
    return alt.layer(
        leaders,
        *charts.fitted(fit, y),
        points,
        over.transform_filter(first).mark_text(align="left", dx=-8, dy=-13, fontSize=12),
        over.transform_filter(f"!({first})").mark_text(align="right", dx=8, dy=-13, fontSize=12),
        column.mark_text(**ends).encode(y=y("at"), text="label:N"),
    ).properties(width=width, height=CONTROL, padding=charts.room(84))
