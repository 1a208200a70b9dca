"""Answers of the command that are kept: never of another state of the files, never where something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tilt.commands import kept
from tilt.fingerprint import everything
from tilt.paths import PACKAGE

YAML = "data/assumptions/task-horizons.yaml"


@pytest.mark.original
def test_an_answer_is_worked_out_once_for_a_state_and_anew_for_another(copy: Path, own_cache: Path) -> None:
    asked: list[int] = []

    def work() -> str:
        asked.append(1)
        return f"answer {len(asked)}"

    assert [kept.answer("a", work), kept.answer("a", work)] == ["answer 1", "answer 1"]
    assert kept.answer("b", work) == "answer 2", "another question"
    before = (copy / YAML).read_text()
    (copy / YAML).write_text(before.replace("[240, 9600]", "[241, 9600]"))
    os.utime(copy / YAML, (0, 0))
    assert kept.answer("a", work) == "answer 3", "other content, whatever its time"
    (copy / YAML).write_text(before)
    assert kept.answer("a", work) == "answer 1", "the first state again"
    (copy / "data" / "scenarios" / ".#author.yaml").symlink_to("nowhere")
    assert kept.answer("a", work) == "answer 4", "a link that leads nowhere is part of the state"


def test_what_goes_wrong_or_changes_meanwhile_is_not_kept(copy: Path, own_cache: Path) -> None:
    def refuse() -> str:
        raise SystemExit(1)

    with pytest.raises(SystemExit):
        kept.answer("a", refuse)
    assert kept.answer("a", lambda: "well") == "well"

    def save() -> str:
        (copy / YAML).write_text((copy / YAML).read_text() + "# saved meanwhile\n")
        return "of neither state"

    old = (copy / YAML).read_text()
    assert kept.answer("c", save) == "of neither state"
    assert kept.answer("c", lambda: "of the new") == "of the new"
    (copy / YAML).write_text(old)
    assert kept.answer("c", lambda: "of the old") == "of the old"


def test_every_kind_of_thing_in_a_folder_is_in_its_state_and_nothing_is_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    states = [everything([folder])]
    (folder / "empty").touch()
    states.append(everything([folder]))
    (folder / "sub").mkdir()
    states.append(everything([folder]))
    os.mkfifo(folder / "pipe")
    states.append(everything([folder]))
    (folder / "lost").symlink_to("nowhere")
    states.append(everything([folder]))
    (folder / "lost").unlink()
    (folder / "lost").symlink_to("elsewhere")
    states.append(everything([folder]))
    (folder / "loop").symlink_to("loop")
    states.append(everything([folder]))
    (folder / "empty").write_text("x")
    states.append(everything([folder]))
    assert len(set(states)) == len(states)
    assert everything([folder]) == states[-1]


def command(copy: Path, own_cache: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHONPATH": str(PACKAGE.parent),
        "TILT_ROOT": str(copy),
        "XDG_CACHE_HOME": str(own_cache),
    }
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "tilt.cli", *words],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.usefixtures("long")
@pytest.mark.original
def test_a_known_book_is_checked_and_its_verdicts_printed_without_being_read(copy: Path, own_cache: Path) -> None:
    first, again = (command(copy, own_cache, "check") for _ in range(2))
    assert first.returncode == again.returncode == 0
    assert first.stdout == again.stdout
    assert again.stdout.endswith("all is well.\n")
    told, printed = (command(copy, own_cache, "verdicts", "--json") for _ in range(2))
    assert json.loads(told.stdout) == json.loads(printed.stdout)
    for slow in ("sympy", "pandas", "tilt.engine.run", "tilt.book"):
        assert f" {slow}\n" in first.stderr + told.stderr
        assert f" {slow}\n" not in again.stderr + printed.stderr
    (copy / YAML).write_text((copy / YAML).read_text().replace("[240, 9600]", "[9600, 240]"))
    for words in (("check",), ("verdicts", "--json")):
        wrong = command(copy, own_cache, *words)
        assert wrong.returncode == 1
        assert not wrong.stdout
        assert "write [240, 9600]" in wrong.stderr


@pytest.mark.usefixtures("long")
def test_a_readers_file_is_told_from_another_of_its_name(copy: Path, own_cache: Path, tmp_path: Path) -> None:
    mine = tmp_path / "evidence.yaml"
    credences = []
    for interval in ("[4, 8]", "[0.25, 0.5]"):
        mine.write_text(f"name: evidence\nchanges:\n  length_ratio: {{interval: {interval}, reason: try}}\n")
        said = command(copy, own_cache, "verdicts", "--scenario", str(mine)).stdout
        assert said.startswith("Scenario evidence, from evidence.yaml, 4,096 draws\n")
        credences.append(said)
    assert credences[0] != credences[1]
