"""The horizon trend against METR's published figures, what derivations promise, and the back-test."""

from __future__ import annotations

import ast
import datetime
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilt.book import book
from tilt.engine.inputs import Derived
from tilt.engine.scale import Z90
from tilt.paths import PACKAGE
from tilt.record.derivations import derive
from tilt.record.evidence import edition, table
from tilt.trends import gaming, horizon_inputs, horizons, practice, task_lengths
from tilt.trends.horizons import HORIZON, fit_horizons, record_models, resampled_doubling, widening
from tilt.trends.line import DAYS_PER_MONTH, day, fit_line


def test_the_fit_gives_metrs_published_doubling_time_from_the_same_points():
    published = table("horizon_trends").set_index("id").loc["metr_2023_on"]
    fit = fit_horizons()
    assert fit.n == 14
    assert fit.doubling_days == pytest.approx(published["doubling_days"], abs=0.001)


def test_our_interval_lies_close_to_metrs():
    """METR resamples tasks, we resample models and their intervals: the ends agree to within ten days."""
    published = table("horizon_trends").set_index("id").loc["metr_2023_on"]
    low, high = resampled_doubling(record_models(), 0.95)
    assert low == pytest.approx(published["low_days"], abs=11)
    assert high == pytest.approx(published["high_days"], abs=11)
    narrow = fit_horizons().doubling_interval(0.95)
    assert low < narrow[0] < fit_horizons().doubling_days < narrow[1] < high


def test_bounds_and_gamed_horizons_stay_outside_the_fit():
    models = table("model_horizons")
    outside = set(models.loc[models["range_flag"] != "in_range", "model"])
    assert outside
    assert not outside & set(fit_horizons().labels)
    assert record_models()["p50_minutes"].max() <= 960


def test_alternatives_lie_within_the_default_of_their_window():
    found = horizons.alternatives().set_index("choice")["doubling_days"]
    ends = {}
    for name in ("doubling_months", "recent_doubling_months"):
        derived = derive(f"horizon_trend.{name}")
        assert isinstance(derived, Derived)
        ends[name] = (derived.low * DAYS_PER_MONTH, derived.high * DAYS_PER_MONTH)
    assert found.between(*ends["doubling_months"]).all()
    low, high = ends["recent_doubling_months"]
    assert low < found["from 2024"] < high < ends["doubling_months"][1]
    assert low < ends["doubling_months"][0], "the recent pace must be the faster one"
    assert found["lower bound as censored"] < found["headline"], "a lower bound above the line must steepen it"


def test_slower_growth_meets_the_published_delay():
    derived = derive("compute_slowdown.slowdown_years")
    assert isinstance(derived, Derived)
    halving = np.sqrt(derived.low * derived.high)
    doublings = np.log2(52 / 12 * 40 * 60 / horizon_inputs.record_p80(datetime.date(2025, 11, 23)))
    plain = doublings * 7 / 12
    assert horizon_inputs.slowed(plain + 7, halving) == pytest.approx(plain)
    assert horizon_inputs.slowed(halving, halving) == pytest.approx(halving * np.log(2))
    assert horizon_inputs.record_p80(datetime.date(2025, 11, 18)) == pytest.approx(54.1428)


def test_horizon_today_is_the_prediction_interval_widened():
    fit, as_of = fit_horizons(), edition().as_of
    derived = derive("horizon_trend.horizon_today")
    assert isinstance(derived, Derived)
    plain_low, centre, plain_high = fit.predict(as_of)
    assert derived.low < plain_low < centre < plain_high < derived.high
    half = np.log2(derived.high / centre)
    assert half == pytest.approx(np.hypot(np.log2(plain_high / centre), widening()))


def test_the_derived_correlation_matches_simulation_from_the_regression():
    """Draw slopes and levels from the fit's own errors: the rank correlation of the two inputs is the derived one."""
    fit, as_of = fit_horizons(), edition().as_of
    rng = np.random.default_rng(0)
    n = 200_000
    slope = fit.slope + fit.slope_error * rng.standard_normal(n)
    ahead = day(as_of) - fit.centre
    own = np.sqrt(fit.residual**2 * (1 + 1 / fit.n) + (widening() / Z90) ** 2)
    today = fit.level + slope * ahead + own * rng.standard_normal(n)
    doubling = 1 / slope
    rank = pd.Series(today).corr(pd.Series(doubling), method="spearman")
    (stated,) = [c.rank for c in book().record.correlations if "horizon_today" in c.between]
    assert rank == pytest.approx(stated, abs=0.01)


@given(st.floats(20, 400), st.floats(-3, 3), st.integers(3, 20))
def test_a_perfect_line_is_found(days, level, count):
    dates = pd.date_range("2023-01-01", periods=count, freq="60D")
    minutes = 2 ** (level + np.arange(count) * 60 / days)
    models = pd.DataFrame({"model": [str(k) for k in range(count)], "released": dates, "p50_minutes": minutes})
    fit = fit_line(models, HORIZON)
    assert fit.doubling_days == pytest.approx(days, rel=1e-6)
    assert fit.predict(dates[-1])[1] == pytest.approx(minutes[-1], rel=1e-6)


def test_two_models_make_no_trend():
    with pytest.raises(ValueError, match="at least 3 points"):
        fit_line(record_models().head(2), HORIZON)


def test_the_backtest_only_uses_what_was_out():
    each = horizons.predictions()
    assert (pd.to_datetime(each["cutoff"]) <= each["released"]).all()
    for cutoff, group in each.groupby("cutoff"):
        assert group["fitted"].iloc[0] == len(record_models(horizons.SINCE, pd.Timestamp(str(cutoff)).date()))
    assert [d.isoformat() for d in horizons.CUTOFFS] == ["2024-06-01", "2025-01-01", "2025-07-01", "2026-01-01"]


def test_the_backtest_summary_is_the_mean_of_its_rows():
    each, found = horizons.predictions(), horizons.summary()
    pooled = found[found["cutoff"] == "pooled"].iloc[0]
    assert pooled["predicted"] == len(each)
    assert pooled["in_90%"] == pytest.approx(each["in_90%"].mean())
    assert pooled["error_trend"] == pytest.approx(each["error_trend"].mean())
    assert pooled["error_trend"] < pooled["error_flat"]


def test_a_flat_world_is_best_forecast_by_the_flat_rival():
    rows = horizons.predictions((datetime.date(2026, 1, 1),))
    known = record_models(horizons.SINCE, datetime.date(2026, 1, 1))
    last = np.log2(known["p50_minutes"].max())
    assert rows["error_flat"].to_numpy() == pytest.approx(np.abs(last - np.log2(rows["actual_minutes"])))


def test_the_success_slope_is_the_models_median_resampled_and_widened():
    derived = derive("success_slopes.success_slope")
    slopes = table("model_horizons")["success_slope"].dropna()
    assert isinstance(derived, Derived)
    assert derived.low < slopes.median() / task_lengths.SLOPE_FACTOR
    assert derived.high > slopes.median() * task_lengths.SLOPE_FACTOR
    assert derived.n == len(slopes)


def test_both_gaming_rates_hold_what_was_published():
    rates = table("gaming_rates")
    for role in ("common", "rare"):
        derived = derive(f"gaming.{role}")
        assert isinstance(derived, Derived)
        published = rates.loc[rates["role"] == role, "rate"]
        assert published.between(derived.low, derived.high).all()
        assert derived.n == len(published) > 1
    assert gaming.rates("common")[0] / gaming.rates("rare")[2] > 40


def test_each_study_puts_the_common_rate_on_another_kind_of_work():
    """The conflict that the claim keeps as a choice."""
    rates = table("gaming_rates").set_index("id").to_dict("index")
    assert rates["metr-visible-scorer"]["role"] == rates["huang-open-ended"]["role"] == "common"
    assert rates["metr-visible-scorer"]["work"] == rates["huang-kernels"]["work"] == "visible_scorer"


def test_counted_rates_are_their_counts():
    rates = table("gaming_rates").dropna(subset=["gamed", "runs"])
    assert len(rates) >= 4
    assert (rates["gamed"] / rates["runs"]).to_numpy() == pytest.approx(rates["rate"].to_numpy(), abs=7e-4)


def test_the_horizon_kept_holds_its_readings():
    derived = derive("practice.horizon_kept")
    assert isinstance(derived, Derived)
    found = practice.kept()
    assert derived.low < min(found.values()) < max(found.values()) < derived.high
    slope = 0.56
    passing, merged = 0.484, 0.242
    lost = (np.log(passing / (1 - passing)) - np.log(merged / (1 - merged))) / slope
    assert found["half-of-passing-patches-refused"] == pytest.approx(2**-lost, abs=1e-3)


def test_an_unknown_derivation_lists_those_there_are():
    with pytest.raises(KeyError, match="horizon_trend"):
        derive("horizon_trend.luck")


def test_records_since_2023_are_those_the_table_marks():
    models = table("model_horizons").sort_values("released")
    marked = models[models["record_at_release"].fillna(value=False) & (models["range_flag"] == "in_range")]
    assert record_models()["model"].tolist() == marked["model"].tolist()


def test_a_later_window_counts_its_records_anew():
    """METR's rule; it gives 102.2 days from 2024, where Claude 3 Opus is the window's first record."""
    models = record_models(datetime.date(2024, 1, 1))
    assert models["model"].iloc[0] == "Claude 3 Opus"
    assert fit_line(models, HORIZON).doubling_days == pytest.approx(102.2, abs=0.05)


def test_the_band_holds_the_predictions():
    fit, dates = fit_horizons(), [datetime.date(2025, 1, 1), datetime.date(2027, 1, 1)]
    band = fit.band(dates, 0.5)
    assert band["date"].tolist() == dates
    assert tuple(band.loc[1, ["low", "centre", "high"]]) == pytest.approx(fit.predict(dates[1], 0.5))
    assert (band["high"] / band["low"]).is_monotonic_increasing


def test_lengths_of_tasks_give_the_published_contrast():
    """The table beside the sliders and the derivation from the families are one computation."""
    stated = table("length_contrast").set_index("label")
    tasks = task_lengths.task_minutes()
    minutes = {k: g["minutes"] for k, g in tasks.groupby("kind")}
    logs = {k: np.log(m) for k, m in minutes.items()}
    medians = minutes["capability_like"].median() / minutes["safety_like"].median()
    means = np.exp(logs["capability_like"].mean() - logs["safety_like"].mean())
    assert medians == pytest.approx(stated.loc["ratio of medians", "ratio"])
    assert means == pytest.approx(stated.loc["ratio of geometric means", "ratio"], abs=1e-3)
    spreads = stated["spread"]
    assert logs["safety_like"].std() == pytest.approx(spreads["safety-like tasks of the suite"], abs=1e-3)
    assert logs["capability_like"].std() == pytest.approx(spreads["capability-like tasks of the suite"], abs=1e-3)
    # Large families are rebuilt from three numbers, hence the wider allowance.
    assert np.log(tasks["minutes"]).std() == pytest.approx(spreads["all HCAST and RE-Bench tasks"], rel=0.01)
    assert len(tasks) == table("task_families")["tasks"].sum()


@pytest.mark.parametrize(
    ("reference", "point"),
    [
        ("length_ratio.medians", 0.8),
        ("length_ratio.geometric_means", 0.9681),
        ("task_spread.safety", 0.8998),
        ("task_spread.capability", 0.2488),
        ("task_spread.suite", 1.9534),
        ("task_spread.field", 0.8998),
        ("length_ratio.fields", 0.9681),
    ],
)
def test_lengths_of_tasks_come_with_an_interval(reference, point):
    derived = derive(reference)
    assert isinstance(derived, Derived)
    assert 0 < derived.low < point < derived.high
    assert reference == "length_ratio.fields" or f"{derived.low:.2f}" in derived.how


def imported(path: Path) -> set[str]:
    """Names of modules that a file imports, at its top or within a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{a.name}" for a in node.names}
    return found


def test_trends_rest_on_tables_and_nothing_below_them_knows_them():
    below = [p for p in (PACKAGE / "record").glob("*.py") if p.name != "reading.py"]
    assert {"derivations.py", "evidence.py"} <= {p.name for p in below}
    for path in (*below, *(PACKAGE / "engine").glob("*.py")):
        assert not any(m.startswith("tilt.trends") for m in imported(path)), path
    above = ("tilt.claims", "tilt.charts", "tilt.explorer", "tilt.pages", "tilt.hosts", "tilt.record.reading")
    for path in (PACKAGE / "trends").rglob("*.py"):
        assert not any(m.startswith(above) for m in imported(path)), path


def test_only_refits_load_scikit_learn():
    """The kernel behind every page and every command but `tilt refit` start without it."""
    loaded = "print('sklearn' in sys.modules)"
    code = f"import sys, tilt.cli; {loaded}; import tilt.trends.runs.refit; {loaded}"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["False", "True"]
