"""The pictures of claim 3’s chapter: those the explorer moves, and those of evidence."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from tilt.charts import kinds as charts
from tilt.charts.declared import SPREAD, Figure, Picture
from tilt.claims.buildout_pauses.drawing import building, staircase
from tilt.claims.buildout_pauses.evidence import (
    forecasts_table,
    leads_table,
    sites_table,
    staircase_table,
    uplift_table,
)
from tilt.claims.buildout_pauses.model import with_pause, without_pause
from tilt.engine.inputs import decimal_year
from tilt.engine.run import Run
from tilt.record.evidence import table
from tilt.trends import index_plateaus, record_compute
from tilt.trends.line import DAYS_PER_MONTH
from tilt.trends.plateau_use import SITES_UNTIL
from tilt.trends.record_compute import DATA_UNTIL, flat_spells, records

COLOURS = {with_pause: charts.MINE, without_pause: charts.SOFT}

pace_fan = partial(charts.ratio_fan, colours=COLOURS, y_title="safety’s pace over capabilities’")


FROM, TO = 2022.5, 2027.0

SHOWN_SITES = 22


def staircase_rows() -> dict[str, list[dict[str, Any]]]:
    """Steps, records, scores and flat spells for the staircase."""
    found, scores = records(), table("capability_index")
    joined = set(index_plateaus.scores()["id"])
    dots = [
        {
            "year": decimal_year(r["released"].date()),
            "value": float(r["training_flop"]),
            "kind": "record",
            "text": f"{r['model']}, {r['released']:%B %Y}: {r['training_flop']:.2g} FLOP ({r['certainty']})",
        }
        for r in found.to_dict("records")
    ]
    marks = [
        {
            "year": decimal_year(r["released"].date()),
            "value": float(r["score"]),
            "kind": "older fit" if id not in joined else "record" if r["record"] else "no record",
            "text": f"{r['model']}, {r['released']:%B %Y}: {r['score']:.1f} points, fitted in {r['vintage']}",
        }
        for id, r in zip(scores["id"], scores.to_dict("records"), strict=True)
    ]
    spells = [
        {
            "start": decimal_year(s.start),
            "end": decimal_year(s.end),
            "middle": (decimal_year(s.start) + decimal_year(s.end)) / 2,
            "label": f"{s.months:.0f} months",
        }
        for s in flat_spells()
    ]
    last = [{"year": decimal_year(DATA_UNTIL), "value": dots[-1]["value"]}]
    return {"steps": [*dots, *last], "records": dots, "scores": marks, "spells": spells}


def staircase_chart(width: int) -> alt.VConcatChart:
    """Record compute and the capability index over the same years."""
    return staircase(staircase_rows(), (FROM, TO), width)


def sites_chart(width: int) -> alt.LayerChart | alt.FacetChart:
    """The largest planned sites that state a date of operation, by start of construction."""
    sites = table("building_sites").dropna(subset=["first_operation"])
    chosen = sites.nlargest(SHOWN_SITES, "planned_h100").sort_values("started")
    rows = []
    for order, s in enumerate(chosen.to_dict("records")):
        months = (s["first_operation"] - s["started"]).days / DAYS_PER_MONTH
        how = "" if s["first_status"] == "observed" else ", planned"
        rows.append(
            {
                "site": s["site"],
                "start": decimal_year(s["started"].date()),
                "end": decimal_year(s["first_operation"].date()),
                "status": s["first_status"],
                "text": f"{s['site']}: first operation {s['first_operation']:%B %Y}{how}, after {months:.0f} months",
                "order": order,
            }
        )
    return building({"sites": rows}, (2021.5, 2029.4), decimal_year(SITES_UNTIL), width)


def in_unit(frame: pd.DataFrame, value: str, unit: str) -> list[charts.Range]:
    """Ranges from a table with label, a value and its ends; a missing end is the value itself."""
    found = []
    for r in frame.to_dict("records"):
        middle = float(r[value])
        low, high = (middle if pd.isna(r[end]) else float(r[end]) for end in ("low", "high"))
        told = f"{r['label']}: {middle:.3g} {unit}" + (f" ({low:.3g} to {high:.3g})" if low < high else "")
        found.append(charts.Range(r["label"], middle, low, high, value=f"{middle:.3g}", text=told))
    return found


def lead_chart(run: Run, width: int) -> alt.LayerChart | alt.FacetChart:
    """Lead times from the shortest to the longest, against the middle of the run’s plateau."""
    plateau = run.assumption("plateau_months")
    found = table("lead_times").sort_values("months")
    centre = plateau.interval.centre(plateau.scale)
    return charts.ranges(in_unit(found, "months", "months"), "months", centre, (4, 100), row=26, width=width)


def uplift_chart(width: int) -> alt.LayerChart | alt.FacetChart:
    """Studies of uplift against no effect."""
    found = table("uplift")
    axis = alt.Axis(values=[0.5, 1, 2, 4, 8], labelExpr=charts.TIMES)
    title = "output with AI over output without"
    return charts.ranges(in_unit(found, "ratio", "×"), title, 1.0, (0.5, 9), axis=axis, row=30, width=width)


def backtest_chart(width: int) -> alt.LayerChart | alt.FacetChart:
    """Misses of the growth of record compute, refitted at past cut-offs."""
    rows = charts.missed(
        record_compute.forecasts(),
        lambda p: p["miss"],
        "{predicted_flop:.2g} FLOP, was {actual_flop:.2g}",
    )
    return charts.misses(rows, "orders of magnitude above the forecast", width)


def stood_still() -> str:
    """How often record compute stood still, and in how many of those spells the capability index did."""
    spells, index = flat_spells(), index_plateaus.capability_in_spells().set_index("id")["points"]
    still = sum(float(index[s.id]) <= 0 for s in spells)
    return f"Record compute stood still {len(spells)} times; the capability index did in {still} of those"


def waits(run: Run) -> str:
    """How many lead times are longer than the middle of the run's plateau."""
    plateau, found = run.assumption("plateau_months"), table("lead_times")["months"]
    centre = plateau.interval.centre(plateau.scale)
    longer = int((found > centre).sum())
    things = f"Of {len(found)} things that a larger cluster waits for"
    return f"{things}, {longer} take longer than a plateau of {centre:.0f} months"


FIGURES = (
    Figure(
        id="staircase",
        title=stood_still,
        note="Above: the record of training compute, with spells of eight months and more without a new one shaded. "
        "Below: Epoch AI’s capability index. Triangles: scored, but no record on it. Diamonds: scores of April 2026, "
        "left out where those of October 2026 are used; all fits hold GPT-5 at 150.",
        describe="Staircase of record training compute with three shaded flat spells over a capability index that "
        "rises through two of them.",
        draw=staircase_chart,
        table=staircase_table,
    ),
    Figure(
        id="sites",
        title="Half of the sites take {build_middle:.0f} months or more to build, but some site is always nearly done",
        note="Start of construction to first operation of the largest sites. Filled: seen in operation; "
        "ring: planned. Dashed: date of the data.",
        describe="Bars of construction time of twenty-two data-centre sites, staggered over 2021 to 2028.",
        draw=sites_chart,
        table=sites_table,
    ),
    Figure(
        id="leads",
        title=waits,
        note="Lead times in months. Dashed: the middle of the default plateau.",
        describe="Lead times from chips to gas turbines and factories on a log axis of months.",
        draw=lead_chart,
        table=leads_table,
    ),
    Figure(
        id="uplift",
        title="Trials find {trial_slow:.2g} to {trial_fast:.2g} times the output with AI, self-reports up to "
        "{staff_poll:.2g} times",
        note="Trials first, then output, self-reports and an outside estimate. Dashed: no effect.",
        describe="Twelve estimates of uplift with ranges; trials mostly near one, self-reports up to four.",
        draw=uplift_chart,
        table=uplift_table,
    ),
    Figure(
        id="backtest",
        title="The line’s 90 % band held {covered_90:.0f} % of later records, its 50 % band only {covered_50:.0f} %",
        note="How far later records fell above or below the line fitted at each cut-off, in orders of magnitude.",
        describe="Misses of forecasts of record compute from four cut-off dates against release date.",
        draw=backtest_chart,
        table=forecasts_table,
    ),
)


PICTURES = (
    Picture(
        id="enrolment",
        kind="fan",
        target="enrolment",
        title="What enrolling safety people buys",
        note="Lines: medians of the draws. Bands: their middle half. Above the dashed line safety gains. The rise from "
        "left to right is what enrolling buys; the distance between the lines is the pause.",
        describe="Rising curves with bands: safety’s pace over capabilities’ by share of safety people enrolled.",
        draw=partial(
            pace_fan,
            x_title="safety people who use the newest models fully",
            x_axis=alt.Axis(tickCount=6, labelExpr="datum.label + '\u202f%'"),
        ),
    ),
    SPREAD,
    Picture(
        id="plateau",
        kind="fan",
        target="plateau",
        title="What a longer plateau buys",
        note="The same, by the length of the plateau, with enrolment as uncertain as you left it.",
        describe="Two curves with bands: safety’s pace over capabilities’ by months between big steps.",
        draw=partial(pace_fan, x_title="months between big steps"),
    ),
    Picture(
        id="months",
        kind="intervals",
        ids=("plateau_months", "unpaused_months", "safety_lag", "adoption_months"),
        title="The waiting times, measured and assumed",
        note="Dots: what was measured; each names its study. Violet: your interval. Grey: the book’s.",
        describe="Measured months and assumed intervals of plateau, step without building, lag and spread of use.",
        draw=partial(charts.intervals, axis="months", domain=(0.5, 60), log=True),
    ),
)
