"""METR's single runs: horizons refitted from them, with intervals by drawing tasks and runs again."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tilt.refresh.offer import Offer, Offered, Rows, rounded
from tilt.trends.runs.reading import read_runs

SAMPLES, SEED, COVERAGE = 1000, 0, 0.95
COLUMNS = ("p50_minutes", "p50_low_minutes", "p50_high_minutes", "p80_minutes")


def read(path: Path, ours: Rows) -> Offer:
    """The horizons of the models that we have, by name: runs state no release date. Raises InputError.

    An upper end that the draws do not settle is left blank. Models without a horizon are named.
    """
    # Imported late: scikit-learn takes half a second that no other command should wait for.
    from tilt.trends.runs.bootstrap import bootstrap

    ids = {row["model"]: id for id, row in ours.items()}
    found: dict[str, Offered] = {}
    left: list[str] = []
    runs = read_runs(path)
    known = runs[runs["model"].isin(list(ids))]
    for name in sorted(set(runs["model"]) - set(ids)):
        left.append(f"{name} is no model of the table, and runs state no release date")
    for row in bootstrap(known, SAMPLES, SEED, COVERAGE).to_dict("records") if len(known) else []:
        if row["note"] or not np.isfinite(row["p50_minutes"]):
            left.append(f"{row['model']}: {row['note'] or 'it has no horizon'}")
            continue
        cells = {c: rounded(row[c], 4) if np.isfinite(row[c]) else "" for c in COLUMNS}
        id = ids[str(row["model"])]
        slope = {"success_slope": rounded(row["slope"], 3)} if ours[id].get("success_slope") else {}
        found[id] = Offered(1, cells | slope, new=False)
    return Offer(path, found, tuple(left))
