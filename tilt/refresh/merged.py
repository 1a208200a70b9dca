"""A table as a file would make it: each row unchanged, changed, added or removed, and whether the file is whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tilt.record import evidence
from tilt.record.package import Table
from tilt.record.problems import InputError, Problem
from tilt.refresh.formats import Format
from tilt.refresh.offer import Offer

MISSING_SHARE = 0.1
"""Share of a table's rows from a publisher that its newer file may lack before it is taken to be cut short."""

GRADES = {"primary": "primary", "secondary": "secondary", "ours": "computed"}
"""Grade of a figure by how its source was read."""


@dataclass(frozen=True)
class Stamp:
    """Where new figures come from: the source they cite, how well they are known, and the file's month or day."""

    source: str
    grade: str
    vintage: str


@dataclass(frozen=True)
class Changed:
    """A row before and after, by column; empty before where it is added, empty after where it is removed.

    `line` is where the file has it.
    """

    id: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    line: int | None = None

    @property
    def kind(self) -> str:
        """Added, removed or changed."""
        return "added" if not self.before else "removed" if not self.after else "changed"

    @property
    def cells(self) -> dict[str, tuple[str, str]]:
        """What each cell was and is, where that differs."""
        columns = self.after or self.before
        pairs = {c: (self.before.get(c, ""), self.after.get(c, "")) for c in columns}
        return {c: pair for c, pair in pairs.items() if pair[0] != pair[1]}


@dataclass(frozen=True)
class Merge:
    """What a file makes of a table: its rows in their order, what changes, and the rows of it that the file lacks.

    `of` is how many rows come from such files, `kept` are the ids of the others.
    """

    rows: Mapping[str, Mapping[str, str]]
    changes: tuple[Changed, ...]
    missing: tuple[str, ...]
    of: int
    kept: tuple[str, ...]

    @property
    def shrunken(self) -> bool:
        """Whether the file lacks more rows than a newer one would."""
        return len(self.missing) > MISSING_SHARE * self.of


def stamp(format_: Format, source: str, vintage: str, path: Path) -> Stamp:
    """The stamp of new figures. Raises InputError where the source is not in data/sources.csv, or is not stated."""
    chosen = source or format_.source
    known = evidence.sources()
    if chosen not in known.index:
        what = "new figures need a source of their own" if not chosen else "is no key in data/sources.csv"
        fix = "add this vintage of the file to data/sources.csv, and name its key by --source"
        raise InputError([Problem(path, None, what, chosen or None, allowed=_allowed(format_, known.index), fix=fix)])
    if not format_.covers(chosen):
        what = f"is no source of {format_.words}: the next refresh would not find its rows"
        raise InputError([Problem(path, None, what, chosen, allowed=" or ".join(format_.sources))])
    if not vintage and "vintage" in evidence.describe(format_.table).columns:
        what = "the table says which file each row is of"
        raise InputError([Problem(path, None, what, allowed="--vintage with the file’s month or day, such as 2026-11")])
    return Stamp(chosen, GRADES.get(str(known.loc[chosen, "read_as"]), "secondary"), vintage)


def _allowed(format_: Format, keys: object) -> str:
    there = [key for key in keys if format_.covers(str(key))]  # type: ignore[attr-defined]
    return ", ".join(there) or " or ".join(format_.sources)


def merge(format_: Format, offer: Offer, new: Stamp) -> Merge:
    """The table with what the file offers. Raises InputError where the table itself is at fault."""
    table, ours = evidence.describe(format_.table), evidence.written(format_.table)
    covered = [id for id, row in ours.items() if format_.covers(row["source"])]
    missing = tuple(id for id in covered if id not in offer.rows)
    changes, rows = list[Changed](), dict[str, Mapping[str, str]]()
    for id, row in ours.items():
        if id in missing:
            changes.append(Changed(id, row, {}))
            continue
        offered = offer.rows[id].cells if id in covered else {}
        differ = {c: cell for c, cell in offered.items() if not _same(table, c, row[c], cell)}
        rows[id] = {**row, **differ, **_stamped(table, new)} if differ else row
        if differ:
            changes.append(Changed(id, row, rows[id], offer.rows[id].line))
    for id, offered_row in sorted(offer.rows.items(), key=lambda r: r[1].cells.get("released", "")):
        if id not in ours and offered_row.new:
            blank = dict.fromkeys(table.columns, "")
            row = {**blank, table.key: id, **offered_row.only_new, **offered_row.cells, **_stamped(table, new)}
            changes.append(Changed(id, {}, {c: row[c] for c in table.columns}, offered_row.line))
            rows = dict(_placed(rows, id, changes[-1].after))
    kept = tuple(id for id in ours if id not in covered)
    return Merge(rows, tuple(changes), missing, len(covered), kept)


def _stamped(table: Table, new: Stamp) -> dict[str, str]:
    stated = {"source": new.source, "grade": new.grade, "vintage": new.vintage}
    return {c: cell for c, cell in stated.items() if c in table.columns}


def _same(table: Table, column: str, before: str, after: str) -> bool:
    """Whether two cells say the same, however a number is written."""
    if before == after or not before or not after:
        return before == after
    kind = table.field(column).type
    return kind == "number" and float(before) == float(after)


def _placed(
    rows: Mapping[str, Mapping[str, str]], id: str, row: Mapping[str, str]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The rows with a new one: before the first that was released later, else at the end."""
    done = False
    for other, cells in rows.items():
        if not done and row.get("released", "") < cells.get("released", ""):
            done = True
            yield id, row
        yield other, cells
    if not done:
        yield id, row
