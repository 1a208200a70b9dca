"""What `tilt sweep` does once it is asked: a plan read and told, chunks evaluated, and how it ends."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import typer

from tilt.book import book
from tilt.commands.progress import INTERRUPTED, progress
from tilt.record.problems import InputError
from tilt.record.whole import why
from tilt.sweep.plan import DEFAULT, Plan, read_plan

MISSING = "tilt sweep needs Dask and Polars: pip install 'tilt[sweep]', or in a checkout pip install -e '.[sweep]'."


def sweep(spec: str, out: Path, workers: int, scheduler: str, *, count: bool) -> None:
    """Evaluate what of a sweep is not there yet; `tilt.commands.sweep` has the options."""
    try:
        plan = read_plan(DEFAULT if spec == "default" else Path(spec), book())
    except InputError as error:
        for problem in error.problems:
            typer.echo(str(problem), err=True)
        typer.echo("Nothing was evaluated.", err=True)
        raise typer.Exit(1) from None
    for note in plan.notes:
        typer.echo(note, err=True)
    if count:
        typer.echo(_counted(plan))
        return
    if not (find_spec("distributed") and find_spec("polars")):
        typer.echo(MISSING, err=True)
        raise typer.Exit(1)
    if out.exists() and not out.is_dir():
        raise typer.BadParameter(f"{out} is a file: name a folder", param_hint="--out")
    _run(plan, out, workers, scheduler)


def _run(plan: Plan, out: Path, workers: int, scheduler: str) -> None:
    # Imported late: Dask and Polars are of the extra `sweep`, and no other command waits for them.
    from tilt.sweep.run import BusyError, WorkerError, run

    try:
        with progress(f"Evaluating {plan.points:,} points") as tell:
            done = run(plan, out, workers=workers, scheduler=scheduler, tell=tell)
    except (BusyError, WorkerError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        typer.echo(f"{why(error)}. What {out} holds is whole, and the same command goes on from there.", err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        typer.echo(f"Stopped: what {out} holds is whole, and the same command goes on from there.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    if done.aside:
        moved = f"{done.aside:,} files of another SPEC, or of another state of data and model, are in {out / 'earlier'}"
        typer.echo(f"{moved}.", err=True)
    typer.echo(f"{done.evaluated:,} points evaluated, {done.found:,} were there: {out}/*.parquet")


def _counted(plan: Plan) -> str:
    lines, files = [], len(plan.chunks)
    for b in plan.blocks:
        varies = ", ".join(a.name for a in b.axes) or "nothing"
        lines.append(f"{b.claim}, {', '.join(b.findings)}: {b.points:,} points; varies {varies}")
    return "\n".join([*lines, f"{plan.points:,} points in {files:,} file{'' if files == 1 else 's'}"])
