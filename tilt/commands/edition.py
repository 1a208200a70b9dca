"""`tilt edition`: the book frozen under a name, with all that gives its numbers."""

from __future__ import annotations

from typing import Annotated

import typer

from tilt.commands.progress import INTERRUPTED, STOPPED, progress
from tilt.editions.folder import EditionError
from tilt.editions.freeze import freeze
from tilt.record.problems import InputError


def edition(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits, dots and hyphens: 2027-02.")],
    note: Annotated[str, typer.Option(help="What a reader has to know of it.")] = "",
) -> None:
    """Freeze data, lock, forecasts and every verdict as an edition, a folder below editions/.

    The code that gives the numbers has to be committed: the edition names the commit. A name that stands already is
    refused, unless nothing would differ.
    """
    try:
        with progress(f"Freezing the edition {name}") as tell:
            folder, new = freeze(name, note, tell)
    except (EditionError, InputError, OSError) as error:
        typer.echo(f"{error}\nNothing was changed.", err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        typer.echo(STOPPED, err=True)
        raise typer.Exit(INTERRUPTED) from None
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    said = "is frozen" if new else "stands already, and nothing differs"
    typer.echo(f"The edition {name} {said}: {folder}, {size / 1e6:.1f} MB.")
