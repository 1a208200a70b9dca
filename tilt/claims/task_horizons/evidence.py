"""The evidence side of claim 2: the figures of its chapter and the numbers its sentences use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from tilt.charts import kinds as charts
from tilt.claims.common import common_facts
from tilt.engine.claim import Figure
from tilt.record.cited import cite, quote
from tilt.record.evidence import decimal_year, edition, table
from tilt.trends import horizons
from tilt.trends.horizons import (
    alternatives,
    fit_horizons,
    horizon_chart_rows,
    resampled_doubling,
    widening,
)

KINDS = {
    "safety_like": "safety-like",
    "capability_like": "capability-like",
    "generic_ml": "other machine learning",
    "other": "everything else",
}


def trend_chart() -> alt.LayerChart | alt.FacetChart:
    """METR's horizons and the fitted line, without a reader's trend."""
    return charts.horizons({**horizon_chart_rows(), "bands": []}, years=(2023, 2029))


def trend_table() -> pd.DataFrame:
    """The points of the trend."""
    models = table("model_horizons").sort_values("released")
    fitted = set(fit_horizons().labels)
    return pd.DataFrame(
        {
            "model": models["model"],
            "released": models["released"],
            "50 % horizon, minutes": models["p50_minutes"],
            "low (95 %)": models["p50_low_minutes"],
            "high (95 %)": models["p50_high_minutes"],
            "in the fit": [m in fitted for m in models["model"]],
            "range": models["range_flag"].str.replace("_", " "),
            "grade": models["grade"],
            "source": models["source"],
        }
    )


def families() -> pd.DataFrame:
    """HCAST and RE-Bench families with their kind in words."""
    found = table("task_families")
    return found.assign(kind=found["kind"].map(KINDS))


def families_chart() -> alt.LayerChart | alt.FacetChart:
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
    return charts.strip({"dots": dots, "medians": medians}, charts.minutes_axis(), (1, 6000), colours)


def families_table() -> pd.DataFrame:
    """The families behind the strip plot."""
    columns = ["family", "suite", "kind", "tasks", "median_minutes", "what", "kind_basis", "time_basis"]
    return families()[columns].rename(columns=lambda c: c.replace("_", " "))


def contrast_chart() -> alt.LayerChart | alt.FacetChart:
    """Odds of success on safety-like against capability-like tasks of equal length, by models' year."""
    rows = []
    for order, c in enumerate(table("success_contrast").to_dict("records")):
        label = "all models" if c["cohort"] == "all" else f"models of {c['cohort']}"
        value = f"{c['odds_ratio']:.2g}"
        text = f"{label}: odds ratio {value} ({c['low']:.2g} to {c['high']:.2g})"
        rows.append(
            {
                "label": label,
                "x": c["odds_ratio"],
                "low": c["low"],
                "high": c["high"],
                "value": value,
                "text": text,
                "order": order,
            }
        )
    return charts.ranges({"ranges": rows}, "odds ratio; above 1, safety-like tasks succeed more", 1.0, (0.2, 30))


def contrast_table() -> pd.DataFrame:
    """The odds ratios with their intervals."""
    return table("success_contrast").rename(columns=lambda c: c.replace("_", " "))


def backtest_chart() -> alt.LayerChart | alt.FacetChart:
    """Misses of the trend refitted at past cut-offs."""
    each = horizons.predictions()
    rows = [
        {
            "year": decimal_year(p["released"].date()),
            "miss": float(np.log2(p["actual_minutes"] / p["predicted_minutes"])),
            "cutoff": p["cutoff"].isoformat(),
            "text": f"{p['model']}, predicted at {p['cutoff']:%B %Y}: {p['predicted_minutes']:.3g} minutes, "
            f"was {p['actual_minutes']:.3g}",
        }
        for p in each.to_dict("records")
    ]
    first: dict[str, dict[str, Any]] = {}
    for r in rows:
        first.setdefault(r["cutoff"], r)
    names = [{**r, "label": f"seen from {r['cutoff'][:7]}"} for r in first.values()]
    return charts.misses({"misses": rows, "names": names}, "doublings above the forecast")


def predictions_table() -> pd.DataFrame:
    """Each forecast of the back-test."""
    each = horizons.predictions()
    return pd.DataFrame(
        {
            "cut-off": each["cutoff"].astype(str),
            "model": each["model"],
            "released": each["released"],
            "predicted, minutes": each["predicted_minutes"],
            "was, minutes": each["actual_minutes"],
            "in 50 % band": each["in_50%"],
            "in 90 % band": each["in_90%"],
        }
    )


def backtest_table() -> pd.DataFrame:
    """Coverage and errors per cut-off."""
    found = horizons.summary()
    return pd.DataFrame(
        {
            "cut-off": found["cutoff"].astype(str),
            "models fitted": found["fitted"],
            "predicted": found["predicted"],
            "in 50 % band": [f"{100 * v:.0f} %" for v in found["in_50%"]],
            "in 90 % band": [f"{100 * v:.0f} %" for v in found["in_90%"]],
            "mean miss, doublings": found["error_trend"],
            "if flat": found["error_flat"],
            "if linear": found["error_linear"],
        }
    )


TABLES = {"backtest": ("Back-test at four cut-offs, and all of them together", backtest_table)}

FIGURES = (
    Figure(
        id="trend",
        title="METR’s time horizons and the fitted trend",
        note="Dots with 95 % intervals; faint dots set no record; triangle: at least; cross: decided by cheating. "
        "Line and dotted band: least squares on the record models and its 90 % prediction band.",
        describe="Scatter of METR’s 50 % time horizons by release date on a log axis with a fitted line.",
        draw=trend_chart,
        table=trend_table,
    ),
    Figure(
        id="families",
        title="How long people take on the suite’s tasks",
        note="One dot a task family; bars: medians over tasks. The two labels are ours, most of them read off names.",
        describe="Strip plot of task families by human minutes, safety-like, capability-like and other.",
        draw=families_chart,
        table=families_table,
    ),
    Figure(
        id="contrast",
        title="Does AI succeed more often on safety-like tasks of the same length?",
        note="Odds ratio with 90 % interval, by the models’ year.",
        describe="Odds ratios with intervals for all models and models of 2024, 2025 and 2026 against the line at 1.",
        draw=contrast_chart,
        table=contrast_table,
    ),
    Figure(
        id="backtest",
        title="Had we fitted the line earlier",
        note="How far later record models fell above or below the line fitted at each cut-off, in doublings.",
        describe="Misses of forecasts from four cut-off dates against release date.",
        draw=backtest_chart,
        table=predictions_table,
    ),
)


def facts() -> Mapping[str, Any]:
    """Named numbers of the chapter, each computed: from the fit, the tables, the default scenario and its verdicts."""
    from tilt.claims import claim
    from tilt.claims.task_horizons.model import APPROXIMATION_ERROR
    from tilt.engine.verdict import split_means
    from tilt.record.assumptions import record

    chosen = claim("task-horizons")
    book = record()
    fit, as_of = fit_horizons(), edition().as_of
    low, centre, high = fit.predict(as_of, widen=widening())
    own95, resampled = fit.doubling_interval(0.95), resampled_doubling()
    lengths = table("task_families")
    means = split_means(chosen)
    doubling = book.assumptions["doubling_months"]
    months = doubling.interval.centre(doubling.scale)
    gap = table("practice_gap").dropna(subset="horizon_kept").sort_values("horizon_kept").iloc[0]
    kept = cite(float(gap["horizon_kept"]), "practice_gap", str(gap["label"]))
    tested = horizons.summary().iloc[-1]
    models = table("model_horizons")
    bound = models[models["range_flag"] == "at_least"].iloc[0]
    amenable = table("amenability")["label"]
    kinds = {
        k: np.repeat(g["median_minutes"].to_numpy(dtype=float), g["tasks"].astype(int))
        for k, g in lengths.groupby("kind")
    }
    sides = {k: float(np.median(kinds[k])) for k in ("safety_like", "capability_like")}
    others = alternatives().set_index("choice")["doubling_days"]
    return {
        **common_facts(chosen),
        "fitted": fit.n,
        "doubling_days": fit.doubling_days,
        "doubling_low": own95[0],
        "doubling_high": own95[1],
        "resampled_low": resampled[0],
        "resampled_high": resampled[1],
        "published_days": quote("horizon_trends", "metr_2023_on", "doubling_days"),
        "published_low": quote("horizon_trends", "metr_2023_on", "low_days"),
        "published_high": quote("horizon_trends", "metr_2023_on", "high_days"),
        "doubling_months": months,
        "doubling_default_low": doubling.interval.low,
        "doubling_default_high": doubling.interval.high,
        "censored_days": float(others["lower bound as censored"]),
        "since_2024_days": float(others["from 2024"]),
        "horizon_hours": centre / 60,
        "horizon_low_hours": low / 60,
        "horizon_high_hours": high / 60,
        "bound_model": str(bound["model"]),
        "bound_hours": cite(float(bound["p50_minutes"]), "model_horizons", str(bound["model"])) / 60,
        "safety_tasks": len(kinds["safety_like"]),
        "capability_tasks": len(kinds["capability_like"]),
        "compared_tasks": len(kinds["safety_like"]) + len(kinds["capability_like"]),
        "safety_hours": sides["safety_like"] / 60,
        "capability_hours": sides["capability_like"] / 60,
        "length_ratio": sides["capability_like"] / sides["safety_like"],
        "odds_2024": quote("success_contrast", "2024", "odds_ratio"),
        "odds_2024_low": quote("success_contrast", "2024", "low"),
        "odds_2024_high": quote("success_contrast", "2024", "high"),
        "odds_2026": quote("success_contrast", "2026", "odds_ratio"),
        "odds_2026_low": quote("success_contrast", "2026", "low"),
        "odds_2026_high": quote("success_contrast", "2026", "high"),
        "kept": kept,
        "gap_factor": 1 / kept,
        "gap_months": months * float(np.log2(1 / kept)),
        "length_months": _signed(means["length"]),
        "transfer_months": _signed(means["transfer"]),
        "validity_months": _signed(means["validity"]),
        "covered_50": 100 * float(tested["in_50%"]),
        "covered_90": 100 * float(tested["in_90%"]),
        "miss_trend": float(tested["error_trend"]),
        "miss_flat": float(tested["error_flat"]),
        "miss_linear": float(tested["error_linear"]),
        "amenable_capability": quote("amenability", amenable.iloc[0], "value"),
        "amenable_safety": quote("amenability", amenable.iloc[1], "value"),
        "months_per_halving": months,
        "approximation": 100 * APPROXIMATION_ERROR,
    }


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−") if abs(value) >= 0.05 else "0"
