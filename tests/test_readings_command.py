"""`tilt readings` as a person runs it: text, JSON, CSV, one claim or all, faults, and Ctrl-C in the middle."""

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

import tilt
from tilt.book import book
from tilt.claims import all_claims
from tilt.cli import app
from tilt.format import THIN, readings
from tilt.paths import PACKAGE

SLUG = "compute-asymmetry"


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["readings", *arguments], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def test_text_has_every_finding_with_its_range_and_what_moves_it():
    text = run().stdout
    for c in all_claims():
        for f in book().readings(c.slug).findings:
            _, _, part = text.partition(f"{c.slug} / {f.finding}\n")
            said = part.split("\n\n")[0]
            share = book().run(c.slug).verdict(f.finding).credence
            if f.count == 1:
                assert "one reading" in said
                continue
            assert f"from {readings(f.quartiles, f.count).replace(THIN, ' ')}: {f.word(share)}" in said
            titles = [line.partition(" points: ")[2] for line in said.splitlines() if " points: " in line]
            assert titles == [s.title for s, _ in f.strongest]
            for s, _ in f.strongest:
                assert all(o.title in said for o in s.options)


def test_json_is_the_documented_shape():
    (told,) = json.loads(run(SLUG, "--json").stdout)["readings"]
    assert list(told) == ["claim", "draws", "specifications", "left_out", "findings"]
    assert (told["claim"], told["draws"], told["left_out"]) == (SLUG, 4096, [])
    assert list(told["specifications"][0]) == ["id", "title", "options"]
    assert list(told["specifications"][0]["options"][0]) == ["id", "title", "book", "reason", "sources"]
    for f in told["findings"]:
        assert list(f) == [
            "finding", "statement", "credence", "word", "lowest", "lower", "upper", "highest", "largest_standard_error",
            "moves", "readings",
        ]  # fmt: skip
        shares = [r["credence"] for r in f["readings"]]
        ends = [f[name] for name in ("lowest", "lower", "upper", "highest")]
        assert ends == pytest.approx(list(np.quantile(shares, [0, 0.25, 0.75, 1])))
        assert list(f["moves"].values()) == sorted(f["moves"].values(), reverse=True)
        assert set(f["readings"][0]["options"]) == set(f["moves"])


def test_csv_has_a_row_for_each_reading_of_each_finding():
    shown = pd.read_csv(io.StringIO(run(SLUG, "--csv").stdout))
    expected = tilt.readings(SLUG).assign(claim=SLUG)
    assert list(shown.columns) == [
        "claim",
        "finding",
        "credence",
        "book",
        *(s.id for s in book().readings(SLUG).specifications),
    ]
    assert len(shown) == sum(f.count for f in book().readings(SLUG).findings)
    assert shown["credence"].tolist() == expected["credence"].tolist()
    assert shown.loc[shown["finding"] == "gap", "budgets"].isna().all(), "it makes no difference to the gap"
    whole = pd.read_csv(io.StringIO(run("--csv").stdout))
    assert set(whole["claim"]) == {c.slug for c in all_claims()}


def test_what_was_left_out_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr("tilt.engine.readings.LIMIT", 4)
    monkeypatch.setattr("tilt.record.kept.LIMIT", 4)
    monkeypatch.setattr("tilt.record.kept.user_cache_path", lambda name: tmp_path / name)
    text = run(SLUG).stdout
    found = book().readings(SLUG)
    assert found.left_out
    assert all(s.title in text.partition(f"{SLUG}: left out")[2] for s in found.left_out)


def test_wrong_arguments_say_what_is_allowed():
    assert "task-horizons" in " ".join(run("task-horizon", code=2).output.split())
    assert "one of --json and --csv" in " ".join(run("--json", "--csv", code=2).output.split())


def test_broken_data_is_told_and_nothing_is_printed(copy):
    path = copy / "data" / "assumptions" / f"{SLUG}.yaml"
    path.write_text(path.read_text().replace("interval: [0.05, 0.3]", "interval: [0.3, 0.05]"))
    said = run(code=1)
    assert f"data/assumptions/{SLUG}.yaml:" in said.stderr
    assert "is reversed" in said.stderr
    assert said.stdout == ""


@pytest.mark.usefixtures("long")
def test_ctrl_c_leaves_one_line_and_nothing_on_stdout():
    # Signals are set as a terminal has them; the work takes for ever.
    start = """
import signal, time
import tilt.record.kept as kept
from tilt.cli import app
signal.signal(signal.SIGINT, signal.default_int_handler)
kept._found, kept.readings = lambda *_: None, lambda *_: time.sleep(600)
app()
"""
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    words = [sys.executable, "-c", start, "readings"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stderr is not None
        assert "Reading the book" in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        said, complained = running.communicate(timeout=60)
    assert running.returncode == 130
    assert said == ""
    assert complained == "Stopped before the end: nothing was printed.\n"
