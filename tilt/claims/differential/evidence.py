"""The tables of claim 6’s chapter: what was measured, and what the model makes of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tilt.charts.declared import Table
from tilt.claims.differential.facts import FROM, YEARS, after, alone, as_percent, speeds, without
from tilt.claims.tabled import in_words, month
from tilt.engine.run import Run
from tilt.record.evidence import table


def signs_table() -> pd.DataFrame:
    """The pairs of the figure, with their ratio, how well each is known, and what is to be said against it."""
    signs = table("tilt_signs").rename(
        columns={"safety_of": "first", "safety": "first figure", "capabilities_of": "second",
                 "capabilities": "second figure", "sample": "how much was looked at"}
    )  # fmt: skip
    pace = table("agent_pace").rename(
        columns={"agents_who": "first", "agents_figure": "first figure", "people_who": "second",
                 "people_figure": "second figure"}
    )  # fmt: skip
    signs["compares"], pace["compares"] = "the fields", "agents with people, " + pace["field"]
    columns = ["compares", "heading", "measure", "unit", "first", "first figure", "second", "second figure", "ratio"]
    both = in_words(pd.concat([signs, pace], ignore_index=True), ["first figure", "second figure"])
    both = both.assign(as_of=both["as_of"].map(month))[[*columns, "as_of", "grade", "how much was looked at", "note"]]
    return both.rename(columns={"heading": "of what", "ratio": "first over second", "as_of": "date"})


def substitution_table() -> pd.DataFrame:
    """Published exponents of substitution."""
    columns = ["label", "exponent", "low", "high", "what", "grade", "note"]
    return table("substitution_estimates")[columns].rename(columns={"label": "estimate", "what": "what it is of"})


def mechanisms_table(run: Run) -> pd.DataFrame:
    """What each mechanism does to the tilt: its Shapley share, and the credence without it and with it alone."""
    rows = [
        {
            "mechanism": run.assumption(p).short,
            "claim": FROM[p.removeprefix("by_")] or "",
            "share of the mean log": share,
            "which makes the tilt": f"{as_percent(share):+.1f} %".replace("-", "−"),
            "credence without it": f"{100 * without(run, p).credence:.0f} %",
            "credence with it alone": f"{100 * alone(run, p).credence:.0f} %",
        }
        for p, share in run.splits.items()
    ]
    return pd.DataFrame(rows)


def years_table(run: Run) -> pd.DataFrame:
    """Verdicts and speed-ups by how far ahead one looks."""
    rows = []
    for years in YEARS:
        ahead = after(run, years)
        tilt, net, pace, cumulative = ahead.verdicts
        safety, capability = speeds(ahead)
        rows.append(
            {
                "years ahead": years,
                "safety’s speed-up, median": float(np.median(safety)),
                "capabilities’": float(np.median(capability)),
                "tilt": f"{100 * tilt.credence:.0f} %",
                "net of spillover": f"{100 * net.credence:.0f} %",
                "gains ground": f"{100 * pace.credence:.0f} %",
                "on average until then": f"{100 * cumulative.credence:.0f} %",
            }
        )
    return pd.DataFrame(rows)


TABLES = {
    "mechanisms": Table("What each mechanism does to the tilt, under the defaults", mechanisms_table),
    "years": Table("The verdicts by how far ahead one looks: credence, and median speed-ups", years_table),
    "substitution": Table("How far labour can stand in for compute: published readings", substitution_table),
}
