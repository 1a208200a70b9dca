"""How much compute one experiment takes, by kind of work: the middle of each kind's runs and how far they differ.

A kind's runs are a population, lognormal in FLOP. Its median and its spread are what we do not know, and their
intervals come from drawing the published runs again. Those are the runs somebody wrote down: a convenience sample, so
the intervals are widened. Rows recalled from memory, or seen only in one anonymous text, do not enter.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tilt.engine.inputs import Derived
from tilt.engine.scale import Floats
from tilt.format import number
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import table
from tilt.trends.resampled import WIDENED, median, resampled, spread

KINDS = {
    "safety": ("safety_run", "runs of prosaic safety research"),
    "all_safety": ("all_safety_run", "runs of safety research, those that train a model from the start among them"),
    "small": ("capability_small_run", "runs that capability research does small"),
    "large": ("capability_large_run", "runs of capability research at scale, short of final training"),
}
"""For each kind of work, how the assumptions about it begin (`…_flop`, `…_spread`), and what its runs are."""

LEAST_SPREAD = 0.3
"""No kind of work has all its runs within a third of each other: keeps a widened interval above zero."""


def counted(kind: str) -> pd.DataFrame:
    """The rows of a kind that enter: of "safety" those without pretraining, of "all_safety" those too."""
    rows = table("experiment_compute")
    of = rows["field"] == kind.removeprefix("all_")
    if kind == "safety":
        of &= ~rows["pretraining"].astype(bool)
    return rows[of & rows["counted"].astype(bool)].reset_index(drop=True)


def logs(kind: str) -> Floats:
    """Natural logarithms of the FLOP of a kind's runs."""
    return np.log(counted(kind)["flop"].to_numpy(dtype=float))


def middle(kind: str) -> float:
    """Median FLOP of a kind's runs, taken on the logarithm."""
    return float(np.exp(np.median(logs(kind))))


def exceeds(kind: str, other: str) -> float:
    """Share of pairs, over all counted rows, in which a run of one kind takes more compute than one of another."""
    return float(np.mean(logs(kind)[:, None] > logs(other)[None, :]))


@derivation("experiment_compute")
def experiment_compute() -> Outputs:
    """Median and spread of one run's compute, by kind of work."""
    found = {}
    for kind, (name, what) in KINDS.items():
        sample = logs(kind)
        how = (
            f"{len(sample)} {what}, drawn again; then {WIDENED:g} times as wide, since they are what happened to be "
            "published and not a random sample."
        )
        low, high = np.exp(resampled(sample, median))
        told = f"Their median is {number(middle(kind), 2)} FLOP. The interval is of the median of {how}"
        found[f"{name}_flop"] = Derived(float(low), float(high), told, "experiment_compute", len(sample))
        low, high = resampled(sample, spread, least=LEAST_SPREAD)
        told = f"The interval is of the standard deviation of the logarithm of {how}"
        found[f"{name}_spread"] = Derived(low, high, told, "experiment_compute", len(sample))
    return found
