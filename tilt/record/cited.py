"""Figures that know their row: a number taken from an evidence table leads there with one click.

`cite(value, table, row)` is a float that remembers where it stands. Scaled by a plain number it still does; combined
with another cited figure it is a computed number and does not. Formatted into a sentence it becomes a link.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import Any

from tilt.format import number
from tilt.paths import page
from tilt.record import evidence


@cache
def _anchors(table: str) -> tuple[str, ...]:
    """An anchor for each row of a table: its key where the table has one of a single column, else its number."""
    rows = evidence.table(table)
    key = evidence.key(table)
    names = rows[key].astype(str) if key else (rows.index + 1).astype(str)
    found: list[str] = []
    for name in names:
        stem = f"{table}-{re.sub(r'[^a-zA-Z0-9_.+]+', '-', name).strip('-').lower()}"
        found.append(stem if stem not in found else f"{stem}-{len(found) + 1}")
    return tuple(found)


def anchor(table: str, row: int) -> str:
    """The anchor of a row by its place, from 0."""
    return _anchors(table)[row]


def place(table: str, row: str) -> int:
    """The place of the first row with a cell that reads `row`. Raises KeyError where none does."""
    rows = evidence.table(table)
    for column in rows.columns:
        if rows[column].dtype == object or str(rows[column].dtype).startswith(("str", "string")):
            found = rows.index[rows[column] == row]
            if len(found):
                return int(found[0])
    msg = f"no row {row!r} in {table}"
    raise KeyError(msg)


def address(table: str, row: int | None = None) -> str:
    """Where a table, or a row of it, stands on the evidence page: of the site, or of the app."""
    return f"{page('evidence')}#{table if row is None else anchor(table, row)}"


class Cited(float):
    """A figure of an evidence table, in the table's unit or a multiple of it."""

    table: str
    row: int

    def _scaled(self, value: float, other: Any) -> float:
        return value if isinstance(other, Cited) else _cited(value, self.table, self.row)

    def __mul__(self, other: Any) -> float:
        """Still cited when scaled by a plain number."""
        return self._scaled(float(self) * float(other), other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> float:
        """Still cited when scaled by a plain number."""
        return self._scaled(float(self) / float(other), other)

    def __rtruediv__(self, other: Any) -> float:
        """Still cited as so many times the other way round."""
        return self._scaled(float(other) / float(self), other)

    def __format__(self, spec: str) -> str:
        """The number as a link to its row, saying where it leads. `~2` means two significant digits, with powers."""
        digits = re.fullmatch(r"~(\d)", spec)
        text = number(float(self), int(digits[1])) if digits else format(float(self), spec)
        grade = evidence.table(self.table).get("grade")
        known = f", {grade.iloc[self.row]}" if grade is not None else ""
        title = escape(f"{evidence.title(self.table)}{known}", quote=True)
        href = escape(address(self.table, self.row), quote=True)
        return f'<a class="tilt-cited" href="{href}" title="{title}">{text}</a>'


def _cited(value: float, table: str, row: int) -> Cited:
    found = Cited(value)
    found.table, found.row = table, row
    return found


def quote(table: str, row: str, column: str) -> float:
    """A number of a table, cited: of the first row with a cell that reads `row`. Raises KeyError as `place`."""
    at = place(table, row)
    return _cited(float(evidence.table(table)[column].iloc[at]), table, at)


def cite(value: float, table: str, row: str) -> float:
    """The value as a figure of a row. Raises KeyError where the table has no such row."""
    return _cited(value, table, place(table, row))
