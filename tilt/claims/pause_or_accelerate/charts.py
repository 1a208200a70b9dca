"""The pictures of claim 4’s chapter: those the explorer moves, and those of evidence."""

from __future__ import annotations

import textwrap
from functools import partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from tilt.charts import kinds as charts
from tilt.charts.declared import SPREAD, Figure, Picture
from tilt.claims.pause_or_accelerate.evidence import (
    attempts_table,
    best_shares,
    bought_draws,
    field_table,
    million_table,
    polls_table,
)
from tilt.engine.run import Run
from tilt.format import percent
from tilt.record.evidence import edition, table
from tilt.trends import effort, restraint

COMPARED = {"per effort": charts.SOFT, "per dollar": charts.MINE}

gain_fan = partial(charts.ratio_fan, y_title="gain of accelerating over pausing", y_log=True, colours=COMPARED)

ROW = 31
"""Height of a row of the timelines, in pixels: a line of words with its bar beneath."""

LINE = 14
"""Height of each further line of words."""


OUTCOMES = {
    "yes": ("enacted", charts.INK),
    "partial": ("in part", charts.FAINT),
    "no": ("not enacted", charts.CAPABILITY),
}

BOUGHT = {
    "accelerating": ("accelerating safety", charts.SAFETY),
    "restraint": ("work for a pause", charts.CAPABILITY),
    "enrolling": ("enrolling safety people", charts.MINE),
}


POLLED = {"US adults": charts.INK, "UK adults": charts.SOFT, "AI researchers": charts.CAPABILITY}


def span_words(years: float) -> str:
    """A length in years, or in days where it is less than a tenth of one."""
    if years < 0.1:
        return f"{365.25 * years:.0f} days"
    return f"{years:g} {'year' if years == 1 else 'years'}"


def attempt_rows(before: bool) -> list[dict[str, Any]]:
    """Attempts by date of proposal: those at AI's frontier, or those on earlier technologies."""
    rows = restraint.attempts("before_ai" if before else "ai")
    now = edition().year
    found = []
    for order, r in enumerate(rows.to_dict("records")):
        words, _ = OUTCOMES[r["enacted"]]
        lasted = f", {span_words(r['years'])}" if pd.notna(r["years"]) else ""
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
                "text": f"{r['case']}: {words}{lasted}; {r['scope']}, {r['instrument']}. {r['effect']}",
            }
        )
    return found


def timeline(before: bool, width: int) -> alt.LayerChart | alt.FacetChart:
    """Attempts as rows: a ring where proposed, a bar while in force, a cross where nothing came of it."""
    data = {"attempts": attempt_rows(before)}
    first = min(r["proposed"] for r in data["attempts"])
    years = (float(np.floor(first)) - (0 if before else 0.2), float(np.ceil(edition().year)))
    span, axis = alt.Scale(domain=list(years), nice=False), charts.dates_axis(*years, width)
    lines = {r["case"]: textwrap.wrap(r["case"], width // 6) for r in data["attempts"]}
    data = {"attempts": [r | {"words": lines[r["case"]]} for r in data["attempts"]]}
    more = LINE * (max(map(len, lines.values())) - 1)
    names = dict(OUTCOMES.values())
    colour = charts.coloured("outcome", names)
    y = alt.Y("order:O", title=None, axis=None)
    base = alt.Chart(charts.rows("attempts", data)).encode(y=y, **charts.SPOKEN)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title=None, axis=axis, scale=span)

    under: dict[str, Any] = {"yOffset": 8 + more / 2}
    bars = base.transform_filter("datum.start !== null").mark_rule(strokeWidth=5, **under)
    rings = base.mark_point(size=40, strokeWidth=1.6, **under)
    crosses = base.transform_filter("datum.start === null").mark_point(
        shape="cross", filled=True, size=70, angle=45, opacity=1, **under
    )
    words = base.mark_text(
        align="left", baseline="bottom", lineHeight=LINE, fontSize=12.5, fill=charts.INK,
        dy=alt.ExprRef(f"{2 + more / 2} - {LINE} * (length(datum.words) - 1)"),
    ).encode(x=alt.value(0), text="words:N")  # fmt: skip
    return alt.layer(
        words,
        bars.encode(x=x("start"), x2="end:Q", color=colour),
        rings.transform_filter("datum.start !== null").encode(x=x("proposed"), color=colour),
        crosses.encode(x=x("proposed"), color=colour),
    ).properties(width=width, height=(ROW + more) * len(data["attempts"]))


def polls_chart(width: int) -> alt.LayerChart | alt.FacetChart:
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
    x = alt.X(
        "year:Q",
        title=None,
        axis=charts.dates_axis(2022.8, 2026.9, width),
        scale=alt.Scale(domain=[2022.8, 2026.9], nice=False),
    )
    y = alt.Y(
        "share:Q", title=None, axis=alt.Axis(labelExpr=charts.PERCENT, tickCount=5), scale=alt.Scale(domain=[0, 1])
    )
    dots = (
        alt.Chart(charts.rows("polls", {"polls": points}))
        .mark_point(filled=True, size=60, opacity=0.8)
        .encode(x=x, y=y, color=charts.coloured("asked", POLLED), **charts.SPOKEN)
    )
    return alt.layer(charts.dashed(share=0.5).encode(y=y), dots).properties(width=width, height=180)


def field_chart(width: int) -> alt.LayerChart | alt.FacetChart:
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
    x = alt.X(
        "year:Q",
        title=None,
        axis=charts.dates_axis(2014.6, 2026.4, width),
        scale=alt.Scale(domain=[2014.6, 2026.4], nice=False),
    )
    scale = alt.Scale(type="log", domain=[8, 1200], nice=False)
    axis = alt.Axis(values=[10, 30, 100, 300, 1000], format=",d")

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=None, axis=axis, scale=scale)

    base = alt.Chart(charts.rows("points", data)).encode(x=x)
    return alt.layer(
        alt.Chart(charts.rows("line", data)).mark_line(stroke=charts.SOFT, strokeWidth=1.4).encode(x=x, y=y("people")),
        base.mark_rule(stroke=charts.INK, opacity=0.35).encode(y=y("low"), y2="high:Q"),
        base.mark_point(filled=True, size=60, fill=charts.INK, opacity=1).encode(y=y("people"), **charts.SPOKEN),
    ).properties(width=width, height=180)


def million_chart(run: Run, width: int) -> alt.LayerChart | alt.FacetChart:
    """What a million dollars a year buys three ways: the spread over the draws, the median, and the expected gain."""
    best = best_shares(run)
    points = []
    for name, values in bought_draws(run).items():
        q05, q25, q50, q75, q95 = (float(q) for q in np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95]))
        words, _ = BOUGHT[name]
        mean = float(values.mean())
        said = f"{words}: median {q50:.2g} %, expected {mean:.2g} %, the most in {percent(best[name])} of draws"
        row = {"row": words, "q05": q05, "q25": q25, "q50": q50, "q75": q75, "q95": q95, "mean": mean, "text": said}
        points.append(row | {"share": f"most in {percent(best[name])}"})
    names = dict(BOUGHT.values())
    colour = charts.coloured("row", names)
    axis = alt.Axis(values=[0.001, 0.01, 0.1, 1], labelExpr="datum.value + '\u202f%'")
    scale = alt.Scale(type="log", domain=[1e-4, 3], nice=False)
    small = charts.narrow(width)
    height, under = (50, 4) if small else (50, 0)
    base = alt.Chart(charts.rows("million", {"million": points})).encode(
        y=alt.Y("row:N", sort=list(names), title=None, axis=charts.category_axis(names, width, height)),
        **charts.SPOKEN,
    )

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title="more safety progress", axis=axis, scale=scale)

    if small:
        shares = base.mark_text(align="right", baseline="top", dy=-height / 2, fontSize=12).encode(x=alt.value("width"))
    else:
        shares = base.mark_text(align="left", dy=-14, fontSize=13, fill=charts.INK).encode(x=x("q05"))

    return alt.layer(
        base.mark_rule(strokeWidth=1.5, yOffset=under).encode(x=x("q05"), x2="q95:Q", color=colour),
        base.mark_rule(strokeWidth=7, opacity=0.45, yOffset=under).encode(x=x("q25"), x2="q75:Q", color=colour),
        base.mark_tick(thickness=3, size=18, yOffset=under).encode(x=x("q50"), color=colour),
        base.mark_point(shape="diamond", filled=True, size=110, opacity=1, fill=charts.INK, yOffset=under).encode(
            x=x("mean")
        ),
        shares.encode(text="share:N"),
    ).properties(width=width, height=height * len(points))


def steady() -> str:
    """How fast the people in technical safety research have grown."""
    _, growth, _ = effort.growth().growth_a_year()
    return f"Technical safety research has grown by {100 * (growth - 1):.0f} % a year"


FIGURES = (
    Figure(
        id="million",
        title="A million dollars a year buys most by enrolling in {enrolling_best:.0f} % of draws, by work for a pause "
        "in {restraint_best:.0f} %, by accelerating in {accelerating_best:.0f} %",
        note="Thin: nine draws in ten. Thick: the middle half. Upright: median. Diamond: expected gain. Log axis.",
        describe="Three ranges of gain per million dollars on a log axis: work for a pause spreads over four orders of "
        "magnitude, accelerating over one, enrolling lies above accelerating.",
        draw=million_chart,
        table=million_table,
    ),
    Figure(
        id="ai",
        title="{ai_hits} of {ai_attempts} restraints at AI’s frontier were enacted, and those were weak or short",
        note="Ring: proposed. Bar: in force. Cross: not enacted. The table also has what the rule leaves out.",
        describe="Timeline of attempts to restrain AI’s frontier: chip controls since 2022, then five in 2026; "
        "of these New York’s order and two weeks at OpenAI came into force.",
        draw=partial(timeline, before=False),
        table=lambda: attempts_table(before=False),
    ),
    Figure(
        id="before",
        title="Of {before_attempts} restraints on earlier technologies that we know, {before_hits} were enacted",
        note="Grey: in part. These cases are known because something came of them.",
        describe="Timeline of attempts to restrain earlier technologies from 1946 on, most of them enacted.",
        draw=partial(timeline, before=True),
        table=lambda: attempts_table(before=True),
    ),
    Figure(
        id="polls",
        title="{poll_first:.0f} % of US adults wanted slower AI at first, {poll_last:.0f} % in the latest poll",
        note="Black: US adults. Grey: UK adults. Orange: AI researchers. Questions differ; dashed is half.",
        describe="Polls since 2023: majorities of adults favour slowing, with no rise; fewer researchers do.",
        draw=polls_chart,
        table=polls_table,
    ),
    Figure(
        id="field",
        title=steady,
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
        note="Geometric means over the draws: what each part multiplies the gain per dollar by.",
        describe="Waterfall of the mean gain per dollar into returns, chance, time and how thin each field is.",
        draw=partial(charts.waterfall, unit="times the gain per dollar", labels=charts.MULTIPLES),
    ),
    Picture(
        id="money",
        kind="fan",
        target="money",
        title="Gain of accelerating over pausing, by what restraint already has",
        note="Lines: medians of the draws. Bands: their middle half. Dashed: both gain the same.",
        describe="Ratio per effort, flat, and per dollar, rising with the money spent on restraint; both axes log.",
        draw=partial(
            gain_fan,
            x_title="money spent on restraint, USD a year",
            x_log=True,
        ),
    ),
    Picture(
        id="growth",
        kind="fan",
        target="growth",
        title="Gain of accelerating over pausing, by the growth of safety progress",
        note="Lines: medians. Bands: middle halves. The faster safety grows, the more time at the end is worth.",
        describe="Ratios per effort and per dollar against growth of safety progress: both fall as it rises.",
        draw=partial(
            gain_fan,
            x_title="growth of safety progress a year",
            x_axis=charts.GROWTH,
        ),
    ),
    Picture(
        id="rate",
        kind="fan",
        target="rate",
        title="Gain of accelerating over pausing, by how often restraint is enacted",
        note="Lines: medians. Bands: middle halves. A very unlikely or a nearly certain pause is hard to move.",
        describe="Ratios per effort and per dollar against restraints enacted a year: high at both ends, low between.",
        draw=partial(
            gain_fan,
            x_title="restraints at the frontier enacted a year",
            x_log=True,
        ),
    ),
)
