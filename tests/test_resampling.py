"""What the single runs say of the trend's error and of safety-like tasks, against METR's and the table's figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.test_refit import published_runs, simulated
from tilt.record.evidence import table
from tilt.trends.horizons import fit_horizons, record_models
from tilt.trends.runs.bootstrap import resample
from tilt.trends.runs.contrast import KINDS, class_effect
from tilt.trends.runs.refit import refit
from tilt.trends.runs.trend import neighbour_correlation, resampled_trend


@pytest.fixture(scope="module")
def draws() -> pd.DataFrame:
    return resample(published_runs(), samples=600, seed=3).horizons()


def test_resampled_horizons_spread_as_wide_as_metrs_intervals(draws: pd.DataFrame) -> None:
    published = table("model_horizons").set_index("model")
    models = [m for m in draws.columns if published.loc[m, "range_flag"] == "in_range"]
    assert len(models) == 10
    for end, tail in (("low", 0.025), ("high", 0.975)):
        ratio = draws[models].quantile(tail) / published.loc[models, f"p50_{end}_minutes"].astype(float)
        assert np.abs(np.log2(ratio)).max() < 0.45
        assert abs(np.log2(ratio).mean()) < 0.15


def test_the_resampled_trend_is_metrs_interval_to_a_few_days(draws: pd.DataFrame) -> None:
    published = table("horizon_trends").set_index("id").loc["metr_2023_on"]
    low, high = resampled_trend(draws)
    assert low == pytest.approx(published["low_days"], abs=4)
    assert high == pytest.approx(published["high_days"], abs=6)
    assert low < fit_horizons().doubling_days < high
    assert 0.45 < neighbour_correlation(draws) < 0.7


def test_the_resampled_trend_needs_three_record_models(draws: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="at least three"):
        resampled_trend(draws[["o3", "GPT-5"]])


def test_a_resampled_trend_is_the_spread_of_the_lines_through_each_draw() -> None:
    """Every record model has draws: the interval is that of plain regressions, one a draw."""
    models = record_models()
    rng = np.random.default_rng(2)
    days = np.array([d.toordinal() for d in models["released"]], dtype=float)
    noise = 0.3 * rng.standard_normal((500, 1)) + 0.4 * rng.standard_normal((500, len(models)))
    logs = np.log2(models["p50_minutes"].to_numpy()) + noise
    slopes = [np.polyfit(days - days.mean(), row, 1)[0] for row in logs]
    low, high = resampled_trend(pd.DataFrame(2**logs, columns=models["model"]))
    assert (low, high) == pytest.approx(tuple(1 / np.quantile(slopes, [0.975, 0.025])), rel=1e-6)
    assert low < fit_horizons().doubling_days < high
    fewer = pd.DataFrame(2**logs, columns=models["model"]).drop(columns=models["model"].iloc[-1])
    other = resampled_trend(fewer)
    assert other != (low, high)
    assert other == pytest.approx((low, high), rel=0.15)


def test_odds_ratios_of_the_table_are_found_again() -> None:
    stated = table("success_contrast").set_index("cohort")
    found = class_effect(published_runs(), samples=0).set_index("cohort")
    assert (found["odds_ratio"] / stated.loc[found.index, "odds_ratio"]).to_numpy() == pytest.approx(1, abs=0.02)
    assert found["models"].tolist() == stated.loc[found.index, "models"].tolist()
    assert found["tasks"].tolist() == stated.loc[found.index, "tasks"].tolist()


def made(odds: float) -> pd.DataFrame:
    """Two models' runs on tasks of both kinds where safety-like tasks have `odds` times the odds."""
    both = [simulated(h, 0.6, 400).assign(model=f"m{h}") for h in (30, 200)]
    runs = pd.concat(both, ignore_index=True)
    runs["research_class"] = np.where(runs.index % 2, *KINDS)
    chance = np.array([1 / (1 + (t / h) ** (0.6 / np.log(2))) for t, h in
                       zip(runs["human_minutes"], np.repeat([30, 200], 400), strict=True)])  # fmt: skip
    safe = runs["research_class"] == KINDS[0]
    shifted = odds * chance / (1 - chance + odds * chance)
    runs["n_success"] = np.random.default_rng(8).binomial(50, np.where(safe, shifted, chance))
    return runs


@pytest.mark.parametrize("odds", [0.5, 3.0])
def test_a_known_effect_is_recovered(odds: float) -> None:
    found = class_effect(made(odds), cohorts={}, samples=40).iloc[0]
    assert found["odds_ratio"] == pytest.approx(odds, rel=0.08)
    assert found["low"] < found["odds_ratio"] < found["high"]
    assert found["p_above_one"] == (odds > 1)


def test_runs_without_kinds_are_refused() -> None:
    with pytest.raises(ValueError, match="safety_like and capability_like"):
        class_effect(simulated(60, 0.6, 10))


def test_the_batch_of_fits_agrees_with_one_at_a_time() -> None:
    """With families of one task each and every task drawn once the resample is the data."""
    runs = simulated(60, 0.6, 60).assign(n_runs=1000)
    runs["n_success"] *= 20
    drawn = np.log2(resample(runs, samples=300, seed=5).horizons()["made"])
    assert drawn.median() == pytest.approx(np.log2(refit(runs)["p50_minutes"].iloc[0]), abs=0.1)


def test_resamples_that_decide_nothing_are_blank() -> None:
    runs = simulated(60, 0.6, 4).assign(n_runs=1, n_success=[1, 1, 1, 0], task_family=list("abcd"))
    drawn = resample(runs, samples=200, seed=1).horizons()["made"]
    assert drawn.isna().any()


def test_two_suites_in_one_file_are_refused() -> None:
    runs = simulated(60, 0.6, 10)
    with pytest.raises(ValueError, match="appears twice"):
        refit(pd.concat([runs, runs]))
