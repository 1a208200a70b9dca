"""`tilt sweep`: a grid or a sample of scenarios and readings, evaluated by several processes, kept as Parquet."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from tilt.book import book
from tilt.commands.progress import INTERRUPTED, progress
from tilt.record.problems import InputError
from tilt.sweep.plan import DEFAULT, Plan, read_plan

EXAMPLES = """
Examples:

\b
  tilt sweep default --out strongest            the book's own, as its page shows it
  tilt sweep mine.yaml --out mine               a grid or a sample of your own
  tilt sweep mine.yaml --out mine               again after a stop: goes on where it was
  tilt sweep mine.yaml --out mine --count       how many points, and what varies
  tilt sweep mine.yaml --out mine --scheduler tcp://10.0.0.5:8786

\b
A SPEC of all combinations (of an input its settings, of a reading its options):
  claims:
    - task-horizons
  grid:
    inputs:
      length_ratio:
        - default
        - [1, 8]
        - 2
    readings:
      gamed_where: all

\b
A SPEC of a sample (inputs held at values, drawn evenly on their own scale):
  findings: all
  draws: 4096
  sample:
    points: 100000
    seed: 1
    inputs:
      length_ratio: half
      safety_transfer: [0.2, 0.9]
    readings: all

\b
Reading the result:
  polars.read_parquet("mine/*.parquet")
"""

MISSING = "tilt sweep needs Dask and Polars: pip install 'tilt[sweep]', or in a checkout pip install -e '.[sweep]'."


def sweep(
    spec: Annotated[str, typer.Argument(metavar="SPEC", help="A sweep's YAML, or `default` for the book's own.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for its Parquet files and sweep.json.")],
    workers: Annotated[
        int, typer.Option(min=0, help="Processes on this machine; 0 evaluates in this one.")
    ] = os.cpu_count() or 1,
    scheduler: Annotated[
        str, typer.Option(metavar="ADDRESS", help="A Dask scheduler whose workers have this book, instead.")
    ] = "",
    count: Annotated[bool, typer.Option("--count", help="Check SPEC and say what it holds; evaluate nothing.")] = False,
) -> None:
    """Evaluate a grid or a sample of scenarios and readings, a row for each point and finding.

    A row has what varies (of an interval low and high; of a choice or a reading the option), the credence, its Monte
    Carlo error and the effect's quantiles. What is there already is not evaluated again, also after a kill; where SPEC,
    data or model changed, files of before are moved to DIR/earlier. The figures are the same however many processes
    share the work.
    """
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
    from tilt.sweep.run import WorkerError, run

    try:
        with progress(f"Evaluating {plan.points:,} points") as tell:
            done = run(plan, out, workers=workers, scheduler=scheduler, tell=tell)
    except WorkerError as error:
        typer.echo(str(error), err=True)
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
