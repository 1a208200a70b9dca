"""`tilt readings`: how far each credence ranges over the defensible readings of the book, and what moves it."""

from __future__ import annotations

from typing import Annotated

import typer

from tilt.commands import completed
from tilt.commands.asked import JsonOption

EXAMPLES = """
Examples:

\b
  tilt readings                                 every claim of the book
  tilt readings task-horizons                   one claim
  tilt readings task-horizons --csv             a row for each reading of each finding
"""


def readings(
    claim: Annotated[
        str, typer.Argument(metavar="CLAIM", help="Of one claim; without it, all.", autocompletion=completed.claims)
    ] = "",
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a CSV table: a row for each reading.")] = False,
) -> None:
    """Print how far the credence of every finding ranges over the book's readings, and what moves it most.

    A reading takes one option of every specification that defensible people take in different ways: choices among
    formulas, and what data/assumptions declares under `readings:`. All start from the book's defaults.
    """
    if as_json and as_csv:
        raise typer.BadParameter("choose one of --json and --csv")
    from tilt.commands.work.readings import readings as work

    work(claim, as_json=as_json, as_csv=as_csv)
