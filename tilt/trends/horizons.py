"""The trend of METR's time horizons: a straight line through log2 of the horizon by release date.

The headline fit uses the models that set a record when they came out, from 2023 on, with horizons the suite can still
measure (`range_flag` in_range). Two kinds of points stay outside it and are drawn as such: lower bounds (the suite has
too few tasks beyond that length) and horizons that cheating decides. `alternatives()` says what they would change.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from scipy import optimize, stats

from tilt.engine.scale import Floats
from tilt.record.evidence import decimal_year, table

DAYS_PER_MONTH = 30.4375
SINCE = datetime.date(2023, 1, 1)


def day(date: Any) -> float:
    """A date as a day number."""
    return float(pd.Timestamp(date).toordinal())


def date_of(year: float) -> datetime.date:
    """The date at a decimal year."""
    start = datetime.date(int(year), 1, 1)
    length = (datetime.date(int(year) + 1, 1, 1) - start).days
    return start + datetime.timedelta(days=round((year - int(year)) * length))


@dataclass(frozen=True)
class HorizonFit:
    """A least-squares line of log2 horizon (minutes) on day number.

    `slope` is in doublings a day, `slope_error` its standard error, `residual` the residual standard deviation in
    doublings, `centre` the mean day, `level` the line's height there, `spread` the sum of squared days around it.
    """

    models: tuple[str, ...]
    slope: float
    slope_error: float
    residual: float
    centre: float
    level: float
    spread: float

    @property
    def n(self) -> int:
        """Models fitted."""
        return len(self.models)

    @property
    def doubling_days(self) -> float:
        """Days in which the horizon doubles."""
        return 1 / self.slope

    def _t(self, coverage: float) -> float:
        return float(stats.t.ppf(0.5 + coverage / 2, self.n - 2))

    def doubling_interval(self, coverage: float = 0.9) -> tuple[float, float]:
        """Interval of the doubling time in days, by Student's t on the slope; infinite if growth may be nil."""
        reach = self._t(coverage) * self.slope_error
        slowest = self.slope - reach
        return 1 / (self.slope + reach), 1 / slowest if slowest > 0 else float("inf")

    def line(self, date: Any) -> float:
        """log2 minutes of the line at a date."""
        return self.level + self.slope * (day(date) - self.centre)

    def prediction_error(self, date: Any) -> float:
        """Standard error, in doublings, of predicting one new record model at a date."""
        return float(self.residual * np.sqrt(1 + 1 / self.n + (day(date) - self.centre) ** 2 / self.spread))

    def predict(self, date: Any, coverage: float = 0.9, widen: float = 0.0) -> tuple[float, float, float]:
        """Low, centre and high minutes of a new record model at a date.

        `widen` is a further independent half-width of the same coverage, in doublings, combined in quadrature.
        """
        reach = float(np.hypot(self._t(coverage) * self.prediction_error(date), widen))
        middle = self.line(date)
        return 2 ** (middle - reach), 2**middle, 2 ** (middle + reach)

    def band(self, dates: Sequence[datetime.date], coverage: float = 0.9) -> pd.DataFrame:
        """The line and its prediction band in minutes: columns date, low, centre, high, a row per date."""
        ends = pd.DataFrame([self.predict(d, coverage) for d in dates], columns=["low", "centre", "high"])
        return ends.assign(date=list(dates))[["date", "low", "centre", "high"]]


def fit_line(models: pd.DataFrame) -> HorizonFit:
    """Least squares through `released` and `p50_minutes`. Raises ValueError with fewer than three models."""
    if len(models) < 3:
        msg = f"a trend needs at least three models, not {len(models)}"
        raise ValueError(msg)
    x = np.array([day(d) for d in models["released"]])
    y = np.log2(models["p50_minutes"].to_numpy(dtype=float))
    result = stats.linregress(x, y)
    residuals = y - (result.intercept + result.slope * x)
    return HorizonFit(
        models=tuple(models["model"]),
        slope=float(result.slope),
        slope_error=float(result.stderr),
        residual=float(np.sqrt((residuals**2).sum() / (len(x) - 2))),
        centre=float(x.mean()),
        level=float(y.mean()),
        spread=float(((x - x.mean()) ** 2).sum()),
    )


def record_models(since: datetime.date = SINCE, until: datetime.date | None = None) -> pd.DataFrame:
    """Models within the suite's range that set a record in [since, until), by date.

    As METR does, records are counted anew in each window: the first model of a window is its first record. For the
    default window these are the models the table marks as records at release.
    """
    models = table("model_horizons")
    keep = (models["range_flag"] == "in_range") & (models["released"] >= pd.Timestamp(since))
    if until is not None:
        keep &= models["released"] < pd.Timestamp(until)
    window = models[keep].sort_values(["released", "p50_minutes"], ascending=[True, False])
    record = window["p50_minutes"] >= window["p50_minutes"].cummax()
    return window[record].reset_index(drop=True)


def fit_horizons(since: datetime.date = SINCE, until: datetime.date | None = None) -> HorizonFit:
    """The trend through the record models of a window; METR's headline is the default window."""
    return fit_line(record_models(since, until))


BOOTSTRAP = 10_000


@cache
def resampled_doubling(coverage: float = 0.95) -> tuple[float, float]:
    """Interval of the headline doubling time (days) by resampling models and, for each, its published interval.

    METR resamples task families, tasks and runs, which needs all runs; this resamples what is published. Both let the
    models and their measured values vary; the published interval is in `horizon_trends` and is compared in the text.
    """
    models = record_models()
    rng = np.random.default_rng(20261101)
    x = np.array([day(d) for d in models["released"]])
    y = np.log2(models["p50_minutes"].to_numpy(dtype=float))
    low, high = (np.log2(models[f"p50_{end}_minutes"].to_numpy(dtype=float)) for end in ("low", "high"))
    z95 = float(stats.norm.ppf(0.975))
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


def _censored_doubling(models: pd.DataFrame, bounds: pd.DataFrame) -> float:
    """Doubling days by maximum likelihood with the rows of `bounds` as "at least": normal residuals, right-censored."""
    x, y, low = (
        np.array([day(d) for d in models["released"]]),
        np.log2(models["p50_minutes"].to_numpy(dtype=float)),
        np.log2(bounds["p50_minutes"].to_numpy(dtype=float)),
    )
    at = np.array([day(d) for d in bounds["released"]])
    start = fit_line(models)

    def loss(theta: Floats) -> float:
        level, slope, log_sd = theta
        sd = np.exp(log_sd)
        seen = stats.norm.logpdf(y, level + slope * (x - start.centre) / 365, sd).sum()
        hidden = stats.norm.logsf(low, level + slope * (at - start.centre) / 365, sd).sum()
        return -float(seen + hidden)

    found = optimize.minimize(
        loss,
        [start.level, start.slope * 365, np.log(start.residual)],
        method="Nelder-Mead",
        options={"xatol": 1e-8, "fatol": 1e-10, "maxiter": 4000},
    )
    return float(365 / found.x[1])


@cache
def _alternatives() -> pd.DataFrame:
    models = table("model_horizons")
    headline = record_models()
    flagged = {flag: models[models["range_flag"] == flag] for flag in ("at_least", "gamed")}
    recent = models[models["released"] >= pd.Timestamp(SINCE)]
    choices = {
        "headline": fit_line(headline).doubling_days,
        "lower bound as censored": _censored_doubling(headline, flagged["at_least"]),
        "lower bound as if measured": fit_line(pd.concat([headline, flagged["at_least"]])).doubling_days,
        "gamed models, strict count": fit_line(pd.concat([headline, flagged["gamed"]])).doubling_days,
        "all models, not only records": fit_line(recent[recent["range_flag"] == "in_range"]).doubling_days,
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
    fitted = set(fit.models)
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
