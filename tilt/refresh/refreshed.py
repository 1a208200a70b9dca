"""A refresh not yet written: the file read, the table as it would be, and what that changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tilt.paths import data
from tilt.record import evidence
from tilt.record.problems import InputError, Problem
from tilt.refresh.formats import Format, format_of
from tilt.refresh.merged import MISSING_SHARE, Merge, Stamp, merge, stamp
from tilt.refresh.offer import Offer
from tilt.refresh.table_text import rewritten


@dataclass(frozen=True)
class Refresh:
    """A table and a newer file: `before` is the table's file as it is, `text` as it would be."""

    format: Format
    file: Path
    new: Stamp
    offer: Offer
    merge: Merge
    table: Path
    before: bytes
    text: str


def refreshed(name: str, file: Path, source: str = "", vintage: str = "", *, allow_missing: bool = False) -> Refresh:
    """Read a newer file and work out what it makes of a table; nothing is written.

    Args:
        name: The table's.
        file: The publisher's file.
        source: Key in data/sources.csv that new figures cite; where blank, the format's own.
        vintage: Month or day of the file, where the table has a column for it.
        allow_missing: Whether the file may lack more rows than MISSING_SHARE.

    Raises:
        FormatError: No such file refreshes the table.
        InputError: The table or the file is at fault, or the file lacks too many rows.
    """
    chosen = format_of(name, file)
    described = evidence.describe(name)
    table = data() / described.path
    ours = evidence.written(name)
    before = table.read_bytes()
    new = stamp(chosen, source, vintage, file)
    offer = chosen.read(file, ours)
    merged = merge(chosen, offer, new)
    if merged.shrunken and not allow_missing:
        what = f"lacks {len(merged.missing)} of the {merged.of} rows that come from such files"
        allowed = f"up to {100 * MISSING_SHARE:.0f} % of them"
        fix = "give the whole file; --allow-missing takes the rows out"
        raise InputError([Problem(file, None, what, None, ", ".join(merged.missing), allowed, fix)])
    text = rewritten(before.decode(), described, merged.rows)
    return Refresh(chosen, file, new, offer, merged, table, before, text)
