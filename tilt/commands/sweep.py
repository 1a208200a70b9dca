"""`tilt sweep`: a grid or a sample of scenarios and readings, evaluated by several processes, kept as Parquet."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from tilt.commands import completed

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
        - [2, 6]
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


def sweep(
    spec: Annotated[
        str,
        typer.Argument(
            metavar="SPEC", help="A sweep's YAML, or `default` for the book's own.", autocompletion=completed.sweeps
        ),
    ],
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
    from tilt.commands.work.sweep import sweep as work

    work(spec, out, workers, scheduler, count=count)
