"""A refreshed table replaced whole or not at all, and the note of what was done."""

from __future__ import annotations

import datetime
import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from tilt.paths import data
from tilt.record.problems import InputError, Problem
from tilt.refresh.merged import Merge, Stamp

NOTES = "REFRESHED.md"
"""The file of notes, beside the tables: documents there are read by nobody but people."""

HEAD = "# Tables refreshed from newer public files\n\nWritten by `tilt refresh`, the newest last.\n"


def replaced(path: Path, before: bytes, after: str) -> None:
    """Put a text in a file's place, if the file is still what it was.

    The text is written beside it and renamed, so that a reader finds the old table or the new one, also after a fall of
    power. Raises InputError where the file changed meanwhile, OSError where its folder cannot be written.
    """
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as half:
        try:
            half.write(after.encode())
            half.flush()
            os.fsync(half.fileno())
            shutil.copymode(path, half.name)
            if path.read_bytes() != before:
                raise InputError([Problem(path, None, "was changed meanwhile", fix="run the command again")])
            Path(half.name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(half.name).unlink()
            raise


def noted(table: str, words: str, file: Path, new: Stamp, merge: Merge, moved: list[str]) -> Path:
    """Add a note of a refresh, and return the file of notes.

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
        f"\n## {table}, {datetime.date.today():%Y-%m-%d}\n",
        f"From {words}, `{file.name}` (SHA-256 {digest[:16]}…), cited as {new.source}"
        + (f", vintage {new.vintage}.\n" if new.vintage else ".\n"),
        *(f"- {kind}: {', '.join(ids)}" for kind, ids in count.items() if ids),
        *(f"- {sentence}" for sentence in moved or ["No credence moved."]),
    ]
    there = path.read_text(encoding="utf-8") if path.is_file() else HEAD
    path.write_text(there.rstrip("\n") + "\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path
