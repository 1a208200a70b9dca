"""Time horizons from single runs: one weighted logistic regression of success on log2 human minutes per model.

Follows METR's published method: weight 1 / (runs on the task x square root of the tasks in its family), normalised to
one per model, and an L2 penalty of strength 1e-5 on the slope, intercept free.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.special import logit

from tilt.engine.scale import Floats
from tilt.trends.runs.logistic import logistic

REGULARIZATION = 1e-5
FLAT = 1e-6
"""Log-odds a doubling: success that falls by less does not fall with length, and has no horizon."""

LEVELS = (0.5, 0.8)
"""Chances of success whose horizons are told."""


def column(level: float, end: str = "") -> str:
    """Name of the column that holds a horizon: `p50_minutes`, or with an end `p50_low_minutes`."""
    return f"p{100 * level:.0f}_{end}{'_' if end else ''}minutes"


def one_suite(runs: pd.DataFrame) -> None:
    """Raise ValueError when a model has a task twice, as in a file that holds several suites."""
    twice = runs.duplicated(["model", "task_id"])
    if twice.any():
        first = runs[twice].iloc[0]
        msg = f"task {first['task_id']} appears twice for {first['model']}: keep the rows of one `dataset` only"
        raise ValueError(msg)


def weights(tasks: pd.DataFrame) -> Floats:
    """Weight of one run on each task of one model's table, so that all runs' weights sum to one, shape (tasks,)."""
    family = tasks.groupby("task_family")["task_id"].transform("nunique").to_numpy(dtype=float)
    per_run = 1 / (tasks["n_runs"].to_numpy(dtype=float) * np.sqrt(family))
    return np.asarray(per_run / (per_run * tasks["n_runs"]).sum())


def horizon(slope: float, intercept: float, success: float = 0.5) -> float:
    """Human minutes at which the fitted chance of success is `success`; NaN unless success falls with length.

    Infinite where the slope is so small that no number holds the horizon.
    """
    if not slope < -FLAT:
        return float("nan")
    doublings = (float(logit(success)) - intercept) / slope
    return float(2.0**doublings) if doublings < 1024 else float("inf")


def refit(runs: pd.DataFrame, regularization: float = REGULARIZATION) -> pd.DataFrame:
    """Horizons per model, in the order of their first run.

    Columns model, p50_minutes, p80_minutes, slope (log-odds per doubling), intercept, tasks, runs, successes, and note:
    why there is no horizon (then NaN), or that it lies outside the lengths of the tasks; empty where all is well.
    Raises ValueError when a model has a task twice, as in a file that holds several suites.
    """
    one_suite(runs)
    return pd.DataFrame(list(fits(runs, regularization)))


def fits(runs: pd.DataFrame, regularization: float = REGULARIZATION) -> Iterator[dict[str, object]]:
    """The rows of `refit`, one model after another."""
    for model, tasks in runs.groupby("model", sort=False):
        yield _fit(str(model), tasks, regularization)


def _fit(model: str, tasks: pd.DataFrame, regularization: float) -> dict[str, object]:
    minutes, held, won = (tasks[c].to_numpy(dtype=float) for c in ("human_minutes", "n_runs", "n_success"))
    slope = intercept = float("nan")
    if not won.any():
        note = "never succeeds: no horizon"
    elif (won == held).all():
        note = "never fails: no horizon"
    elif len(set(minutes)) == 1:
        note = f"all tasks are {minutes[0]:g} minutes long: no horizon"
    else:
        weight = weights(tasks)
        slopes, intercept = logistic(
            np.log2(minutes)[:, None], weight * won, weight * (held - won), regularization, intercept=True
        )
        slope = float(slopes[0])
        note = "" if slope < -FLAT else "success does not fall as tasks get longer: no horizon"
    found = {column(level): horizon(slope, intercept, level) for level in LEVELS}
    if not note:
        note = _outside(found, minutes)
    totals = {"tasks": len(tasks), "runs": int(held.sum()), "successes": int(won.sum()), "note": note}
    return {"model": model} | found | {"slope": slope, "intercept": intercept} | totals


def _outside(found: dict[str, float], minutes: Floats) -> str:
    least, most = float(minutes.min()), float(minutes.max())
    outside = [name for name, value in found.items() if not least <= value <= most]
    if not outside:
        return ""
    named = " and ".join(name.split("_")[0] for name in outside)
    return f"{named} outside the task lengths of {least:g} to {most:g} minutes: extrapolated"
