"""A CSV that a spreadsheet may have saved: byte order mark, semicolons or tabs, CRLF, empty columns at the end.

What is not read is refused with its line: text in another encoding than Unicode, rows cut short, columns named twice.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tilt.record.problems import InputError, Problem
from tilt.refresh import cells

DELIMITERS = (",", ";", "\t")
LARGEST = 50_000_000
"""Bytes of the largest file that is read: Epoch AI's has some ten million."""

MOST = 20
"""Faults told one by one; the rest are counted."""


@dataclass(frozen=True)
class Row:
    """A row of the file: the line it starts on, and its cells under their column's name."""

    line: int
    cells: Mapping[str, str]


@dataclass
class Sheet:
    """A file's rows, and the faults found while its cells are read."""

    path: Path
    delimiter: str
    rows: tuple[Row, ...]
    faults: list[Problem] = field(default_factory=list)

    def number(self, row: Row, column: str) -> float | None:
        """A cell as a number; None where it is blank, or at fault, which is kept."""
        cell = row.cells[column]
        try:
            return cells.number(cell, self.delimiter == ";") if cell else None
        except cells.CellError as error:
            self.fault(row, column, error.what, error.allowed)
            return None

    def date(self, row: Row, column: str) -> datetime.date | None:
        """A cell as a date; None where it is blank, or at fault, which is kept."""
        cell = row.cells[column]
        try:
            return cells.date(cell) if cell else None
        except cells.CellError as error:
            self.fault(row, column, error.what, error.allowed)
            return None

    def fault(self, row: Row, column: str, what: str, allowed: str) -> None:
        """Keep a fault of a cell."""
        self.faults.append(Problem(self.path, row.line, what, column, row.cells[column] or "(blank)", allowed))

    def sound(self) -> None:
        """Raise InputError if there are faults."""
        if len(self.faults) > MOST:
            self.faults[MOST:] = [Problem(self.path, None, f"and {len(self.faults) - MOST} more problems like these")]
        if self.faults:
            raise InputError(self.faults)


def read_sheet(path: Path, wanted: Sequence[str]) -> Sheet:
    """A file's rows, which must have the columns `wanted` among others. Raises InputError."""
    text = _text(path)
    found = [(d, list(_records(path, text, d))) for d in DELIMITERS if d in text]
    for delimiter, records in found:
        if records and set(wanted) <= {h.strip() for h in records[0][1]}:
            return _sheet(path, delimiter, records)
    first = max((r[0][1] for _, r in found if r), key=lambda h: len(set(h) & set(wanted)), default=[])
    missing = [w for w in wanted if w not in first]
    what = f"lacks the column{'s' if len(missing) != 1 else ''} {', '.join(missing)}" if text.strip() else "is empty"
    raise InputError([Problem(path, 1, what, allowed=", ".join(wanted), fix="give the publisher's file itself")])


def _text(path: Path) -> str:
    if not path.is_file():
        raise InputError([Problem(path, None, "is no file", fix="give the file that the publisher offers")])
    if path.stat().st_size > LARGEST:
        raise InputError([Problem(path, None, f"has more than the {LARGEST:,} bytes that are read")])
    given = path.read_bytes()
    wide = given.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return given.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = given.count(b"\n", 0, error.start) + 1
        value = given[error.start : error.end]
        fix = "save it as “CSV UTF-8”: which letters the bytes of another encoding mean is not guessed"
        raise InputError([Problem(path, line, "is not UTF-8 text", None, value, fix=fix)]) from None


def _records(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The records that a delimiter parts, each with the line it starts on, but for the line `sep=;` of spreadsheets."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            if line > 1 or not text.startswith("sep="):
                yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        if delimiter == ",":
            fix = "close the quotes on this line: the file may be cut off"
            raise InputError([Problem(path, line, f"is not CSV: {error}", fix=fix)]) from None


def _sheet(path: Path, delimiter: str, records: list[tuple[int, list[str]]]) -> Sheet:
    top, header = records[0][0], [h.strip() for h in records[0][1]]
    while header and not header[-1]:
        header.pop()
    found, faults = list[Row](), list[Problem]()
    for name in sorted({h for h in header if h and header.count(h) > 1}):
        faults.append(Problem(path, top, "is the name of two columns", name, fix="keep one of the two"))
    for line, record in records[1:]:
        given = [c.strip() for c in record]
        while len(given) > len(header) and not given[-1]:
            given.pop()
        if not any(given):
            continue  # spreadsheets leave empty rows
        if len(given) != len(header):
            few = "too few cells: the file may be cut off" if len(given) < len(header) else "extra cells"
            faults.append(Problem(path, line, f"has {few}", None, len(given), f"{len(header)}, as the header"))
            continue
        found.append(Row(line, dict(zip(header, given, strict=True))))
    if not found and not faults:
        faults.append(Problem(path, top, "has a header and no rows"))
    sheet = Sheet(path, delimiter, tuple(found), faults)
    sheet.sound()
    return sheet
