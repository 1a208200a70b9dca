"""Figures that know their row: a number taken from an evidence table leads there with one click.

`cite(value, table, id)` is a float that remembers where it stands. Scaled by a plain number it still does; combined
with another cited figure it is a computed number and does not. Formatted into a sentence it becomes a link.
"""

from __future__ import annotations

import math
import re
from html import escape
from typing import Any

from tilt.format import number, written
from tilt.paths import page
from tilt.record import evidence


def anchor(table: str, id: str) -> str:
    """The anchor of a row on the evidence page: it stays while the row keeps its id."""
    return f"{table}-{id}"


def address(table: str, id: str | None = None) -> str:
    """Where a table, or a row of it, stands on the evidence page: of the site, or of the app."""
    return f"{page('evidence')}#{table if id is None else anchor(table, id)}"


class Cited(float):
    """A figure of an evidence table, in the table's unit or a multiple of it; `row` is the id of its row."""

    table: str
    row: str

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
        text = number(float(self), int(digits[1])) if digits else written(self, spec)
        grade = evidence.row(self.table, self.row).get("grade")
        known = f", {grade}" if grade else ""
        title = escape(f"{evidence.describe(self.table).title}{known}", quote=True)
        href = escape(address(self.table, self.row), quote=True)
        return f'<a class="tilt-cited" href="{href}" title="{title}">{text}</a>'


def _cited(value: float, table: str, id: str) -> Cited:
    found = Cited(value)
    found.table, found.row = table, id
    return found


def quote(table: str, id: str, column: str) -> float:
    """A number of a table, cited: of the row with this id.

    Raises KeyError that names what there is no such of (table, row or column) and what comes near, or ValueError
    where the cell holds no number.
    """
    cells = evidence.row(table, id)
    if column not in cells:
        raise KeyError(evidence.unknown(f"column {column!r} in {table}", column, cells))
    value = cells[column]
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        msg = f"{table}, row {id}: {column} holds no number to quote, but {value!r}"
        raise ValueError(msg)
    return _cited(float(value), table, id)


def cite(value: float, table: str, id: str) -> float:
    """The value as a figure of a row. Raises KeyError where the table has no such row."""
    evidence.row(table, id)
    return _cited(value, table, id)
