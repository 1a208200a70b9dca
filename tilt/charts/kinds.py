"""The look every chart shares, and the charts every claim shares.

Colours are CSS variables with a fallback, so one SVG serves light, dark and print: charts are rendered as SVG and the
page's colours decide. Data come in by name (`alt.NamedData`), so the page swaps rows without touching the spec.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt

from tilt.format import SUPERSCRIPTS

Rows = Sequence[Mapping[str, Any]]

SANS = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def colour(name: str) -> str:
    """A named colour of the page (see explorer/web/colours.css) with its light value where there is no page."""
    light = {
        "ink": "#1d2430",
        "soft": "#5b6472",
        "faint": "#6f7885",
        "line": "#e3e6eb",
        "paper": "#fffefb",
        "panel": "#f7f6f2",
        "wash": "#ece9fb",
        "safety": "#007a5a",
        "capability": "#c4541a",
        "mine": "#5a4fcf",
    }
    return f"var(--tilt-{name}, {light[name]})"


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


HEIGHT = 190
WIDTH = 560


TITLE_LETTERS = 44
"""Letters of an axis title that a phone has room for."""

LETTER = 8.2
"""Width of a letter of such a label in pixels, rather more than less."""


def distribution(
    data: Mapping[str, Rows], axis_title: str, *, percent: bool = False
) -> alt.LayerChart | alt.FacetChart:
    """How the effect is spread over the draws: bars by side of the threshold, the threshold as a line.

    `data` as made by `tilt.explorer.rows.distribution_rows`; `percent` writes the axis in percentage points.
    """
    side = alt.condition("datum.above", alt.value(SAFETY), alt.value(CAPABILITY))
    axis = (
        alt.Axis(tickCount=7, labelExpr="replace(format(datum.value * 100, '.0f'), '-', '\u2212')")
        if percent
        else (alt.Axis(tickCount=7, labelExpr="replace(datum.label, '-', '\u2212')"))
    )
    lines = axis_title.replace(" (", "\n(").split("\n") if len(axis_title) > TITLE_LETTERS else axis_title
    x = alt.X("x0:Q", title=lines, axis=axis, scale=alt.Scale(nice=False, zero=False))
    bars = (
        alt.Chart(rows("bins", data))
        .mark_bar(opacity=0.85, binSpacing=1)
        .encode(x=x, x2="x1:Q", y=alt.Y("share:Q", axis=None), y2=alt.datum(0), color=side)
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
    return alt.layer(bars, rule, median, left, right).properties(width=WIDTH, height=130)


PLAIN = "replace(datum.label, '-', '\u2212')"
"""Axis labels with a real minus."""

LARGE = (
    "datum.label === '' ? '' : datum.value >= 1e9 ? format(datum.value / 1e9, '~g') + ' billion' : "
    "datum.value >= 1e6 ? format(datum.value / 1e6, '~g') + ' million' : datum.label"
)
"""Axis labels with large numbers in words."""

DECADE = "abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) < 1e-6"
"""Of the ticks of a log axis, the powers of ten: rules at all of them would be a hatching."""

YEARS = alt.Axis(format="d", tickCount=8, tickMinStep=1, labelFlush=True)

TITLED = 46
"""Room for the labels of an axis with a title beside them, stated because fonts differ."""


def powers_label(low: float, high: float) -> str:
    """An axis label expression that writes the powers of ten from `low` to `high` as they are read: 10²⁴, and 1."""
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    words = {k: f"10{str(k).translate(SUPERSCRIPTS)}" if k else "1" for k in exponents}
    lookup = ",".join(f"'{k}':'{v}'" for k, v in words.items())
    return f"{{{lookup}}}[format(log(datum.value) / LN10, '.0f')]"


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
) -> alt.LayerChart | alt.FacetChart:
    """Medians and middle halves along time or a lever, each series named at its end.

    `data` as made by `tilt.explorer.rows.fan_rows`. `percent` says that the series are shares, drawn from 0 to 1;
    `reference` draws a line at a value of the series; `colours` by series, in the order of their names.
    """
    scaled_colour = alt.Color(
        "series:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())), legend=None
    )
    y_axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1]) if percent else alt.Axis(tickCount=5, labelExpr=PLAIN)
    if y_log:
        y_axis.gridOpacity = alt.condition(DECADE, alt.value(1), alt.value(0))
    y_scale = alt.Scale(domain=[0, 1]) if percent else alt.Scale(type="log" if y_log else "linear", zero=False)
    x_scale = alt.Scale(type="log", nice=False) if x_log else alt.Scale(nice=False, zero=False)
    x_axis = YEARS if years else alt.Axis(tickCount=6, labelExpr=LARGE if x_log else PLAIN, labelFlush=True)
    x = alt.X("at:Q", title=x_title, axis=x_axis, scale=x_scale)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=y_title, axis=y_axis, scale=y_scale)

    base = alt.Chart(rows("bands", data)).encode(x=x, color=scaled_colour)
    band = base.mark_area(opacity=0.16).encode(y=y("q25"), y2="q75:Q")
    line = base.mark_line(strokeWidth=2.4).encode(y=y("q50"))
    names = alt.Chart(rows("ends", data)).encode(x="at:Q", y=y("value"), text="label:N", color=scaled_colour)
    text = {"align": "right", "fontSize": 13, "fontWeight": 600}
    upper = names.transform_filter("datum.upper").mark_text(baseline="bottom", dy=-9, **text)  # type: ignore[arg-type]
    lower = names.transform_filter("!datum.upper").mark_text(baseline="top", dy=11, **text)  # type: ignore[arg-type]
    layers: list[alt.Chart] = [band, line, upper] + ([lower] if len(colours) > 1 else [])
    if reference is not None:
        at = alt.Chart(alt.InlineData(values=[{"y": reference}])).mark_rule(stroke=FAINT, strokeDash=[3, 3])
        layers.insert(0, at.encode(y=y("y")))
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


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
    x_axis = alt.Axis(tickCount=6, format="%") if percent else alt.Axis(tickCount=6, labelExpr=labels)

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
            color=alt.Color("kind:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())), legend=None),
            tooltip=alt.Tooltip("text:N"),
            description=alt.Description("text:N"),
        )
    )
    up: dict[str, Any] = {"yOffset": -5}
    return alt.layer(
        book.mark_rule(stroke=FAINT, strokeWidth=1, clip=True, **up).encode(x=x("low"), x2="high:Q"),
        mine.mark_rule(stroke=MINE, strokeWidth=5, opacity=0.75, clip=True, **up).encode(x=x("low"), x2="high:Q"),
        mine.mark_point(filled=True, fill=MINE, size=60, opacity=1, clip=True, **up).encode(x=x("mid")),
        points,
    ).properties(width=WIDTH, height=44 * len(order))


def category_axis(words: Iterable[str] = ()) -> alt.Axis:
    """An axis of words. Room for them is stated: fonts differ, and measured room would cut them off."""
    room = max(180, *(round(7.8 * len(w)) for w in words), 0)
    return alt.Axis(labelLimit=room + 10, labelFontSize=13, labelColor=INK, minExtent=room)


def minutes_axis() -> alt.Axis:
    """A log axis of minutes labelled as people say them."""
    words = {1: "1 min", 10: "10 min", 60: "1 hour", 480: "8 hours", 2400: "1 week", 9600: "1 month", 57600: "6 months"}
    expression = "{" + ",".join(f"'{k}':'{v}'" for k, v in words.items()) + "}[''+datum.value]"
    return alt.Axis(values=list(words), labelExpr=expression)


def waterfall(data: Mapping[str, Rows], unit: str, bars: int = 4) -> alt.LayerChart | alt.FacetChart:
    """Signed parts laid end to end, then their sum. `data` as made by `tilt.explorer.rows.split_rows`.

    `bars` counts the parts and their sum, for the height.
    """
    scale = alt.Scale(domain=["gain", "loss", "total"], range=[SAFETY, CAPABILITY, MINE])
    base = alt.Chart(rows("steps", data)).encode(
        y=alt.Y(
            "label:N",
            sort=alt.EncodingSortField("order"),
            title=None,
            axis=category_axis(),
        )
    )
    axis = alt.Axis(tickCount=5, labelExpr="replace(datum.label, '-', '\u2212')")
    x = alt.X("start:Q", title=unit, axis=axis, scale=alt.Scale(nice=True, padding=30))  # the padding: room for figures
    steps = base.mark_bar(height=18, cornerRadius=2).encode(
        x=x, x2="end:Q", color=alt.Color("kind:N", scale=scale, legend=None)
    )
    zero = alt.Chart(alt.InlineData(values=[{"x": 0}])).mark_rule(stroke=FAINT).encode(x="x:Q")
    text = base.mark_text(align="left", dx=6, fontSize=13, fill=INK).encode(x="right:Q", text="text:N")
    return alt.layer(zero, steps, text).properties(width=WIDTH, height=30 * bars)


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
    dotted = {"stroke": SOFT, "strokeDash": [2, 3], "strokeWidth": 1}
    return alt.layer(
        reader.mark_area(fill=MINE, opacity=0.10, clip=True).encode(y=y("q05"), y2="q95:Q"),
        reader.mark_area(fill=MINE, opacity=0.14, clip=True).encode(y=y("q25"), y2="q75:Q"),
        reader.mark_line(stroke=MINE, strokeWidth=2.2, clip=True).encode(y=y("q50")),
        fit.mark_line(clip=True, **dotted).encode(y=y("low")),  # type: ignore[arg-type]
        fit.mark_line(clip=True, **dotted).encode(y=y("high")),  # type: ignore[arg-type]
        fit.mark_line(stroke=SOFT, strokeWidth=1.4, clip=True).encode(y=y("centre")),
        dots.mark_rule(stroke=INK, opacity=0.3, clip=True).encode(y=y("low"), y2="high:Q"),
        dots.mark_point(size=46, filled=True, fill=INK, stroke=INK, clip=True).encode(
            y=y("p50"),
            shape=shape,
            opacity=alt.condition("datum.state === 'fitted'", alt.value(0.95), alt.value(0.45)),
            tooltip=alt.Tooltip("text:N"),
            description=alt.Description("text:N"),
        ),
    ).properties(width=WIDTH, height=240)


def strip(
    data: Mapping[str, Rows], x_axis: alt.Axis, domain: tuple[float, float], colours: Mapping[str, str]
) -> alt.LayerChart | alt.FacetChart:
    """One dot a thing on a log axis, a row per kind, with each kind's median as a bar.

    `data`: `dots` (x, kind, text, jitter in -1..1) and `medians` (x, kind, label). `colours` by kind, in drawing order.
    """
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    y = alt.Y("kind:N", sort=list(colours), title=None, axis=category_axis(colours))
    x = alt.X("x:Q", title=None, axis=x_axis, scale=alt.Scale(type="log", domain=list(domain)))
    colour_of = alt.Color("kind:N", scale=scale, legend=None)
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


def ranges(
    data: Mapping[str, Rows], title: str, reference: float, domain: tuple[float, float]
) -> alt.LayerChart | alt.FacetChart:
    """Estimates with intervals on a log axis, a row each, against a reference line.

    `data`: `ranges` (label, x, low, high, text, order).
    """
    axis = alt.Axis(tickCount=6, labelExpr="datum.label")
    scale = alt.Scale(type="log", domain=list(domain), clamp=True)
    names = category_axis(str(r["label"]) for r in data["ranges"])
    base = alt.Chart(rows("ranges", data)).encode(
        y=alt.Y("label:N", sort=alt.EncodingSortField("order"), title=None, axis=names)
    )
    line = (
        alt.Chart(alt.InlineData(values=[{"x": reference}])).mark_rule(stroke=FAINT, strokeDash=[3, 3]).encode(x="x:Q")
    )
    span = base.mark_rule(stroke=INK, strokeWidth=1.6, opacity=0.5).encode(
        x=alt.X("low:Q", title=title, axis=axis, scale=scale), x2="high:Q"
    )
    dot = base.mark_point(filled=True, size=70, fill=INK).encode(
        x=alt.X("x:Q", axis=axis, scale=scale), description=alt.Description("text:N")
    )
    text = base.mark_text(align="left", dx=9, dy=-9, fontSize=12).encode(
        x=alt.X("x:Q", axis=axis, scale=scale), text="value:N"
    )
    return alt.layer(line, span, dot, text).properties(width=WIDTH, height=44 * len(data["ranges"]))


def misses(data: Mapping[str, Rows], title: str) -> alt.LayerChart | alt.FacetChart:
    """How far later points fell from earlier predictions, by date, a shade per cut-off; zero is a perfect forecast.

    `data`: `misses` (year, miss, cutoff, text) and `names` (year, miss, cutoff), the first point of each cut-off.
    """
    x = alt.X("year:Q", title=None, axis=YEARS, scale=alt.Scale(nice=False, zero=False, padding=12))
    y = alt.Y("miss:Q", title=title, axis=alt.Axis(tickCount=6, labelExpr=PLAIN, minExtent=TITLED))
    base = alt.Chart(rows("misses", data)).encode(x=x, y=y, detail="cutoff:N")
    zero = alt.Chart(alt.InlineData(values=[{"y": 0}])).mark_rule(stroke=INK).encode(y="y:Q")
    shade = alt.Opacity("cutoff:O", scale=alt.Scale(range=[0.35, 1]), legend=None)
    lines = base.mark_line(stroke=MINE, strokeWidth=1.4).encode(opacity=shade)
    dots = base.mark_point(filled=True, fill=MINE, size=50).encode(opacity=shade, description=alt.Description("text:N"))
    names = alt.Chart(rows("names", data)).mark_text(align="left", dy=15, fontSize=12).encode(x=x, y=y, text="label:N")
    return alt.layer(zero, lines, dots, names).properties(width=WIDTH, height=220)


def duration(minutes: float) -> str:
    """Minutes as people say them: minutes, working hours, or weeks of forty hours."""
    if minutes < 90:
        return f"{minutes:.0f} min"
    if minutes < 2400:
        return f"{minutes / 60:.3g} hours"
    return f"{minutes / 2400:.2g} weeks"
