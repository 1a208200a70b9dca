"""How sure is a horizon: families of tasks, tasks and runs are drawn again, as in METR's bootstrap, and refitted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from tilt.engine.pieces import Pieces, as_part, to_the_end
from tilt.engine.scale import Floats
from tilt.trends.runs.refit import FLAT, LEVELS, REGULARIZATION, column, one_suite, refit, weights

Progress = Callable[[float], None]
"""Called with the share of the work that is done."""

AT_ONCE = 4000
"""Families that are drawn in a piece: some hundredths of a second."""

SETTLED = 1e-8
"""The last step of a regression that has settled, at most."""

DRAWING = 0.5
"""Share of the work that drawing tasks takes; fitting takes the rest."""

DECIDED = 0.95
"""A model with fewer resamples than this that have a horizon is told so."""


@dataclass(frozen=True)
class Resampled:
    """Regressions of every resample: slope and intercept by model, each of shape (samples,), NaN where undecided.

    A resample is undecided where a model meets no task, only successes or only failures, or where its success does not
    fall with length: then it has no horizon.
    """

    slopes: Mapping[str, Floats]
    intercepts: Mapping[str, Floats]

    def doublings(self, success: float = 0.5) -> pd.DataFrame:
        """log2 of the minutes at which the chance of success is `success`: a row per resample, a column per model."""
        offset = float(logit(success))
        return pd.DataFrame({m: (offset - self.intercepts[m]) / slope for m, slope in self.slopes.items()})

    def horizons(self, success: float = 0.5) -> pd.DataFrame:
        """The same in minutes; infinite where no number holds them."""
        return minutes(self.doublings(success))


def minutes(doublings: pd.DataFrame) -> pd.DataFrame:
    """2 to the power of a table."""
    with np.errstate(over="ignore"):  # an endless horizon is infinite
        return 2.0**doublings


def _drawn_tasks(tasks: pd.DataFrame, samples: int, rng: np.random.Generator) -> Pieces[Floats]:
    """How often each resample holds each task, shape (samples, tasks): families drawn, then as many tasks in each."""
    members = list(tasks.groupby("task_family").indices.values())
    times = np.zeros((samples, len(tasks)))
    each = max(AT_ONCE // len(members), 1)
    for k, row in enumerate(times, start=1):
        for family in rng.integers(0, len(members), len(members)):
            np.add.at(row, rng.choice(members[family], len(members[family])), 1)
        if k % each == 0 or k == samples:
            yield k / samples
    return times


def resample(runs: pd.DataFrame, samples: int = 1000, seed: int = 0, progress: Progress | None = None) -> Resampled:
    """Refit every model to runs drawn again.

    Families are drawn again, then tasks in each, then runs of each task; all models meet the same tasks and weights
    stay those of the whole suite, as in METR's bootstrap. Raises ValueError when a model has a task twice.
    """
    return to_the_end(resampling(runs, refit(runs), samples, seed), progress or (lambda _: None))


def resampling(runs: pd.DataFrame, found: pd.DataFrame, samples: int, seed: int | Sequence[int]) -> Pieces[Resampled]:
    """The same piece by piece, from what `refit` found; yields the share done."""
    one_suite(runs)
    rng = np.random.default_rng(seed)
    tasks = runs.drop_duplicates("task_id").reset_index(drop=True)
    times = yield from as_part(_drawn_tasks(tasks, samples, rng), 0, DRAWING)
    x, order = np.log2(tasks["human_minutes"].to_numpy(dtype=float)), pd.Index(tasks["task_id"])
    points = found.set_index("model")
    slopes, intercepts = {}, {}
    for k, (model, own) in enumerate(runs.groupby("model", sort=False), start=1):
        places = order.get_indexer(own["task_id"])
        own, places = own.iloc[np.argsort(places)], np.sort(places)  # in the order in which tasks were drawn
        weight = weights(own)
        held, won = own["n_runs"].to_numpy(), own["n_success"].to_numpy()
        drawn = times[:, places].astype(int) * held
        successes = rng.binomial(drawn, won / held)
        # A resample may hold none of a model's tasks: then it weighs nothing and decides nothing.
        scale = np.maximum((drawn * weight).sum(axis=1, keepdims=True), np.finfo(float).tiny)
        start = points.loc[model, ["slope", "intercept"]].to_numpy(dtype=float)
        both = successes * weight / scale, (drawn - successes) * weight / scale
        slopes[str(model)], intercepts[str(model)] = _fit_all(x[places], *both, start)
        yield DRAWING + (1 - DRAWING) * k / len(points)
    return Resampled(slopes, intercepts)


def _fit_all(x: Floats, won: Floats, lost: Floats, start: Floats, steps: int = 30) -> tuple[Floats, Floats]:
    """The regression of `refit` for many resamples at once, by Newton's method: slopes and intercepts.

    `won` and `lost` have shape (resamples, tasks). scikit-learn fits one at a time, a hundred times slower. Resamples
    that do not settle, such as one with successes only, and those in which success does not fall become NaN.
    """
    slope, intercept = (np.full(len(won), v) for v in start)
    if not np.isfinite(start).all():
        return slope, intercept
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
        if (np.abs(step1) < SETTLED**1.5).all() and (np.abs(step0) < SETTLED**1.5).all():
            break  # what is left of a step is squared by the next
    settled = np.isfinite(step1) & (np.abs(step1) < SETTLED) & (np.abs(step0) < SETTLED) & (slope < -FLAT)
    return np.where(settled, slope, np.nan), np.where(settled, intercept, np.nan)


def bootstrap(
    runs: pd.DataFrame,
    samples: int = 1000,
    seed: int = 0,
    coverage: float = 0.95,
    progress: Progress | None = None,
    levels: Sequence[float] = LEVELS,
) -> pd.DataFrame:
    """`refit` with intervals of each model's horizons from `resample`, over the resamples that have a horizon.

    Adds the columns p50_low_minutes, p50_high_minutes, p80_low_minutes, p80_high_minutes (NaN where no resample
    decides) and decided, the share of resamples with a horizon; a share below DECIDED is told in `note`.
    """
    return with_intervals(refit(runs), resample(runs, samples, seed, progress), coverage, levels)


def with_intervals(
    found: pd.DataFrame, drawn: Resampled, coverage: float = 0.95, levels: Sequence[float] = LEVELS
) -> pd.DataFrame:
    """What `refit` found, with the columns that `bootstrap` adds to it."""
    found = found.copy()
    tail = (1 - coverage) / 2
    for level in levels:
        ends = minutes(drawn.doublings(level)[list(found["model"])].quantile([tail, 1 - tail]))
        for end, quantile in (("low", tail), ("high", 1 - tail)):
            found[column(level, end)] = ends.loc[quantile].to_numpy()
    found["decided"] = [float(np.isfinite(drawn.slopes[m]).mean()) for m in found["model"]]
    lost = (100 * (1 - found["decided"])).map("{:.0f} % of resamples have no horizon and are left out".format)
    found["note"] = found["note"].where((found["note"] != "") | (found["decided"] >= DECIDED), lost)
    return found
