"""The one straight line and its back-test, against SciPy, arithmetic and worlds whose trend is known."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tilt.trends.backtest import backtest, summary
from tilt.trends.line import (
    DAYS_PER_YEAR,
    LN,
    LOG2,
    LOG10,
    LOGIT,
    YEAR_COUNTS,
    YEARS,
    Axis,
    Clock,
    Measure,
    date_of,
    day,
    fit_line,
)

START = pd.Timestamp("2024-01-01")


def noisy(axis: Axis, count: int = 12, seed: int = 0, slope: float = 0.004, noise: float = 0.3) -> pd.DataFrame:
    """Points whose height on an axis rises by `slope` a day from -2, with normal noise."""
    rng = np.random.default_rng(seed)
    days = np.sort(rng.choice(900, count, replace=False))
    heights = -2 + slope * days + noise * rng.standard_normal(count)
    dates = START + pd.to_timedelta(days, unit="D")
    return pd.DataFrame({"model": [f"m{k}" for k in range(count)], "released": dates, "value": map(axis.back, heights)})


@pytest.mark.parametrize("axis", [LOG2, LOG10, LN, LOGIT], ids=lambda a: a.name)
def test_slope_error_and_prediction_are_the_textbooks(axis: Axis) -> None:
    points = noisy(axis)
    line = fit_line(points, Measure("value", "units", axis))
    x, y = np.array([day(d) for d in points["released"]]), axis.to(points["value"].to_numpy())
    textbook = stats.linregress(x, y)
    assert line.slope == pytest.approx(textbook.slope, rel=1e-9)
    assert line.slope_error == pytest.approx(textbook.stderr, rel=1e-9)
    t = stats.t.ppf(0.95, len(x) - 2)
    assert line.slope_interval() == pytest.approx(
        (textbook.slope - t * textbook.stderr, textbook.slope + t * textbook.stderr), rel=1e-9
    )
    at = day("2027-03-01")
    away = x - x.mean()
    variance = ((y - y.mean() - textbook.slope * away) ** 2).sum() / (len(x) - 2)
    own = np.sqrt(variance * (1 + 1 / len(x) + (at - x.mean()) ** 2 / (away**2).sum()))
    middle = textbook.intercept + textbook.slope * at
    assert [axis.to(v) for v in line.predict("2027-03-01")] == pytest.approx(
        [middle - t * own, middle, middle + t * own], rel=1e-6
    )


def test_both_orders_of_summation_are_one_fit() -> None:
    x, y = np.array([1.0, 2, 4, 7, 11]), np.array([0.3, 0.1, 0.9, 1.7, 1.9])
    assert LOG2.least_squares(x, y) == pytest.approx(LOGIT.least_squares(x, y), rel=1e-12)


def test_a_line_says_its_units() -> None:
    line = fit_line(noisy(LOG2), Measure("value", "minutes"))
    assert (line.unit, line.measure.axis.step, line.measure.clock.unit, line.n) == ("minutes", "doublings", "day", 12)


@given(st.floats(20, 800), st.sampled_from([LOG2, LOG10, LN]), st.sampled_from(["days", "years"]))
def test_the_doubling_time_does_not_hang_on_axis_or_clock(days: float, axis: Axis, clock: str) -> None:
    dates = pd.date_range("2023-01-01", periods=6, freq="90D")
    points = pd.DataFrame({"model": list("abcdef"), "released": dates, "value": 2 ** (np.arange(6) * 90 / days)})
    measure = Measure("value", "units", axis) if clock == "days" else Measure("value", "units", axis, clock=YEARS)
    line = fit_line(points, measure)
    assert line.doubling_days == pytest.approx(days, rel=1e-6)
    assert line.growth_a_year()[1] == pytest.approx(2 ** (DAYS_PER_YEAR / days), rel=1e-6)


def test_log_odds_have_a_slope_and_no_doubling_time() -> None:
    line = fit_line(noisy(LOGIT), Measure("value", "fraction", LOGIT, clock=YEARS))
    assert line.slope == pytest.approx(0.004 * DAYS_PER_YEAR, rel=0.5)
    with pytest.raises(ValueError, match="does not double"):
        _ = line.doubling_days
    with pytest.raises(ValueError, match="does not double"):
        line.doubling_interval()
    with pytest.raises(ValueError, match="cannot be told"):
        LOGIT.steps_of(LOG10)


def test_growth_that_may_be_nil_has_no_slowest_doubling() -> None:
    flat = noisy(LOG2, slope=-0.001, noise=1.0)
    line = fit_line(flat, Measure("value", "units"))
    assert line.slope_interval()[0] < 0
    assert line.doubling_interval()[1] == float("inf")


def test_two_points_have_a_line_and_no_error() -> None:
    line = fit_line(noisy(LOG2).head(2), Measure("value", "units", least=2))
    low, centre, high = line.predict("2025-01-01")
    assert np.isnan([low, high, line.slope_error, line.residual]).all()
    assert np.isfinite(centre)


def test_points_at_one_time_make_no_line() -> None:
    points = noisy(LOG2).assign(released=START)
    with pytest.raises(ValueError, match="at two times"):
        fit_line(points, Measure("value", "units"))
    with pytest.raises(ValueError, match="at least 3 points, not 2"):
        fit_line(points.head(2), Measure("value", "units"))


@pytest.mark.parametrize("coverage", [0.5, 0.9])
def test_prediction_bands_hold_as_much_as_they_say(coverage: float) -> None:
    """Over four hundred worlds a new point lies in its band as often as the band promises."""
    measure, inside = Measure("value", "units"), []
    for seed in range(400):
        points = noisy(LOG2, 9, seed).assign(model="m")
        line = fit_line(points.iloc[:8], measure)
        low, _, high = line.predict(points["released"].iloc[8], coverage)
        inside.append(low <= points["value"].iloc[8] <= high)
    assert np.mean(inside) == pytest.approx(coverage, abs=0.06)


def test_a_date_is_a_year_and_back() -> None:
    for date in (datetime.date(2024, 2, 29), datetime.date(2025, 1, 1), datetime.date(2026, 12, 31)):
        start = datetime.date(date.year, 1, 1)
        length = (datetime.date(date.year + 1, 1, 1) - start).days
        assert date_of(date.year + (date - start).days / length) == date


# The back-test.


def test_an_exponential_world_is_foretold_by_the_line_alone() -> None:
    points = noisy(LOG2, noise=0.0).assign(model=[f"m{k}" for k in range(12)])
    each = backtest(points, Measure("value", "Minutes", possible=(1e-9, float("inf"))), [datetime.date(2025, 6, 1)])
    assert len(each) >= 3
    assert each["predicted_minutes"].to_numpy() == pytest.approx(each["actual_minutes"].to_numpy(), rel=1e-6)
    assert each["error_trend"].max() < 1e-6
    assert (each["error_flat"] > each["error_linear"]).all()
    assert (each["error_linear"] > 0.1).all()


def test_a_straight_world_is_foretold_by_the_straight_rival_alone() -> None:
    years = np.arange(2015, 2027)
    points = pd.DataFrame({"year": years, "people": 10.0 * (years - 2010)})
    measure = Measure("people", "people", LN, when="year", clock=YEAR_COUNTS, label=None)
    each = backtest(points, measure, [2019, 2023])
    assert list(each.columns[:2]) == ["cutoff", "year"]
    assert each["error_linear"].max() < 1e-9
    assert (each["error_trend"] > 0.01).any()
    assert each["fitted"].tolist() == [4] * 8 + [8] * 4
    last = points.set_index("year")["people"]
    assert each["error_flat"].iloc[0] == pytest.approx(np.log(last[2019] / last[2018]))


def test_errors_can_be_counted_on_another_logarithm() -> None:
    points = noisy(LOG2)
    cut = [datetime.date(2025, 6, 1)]
    doublings = backtest(points, Measure("value", "units"), cut)
    tenfolds = backtest(points, Measure("value", "units", errors=LOG10), cut)
    for column in ("miss", "error_trend", "error_flat", "error_linear"):
        assert tenfolds[column].to_numpy() == pytest.approx(doublings[column].to_numpy() * np.log10(2))
    assert tenfolds["predicted_units"].to_numpy() == pytest.approx(doublings["predicted_units"].to_numpy())


def test_the_straight_rival_stays_within_what_is_possible() -> None:
    points = noisy(LOGIT, slope=0.01, noise=0.05)
    measure = Measure("value", "fraction", LOGIT, possible=(0.001, 0.999))
    each = backtest(points, measure, [datetime.date(2025, 9, 1)])
    assert np.isfinite(each["error_linear"]).all()


def test_the_summary_pools_rows_and_not_cutoffs() -> None:
    points = noisy(LOG2)
    each = backtest(points, Measure("value", "units"), [datetime.date(2025, 1, 1), datetime.date(2025, 10, 1)])
    found = summary(each)
    counts = each.groupby("cutoff").size().tolist()
    assert found["predicted"].tolist() == [*counts, len(each)]
    pooled = found.iloc[-1]
    assert pooled["cutoff"] == "pooled"
    assert pooled["error_trend"] == pytest.approx(each["error_trend"].mean())
    assert pooled["in_50%"] == pytest.approx(each["in_50%"].mean())


def test_a_clock_tells_its_unit_in_days() -> None:
    for clock in (YEARS, Clock("week", 7.0, day, 7.0)):
        apart = clock.at("2026-01-01") - clock.at("2025-01-01")
        assert apart * clock.days == pytest.approx(365)
