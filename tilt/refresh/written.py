"""A refreshed table replaced whole or not at all, and the note of what was done."""

from __future__ import annotations

import datetime
import hashlib
from contextlib import ExitStack
from pathlib import Path

from tilt.paths import data
from tilt.record.problems import InputError, Problem
from tilt.record.whole import ready
from tilt.refresh.merged import Merge, Stamp

NOTES = "REFRESHED.md"
"""The file of notes, beside the tables: documents there are read by nobody but people."""

HEAD = "# Tables refreshed from newer public files\n\nWritten by `tilt refresh`, the newest last.\n"


def replaced(path: Path, before: bytes, after: str, note: tuple[Path, str] | None = None) -> None:
    """Put a text in a file's place, if the file is still what it was, and then a note in another's.

    Both are written out before either takes its place. Raises InputError where the file changed meanwhile, OSError
    where something cannot be written; then all is as it was.
    """
    with ExitStack() as waiting:
        if note:
            waiting.enter_context(ready(note[0], note[1].encode()))
        waiting.enter_context(ready(path, after.encode()))  # entered last, so it is the first in its place
        if path.read_bytes() != before:
            raise InputError([Problem(path, None, "was changed meanwhile", fix="run the command again")])


def noted(table: str, words: str, file: Path, new: Stamp, merge: Merge, moved: list[str]) -> tuple[Path, str]:
    """The file of notes, and its text with a note of a refresh added. The day is that of UTC.

    Args:
        table: The table's name.
        words: What kind of file it was refreshed from.
        file: That file.
        new: What its figures cite.
        merge: What changed.
        moved: Findings whose credence moved, a sentence each.
    """
    path = data() / "evidence" / NOTES
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    count = {kind: [c.id for c in merge.changes if c.kind == kind] for kind in ("added", "changed", "removed")}
    lines = [
        f"\n## {table}, {datetime.datetime.now(datetime.UTC):%Y-%m-%d}\n",
        f"From {words}, `{file.name}` (SHA-256 {digest[:16]}…), cited as {new.source}"
        + (f", vintage {new.vintage}.\n" if new.vintage else ".\n"),
        *(f"- {kind}: {', '.join(ids)}" for kind, ids in count.items() if ids),
        *(f"- {sentence}" for sentence in moved or ["No credence moved."]),
    ]
    there = path.read_text(encoding="utf-8") if path.is_file() else HEAD
    return path, there.rstrip("\n") + "\n" + "\n".join(lines) + "\n"
