"""What a refresh would do to a table, as text: added, changed and removed rows, and what is left alone."""

from __future__ import annotations

from collections.abc import Iterator

from tilt.refresh.merged import Changed, Merge
from tilt.refresh.offer import Offer

WORDS = {"added": "+", "removed": "-", "changed": "~"}


def told(table: str, offer: Offer, merge: Merge) -> str:
    """The rows that change, cell by cell, then what of the file is not taken."""
    kinds = [c.kind for c in merge.changes]
    counts = ", ".join(f"{kinds.count(k)} {k}" for k in WORDS)
    of = f"{table}: {len(merge.rows)} rows after; {counts}"
    parts = [of, *(line for c in merge.changes for line in _row(c))]
    if both := [id for id in merge.kept if id in offer.rows]:
        parts.append(f"Left alone, for they cite another source, though the file has them: {', '.join(both)}.")
    if noted := [c.id for c in merge.changes if c.kind == "changed" and c.before.get("note")]:
        parts.append(f"Their notes stay as they are; read them again: {', '.join(noted)}.")
    parts += [f"Not taken: {sentence}." for sentence in offer.left_out]
    return "\n".join(parts) + "\n"


def _row(c: Changed) -> Iterator[str]:
    where = f" (line {c.line} of the file)" if c.line else ""
    yield f"  {WORDS[c.kind]} {c.id}{where}"
    if c.kind == "removed":
        return
    for column, (before, after) in c.cells.items():
        if c.kind == "changed":
            yield f"      {column}: {before or '(blank)'} → {after or '(blank)'}"
        elif after and column != "id":
            yield f"      {column}: {after}"
