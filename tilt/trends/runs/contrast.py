"""Do AI models do better on safety-like than on capability-like tasks that take people equally long?

A logistic regression of success with, for each model, its own level and its own slope in log2 human minutes, and one
shift shared by all models for safety-like tasks. Each model's tasks count equally, however often they were run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from tilt.engine.scale import Floats
from tilt.trends.runs.logistic import logistic

KINDS = ("safety_like", "capability_like")
PENALTY = 1e-2
"""L2 strength, against a weight of one per model and task. It leaves the estimate alone but decides how far a one-sided
resample reaches: the upper end for models of 2024, who did few of these tasks, is not to be trusted."""

COHORTS: Mapping[str, Sequence[str]] = {
    "2024": ("GPT-4o", "Claude 3.5 Sonnet (New)", "o1"),
    "2025": ("Claude 3.7 Sonnet", "o3", "GPT-5", "Claude Opus 4.5", "GPT-5.2"),
    "2026": ("Claude Opus 4.6", "GPT-5.4", "Claude Mythos Preview (early)"),
}


def _design(runs: pd.DataFrame) -> tuple[Floats, Floats]:
    """Regressors (rows, 2 per model + 1) and share of successes (rows,)."""
    level = pd.get_dummies(runs["model"]).to_numpy(dtype=float)
    length = np.log2(runs["human_minutes"].to_numpy(dtype=float))[:, None]
    safety = (runs["research_class"] == KINDS[0]).to_numpy(dtype=float)[:, None]
    share = (runs["n_success"] / runs["n_runs"]).to_numpy(dtype=float)
    return np.hstack([level, level * length, safety]), share


def _shift(x: Floats, share: Floats, weight: Floats) -> float:
    """Log odds ratio of the last regressor."""
    coefficients, _ = logistic(x, share * weight, (1 - share) * weight, PENALTY, intercept=False)
    return float(coefficients[-1])


def class_effect(
    runs: pd.DataFrame,
    cohorts: Mapping[str, Sequence[str]] = COHORTS,
    samples: int = 1000,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> pd.DataFrame:
    """Odds ratio of success, safety-like over capability-like, for all models ("all") and by cohort.

    `runs` as `reading.read_runs` gives them, of one suite, with `research_class`. Columns cohort, odds_ratio, low, high
    (90 %, families of each kind drawn again), p_above_one, models, tasks. `samples=0` leaves the intervals NaN.
    Raises ValueError when `runs` holds no tasks of both kinds.
    """
    compared = runs[runs["research_class"].isin(KINDS)] if "research_class" in runs.columns else runs.iloc[:0]
    if set(compared["research_class"] if len(compared) else ()) != set(KINDS):
        msg = f"runs must hold tasks with research_class {' and '.join(KINDS)}"
        raise ValueError(msg)
    rng = np.random.default_rng(seed)
    rows = []
    chosen = {"all": tuple(compared["model"].unique()), **cohorts}
    for k, (cohort, models) in enumerate(chosen.items()):
        own = compared[compared["model"].isin(models)].reset_index(drop=True)
        x, share = _design(own)
        kinds = [
            [np.asarray(rows_) for rows_ in group.groupby("task_family").groups.values()]
            for _, group in own.groupby("research_class")
        ]
        shifts = np.full(samples, np.nan)
        for b in range(samples):
            weight = np.zeros(len(own))
            for families in kinds:
                for f in rng.integers(0, len(families), len(families)):
                    weight[families[f]] += 1
            shifts[b] = _shift(x, share, weight)
            if progress:
                progress((k + (b + 1) / samples) / len(chosen))
        low, high = np.quantile(np.exp(shifts), [0.05, 0.95]) if samples else (np.nan, np.nan)
        rows.append(
            {
                "cohort": cohort,
                "odds_ratio": float(np.exp(_shift(x, share, np.ones(len(own))))),
                "low": float(low),
                "high": float(high),
                "p_above_one": float((shifts > 0).mean()) if samples else np.nan,
                "models": own["model"].nunique(),
                "tasks": own["task_id"].nunique(),
            }
        )
    return pd.DataFrame(rows)
