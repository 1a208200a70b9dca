"""The pictures of claim 6’s chapter: those the explorer moves, and those of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import altair as alt

from tilt.charts import kinds as charts
from tilt.charts.declared import SPREAD, Figure, Picture
from tilt.claims.differential.drawing import Bar, Group, Pair, pairs
from tilt.claims.differential.evidence import signs_table
from tilt.claims.differential.model import PLAYERS, SPAN
from tilt.claims.tabled import month
from tilt.format import THIN, number
from tilt.record.evidence import table


def written(figure: float, unit: str) -> str:
    """A figure of what was measured, as it stands at the end of its bar."""
    if unit.startswith("fraction"):
        return f"{number(100 * figure, 2)}{THIN}%"
    return f"{number(figure)}{THIN}×" if unit == "factor" else number(figure)


def _fields(r: Mapping[Any, Any]) -> Pair:
    """A comparison of the fields: safety’s figure and the other, which may be safety’s too, in all research."""
    side = "safety" if r["ratio"] > 1 else "capability"
    other = "all" if r["capabilities_of"].startswith("all ") else "capability"
    return Pair(
        side=side,
        word="speaks for safety" if side == "safety" else "speaks for capabilities",
        known=f"{month(r['as_of'])}, {r['grade']}",
        heading=r["heading"],
        measure=f"{r['measure']}; {r['sample']}",
        bars=(
            Bar(r["safety_of"], r["safety"], written(r["safety"], r["unit"]), "safety"),
            Bar(r["capabilities_of"], r["capabilities"], written(r["capabilities"], r["unit"]), other),
        ),
    )


def _task(r: Mapping[Any, Any]) -> Pair:
    """Agents and people on one task, of the field it belongs to."""
    most = " or less" if r["at_most"] else ""
    return Pair(
        side=r["field"],
        word=f"a {r['field']} task",
        known=f"{month(r['as_of'])}, {r['grade']}",
        heading=r["heading"],
        measure=r["measure"],
        bars=(
            Bar(r["agents_who"], r["agents_figure"], written(r["agents_figure"], r["unit"]) + most, r["field"]),
            Bar(r["people_who"], r["people_figure"], written(r["people_figure"], r["unit"]), "people"),
        ),
    )


def signs_chart(width: int) -> alt.LayerChart | alt.FacetChart:
    """A pair of bars a source: those that compare the fields, then agents against people on tasks of either."""
    signs, pace = table("tilt_signs").to_dict("records"), table("agent_pace").to_dict("records")
    return pairs(
        [
            Group("The fields compared directly", "This is what the claim asks.", [_fields(r) for r in signs]),
            Group(
                "Agents against people on one task",
                "How fast AI can be; not which field gains more.",
                [_task(r) for r in pace],
            ),
        ],
        width,
    )


def directly() -> str:
    """How many sources compare the fields, and what they say."""
    ratios = table("tilt_signs")["ratio"]
    safety = int((ratios > 1).sum())
    return (
        f"Only {len(ratios)} sources compare the fields directly: {safety} for safety, "
        f"{len(ratios) - safety} for capabilities"
    )


FIGURES = (
    Figure(
        id="signs",
        title=directly,
        note=(
            "Compare bars within a pair only: each pair has a quantity and a scale of its own. Green: safety. Orange: "
            "capabilities. Grey: what either is compared with. At the right: date, and grade of the figures. The three "
            "tasks differ in kind and effort: agents further ahead in one field are no sign of a tilt."
        ),
        describe=(
            "Five pairs of bars. Comparing the fields: readiness scores speak for capabilities, shares of compute for "
            "safety. Agents against people: well ahead on a safety task and a small capability task, far behind on an "
            "open-ended one."
        ),
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
            "What each mechanism does to the tilt, averaged over every order of switching them on (Shapley shares of "
            "its mean logarithm)."
        ),
        describe="Waterfall of the tilt into compute, length, checks, access, AI labour and oversight.",
        draw=partial(charts.waterfall, unit="change in the tilt", bars=len(PLAYERS) + 1, labels=charts.CHANGES),
    ),
    SPREAD,
    Picture(
        id="speeds",
        kind="fan",
        target="speeds",
        title=f"How much faster each field gets, {SPAN}",
        note="Lines: medians of the draws. Bands: their middle half. Log axis.",
        describe="Rising curves with bands: the speed-up of safety research and of capability research by year.",
        draw=partial(charts.fan, percent=False, y_log=True, y_title="as fast as without AI"),
    ),
    Picture(
        id="enrolling",
        kind="fan",
        target="enrolling",
        title="What enrolling safety people does to the tilt",
        note="Line: median of the draws. Band: middle half. Dashed: even. Everything else as set.",
        describe="A rising curve with its band: the tilt as more safety people come to use the newest models fully.",
        draw=partial(
            charts.ratio_fan,
            x_title="share of safety people who use the newest models fully",
            y_title="safety’s speed-up over capabilities’",
            x_axis=alt.Axis(tickCount=5, labelExpr=charts.PERCENT),
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
