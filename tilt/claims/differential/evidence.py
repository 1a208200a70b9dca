"""The evidence side of claim 6: the figures and tables of its chapter. Its numbers are in `_differential_facts`."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from tilt.charts import kinds as charts
from tilt.claims.differential.facts import (
    CLAIM_OF,
    YEARS,
    after,
    alone,
    as_percent,
    facts,
    shares,
    speeds,
    without,
)
from tilt.engine.claim import Figure
from tilt.record.assumptions import record
from tilt.record.evidence import table

__all__ = ["FIGURES", "TABLES", "facts"]

SIDES = {True: charts.SAFETY, False: charts.CAPABILITY}
EVEN = "neither field"


def _rows() -> list[dict[str, Any]]:
    """Direct signs, then agents against people on tasks of either field, with the side each row speaks for."""
    signs = table("tilt_signs").assign(speaks=lambda t: np.where(t["ratio"] > 1, "safety", "capability"))
    pace = table("agent_pace").assign(speaks=lambda t: t["field"])
    both = pd.concat([signs, pace], ignore_index=True)
    return [
        {
            "label": r["label"],
            "x": float(r["ratio"]),
            "field": r["speaks"],
            "order": k,
            "text": f"{r['label']}: {r['ratio']:.2g}",
        }
        for k, r in enumerate(both.to_dict("records"))
    ]


def signs_chart() -> alt.LayerChart | alt.FacetChart:
    """Ratios on a log axis, a row each, coloured by the field they are about."""
    data = {"signs": _rows()}
    height = 46 * len(data["signs"])
    x = alt.X(
        "x:Q",
        title="ratio",
        axis=alt.Axis(values=[0.1, 0.3, 1, 3, 10, 30], labelExpr="datum.label"),
        scale=alt.Scale(type="log", domain=[0.05, 50]),
    )
    y = alt.Y("label:N", sort=alt.EncodingSortField("order"), title=None, axis=None)
    base = alt.Chart(charts.rows("signs", data)).encode(y=y)
    even = alt.Chart(charts.rows("even", {"even": [r | {"x": 1.0} for r in data["signs"]]})).mark_tick(
        thickness=1, size=20, orient="vertical", color=charts.FAINT
    )
    colour = alt.Color(
        "field:N",
        scale=alt.Scale(domain=["safety", "capability"], range=[charts.SAFETY, charts.CAPABILITY]),
        legend=None,
    )
    dots = base.mark_point(filled=True, size=90, opacity=0.9).encode(
        x=x, color=colour, description=alt.Description("text:N")
    )
    words = base.mark_text(align="left", dy=-15, fontSize=12.5, fill=charts.INK).encode(x=alt.value(0), text="label:N")
    return alt.layer(even.encode(x=x, y=y), dots, words).properties(width=charts.WIDTH, height=height)


def signs_table() -> pd.DataFrame:
    """The rows of the figure with what is compared and how well it is known."""
    signs = table("tilt_signs")[["label", "ratio", "what", "grade", "note"]]
    pace = table("agent_pace")[["label", "ratio", "what", "grade", "note"]]
    return pd.concat([signs, pace], ignore_index=True)


def substitution_table() -> pd.DataFrame:
    """Published exponents of substitution."""
    return table("substitution_estimates")[["label", "exponent", "low", "high", "what", "grade", "note"]]


def mechanisms_table() -> pd.DataFrame:
    """What each mechanism does to the tilt: its Shapley share, and the credence without it and with it alone."""
    known = record().assumptions
    rows = [
        {
            "mechanism": known[p].short,
            "claim": CLAIM_OF[p],
            "share of the mean log": share,
            "which makes the tilt": f"{as_percent(share):+.1f} %".replace("-", "−"),
            "credence without it": f"{100 * without(p).credence:.0f} %",
            "credence with it alone": f"{100 * alone(p).credence:.0f} %",
        }
        for p, share in shares().items()
    ]
    return pd.DataFrame(rows)


def years_table() -> pd.DataFrame:
    """Verdicts and speed-ups by how far ahead one looks."""
    rows = []
    for years in YEARS:
        tilt, net, cumulative = after(years)
        safety, capability, _ = speeds(years)
        rows.append(
            {
                "years ahead": years,
                "safety’s speed-up, median": float(np.median(safety)),
                "capabilities’": float(np.median(capability)),
                "tilt": f"{100 * tilt.credence:.0f} %",
                "net of spillover": f"{100 * net.credence:.0f} %",
                "on average until then": f"{100 * cumulative.credence:.0f} %",
            }
        )
    return pd.DataFrame(rows)


FIGURES = (
    Figure(
        id="signs",
        title="What has been measured directly",
        note=(
            "First two rows: safety’s figure over the other. Last three: what agents did over what people did on one "
            "task. Green speaks of safety, orange of capabilities. Short line: no difference."
        ),
        describe="Five ratios on a log axis: two direct comparisons of the fields, three of agents with people.",
        draw=signs_chart,
        table=signs_table,
    ),
)

TABLES = {
    "mechanisms": ("What each mechanism does to the tilt, under the defaults", mechanisms_table),
    "years": ("The verdicts by how far ahead one looks: credence, and median speed-ups", years_table),
    "substitution": ("How far labour can stand in for compute: published readings", substitution_table),
}
