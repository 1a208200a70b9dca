"""The tables of claim 3’s chapter: what was measured, and what the model makes of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tilt.charts.declared import Table
from tilt.claims.buildout_pauses.calibration import speeds
from tilt.claims.buildout_pauses.facts import causes
from tilt.engine.run import Run
from tilt.record.evidence import table
from tilt.trends import index_plateaus, record_compute
from tilt.trends.line import DAYS_PER_MONTH
from tilt.trends.plateau_lengths import alternatives, gap_forecasts
from tilt.trends.record_compute import flat_spells


def backtest_table() -> pd.DataFrame:
    """Coverage and errors per cut-off."""
    found = record_compute.summary()
    return pd.DataFrame(
        {
            "cut-off": found["cutoff"].astype(str),
            "records fitted": found["fitted"],
            "predicted": found["predicted"],
            "in 50 % band": [f"{100 * v:.0f} %" for v in found["in_50%"]],
            "in 90 % band": [f"{100 * v:.0f} %" for v in found["in_90%"]],
            "mean miss, orders of magnitude": found["error_trend"],
            "if flat": found["error_flat"],
            "if linear": found["error_linear"],
        }
    )


def gaps_table() -> pd.DataFrame:
    """What each gap's predecessors would have said of it, with the error in doublings of the median and of rivals."""
    found = gap_forecasts()
    return pd.DataFrame(
        {
            "reading": [f"set of {r}" for r in found["reading"]],
            "gap after": found["start"],
            "gaps known": found["known"],
            "median, months": found["median"],
            "90 % band": [f"{a:.0f} – {b:.0f}" for a, b in zip(found["low"], found["high"], strict=True)],
            "was, months": [
                f"{m:.1f}" + (", still open" if o else "") for m, o in zip(found["months"], found["open"], strict=True)
            ],
            "in 50 % band": found["in_50%"].map(bool),
            "in 90 % band": found["in_90%"].map(bool),
            "miss, doublings": found["error_trend"],
            "if like the last": found["error_flat"],
            "if linear": found["error_linear"],
        }
    )


def spells_table() -> pd.DataFrame:
    """The index inside the flat spells of record compute, and outside them in two ways to count."""
    found = index_plateaus.capability_in_spells()
    label = {"flat_recent": "the two since December 2023", "flat_all": "all three"} | {
        s.id: f"{s.start:%B %Y} to {s.end:%B %Y}, record {s.holder}" for s in flat_spells()
    }
    shown = pd.DataFrame(
        {
            "time": found["id"].map(label),
            "months": found["months"],
            "points gained": found["points"],
            "points a year": found["rate"],
            "share lost": found["loss"],
            "months in which METR’s horizon doubled": found["doubling_months"].where(found["doublings"] > 0.5),
        }
    )
    _, _, whole = index_plateaus.rates()
    _, _, without = index_plateaus.rates(after_last=False)
    outside = [
        {"time": "outside: February to July 2025 and the month after GPT-6 Astra", "points a year": whole},
        {"time": "outside: February to July 2025 alone", "points a year": without},
    ]
    return pd.concat([shown, pd.DataFrame(outside)], ignore_index=True)


def alternatives_table() -> pd.DataFrame:
    """Median plateau by step, reading and law."""
    found = alternatives()
    return pd.DataFrame(
        {
            "step of at least": [f"{s:.0f} ×" for s in found["step"]],
            "reading": [f"set of {r}" for r in found["reading"]],
            "closed gaps, months": found["closed"],
            "open for, months": found["open_months"],
            "median if lognormal": found["lognormal"],
            "median if Weibull": found["weibull"],
        }
    )


def causes_table(run: Run) -> pd.DataFrame:
    """The differential as a product of four ratios, each by its geometric mean over the draws."""
    means = causes(run)
    rows = [(name, float(np.exp(m))) for name, m in means.items()]
    rows.append(("all together", float(np.exp(sum(means.values())))))
    return pd.DataFrame(rows, columns=["cause", "safety’s pace over capabilities’"])


def calibration_table(run: Run) -> pd.DataFrame:
    """How much faster AI makes research today, by this model, by claim 6, and by those who looked."""
    rows = [(name, middle, low, high, "computed") for name, (low, middle, high) in speeds(run).items()]
    said = table("acceleration")
    for r in said[said["kind"] != "input"].to_dict("records"):
        rows.append((f"{r['label']} ({r['as_of']})", r["value"], r["low"], r["high"], r["grade"]))
    return pd.DataFrame(rows, columns=["how much faster", "middle", "5 % or low", "95 % or high", "grade"])


TABLES = {
    "calibration": Table("Speed-up by AI today: what the model implies, and what is said of it", calibration_table),
    "spells": Table("The capability index while record compute stood still, and outside", spells_table),
    "alternatives": Table("The median plateau under other choices", alternatives_table),
    "causes": Table("Safety’s pace over capabilities’, as a product: geometric means over the draws", causes_table),
    "backtest": Table("Record compute at four cut-offs, and all of them together", backtest_table),
    "gaps": Table("What earlier gaps would have said of the next", gaps_table),
}


def staircase_table() -> pd.DataFrame:
    """Records of compute and scores of the index."""
    compute = table("record_compute")[["model", "released", "training_flop", "certainty", "grade", "source", "note"]]
    scores = table("capability_index")[["model", "released", "score", "vintage", "grade", "source", "note"]]
    both = pd.concat([compute, scores]).sort_values("released")
    shown = both[["model", "released", "training_flop", "certainty", "score", "vintage", "grade", "source", "note"]]
    return shown.rename(
        columns={"training_flop": "training compute, FLOP", "score": "index, points", "vintage": "index fitted in"}
    )


def sites_table() -> pd.DataFrame:
    """All sites with months from start to first operation."""
    sites = table("building_sites")
    months = (sites["first_operation"] - sites["started"]).dt.days / DAYS_PER_MONTH
    shown = sites.assign(months_to_operation=months)
    columns = ["site", "users", "started", "first_operation", "first_status", "months_to_operation", "planned_mw"]
    heads = {
        "first_operation": "first operation",
        "first_status": "first operation is",
        "months_to_operation": "months to operation",
        "planned_mw": "planned power, MW",
        "planned_h100": "planned compute, H100 equivalents",
    }
    return shown[[*columns, "planned_h100", "grade", "note"]].sort_values("started").rename(columns=heads)


def leads_table() -> pd.DataFrame:
    """How long is waited for what a larger cluster needs, the shortest first."""
    heads = {"label": "what is waited for", "months": "lead time, months", "low": "low, months", "high": "high, months"}
    return table("lead_times").sort_values("months").rename(columns=heads)


def uplift_table() -> pd.DataFrame:
    """What people got done with AI over without."""
    return table("uplift").rename(columns={"label": "study", "ratio": "with AI over without"})


def forecasts_table() -> pd.DataFrame:
    """Each forecast of the back-test."""
    each = record_compute.forecasts()
    shown = each[["cutoff", "model", "released", "predicted_flop", "actual_flop", "in_50%", "in_90%"]]
    return shown.assign(cutoff=each["cutoff"].astype(str)).set_axis(
        ["cut-off", "model", "released", "predicted, FLOP", "was, FLOP", "in 50 % band", "in 90 % band"], axis=1
    )
