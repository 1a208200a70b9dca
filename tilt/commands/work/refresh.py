"""What `tilt refresh` does once it is asked: rows and conclusions shown, then the table written."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import typer

from tilt.commands.progress import INTERRUPTED, progress, waits
from tilt.comparison.compared import Comparison, compare
from tilt.comparison.places import PlaceError, place
from tilt.comparison.snapshot import SnapshotError
from tilt.comparison.states import StateError, states
from tilt.comparison.told import noise, points
from tilt.comparison.told import told as conclusions
from tilt.paths import PACKAGE, data, root
from tilt.record.problems import InputError
from tilt.record.whole import alone, why
from tilt.refresh.candidate import CandidateError, candidate
from tilt.refresh.formats import FormatError
from tilt.refresh.refreshed import Refresh, refreshed
from tilt.refresh.told import told
from tilt.refresh.written import noted, replaced

UNCHANGED = "Nothing was changed."


def refresh(table: str, file: Path, source: str, vintage: str, *, allow_missing: bool, yes: bool) -> None:
    """Show what a newer public table changes, then write it; `tilt.commands.refresh` has the options."""
    if root() == PACKAGE / "edition":
        _refuse(f"The tables in {data()} came with the package: a table is refreshed in a checkout of the book.")
    try:
        found = refreshed(table, file, source, vintage, allow_missing=allow_missing)
        compared = _look(found)
        if not (compared and _confirmed(yes=yes)):
            return
        note = _write(found, compared)
    except FormatError as error:
        raise typer.BadParameter(str(error)) from None
    except InputError as error:
        _refuse("\n".join(str(p) for p in error.problems))
    except (CandidateError, PlaceError, StateError, SnapshotError) as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"{why(error)}.")
    except KeyboardInterrupt:
        typer.echo(f"Stopped before the end. {UNCHANGED}", err=True)
        raise typer.Exit(INTERRUPTED) from None
    typer.echo(f"{found.table.name} is written; what was done stands in {note.name} beside it.")


def _refuse(said: str) -> NoReturn:
    typer.echo(f"{said}\n{UNCHANGED}", err=True)
    raise typer.Exit(1)


def _look(found: Refresh) -> Comparison | None:
    """Print which rows and which conclusions change; the comparison, or None where no row does."""
    name = found.format.table
    sys.stdout.write(told(name, found.offer, found.merge))
    if not found.merge.changes:
        typer.echo(f"The file says nothing that the table does not say. {UNCHANGED}")
        return None
    with TemporaryDirectory(prefix="tilt-refresh-") as workspace:
        folder = Path(workspace) / "refreshed"
        left = candidate(folder, name, found.text)
        compared = _compared(folder, Path(workspace))
    sys.stdout.write("\n" + conclusions(compared) + "\n")
    if left:
        typer.echo("\n".join(["Questions to look at once it is written:", *left, ""]))
    sys.stdout.flush()  # what nobody can have seen is not written
    return compared


def _write(found: Refresh, compared: Comparison) -> Path:
    """Write the table, and the note of it, whose file is returned."""
    with alone(found.table.parent, waits):
        note = noted(found.format.table, found.format.words, found.file, found.new, found.merge, _moved(compared))
        replaced(found.table, found.before, found.text, note)
    return note[0]


def _compared(folder: Path, workspace: Path) -> Comparison:
    with progress("Comparing the conclusions") as tell:
        after = replace(place(str(folder), workspace), label="the book with the new rows", how="by this code")
        base, head = states([place("", workspace), after], workspace)
        return compare(base, head, tell)


def _confirmed(*, yes: bool) -> bool:
    """Whether to write: by --yes, or by the word typed on a terminal."""
    if yes:
        return True
    if not sys.stdin.isatty():
        typer.echo(f"To write this, give --yes. {UNCHANGED}")
        return False
    typed = str(typer.prompt("Write the table? Type yes", default="no")).strip().lower()
    if typed != "yes":
        typer.echo(UNCHANGED)
    return typed == "yes"


def _moved(found: Comparison) -> list[str]:
    """Findings that moved by more than their error, a sentence each."""
    return [
        f"{m.claim} / {m.finding}: {points(m.difference, 1)} points"
        + (f", its side {m.before.side} → {m.after.side}" if m.side_changed and m.before and m.after else "")
        for m in found.findings
        if m.difference and abs(m.difference) > noise(m)
    ]
