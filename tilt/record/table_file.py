"""A table's file being read: its cells typed as the data package says, every fault told with its line.

What the standard's own checker (Frictionless) would refuse is refused here, in a hundredth of its time; tests hold the
two against each other.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from tilt.record.folder import unreadable
from tilt.record.package import Table
from tilt.record.problems import Problem

FIXES = {
    "type": "write the value as the column's type",
    "required": "fill it in",
    "unique": "give each row its own value",
}


@dataclass(eq=False)
class TableFile:
    """One file: its rows as text with their lines, and the faults found in it."""

    table: Table
    path: Path
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)

    def fault(self, line: int | None, what: str, column: str | None = None, **rest: Any) -> None:
        """Add a fault of a line, or of the file; `rest` are the other fields of `Problem`."""
        self.faults.append(Problem(self.path, line, what, column, **rest))

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows as pandas types them, under their keys. The file must be free of faults."""
        columns = {}
        for f in self.table.fields:
            cells = [row[f.name] for row in self.rows]
            values = [f.kind.read(cell) if cell else None for cell in cells]
            columns[f.name] = pd.Series(values, dtype=f.kind.dtype)
        return pd.DataFrame(columns).set_axis([row[self.table.key] for row in self.rows], axis=0)

    @cached_property
    def by_key(self) -> dict[str, dict[str, Any]]:
        """The typed cells of each row, by column, under the row's key. The file must be free of faults."""
        return {str(k): {str(c): v for c, v in row.items()} for k, row in self.frame.to_dict("index").items()}

    def values(self, column: str) -> set[str]:
        """The cells of a column, but for blank ones."""
        return {row[column] for row in self.rows} - {""}


def read_table(path: Path, table: Table) -> TableFile:
    """A table's file with every fault of its own; where its keys lead is checked by `dangling`."""
    found = TableFile(table, path)
    records = list(_records(found))
    if found.faults or not _header(found, records):
        return found
    for line, cells in records[1:]:
        if len(cells) == len(table.columns):
            found.lines.append(line)
            found.rows.append(dict(zip(table.columns, cells, strict=True)))
        elif not any(cells):
            found.fault(line, "is a blank row", fix="remove the empty line")
        else:
            few = len(cells) < len(table.columns)
            what = "has too few cells" if few else "has extra cells"
            fix = "give every row as many cells as the header" if few else "quote text that contains commas"
            found.fault(line, what, value=len(cells), allowed=f"{len(table.columns)}, as the header", fix=fix)
    if not found.rows and not found.faults:
        found.fault(1, "has a header and no rows", fix="add its rows, or drop its resource from datapackage.json")
    _cells(found)
    _repeated(found)
    _disorder(found)
    return found


def _records(file: TableFile) -> Iterator[tuple[int, list[str]]]:
    """The file's records, each with the line it starts on."""
    if why := unreadable(file.path):
        file.fault(None, why, file.table.name, fix="restore it, or drop its resource from datapackage.json")
        return
    try:
        text = file.path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        file.fault(line, "is not UTF-8 text", value=error.object[error.start : error.end], fix="save it as UTF-8")
        return
    except OSError as error:
        file.fault(None, f"cannot be read: {error.strerror}", fix="make it readable")
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for record in reader:
            yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        file.fault(line, f"is not CSV: {error}", fix="close the quotes on this line, and double those inside them")


def _header(file: TableFile, records: list[tuple[int, list[str]]]) -> bool:
    """Whether the header names the table's columns in their order; its faults are added."""
    wanted = list(file.table.columns)
    given = records[0][1] if records else []
    if given == wanted:
        return True
    allowed = ",".join(wanted)
    if len(given) == len(wanted) and not set(given) <= set(wanted):
        for label, column in zip(given, wanted, strict=True):
            if label not in wanted and column not in given:
                fix = "restore the column's name, or describe it in datapackage.json"
                file.fault(1, "the header has another label", column, value=label, allowed=column, fix=fix)
        if file.faults:
            return False
    missing, unknown = [c for c in wanted if c not in given], [c for c in given if c not in wanted]
    for column in missing:
        file.fault(1, "the header lacks the label of a column", column, allowed=allowed, fix="restore the column")
    for column in unknown:
        fix = "restore the column's name, or describe it in datapackage.json"
        file.fault(1, "the header has an unknown label", column or "(blank)", allowed=allowed, fix=fix)
    if not missing and not unknown:
        what = "the header's labels are in another order, or stand twice"
        file.fault(1, what, value=",".join(given), allowed=allowed, fix="put the columns in the order described")
    return False


def _cells(file: TableFile) -> None:
    """Add a fault for each cell that does not keep to its column's type and rule."""
    for f in file.table.fields:
        for line, row in zip(file.lines, file.rows, strict=True):
            cell = row[f.name]
            broken = f.broken(cell) if cell else "required" if f.rule.required else None
            if broken == "type":
                what = f"is not of its column's type, {f.type}"
            elif broken == "required":
                what = "is blank, and required"
            elif broken:
                what = f"breaks its column's rule: {broken}"
            else:
                continue
            value, fix = cell or "(blank)", FIXES.get(broken, "use an allowed value")
            file.fault(line, what, f.name, value=value, allowed=f.allowed, fix=fix)


def _repeated(file: TableFile) -> None:
    """Add a fault for each cell that stands twice in a column whose cells differ."""
    for f in file.table.fields:
        if not (f.rule.unique or f.name == file.table.key):
            continue
        first: dict[str, int] = {}
        for line, row in zip(file.lines, file.rows, strict=True):
            cell = row[f.name]
            if cell and first.setdefault(cell, line) != line:
                what = f"is not unique: it stands on line {first[cell]} already"
                file.fault(line, what, f.name, value=cell, fix=FIXES["unique"])


def _disorder(file: TableFile) -> None:
    """Add a fault for each row in which an `ordered` group of columns does not rise; blanks are skipped."""
    told = {(p.line, p.id) for p in file.faults}
    for columns in file.table.ordered:
        for line, row in zip(file.lines, file.rows, strict=True):
            if any((line, c) in told for c in columns):
                continue  # the cell that is at fault is told of already
            cells = [(c, float(row[c])) for c in columns if row[c]]
            if [v for _, v in cells] != sorted(v for _, v in cells):
                shown = ", ".join(f"{c} {v:g}" for c, v in cells)
                allowed = " <= ".join(columns)
                file.fault(line, "is reversed", columns[0], value=shown, allowed=allowed, fix="put the ends in order")


def dangling(file: TableFile, column: str, target: TableFile, key: str) -> Iterator[Problem]:
    """A fault for each cell of a column that no row of the target has as its key."""
    known = target.values(key)
    for line, row in zip(file.lines, file.rows, strict=True):
        cell = row[column]
        if cell and cell not in known:
            what = f"breaks a foreign key: {target.table.name} has no such {key}"
            fix = f"add the row to data/{target.table.path}, or correct the {column}"
            yield Problem(file.path, line, what, column, value=cell, allowed=f"a {key} of {target.table.name}", fix=fix)
