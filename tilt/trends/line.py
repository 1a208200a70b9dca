"""A straight line through points in time, by least squares on a logarithmic or log-odds axis: one for every trend.

What is measured is said once, by a `Measure`: the column a table keeps it in, its unit, the axis on which it is
straight and the clock that turns its dates into numbers. A `Line` is fitted to a measure and answers in its unit.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, log10
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit, logit, stdtrit

from tilt.engine.scale import Floats

DAYS_PER_MONTH = 30.4375
DAYS_PER_YEAR = 365.25


def day(date: Any) -> float:
    """A date as a day number."""
    return float(pd.Timestamp(date).toordinal())


def date_of(year: float) -> datetime.date:
    """The date at a decimal year."""
    start = datetime.date(int(year), 1, 1)
    length = (datetime.date(int(year) + 1, 1, 1) - start).days
    return start + datetime.timedelta(days=round((year - int(year)) * length))


@dataclass(frozen=True)
class Axis:
    """How values are put on the axis where they are straight, and back; `step` is what one unit of height means.

    `doubling` is the height of a factor of two, and missing where nothing doubles, as with log-odds.
    """

    name: str
    step: str
    to: Callable[[Any], Any]
    back: Callable[[float], float]
    least_squares: Callable[[Floats, Floats], tuple[float, float, float]]
    doubling: float | None = None

    def steps_of(self, other: Axis) -> float:
        """How many steps of another logarithm one step of this one is. Raises ValueError where nothing doubles."""
        if other is self:
            return 1.0
        if self.doubling is None or other.doubling is None:
            msg = f"heights on the {self.name} axis cannot be told in {other.step}"
            raise ValueError(msg)
        return other.doubling / self.doubling


def _by_moments(x: Floats, y: Floats) -> tuple[float, float, float]:
    """Slope, its standard error and the residual standard deviation, from variances and covariance."""
    variance, both, _, own = np.cov(x, y, bias=True).flat
    slope = both / variance
    free = len(x) - 2
    r = both / np.sqrt(variance * own) if own > 0 else 0.0
    left = y - ((y.mean() - slope * x.mean()) + slope * x)
    if free < 1:
        return float(slope), float("nan"), float("nan")
    error = np.sqrt(max(1 - r**2, 0.0) * own / variance / free)
    return float(slope), float(error), float(np.sqrt((left**2).sum() / free))


def _by_offsets(x: Floats, y: Floats) -> tuple[float, float, float]:
    """The same from offsets around the mean.

    The two agree to about twelve digits. Each axis keeps the order of summation that its published intervals were
    computed with, so that no digit of an edition moves because code did.
    """
    away = x - x.mean()
    spread = (away**2).sum()
    slope = away @ y / spread
    left = y - y.mean() - slope * away
    free = len(x) - 2
    if free < 1:
        return float(slope), float("nan"), float("nan")
    residual = np.sqrt((left**2).sum() / free)
    return float(slope), float(residual / np.sqrt(spread)), float(residual)


LOG2 = Axis("log2", "doublings", np.log2, lambda h: 2.0**h, _by_moments, doubling=1.0)
LOG10 = Axis("log10", "orders of magnitude", np.log10, lambda h: 10.0**h, _by_moments, doubling=log10(2))
LN = Axis("ln", "natural logs", np.log, lambda h: float(np.exp(h)), _by_moments, doubling=log(2))
LOGIT = Axis("logit", "log-odds", logit, lambda h: float(expit(h)), _by_offsets)


@dataclass(frozen=True)
class Clock:
    """How a point in time becomes a number of units, each `days` long: what a table holds, read, then divided."""

    unit: str
    days: float
    read: Callable[[Any], float]
    divide_by: float = 1.0

    def at(self, time: Any) -> float:
        """A point in time, in units."""
        return self.read(time) / self.divide_by


DAYS = Clock("day", 1.0, day)
YEARS = Clock("year", DAYS_PER_YEAR, day, DAYS_PER_YEAR)
YEAR_COUNTS = Clock("year", DAYS_PER_YEAR, float)
"""For tables that know the year only, as a number."""


@dataclass(frozen=True)
class Measure:
    """A quantity of a table that has a trend: its column, unit and axis, the column of its time, and its clock.

    `least` is how many points a line needs, `label` the column that names a point, and `errors` the axis on which a
    back-test counts its errors. `possible` are the values a rival that is straight in the unit itself is kept inside.
    """

    column: str
    unit: str
    axis: Axis = LOG2
    when: str = "released"
    clock: Clock = DAYS
    label: str | None = "model"
    least: int = 3
    errors: Axis | None = None
    possible: tuple[float, float] = (0.0, float("inf"))

    def times(self, points: pd.DataFrame) -> Floats:
        """When each point was, in the clock's unit, shape (points,)."""
        return np.array([self.clock.at(t) for t in points[self.when]])

    def values(self, points: pd.DataFrame) -> Floats:
        """Each point's value in the unit, shape (points,)."""
        return points[self.column].to_numpy(dtype=float)

    @property
    def error_axis(self) -> Axis:
        """The axis on which errors are counted."""
        return self.errors or self.axis


@dataclass(frozen=True)
class Line:
    """A least-squares line of a measure's height on its axis over time.

    `slope` is in steps of the axis per unit of the clock, `slope_error` its standard error, `residual` the residual
    standard deviation in steps, `centre` the mean time, `level` the line's height there, `spread` the sum of squared
    times around it. `labels` names the points. With two points the errors, and every interval, are NaN.
    """

    measure: Measure
    labels: tuple[str, ...]
    n: int
    slope: float
    slope_error: float
    residual: float
    centre: float
    level: float
    spread: float

    @property
    def unit(self) -> str:
        """Unit of what the line predicts."""
        return self.measure.unit

    def height(self, time: Any) -> float:
        """The line's height at a time, in steps of the axis."""
        return self.level + self.slope * (self.measure.clock.at(time) - self.centre)

    def prediction_error(self, time: Any) -> float:
        """Standard error, in steps, of predicting one new point at a time."""
        away = self.measure.clock.at(time) - self.centre
        return float(self.residual * np.sqrt(1 + 1 / self.n + away**2 / self.spread))

    def predict(self, time: Any, coverage: float = 0.9, widen: float = 0.0) -> tuple[float, float, float]:
        """Low, centre and high of one new point at a time, in the measure's unit.

        `widen` is a further independent half-width of the same coverage, in steps, combined in quadrature.
        """
        reach = float(np.hypot(self._t(coverage) * self.prediction_error(time), widen))
        middle, back = self.height(time), self.measure.axis.back
        return back(middle - reach), back(middle), back(middle + reach)

    def band(self, times: Sequence[Any], coverage: float = 0.9) -> pd.DataFrame:
        """The line and its prediction band in the measure's unit: columns date, low, centre, high, a row per time."""
        ends = pd.DataFrame([self.predict(t, coverage) for t in times], columns=["low", "centre", "high"])
        return ends.assign(date=list(times))[["date", "low", "centre", "high"]]

    def slope_interval(self, coverage: float = 0.9) -> tuple[float, float]:
        """Interval of the slope, in steps per unit of the clock, by Student's t."""
        reach = self._t(coverage) * self.slope_error
        return self.slope - reach, self.slope + reach

    @property
    def doubling_days(self) -> float:
        """Days in which the value doubles. Raises ValueError on an axis where nothing doubles."""
        return self._doubling(self.slope)

    def doubling_interval(self, coverage: float = 0.9) -> tuple[float, float]:
        """Interval of the doubling time in days, by Student's t on the slope; infinite if growth may be nil.

        Raises ValueError on an axis where nothing doubles.
        """
        slow, fast = self.slope_interval(coverage)
        return self._doubling(fast), self._doubling(slow) if slow > 0 else float("inf")

    def growth_a_year(self, coverage: float = 0.9) -> tuple[float, float, float]:
        """Low, centre and high of the factor by which the value grows in a year, by Student's t on the slope."""
        fast, slow = self.doubling_interval(coverage)
        return 2 ** (DAYS_PER_YEAR / slow), 2 ** (DAYS_PER_YEAR / self.doubling_days), 2 ** (DAYS_PER_YEAR / fast)

    def _doubling(self, slope: float) -> float:
        height = self.measure.axis.doubling
        if height is None:
            msg = f"{self.unit} on a {self.measure.axis.name} axis does not double: take the slope"
            raise ValueError(msg)
        return height / slope * self.measure.clock.days

    def _t(self, coverage: float) -> float:
        return float(stdtrit(self.n - 2, 0.5 + coverage / 2)) if self.n > 2 else float("nan")


def fit_line(points: pd.DataFrame, measure: Measure) -> Line:
    """The line of a measure through a table's points. Raises ValueError with fewer points than the measure needs."""
    if len(points) < measure.least:
        msg = f"a line through {measure.column} needs at least {measure.least} points, not {len(points)}"
        raise ValueError(msg)
    x, y = measure.times(points), measure.axis.to(measure.values(points))
    if x.min() == x.max():
        msg = f"a line through {measure.column} needs points at two times, not only at {points[measure.when].iloc[0]}"
        raise ValueError(msg)
    slope, slope_error, residual = measure.axis.least_squares(x, y)
    return Line(
        measure=measure,
        labels=tuple(points[measure.label]) if measure.label in points else (),
        n=len(x),
        slope=slope,
        slope_error=slope_error,
        residual=residual,
        centre=float(x.mean()),
        level=float(y.mean()),
        spread=float(((x - x.mean()) ** 2).sum()),
    )
