"""The evidence side of claim 5: the figures and tables of its chapter. Its numbers are in `_cot_transparency_facts`."""

from __future__ import annotations

import datetime
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from tilt.charts import kinds as charts
from tilt.claims.cot_transparency import charts as own
from tilt.claims.cot_transparency.facts import facts
from tilt.engine.claim import Figure
from tilt.record.evidence import decimal_year, table
from tilt.trends import controllability, silent_horizons
from tilt.trends.line import date_of

__all__ = ["FIGURES", "TABLES", "facts"]

KINDS = {
    "cot_needed": ("reasoning, task needs it", charts.SAFETY),
    "cot_not_needed": ("reasoning, not needed", charts.SAFETY),
    "cot_hiding": ("reasoning, hidden on purpose", charts.SAFETY),
    "transcript": ("reasoning and actions", charts.SOFT),
    "actions": ("actions alone", charts.CAPABILITY),
    "internals": ("internals", charts.MINE),
    "union": ("transcript or internals", charts.FAINT),
}
WITH, WITHOUT = "with written reasoning", "without"
SERIES = {
    "short_traces": ("about a thousand tokens", "circle"),
    "long_traces": ("about five thousand tokens", "diamond"),
    "other": ("another test set", "square"),
}


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
    return own.dots({"dots": dots, "medians": medians}, dict(KINDS.values()), "share noticed")


def monitors_table() -> pd.DataFrame:
    """The results behind the dot plot."""
    found = table("monitor_results")
    columns = ["kind", "study", "label", "seen", "low", "high", "measure", "pressure", "in_quantiles", "grade", "note"]
    found = found.assign(kind=found["kind"].map({k: words for k, (words, _) in KINDS.items()}))
    return found[columns].rename(columns=lambda c: c.replace("_", " "))


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
    return own.two_horizons({"points": points, "fit": rows, "names": names}, (2023, 2027), colours, (0.1, 2400))


def _written() -> pd.DataFrame:
    models = table("model_horizons")
    recent = models["released"] >= pd.Timestamp(datetime.date(2023, 1, 1))
    return models[(models["range_flag"] == "in_range") & recent]


def _point(released: pd.Timestamp, minutes: float, kind: str, state: str, text: str) -> dict[str, Any]:
    year = decimal_year(released.date())
    return {"year": year, "y": float(minutes), "kind": kind, "state": state, "text": text}


def horizons_table() -> pd.DataFrame:
    """Silent horizons, which models the line uses, and METR's horizon of the same model where there is one."""
    models = table("silent_horizons")
    fitted = set(silent_horizons.silent_models()["model"])
    known = table("model_horizons").set_index("model")["p50_minutes"]
    return pd.DataFrame(
        {
            "model": models["model"],
            "released": models["released"],
            "without, minutes": models["minutes"],
            "stated once, minutes": models["plain_minutes"],
            "with, minutes (METR)": models["model"].map(known),
            "tasks": models["suite"],
            "in the fit": [m in fitted for m in models["model"]],
            "grade": models["grade"],
            "note": models["note"],
        }
    )


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
    return own.control({"points": points, "fit": rows, "names": names}, (2024.8, years[-1] + 0.05), shapes)


def control_table() -> pd.DataFrame:
    """The readings behind the chart."""
    found = table("controllability")
    found = found.assign(series=found["series"].map({k: words for k, (words, _) in SERIES.items()}))
    columns = ["model", "developer", "released", "series", "controlled", "grade", "note"]
    return found[columns].rename(columns={"controlled": "instructions obeyed"})


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
    first: dict[str, dict[str, Any]] = {}
    for r in rows:
        first.setdefault(r["cutoff"], r)
    names = [{**r, "label": f"seen from {r['cutoff'][:7]}"} for r in first.values()]
    return charts.misses({"misses": rows, "names": names}, "doublings above the forecast")


def silent_misses_table() -> pd.DataFrame:
    """Each forecast of the silent-horizon back-test, with the errors of trend and rivals."""
    each = silent_horizons.predictions()
    return pd.DataFrame(
        {
            "cut-off": each["cutoff"].astype(str),
            "models fitted": each["fitted"],
            "model": each["model"],
            "predicted, minutes": each["predicted_minutes"],
            "was, minutes": each["actual_minutes"],
            "in 50 % band": each["in_50%"],
            "in 90 % band": each["in_90%"],
            "miss, doublings": each["error_trend"],
            "if flat": each["error_flat"],
            "if linear": each["error_linear"],
        }
    )


def control_backtest_table() -> pd.DataFrame:
    """Each forecast of the controllability back-test; two models leave no band."""
    each = controllability.predictions()
    return pd.DataFrame(
        {
            "cut-off": each["cutoff"].astype(str),
            "models fitted": each["fitted"],
            "model": each["model"],
            "predicted": each["predicted_fraction"],
            "was": each["actual_fraction"],
            "in 50 % band": each["in_50%"],
            "in 90 % band": each["in_90%"],
            "miss, log-odds": each["error_trend"],
            "if flat": each["error_flat"],
            "if linear": each["error_linear"],
        }
    )


def written_table() -> pd.DataFrame:
    """What written reasoning buys."""
    found = table("written_reasoning")
    columns = ["label", "setting", "without", "with", "grade", "note"]
    return found[columns].rename(columns={"label": "model and task", "setting": "compared"})


TABLES = {
    "written": ("Accuracy without and with written reasoning", written_table),
    "control-backtest": ("Control over reasoning, forecast from what was known at two dates", control_backtest_table),
}

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
