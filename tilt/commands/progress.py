"""What commands say on stderr while they work, and when Ctrl-C ends them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

INTERRUPTED = 130
"""Exit code of a program that Ctrl-C ended, as shells have it."""

STOPPED = "Stopped before the end: nothing was printed."

err = Console(stderr=True, soft_wrap=True, highlight=False)


def waits() -> None:
    """Say that another command writes where this one is about to, and is waited for."""
    typer.echo("Another command of tilt writes there; waiting for its end", err=True)


@contextmanager
def progress(what: str) -> Iterator[Callable[[float], None]]:
    """A bar on stderr while something runs; where stderr is no terminal, a line that says what does."""
    if not err.is_terminal:
        typer.echo(what, err=True)
        yield lambda share: None
        return
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(what, total=1.0)
        yield lambda share: bar.update(task, completed=share)
