"""Time horizons from single runs: one weighted logistic regression of success on log2 human minutes per model.

Follows METR's published method: weight 1 / (runs on the task x square root of the tasks in its family), normalised to
one per model, and an L2 penalty of strength 1e-5 on the slope, intercept free.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import logit
from sklearn.linear_model import LogisticRegression

from tilt.problems import InputError, Problem
from tilt.scale import Floats

REGULARIZATION = 1e-5

RUN_FIELDS = ("task_id", "task_family", "alias", "score_binarized", "human_minutes")
TASK_FIELDS = ("model", "task_id", "task_family", "human_minutes", "n_runs", "n_success")


def read_runs(path: Path) -> pd.DataFrame:
    """Runs counted per model and task: columns model, task_id, task_family, human_minutes, n_runs, n_success.

    Reads METR's format (`.jsonl`, one run a line with the fields RUN_FIELDS) or a table already counted (`.csv` or
    `.csv.gz` with TASK_FIELDS). Raises InputError naming file, line, field, value and what is allowed.
    """
    if not path.is_file():
        raise InputError([Problem(path, None, "no such file of runs", allowed=".jsonl, .csv or .csv.gz")])
    counted = _count(pd.DataFrame(_lines(path))) if path.suffix == ".jsonl" else _table(path)
    faults = [
        Problem(path, int(line) + 2, rule, column, value=counted.loc[line, column], allowed=allowed)
        for column, rule, allowed, wrong in (
            ("human_minutes", "human time is not positive", "minutes above 0", ~(counted["human_minutes"] > 0)),
            ("n_runs", "has no runs", "a whole number of at least 1", ~(counted["n_runs"] >= 1)),
            (
                "n_success",
                "successes do not fit the runs",
                "0 to n_runs",
                ~counted["n_success"].between(0, counted["n_runs"]),
            ),
        )
        for line in counted.index[wrong]
    ]
    if faults:
        raise InputError(faults)
    return counted


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    faults = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                run = json.loads(line)
                yield {field: run[field] for field in RUN_FIELDS}
            except (ValueError, KeyError, TypeError) as error:
                what = f"lacks {error}" if isinstance(error, KeyError) else f"is not a JSON object: {error}"
                faults.append(Problem(path, number, f"run {what}", allowed=f"fields {', '.join(RUN_FIELDS)}"))
    if faults:
        raise InputError(faults)


def _count(runs: pd.DataFrame) -> pd.DataFrame:
    grouped = runs.groupby(["alias", "task_id"], sort=False)
    counted = grouped.agg(
        task_family=("task_family", "first"),
        human_minutes=("human_minutes", "first"),
        n_runs=("score_binarized", "size"),
        n_success=("score_binarized", "sum"),
    )
    return counted.reset_index().rename(columns={"alias": "model"})


def _table(path: Path) -> pd.DataFrame:
    counted = pd.read_csv(path)
    missing = [f for f in TASK_FIELDS if f not in counted.columns]
    if missing:
        raise InputError([Problem(path, 1, f"lacks the columns {', '.join(missing)}", allowed=", ".join(TASK_FIELDS))])
    keep = [*TASK_FIELDS, *(c for c in ("dataset", "research_class", "task_source") if c in counted.columns)]
    return counted[keep]


def weights(tasks: pd.DataFrame) -> Floats:
    """Weight of one run on each task of one model's table, so that all runs' weights sum to one, shape (tasks,)."""
    family = tasks.groupby("task_family")["task_id"].transform("nunique").to_numpy(dtype=float)
    per_run = 1 / (tasks["n_runs"].to_numpy(dtype=float) * np.sqrt(family))
    return np.asarray(per_run / (per_run * tasks["n_runs"]).sum())


def _fit(minutes: Floats, successes: Floats, failures: Floats, strength: float) -> tuple[float, float]:
    """Slope (log-odds per doubling, negative) and intercept from weighted successes and failures per task."""
    x = np.log2(np.concatenate([minutes, minutes]))[:, None]
    outcome = np.concatenate([np.ones(len(minutes)), np.zeros(len(minutes))])
    weight = np.concatenate([successes, failures])
    used = weight > 0
    model = LogisticRegression(C=1 / strength, tol=1e-10, max_iter=10_000)
    model.fit(x[used], outcome[used], sample_weight=weight[used])
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def horizon(slope: float, intercept: float, success: float = 0.5) -> float:
    """Human minutes at which the fitted chance of success is `success`."""
    return float(2 ** ((logit(success) - intercept) / slope))


def refit(runs: pd.DataFrame, regularization: float = REGULARIZATION) -> pd.DataFrame:
    """Horizons per model: columns model, p50_minutes, p80_minutes, slope (log-odds per doubling), intercept, tasks."""
    rows = []
    for model, tasks in runs.groupby("model", sort=False):
        w = weights(tasks)
        won = tasks["n_success"].to_numpy(dtype=float)
        lost = tasks["n_runs"].to_numpy(dtype=float) - won
        slope, intercept = _fit(tasks["human_minutes"].to_numpy(dtype=float), w * won, w * lost, regularization)
        rows.append(
            {
                "model": model,
                "p50_minutes": horizon(slope, intercept, 0.5),
                "p80_minutes": horizon(slope, intercept, 0.8),
                "slope": slope,
                "intercept": intercept,
                "tasks": len(tasks),
            }
        )
    return pd.DataFrame(rows)


def bootstrap(
    runs: pd.DataFrame,
    samples: int = 1000,
    seed: int = 0,
    coverage: float = 0.95,
    progress: Callable[[float], None] | None = None,
) -> pd.DataFrame:
    """Intervals of each model's 50 % horizon: families, then tasks in them, then runs are drawn again.

    All models meet the same resampled tasks, as in METR's bootstrap. Columns model, p50_low_minutes,
    p50_high_minutes. `progress` is called with the share done.
    """
    rng = np.random.default_rng(seed)
    families = {name: group["task_id"].unique() for name, group in runs.groupby("task_family")}
    names = np.array([str(name) for name in families])
    by_model = {m: t.set_index("task_id") for m, t in runs.groupby("model", sort=False)}
    found: dict[Any, list[float]] = {m: [] for m in by_model}
    for k in range(samples):
        drawn = [
            (f"{name}#{copy}", rng.choice(families[name], len(families[name])))
            for copy, name in enumerate(rng.choice(names, len(names)))
        ]
        for model, tasks in by_model.items():
            sample = pd.concat(
                [tasks.loc[[t for t in ids if t in tasks.index]].assign(task_family=name) for name, ids in drawn]
            ).reset_index()
            sample["n_success"] = rng.binomial(sample["n_runs"], sample["n_success"] / sample["n_runs"])
            if 0 < sample["n_success"].sum() < sample["n_runs"].sum():
                found[model].append(_sample_horizon(sample))
        if progress:
            progress((k + 1) / samples)
    tail = (1 - coverage) / 2
    return pd.DataFrame(
        [
            {"model": m, "p50_low_minutes": np.quantile(h, tail), "p50_high_minutes": np.quantile(h, 1 - tail)}
            for m, h in found.items()
            if h
        ]
    )


def _sample_horizon(sample: pd.DataFrame) -> float:
    # A task drawn twice counts as two tasks of its family.
    size = sample.groupby("task_family")["task_id"].transform("size").to_numpy(dtype=float)
    runs = sample["n_runs"].to_numpy(dtype=float)
    w = 1 / (runs * np.sqrt(size))
    w /= (w * runs).sum()
    won = sample["n_success"].to_numpy(dtype=float)
    return horizon(*_fit(sample["human_minutes"].to_numpy(dtype=float), w * won, w * (runs - won), REGULARIZATION))
