"""What TAB offers in a shell, by the protocol that the shells' functions speak, and in bash by its own function."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tilt.book import book
from tilt.cli import COMMANDS, app
from tilt.commands import completed
from tilt.editions.folder import editions
from tilt.paths import PACKAGE

HEAVY = ("numpy", "pandas", "scipy", "sympy", "ruamel.yaml", "tornado", "tilt.book", "tilt.engine.run")


def offered(line: str) -> list[str]:
    """What bash is given at the end of a line."""
    words = line.split(" ")
    told = {"_TILT_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    result = CliRunner().invoke(app, [], env=told, prog_name="tilt")
    assert result.exit_code == 0, result.output
    return result.output.split()


def test_commands_and_options_are_offered() -> None:
    assert offered("tilt ") == list(COMMANDS)
    assert offered("tilt re") == ["readings", "refit", "refresh"]
    assert offered("tilt verdicts --") == ["--scenario", "--json", "--draws", "--help"]
    assert offered("tilt diff main --format ") == ["text", "markdown", "json"]


def test_names_of_the_book_are_offered() -> None:
    whole = book()
    assert sorted(offered("tilt readings ")) == sorted(c.slug for c in whole.claims)
    assert offered("tilt readings task") == ["task-horizons"]
    for name in ("verdicts", "assumptions", "forecasts"):
        assert sorted(offered(f"tilt {name} --scenario ")) == sorted(whole.record.scenarios)
    assert sorted(offered("tilt new-claim x --borrows ")) == sorted(whole.record.assumptions)
    assert set(offered("tilt new-claim x --borrows doubling_months,hor")) == {"doubling_months,horizon_today"}
    assert {f"editions/{e.name}" for e in editions()} <= set(offered("tilt diff editions/"))
    assert offered("tilt refresh rec") == ["record_compute"]
    listed = (PACKAGE.parent / "data" / "sources.csv").read_text(encoding="utf-8")
    keys = offered("tilt refresh record_compute x --source epoch_models_")
    assert keys and all(f"\n{key}," in listed for key in keys)
    assert offered("tilt sweep ") == ["default"]


def test_a_file_is_left_to_the_shell() -> None:
    assert offered("tilt verdicts --scenario min") == []
    assert offered("tilt refit runs") == []


def test_a_book_that_is_not_there_offers_nothing_and_says_nothing(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TILT_ROOT", str(tmp_path))
    for names in (completed.scenarios, completed.inputs, completed.states, completed.sources):
        assert names("") == []
    (tmp_path / "data" / "scenarios").mkdir(parents=True)
    (tmp_path / "data" / "scenarios" / "x.yaml").write_bytes(b"\xff")
    (tmp_path / "data" / "sources.csv").write_bytes(b"\xff")
    assert completed.scenarios("") == completed.sources("") == []


@pytest.mark.parametrize("shell", ["zsh", "fish", "bash"])
def test_a_shell_is_given_its_function(shell: str) -> None:
    result = CliRunner().invoke(app, [], env={"_TILT_COMPLETE": f"source_{shell}"}, prog_name="tilt")
    assert result.exit_code == 0
    assert "_TILT_COMPLETE" in result.output and f"complete_{shell}" in result.output


@pytest.mark.parametrize("line", ["tilt ", "tilt readings ", "tilt refresh x y --source ", "tilt sweep x --"])
def test_nothing_that_computes_is_loaded_at_a_tab(line: str) -> None:
    told = {"_TILT_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": line, "PYTHONPATH": str(PACKAGE.parent)}
    made = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "tilt.cli"],
        env=os.environ | told, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert made.stdout.startswith("_arguments")
    loaded = {said.rpartition("|")[2].strip() for said in made.stderr.splitlines()}
    assert "tilt.commands.completed" in loaded
    assert not loaded & set(HEAVY)


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash here")
def test_bash_itself_completes_a_line(tmp_path: Path) -> None:
    program = tmp_path / "tilt"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tilt.cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    script = """eval "$(_TILT_COMPLETE=source_bash tilt)"
complete -p tilt
COMP_WORDS=(tilt verdicts --scenario aut) COMP_CWORD=3
_tilt_completion tilt
printf '%s\\n' "${COMPREPLY[@]}"
"""
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    made = subprocess.run(
        ["bash", "--norc", "-c", script],
        env=os.environ | {"PATH": path, "PYTHONPATH": str(PACKAGE.parent)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert made.stdout.splitlines() == ["complete -o default -F _tilt_completion tilt", "author"]
    assert made.stderr == ""


def test_completion_is_installed_where_home_is_and_refused_in_a_line_where_none_is(tmp_path: Path) -> None:
    for home, code in ((tmp_path, 0), (Path("/proc/nowhere"), 1)):
        made = subprocess.run(
            [sys.executable, "-m", "tilt.cli", "--install-completion", "bash"],
            env=os.environ | {"HOME": str(home), "PYTHONPATH": str(PACKAGE.parent),
                              "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert made.returncode == code, made.stderr
        assert len(made.stderr.splitlines()) == code
    assert "_TILT_COMPLETE" in (tmp_path / ".bash_completions" / "tilt.sh").read_text(encoding="utf-8")
