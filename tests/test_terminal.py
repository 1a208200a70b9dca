"""What the command writes where: other alphabets, readers that leave early, disks that are full."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tilt.cli import app
from tilt.hosts.terminal import STAND_INS, plain
from tilt.paths import PACKAGE

FULL = Path("/dev/full")
LINES = "from tilt.hosts import terminal; terminal.run(lambda: print('many lines\\n' * 100000))"


def start(*arguments: str, encoding: str = "utf-8", **options: Any) -> subprocess.Popen[bytes]:
    """A Python that finds the package here, with its errors in a pipe."""
    environment = os.environ | {"PYTHONPATH": str(PACKAGE.parent), "PYTHONIOENCODING": encoding}
    return subprocess.Popen([sys.executable, *arguments], env=environment, stderr=subprocess.PIPE, **options)


def test_stand_ins_are_plain_and_powers_stay_powers() -> None:
    assert all(text.isascii() for text in STAND_INS.values())
    assert plain("70.3 % ± 0.4, 1.2 × 10⁻¹², 1 – 4, “Voilà” ≈") == '70.3 % +/- 0.4, 1.2 x 10^-12, 1 - 4, "Voila" ?'


@pytest.mark.parametrize(("encoding", "written"), [("ascii", "+/-"), ("latin-1", "±"), ("utf-8", "±")])
def test_any_encoding_can_be_written(encoding: str, written: str) -> None:
    code = "from tilt.hosts import terminal; terminal.run(lambda: print('1 ± 2 − 3'))"
    process = start("-c", code, stdout=subprocess.PIPE, encoding=encoding)
    minus = "−" if encoding == "utf-8" else "-"
    assert process.communicate()[0].decode(encoding) == f"1 {written} 2 {minus} 3\n"
    assert process.returncode == 0


def test_json_stays_exact_in_ascii() -> None:
    process = start("-m", "tilt.cli", "assumptions", "--json", stdout=subprocess.PIPE, encoding="ascii")
    said, errors = process.communicate()
    assert said.isascii()
    assert not errors
    plainly = CliRunner().invoke(app, ["assumptions", "--json"]).stdout
    assert json.loads(said) == json.loads(plainly)


def test_a_reader_that_leaves_ends_the_command_in_silence() -> None:
    process = start("-c", LINES, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"many lines\n"
    process.stdout.close()
    assert process.wait(timeout=60) == -signal.SIGPIPE
    assert process.stderr is not None
    assert process.stderr.read() == b""


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "program",
    [("-c", LINES), ("-m", "tilt.cli", "assumptions"), ("-m", "tilt.cli", "check"), ("-m", "tilt.cli", "verdicts")],
    ids=["print", "rich", "check", "verdicts"],
)
def test_a_full_disk_is_one_line_and_an_error(program: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        process = start(*program, stdout=full)
        errors = process.communicate()[1]
    assert process.returncode == 1
    assert errors == b"standard output: No space left on device\n"


def test_a_closed_output_is_one_line_and_an_error() -> None:
    process = start("-c", LINES, preexec_fn=lambda: os.close(1))
    assert process.communicate()[1] == b"standard output is closed: there is nowhere to write\n"
    assert process.returncode == 1


@pytest.mark.usefixtures("long")
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_problems_are_told_in_any_encoding(encoding: str, copy: Path) -> None:
    path = copy / "data" / "assumptions" / "task-horizons.yaml"
    path.write_text(path.read_text().replace("symbol: D\n", "symbol: 'µ – “{'\n"), encoding="utf-8")
    process = start("-m", "tilt.cli", "check", stdout=subprocess.PIPE, encoding=encoding)
    said, errors = process.communicate()
    assert process.returncode == 1
    assert said == b""
    text = errors.decode(encoding)
    assert "doubling_months: symbol cannot be set in a formula" in text
    assert "value:   " + ("µ" if encoding == "latin-1" else "") in text
    assert '- "{' in text
    assert text.endswith("1 problem found. Nothing was changed.\n")


@pytest.mark.usefixtures("long")
@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_problems_that_cannot_be_written_still_end_in_an_error(copy: Path) -> None:
    (copy / "data" / "edition.yaml").write_text("name: [")
    environment = os.environ | {"PYTHONPATH": str(PACKAGE.parent)}
    with FULL.open("w") as full:
        command = [sys.executable, "-m", "tilt.cli", "check"]
        made = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=full, check=False)
    assert made.returncode == 1
    assert made.stdout == b""
