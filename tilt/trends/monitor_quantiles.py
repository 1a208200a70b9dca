"""Detection rates taken from the spread of published results: the 5 % and 95 % quantiles over studies.

Only where several studies measured the same thing. Rows known from a single unconfirmed place are shown in the chapter
but do not enter.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tilt.engine.inputs import Derived
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import table


def counted(informs: str) -> pd.DataFrame:
    """The rows whose quantiles give an assumption its interval."""
    rows = table("monitor_results")
    return rows[(rows["informs"] == informs) & rows["in_quantiles"].astype(bool)].reset_index(drop=True)


@derivation("monitor_quantiles")
def monitor_quantiles() -> Outputs:
    """What reading unneeded reasoning, and actions alone, caught."""
    found = {}
    for id, what in (
        ("seen_if_not", "rates at which models mention what moved them"),
        ("seen_in_actions", "rates at which a monitor without the reasoning caught it"),
    ):
        rows = counted(id)
        low, middle, high = (float(q) for q in np.quantile(rows["seen"].to_numpy(dtype=float), [0.05, 0.5, 0.95]))
        studies = rows["study"].nunique()
        found[id] = Derived(
            low,
            high,
            f"The 5 % and 95 % quantiles of {len(rows)} {what}, from {studies} studies; their median is {middle:.2f}. "
            "So few rows make the ends rough.",
            "monitor_results",
            len(rows),
        )
    return found
