"""`tilt diff`: which conclusions moved between two states of the book, by how much, and what moved them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from tilt.commands import completed

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
    base: Annotated[str, typer.Argument(metavar="BASE", help=STATE, autocompletion=completed.states)],
    head: Annotated[
        str,
        typer.Argument(metavar="HEAD", help="The same; by default the working tree.", autocompletion=completed.states),
    ] = "",
    format_: Annotated[Format, typer.Option("--format", help="How it is printed.")] = Format.TEXT,
) -> None:
    """Print which conclusions moved between BASE and HEAD, and what each change carries of that.

    Every finding before and after; the inputs, correlations, rows and formulas that changed; shares of each move by
    Shapley's rule; sentences that read otherwise. A revision is evaluated by its own code where that can answer, else
    by today's, which is said.

    Exit code 3: a verdict changed its side (supports, open, against), and no new line under "Conclusions that moved"
    in HEAD's CHANGELOG.md names the finding. 1: a state cannot be evaluated. 2: misuse.
    """
    from tilt.commands.work.diff import diff as work

    work(base, head, format_.value)
