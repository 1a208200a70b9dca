"""What `tilt edition` does once it is asked, and how it ends."""

from __future__ import annotations

import typer

from tilt.commands.progress import INTERRUPTED, STOPPED, progress, waits
from tilt.editions.folder import EditionError
from tilt.editions.freeze import freeze
from tilt.record.problems import InputError


def edition(name: str, note: str) -> None:
    """Freeze the book under a name; `tilt.commands.edition` has the options."""
    try:
        with progress(f"Freezing the edition {name}") as tell:
            folder, new = freeze(name, note, tell, waits)
    except (EditionError, InputError) as error:
        typer.echo(f"{error}\nNothing was changed.", err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        typer.echo(STOPPED, err=True)
        raise typer.Exit(INTERRUPTED) from None
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    said = "is frozen" if new else "stands already, and nothing differs"
    typer.echo(f"The edition {name} {said}: {folder}, {size / 1e6:.1f} MB.")
