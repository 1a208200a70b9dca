"""Every command of `tilt`, the ones to come too: its help, its examples, misuse, and outputs that nobody takes."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.trial import examples, trial, try_all
from tilt.cli import COMMANDS, app, command
from tilt.commands.refresh import TABLES
from tilt.refresh.formats import FORMATS

EXAMPLES = examples()
LINES = [line for lines in EXAMPLES.values() for line in lines]

CODES = {
    "diff HEAD mine.yaml": 3,  # a verdict changed its side, and no changelog says so: the documented code
    "refresh model_horizons runs.jsonl.gz --vintage 2026-12": 1,  # small runs lack models: "Nothing was changed."
    "app --open": 1,  # of a book that is not built yet; served it is in tests/test_app_command.py
    "app --port 9000": 1,
    "app --address 0.0.0.0 --host tilt.example.org --password-file FILE": 1,
}
"""Examples that end with another code than 0 where they are tried."""

ELSEWHERE = {
    "sweep mine.yaml --out mine --scheduler tcp://10.0.0.5:8786": "nobody is there; tests/test_sweep.py has a cluster",
    "new-claim faster-reviews": "a process knows the claims with which it began; the longer example is tried",
}

AS_TRIED = {
    # The book's own sweep is of other claims too, and takes minutes; and `mine.yaml` is a scenario in other examples.
    "sweep default --out strongest": "sweep sweep.yaml --out strongest --workers 0",
    "sweep mine.yaml --out mine": "sweep sweep.yaml --out mine --workers 0",
    "sweep mine.yaml --out mine --count": "sweep sweep.yaml --out mine --count",
}
"""What is tried in the place of examples."""

ODD = {"HOME": "/proc/nowhere", "LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "TZ": "Pacific/Kiritimati"}
"""A home that cannot be written, an alphabet that lacks – and “, and a day that is tomorrow."""

TRIED = list(dict.fromkeys(line for line in LINES if line not in ELSEWHERE))
FIRST = {next(line for line in lines if line in TRIED) for lines in EXAMPLES.values()}
"""An example of each command."""


def run(*words: str) -> Any:
    return CliRunner().invoke(app, list(words), prog_name="tilt")


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_a_sentence_options_and_examples_unbroken(name: str) -> None:
    said = run(name, "--help")
    assert said.exit_code == 0
    assert said.output.startswith(f"Usage: tilt {name} ")
    assert EXAMPLES[name]
    for line in EXAMPLES[name]:
        assert f"\n    tilt {line}" in said.output
    listed = run("--help").output
    assert f"\n  {name} " in listed
    assert "..." not in listed.split("Commands:")[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_misuse_is_two_and_a_sentence(name: str) -> None:
    assert "No such option" in (said := run(name, "--nonsense")).output
    assert said.exit_code == 2
    needed = [p for p in command(name).params if p.required]
    if needed:
        said = run(name)
        assert said.exit_code == 2 and "Missing" in said.output
    said = run(name, *["x"] * 9)
    assert said.exit_code == 2
    assert "Traceback" not in said.output
    assert isinstance(said.exception, SystemExit)


def test_a_mistyped_command_is_answered_with_the_nearest() -> None:
    said = run("verdict")
    assert said.exit_code == 2 and "Did you mean 'verdicts'?" in said.output
    assert run().exit_code == 2


def test_tables_in_the_help_are_those_that_files_refresh() -> None:
    assert set(TABLES) == {f.table for f in FORMATS}


def test_dates_are_those_of_the_files_wherever_the_clock_stands(monkeypatch: pytest.MonkeyPatch, many: bool) -> None:
    assert many
    said = set()
    for zone in ("Pacific/Kiritimati", "America/Adak"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        said.add(run("forecasts").output + run("assumptions").output)
    monkeypatch.undo()
    time.tzset()
    assert len(said) == 1


# Every example, in a checkout under an awkward name


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose path holds blanks, an umlaut and an apostrophe."""
    return trial(tmp_path_factory.mktemp("Ein Büch's Kopie"))


@pytest.fixture(scope="module")
def came(place: Path) -> dict[str, dict[str, Any]]:
    """What came of each example in an odd environment; of one of each command also on outputs that nobody takes."""
    lines = {line: AS_TRIED.get(line, line) for line in TRIED}
    also = [lines[line] for line in FIRST]
    found = try_all([*lines.values()], place, also, XDG_CACHE_HOME=str(place.parent / "ca che"), **ODD)
    return dict(zip(lines, found, strict=True))


@pytest.mark.parametrize("line", TRIED)
def test_an_example_does_what_it_says_in_an_odd_place(line: str, came: dict[str, dict[str, Any]], many: bool) -> None:
    assert many
    one = came[line]
    assert not one["fault"]
    assert one["code"] == CODES.get(line, 0), one["err"]
    assert one["out"] or one["code"] == 1
    assert not one["err"] or "Traceback" not in one["err"]


@pytest.mark.parametrize("line", sorted(FIRST))
def test_an_output_that_nobody_takes_is_no_traceback(line: str, came: dict[str, dict[str, Any]], many: bool) -> None:
    assert many
    for kind, code in (("gone", -signal.SIGPIPE), ("full", 1)):
        one = came[line][kind]
        assert "Traceback" not in one["err"]
        if not line.startswith(("app", "new-claim")):  # which says nothing there, and has its claim the second time
            assert one["code"] == code, one["err"]
            assert code < 0 or "standard output: No space left on device" in one["err"]
