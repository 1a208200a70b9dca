"""Refits from single runs: known horizons found again, METR's to a tenth of a percent, and the bootstrap."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.fixtures.runs.make import HERE, TRUTH
from tilt.paths import root
from tilt.record.evidence import table
from tilt.trends.runs.bootstrap import bootstrap, resample
from tilt.trends.runs.reading import read_runs
from tilt.trends.runs.refit import horizon, refit, weights

FACTS = Path(os.environ.get("TILT_FACTS") or root().parent / "shared" / "facts")
RUNS = FACTS / "horizons" / "runs_by_model_task.csv.gz"
SUITE = "TH1.1_site_2026"


def published_runs() -> pd.DataFrame:
    if not RUNS.is_file():
        pytest.skip(f"METR's run counts are not at {RUNS}; set TILT_FACTS to the folder that holds horizons/")
    runs = read_runs(RUNS)
    return runs[runs["dataset"] == SUITE]


def test_refits_agree_with_metrs_published_horizons_to_a_tenth_of_a_percent():
    found = refit(published_runs()).set_index("model")
    published = table("model_horizons").set_index("model")
    measurable = published.index[published["range_flag"] == "in_range"]
    both = found.index.intersection(measurable)
    assert len(both) == 10
    ratio = found.loc[both, "p50_minutes"] / published.loc[both, "p50_minutes"]
    assert np.abs(ratio - 1).max() < 1e-3
    ratio80 = found.loc[both, "p80_minutes"] / published.loc[both, "p80_minutes"]
    assert np.abs(ratio80 - 1).max() < 1e-3
    assert (-found.loc[both, "slope"]).to_numpy() == pytest.approx(published.loc[both, "success_slope"], abs=1e-3)


def test_the_old_regularisation_gives_other_horizons():
    runs = published_runs()
    new = refit(runs).set_index("model")["p50_minutes"]
    old = refit(runs, regularization=0.1).set_index("model")["p50_minutes"]
    assert old["Claude Opus 4.6"] > 1.1 * new["Claude Opus 4.6"]


def test_the_bootstrap_holds_the_estimate():
    runs = published_runs()
    few = runs[runs["model"].isin(["o3", "GPT-4o"])]
    done: list[float] = []
    found = bootstrap(few, samples=40, seed=1, progress=done.append).set_index("model")
    points = refit(few).set_index("model")["p50_minutes"]
    assert done[-1] == 1
    for model in points.index:
        assert found.loc[model, "p50_low_minutes"] < points[model] < found.loc[model, "p50_high_minutes"]


def simulated(horizon: float, slope: float, tasks: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(4)
    minutes = 2 ** rng.uniform(0, 11, tasks)
    chance = 1 / (1 + (minutes / horizon) ** (slope / np.log(2)))
    return pd.DataFrame(
        {
            "model": "made",
            "task_id": [f"t{k}" for k in range(tasks)],
            "task_family": [f"f{k % 40}" for k in range(tasks)],
            "human_minutes": minutes,
            "n_runs": 50,
            "n_success": rng.binomial(50, chance),
        }
    )


def test_a_known_horizon_is_recovered():
    found = refit(simulated(60, 0.6, 6000)).iloc[0]
    assert found["p50_minutes"] == pytest.approx(60, rel=0.05)
    assert -found["slope"] == pytest.approx(0.6, rel=0.05)


def test_weights_sum_to_one_over_runs_and_share_out_families():
    runs = simulated(60, 0.6, 10)
    w = weights(runs)
    assert (w * runs["n_runs"]).sum() == pytest.approx(1)
    lone = runs.assign(task_family=["one"] * 9 + ["two"])
    w = weights(lone)
    assert w[-1] == pytest.approx(3 * w[0])


# The simulated runs of tests/fixtures/runs: their horizons are known.


@pytest.fixture(scope="module")
def fitted() -> pd.DataFrame:
    return bootstrap(read_runs(HERE / "simulated.jsonl.gz"), samples=400, seed=2).set_index("model")


def test_simulated_horizons_lie_in_their_intervals(fitted: pd.DataFrame) -> None:
    assert list(fitted.index) == list(TRUTH)
    for model, (true, slope) in TRUTH.items():
        row = fitted.loc[model]
        four_fifths = true * 2 ** (-np.log(4) / slope)
        for level, value in (("p50", true), ("p80", four_fifths)):
            assert row[f"{level}_low_minutes"] < value < row[f"{level}_high_minutes"], (model, level)
            assert row[f"{level}_low_minutes"] < row[f"{level}_minutes"] < row[f"{level}_high_minutes"]
        assert row["p50_minutes"] == pytest.approx(true, rel=0.25)
        assert row["p80_minutes"] < row["p50_minutes"]
        assert -row["slope"] == pytest.approx(slope, rel=0.25)
    assert (fitted["note"] == "").all()
    assert (fitted["decided"] == 1).all()
    assert (fitted["runs"] == 438).all()


def test_a_wider_coverage_is_wider_and_a_seed_repeats(fitted: pd.DataFrame) -> None:
    runs = read_runs(HERE / "simulated.jsonl.gz")
    narrow = bootstrap(runs, samples=400, seed=2, coverage=0.5).set_index("model")
    assert (narrow["p50_low_minutes"] > fitted["p50_low_minutes"]).all()
    assert (narrow["p50_high_minutes"] < fitted["p50_high_minutes"]).all()
    again = bootstrap(runs, samples=400, seed=2).set_index("model")
    pd.testing.assert_frame_equal(again, fitted)


def test_all_models_meet_the_same_resampled_tasks() -> None:
    """Two models with the same runs differ only by the runs drawn of each task."""
    runs = read_runs(HERE / "simulated.jsonl.gz")
    own = runs[runs["model"] == "Middle"]
    drawn = resample(pd.concat([own, own.assign(model="Twin")]), samples=300, seed=1).doublings()
    assert drawn["Middle"].corr(drawn["Twin"]) > 0.5


def test_a_horizon_needs_success_that_falls() -> None:
    assert horizon(-0.5, 3.0) == pytest.approx(64)
    assert np.isnan(horizon(0.5, 3.0))
    assert np.isnan(horizon(0.0, 3.0))
    assert horizon(-1e-3, 3.0) == float("inf")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("name", "model", "note"),
    [
        ("never_succeeds.jsonl", "Model C", "never succeeds"),
        ("success_rises_with_length.jsonl", "Model A", "does not fall"),
    ],
)
def test_a_model_without_a_horizon_is_named_and_the_others_are_fitted(name: str, model: str, note: str) -> None:
    found = bootstrap(read_runs(HERE / name), samples=100, seed=0).set_index("model")
    plain = refit(read_runs(HERE / "plain.jsonl")).set_index("model")
    assert note in str(found.loc[model, "note"])
    assert found.loc[model, ["p50_minutes", "p80_minutes", "p50_low_minutes", "p80_high_minutes"]].isna().all()
    others = found.drop(model)
    assert len(others) >= 1
    assert others["p50_minutes"].to_numpy() == pytest.approx(plain.loc[others.index, "p50_minutes"].to_numpy())
    assert others["p50_low_minutes"].notna().all()


def test_a_model_that_never_fails_is_named() -> None:
    runs = simulated(60, 0.6, 20)
    found = refit(runs.assign(n_success=runs["n_runs"]))
    assert "never fails" in found["note"][0]
    assert np.isnan(found["p50_minutes"][0])


def test_a_horizon_beyond_the_tasks_is_told() -> None:
    runs = simulated(60, 0.6, 400)
    short = refit(runs[runs["human_minutes"] < 30])
    assert "p50 outside the task lengths" in short["note"][0]
    assert short["p50_minutes"][0] > 30
