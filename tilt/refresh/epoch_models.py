"""Epoch AI's Data on AI Models (`notable_ai_models.csv` and its like): training compute, and how long training took."""

from __future__ import annotations

import datetime
from pathlib import Path

from tilt.refresh.offer import Offer, Offered, Rows, base, identifier, rounded
from tilt.refresh.sheet import Row, Sheet, read_sheet

MODEL, MAKER, DAY, FLOP = "Model", "Organization", "Publication date", "Training compute (FLOP)"
SURE, FIELD, HOURS = "Confidence", "Domain", "Training time (hours)"
CERTAIN = ("confident", "likely", "speculative")
LANGUAGE = ("language", "multimodal")
"""Domains among which the book counts records: before 2020 records were set by players of games."""


def records(path: Path, ours: Rows) -> Offer:
    """Compute of the models that we have, and of those that set a record since. Raises InputError with every fault."""
    sheet = read_sheet(path, (MODEL, MAKER, DAY, FLOP, SURE, FIELD))
    known = [(row, day, flop) for row in sheet.rows if (stated := _run(sheet, row)) for day, flop in [stated]]
    sheet.sound()
    since = min((datetime.date.fromisoformat(row["released"]) for row in ours.values()), default=datetime.date.min)
    best, top = 0.0, set[int]()
    for row, day, flop in sorted(known, key=lambda k: (k[1], -k[2])):
        spoken = any(word in row.cells[FIELD].lower() for word in LANGUAGE)
        if spoken and day >= since and flop > best and row.cells[SURE].lower() in CERTAIN:
            best = flop
            top.add(row.line)
    ids = _ids(sheet, [row for row, _, _ in known], ours)
    found: dict[str, Offered] = {}
    for row, day, flop in known:
        id = ids.get(row.line) or (identifier(row.cells[MODEL]) if row.line in top else None)
        if id is None:
            continue
        sure = row.cells[SURE].lower()
        cells = {"released": f"{day}", "training_flop": f"{flop:.4g}", "in_2026_set": str(row.line in top).lower()}
        cells |= {"certainty": sure} if sure in CERTAIN else {}
        only_new = {"model": row.cells[MODEL], "developer": row.cells[MAKER], "in_2025_set": "false"}
        found[id] = Offered(row.line, cells, True, only_new)
    return Offer(path, found, (f"{len(sheet.rows) - len(known)} rows state no compute or no day",))


def days(path: Path, ours: Rows) -> Offer:
    """How many days training took, of the models that we have. Raises InputError with every fault."""
    sheet = read_sheet(path, (MODEL, HOURS))
    ids = _ids(sheet, sheet.rows, ours)
    found: dict[str, Offered] = {}
    for row in sheet.rows:
        hours = sheet.number(row, HOURS)
        if row.line in ids and hours is not None:
            found[ids[row.line]] = Offered(row.line, {"days": rounded(hours / 24, 1)}, new=False)
    sheet.sound()
    return Offer(path, found)


def _run(sheet: Sheet, row: Row) -> tuple[datetime.date, float] | None:
    """Day and FLOP of a row; None where it lacks one of them."""
    day, flop = sheet.date(row, DAY), sheet.number(row, FLOP)
    if flop is not None and flop <= 0:
        sheet.fault(row, FLOP, "is no amount of compute", "FLOP above 0")
    return (day, flop) if day is not None and flop else None


def _ids(sheet: Sheet, rows: tuple[Row, ...] | list[Row], ours: Rows) -> dict[int, str]:
    """Our id of each row, by its line: by the whole name, else without what stands in brackets behind it."""
    whole: dict[str, list[Row]] = {}
    bare: dict[str, list[Row]] = {}
    for row in rows:
        whole.setdefault(identifier(row.cells[MODEL]), []).append(row)
        bare.setdefault(identifier(base(row.cells[MODEL])), []).append(row)
    found: dict[int, str] = {}
    for id, ours_row in ours.items():
        same = whole.get(identifier(ours_row["model"])) or bare.get(identifier(base(ours_row["model"])), [])
        if len(same) > 1:
            lines = ", ".join(str(r.line) for r in same)
            sheet.fault(same[0], MODEL, f"is {ours_row['model']} on several lines: {lines}", "one row for the model")
        elif same:
            found[same[0].line] = id
    sheet.sound()
    return found
