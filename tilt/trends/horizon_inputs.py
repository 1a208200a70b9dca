"""Inputs that the chapter on task horizons takes from the trend: the horizon today, its growth, how that may bend."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import ndtri

from tilt.engine.inputs import Derived, DerivedCorrelation
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import edition, table
from tilt.trends.horizons import SINCE, fit_horizons, record_models, resampled_doubling, widening
from tilt.trends.line import DAYS_PER_MONTH, DAYS_PER_YEAR, Line, day
from tilt.trends.task_lengths import slopes_of

RECENT = datetime.date(2024, 1, 1)
"""Where the faster trend starts."""

WRITTEN = datetime.date(2025, 11, 23)
"""When the study of slower growth in compute came out: its month of work lies ahead of the record then."""

MONTH_OF_WORK = 52 / 12 * 40 * 60
"""A month of forty-hour weeks, in minutes."""

SLOWDOWN_FACTOR = 2.0
"""How far the published delay may lead astray, either way: a judgement."""


@derivation("horizon_trend")
def horizon_trend() -> Outputs:
    """Horizon today, doubling time since 2023 and since 2024, and how today and growth hang together."""
    return trend_of(table("model_horizons"))


def trend_of(models: pd.DataFrame) -> Outputs:
    """The same of any table of the columns that `model_horizons` has."""
    fit, as_of = fit_horizons(models=models), edition().as_of
    low, centre, high = fit.predict(as_of, widen=widening())
    plain = fit.predict(as_of)
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
        "doubling_months": _doubling(SINCE, models),
        "recent_doubling_months": _doubling(RECENT, models),
        "rank_correlation": _correlation(fit, as_of),
    }


def _doubling(since: datetime.date, models: pd.DataFrame) -> Derived:
    """The doubling time of the record models since a date, in months, by resampling."""
    fit = fit_horizons(since, models=models)
    low, high = resampled_doubling(record_models(since, models=models), 0.9)
    return Derived(
        low / DAYS_PER_MONTH,
        high / DAYS_PER_MONTH,
        f"The line through {fit.n} record models since {since:%Y} doubles every {fit.doubling_days:.1f} days; drawing "
        f"models again, and for each its published interval, gives {low:.0f} to {high:.0f} in nine draws of ten.",
        "model_horizons",
        fit.n,
    )


@derivation("compute_slowdown")
def compute_slowdown() -> Outputs:
    """Years until growth of the horizon has halved, so that the published delay comes out under `slowed`."""
    return slowdown_of(table("model_horizons"))


def slowdown_of(models: pd.DataFrame) -> Outputs:
    """The same of any table of the columns that `model_horizons` has."""
    stated = table("compute_slowdown").set_index("id")["value"]
    record = record_p80(WRITTEN, models)
    plain = float(np.log2(MONTH_OF_WORK / record) * stated["baseline"] / 12)
    late = plain + float(stated["delay"])
    halving = float(brentq(lambda h: slowed(late, h) - plain, 1e-2, 1e3))
    return {
        "slowdown_years": Derived(
            halving / SLOWDOWN_FACTOR,
            halving * SLOWDOWN_FACTOR,
            f"Carried on at a doubling in {stated['baseline']:g} months, the record of {record:.0f} minutes at 80 % "
            f"success in {WRITTEN:%B %Y} reaches a month of work in {plain:.1f} years, and {stated['delay']:g} years "
            f"later if growth slows with compute. If growth falls as 1/(1 + t/h), that takes h = {halving:.1f} years. "
            f"A factor of {SLOWDOWN_FACTOR:g} either way is a judgement: one published number fixes one curve of ours.",
            "compute_slowdown",
            1,
        )
    }


def slowed(t: float, halving: float) -> float:
    """Years of growth at today's pace that `t` years bring, if growth has halved after `halving` years."""
    return float(halving * np.log1p(t / halving))


def record_p80(until: datetime.date, models: pd.DataFrame | None = None) -> float:
    """The longest horizon at 80 % success, in minutes, of models released until a date."""
    models = table("model_horizons") if models is None else models
    known = models[(models["released"] <= pd.Timestamp(until)) & (models["range_flag"] == "in_range")]
    return float(known["p80_minutes"].max())


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


FROM_HORIZONS: Mapping[str, Callable[[pd.DataFrame], Outputs]] = {
    "horizon_trend": trend_of,
    "compute_slowdown": slowdown_of,
    "success_slopes": slopes_of,
}
"""Every derivation that rests on `model_horizons`, by its name, as a function of such a table."""
