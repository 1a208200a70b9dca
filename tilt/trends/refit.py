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
from scipy.special import expit, logit

from tilt.engine.scale import Floats
from tilt.record.problems import InputError, Problem

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
    return _count(pd.DataFrame(_lines(path))) if path.suffix == ".jsonl" else _table(path)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    faults = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                run = {field: json.loads(line)[field] for field in RUN_FIELDS}
            except (ValueError, KeyError, TypeError) as error:
                what = f"lacks {error}" if isinstance(error, KeyError) else f"is not a JSON object: {error}"
                faults.append(Problem(path, number, f"run {what}", allowed=f"fields {', '.join(RUN_FIELDS)}"))
                continue
            for field, rule, allowed, holds in RUN_RULES:
                if not holds(run[field]):
                    faults.append(Problem(path, number, rule, field, value=run[field], allowed=allowed))
            yield run
    if faults:
        raise InputError(faults)


def _is_minutes(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf")


RUN_RULES: tuple[tuple[str, str, str, Callable[[Any], bool]], ...] = (
    ("human_minutes", "human time is not positive", "minutes above 0", _is_minutes),
    ("score_binarized", "outcome is neither success nor failure", "0 or 1", lambda value: value in (0, 1)),
)


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
    try:
        given = pd.read_csv(path)
    except (ValueError, OSError) as error:  # pandas' parser errors are ValueErrors
        raise InputError([Problem(path, None, f"cannot be read as a table: {error}")]) from None
    missing = [f for f in TASK_FIELDS if f not in given.columns]
    if missing:
        raise InputError([Problem(path, 1, f"lacks the columns {', '.join(missing)}", allowed=", ".join(TASK_FIELDS))])
    counted = given[[*TASK_FIELDS, *(c for c in ("dataset", "research_class", "task_source") if c in given.columns)]]
    numbers = ["human_minutes", "n_runs", "n_success"]
    counted = counted.assign(**{c: pd.to_numeric(counted[c], errors="coerce") for c in numbers})
    minutes, runs, won = (counted[c] for c in numbers)
    rules = (
        ("human_minutes", "human time is not positive", "minutes above 0", (minutes > 0) & np.isfinite(minutes)),
        ("n_runs", "has no runs", "a whole number of at least 1", (runs >= 1) & (runs % 1 == 0)),
        ("n_success", "successes do not fit the runs", "0 to n_runs", (won >= 0) & (won <= runs) & (won % 1 == 0)),
    )
    faults = [
        Problem(path, int(row) + 2, rule, column, value=given.loc[row, column], allowed=allowed)
        for column, rule, allowed, holds in rules
        for row in counted.index[~holds]
    ]
    if faults:
        raise InputError(faults)
    return counted


def _one_suite(runs: pd.DataFrame) -> None:
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


def _fit(minutes: Floats, successes: Floats, failures: Floats, strength: float) -> tuple[float, float]:
    """Slope (log-odds per doubling, negative) and intercept from weighted successes and failures per task."""
    # Imported late: half a second that only refitting needs.
    from sklearn.linear_model import LogisticRegression

    x = np.log2(np.concatenate([minutes, minutes]))[:, None]
    outcome = np.concatenate([np.ones(len(minutes)), np.zeros(len(minutes))])
    weight = np.concatenate([successes, failures])
    used = weight > 0
    # Two coefficients: Newton settles in a few steps where the default solver needs many.
    model = LogisticRegression(C=1 / strength, tol=1e-10, max_iter=1000, solver="newton-cholesky")
    model.fit(x[used], outcome[used], sample_weight=weight[used])
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def horizon(slope: float, intercept: float, success: float = 0.5) -> float:
    """Human minutes at which the fitted chance of success is `success`."""
    return float(2 ** ((logit(success) - intercept) / slope))


def refit(runs: pd.DataFrame, regularization: float = REGULARIZATION) -> pd.DataFrame:
    """Horizons per model: columns model, p50_minutes, p80_minutes, slope (log-odds per doubling), intercept, tasks.

    Raises ValueError when a model has a task twice, as in a file that holds several suites.
    """
    _one_suite(runs)
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


def resampled_horizons(
    runs: pd.DataFrame,
    samples: int = 1000,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> pd.DataFrame:
    """50 % horizons (minutes), one row per resample, one column per model; NaN where a resample decides nothing.

    Families are drawn again, then tasks in each, then runs of each task; all models meet the same tasks and weights
    stay those of the whole suite, as in METR's bootstrap. `progress` is called with the share done.
    """
    _one_suite(runs)
    rng = np.random.default_rng(seed)
    tasks = runs.drop_duplicates("task_id").set_index("task_id")
    members = list(tasks.reset_index().groupby("task_family").indices.values())
    times = np.zeros((samples, len(tasks)))  # how often each resample holds each task
    for row in times:
        for family in rng.integers(0, len(members), len(members)):
            np.add.at(row, rng.choice(members[family], len(members[family])), 1)
    x = np.log2(tasks["human_minutes"].to_numpy(dtype=float))
    points = refit(runs).set_index("model")
    found = {}
    for k, (model, own) in enumerate(runs.groupby("model", sort=False), start=1):
        weight = pd.Series(weights(own), index=own["task_id"]).reindex(tasks.index, fill_value=0).to_numpy()
        counts = own.set_index("task_id")[["n_runs", "n_success"]].reindex(tasks.index, fill_value=0)
        held, won = counts["n_runs"].to_numpy(), counts["n_success"].to_numpy()
        drawn = times.astype(int) * held
        successes = rng.binomial(drawn, won / np.maximum(held, 1))
        scale = (drawn * weight).sum(axis=1, keepdims=True)
        start = points.loc[model, ["slope", "intercept"]].to_numpy(dtype=float)
        slope, intercept = _fit_all(x, successes * weight / scale, (drawn - successes) * weight / scale, start)
        found[model] = 2 ** (-intercept / slope)
        if progress:
            progress(k / len(points))
    return pd.DataFrame(found)


def _fit_all(x: Floats, won: Floats, lost: Floats, start: Floats, steps: int = 30) -> tuple[Floats, Floats]:
    """The regression of `_fit` for many resamples at once, by Newton's method: slopes and intercepts.

    `won` and `lost` have shape (resamples, tasks). scikit-learn fits one at a time, a hundred times slower. Resamples
    that do not settle, such as one with successes only, become NaN.
    """
    slope, intercept = (np.full(len(won), v) for v in start)
    total = won + lost
    for _ in range(steps):
        chance = expit(slope[:, None] * x + intercept[:, None])
        pull, curve = total * chance - won, total * chance * (1 - chance)
        g1, g0 = pull @ x + REGULARIZATION * slope, pull.sum(axis=1)
        h11, h10, h00 = curve @ x**2 + REGULARIZATION, curve @ x, curve.sum(axis=1)
        with np.errstate(all="ignore"):
            step1 = (h00 * g1 - h10 * g0) / (h11 * h00 - h10**2)
            step0 = (h11 * g0 - h10 * g1) / (h11 * h00 - h10**2)
        slope, intercept = slope - step1, intercept - step0
    settled = np.isfinite(step1) & (np.abs(step1) < 1e-8) & (np.abs(step0) < 1e-8)
    return np.where(settled, slope, np.nan), np.where(settled, intercept, np.nan)


def bootstrap(
    runs: pd.DataFrame,
    samples: int = 1000,
    seed: int = 0,
    coverage: float = 0.95,
    progress: Callable[[float], None] | None = None,
) -> pd.DataFrame:
    """Intervals of each model's 50 % horizon from `resampled_horizons`.

    Columns model, p50_low_minutes, p50_high_minutes; models that no resample decides are left out.
    """
    drawn = resampled_horizons(runs, samples, seed, progress).dropna(axis="columns", how="all")
    tail = (1 - coverage) / 2
    ends = drawn.quantile([tail, 1 - tail]).T
    return pd.DataFrame(
        {"model": ends.index, "p50_low_minutes": ends.iloc[:, 0], "p50_high_minutes": ends.iloc[:, 1]}
    ).reset_index(drop=True)
