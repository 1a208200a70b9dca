"""The pictures of claim 5’s chapter: those the explorer moves, and those of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from tilt.charts import kinds as charts
from tilt.charts.declared import SPREAD, Figure, Picture
from tilt.charts.kinds import FAINT, INK, SOFT, Rows
from tilt.claims.cot_transparency.evidence import (
    KINDS,
    SERIES,
    _written,
    control_table,
    horizons_table,
    monitors_table,
    silent_misses_table,
)
from tilt.claims.cot_transparency.model import FAN_YEARS, SPAN, WORTHWHILE
from tilt.engine.inputs import decimal_year
from tilt.record.evidence import table
from tilt.trends import controllability, silent_horizons
from tilt.trends.line import date_of

MONITORS = {
    "chain of thought": charts.SAFETY,
    "actions": charts.CAPABILITY,
    "internals": charts.MINE,
}


SHARES = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])


def dots_picture(data: Mapping[str, Rows], colours: Mapping[str, str], title: str) -> alt.LayerChart | alt.FacetChart:
    """One dot a result on an axis of shares, a row per kind, its published range as a line.

    `data`: `dots` (kind, x, low, high, confirmed, jitter in -1..1, text) and `medians` (kind, x, label). `colours` by
    kind, in drawing order.
    """
    y = alt.Y("kind:N", sort=list(colours), title=None, axis=charts.category_axis(colours))
    offset = alt.YOffset("jitter:Q", scale=alt.Scale(domain=[-1.8, 1.8]))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())), legend=None)
    faint = alt.condition("datum.confirmed", alt.value(0.85), alt.value(0.3))
    base = alt.Chart(charts.rows("dots", data)).encode(y=y, yOffset=offset, color=colour, opacity=faint)
    spans = base.mark_rule(strokeWidth=1.2).encode(x=_share("low", title), x2="high:Q")
    points = base.mark_point(filled=True, size=52).encode(
        x=_share("x", title), tooltip=alt.Tooltip("text:N"), description=alt.Description("text:N")
    )
    medians = alt.Chart(charts.rows("medians", data)).encode(x=_share("x", title), y=y, color=colour)
    ticks = medians.mark_tick(thickness=3, size=34)
    return alt.layer(spans, points, ticks).properties(width=charts.WIDTH, height=46 * len(colours))


def monitors_fan(data: Mapping[str, Rows], colours: Mapping[str, str], start: float) -> alt.LayerChart | alt.FacetChart:
    """Medians and middle halves of shares over the years, each series named where it starts: they end close together.

    `data` as made by `tilt.explorer.rows.fan_rows`; `start` is the first place of the fan's axis.
    """
    colour = alt.Color("series:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())), legend=None)
    x = alt.X("at:Q", title=None, axis=charts.YEARS, scale=alt.Scale(nice=False, zero=False))

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=None, axis=SHARES, scale=alt.Scale(domain=[0, 1]))

    base = alt.Chart(charts.rows("bands", data)).encode(x=x, color=colour)
    names = base.transform_filter(f"datum.at === {start}").mark_text(
        align="left", baseline="top", dx=5, dy=6, fontSize=13, fontWeight=600
    )
    return alt.layer(
        base.mark_area(opacity=0.16).encode(y=y("q25"), y2="q75:Q"),
        base.mark_line(strokeWidth=2.4).encode(y=y("q50")),
        names.encode(y=y("q50"), text="series:N"),
    ).properties(width=charts.WIDTH, height=charts.HEIGHT)


def _share(field: str, title: str) -> alt.X:
    return alt.X(f"{field}:Q", title=title, axis=SHARES, scale=alt.Scale(domain=[0, 1], nice=False))


def two_horizons(
    data: Mapping[str, Rows], years: tuple[float, float], colours: Mapping[str, str], minutes: tuple[float, float]
) -> alt.LayerChart | alt.FacetChart:
    """Horizons with and without written reasoning by release date, on a log axis, with a line through the latter.

    `data`: `points` (year, y, kind, state of fitted, other or unconfirmed, text), `fit` (year, low, centre, high) and
    `names` (year, y, kind), where each kind is named. `colours` by kind.
    """
    x = alt.X("year:Q", title=None, axis=charts.YEARS, scale=alt.Scale(domain=list(years), nice=False))
    scale = alt.Scale(type="log", domain=list(minutes), nice=False)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=None, axis=charts.minutes_axis(), scale=scale)

    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())), legend=None)
    fit = alt.Chart(charts.rows("fit", data)).encode(x=x)
    dotted = {"stroke": SOFT, "strokeDash": [2, 3], "strokeWidth": 1, "clip": True}
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
            tooltip=alt.Tooltip("text:N"),
            description=alt.Description("text:N"),
        )
    )
    names = (
        alt.Chart(charts.rows("names", data))
        .mark_text(align="left", fontSize=13, fontWeight=600)
        .encode(x=x, y=y("y"), text="kind:N", color=colour)
    )
    return alt.layer(
        fit.mark_line(**dotted).encode(y=y("low")),  # type: ignore[arg-type]
        fit.mark_line(**dotted).encode(y=y("high")),  # type: ignore[arg-type]
        fit.mark_line(stroke=SOFT, strokeWidth=1.4, clip=True).encode(y=y("centre")),
        points,
        names,
    ).properties(width=charts.WIDTH, height=240)


def control_picture(
    data: Mapping[str, Rows], years: tuple[float, float], shapes: Mapping[str, str]
) -> alt.LayerChart | alt.FacetChart:
    """Control over the chain of thought by release date, a shape per series, with the line through the first.

    `data`: `points` (year, y, series, confirmed, text), `fit` (year, low, centre, high, fractions) and `names` (year,
    y, series), where each series is named.
    """
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1), scale=alt.Scale(domain=list(years)))

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=None, axis=SHARES, scale=alt.Scale(domain=[0, 1], nice=False))

    fit = alt.Chart(charts.rows("fit", data)).encode(x=x)
    dotted = {"stroke": SOFT, "strokeDash": [2, 3], "strokeWidth": 1}
    shape = alt.Shape("series:N", scale=alt.Scale(domain=list(shapes), range=list(shapes.values())), legend=None)
    points = (
        alt.Chart(charts.rows("points", data))
        .mark_point(filled=True, size=60)
        .encode(
            x=x,
            y=y("y"),
            shape=shape,
            color=alt.condition(f"datum.series === '{next(iter(shapes))}'", alt.value(INK), alt.value(FAINT)),
            tooltip=alt.Tooltip("text:N"),
            description=alt.Description("text:N"),
        )
    )
    names = (
        alt.Chart(charts.rows("names", data))
        .mark_text(align="right", dx=-9, fontSize=12)
        .encode(x=x, y=y("y"), text="label:N")
    )
    return alt.layer(
        fit.mark_line(**dotted).encode(y=y("low")),  # type: ignore[arg-type]
        fit.mark_line(**dotted).encode(y=y("high")),  # type: ignore[arg-type]
        fit.mark_line(stroke=SOFT, strokeWidth=1.4).encode(y=y("centre")),
        points,
        names,
    ).properties(width=charts.WIDTH, height=220)


WITH, WITHOUT = "with written reasoning", "without"


def monitors_chart() -> alt.LayerChart | alt.FacetChart:
    """What monitors caught, one dot a result, a row per kind of monitor."""
    rng = np.random.default_rng(5)
    results = table("monitor_results")
    dots: list[dict[str, Any]] = []
    medians = []
    for kind, (words, _) in KINDS.items():
        group = results[results["kind"] == kind]
        sure = group[group["grade"] != "unverified"]
        if len(sure) > 1:
            medians.append({"kind": words, "x": float(sure["seen"].median())})
        for place, r in enumerate(group.to_dict("records")):
            low, high = (float(r["seen"] if pd.isna(r[k]) else r[k]) for k in ("low", "high"))
            # Spread evenly, in a shuffled order, so that near values do not hide each other.
            jitter = (2 * place - len(group) + 1) / max(len(group), 2) + rng.uniform(-0.05, 0.05)
            text = f"{r['study']}: {r['label']}, {100 * r['seen']:.3g} % ({r['measure']})"
            confirmed = r["grade"] != "unverified"
            dots.append(
                {
                    "kind": words,
                    "x": float(r["seen"]),
                    "low": low,
                    "high": high,
                    "confirmed": confirmed,
                    "jitter": jitter,
                    "text": text if confirmed else f"{text}, unconfirmed",
                }
            )
    return dots_picture({"dots": dots, "medians": medians}, dict(KINDS.values()), "share noticed")


def horizons_chart() -> alt.LayerChart | alt.FacetChart:
    """Time horizons of models that write reasoning (METR's) and of models that do not, with the fitted line."""
    fit = silent_horizons.fit_silent()
    fitted = set(silent_horizons.silent_models()["model"])
    points = []
    for m in table("silent_horizons").to_dict("records"):
        unsure = m["grade"] == "unverified"
        state = "unconfirmed" if unsure else "fitted" if m["model"] in fitted else "other"
        text = f"{m['model']}, {m['released']:%B %Y}, {WITHOUT} written reasoning: {m['minutes']:.3g} minutes"
        points.append(_point(m["released"], m["minutes"], WITHOUT, state, text + (", unconfirmed" if unsure else "")))
    for m in _written().to_dict("records"):
        text = f"{m['model']}, {m['released']:%B %Y}, {WITH}: {m['p50_minutes']:,.3g} minutes"
        points.append(_point(m["released"], m["p50_minutes"], WITH, "fitted", text))
    years = [2023.2 + k / 8 for k in range(32)]
    band = fit.band([date_of(y) for y in years]).drop(columns="date").assign(year=years)
    names = [{"year": 2023.3, "y": 45, "kind": WITH}, {"year": 2025.2, "y": 0.4, "kind": WITHOUT}]
    rows = [{str(k): v for k, v in row.items()} for row in band.to_dict("records")]
    colours = {WITH: charts.SAFETY, WITHOUT: charts.INK}
    return two_horizons({"points": points, "fit": rows, "names": names}, (2023, 2027), colours, (0.1, 2400))


def _point(released: pd.Timestamp, minutes: float, kind: str, state: str, text: str) -> dict[str, Any]:
    year = decimal_year(released.date())
    return {"year": year, "y": float(minutes), "kind": kind, "state": state, "text": text}


def control_chart() -> alt.LayerChart | alt.FacetChart:
    """Control over the chain of thought by release date, with the line through the comparable models."""
    points: list[dict[str, Any]] = []
    for m in table("controllability").to_dict("records"):
        words, _ = SERIES[m["series"]]
        text = f"{m['model']}, {m['released']:%B %Y}, {words}: {100 * m['controlled']:.3g} %"
        year = decimal_year(m["released"].date())
        points.append({"year": year, "y": float(m["controlled"]), "series": words, "text": text})
    comparable, fit = controllability.comparable(), controllability.fit_comparable()
    start = decimal_year(comparable["released"].iloc[0].date())
    years = [start + k / 40 for k in range(24)]
    rows = []
    for y in years:
        low, centre, high = fit.predict(date_of(y))
        rows.append({"year": y, "low": low, "centre": centre, "high": high})
    names = [
        {"year": decimal_year(m["released"].date()), "y": float(m["controlled"]), "label": m["model"]}
        for m in table("controllability").to_dict("records")
        if m["series"] != "long_traces"
    ]
    shapes = dict(SERIES.values())
    return control_picture({"points": points, "fit": rows, "names": names}, (2024.8, years[-1] + 0.05), shapes)


def silent_misses_chart() -> alt.LayerChart | alt.FacetChart:
    """Misses of the silent-horizon trend refitted at past cut-offs."""
    rows = [
        {
            "year": decimal_year(p["released"].date()),
            "miss": float(np.log2(p["actual_minutes"] / p["predicted_minutes"])),
            "cutoff": p["cutoff"].isoformat(),
            "text": f"{p['model']}, predicted at {p['cutoff']:%B %Y}: {p['predicted_minutes']:.2g} minutes, "
            f"was {p['actual_minutes']:.3g}",
        }
        for p in silent_horizons.predictions().to_dict("records")
    ]
    return charts.misses(rows, "doublings above the forecast")


FIGURES = (
    Figure(
        id="monitors",
        title="What monitors caught, by what they could read",
        note="One dot a published result, bars: medians of the confirmed ones; faint: unconfirmed. Tasks and measures "
        "differ from dot to dot, so rows can be compared only roughly.",
        describe="Dot plot of shares of misbehaviour noticed, a row per kind of monitor.",
        draw=monitors_chart,
        table=monitors_table,
    ),
    Figure(
        id="horizons",
        title="Tasks done with and without written reasoning",
        note="Green: METR’s horizons, mostly software. Black: horizons without reasoning, mostly maths; faint: no "
        "record; cross: unconfirmed. Line and dotted band: fit through the confirmed records, 90 % prediction band.",
        describe="Scatter of two kinds of time horizon by release date on a log axis, with a line through the lower.",
        draw=horizons_chart,
        table=horizons_table,
    ),
    Figure(
        id="control",
        title="How often models obey instructions about their own reasoning",
        note="Circles: one measure at one developer, with the fitted line and its 90 % prediction band. Diamonds: the "
        "same on longer traces. Squares: another test set.",
        describe="Control over the chain of thought by release date: near zero for long traces, rising for short ones.",
        draw=control_chart,
        table=control_table,
    ),
    Figure(
        id="backtest",
        title="Had we fitted the silent horizon earlier",
        note="How far later record models fell above or below the line fitted at each cut-off, in doublings.",
        describe="Misses of forecasts from three cut-off dates against release date.",
        draw=silent_misses_chart,
        table=silent_misses_table,
    ),
)


PICTURES = (
    Picture(
        id="monitors",
        kind="fan",
        target="monitors",
        title=f"What each monitor sees, {SPAN}",
        note="Lines: medians of the draws. Bands: their middle half. Only the first is a forecast.",
        describe="Falling curve with a band for the chain of thought, level ones for actions and for internals.",
        draw=partial(monitors_fan, colours=MONITORS, start=FAN_YEARS[0]),
    ),
    SPREAD,
    Picture(
        id="gain",
        kind="fan",
        target="gain",
        title=f"What the chain of thought adds, {SPAN}",
        note="Line: median of the draws. Band: their middle half. Dashed: the tenth that the findings ask for.",
        describe="Falling curve with a band: detection with the chain of thought less detection without, by year.",
        draw=partial(charts.fan, reference=WORTHWHILE, colours={"gain": charts.SAFETY}),
    ),
    Picture(
        id="shares",
        kind="intervals",
        ids=(
            "seen_if_needed",
            "seen_if_not",
            "control_today",
            "seen_in_actions",
            "seen_in_internals",
            "internals_generalise",
        ),
        title="Your ranges over what was measured",
        note=(
            "Violet: your 90 % range and its middle. Grey: the book’s. Dots: published results, of differing tasks "
            "and measures."
        ),
        describe="For each share that the model uses, published results as dots under the reader’s interval.",
        draw=partial(charts.intervals, axis="fraction", domain=(0, 1)),
    ),
)
