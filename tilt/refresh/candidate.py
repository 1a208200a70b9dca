"""The book as a refreshed table would leave it: a folder of its own, checked as `tilt check` checks the book."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tilt.paths import PACKAGE, data, root
from tilt.record import evidence
from tilt.record.problems import InputError, Problem
from tilt.record.table_file import read_table

CHECK = "import json; from tilt.check.whole import check; print(json.dumps([[p.file.name, str(p)] for p in check()]))"
ANSWERS = "forecasts.csv"
"""Questions may be answered by the new rows, or ask about a record that has fallen: theirs is told, and no obstacle."""


class CandidateError(ValueError):
    """What `tilt check` says of the book as it would be, where it is not well."""


def candidate(folder: Path, table: str, text: str) -> tuple[str, ...]:
    """Write the book's data with another text of one table below a folder, and check it.

    Returns what dated questions have to say to it, which is to be mended once it is written. Raises InputError with the
    table's own faults, CandidateError with what the rest of the book says to it.
    """
    shutil.copytree(data(), folder / "data")
    if (root() / "book").is_dir():
        (folder / "book").symlink_to((root() / "book").resolve(), target_is_directory=True)
    described = evidence.describe(table)
    path = folder / "data" / described.path
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
    if faults := list(_told(read_table(path, described).faults, Path("data") / described.path)):
        raise InputError(faults)
    own = {k: v for k, v in os.environ.items() if not k.startswith("TILT_")}
    said = subprocess.run(
        [sys.executable, "-c", CHECK],
        env={**own, "TILT_ROOT": str(folder), "PYTHONPATH": str(PACKAGE.parent), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if said.returncode:
        raise CandidateError(f"With the new rows the book cannot be read:\n{said.stderr.strip()}")
    problems = [(name, problem) for name, problem in json.loads(said.stdout)]
    if grave := [problem for name, problem in problems if name != ANSWERS]:
        raise CandidateError("\n".join(["With the new rows the book would not be well:", *grave]))
    return tuple(problem for _, problem in problems)


def _told(faults: list[Problem], path: Path) -> Iterator[Problem]:
    """The faults of the table as it would be, named by where it would stand."""
    for p in faults:
        yield replace(p, file=path, what=f"as it would be, {p.what}")
