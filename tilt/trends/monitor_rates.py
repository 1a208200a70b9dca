"""Detection rates averaged over published studies, with the error of that average by resampling the studies.

Only where several studies measured the same thing. Rows known from a single unconfirmed place are shown in the chapter
but do not enter. What is sought is an average over kinds of harm, so the interval is one of a mean, not the spread of
single results; since studies are done where they can be done, it is then stretched.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tilt.engine.inputs import Derived
from tilt.engine.scale import Floats
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import table
from tilt.trends.resampled import again

STRETCH = 2.0
"""A judgement: laboratory cases may be as far from harm at work as the studies' own scatter puts their mean in doubt,
and further, so the interval gets twice its width in log-odds, about the mean."""

RESAMPLES = 20_000

SEED = 5


def counted(informs: str) -> pd.DataFrame:
    """The rows that enter the average behind an assumption."""
    rows = table("monitor_results")
    return rows[(rows["informs"] == informs) & rows["counted"].astype(bool)].reset_index(drop=True)


def study_means(rows: pd.DataFrame) -> Floats:
    """The mean share seen in each study: rows of one study share its setting, so they count once."""
    return rows.groupby("study", sort=True)["seen"].mean().to_numpy(dtype=float)


def mean_interval(shares: Floats) -> tuple[float, float, float]:
    """5 % end, mean and 95 % end of the mean of shares, by resampling them with a fixed seed."""
    drawn = again(shares, RESAMPLES, SEED).mean(axis=1)
    low, high = (float(q) for q in np.quantile(drawn, [0.05, 0.95]))
    return low, float(shares.mean()), high


def stretched(low: float, middle: float, high: float, factor: float = STRETCH) -> tuple[float, float]:
    """The ends of an interval of shares, each `factor` times as far from the middle in log-odds."""
    ends = _log_odds(middle) + factor * (_log_odds(np.array([low, high])) - _log_odds(middle))
    first, last = 1 / (1 + np.exp(-ends))
    return float(first), float(last)


def _log_odds(share: Floats | float) -> Floats:
    share = np.asarray(share, dtype=float)
    return np.log(share / (1 - share))


@derivation("monitor_rates")
def monitor_rates() -> Outputs:
    """What reading unneeded reasoning, and actions alone, caught: means over studies."""
    found = {}
    for id, what in (
        ("seen_if_not", "how often models mention what moved them"),
        ("seen_in_actions", "how often a monitor without the reasoning caught it"),
    ):
        rows = counted(id)
        shares = study_means(rows)
        low, middle, high = mean_interval(shares)
        wide = stretched(low, middle, high)
        found[id] = Derived(
            *wide,
            f"The mean of {len(shares)} studies ({len(rows)} rows) of {what} is {middle:.2f}; resampling the studies "
            f"gives {low:.2f} to {high:.2f} for it. By judgement this is stretched to twice its width in log-odds, "
            "because studies are done where they can be done.",
            "monitor_results",
            len(rows),
        )
    return found
