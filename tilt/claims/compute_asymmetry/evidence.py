"""The evidence side of claim 1: figures, tables and the numbers its chapter quotes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from tilt.charts import kinds as charts
from tilt.claims.common import common_facts
from tilt.engine.claim import Figure
from tilt.engine.compile import to_numpy
from tilt.engine.scale import Interval
from tilt.record.cited import quote
from tilt.record.evidence import table
from tilt.trends.experiment_compute import KINDS, counted, exceeds, left_out, quantiles

__all__ = ["FIGURES", "TABLES", "facts"]

FIELDS = {
    "safety": ("safety research", charts.SAFETY),
    "small": ("capability research, small", charts.CAPABILITY),
    "large": ("capability research, large", charts.CAPABILITY),
    "final": ("final training", charts.FAINT),
}
SEED = 3
SPAN = (1e14, 1e28)


def strip_chart() -> alt.LayerChart | alt.FacetChart:
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
    medians = [{"kind": FIELDS[kind][0], "x": quantiles(counted(kind)["flop"], [0.5])[0]} for kind, _ in KINDS.values()]
    data = {"dots": dots, "medians": medians}
    x = alt.X(
        "x:Q",
        title="FLOP of one run",
        scale=alt.Scale(type="log", domain=list(SPAN), nice=False),
        axis=alt.Axis(values=[10.0**k for k in range(14, 29, 4)], labelExpr=charts.powers_label(1e14, 1e28)),
    )
    y = alt.Y("kind:N", sort=list(names), title=None, axis=charts.category_axis(names))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(names), range=list(names.values())), legend=None)
    base = alt.Chart(charts.rows("dots", data)).encode(
        x=x,
        y=y,
        yOffset=alt.YOffset("y:Q", scale=alt.Scale(domain=[-1.4, 1.4])),
        color=colour,
        tooltip=alt.Tooltip("text:N"),
        description=alt.Description("text:N"),
    )
    sure = base.transform_filter("datum.sure").mark_point(filled=True, size=44, opacity=0.75)
    unsure = base.transform_filter("!datum.sure").mark_point(filled=False, size=36, opacity=0.75)
    middle = (
        alt.Chart(charts.rows("medians", data))
        .mark_tick(thickness=2, size=34, orient="vertical", color=charts.INK)
        .encode(x=x, y=y)
    )
    return alt.layer(sure, unsure, middle).properties(width=charts.WIDTH, height=52 * len(FIELDS))


def runs_table() -> pd.DataFrame:
    """Every run of the strip, with grade and caveat."""
    rows = table("experiment_compute")
    kinds = rows["field"].map({k: words for k, (words, _) in FIELDS.items()})
    return rows.assign(kind=kinds)[["label", "kind", "what", "year", "flop", "low", "high", "counted", "grade", "note"]]


def around_table() -> pd.DataFrame:
    """What comes on top of a run."""
    return table("experiment_overheads")[["label", "field", "ratio", "grade", "note"]]


def budgets_table() -> pd.DataFrame:
    """Compute that one researcher has."""
    return table("research_budgets")[["label", "field", "h100", "low", "high", "flop_day", "grade", "note"]]


def context_table() -> pd.DataFrame:
    """Figures about how research iterates."""
    return table("iteration_context")[["label", "value", "unit", "grade", "note"]]


FIGURES = (
    Figure(
        id="strip",
        title="What single experiments take",
        note="A dot a run; hollow where memory or one anonymous text is all. Ticks: medians.",
        describe="Published runs by compute, log axis: safety, small and large capability research, final training.",
        draw=strip_chart,
        table=runs_table,
    ),
)

TABLES = {
    "around": ("Compute of a whole study over that of one run", around_table),
    "budgets": ("Compute that one researcher has at hand", budgets_table),
    "context": ("How research iterates", context_table),
}


def _medians() -> Mapping[str, float]:
    """Medians over the default draws of quantities that are no finding, with chances at other speeds of people."""
    from tilt.claims import claim
    from tilt.claims.compute_asymmetry import model as model
    from tilt.record.assumptions import record

    book, chosen = record(), claim("compute-asymmetry")
    wanted = {
        "safety_days": model.safety_days,
        "capability_days": model.capability_days,
        "safety_share": 100 * model.safety_compute_share,
        "capability_share": 100 * model.capability_compute_share,
    }
    x = book.values(chosen.inputs, book.intervals())
    found = to_numpy(list(wanted.values()), model.INPUTS)(*x)
    faster = to_numpy([model.iteration(model.speed_up)], [*model.INPUTS, model.speed_up])
    hundred = faster(*x, model.SPEED_UPS[-1])[0]
    return {name: float(np.median(values)) for name, values in zip(wanted, found, strict=True)} | {
        "sped_up": model.SPEED_UPS[-1],
        "sped_up_median": float(np.median(hundred)),
        "sped_up_share": 100 * float(np.mean(hundred > 1)),
    }


def _under(changes: Mapping[str, Interval]) -> tuple[float, ...]:
    """Credences of the three findings in percent with some assumptions moved."""
    from tilt.claims import claim
    from tilt.engine.verdict import verdicts

    return tuple(100 * v.credence for v in verdicts(claim("compute-asymmetry"), dict(changes)))


def facts() -> Mapping[str, Any]:
    """Named numbers of the chapter."""
    from tilt.claims import claim
    from tilt.record.assumptions import record

    runs = {kind: counted(kind) for kind, _ in KINDS.values()}
    middle = {kind: quantiles(rows["flop"], [0.5])[0] for kind, rows in runs.items()}
    every = table("experiment_compute")
    safety = every[every["field"] == "safety"]
    (low_least, low_most), (high_least, high_most) = left_out("safety")
    budget = record().assumptions["capability_compute_per_day"].interval
    alike, few = _under({"safety_compute_per_day": budget}), _under({"large_run_share": Interval(0.02, 0.1)})
    return {
        **common_facts(claim("compute-asymmetry")),
        **_medians(),
        "safety_runs": len(runs["safety"]),
        "small_runs": len(runs["small"]),
        "large_runs": len(runs["large"]),
        "doubtful_runs": int((safety["grade"] == "unverified").sum()),
        "safety_middle": np.log10(middle["safety"]),
        "small_middle": np.log10(middle["small"]),
        "large_middle": np.log10(middle["large"]),
        "large_over_safety": np.log10(middle["large"] / middle["safety"]),
        "small_over_safety": np.log10(middle["small"] / middle["safety"]),
        "small_below": 100 * exceeds("safety", "small"),
        "large_exceeds": 100 * exceeds("large", "safety"),
        "low_moves": np.log10(low_most / low_least),
        "high_moves": np.log10(high_most / high_least),
        "pretraining": quote("experiment_compute", "deep_ignorance_one", "flop"),
        "pretraining_over": np.log10(quote("experiment_compute", "deep_ignorance_one", "flop") / middle["safety"]),
        "fellow": quote("research_budgets", "fellow", "h100"),
        "lab": quote("research_budgets", "lab_2026", "h100"),
        "budget_ratio": quote("research_budgets", "lab_2026", "h100") / quote("research_budgets", "fellow", "h100"),
        "student": quote("research_budgets", "student", "h100"),
        "alike_iteration": alike[1],
        "few_gap": few[0],
        "few_iteration": few[1],
        "speedrun": quote("iteration_context", "speedrun", "value"),
        "speedrun_records": quote("iteration_context", "speedrun_records", "value"),
        "speedrun_ai": quote("iteration_context", "speedrun_ai", "value"),
        "autoresearch": quote("iteration_context", "autoresearch", "value"),
        "gpt4_proxy": 1 / quote("iteration_context", "gpt4_proxy", "value"),
        "scale_share": 100 * quote("iteration_context", "gundlach", "value"),
        "rd_spend": quote("iteration_context", "openai_rd", "value"),
        "final_spend": quote("iteration_context", "openai_final", "value"),
        "red_team": quote("iteration_context", "red_team", "value"),
        "cat_overhead": quote("experiment_overheads", "cat", "ratio"),
        "defence_overhead": quote("experiment_overheads", "defences", "ratio"),
    }
