"""Epoch AI's Capabilities Index (`epoch_capabilities_index.csv`): a score for each version of a model."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tilt.refresh.offer import Offer, Offered, Rows, base, identifier, rounded
from tilt.refresh.sheet import Row, Sheet, read_sheet

WANTED = ("Model version", "ECI Score", "Release date", "Model name")

SAME = 5e-3
"""Points by which two versions of a model may differ and still have one score: the table rounds to a hundredth."""


@dataclass(frozen=True)
class Scored:
    """A model on a day: its name, its score in points, the row it was read from."""

    name: str
    released: datetime.date
    score: float
    row: Row


def read(path: Path, ours: Rows) -> Offer:
    """Scores of the models that we have, and of those that set a record. Raises InputError with every fault.

    Versions of a model with the same day and score are one. A model of ours is found by name and day, else by its name
    where the file has one day for it.
    """
    sheet = read_sheet(path, WANTED)
    models, left = _models(sheet)
    found: dict[str, Offered] = {}
    records = _records(models)
    taken = set[int]()
    for id, row in ours.items():
        if (scored := _ours(sheet, models, row)) is not None:
            taken.add(scored.row.line)
            found[id] = _offered(scored, scored.row.line in records)
    since = min((row["released"] for row in ours.values()), default="")
    for m in models:
        if m.row.line in taken or m.row.line not in records or f"{m.released}" < since:
            continue
        name = base(m.name)
        if identifier(name) in ours or identifier(name) in found:  # another version of a model that we have
            name = m.name if m.name != name else f"{name} ({m.released:%b %Y})"
        found[identifier(name)] = Offered(m.row.line, _offered(m, record=True).cells, True, {"model": name})
    sheet.sound()
    return Offer(path, found, left)


def _ours(sheet: Sheet, models: list[Scored], row: Mapping[str, str]) -> Scored | None:
    """The model of the file that a row of ours is: by its name on its day, without brackets, or on its only day."""
    whole = [m for m in models if identifier(m.name) == identifier(row["model"])]
    bare = [m for m in models if identifier(base(m.name)) == identifier(row["model"])]
    for same in (whole, bare):
        dated = [m for m in same if f"{m.released}" == row["released"]]
        if len({m.score for m in dated}) == 1:
            return dated[0]
    same = whole or bare
    if len(same) > 1:
        lines = ", ".join(f"{m.name} of {m.released} on line {m.row.line}" for m in same)
        what = f"it is not clear which row {row['model']} of {row['released']} is: {lines}"
        sheet.fault(same[0].row, "Model name", what, "one with our day")
    return same[0] if same else None


def _models(sheet: Sheet) -> tuple[list[Scored], tuple[str, ...]]:
    """Models by day, and what is left out: rows without a score, and models without a day."""
    first: dict[tuple[str, datetime.date], Scored] = {}
    unscored, undated = 0, list[str]()
    for row in sheet.rows:
        score, released = sheet.number(row, "ECI Score"), sheet.date(row, "Release date")
        name = row.cells["Model name"]
        if not row.cells["ECI Score"]:
            unscored += 1
        elif not name:
            sheet.fault(row, "Model name", "is blank where there is a score", "the model's name")
        elif not row.cells["Release date"]:
            undated.append(name)
        elif score is not None and released is not None:
            known = first.setdefault((identifier(name), released), Scored(name, released, score, row))
            if abs(known.score - score) > SAME:
                what = f"is another score for {name} of {released}: line {known.row.line} has {known.score:g}"
                sheet.fault(row, "ECI Score", what, "one score for a model and day")
    sheet.sound()
    left = [f"{unscored} rows, which have no score"] if unscored else []
    left += [f"models without a release date ({', '.join(dict.fromkeys(undated))})"] if undated else []
    return sorted(first.values(), key=lambda m: (m.released, m.row.line)), tuple(left)


def _records(models: list[Scored]) -> set[int]:
    """Models that scored above all that came out before or with them."""
    found, best = set[int](), float("-inf")
    for m in sorted(models, key=lambda m: (m.released, -m.score)):
        if m.score > best:
            best = m.score
            found.add(m.row.line)
    return found


def _offered(m: Scored, record: bool) -> Offered:
    cells = {"released": f"{m.released}", "score": rounded(m.score, 2), "record": str(record).lower()}
    return Offered(m.row.line, cells)
