"""The pictures of claim 4’s chapter: those the explorer moves, and those of evidence."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from tilt.charts import kinds as charts
from tilt.charts.declared import SPREAD, Figure, Picture
from tilt.claims.pause_or_accelerate.evidence import attempts_table, field_table, polls_table
from tilt.record.evidence import edition, table
from tilt.trends import effort

COMPARED = {"per effort": charts.SOFT, "per dollar": charts.MINE}

ROW = 31
"""Height of a row of the timelines, in pixels: a line of words with its bar beneath."""


OUTCOMES = {
    "yes": ("enacted", charts.INK),
    "partial": ("in part", charts.FAINT),
    "no": ("not enacted", charts.CAPABILITY),
}


POLLED = {"US adults": charts.INK, "UK adults": charts.SOFT, "AI researchers": charts.CAPABILITY}


def attempt_rows(before: bool) -> list[dict[str, Any]]:
    """Attempts by date of proposal: those on AI with the reverse cases, or those before it."""
    rows = table("restraint_attempts")
    rows = rows[(rows["kind"] == "before_ai") == before].sort_values("proposed_year", kind="stable")
    now = edition().year
    found = []
    for order, r in enumerate(rows.to_dict("records")):
        words, _ = OUTCOMES[r["enacted"]]
        lasted = f", {r['years']:g} years" if pd.notna(r["years"]) else ""
        begun = pd.notna(r["acted_year"])
        ended = r["ended_year"] if pd.notna(r["ended_year"]) else now
        found.append(
            {
                "order": order,
                "case": r["case"],
                "outcome": words,
                "proposed": float(r["proposed_year"]),
                "start": float(r["acted_year"]) if begun else None,
                "end": float(max(ended, r["acted_year"] + 0.004 * (now - rows["proposed_year"].min())))
                if begun
                else None,
                "holds": begun and pd.isna(r["ended_year"]),
                "aimed": bool(r["frontier"]),
                "text": f"{r['case']}: {words}{lasted}; {r['scope']}, {r['instrument']}. {r['effect']}",
            }
        )
    return found


def timeline(before: bool) -> alt.LayerChart | alt.FacetChart:
    """Attempts as rows: a ring where proposed, a bar while in force, a cross where nothing came of it."""
    data = {"attempts": attempt_rows(before)}
    first = min(r["proposed"] for r in data["attempts"])
    span = alt.Scale(domain=[np.floor(first) - (0 if before else 0.2), np.ceil(edition().year)], nice=False)
    axis = alt.Axis(format="d", tickCount=8, tickMinStep=1)
    names = dict(OUTCOMES.values())
    colour = alt.Color("outcome:N", scale=alt.Scale(domain=list(names), range=list(names.values())), legend=None)
    y = alt.Y("order:O", title=None, axis=None)
    base = alt.Chart(charts.rows("attempts", data)).encode(
        y=y, tooltip=alt.Tooltip("text:N"), description=alt.Description("text:N")
    )

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title=None, axis=axis, scale=span)

    under: dict[str, Any] = {"yOffset": 8}
    bars = base.transform_filter("datum.start !== null").mark_rule(strokeWidth=5, **under)
    rings = base.mark_point(size=40, strokeWidth=1.6, **under)
    crosses = base.transform_filter("datum.start === null").mark_point(
        shape="cross", filled=True, size=70, angle=45, opacity=1, **under
    )
    words = base.mark_text(align="left", fontSize=12.5, dy=-4, fill=charts.INK).encode(x=alt.value(0), text="case:N")
    return alt.layer(
        words,
        bars.encode(x=x("start"), x2="end:Q", color=colour),
        rings.transform_filter("datum.start !== null").encode(x=x("proposed"), color=colour),
        crosses.encode(x=x("proposed"), color=colour),
    ).properties(width=charts.WIDTH, height=ROW * len(data["attempts"]))


def polls_chart() -> alt.LayerChart | alt.FacetChart:
    """Shares for slowing or pausing by date, by who was asked."""
    rows = table("restraint_polls").to_dict("records")
    points = [
        {
            "year": float(r["year"]),
            "share": float(r["share"]),
            "asked": r["population"],
            "text": f"{r['question']}: {100 * r['share']:.3g} % of {r['population']}",
        }
        for r in rows
    ]
    colour = alt.Color("asked:N", scale=alt.Scale(domain=list(POLLED), range=list(POLLED.values())), legend=None)
    x = alt.X("year:Q", title=None, axis=charts.YEARS, scale=alt.Scale(domain=[2022.8, 2026.9], nice=False))
    y = alt.Y("share:Q", title=None, axis=alt.Axis(format="%", tickCount=5), scale=alt.Scale(domain=[0, 1]))
    dots = (
        alt.Chart(charts.rows("polls", {"polls": points}))
        .mark_point(filled=True, size=60, opacity=0.8)
        .encode(x=x, y=y, color=colour, tooltip=alt.Tooltip("text:N"), description=alt.Description("text:N"))
    )
    half = alt.Chart(alt.InlineData(values=[{"share": 0.5}])).mark_rule(stroke=charts.FAINT, strokeDash=[3, 3])
    return alt.layer(half.encode(y=y), dots).properties(width=charts.WIDTH, height=180)


def field_chart() -> alt.LayerChart | alt.FacetChart:
    """People in technical safety research by year, on a log axis, with the fitted growth."""
    fit = effort.growth()
    rows = table("safety_field").to_dict("records")
    points = [
        {
            "year": int(r["year"]),
            "people": float(r["technical_people"]),
            "low": float(r["technical_people"] if pd.isna(r["technical_low"]) else r["technical_low"]),
            "high": float(r["technical_people"] if pd.isna(r["technical_high"]) else r["technical_high"]),
            "text": f"{r['year']:.0f}: {r['technical_people']:,.0f} people",
        }
        for r in rows
    ]
    line = [{"year": y, "people": fit.predict(y)[1]} for y in range(2015, 2027)]
    data: dict[str, list[dict[str, Any]]] = {"points": points, "line": line}
    x = alt.X("year:Q", title=None, axis=charts.YEARS, scale=alt.Scale(domain=[2014.6, 2026.4], nice=False))
    scale = alt.Scale(type="log", domain=[8, 1200], nice=False)
    axis = alt.Axis(values=[10, 30, 100, 300, 1000], format=",d")

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=None, axis=axis, scale=scale)

    base = alt.Chart(charts.rows("points", data)).encode(x=x)
    return alt.layer(
        alt.Chart(charts.rows("line", data)).mark_line(stroke=charts.SOFT, strokeWidth=1.4).encode(x=x, y=y("people")),
        base.mark_rule(stroke=charts.INK, opacity=0.35).encode(y=y("low"), y2="high:Q"),
        base.mark_point(filled=True, size=60, fill=charts.INK, opacity=1).encode(
            y=y("people"), tooltip=alt.Tooltip("text:N"), description=alt.Description("text:N")
        ),
    ).properties(width=charts.WIDTH, height=180)


FIGURES = (
    Figure(
        id="ai",
        title="Attempts to restrain AI",
        note="Ring: proposed. Bar: in force. Cross: nothing enacted. Grey: in part. Two cases run the other way.",
        describe="Timeline of attempts to restrain AI since 2021: when proposed, when enacted and for how long.",
        draw=lambda: timeline(before=False),
        table=lambda: attempts_table(before=False),
    ),
    Figure(
        id="before",
        title="Attempts to restrain other technologies",
        note="The same for earlier technologies. These cases are known because something came of them.",
        describe="Timeline of attempts to restrain earlier technologies from 1946 on, most of them enacted.",
        draw=lambda: timeline(before=True),
        table=lambda: attempts_table(before=True),
    ),
    Figure(
        id="polls",
        title="Support for slowing or pausing",
        note="Black: US adults. Grey: UK adults. Orange: AI researchers. Questions differ; dashed is half.",
        describe="Polls since 2023: majorities of adults favour slowing, with no rise; fewer researchers do.",
        draw=polls_chart,
        table=polls_table,
    ),
    Figure(
        id="field",
        title="People in technical safety research",
        note="Dots: counts with their ranges. Line: steady growth fitted to them. Log axis.",
        describe="Counts of technical safety researchers from 2015 to 2025, growing about exponentially.",
        draw=field_chart,
        table=field_table,
    ),
)


PICTURES = (
    SPREAD,
    Picture(
        id="split",
        kind="split",
        target="better-buy",
        title="Why harder is not the same as a worse buy",
        note="Means over the draws, in orders of magnitude: only means add up.",
        describe="Waterfall of the mean gain per dollar into returns, chance, time and how thin each field is.",
        draw=partial(charts.waterfall, unit="orders of magnitude"),
    ),
    Picture(
        id="money",
        kind="fan",
        target="money",
        title="Gain of accelerating over pausing, by what restraint already has",
        note="Lines: medians of the draws. Bands: their middle half. Dashed: both gain the same.",
        describe="Ratio per effort, flat, and per dollar, rising with the money spent on restraint; both axes log.",
        draw=partial(
            charts.fan,
            x_title="money spent on restraint, USD a year",
            x_log=True,
            years=False,
            y_title="times",
            y_log=True,
            percent=False,
            reference=1.0,
            colours=COMPARED,
        ),
    ),
    Picture(
        id="chance",
        kind="fan",
        target="chance",
        title="Gain of accelerating over pausing, by the chance of a pause",
        note="Lines: medians. Bands: middle halves. A very unlikely or a nearly certain pause is hard to move.",
        describe="Ratios per effort and per dollar against the chance of a pause: high at both ends, low between.",
        draw=partial(
            charts.fan,
            x_title="chance of an enacted pause at today’s effort",
            years=False,
            y_title="times",
            y_log=True,
            percent=False,
            reference=1.0,
            colours=COMPARED,
        ),
    ),
)
