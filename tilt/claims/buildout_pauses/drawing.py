"""How claim 3's pictures of evidence are drawn: the staircase of compute over the index, and the building of sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from tilt.charts import kinds as charts

Rows = Sequence[Mapping[str, Any]]


def staircase(data: Mapping[str, Rows], years: tuple[float, float], width: int) -> alt.VConcatChart:
    """Record compute as steps over a capability index on the same years, flat spells shaded through both.

    `data`: `steps` (year, flop), `records` and `scores` (year, value, kind, text), `spells` (start, end, label).
    """
    span = alt.Scale(domain=list(years), nice=False)

    def x(field: str, *, labels: bool) -> alt.X:
        axis = charts.dates_axis(*years, width - 50) if labels else alt.Axis(labels=False)
        return alt.X(f"{field}:Q", title=None, scale=span, axis=axis)

    def shade(labels: bool) -> alt.Chart:
        return (
            alt.Chart(charts.rows("spells", data))
            .mark_rect(fill=charts.FAINT, opacity=0.13, clip=True)
            .encode(x=x("start", labels=labels), x2="end:Q")
        )

    powers = alt.Axis(
        values=[10.0**k for k in range(23, 28)], labelExpr=charts.powers_label(1e23, 1e27), minExtent=34, **charts.ABOVE
    )
    flop = alt.Scale(type="log", domain=[1e23, 3e27])
    y = alt.Y("value:Q", title="record training compute, FLOP", axis=powers, scale=flop)
    shapes = {"record": "circle", "no record": "triangle-down", "older fit": "diamond"}
    by_kind = alt.Scale(domain=list(shapes), range=list(shapes.values()))
    look = {
        "opacity": alt.condition("datum.kind === 'record'", alt.value(0.95), alt.value(0.45)),
        "shape": alt.Shape("kind:N", scale=by_kind, legend=None),
        "description": alt.Description("text:N"),
    }
    stairs = (
        alt.Chart(charts.rows("steps", data))
        .mark_line(interpolate="step-after", stroke=charts.CAPABILITY, strokeWidth=2, clip=True)
        .encode(x=x("year", labels=False), y=y)
    )
    dots = (
        alt.Chart(charts.rows("records", data))
        .mark_point(filled=True, size=46, fill=charts.CAPABILITY, clip=True)
        .encode(x=x("year", labels=False), y=y, **look)
    )
    names = (
        alt.Chart(charts.rows("spells", data))
        .mark_text(baseline="top", dy=4, fontSize=12)
        .encode(x=x("middle", labels=False), y=alt.value(0), text="label:N")
    )
    scored = alt.Axis(tickCount=5, minExtent=34, **charts.ABOVE)
    index = alt.Y("value:Q", title="capability index, points", axis=scored, scale=alt.Scale(zero=False))
    scores = (
        alt.Chart(charts.rows("scores", data))
        .mark_point(filled=True, size=46, fill=charts.INK, clip=True)
        .encode(x=x("year", labels=True), y=index, **look)
    )
    upper = alt.layer(shade(labels=False), stairs, dots, names).properties(width=width, height=170)
    lower = alt.layer(shade(labels=True), scores).properties(width=width, height=140)
    return alt.vconcat(upper, lower, spacing=30)


def building(
    data: Mapping[str, Rows], years: tuple[float, float], today: float, width: int
) -> alt.LayerChart | alt.FacetChart:
    """Sites as bars from start of construction to first operation, a row each.

    `data`: `sites` (site, start, end, status, text, order). Dots: operation seen; rings: planned.
    """
    span = alt.Scale(domain=list(years), nice=False, zero=False)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title=None, axis=charts.dates_axis(*years, width), scale=span)

    row, under = (31, 3) if charts.narrow(width) else (19, 0)
    names = charts.category_axis((str(r["site"]) for r in data["sites"]), width, row)
    y = alt.Y("site:N", sort=alt.EncodingSortField("order"), title=None, axis=names)
    base = alt.Chart(charts.rows("sites", data)).encode(y=y)
    status = alt.condition("datum.status === 'observed'", alt.value(charts.INK), alt.value(charts.colour("paper")))
    return alt.layer(
        charts.dashed(x=today).encode(x=x("x")),
        base.mark_bar(height=7, fill=charts.CAPABILITY, opacity=0.45, clip=True, yOffset=under).encode(
            x=x("start"), x2="end:Q"
        ),
        base.mark_point(filled=True, size=44, stroke=charts.INK, strokeWidth=1.2, clip=True, yOffset=under).encode(
            x=x("end"), fill=status, description=alt.Description("text:N")
        ),
    ).properties(width=width, height=row * len(data["sites"]))
