"""The pictures of claim 1’s chapter: those the explorer moves, and those of evidence."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import numpy as np

from tilt.charts import kinds as charts
from tilt.charts.declared import SPREAD, Figure, Picture
from tilt.claims.compute_asymmetry.evidence import FIELDS, runs_table
from tilt.format import number
from tilt.record.evidence import table
from tilt.trends.experiment_compute import middle

SEED = 3

SPAN = (1e14, 1e28)


def strip_chart(width: int) -> alt.LayerChart | alt.FacetChart:
    """Every run as a dot on a log axis of FLOP, a row for each kind of work; unconfirmed ones hollow."""
    rng = np.random.default_rng(SEED)
    rows = table("experiment_compute")
    dots: list[dict[str, Any]] = []
    for kind, (words, _) in FIELDS.items():
        group = rows[rows["field"] == kind].sort_values("flop")
        dots += [
            {
                "kind": words,
                "x": max(float(r["flop"]), SPAN[0]),
                "y": (-1) ** place * 0.5 + rng.uniform(-0.35, 0.35),
                "sure": r["grade"] != "unverified",
                "text": f"{r['label']}: {r['what']}, {r['flop']:.2g} FLOP",
            }
            for place, r in enumerate(group.to_dict("records"))
        ]
    names = dict(FIELDS.values())
    medians = [{"kind": FIELDS[kind][0], "x": middle(kind)} for kind in ("safety", "small", "large")]
    data = {"dots": dots, "medians": medians}
    x = alt.X(
        "x:Q",
        title="FLOP of one run",
        scale=alt.Scale(type="log", domain=list(SPAN), nice=False),
        axis=alt.Axis(values=[10.0**k for k in range(14, 29, 4)], labelExpr=charts.powers_label(1e14, 1e28)),
    )
    row = 64 if charts.narrow(width) else 52
    y = alt.Y("kind:N", sort=list(names), title=None, axis=charts.category_axis(names, width, row))
    colour = charts.coloured("kind", names)
    base = alt.Chart(charts.rows("dots", data)).encode(
        x=x,
        y=y,
        yOffset=alt.YOffset("y:Q", scale=alt.Scale(domain=[-1.9 if charts.narrow(width) else -1.4, 1.4])),
        color=colour,
        **charts.SPOKEN,
    )
    sure = base.transform_filter("datum.sure").mark_point(filled=True, size=44, opacity=0.75)
    unsure = base.transform_filter("!datum.sure").mark_point(filled=False, size=36, opacity=0.75)
    ticks = (
        alt.Chart(charts.rows("medians", data))
        .mark_tick(thickness=2, size=30, orient="vertical", color=charts.INK, yOffset=4 if charts.narrow(width) else 0)
        .encode(x=x, y=y)
    )
    return alt.layer(sure, unsure, ticks).properties(width=width, height=row * len(FIELDS))


def sizes() -> str:
    """How many times the compute of a safety run the other kinds take, by their middle runs."""
    large, small = (number(float(f"{middle(kind) / middle('safety'):.2g}")) for kind in ("large", "small"))
    return (
        f"The middle large capability run takes {large} times the compute of the middle safety run, a small one {small}"
    )


FIGURES = (
    Figure(
        id="strip",
        title=sizes,
        note=(
            "A dot a run; hollow where memory or one anonymous text is all. Ticks: medians of the runs that count, "
            "safety’s without the two that train a model from the start."
        ),
        describe="Published runs by compute, log axis: safety, small and large capability research, final training.",
        draw=strip_chart,
        table=runs_table,
    ),
)


PICTURES = (
    SPREAD,
    Picture(
        id="split",
        kind="split",
        target="gap",
        title="Where the gap in compute comes from",
        note="Geometric means over the draws: what each part multiplies the gap by.",
        describe="Waterfall of the mean gap into small runs, large runs and overheads.",
        draw=partial(charts.waterfall, unit="times the compute", labels=charts.MULTIPLES),
    ),
    Picture(
        id="speedup",
        kind="fan",
        target="speedup",
        title="Safety cycles for each capability cycle, as AI speeds up people",
        note="Line: median of the draws. Band: middle half. Dashed: equal pace. Compute does not get faster here.",
        describe="A rising curve with its band: safety cycles per capability cycle as people’s part gets faster.",
        draw=partial(
            charts.ratio_fan,
            x_title="how much faster people’s part of the work gets, in both fields",
            x_log=True,
            x_axis=alt.Axis(tickCount=6, labelExpr=charts.LARGE_TIMES),
            y_log=True,
            colours={"safety cycles for each capability cycle": charts.MINE},
        ),
    ),
    Picture(
        id="runs",
        kind="intervals",
        ids=("safety_run_flop", "capability_small_run_flop", "capability_large_run_flop"),
        title="Real experiments, and where you put the middle of each kind",
        note="Dots: one published run each. Bars: where the median of such runs lies. Violet: yours. Grey: the book’s.",
        describe="Compute of published runs by kind of work, log axis, with the reader’s intervals for their medians.",
        draw=partial(charts.intervals, axis="FLOP of one run", domain=(1e13, 1e25), log=True),
    ),
)
