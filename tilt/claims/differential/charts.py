"""The pictures of claim 6’s chapter: those the explorer moves, and those of evidence."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from tilt.charts import kinds as charts
from tilt.charts.declared import SPREAD, Figure, Picture
from tilt.claims.differential.evidence import signs_table
from tilt.claims.differential.model import PLAYERS, SPAN
from tilt.record.evidence import table


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
        title="ratio, log axis",
        axis=alt.Axis(values=[0.1, 0.3, 1, 3, 10, 30], labelExpr="datum.label"),
        scale=alt.Scale(type="log", domain=[0.05, 50]),
    )
    y = alt.Y("label:N", sort=alt.EncodingSortField("order"), title=None, axis=None)
    base = alt.Chart(charts.rows("signs", data)).encode(y=y)
    even = alt.Chart(charts.rows("even", {"even": [r | {"x": 1.0} for r in data["signs"]]})).mark_tick(
        thickness=1, size=12, orient="vertical", color=charts.FAINT
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


FIGURES = (
    Figure(
        id="signs",
        title="What has been measured points both ways, and little has been",
        note=(
            "First two rows: safety’s figure over the other. Last three: what agents did over what people did on one "
            "task. Green speaks of safety, orange of capabilities. Short line: no difference."
        ),
        describe="Five ratios on a log axis: two direct comparisons of the fields, three of agents with people.",
        draw=signs_chart,
        table=signs_table,
    ),
)


PICTURES = (
    Picture(
        id="split",
        kind="split",
        target="tilt",
        title="Which mechanism carries the tilt",
        note=(
            "Shapley shares of the mean log of the tilt: what each mechanism adds, averaged over every order of "
            "switching them on. A tenth is about ten per cent."
        ),
        describe="Waterfall of the mean log of the tilt into compute, length, checks, access, AI labour and oversight.",
        draw=partial(charts.waterfall, unit="log of the ratio", bars=len(PLAYERS) + 1),
    ),
    SPREAD,
    Picture(
        id="speeds",
        kind="fan",
        target="speeds",
        title=f"How much faster each field gets, {SPAN}",
        note="Lines: medians of the draws. Bands: their middle half. Log axis.",
        describe="Rising curves with bands: the speed-up of safety research and of capability research by year.",
        draw=partial(charts.fan, percent=False, y_log=True, y_title="times as fast as without AI"),
    ),
    Picture(
        id="enrolling",
        kind="fan",
        target="enrolling",
        title="What enrolling safety people does to the tilt",
        note="Line: median of the draws. Band: middle half. Dashed: even. Everything else as set.",
        describe="A rising curve with its band: the tilt as more safety people come to use the newest models fully.",
        draw=partial(
            charts.fan,
            x_title="share of safety people who use the newest models fully",
            years=False,
            percent=False,
            reference=1.0,
            y_title="safety’s speed-up over capabilities’",
            colours={"tilt": charts.MINE},
        ),
    ),
    Picture(
        id="substitution",
        kind="intervals",
        ids=("substitution",),
        title="Can labour stand in for compute?",
        note="Dots: estimates; each names its study. Violet: your interval. Grey: the book’s. Below zero: hardly.",
        describe="Published estimates of how far labour replaces compute, with the reader’s interval.",
        draw=partial(charts.intervals, axis="exponent of substitution", domain=(-1.5, 1)),
    ),
)
