"""What `tilt diff` does once it is asked: two states compared and told, and what the exit code says."""

from __future__ import annotations

import json
import sys

import typer

from tilt.commands.progress import INTERRUPTED, STOPPED, progress
from tilt.comparison.asked import compared
from tilt.comparison.compared import Comparison
from tilt.comparison.markdown import markdown
from tilt.comparison.places import PlaceError
from tilt.comparison.snapshot import SnapshotError
from tilt.comparison.states import StateError
from tilt.comparison.told import told
from tilt.hosts import terminal

UNACKNOWLEDGED = 3
"""Exit code where a verdict changed its side and the changelog does not say so."""


def diff(base: str, head: str, format_: str) -> None:
    """Print which conclusions moved between two states; `tilt.commands.diff` has the options."""
    try:
        with progress("Comparing two states of the book") as tell:
            found = compared(base, head, tell)
    except PlaceError as error:
        raise typer.BadParameter(str(error)) from None
    except (StateError, SnapshotError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        typer.echo(STOPPED, err=True)
        raise typer.Exit(INTERRUPTED) from None
    sys.stdout.write(_printed(found, format_))
    if found.unacknowledged:
        names = ", ".join(f"{m.claim} / {m.finding}" for m in found.unacknowledged)
        typer.echo(f'Changed side, and not under "Conclusions that moved" in CHANGELOG.md: {names}.', err=True)
        raise typer.Exit(UNACKNOWLEDGED)


def _printed(found: Comparison, format_: str) -> str:
    if format_ == "json":
        return json.dumps(found.as_json(), indent=2, ensure_ascii=not terminal.writes_unicode()) + "\n"
    return markdown(found) if format_ == "markdown" else told(found)
