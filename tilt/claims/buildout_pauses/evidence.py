"""The evidence side of claim 3: the figures of its chapter, with the computed tables and facts."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from tilt.charts import kinds as charts
from tilt.claims.buildout_pauses.charts import building, staircase
from tilt.claims.buildout_pauses.facts import facts
from tilt.claims.buildout_pauses.tables import TABLES
from tilt.engine.claim import Figure
from tilt.record.evidence import decimal_year, table
from tilt.trends import record_compute
from tilt.trends.line import DAYS_PER_MONTH
from tilt.trends.plateau_use import SITES_UNTIL
from tilt.trends.record_compute import DATA_UNTIL, flat_spells, records

FROM, TO = 2022.5, 2027.0
SHOWN_SITES = 22


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """A table with its column names as words."""
    return frame.rename(columns=lambda c: str(c).replace("_", " "))


def staircase_rows() -> dict[str, list[dict[str, Any]]]:
    """Steps, records, scores and flat spells for the staircase."""
    found, scores = records(), table("capability_index")
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
            "kind": "record" if r["record"] else "no record",
            "text": f"{r['model']}, {r['released']:%B %Y}: {r['score']:.1f} points",
        }
        for r in scores.to_dict("records")
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


def staircase_chart() -> alt.VConcatChart:
    """Record compute and the capability index over the same years."""
    return staircase(staircase_rows(), (FROM, TO))


def staircase_table() -> pd.DataFrame:
    """Records of compute and scores of the index."""
    compute = table("record_compute")[["model", "released", "training_flop", "certainty", "grade", "source", "note"]]
    scores = table("capability_index")[["model", "released", "score", "grade", "source", "note"]]
    both = pd.concat([compute, scores]).sort_values("released")
    return both[["model", "released", "training_flop", "certainty", "score", "grade", "source", "note"]].rename(
        columns={"training_flop": "training compute, FLOP", "score": "index, points"}
    )


def sites_chart() -> alt.LayerChart | alt.FacetChart:
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
    return building({"sites": rows}, (2021.5, 2029.2), decimal_year(SITES_UNTIL))


def sites_table() -> pd.DataFrame:
    """All sites with months from start to first operation."""
    sites = table("building_sites")
    months = (sites["first_operation"] - sites["started"]).dt.days / DAYS_PER_MONTH
    shown = sites.assign(months_to_operation=months)
    columns = ["site", "users", "started", "first_operation", "first_status", "months_to_operation", "planned_mw"]
    return plain(shown[[*columns, "planned_h100", "grade", "note"]].sort_values("started"))


def range_rows(frame: pd.DataFrame, value: str, unit: str) -> list[dict[str, Any]]:
    """Rows for `charts.ranges` from a table with label, a value and its ends; a missing end is the value itself."""
    rows = []
    for order, r in enumerate(frame.to_dict("records")):
        middle = float(r[value])
        low, high = (middle if pd.isna(r[end]) else float(r[end]) for end in ("low", "high"))
        told = f"{r['label']}: {middle:.3g} {unit}" + (f" ({low:.3g} to {high:.3g})" if low < high else "")
        shown = f"{middle:.3g}"
        rows.append(
            {"label": r["label"], "x": middle, "low": low, "high": high, "value": shown, "text": told, "order": order}
        )
    return rows


def lead_chart() -> alt.LayerChart | alt.FacetChart:
    """Lead times from the shortest to the longest, against the default plateau."""
    from tilt.record.assumptions import record

    plateau = record().assumptions["plateau_months"]
    found = table("lead_times").sort_values("months")
    centre = plateau.interval.centre(plateau.scale)
    drawn = charts.ranges({"ranges": range_rows(found, "months", "months")}, "months", centre, (4, 100))
    return drawn.properties(height=26 * len(found))


def uplift_chart() -> alt.LayerChart | alt.FacetChart:
    """Studies of uplift against no effect."""
    found = table("uplift")
    drawn = charts.ranges(
        {"ranges": range_rows(found, "ratio", "×")}, "output with AI over output without", 1.0, (0.6, 9)
    )
    return drawn.properties(height=30 * len(found))


def backtest_chart() -> alt.LayerChart | alt.FacetChart:
    """Misses of the growth of record compute, refitted at past cut-offs."""
    rows = [
        {
            "year": decimal_year(p["released"].date()),
            "miss": float(p["miss"]),
            "cutoff": p["cutoff"].isoformat(),
            "text": f"{p['model']}, predicted at {p['cutoff']:%B %Y}: {p['predicted_flop']:.2g} FLOP, "
            f"was {p['actual_flop']:.2g}",
        }
        for p in record_compute.forecasts().to_dict("records")
    ]
    first: dict[str, dict[str, Any]] = {}
    for r in rows:
        first.setdefault(r["cutoff"], r)
    names = [{**r, "label": f"seen from {r['cutoff'][:7]}"} for r in first.values()]
    return charts.misses({"misses": rows, "names": names}, "orders of magnitude above the forecast")


def forecasts_table() -> pd.DataFrame:
    """Each forecast of the back-test."""
    each = record_compute.forecasts()
    shown = each[["cutoff", "model", "released", "predicted_flop", "actual_flop", "in_50%", "in_90%"]]
    return shown.assign(cutoff=each["cutoff"].astype(str)).set_axis(
        ["cut-off", "model", "released", "predicted, FLOP", "was, FLOP", "in 50 % band", "in 90 % band"], axis=1
    )


FIGURES = (
    Figure(
        id="staircase",
        title="Record compute stood still; capability did not",
        note="Above: the record of training compute, with spells of eight months and more without a new one shaded. "
        "Below: Epoch AI’s capability index; triangles: models of record compute that set no record on it.",
        describe="Staircase of record training compute with three shaded flat spells over a capability index that "
        "rises through two of them.",
        draw=staircase_chart,
        table=staircase_table,
    ),
    Figure(
        id="sites",
        title="Building takes two years, but somebody is always about to finish",
        note="Start of construction to first operation of the largest sites. Filled: seen in operation; "
        "ring: planned. Dashed: date of the data.",
        describe="Bars of construction time of twenty-two data-centre sites, staggered over 2021 to 2028.",
        draw=sites_chart,
        table=sites_table,
    ),
    Figure(
        id="leads",
        title="What a larger cluster waits for",
        note="Lead times in months. Dashed: the default plateau.",
        describe="Lead times from chips to gas turbines and factories on a log axis of months.",
        draw=lead_chart,
        table=lambda: plain(table("lead_times").drop(columns="id").sort_values("months")),
    ),
    Figure(
        id="uplift",
        title="How much AI speeds up those who use it",
        note="Trials first, then output, self-reports and an outside estimate. Dashed: no effect.",
        describe="Ten estimates of uplift with ranges; trials near one, self-reports up to three.",
        draw=uplift_chart,
        table=lambda: plain(table("uplift")),
    ),
    Figure(
        id="backtest",
        title="Had we fitted the growth of record compute earlier",
        note="How far later records fell above or below the line fitted at each cut-off, in orders of magnitude.",
        describe="Misses of forecasts of record compute from four cut-off dates against release date.",
        draw=backtest_chart,
        table=forecasts_table,
    ),
)

__all__ = ["FIGURES", "TABLES", "facts"]
