"""`tilt refit`: time horizons from a file of single runs, with intervals by drawing tasks and runs again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilt.commands.asked import JsonOption

MAX_SAMPLES = 100_000

EXAMPLES = """
Examples:

\b
  tilt refit runs.jsonl                         METR's single runs, as published
  tilt refit runs.csv.gz --samples 0            counted per model and task; without intervals
  tilt refit runs.jsonl --coverage 0.9 --csv    a table for a spreadsheet
"""


def refit(
    runs: Annotated[Path, typer.Argument(metavar="RUNS", help="A file of runs: .jsonl, .jsonl.gz, .csv, .csv.gz.")],
    dataset: Annotated[str, typer.Option(help="Which data set of a table that holds several.")] = "",
    samples: Annotated[
        int, typer.Option(min=0, max=MAX_SAMPLES, help="Resamples behind the intervals; 0 leaves them out.")
    ] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Where the resampling starts.")] = 0,
    coverage: Annotated[float, typer.Option(help="Coverage of the intervals, above 0 and below 1.")] = 0.95,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a CSV table.")] = False,
) -> None:
    """Refit METR's time horizons from single runs: the lengths of task done half and four fifths of the time.

    Reads METR's runs as published (JSON lines) or a table counted per model and task (CSV), either also gzipped.
    Intervals come from drawing task families, tasks and runs again. Models without a horizon are named on stderr.
    """
    if as_json and as_csv:
        raise typer.BadParameter("choose one of --json and --csv")
    if not 0 < coverage < 1:
        raise typer.BadParameter(f"coverage {coverage:g} is not above 0 and below 1")
    from tilt.commands.work.refit import refit as work

    work(runs, dataset, samples, seed, coverage, as_json=as_json, as_csv=as_csv)
