"""The wheel alone, installed into an environment that holds nothing else: every command, as who has just done so."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.copies import built_wheel
from tests.test_install import ANYWHERE, CHECKOUT, ROOT
from tilt.book import book
from tilt.commands.work.sweep import MISSING


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment with the wheel and what it asks for, in the versions of the lock."""
    folder = tmp_path_factory.mktemp("empty")
    subprocess.run([sys.executable, "-m", "venv", folder / "env"], check=True)
    programs = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    lock = folder / "lock.txt"
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    lock.write_text("\n".join(line for line in lines if not line.startswith("-e")))  # what is constrained has a version
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    words = [*pip, "-c", str(lock), str(built_wheel(folder))]
    done = subprocess.run(words, env=own_environment(), capture_output=True, text=True, check=False)
    if done.returncode and "onnection" in done.stderr:
        pytest.skip("the package registry cannot be reached")
    assert done.returncode == 0, done.stderr
    return programs


def own_environment() -> dict[str, str]:
    """What a program is told that is to know nothing of the checkout."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("TILT_", "PYTHON"))}


def tilt(installed: Path, line: str, here: Path) -> subprocess.CompletedProcess[str]:
    places = {"HOME": str(here.parent), "XDG_CACHE_HOME": str(here.parent / "cache")}
    command = [str(installed / "tilt"), *shlex.split(line)]
    return subprocess.run(
        command, cwd=here, env=own_environment() | places, capture_output=True, text=True, check=False
    )


def test_every_command_does_its_work_or_says_what_it_needs(installed: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    for line, words in ANYWHERE.items():
        done = tilt(installed, line, here)
        assert done.returncode == 0, done.stderr
        assert words in done.stdout
    for line, (code, said) in {**CHECKOUT, "sweep default --out strongest": (1, MISSING)}.items():  # of an extra
        done = tilt(installed, line, here)
        assert done.returncode == code, done.stderr
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert not list(here.iterdir())


def test_its_numbers_are_the_books(installed: Path, tmp_path: Path) -> None:
    printed = json.loads(tilt(installed, "verdicts --json", tmp_path).stdout)["verdicts"]
    assert printed == [v.as_json() for c in book().claims for v in book().run(c.slug).verdicts]
