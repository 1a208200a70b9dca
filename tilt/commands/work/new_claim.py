"""What `tilt new-claim` does once it is asked: a claim's files, or why there are none."""

from __future__ import annotations

import typer

from tilt.book import book
from tilt.commands.claim_request import Refusal, Request
from tilt.commands.progress import waits
from tilt.paths import root
from tilt.record.problems import InputError
from tilt.record.whole import alone, why


def new_claim(slug: str, title: str, borrows: str, number: int) -> None:
    """Write what a claim needs; `tilt.commands.new_claim` has the options."""
    # Imported late: it brings Jinja along, which no other command needs.
    from tilt.commands.scaffold import write

    try:
        with alone(root(), waits):  # before the book is read, which the one waited for makes another
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
        typer.echo(f"{why(error)}. What had been written was taken back.", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Claim {request.number}, {slug}, in {request.home}:")
    for path in made:
        typer.echo(f"  {path.relative_to(request.home)}")
    typer.echo("It passes `tilt check` as it stands. “Fill in” marks what to put in place of the example.")
