"""Writing commands run twice at once, and killed half way: nothing is lost, no half is taken for the whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.copies import git, own_environment
from tests.trial import SWEEP, trial
from tilt.cli import app
from tilt.record.whole import HALF, alone

WAITS = "Another command of tilt writes there; waiting for its end\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trial(tmp_path_factory.mktemp("at once"))


def begun(place: Path, *words: str, cache: str = "cache") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tilt.cli", *words],
        cwd=place,
        env=own_environment(place, XDG_CACHE_HOME=str(place.parent / cache)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str], code: int = 0) -> str:
    out, errors = process.communicate(timeout=120)
    assert process.returncode == code, errors
    return out


def waited(process: subprocess.Popen[str]) -> None:
    """Until it says that it waits for the folder this test holds."""
    assert process.stderr is not None
    while (line := process.stderr.readline()) != WAITS:
        assert line, "it never waits"


def test_a_killed_edition_is_none_and_of_two_at_once_there_is_one(place: Path, many: bool) -> None:
    assert many
    folder = place / "editions"
    killed = begun(place, "edition", "2027-02")
    until = time.monotonic() + 90
    while not list(folder.glob(f".*{HALF}/*")):
        assert killed.poll() is None and time.monotonic() < until
        time.sleep(0.005)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    (left,) = folder.iterdir()
    assert left.name.endswith(HALF)
    assert git(place, "status", "--porcelain") == "", "no half of an edition is ever committed"
    assert "holds no book" in begun(place, "diff", f"editions/{left.name}").communicate()[1]
    both = [begun(place, "edition", "2027-02") for _ in range(2)]
    said = sorted(ended(process).split(":")[0] for process in both)
    assert said == ["The edition 2027-02 is frozen", "The edition 2027-02 stands already, and nothing differs"]
    assert [p.name for p in folder.iterdir()] == ["2027-02"]


def test_a_refresh_waits_for_another_and_keeps_its_note(place: Path, many: bool) -> None:
    assert many
    tables = place / "data" / "evidence"
    half, notes = tables / f".model_horizons.csv.0123abcd{HALF}", tables / "REFRESHED.md"
    half.write_bytes(b"id,model")  # by a run that was killed: with it the book is well, or nothing would be written
    with alone(tables, lambda: pytest.fail("nobody else is here")):
        words = ("model_horizons", "benchmark_results_1_1.yaml", "--vintage", "2026-12", "--yes")
        second = begun(place, "refresh", *words)
        half.write_bytes(b"id,model")
        waited(second)
        assert half.exists(), "what is being written is not tidied away"
        notes.write_text("# Notes\n\n## capability_index, by the first\n", encoding="utf-8")
    assert "is written; what was done stands in" in ended(second)
    said = notes.read_text(encoding="utf-8")
    assert "## capability_index, by the first\n\n## model_horizons, " in said
    assert f"## model_horizons, {datetime.now(UTC):%Y-%m-%d}\n" in said
    assert ",2026-12," in (tables / "model_horizons.csv").read_text(encoding="utf-8")
    assert not list(tables.glob(".*"))
    assert git(place, "status", "--porcelain").split() == [
        "M", "data/evidence/model_horizons.csv", "??", "data/evidence/REFRESHED.md", "??", "editions/"
    ]  # fmt: skip


def test_two_that_keep_the_same_answer_keep_one(place: Path, many: bool) -> None:
    assert many
    both = [begun(place, "verdicts", cache="another") for _ in range(2)]
    one, other = (ended(process) for process in both)
    assert one == other
    assert len(list((place.parent / "another" / "tilt" / "answers").iterdir())) == 1


def test_a_second_sweep_into_a_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    spec, out = tmp_path / "sweep.yaml", tmp_path / "out"
    spec.write_text(SWEEP, encoding="utf-8")
    out.mkdir()
    words = ["sweep", str(spec), "--out", str(out), "--workers", "0"]
    with alone(out, lambda: pytest.fail("nobody else is here")):
        said = CliRunner().invoke(app, words)
    assert said.exit_code == 1
    assert f"Another sweep writes into {out}: wait for its end, or name another folder." in said.output
    assert not list(out.iterdir())
    assert CliRunner().invoke(app, words).exit_code == 0
