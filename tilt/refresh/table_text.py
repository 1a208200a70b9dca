"""A table's text with other rows: header and unchanged rows stay byte for byte as they are written."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from tilt.record.package import Table


def rewritten(text: str, table: Table, rows: Mapping[str, Mapping[str, str]]) -> str:
    """The text of a table with these rows, in their order.

    Args:
        text: The table's file as it is, free of faults.
        table: Its columns and key.
        rows: Every row by its key, with a cell for each column.
    """
    lines = text.splitlines(keepends=True)
    ending = "\r\n" if lines[0].endswith("\r\n") else "\n"
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    raw: dict[str, tuple[list[str], str]] = {}
    header, start = "", 0
    for record in reader:
        piece = "".join(lines[start : reader.line_num])
        piece = piece if piece.endswith("\n") else piece + ending
        if not start:
            header = piece
        else:
            raw[record[table.columns.index(table.key)]] = (record, piece)
        start = reader.line_num
    return header + "".join(_line(table, row, raw.get(id), ending) for id, row in rows.items())


def _line(table: Table, row: Mapping[str, str], raw: tuple[list[str], str] | None, ending: str) -> str:
    cells = [row[c] for c in table.columns]
    if raw and raw[0] == cells:
        return raw[1]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=ending).writerow(cells)
    return out.getvalue()
