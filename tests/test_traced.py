"""What is kept of the tables' derivations: never of tables that have changed, nor asked anew where they have not."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tilt.book import book
from tilt.fingerprint import NUMBERS
from tilt.paths import data
from tilt.record import evidence, traced
from tilt.record.derivations import DERIVATIONS, derive
from tilt.record.memory import noted, remembered
from tilt.trends import horizon_inputs  # noqa: F401  (with it every derivation is registered)

ASSUMPTIONS = "assumptions/task-horizons.yaml"
SPREAD = "task_spread.safety"
TABLE = "evidence/task_families.csv"
OTHER = "evidence/uplift.csv"

OPENED: list[str] = []
LISTENING: list[Path] = []


def _hear(event: str, given: tuple[Any, ...]) -> None:
    if event == "open" and LISTENING and isinstance(given[0], str | os.PathLike):
        path = Path(os.fsdecode(given[0]))
        if path.is_relative_to(LISTENING[0]):
            OPENED.append(path.relative_to(LISTENING[0]).as_posix())


sys.addaudithook(_hear)


@pytest.fixture
def opened(copy: Path) -> Iterator[list[str]]:
    """The files of the data folder that are opened, by their paths in it."""
    OPENED.clear()
    LISTENING.append(data())
    yield OPENED
    LISTENING.clear()


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of derivations that are worked out, as they are."""
    names: list[str] = []

    def listening(name: str, function: Any) -> Any:
        def work() -> Any:
            names.append(name)
            return function()

        return work

    for name, function in DERIVATIONS.items():
        monkeypatch.setitem(DERIVATIONS, name, listening(name, function))
    return names


def forget() -> None:
    """Read every file anew."""
    for kept in (evidence._read, evidence._package, evidence._edition):
        kept.cache_clear()
    os.utime(data() / ASSUMPTIONS, None)


@pytest.mark.parametrize("name", sorted(DERIVATIONS))
def test_every_file_that_a_derivation_opens_is_noted(opened: list[str], name: str) -> None:
    forget()
    with noted() as files:
        DERIVATIONS[name]()
    read = {path.relative_to(data()).as_posix() for path in files}
    assert any(path.endswith(".csv") for path in opened)
    assert set(opened) == read
    with noted() as again:
        DERIVATIONS[name]()
    assert again == files, "also where it was remembered"


def append(name: str, text: str = "\n") -> None:
    path = data() / name
    path.write_text(path.read_text() + text)


@pytest.mark.usefixtures("own_cache")
def test_derivations_are_worked_out_once_and_those_of_a_changed_table_anew(copy: Path, worked_out: list[str]) -> None:
    before = book().record.assumptions
    assert len(worked_out) == len(set(worked_out)) > 10
    worked_out.clear()
    append(ASSUMPTIONS, "# a moved interval, or a word\n")
    after = book().record.assumptions
    assert worked_out == []
    assert {id: (a.default, a.derived) for id, a in after.items()} == {
        id: (a.default, a.derived) for id, a in before.items()
    }
    path = data() / OTHER
    text = path.read_text()
    header, first, rest = text.split("\n", 2)
    path.write_text(f"{header}\n{rest.rstrip()}\n{first}\n")
    book()
    assert worked_out == ["uplift"]
    path.write_text(text)
    worked_out.clear()
    book()
    assert worked_out == [], "the table of before"


@pytest.mark.usefixtures("own_cache")
def test_what_is_kept_is_what_was_worked_out(copy: Path) -> None:
    fresh = derive("horizon_trend.rank_correlation"), derive(SPREAD)
    append(ASSUMPTIONS)
    kept = derive("horizon_trend.rank_correlation"), derive(SPREAD)
    assert kept == fresh
    assert repr(kept) == repr(fresh)
    assert kept == (DERIVATIONS["horizon_trend"]()["rank_correlation"], DERIVATIONS["task_spread"]()["safety"])


def test_nothing_is_kept_of_a_file_saved_or_code_changed_meanwhile(
    copy: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def saves() -> str:
        evidence.table("uplift")
        append(OTHER)
        return "of neither state"

    assert traced.traced("a", NUMBERS, saves) == "of neither state"
    assert traced.traced("a", NUMBERS, lambda: "new") == "new"
    assert traced.traced("a", NUMBERS, lambda: "newer") == "new"
    assert traced.traced("b", NUMBERS, lambda: None) is None
    assert traced.traced("b", NUMBERS, lambda: "some") == "some"
    monkeypatch.setattr("tilt.fingerprint._STARTED", 0.0)
    assert traced.traced("c", NUMBERS, lambda: "of code that is no more") == "of code that is no more"
    assert traced.traced("c", NUMBERS, lambda: "anew") == "anew"


def test_a_name_that_is_none_is_refused_and_kept_nowhere(copy: Path, own_cache: Path) -> None:
    for name in ("../../away", "", "*", "no_such"):
        with pytest.raises(KeyError, match=r"horizon_trend.<output>"):
            derive(f"{name}.output")
    assert not list(own_cache.rglob("*.json"))


def test_a_cache_that_cannot_be_written_costs_time_alone(copy: Path, tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert derive(SPREAD) == DERIVATIONS["task_spread"]()["safety"]


@pytest.mark.usefixtures("own_cache")
def test_what_rests_on_an_answer_rests_on_its_files(copy: Path) -> None:
    @remembered
    def outer() -> float:
        return derive(SPREAD).n

    for _ in range(2):
        with noted() as files:
            outer()
        assert data() / TABLE in files
        append(ASSUMPTIONS)
