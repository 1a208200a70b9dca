"""Reads files of single runs: METR's, one run a line, or a table already counted per model and task.

Nothing is repaired or dropped in silence: a fault stops the reading and is told with its line, up to MOST of them.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal, cast

import numpy as np
import pandas as pd

from tilt.record.problems import InputError, Problem

SUFFIXES = (".jsonl", ".jsonl.gz", ".csv", ".csv.gz")
RUN_FIELDS = ("task_id", "task_family", "alias", "score_binarized", "human_minutes")
TASK_FIELDS = ("model", "task_id", "task_family", "human_minutes", "n_runs", "n_success")
OPTIONAL_FIELDS = ("dataset", "research_class", "task_source")
MOST = 20
"""Problems told one by one; the rest are counted."""


def read_runs(path: Path) -> pd.DataFrame:
    """Runs counted per model and task: columns model, task_id, task_family, human_minutes, n_runs, n_success.

    Reads METR's format (`.jsonl`, one run a line with the fields RUN_FIELDS; others, such as `score_cont`, are left
    aside) or a table already counted (`.csv` with TASK_FIELDS; OPTIONAL_FIELDS are kept), either also with `.gz`
    behind, in any case. Raises InputError naming file, line, field, value and what is allowed.
    """
    kind = next((s for s in SUFFIXES if path.name.lower().endswith(s)), None)
    if kind is None:
        allowed = ", ".join(SUFFIXES)
        fix = "convert it, or give it the suffix that says what it holds"
        raise InputError([Problem(path, None, "is not read: unknown suffix", None, path.suffix, allowed, fix)])
    if not path.is_file():
        raise InputError([Problem(path, None, "no such file of runs", allowed=", ".join(SUFFIXES))])
    faults = _Faults(path)
    found = _count(path, faults) if kind.startswith(".jsonl") else _table(path, faults)
    faults.tell()
    return found


class _Faults:
    """Problems of one file, the first MOST of them kept and all counted."""

    def __init__(self, path: Path) -> None:
        self.path, self.kept, self.count = path, list[Problem](), 0

    def add(
        self, line: int | None, what: str, id: str | None, value: object, allowed: str | None, fix: str | None = None
    ) -> None:
        self.count += 1
        if self.count <= MOST:
            self.kept.append(Problem(self.path, line, what, id, value, allowed, fix))

    def tell(self) -> None:
        """Raise InputError if there are any."""
        if self.count > MOST:
            self.kept.append(Problem(self.path, None, f"and {self.count - MOST} more problems like these"))
        if self.kept:
            raise InputError(self.kept)


# METR's format: one run a line.


def _is_minutes(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= sys.float_info.max


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


Rule = tuple[str, str, str, Callable[[Any], bool]]

RUN_RULES: tuple[Rule, ...] = (
    ("alias", "run without a model", "text that is not empty", _is_name),
    ("task_id", "run without a task", "text that is not empty", _is_name),
    ("task_family", "task without a family", "text that is not empty", _is_name),
    ("human_minutes", "human time is not positive", "minutes above 0", _is_minutes),
    ("score_binarized", "outcome is neither success nor failure", "0 or 1", lambda value: value in (0, 1)),
)


def _is_packed(path: Path) -> bool:
    return path.name.lower().endswith(".gz")


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """A file of bytes, unpacked on the way."""
    with path.open("rb") as file:
        yield cast(IO[bytes], gzip.GzipFile(fileobj=file)) if _is_packed(path) else file


def _lines(path: Path, faults: _Faults) -> Iterator[tuple[int, str]]:
    """Lines that hold something, with their number, as text."""
    number = 0
    try:
        with _opened(path) as file:
            for number, raw in enumerate(file, start=1):
                try:
                    text = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                except UnicodeDecodeError as error:
                    what = f"is not UTF-8: byte {error.start + 1} of the line is 0x{raw[error.start]:02x}"
                    faults.add(number, what, None, None, "text in UTF-8", "save the file as UTF-8")
                    continue
                if text:
                    yield number, text
    except (OSError, EOFError, zlib.error) as error:  # a bad archive is an OSError
        faults.add(number + 1, f"cannot be read: {error}", None, None, "a whole file", "fetch or pack it again")


def _runs(path: Path, faults: _Faults) -> Iterator[tuple[int, dict[str, Any]]]:
    """Sound runs with their line; every fault of the others is added."""
    fields = f"a JSON object with {', '.join(RUN_FIELDS)}"
    for number, line in _lines(path, faults):
        try:
            given = json.loads(line)
            run = {field: given[field] for field in RUN_FIELDS}
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            what = f"run lacks {error}" if isinstance(error, KeyError) else f"run is not a JSON object: {error}"
            faults.add(number, what, None, None, fields)
            continue
        wrong = [rule for rule in RUN_RULES if not rule[3](run[rule[0]])]
        for field, what, allowed, _ in wrong:
            value = "null" if run[field] is None else run[field]
            faults.add(number, f"{what}{_whose(field, run['alias'], run['task_id'])}", field, value, allowed)
        if not wrong:
            yield number, run


def _whose(field: str, model: object, task: object) -> str:
    """The model and the task that a fault of a field is of, as the end of a sentence: as far as they are known."""
    named = [f"of {model}"] if field not in ("alias", "model") and _is_name(model) else []
    named += [f"at task {task}"] if field != "task_id" and _is_name(task) else []
    return f", {' '.join(named)}" if named else ""


def _count(path: Path, faults: _Faults) -> pd.DataFrame:
    tasks = _Tasks(faults)
    counts: dict[tuple[str, str], list[int]] = {}
    for number, run in _runs(path, faults):
        tasks.meet(number, run["task_id"], run["task_family"], float(run["human_minutes"]))
        count = counts.setdefault((run["alias"], run["task_id"]), [0, 0])
        count[0] += 1
        count[1] += int(run["score_binarized"])
    if not counts and not faults.count:
        faults.add(1, "holds no runs", None, None, f"one run a line: a JSON object with {', '.join(RUN_FIELDS)}")
    rows = [(model, task, *tasks.known[task][:2], *count) for (model, task), count in counts.items()]
    return pd.DataFrame(rows, columns=list(TASK_FIELDS))


class _Tasks:
    """What is known of each task, so that a second human time or family for it is told and not swallowed."""

    def __init__(self, faults: _Faults) -> None:
        self.faults, self.known, self.told = faults, dict[str, tuple[str, float, int]](), set[tuple[str, str]]()

    def meet(self, line: int, task: str, family: str, minutes: float, allowed: str = "one for all runs") -> None:
        """Compare a run's or row's task with its first appearance."""
        first_family, first_minutes, first = self.known.setdefault(task, (family, minutes, line))
        if family != first_family:
            self._tell(line, task, "task_family", "families", f"{first_family} on line {first}, {family} here", allowed)
        if not math.isclose(minutes, first_minutes, rel_tol=1e-9):
            shown = f"{first_minutes:g} on line {first}, {minutes:g} here"
            self._tell(line, task, "human_minutes", "human times", shown, allowed)

    def _tell(self, line: int, task: str, field: str, things: str, shown: str, allowed: str) -> None:
        if (task, field) not in self.told:  # once a task: every later line of it would say the same
            self.told.add((task, field))
            fix = "correct the lines, or give the tasks names of their own"
            self.faults.add(line, f"task {task} has two {things}", field, shown, allowed, fix)


# A table already counted.


def _table(path: Path, faults: _Faults) -> pd.DataFrame:
    packing: Literal["gzip"] | None = "gzip" if _is_packed(path) else None
    try:
        given = pd.read_csv(path, compression=packing, encoding="utf-8-sig", keep_default_na=False, na_values=[""])
    except UnicodeDecodeError as error:
        list(_lines(path, faults))  # tells each line that is not UTF-8
        faults.tell()
        raise InputError([Problem(path, None, f"is not UTF-8: {error}", allowed="text in UTF-8")]) from None
    except (ValueError, OSError, EOFError, zlib.error) as error:  # pandas' parser errors are ValueErrors
        allowed = f"a table with the columns {', '.join(TASK_FIELDS)}"
        raise InputError([Problem(path, None, f"cannot be read as a table: {error}", allowed=allowed)]) from None
    missing = [f for f in TASK_FIELDS if f not in given.columns]
    if missing:
        raise InputError([Problem(path, 1, f"lacks the columns {', '.join(missing)}", allowed=", ".join(TASK_FIELDS))])
    if given.empty:
        raise InputError([Problem(path, 2, "holds no runs", allowed="a row for each model and task")])
    counted = given[[*TASK_FIELDS, *(c for c in OPTIONAL_FIELDS if c in given.columns)]]
    numbers = ["human_minutes", "n_runs", "n_success"]
    counted = counted.assign(**{c: pd.to_numeric(counted[c], errors="coerce") for c in numbers})
    _check_cells(given, counted, faults)
    if not faults.count:
        _check_tasks(counted, faults)
    return counted


def _check_cells(given: pd.DataFrame, counted: pd.DataFrame, faults: _Faults) -> None:
    minutes, runs, won = (counted[c] for c in ("human_minutes", "n_runs", "n_success"))
    rules = (
        *((c, f"row without a {c.replace('_', ' ')}", "text that is not empty", counted[c].notna())
          for c in ("model", "task_id", "task_family")),
        ("human_minutes", "human time is not positive", "minutes above 0", (minutes > 0) & np.isfinite(minutes)),
        ("n_runs", "has no runs", "a whole number of at least 1", (runs >= 1) & (runs % 1 == 0)),
        ("n_success", "successes do not fit the runs", "0 to n_runs", (won >= 0) & (won <= runs) & (won % 1 == 0)),
    )  # fmt: skip
    for column, what, allowed, holds in rules:
        for row in counted.index[~holds]:
            value = given.loc[row, column]
            whose = _whose(column, given.loc[row, "model"], given.loc[row, "task_id"])
            faults.add(int(row) + 2, f"{what}{whose}", column, "(empty)" if pd.isna(value) else value, allowed)


def _check_tasks(counted: pd.DataFrame, faults: _Faults) -> None:
    """One family and human time a task, and one row for each model and task, within each data set."""
    suites = counted.groupby("dataset", sort=False) if "dataset" in counted else [("", counted)]
    for _, rows in suites:
        tasks, seen = _Tasks(faults), dict[tuple[str, str], int]()
        columns = ("model", "task_id", "task_family", "human_minutes")
        for row, model, task, family, minutes in zip(rows.index, *(rows[c] for c in columns), strict=True):
            line = int(row) + 2
            tasks.meet(line, str(task), str(family), float(minutes))
            first = seen.setdefault((str(model), str(task)), line)
            if first != line:
                fix = "add the counts up, or tell the suites apart by a column `dataset`"
                what = f"{model} has two rows for task {task}"
                faults.add(line, what, "task_id", f"first on line {first}", "one", fix)
