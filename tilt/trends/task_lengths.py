"""Inputs on how long tasks are: the two fields' lengths and spreads, and how sharply success falls with length."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from tilt.engine.inputs import Derived
from tilt.engine.scale import Floats
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import table

RESAMPLES = 4000
"""Draws of task families, or models, behind the intervals: their ends are steady to about a percent."""

SLOPE_FACTOR, SAMPLE_FACTOR = 1.25, 3.5
"""Judged widenings, said in the sentences of what they widen. The second: labels are ours, a suite is no sample of a
field, and the few pieces of work timed outside it give two thirds where the suite gives one."""


@derivation("success_slopes")
def success_slopes() -> Outputs:
    """How sharply success falls with length: the median of the slopes METR fits to models (one is our refit)."""
    return slopes_of(table("model_horizons"))


def slopes_of(models: pd.DataFrame) -> Outputs:
    """The same of any table of the columns that `model_horizons` has."""
    slopes = models["success_slope"].dropna().to_numpy(dtype=float)
    drawn = np.random.default_rng(20261101).choice(slopes, (RESAMPLES, len(slopes)))
    own_low, own_high = (float(q) for q in np.quantile(np.median(drawn, axis=1), [0.05, 0.95]))
    middle = float(np.median(slopes))
    low, high = _widened(middle, own_low, own_high, SLOPE_FACTOR)
    return {
        "success_slope": Derived(
            low,
            high,
            f"The median of {len(slopes)} models’ logistic slopes is {middle:.2f}; drawing models again gives "
            f"{own_low:.2f} to {own_high:.2f} in nine draws of ten. That is combined in quadrature with a factor of "
            f"{SLOPE_FACTOR:g} either way, a judgement: all models were timed on one suite.",
            "model_horizons",
            len(slopes),
        )
    }


def _widened(middle: float, low: float, high: float, factor: float) -> tuple[float, float]:
    """An interval's ends, each pushed out from the middle by a factor, in quadrature on the log axis."""
    down, up = (float(np.hypot(np.log(end / middle), np.log(factor))) for end in (low, high))
    return float(middle * np.exp(-down)), float(middle * np.exp(up))


def task_minutes() -> pd.DataFrame:
    """Human minutes task by task, columns family, kind, minutes, rebuilt from the families' shortest, middle, longest.

    Exact for families of up to three tasks and for those whose tasks are alike; in larger ones the tasks between the
    ends are put at the family's median.
    """
    rows = []
    for f in table("task_families").to_dict("records"):
        inner = [f["median_minutes"]] * max(int(f["tasks"]) - 2, 0)
        ends = [f["min_minutes"], f["max_minutes"]] if f["tasks"] > 1 else [f["median_minutes"]]
        rows += [(f["family"], f["kind"], float(m)) for m in (*ends, *inner)]
    return pd.DataFrame(rows, columns=["family", "kind", "minutes"])


def _resampled(kinds: tuple[str, ...], statistic: Callable[[Floats], Any]) -> Floats:
    """A statistic of the tasks of some kinds under draws of whole families, with replacement, shape (RESAMPLES,).

    `statistic` takes ln minutes of shape (resamples, tasks) and gives a number for each resample.
    """
    tasks = task_minutes()
    if kinds:
        tasks = tasks[tasks["kind"].isin(kinds)]
    members = [np.log(g["minutes"].to_numpy(dtype=float)) for _, g in tasks.groupby("family")]
    rng = np.random.default_rng(20261101)
    drawn = rng.integers(0, len(members), (RESAMPLES, len(members)))
    sizes = np.array([len(m) for m in members])
    padded = np.full((len(members), sizes.max()), np.nan)
    for row, values in zip(padded, members, strict=True):
        row[: len(values)] = values
    # Resamples differ in how many tasks they hold; those that hold equally many are one array.
    totals, found = sizes[drawn].sum(axis=1), np.empty(RESAMPLES)
    for total in np.unique(totals):
        chosen = totals == total
        values = padded[drawn[chosen]]
        found[chosen] = statistic(values[~np.isnan(values)].reshape(-1, total))
    return found


def _logs(*kinds: str) -> Floats:
    tasks = task_minutes()
    chosen = tasks[tasks["kind"].isin(kinds)] if kinds else tasks
    return np.log(chosen["minutes"].to_numpy(dtype=float))


@derivation("length_ratio")
def length_ratio() -> Outputs:
    """Capability-like over safety-like task length, by medians and by geometric means, families resampled."""
    found: dict[str, Derived] = {}
    n = len(_logs("safety_like", "capability_like"))
    for name, words, middle in (
        ("medians", "medians", np.median),
        ("geometric_means", "geometric means", np.mean),
    ):
        point = float(np.exp(middle(_logs("capability_like")) - middle(_logs("safety_like"))))
        safety, capability = (
            _resampled((kind,), partial(middle, axis=1)) for kind in ("safety_like", "capability_like")
        )
        low, high = (float(q) for q in np.quantile(np.exp(capability - safety), [0.05, 0.95]))
        how = (
            f"The ratio of {words}, capability-like over safety-like, is {point:.2f} over {n} tasks; drawing task "
            f"families again gives {low:.2f} to {high:.2f} in nine draws of ten."
        )
        found[name] = Derived(low, high, how, "task_families", n)
    own = found["geometric_means"]
    ratio = float(np.exp(np.mean(_logs("capability_like")) - np.mean(_logs("safety_like"))))
    low, high = _widened(ratio, own.low, own.high, SAMPLE_FACTOR)
    widening_words = (
        f" That is combined in quadrature with a factor of {SAMPLE_FACTOR:g} either way, a judgement: the labels are "
        "ours, most of them read off names, and a suite is no sample of what a field does."
    )
    return found | {"fields": Derived(low, high, own.how + widening_words, "task_families", n)}


@derivation("task_spread")
def task_spread() -> Outputs:
    """Standard deviation of the natural log of human minutes within each kind, and over the whole suite."""
    found: dict[str, Derived] = {}
    for name, words, kinds in (
        ("safety", "safety-like tasks", ("safety_like",)),
        ("capability", "capability-like tasks", ("capability_like",)),
        ("research", "tasks of machine-learning research", ("safety_like", "capability_like", "generic_ml")),
        ("suite", "tasks of HCAST and RE-Bench", ()),
    ):
        logs = _logs(*kinds)
        spreads = _resampled(kinds, partial(np.std, axis=1, ddof=1))
        low, high = (float(q) for q in np.quantile(spreads, [0.05, 0.95]))
        how = (
            f"The standard deviation of ln minutes over {len(logs)} {words} is {np.std(logs, ddof=1):.2f}; drawing "
            f"task families again gives {low:.2f} to {high:.2f} in nine draws of ten."
        )
        found[name] = Derived(low, high, how, "task_families", len(logs))
    research, suite = found["research"], found["suite"]
    how = (
        f"From {research.low:.2f}, the low end for the suite’s {research.n} research-like tasks, many of which were "
        f"set at a working day, to {suite.high:.2f}, the high end for all {suite.n} tasks. Both ends come from "
        "drawing task families again. The same for both fields: nothing measured tells them apart."
    )
    return found | {"field": Derived(research.low, suite.high, how, "task_families", suite.n)}
