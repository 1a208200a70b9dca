"""Refits from single runs: METR's published horizons to a tenth of a percent, and the reader of run files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tilt.paths import root
from tilt.record.evidence import table
from tilt.record.problems import InputError
from tilt.trends.refit import bootstrap, read_runs, refit, weights

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


def run(**changes):
    base = {"task_id": "a/b", "task_family": "a", "alias": "m", "score_binarized": 1, "human_minutes": 5.0}
    return json.dumps(base | changes)


def test_metrs_run_format_is_counted(tmp_path):
    path = tmp_path / "runs.jsonl"
    path.write_text("\n".join([run(), run(score_binarized=0), run(task_id="a/c"), ""]))
    found = read_runs(path).set_index("task_id")
    assert (found.loc["a/b", "n_runs"], found.loc["a/b", "n_success"]) == (2, 1)
    assert found.loc["a/c", "model"] == "m"


@pytest.mark.parametrize(
    ("lines", "words", "line"),
    [
        ([run(), "{"], "not a JSON object", 2),
        ([run(), '{"task_id": "x"}'], "lacks 'task_family'", 2),
        ([run(human_minutes=-1)], "human time is not positive", None),
    ],
)
def test_bad_runs_are_told_with_their_line(tmp_path, lines, words, line):
    path = tmp_path / "runs.jsonl"
    path.write_text("\n".join(lines))
    with pytest.raises(InputError, match=words) as raised:
        read_runs(path)
    if line:
        assert raised.value.problems[0].line == line


def test_a_table_without_the_columns_says_which(tmp_path):
    path = tmp_path / "runs.csv"
    path.write_text("model,task_id\nm,t\n")
    with pytest.raises(InputError, match="task_family, human_minutes"):
        read_runs(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_runs(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"human_minutes": 0}, "human_minutes"),
        ({"human_minutes": "an hour"}, "human_minutes"),
        ({"human_minutes": None}, "human_minutes"),
        ({"score_binarized": 0.5}, "score_binarized"),
        ({"score_binarized": None}, "score_binarized"),
    ],
)
def test_a_bad_value_in_a_run_is_told_with_line_and_field(tmp_path, changes, field):
    path = tmp_path / "runs.jsonl"
    path.write_text("\n".join([run(), "", run(**changes), run(**changes)]))
    with pytest.raises(InputError) as raised:
        read_runs(path)
    assert [(p.line, p.id) for p in raised.value.problems] == [(3, field), (4, field)]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("m,t,f,long,4,2", "human_minutes"),
        ("m,t,f,inf,4,2", "human_minutes"),
        ("m,t,f,5,0,0", "n_runs"),
        ("m,t,f,5,2.5,1", "n_runs"),
        ("m,t,f,5,4,5", "n_success"),
        ("m,t,f,5,4,", "n_success"),
    ],
)
def test_a_bad_cell_in_a_table_of_runs_is_told_with_line_and_field(tmp_path, row, field):
    path = tmp_path / "runs.csv"
    path.write_text(f"model,task_id,task_family,human_minutes,n_runs,n_success\nm,s,f,5,4,2\n{row}\n")
    with pytest.raises(InputError) as raised:
        read_runs(path)
    assert [(p.line, p.id) for p in raised.value.problems] == [(3, field)]


def test_an_unreadable_table_of_runs_is_told(tmp_path):
    path = tmp_path / "runs.csv"
    path.write_text("")
    with pytest.raises(InputError, match="cannot be read"):
        read_runs(path)
