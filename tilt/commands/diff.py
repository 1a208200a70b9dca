"""`tilt diff`: which conclusions moved between two states of the book, by how much, and what moved them."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated

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

STATE = "A git revision, a folder of an edition or a book, a scenario's .yaml, or a snapshot's .json."

EXAMPLES = """
Examples:

\b
  tilt diff main                        what this branch does to the conclusions
  tilt diff v2026-11 v2027-02           two editions
  tilt diff ../their-fork               a folder: a book, its data alone, or an edition
  tilt diff HEAD mine.yaml              a scenario against the last commit
  tilt diff main --format markdown      for a pull request
"""


class Format(StrEnum):
    """How a comparison is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def diff(
    base: Annotated[str, typer.Argument(metavar="BASE", help=STATE)],
    head: Annotated[str, typer.Argument(metavar="HEAD", help="The same; by default the working tree.")] = "",
    format_: Annotated[Format, typer.Option("--format", help="How it is printed.")] = Format.TEXT,
) -> None:
    """Print which conclusions moved between BASE and HEAD, and what each change carries of that.

    Every finding before and after; the inputs, correlations, rows and formulas that changed; shares of each move by
    Shapley's rule; sentences that read otherwise. A revision is evaluated by its own code where that can answer, else
    by today's, which is said.

    Exit code 3: a verdict changed its side (supports, open, against), and no new line under "Conclusions that moved"
    in HEAD's CHANGELOG.md names the finding. 1: a state cannot be evaluated. 2: misuse.
    """
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


def _printed(found: Comparison, format_: Format) -> str:
    if format_ is Format.JSON:
        return json.dumps(found.as_json(), indent=2, ensure_ascii=not terminal.writes_unicode()) + "\n"
    return markdown(found) if format_ is Format.MARKDOWN else told(found)
