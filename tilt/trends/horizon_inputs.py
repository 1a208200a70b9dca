"""Inputs that the chapter on task horizons takes from its tables: trend, slopes, and how long the tasks are."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from tilt.engine.inputs import Derived, DerivedCorrelation
from tilt.engine.scale import Floats
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import edition, table
from tilt.trends.horizons import fit_horizons, widening
from tilt.trends.line import DAYS_PER_MONTH, DAYS_PER_YEAR, Line, day

RESAMPLES = 4000
"""Draws of task families behind the intervals of lengths: their ends are steady to about a percent."""


@derivation("horizon_trend")
def horizon_trend() -> Outputs:
    """Horizon today, doubling time, and how the two hang together, from the headline fit."""
    fit, as_of = fit_horizons(), edition().as_of
    low, centre, high = fit.predict(as_of, widen=widening())
    plain = fit.predict(as_of)
    own = fit.doubling_interval()
    trends = table("horizon_trends").set_index("id")["doubling_days"]
    since_2024 = fit_horizons(datetime.date(2024, 1, 1)).doubling_days
    stitched = float(trends["metr_2019_on_stitched"])
    fastest, slowest = min(own[0], since_2024), max(own[1], stitched)
    return {
        "horizon_today": Derived(
            low,
            high,
            f"The line through {fit.n} record models reaches {centre:,.0f} minutes on {as_of:%-d %B %Y}; its 90 % "
            f"prediction interval is {plain[0]:,.0f} to {plain[2]:,.0f}. That is combined in quadrature with a factor "
            f"of {2 ** widening():.2g} either way for modelling choices, noise in human times, tasks that are public, "
            "and cheating.",
            "model_horizons",
            fit.n,
        ),
        "doubling_months": Derived(
            fastest / DAYS_PER_MONTH,
            slowest / DAYS_PER_MONTH,
            f"The fit doubles every {fit.doubling_days:.1f} days (90 % interval {own[0]:.0f} to {own[1]:.0f}); the "
            f"range is stretched to hold the {since_2024:.0f} days of models since 2024 and the {stitched:.0f} days "
            "of METR’s series since 2019.",
            "model_horizons",
            fit.n,
        ),
        "rank_correlation": _correlation(fit, as_of),
    }


def _correlation(fit: Line, as_of: datetime.date) -> DerivedCorrelation:
    """Of the horizon today and the doubling time (log both): the slope's error shared, all else independent."""
    ahead = day(as_of) - fit.centre
    shared = ahead * fit.slope_error
    widen_sd = widening() / float(ndtri(0.95))
    whole = float(np.hypot(fit.prediction_error(as_of), widen_sd))
    # log doubling time falls as the slope rises, hence the sign; to first order its error is the slope's.
    pearson = -shared / whole
    rank = 6 / np.pi * np.arcsin(pearson / 2)
    return DerivedCorrelation(
        float(rank),
        f"The fit’s slope error, carried {ahead / DAYS_PER_YEAR:.1f} years ahead, makes {100 * pearson**2:.0f} % of "
        "the variance of the horizon today.",
        "model_horizons",
        fit.n,
    )


@derivation("success_slopes")
def success_slopes() -> Outputs:
    """How sharply success falls with length: the spread over models of the slopes METR fits (one is our refit)."""
    slopes = table("model_horizons")["success_slope"].dropna().to_numpy(dtype=float)
    low, middle, high = np.quantile(slopes, [0.05, 0.5, 0.95])
    return {
        "success_slope": Derived(
            float(low),
            float(high),
            f"The 5 % and 95 % quantiles of {len(slopes)} models’ logistic slopes; their median is {middle:.2f}.",
            "model_horizons",
            len(slopes),
        )
    }


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
    return found


@derivation("task_spread")
def task_spread() -> Outputs:
    """Standard deviation of the natural log of human minutes within each kind, and over the whole suite."""
    found: dict[str, Derived] = {}
    for name, words, kinds in (
        ("safety", "safety-like tasks", ("safety_like",)),
        ("capability", "capability-like tasks", ("capability_like",)),
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
    return found
