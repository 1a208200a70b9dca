"""`tilt new-claim`: a claim to start from, whole and sound at once, each place to fill in marked."""

from __future__ import annotations

from typing import Annotated

import typer

from tilt.book import book
from tilt.commands.claim_request import Refusal, Request
from tilt.record.problems import InputError


def new_claim(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="Its name in files and links, such as faster-reviews.")],
    title: Annotated[str, typer.Option(help="What is claimed, as a heading; else the slug in words.")] = "",
    borrows: Annotated[
        str, typer.Option(metavar="ID,ID…", help="Inputs of other claims it uses too: `tilt assumptions` lists them.")
    ] = "",
    number: Annotated[int, typer.Option(min=0, help="Its place among the claims; 0 takes the next.")] = 0,
) -> None:
    """Start a claim: a folder, inputs, chapter, line in the contents and test that pass every check as they are.

    What is written is a small example that runs. The words “Fill in” mark what to put in its place.
    """
    # Imported late: it brings Jinja along, which no other command needs.
    from tilt.commands.scaffold import write

    try:
        request = Request.checked(book(), slug, title, borrows, number)
        made = write(request, book())
    except InputError as error:
        for problem in error.problems:
            typer.echo(str(problem), err=True)
        typer.echo("The book has to be sound before a claim is added: mend this first. Nothing was written.", err=True)
        raise typer.Exit(1) from None
    except Refusal as refused:
        typer.echo(f"{refused} Nothing was written.", err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"{error}. What had been written was taken back.", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Claim {request.number}, {slug}, in {request.home}:")
    for path in made:
        typer.echo(f"  {path.relative_to(request.home)}")
    typer.echo("It passes `tilt check` as it stands. “Fill in” marks what to put in place of the example.")
