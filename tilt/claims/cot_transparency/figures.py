"""The pictures of evidence in claim 5’s chapter: what monitors caught, silent horizons, control over reasoning."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from tilt.charts import kinds as charts
from tilt.charts.declared import Figure
from tilt.claims.cot_transparency.drawing import CONTROL, control_picture, dots_picture, two_horizons
from tilt.claims.cot_transparency.evidence import (
    KINDS,
    SERIES,
    _written,
    control_table,
    horizons_table,
    monitors_table,
    silent_misses_table,
)
from tilt.engine.inputs import decimal_year
from tilt.record.evidence import table
from tilt.trends import controllability, silent_horizons
from tilt.trends.line import date_of

WITH, WITHOUT = "with written reasoning", "without"

KNOWN = {"secondary": ", read second-hand", "unverified": ", unconfirmed"}
"""What is said of a figure that was not read in its own source."""


def monitors_chart(width: int) -> alt.LayerChart | alt.FacetChart:
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
            known = KNOWN.get(r["grade"], "")
            dots.append(
                {
                    "kind": words,
                    "x": float(r["seen"]),
                    "low": low,
                    "high": high,
                    "confirmed": r["grade"] != "unverified",
                    "jitter": jitter,
                    "text": text + known,
                }
            )
    return dots_picture({"dots": dots, "medians": medians}, dict(KINDS.values()), "share noticed", width)


def horizons_chart(width: int) -> alt.LayerChart | alt.FacetChart:
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
    names = [{"year": 2023.1, "y": 480, "kind": WITH}, {"year": 2025.9, "y": 0.2, "kind": WITHOUT}]
    rows = [{str(k): v for k, v in row.items()} for row in band.to_dict("records")]
    colours = {WITH: charts.SAFETY, WITHOUT: charts.INK}
    return two_horizons({"points": points, "fit": rows, "names": names}, (2023, 2027), colours, (0.1, 2400), width)


def _point(released: pd.Timestamp, minutes: float, kind: str, state: str, text: str) -> dict[str, Any]:
    year = decimal_year(released.date())
    return {"year": year, "y": float(minutes), "kind": kind, "state": state, "text": text}


def control_chart(width: int) -> alt.LayerChart | alt.FacetChart:
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
        {
            "year": decimal_year(m["released"].date()),
            "y": float(m["controlled"]),
            "at": float(m["controlled"]),
            "label": m["model"],
        }
        for m in table("controllability").to_dict("records")
        if m["series"] != "long_traces"
    ]
    names = charts.apart(names, "at", [0.0, 1.0], CONTROL)
    shapes = dict(SERIES.values())
    return control_picture({"points": points, "fit": rows, "names": names}, (2024.8, years[-1] + 0.05), shapes, width)


def silent_misses_chart(width: int) -> alt.LayerChart | alt.FacetChart:
    """Misses of the silent-horizon trend refitted at past cut-offs."""
    rows = charts.missed(
        silent_horizons.predictions(),
        lambda p: np.log2(p["actual_minutes"] / p["predicted_minutes"]),
        "{predicted_minutes:.2g} minutes, was {actual_minutes:.3g}",
    )
    return charts.misses(rows, "doublings above the forecast", width)


FIGURES = (
    Figure(
        id="monitors",
        title="Reasoning that must be written is caught in a median of {needed_median:.0f} % of cases; reasoning that "
        "need not be, in {not_needed_median:.0f} %",
        note="What monitors caught, by what they could read. One dot a published result, bars: medians of the "
        "confirmed ones; faint: unconfirmed. Tasks and measures differ from dot to dot, so rows can be compared only "
        "roughly.",
        describe="Dot plot of shares of misbehaviour noticed, a row per kind of monitor.",
        draw=monitors_chart,
        table=monitors_table,
    ),
    Figure(
        id="horizons",
        title="What models do in their heads doubles every {silent_months:.0f} months, and the last record jumped "
        "{jump:.1f}-fold; with written reasoning they go far longer",
        note="Green: METR’s horizons, mostly software. Black: horizons without reasoning, mostly maths; faint: no "
        "record; cross: unconfirmed. Line and dotted band: fit through the confirmed records, 90 % prediction band.",
        describe="Scatter of two kinds of time horizon by release date on a log axis, with a line through the lower.",
        draw=horizons_chart,
        table=horizons_table,
    ),
    Figure(
        id="control",
        title="Control over short reasoning went from {first_control:.0f} to {top_control:.0f} % in "
        "{control_months:.0f} months; over long reasoning it is {long_control:.1f} %",
        note="How often models obey instructions about their own reasoning. Circles: one measure at one developer, "
        "with the fitted line and its 90 % prediction band. Diamonds: the same on longer traces. Squares: another test "
        "set.",
        describe="Control over the chain of thought by release date: near zero for long traces, rising for short ones.",
        draw=control_chart,
        table=control_table,
    ),
    Figure(
        id="backtest",
        title="Of {silent_forecasts} forecasts by earlier lines through silent horizons, {silent_above} were too low",
        note="How far later record models fell above or below the line fitted at each cut-off with what was known, in "
        "doublings.",
        describe="Misses of forecasts from three cut-off dates against release date.",
        draw=silent_misses_chart,
        table=silent_misses_table,
    ),
)
