"""Numbers and dates as spreadsheets leave them. What could be read in two ways is refused, never guessed."""

from __future__ import annotations

import datetime
import math
import re

PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
POWER = re.compile(r"[+-]?\d+,\d+[eE][+-]?\d+", re.ASCII)
"""A decimal comma before a power of ten: thousands are never parted there."""

GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:([,.\u00a0\u2009\u202f '’])\d{3})(?:\1\d{3})*(?:[.,]\d+)?", re.ASCII)
LONE_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
THREE_AFTER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
"""One mark with three digits behind it: a decimal, or thousands."""

TWO_WAYS = "can be read in two ways: as thousands, or as a decimal"
DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\d{2}:\d{2}.*)?", re.ASCII)
PARTED = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?: 0?0:00.*)?", re.ASCII)
NAMED = ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y")


class CellError(ValueError):
    """A cell that is not read: `what` is wrong, and what is `allowed` there."""

    def __init__(self, what: str, allowed: str):
        self.what, self.allowed = what, allowed
        super().__init__(what)


def number(cell: str, continental: bool = False) -> float:
    """The number of a cell. Raises CellError.

    Args:
        cell: Its text, not blank.
        continental: Whether semicolons part the file's columns, so that its numbers may have decimal commas.
    """
    allowed = "a number such as 3, 0.25, 1e26 or 1,234,567.8"
    if THREE_AFTER.fullmatch(cell) and ("," in cell or continental):
        raise CellError(TWO_WAYS, "write it without thousands, and with a decimal point")
    text = cell
    if POWER.fullmatch(cell) or (LONE_COMMA.fullmatch(cell) and continental):
        text = cell.replace(",", ".")
    elif (found := GROUPED.fullmatch(cell)) and not PLAIN.fullmatch(cell):
        text = cell.replace(found[1], "").replace(",", ".")
    if not PLAIN.fullmatch(text):
        raise CellError("is not a number", allowed)
    value = float(text)
    if not math.isfinite(value):
        raise CellError("is beyond what a number can be", allowed)
    return value


def date(cell: str) -> datetime.date:
    """The date of a cell. Days and months that could change places are refused. Raises CellError."""
    allowed = "a date such as 2026-02-05"
    try:
        if iso := DATE.fullmatch(cell):
            return datetime.date(*(int(part) for part in iso.groups()))
        if parted := PARTED.fullmatch(cell):
            first, second, year = int(parted[1]), int(parted[3]), int(parted[4])
            if parted[2] != "." and first <= 12 and second <= 12 and first != second:
                raise CellError("can be read in two ways: day and month could change places", allowed)
            month_first = second > 12 and parted[2] != "."
            return datetime.date(year, *((first, second) if month_first else (second, first)))
    except CellError:
        raise
    except ValueError:
        raise CellError("is no day of the calendar", allowed) from None
    for form in NAMED:
        try:
            return datetime.datetime.strptime(cell, form).date()
        except ValueError:
            continue
    what = "looks like a spreadsheet's count of days" if cell.isdigit() else "is not a date"
    raise CellError(what, allowed)
