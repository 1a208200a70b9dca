"""The tables of claim 6’s chapter: what was measured, and what the model makes of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tilt.charts.declared import Table
from tilt.claims.differential.facts import FROM, YEARS, after, alone, as_percent, speeds, without
from tilt.engine.run import Run
from tilt.record.evidence import table


def signs_table() -> pd.DataFrame:
    """The rows of the figure with what is compared and how well it is known."""
    signs = table("tilt_signs")[["label", "ratio", "what", "grade", "note"]]
    pace = table("agent_pace")[["label", "ratio", "what", "grade", "note"]]
    heads = {"label": "what was measured", "what": "ratio of"}
    return pd.concat([signs, pace], ignore_index=True).rename(columns=heads)


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
