"""Evidence: sourced tables, the bibliography, and the edition's date.

Tables are described by `data/datapackage.json` (the standard's own file, read by `tilt.record.package`): types, units,
allowed values, and that every row's source is in `data/sources.csv`.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from tilt.engine.inputs import Edition
from tilt.paths import data
from tilt.record.folder import EDITORS, data_files, left_by_editors
from tilt.record.imprint import imprint
from tilt.record.memory import rests_on
from tilt.record.package import Package, Table, read_package
from tilt.record.problems import InputError, Problem
from tilt.record.table_file import TableFile, dangling, read_table
from tilt.record.yaml_file import YamlFile

R = TypeVar("R")

Stamp = tuple[str, int, int, int]
"""A file's path with its time, size and number on disk: another as soon as the file is saved, removed or replaced."""


def _stamp(path: Path) -> Stamp:
    try:
        seen = path.stat()
    except OSError:  # gone, or a link that leads nowhere: whoever reads it says so
        return (str(path), 0, 0, 0)
    return (str(path), seen.st_mtime_ns, seen.st_size, seen.st_ino)


def edition() -> Edition:
    """The edition of `data/edition.yaml`. Raises InputError when its name or day is missing or not understood."""
    path = data() / "edition.yaml"
    rests_on(path)
    return _kept(_edition(_stamp(path)))


def _kept(found: R | InputError) -> R:
    """What was read, or its faults raised anew: a broken file is read once too, whoever asks for it."""
    if isinstance(found, InputError):
        raise InputError(found.problems)
    return found


@lru_cache(maxsize=8)
def _edition(stamp: Stamp) -> Edition | InputError:
    try:
        of = imprint()
        return Edition(of.name, of.as_of)
    except InputError as error:
        # Editions of before the imprint had these two lines alone, and `tilt diff` still reads them.
        file = YamlFile(Path(stamp[0]), [])
        if file.parse():
            with suppress(KeyError, ValueError):
                return Edition(str(file.tree["name"]), datetime.date.fromisoformat(str(file.tree["as_of"])))
        return error


def package() -> Package:
    """What the data package says of all tables. Raises InputError when it is missing, broken or contradicts itself."""
    path = data() / "datapackage.json"
    rests_on(path)
    return _kept(_package(_stamp(path)))


@lru_cache(maxsize=8)
def _package(stamp: Stamp) -> Package | InputError:
    try:
        return read_package(Path(stamp[0]))
    except InputError as error:
        return error


def tables() -> tuple[str, ...]:
    """Names of all tables the data package describes."""
    return tuple(t.name for t in package().tables)


def served() -> tuple[str, ...]:
    """Names of the tables of evidence, which serve claims: all but the bibliography and the forecasts."""
    return tuple(name for name in tables() if name not in (BIBLIOGRAPHY, FORECASTS))


def describe(name: str) -> Table:
    """What the data package says of a table. Raises KeyError whose first argument lists the tables there are."""
    return package().table(name)


def _file(name: str) -> TableFile:
    path = data() / describe(name).path
    rests_on(path)
    return _read(name, _stamp(data() / "datapackage.json"), _stamp(path))


@lru_cache(maxsize=256)
def _read(name: str, package: Stamp, stamp: Stamp) -> TableFile:
    return read_table(Path(stamp[0]), _kept(_package(package)).table(name))


def _sound(name: str) -> TableFile:
    file = _file(name)
    if file.faults:
        raise InputError(file.faults)
    return file


def table(name: str) -> pd.DataFrame:
    """A copy of an evidence table, typed as its schema says, each row under its id.

    Raises KeyError as `describe`, or InputError with every fault of the table's file.
    """
    found = _sound(name).frame.copy()
    found.attrs["table"] = name
    return found


def row(name: str, id: str) -> Mapping[str, Any]:
    """The cells of the row with this id, by column. Raises KeyError saying which of the two there is not."""
    if name not in tables():
        raise KeyError(unknown(f"table {name!r}", name, tables()))
    rows = _sound(name).by_key
    if id not in rows:
        raise KeyError(unknown(f"row {id!r} in {name}", id, rows))
    return rows[id]


def written(name: str) -> Mapping[str, Mapping[str, str]]:
    """The cells of a table as its file has them, by row's id and column. Raises as `table`."""
    file = _sound(name)
    return {row[file.table.key]: row for row in file.rows}


def ids(name: str) -> set[str]:
    """The ids of a table's rows; none where its file is broken. Raises KeyError as `describe`."""
    file = _file(name)
    return set() if file.faults else file.values(file.table.key)


def lines(name: str) -> Mapping[str, int]:
    """The line of each row in the table's file, by its id. Raises as `table`."""
    file = _sound(name)
    return {row[file.table.key]: line for row, line in zip(file.rows, file.lines, strict=True)}


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """A sentence that there is no such thing, with the known names that come near the word, or all when few."""
    names = list(known)
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.5) or (names if len(names) <= 8 else [])
    return f"no {what}" + (f"; there is {', '.join(near)}" if near else "")


def sources() -> pd.DataFrame:
    """The bibliography, indexed by source key."""
    return _sound(BIBLIOGRAPHY).frame.drop(columns="key")


def source_keys() -> Collection[str]:
    """The keys of the bibliography. Raises as `table`."""
    return _sound(BIBLIOGRAPHY).by_key.keys()


def check() -> list[Problem]:
    """Every fault of the edition, the data package and its tables, each once: file, line, field, value and rule."""
    faults: list[Problem] = []
    try:
        imprint()
    except InputError as error:
        faults += error.problems
    try:
        described = package()
    except InputError as error:
        return [*faults, *error.problems]
    files = {t.name: _file(t.name) for t in described.tables}
    for file in files.values():
        faults += file.faults
        faults += _dangling(file, files)
    return [*faults, *_unread(described)]


def _dangling(file: TableFile, files: Mapping[str, TableFile]) -> Iterator[Problem]:
    """Faults of a table's foreign keys, but for those into a table without rows, which is told of already."""
    for f in file.table.layout.foreign:
        target = files[f.reference.resource or file.table.name]
        if target.rows:
            yield from dangling(file, f.fields[0], target, f.reference.fields[0])


BIBLIOGRAPHY = "sources"
"""The table of sources, which others cite by its keys."""

FORECASTS = "forecasts"
"""The table of dated public questions: see `tilt.record.questions`."""

READ = {"assumptions", "scenarios", "evidence", "datapackage.json", "edition.yaml"}
"""What is read in `data/` beside the tables."""


def _unread(described: Package) -> list[Problem]:
    """A fault for each file or folder of `data/` that looks like data and that nothing reads."""
    folder = data()
    known = {folder / t.path for t in described.tables}
    faults: list[Problem] = []
    fix = "describe it in data/datapackage.json, or remove it"
    files = data_files(folder / "evidence", (".csv",), faults)
    faults = [p for p in faults if p.file not in known]  # told by whoever reads the table
    for path in files:
        if path not in known:
            faults.append(Problem(path, None, "is not read: no resource of the data package has this path", fix=fix))
    for path in sorted(folder.iterdir()):
        looks_like_data = path.is_dir() or path.suffix.lower() in (".yaml", ".yml", ".csv")
        if path.name not in READ and path not in known and looks_like_data and not EDITORS.fullmatch(path.name):
            fix = "move it to data/assumptions, scenarios or evidence, or remove it"
            faults.append(Problem(path, None, "is not read", allowed=", ".join(sorted(READ)), fix=fix))
    return faults


def skipped() -> list[str]:
    """Editors' lock files and copies below `data/`, which are not read, by their paths there."""
    folders = [data(), *(data() / name for name in sorted(READ) if (data() / name).is_dir())]
    return [path.relative_to(data()).as_posix() for folder in folders for path in left_by_editors(folder)]
