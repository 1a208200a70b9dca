"""How far models control their own chain of thought: a straight line through the log-odds by release date.

One measure, one developer, five models in five months: enough for where things stand, too little for a forecast. The
line's interval for today is stretched down to what the same measure says of longer traces, and its slope is not used.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit, logit

from tilt.record.evidence import Derived, Outputs, derivation, edition, table
from tilt.trends.horizons import day

DAYS_PER_YEAR = 365.25
CUTOFFS = tuple(datetime.date.fromisoformat(d) for d in ("2026-09-01", "2026-09-16"))
BANDS = (0.5, 0.9)


@dataclass(frozen=True)
class ControlFit:
    """Least squares of the log-odds of control on years since the first model; NaN errors with two models."""

    n: int
    slope: float
    slope_error: float
    residual: float
    centre: float
    level: float
    spread: float

    def line(self, date: Any) -> float:
        """Log-odds of the line at a date."""
        return self.level + self.slope * (day(date) / DAYS_PER_YEAR - self.centre)

    def predict(self, date: Any, coverage: float = 0.9) -> tuple[float, float, float]:
        """Low, centre and high control (fraction) of a new model at a date; ends NaN with two models."""
        middle = self.line(date)
        away = day(date) / DAYS_PER_YEAR - self.centre
        error = self.residual * np.sqrt(1 + 1 / self.n + away**2 / self.spread)
        reach = float(stats.t.ppf(0.5 + coverage / 2, self.n - 2)) * error if self.n > 2 else float("nan")
        return float(expit(middle - reach)), float(expit(middle)), float(expit(middle + reach))

    def slope_interval(self, coverage: float = 0.9) -> tuple[float, float]:
        """Interval of the growth in log-odds a year, by Student's t."""
        reach = float(stats.t.ppf(0.5 + coverage / 2, self.n - 2)) * self.slope_error
        return self.slope - reach, self.slope + reach


def fit_control(models: pd.DataFrame) -> ControlFit:
    """Fit through `released` and `controlled`. Raises ValueError with fewer than two models."""
    if len(models) < 2:
        msg = f"a line needs at least two models, not {len(models)}"
        raise ValueError(msg)
    x = np.array([day(d) for d in models["released"]]) / DAYS_PER_YEAR
    y = logit(models["controlled"].to_numpy(dtype=float))
    away = x - x.mean()
    spread = float((away**2).sum())
    slope = float(away @ y / spread)
    left = y - y.mean() - slope * away
    residual = float(np.sqrt((left**2).sum() / (len(x) - 2))) if len(x) > 2 else float("nan")
    return ControlFit(len(x), slope, residual / np.sqrt(spread), residual, float(x.mean()), float(y.mean()), spread)


def comparable(until: datetime.date | None = None) -> pd.DataFrame:
    """Models measured alike on short traces, released before `until`, by date."""
    models = table("controllability")
    models = models[models["series"] == "short_traces"]
    if until is not None:
        models = models[models["released"] < pd.Timestamp(until)]
    return models.sort_values("released").reset_index(drop=True)


@cache
def fit_comparable() -> ControlFit:
    """The line through every comparable model."""
    return fit_control(comparable())


def newest_on_long_traces() -> pd.Series:
    """The row of the newest model measured on long traces."""
    models = table("controllability")
    return models[models["series"] == "long_traces"].sort_values("released").iloc[-1]


@derivation("control_trend")
def control_trend() -> Outputs:
    """Control today: the line's prediction, stretched down to the newest reading on long traces."""
    fit, as_of, long = fit_comparable(), edition().as_of, newest_on_long_traces()
    low, centre, high = fit.predict(as_of)
    least = float(long["controlled"])
    return {
        "control_today": Derived(
            min(low, least),
            high,
            f"The line through {fit.n} models of one developer reaches {centre:.2f} on {as_of:%-d %B %Y}, 90 % "
            f"prediction interval {low:.2f} to {high:.2f}, for traces of about a thousand tokens. The low end is what "
            f"the newest model with a figure for about five thousand tokens, {long['model']}, shows: {least:.3f}.",
            "controllability",
            fit.n,
        )
    }


def predictions() -> pd.DataFrame:
    """The line refitted at past cut-offs, and two rivals, against the models that came later.

    Columns: cutoff, model, released, fitted, actual, predicted (fractions), in_50%, in_90% (missing where two models
    leave no band), and absolute errors in log-odds of the trend, of flat (the last value stays) and of linear (a
    straight line through fractions, kept inside 0.001 and 0.999).
    """
    every = comparable()
    rows = []
    for cutoff in CUTOFFS:
        known = comparable(cutoff)
        fit = fit_control(known)
        x = np.array([day(d) for d in known["released"]])
        share = known["controlled"].to_numpy(dtype=float)
        rise, start = np.polyfit(x - x.mean(), share, 1)
        for m in every[every["released"] >= pd.Timestamp(cutoff)].to_dict("records"):
            actual = float(m["controlled"])
            row: dict[str, Any] = {
                "cutoff": cutoff,
                "model": m["model"],
                "released": m["released"],
                "fitted": fit.n,
                "actual": actual,
                "predicted": float(expit(fit.line(m["released"]))),
            }
            for band in BANDS:
                low, _, high = fit.predict(m["released"], band)
                row[f"in_{band:.0%}"] = bool(low <= actual <= high) if fit.n > 2 else None
            linear = float(np.clip(start + rise * (day(m["released"]) - x.mean()), 0.001, 0.999))
            row["error_trend"] = abs(fit.line(m["released"]) - float(logit(actual)))
            row["error_flat"] = abs(float(logit(share[-1])) - float(logit(actual)))
            row["error_linear"] = abs(float(logit(linear)) - float(logit(actual)))
            rows.append(row)
    return pd.DataFrame(rows)
