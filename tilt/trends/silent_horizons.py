"""The trend of silent horizons: how long a task a model can do without writing down any reasoning.

A straight line through log2 of the horizon of models that set a record when released. Only confirmed figures are
fitted; the newest record may be inflated because the model has seen the problems, so the derived intervals also hold
what the line says without it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import numpy as np
import pandas as pd

from tilt.engine.inputs import Derived, DerivedCorrelation
from tilt.engine.scale import Z90
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import edition, table
from tilt.record.memory import remembered
from tilt.trends import backtest
from tilt.trends.line import DAYS_PER_MONTH, DAYS_PER_YEAR, Line, Measure, day, fit_line

DOUBTED = "GPT-6 Astra"
"""The model whose figure its own developer calls possibly contaminated."""

CUTOFFS = tuple(datetime.date.fromisoformat(d) for d in ("2025-01-01", "2025-07-01", "2026-01-01"))

SILENT = Measure("minutes", "minutes", possible=(1e-9, float("inf")))
"""The length of task, in human minutes, of which a model does half without writing down any reasoning."""


def silent_models(
    until: datetime.date | None = None, *, records: bool = True, without: Sequence[str] = ()
) -> pd.DataFrame:
    """Models with a confirmed silent horizon released before `until`, by date.

    `records` keeps those that beat or equal every earlier one; `without` leaves models out by name.
    """
    models = table("silent_horizons")
    models = models[(models["grade"] != "unverified") & ~models["model"].isin(list(without))]
    if until is not None:
        models = models[models["released"] < pd.Timestamp(until)]
    models = models.sort_values(["released", "minutes"], ascending=[True, False])
    if records:
        models = models[models["minutes"] >= models["minutes"].cummax()]
    return models.reset_index(drop=True)


@remembered
def fit_silent() -> Line:
    """The headline fit: every confirmed record."""
    return fit_line(silent_models(), SILENT)


@remembered
def fit_undoubted() -> Line:
    """The same without the model that may have seen the problems."""
    return fit_line(silent_models(without=[DOUBTED]), SILENT)


@remembered
def fit_all() -> Line:
    """Every confirmed model, whether or not it set a record."""
    return fit_line(silent_models(records=False), SILENT)


def months(days: tuple[float, float]) -> tuple[float, float]:
    """An interval of days in months."""
    return days[0] / DAYS_PER_MONTH, days[1] / DAYS_PER_MONTH


@derivation("silent_trend")
def silent_trend() -> Outputs:
    """Silent horizon today, its doubling time, and how the two hang together."""
    fit, undoubted, every, as_of = fit_silent(), fit_undoubted(), fit_all(), edition().as_of
    plain, cautious = fit.predict(as_of), undoubted.predict(as_of)
    low, high = min(plain[0], cautious[0]), max(plain[2], cautious[2])
    own, other, all_models = (months(f.doubling_interval()) for f in (fit, undoubted, every))
    published = table("silent_trends").set_index("id")["doubling_months"]
    slow_published = float(published["think_fast"])
    fastest = min(own[0], other[0], all_models[0])
    slowest = max(own[1], other[1], all_models[1], slow_published)
    return {
        "silent_horizon": Derived(
            low,
            high,
            f"The line through {fit.n} record models reaches {plain[1]:.0f} minutes on {as_of:%-d %B %Y}, 90 % "
            f"prediction interval {plain[0]:.1f} to {plain[2]:.0f}; without {DOUBTED} {cautious[1]:.1f} minutes, "
            f"{cautious[0]:.1f} to {cautious[2]:.0f}. The range holds both.",
            "silent_horizons",
            fit.n,
        ),
        "silent_doubling": Derived(
            fastest,
            slowest,
            f"The fit doubles every {fit.doubling_days / DAYS_PER_MONTH:.1f} months (90 % interval {own[0]:.1f} to "
            f"{own[1]:.1f}); without {DOUBTED} {other[0]:.1f} to {other[1]:.1f}; through all {every.n} models "
            f"{all_models[0]:.1f} to {all_models[1]:.1f}; a broad suite gives {slow_published:.1f}. The range holds "
            "all of these.",
            "silent_horizons",
            fit.n,
        ),
        "rank_correlation": _correlation(fit, as_of, (low, high), (fastest, slowest)),
    }


def _correlation(
    fit: Line, as_of: datetime.date, horizon: tuple[float, float], doubling: tuple[float, float]
) -> DerivedCorrelation:
    """Of horizon and doubling time (log both): the slope's error is shared, all that widened either is independent."""
    ahead = day(as_of) - fit.centre
    whole = float(np.log2(horizon[1] / horizon[0])) / (2 * Z90)
    own = fit.slope_error / fit.slope
    stated = float(np.log(doubling[1] / doubling[0])) / (2 * Z90)
    # A stated range narrower than the fit's error (it never is by default) cannot raise the share above one.
    pearson = -min(ahead * fit.slope_error / whole, 1.0) * min(own / stated, 1.0)
    return DerivedCorrelation(
        float(6 / np.pi * np.arcsin(pearson / 2)),
        f"The fit’s slope error, carried {ahead / DAYS_PER_YEAR:.1f} years ahead, is what the two share.",
        "silent_horizons",
        fit.n,
    )


@remembered
def _predictions(cutoffs: tuple[datetime.date, ...]) -> pd.DataFrame:
    return backtest.backtest(silent_models(), SILENT, cutoffs)


def predictions(cutoffs: Sequence[datetime.date] = CUTOFFS) -> pd.DataFrame:
    """The back-test of the line through confirmed records, a row per cut-off and later record: see `backtest`."""
    return _predictions(tuple(cutoffs)).copy()
