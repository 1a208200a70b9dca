"""`tilt refit` as a person runs it: text, JSON, CSV, warnings, faults, and Ctrl-C in the middle."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from tests.fixtures.runs.make import HERE, TRUTH
from tilt.cli import app
from tilt.paths import PACKAGE
from tilt.trends.runs.bootstrap import bootstrap
from tilt.trends.runs.reading import read_runs


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["refit", *arguments], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


RUNS = str(HERE / "simulated.jsonl.gz")


def test_text_names_every_model_with_both_horizons_and_their_intervals():
    text = run(RUNS, "--samples", "200", "--seed", "3").stdout
    assert "3 models, 73 tasks, 1,314 runs; 95 % intervals from 200 resamples" in text
    found = bootstrap(read_runs(HERE / "simulated.jsonl.gz"), samples=200, seed=3).set_index("model")
    lines = {line.split()[0]: line for line in text.splitlines() if line.split()[:1] and line.split()[0] in TRUTH}
    assert list(lines) == list(TRUTH)
    for line, slope in zip(lines.values(), found["slope"], strict=True):
        assert f"{slope:.3f}" in line
    short = found.loc["Short"].to_dict()
    assert f"{short['p50_minutes']:.2f} ({short['p50_low_minutes']:.2f} to" in lines["Short"]
    assert f"{short['p80_minutes']:.2f} ({short['p80_low_minutes']:.2f} to" in lines["Short"]


def test_json_is_the_documented_shape():
    printed = json.loads(run(RUNS, "--samples", "100", "--coverage", "0.9", "--json").stdout)
    assert list(printed) == ["runs", "dataset", "samples", "seed", "coverage", "horizons"]
    assert (printed["samples"], printed["coverage"], printed["dataset"]) == (100, 0.9, None)
    assert [h["model"] for h in printed["horizons"]] == list(TRUTH)
    for h in printed["horizons"]:
        for level in ("p50", "p80"):
            assert h[f"{level}_low_minutes"] < h[f"{level}_minutes"] < h[f"{level}_high_minutes"]
        assert (h["tasks"], h["runs"], h["note"]) == (73, 438, "")


def test_csv_is_the_same_table_to_the_last_digit():
    said = run(RUNS, "--samples", "100", "--csv").stdout
    shown = pd.read_csv(io.StringIO(said), keep_default_na=False)
    expected = bootstrap(read_runs(HERE / "simulated.jsonl.gz"), samples=100)
    pd.testing.assert_frame_equal(shown, expected, check_exact=True, check_dtype=False)


def test_without_resamples_there_are_no_intervals():
    said = run(RUNS, "--samples", "0")
    assert "intervals" not in said.stdout
    assert " to " not in said.stdout
    (first, *_) = json.loads(run(RUNS, "--samples", "0", "--json").stdout)["horizons"]
    assert "p50_low_minutes" not in first


@pytest.mark.parametrize(
    ("name", "model"), [("never_succeeds.jsonl", "Model C"), ("success_rises_with_length.jsonl", "Model A")]
)
def test_a_model_without_a_horizon_is_a_warning_and_null(name, model):
    said = run(str(HERE / name), "--samples", "50", "--json")
    (row,) = [h for h in json.loads(said.stdout)["horizons"] if h["model"] == model]
    assert row["p50_minutes"] is None
    assert row["p80_high_minutes"] is None
    assert f"warning: {model}: {row['note']}" in said.stderr
    text = run(str(HERE / name), "--samples", "0").stdout
    assert "none" in next(line for line in text.splitlines() if line.startswith(model))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("alias_null.jsonl", ":23: alias: run without a model"),
        ("two_minutes_for_one_task.jsonl", ":25: human_minutes: task a/short has two human times"),
        ("empty.jsonl", ":1: holds no runs"),
        ("latin1.jsonl", ":1: is not UTF-8"),
        ("none.jsonl", "no such file of runs"),
        ("make.py", "unknown suffix"),
    ],
)
def test_faults_are_told_and_nothing_is_printed(name, words):
    said = run(str(HERE / name), code=1)
    assert words in said.stderr
    assert "allowed:" in said.stderr
    assert said.stdout == ""


def test_a_table_of_several_suites_needs_a_choice(tmp_path):
    counted = read_runs(HERE / "simulated.jsonl.gz")
    easier = counted.assign(n_success=np.minimum(counted["n_success"] + 1, counted["n_runs"]))
    path = tmp_path / "runs.csv"
    pd.concat([counted.assign(dataset="now"), easier.assign(dataset="then")]).to_csv(path, index=False)

    def horizons(*choice: str) -> list[float]:
        printed = json.loads(run(str(path), *choice, "--samples", "0", "--json").stdout)
        return [h["p50_minutes"] for h in printed["horizons"]]

    for wrong in ((), ("--dataset", "never")):
        said = " ".join(run(str(path), *wrong, code=2).output.split())
        assert "now" in said
        assert "then" in said
    now, then = (np.array(horizons("--dataset", d)) for d in ("now", "then"))
    assert (now < then).all()
    alone = json.loads(run(RUNS, "--samples", "0", "--json").stdout)["horizons"]
    assert now.tolist() == [h["p50_minutes"] for h in alone]


@pytest.mark.parametrize("options", [("--json", "--csv"), ("--coverage", "1"), ("--samples", "-1")])
def test_impossible_options_are_refused(options):
    run(RUNS, *options, code=2)


def test_ctrl_c_leaves_one_line_and_nothing_on_stdout():
    # Signals are set as a terminal has them: a test run in the background would hand down a deaf process.
    start = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from tilt.cli import app; app()"
    words = [sys.executable, "-c", start, "refit", RUNS, "--samples", "100000"]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stderr is not None
        assert "Drawing runs again" in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        said, complained = running.communicate(timeout=60)
    assert running.returncode == 130
    assert said == ""
    assert complained == "Stopped before the end: nothing was printed.\n"
