"""The pictures of claim 2’s chapter: those the explorer moves, and those of evidence."""

from __future__ import annotations

from functools import partial

import altair as alt
import numpy as np
import pandas as pd
from scipy.stats import beta

from tilt.charts import kinds as charts
from tilt.charts.declared import SPREAD, Figure, Picture
from tilt.claims.task_horizons.evidence import (
    KINDS,
    contrast_table,
    families,
    families_table,
    gaming_table,
    predictions_table,
    trend_table,
)
from tilt.claims.task_horizons.model import HORIZON_YEARS, USABLE_YEARS
from tilt.record.evidence import table
from tilt.trends import horizons
from tilt.trends.horizons import (
    horizon_chart_rows,
)


def trend_chart(width: int) -> alt.LayerChart | alt.FacetChart:
    """METR's horizons and the fitted line, without a reader's trend."""
    return charts.horizons({**horizon_chart_rows(), "bands": [], "ghost": []}, years=(2023, 2029), width=width)


def families_chart(width: int) -> alt.LayerChart | alt.FacetChart:
    """Task families by the human time of their median task, a row per kind."""
    rng = np.random.default_rng(1)
    found = families()
    dots, medians = [], []
    for kind, group in found.groupby("kind", sort=False):
        middle = float(np.median(np.repeat(group["median_minutes"], group["tasks"])))
        medians.append({"x": middle, "kind": kind, "label": f"median {charts.duration(middle)}"})
        for f in group.to_dict("records"):
            text = f"{f['family']}: {f['what']}, {charts.duration(f['median_minutes'])}"
            dots.append({"x": f["median_minutes"], "kind": kind, "text": text, "jitter": rng.uniform(-1, 1)})
    colours = {
        KINDS["safety_like"]: charts.SAFETY,
        KINDS["capability_like"]: charts.CAPABILITY,
        KINDS["generic_ml"]: charts.SOFT,
        KINDS["other"]: charts.FAINT,
    }
    return charts.strip({"dots": dots, "medians": medians}, charts.minutes_axis(), (1, 6000), colours, width)


def contrast_chart(width: int) -> alt.LayerChart | alt.FacetChart:
    """Odds of success on safety-like against capability-like tasks of equal length, by models' year."""
    found = []
    for c in table("success_contrast").to_dict("records"):
        label = "all models" if c["cohort"] == "all" else f"models of {c['cohort']}"
        value = f"{c['odds_ratio']:.2g}"
        text = f"{label}: odds ratio {value} ({c['low']:.2g} to {c['high']:.2g})"
        found.append(charts.Range(label, c["odds_ratio"], c["low"], c["high"], value, text))
    return charts.ranges(found, "odds ratio; above 1 safety-like tasks succeed more", 1.0, (0.2, 60), width=width)


def gaming_chart(width: int) -> alt.LayerChart | alt.FacetChart:
    """Published rates of gaming that decide a default, each study's pair together."""
    found = []
    for g in table("gaming_rates").dropna(subset="role").sort_values("label", kind="stable").to_dict("records"):
        rate, low, high = float(g["rate"]), float(g["rate"]), float(g["rate"])
        if not pd.isna(g["gamed"]):
            counted = beta(g["gamed"] + 0.5, g["runs"] - g["gamed"] + 0.5)
            low, high = float(counted.ppf(0.05)), float(counted.ppf(0.95))
        value = f"{100 * rate:.2g} %"
        found.append(charts.Range(g["label"], rate, low, high, value, f"{g['label']}: {value} of runs gamed"))
    axis = alt.Axis(values=[0.003, 0.01, 0.03, 0.1, 0.3, 1], labelExpr=charts.PERCENT)
    title = "share of runs in which agents gamed their scorer"
    return charts.ranges(found, title, None, (0.003, 1.0), axis=axis, width=width)


def backtest_chart(width: int) -> alt.LayerChart | alt.FacetChart:
    """Misses of the trend refitted at past cut-offs."""
    rows = charts.missed(
        horizons.predictions(),
        lambda p: np.log2(p["actual_minutes"] / p["predicted_minutes"]),
        "{predicted_minutes:.3g} minutes, was {actual_minutes:.3g}",
    )
    return charts.misses(rows, "doublings above the forecast", width)


def outcome() -> str:
    """How many later records lay above the line that was fitted before them."""
    each = horizons.predictions()
    above = int((each["actual_minutes"] > each["predicted_minutes"]).sum())
    return f"Of {len(each)} forecasts of later records, {above} were too low"


FIGURES = (
    Figure(
        id="trend",
        title="The horizons of record models have doubled every {doubling_days:.0f} days since 2023",
        note="Dots with 95 % intervals; faint dots set no record; triangle: at least; cross: decided by cheating. "
        "Line and dotted band: least squares on the record models and its 90 % prediction band.",
        describe="Scatter of METR’s 50 % time horizons by release date on a log axis with a fitted line.",
        draw=trend_chart,
        table=trend_table,
    ),
    Figure(
        id="families",
        title="METR’s middle safety-like task takes people {safety_hours:.2g} hours, the middle capability-like one "
        "{capability_hours:.2g}",
        note="Human time, a dot a task family; bars: medians over tasks. The two labels are ours, most read off names.",
        describe="Strip plot of task families by human minutes, safety-like, capability-like and other.",
        draw=families_chart,
        table=families_table,
    ),
    Figure(
        id="contrast",
        title="At equal length safety-like tasks had {odds_2024:.1f} times the odds of success with models of 2024, "
        "{odds_2026:.1f} times with those of 2026",
        note="Odds ratio with 90 % interval, by the models’ year.",
        describe="Odds ratios with intervals for all models and models of 2024, 2025 and 2026 against the line at 1.",
        draw=contrast_chart,
        table=contrast_table,
    ),
    Figure(
        id="gaming",
        title="One study saw gaming in {metr_common:.0f} % of runs where the scorer is in view, another in "
        "{huang_common:.0f} % of open-ended ones",
        note="METR’s agents gamed a scorer in view, those of Huang and others open-ended work. Lines: 90 % intervals "
        "from the runs alone, where they were counted.",
        describe="Shares of runs gamed on a log axis: two near three in ten, three between one and three in a hundred.",
        draw=gaming_chart,
        table=gaming_table,
    ),
    Figure(
        id="backtest",
        title=outcome,
        note="How far later record models fell above or below the line fitted at each cut-off, in doublings.",
        describe="Misses of forecasts from four cut-off dates against release date.",
        draw=backtest_chart,
        table=predictions_table,
    ),
)


PICTURES = (
    Picture(
        id="usable",
        kind="fan",
        target="usable",
        title=f"Usable share of each field’s work, {USABLE_YEARS[0]:.0f}–{USABLE_YEARS[-1]:.0f}",
        note="Lines: medians of the draws. Bands: their middle half.",
        describe="Two rising curves with bands: the usable share of safety work and of capability work by year.",
        draw=charts.fan,
    ),
    SPREAD,
    Picture(
        id="split",
        kind="split",
        target="lead",
        title="Where the lead comes from",
        note="Means over the draws, in months: only means add up. Draws in which a field never gets there weigh most.",
        describe="Waterfall of the mean lead into task length, transfer and validity.",
        draw=partial(charts.waterfall, unit="months"),
    ),
    Picture(
        id="horizon",
        kind="fan",
        target="horizon",
        title="Length of task AI does half the time",
        note=(
            "Violet: your trend (median, middle half, 90 %). Dots: METR’s estimates with 95 % intervals; triangle: "
            "at least; cross: dominated by cheating. Grey: the fit and its 90 % prediction band."
        ),
        describe="METR’s published time horizons by release date on a log axis, with fitted and reader’s trend.",
        draw=partial(charts.horizons, years=(HORIZON_YEARS[0], HORIZON_YEARS[-1])),
        fixed=horizon_chart_rows,
    ),
)
