"""`tilt sweep` as a person runs it: examples that hold, counts, faults before anything runs, what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tilt.book import book
from tilt.cli import app
from tilt.commands.sweep import EXAMPLES
from tilt.sweep.plan import read_plan

SPEC = "claims: [task-horizons]\ndraws: 256\nsample: {points: 40, seed: 5, inputs: half, readings: all}"


def tilt(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["sweep", *arguments], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def test_the_command_says_what_there_is_and_refuses_before_anything_runs(tmp_path, monkeypatch):
    (tmp_path / "sweep.yaml").write_text(SPEC, encoding="utf-8")
    spec, out = str(tmp_path / "sweep.yaml"), tmp_path / "out"
    assert "40 points in 1 file\n" in tilt(spec, "--out", str(out), "--count").stdout
    assert not out.exists()
    (tmp_path / "wrong.yaml").write_text("grid: {inputs: {length_ratio: [[8, 1]]}}", encoding="utf-8")
    said = tilt(str(tmp_path / "wrong.yaml"), "--out", str(out), code=1).stderr
    assert "wrong.yaml:1: length_ratio: is reversed" in said and "write [1, 8]" in said
    assert not out.exists()
    assert "no such sweep" in tilt("nowhere.yaml", "--out", str(out), code=1).stderr
    assert "40 points evaluated, 0 were there" in tilt(spec, "--out", str(out), "--workers", "0").stdout
    assert "0 points evaluated, 40 were there" in tilt(spec, "--out", str(out), "--workers", "0").stdout
    assert "tilt sweep default --out" in tilt("--help").stdout
    monkeypatch.setattr("tilt.commands.work.sweep.find_spec", lambda name: None)
    assert "pip install" in tilt(spec, "--out", str(out), code=1).stderr


def examples() -> list[str]:
    """The files that the help shows."""
    blocks = [b for b in EXAMPLES.split("\b\n") if b.startswith("A SPEC")]
    return ["\n".join(line[2:] for line in b.splitlines()[1:]) for b in blocks]


@pytest.mark.original
@pytest.mark.parametrize("text", examples())
def test_the_files_that_the_help_shows_are_files_and_shown_whole(text: str, tmp_path: Path):
    (tmp_path / "sweep.yaml").write_text(text, encoding="utf-8")
    assert read_plan(tmp_path / "sweep.yaml", book()).points > 1
    said = " ".join(tilt("--help").stdout.split())
    assert " ".join(text.split()) in said
