"""How much compute one experiment takes: 5 % and 95 % quantiles of published single runs, on the logarithm of FLOP.

The runs are those somebody wrote down: a convenience sample, not a survey. Rows recalled from memory, or seen only in
one anonymous text, are shown in the chapter but do not enter.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tilt.engine.inputs import Derived
from tilt.engine.scale import Floats
from tilt.format import number
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import table

KINDS = {
    "safety_run_flop": ("safety", "runs of safety research"),
    "capability_small_run_flop": ("small", "runs that capability research does small"),
    "capability_large_run_flop": ("large", "runs of capability research at scale, short of final training"),
}
"""For each assumption, the rows it is taken from and what they are."""

ENDS = (0.05, 0.95)


def counted(kind: str) -> pd.DataFrame:
    """The rows of a kind that enter its interval."""
    rows = table("experiment_compute")
    return rows[(rows["field"] == kind) & rows["counted"].astype(bool)].reset_index(drop=True)


def quantiles(flop: Sequence[float] | Floats | pd.Series[float], ends: Sequence[float] = ENDS) -> list[float]:
    """Quantiles of FLOP, interpolated on its logarithm: between runs that differ by orders of magnitude."""
    logs = np.log10(np.asarray(flop, dtype=float))
    return [float(10**q) for q in np.quantile(logs, list(ends))]


def left_out(kind: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """How far each end moves when any one row is left out: least and most of the low end, then of the high end."""
    flop = counted(kind)["flop"].to_numpy(dtype=float)
    lows, highs = zip(*(quantiles(np.delete(flop, k)) for k in range(len(flop))), strict=True)
    return (min(lows), max(lows)), (min(highs), max(highs))


def exceeds(kind: str, other: str) -> float:
    """Chance that a run of one kind takes more compute than a run of another, over all pairs of counted rows."""
    a, b = (counted(k)["flop"].to_numpy(dtype=float) for k in (kind, other))
    return float(np.mean(a[:, None] > b[None, :]))


@derivation("experiment_compute")
def experiment_compute() -> Outputs:
    """The compute of one run, by kind of work."""
    found = {}
    for id, (kind, what) in KINDS.items():
        rows = counted(kind)
        low, middle, high = quantiles(rows["flop"], (ENDS[0], 0.5, ENDS[1]))
        found[id] = Derived(
            low,
            high,
            f"The 5 % and 95 % quantiles of {len(rows)} {what}; their median is {number(middle, 2)} FLOP. Few and "
            "found by chance, so the ends are rough.",
            "experiment_compute",
            len(rows),
        )
    return found
