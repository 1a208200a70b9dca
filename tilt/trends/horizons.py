"""The trend of METR's time horizons: a straight line through log2 of the horizon by release date.

The headline fit uses the models that set a record when they came out, from 2023 on, with horizons the suite can still
measure (`range_flag` in_range). Two kinds of points stay outside it and are drawn as such: lower bounds (the suite has
too few tasks beyond that length) and horizons that cheating decides. `alternatives()` says what they would change.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import optimize
from scipy.special import log_ndtr, ndtri

from tilt.engine.inputs import decimal_year
from tilt.engine.scale import Floats
from tilt.record.evidence import table
from tilt.record.memory import remembered
from tilt.trends import backtest
from tilt.trends.line import Line, Measure, date_of, fit_line

SINCE = datetime.date(2023, 1, 1)
CUTOFFS = tuple(datetime.date.fromisoformat(d) for d in ("2024-06-01", "2025-01-01", "2025-07-01", "2026-01-01"))

HORIZON = Measure("p50_minutes", "minutes", possible=(1e-9, float("inf")))
"""The length of task, in human minutes, of which a model does half."""


def record_models(
    since: datetime.date = SINCE, until: datetime.date | None = None, models: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Models within the suite's range that set a record in [since, until), by date: of the book's table, or another.

    As METR does, records are counted anew in each window: the first model of a window is its first record. For the
    default window these are the models the table marks as records at release.
    """
    models = table("model_horizons") if models is None else models
    keep = (models["range_flag"] == "in_range") & (models["released"] >= pd.Timestamp(since))
    if until is not None:
        keep &= models["released"] < pd.Timestamp(until)
    window = models[keep].sort_values(["released", "p50_minutes"], ascending=[True, False])
    record = window["p50_minutes"] >= window["p50_minutes"].cummax()
    return window[record].reset_index(drop=True)


def fit_horizons(
    since: datetime.date = SINCE, until: datetime.date | None = None, models: pd.DataFrame | None = None
) -> Line:
    """The trend through the record models of a window; METR's headline is the default window."""
    return fit_line(record_models(since, until, models), HORIZON)


BOOTSTRAP = 10_000


def resampled_doubling(models: pd.DataFrame, coverage: float = 0.95) -> tuple[float, float]:
    """Interval of the doubling time (days) of record models by resampling them and, for each, its published interval.

    METR resamples task families, tasks and runs, which needs all runs; this resamples what is published. Both let the
    models and their measured values vary; the published interval is in `horizon_trends` and is compared in the text.
    """
    rng = np.random.default_rng(20261101)
    x, y = HORIZON.times(models), np.log2(HORIZON.values(models))
    low, high = (np.log2(models[f"p50_{end}_minutes"].to_numpy(dtype=float)) for end in ("low", "high"))
    z95 = float(ndtri(0.975))
    below, above = (y - low) / z95, (high - y) / z95
    noise = rng.standard_normal((BOOTSTRAP, len(x)))
    chosen = rng.integers(0, len(x), (BOOTSTRAP, len(x)))
    values = y[chosen] + np.where(noise < 0, below[chosen], above[chosen]) * noise
    days = x[chosen]
    centred = days - days.mean(axis=1, keepdims=True)
    slope = (centred * values).sum(axis=1) / (centred**2).sum(axis=1)
    tail = (1 - coverage) / 2
    fast, slow = np.quantile(slope[np.isfinite(slope)], [1 - tail, tail])
    return float(1 / fast), float(1 / slow)


LOG_ROOT_TWO_PI = float(np.log(np.sqrt(2 * np.pi)))
"""The constant of the normal density's logarithm."""


def _censored_doubling(models: pd.DataFrame, bounds: pd.DataFrame) -> float:
    """Doubling days by maximum likelihood with the rows of `bounds` as "at least": normal residuals, right-censored."""
    x, at = HORIZON.times(models), HORIZON.times(bounds)
    y, low = np.log2(HORIZON.values(models)), np.log2(HORIZON.values(bounds))
    start = fit_line(models, HORIZON)

    def loss(theta: Floats) -> float:
        level, slope, log_sd = theta
        sd = np.exp(log_sd)
        away = (y - (level + slope * (x - start.centre) / 365)) / sd
        seen = (-(away**2) / 2 - LOG_ROOT_TWO_PI - np.log(sd)).sum()
        hidden = log_ndtr(-((low - (level + slope * (at - start.centre) / 365)) / sd)).sum()
        return -float(seen + hidden)

    found = optimize.minimize(
        loss,
        [start.level, start.slope * 365, np.log(start.residual)],
        method="Nelder-Mead",
        options={"xatol": 1e-8, "fatol": 1e-10, "maxiter": 4000},
    )
    return float(365 / found.x[1])


def _doubling(models: pd.DataFrame) -> float:
    return fit_line(models, HORIZON).doubling_days


@remembered
def _alternatives() -> pd.DataFrame:
    models = table("model_horizons")
    headline = record_models()
    flagged = {flag: models[models["range_flag"] == flag] for flag in ("at_least", "gamed")}
    recent = models[models["released"] >= pd.Timestamp(SINCE)]
    choices = {
        "headline": _doubling(headline),
        "lower bound as censored": _censored_doubling(headline, flagged["at_least"]),
        "lower bound as if measured": _doubling(pd.concat([headline, flagged["at_least"]])),
        "gamed models, strict count": _doubling(pd.concat([headline, flagged["gamed"]])),
        "all models, not only records": _doubling(recent[recent["range_flag"] == "in_range"]),
        "from 2024": fit_horizons(datetime.date(2024, 1, 1)).doubling_days,
        "from 2025": fit_horizons(datetime.date(2025, 1, 1)).doubling_days,
    }
    return pd.DataFrame({"choice": choices.keys(), "doubling_days": choices.values()})


def alternatives() -> pd.DataFrame:
    """Doubling times under other defensible choices of points: columns choice, doubling_days."""
    return _alternatives().copy()


def widening() -> float:
    """Half-width, in doublings, of what the suite cannot measure: the caveat factors in quadrature.

    Each factor marked `widens` in `horizon_caveats` is read as the half-width of an independent 90 % range.
    """
    caveats = table("horizon_caveats")
    factors = caveats.loc[caveats["widens"].astype(bool), "factor_ratio"].to_numpy(dtype=float)
    return float(np.sqrt((np.log2(factors) ** 2).sum()))


STATES = {"at_least": "at least", "gamed": "gamed"}


def horizon_chart_rows() -> Mapping[str, list[dict[str, Any]]]:
    """Points and fitted band for the horizon chart: rows `points` and `fit` as `tilt.charts.horizons` wants them."""
    models = table("model_horizons")
    models = models[models["released"] >= pd.Timestamp(SINCE)]
    fit = fit_horizons()
    fitted = set(fit.labels)
    points = []
    for m in models.to_dict("records"):
        p50 = float(m["p50_minutes"])
        low, high = (p50 if pd.isna(m[k]) else float(m[k]) for k in ("p50_low_minutes", "p50_high_minutes"))
        state = STATES.get(m["range_flag"], "fitted" if m["model"] in fitted else "not a record")
        points.append(
            {
                "model": m["model"],
                "year": decimal_year(m["released"].date()),
                "p50": p50,
                "low": low,
                "high": high,
                "state": state,
                "text": f"{m['model']}, {m['released']:%B %Y}: {p50:,.3g} minutes ({low:,.3g} to {high:,.3g}), {state}",
            }
        )
    years = [2023 + k / 4 for k in range(25)]
    band = fit.band([date_of(y) for y in years]).drop(columns="date").assign(year=years)
    return {"points": points, "fit": [{str(k): v for k, v in row.items()} for row in band.to_dict("records")]}


@remembered
def _predictions(cutoffs: tuple[datetime.date, ...]) -> pd.DataFrame:
    return backtest.backtest(record_models(), HORIZON, cutoffs)


def predictions(cutoffs: Sequence[datetime.date] = CUTOFFS) -> pd.DataFrame:
    """The back-test of the headline trend, a row per cut-off and later record model: see `backtest.backtest`."""
    return _predictions(tuple(cutoffs)).copy()


def summary(cutoffs: Sequence[datetime.date] = CUTOFFS) -> pd.DataFrame:
    """The back-test per cut-off, and pooled: see `backtest.summary`."""
    return backtest.summary(predictions(cutoffs))
