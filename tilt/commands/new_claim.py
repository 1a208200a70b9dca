"""`tilt new-claim`: a claim to start from, whole and sound at once, each place to fill in marked."""

from __future__ import annotations

from typing import Annotated

import typer

from tilt.commands import completed

EXAMPLES = """
Examples:

\b
  tilt new-claim faster-reviews
  tilt new-claim faster-reviews --title "AI reviews safety papers sooner" --borrows doubling_months
"""


def new_claim(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="Its name in files and links, such as faster-reviews.")],
    title: Annotated[str, typer.Option(help="What is claimed, as a heading; else the slug in words.")] = "",
    borrows: Annotated[
        str,
        typer.Option(
            metavar="ID,ID…",
            help="Inputs of other claims it uses too: `tilt assumptions` lists them.",
            autocompletion=completed.inputs,
        ),
    ] = "",
    number: Annotated[int, typer.Option(min=0, help="Its place among the claims; 0 takes the next.")] = 0,
) -> None:
    """Start a claim: a folder, inputs, chapter, line in the contents and test that pass every check as they are.

    What is written is a small example that runs. The words “Fill in” mark what to put in its place.
    """
    from tilt.commands.work.new_claim import new_claim as work

    work(slug, title, borrows, number)
