"""`tilt refresh`: a newer public table taken into the book's own, once its rows and conclusions have been seen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilt.commands import completed

TABLES = ("model_horizons", "capability_index", "record_compute", "training_days")
"""Tables that a public file refreshes; `tilt.refresh.formats` says how."""

EXAMPLES = """
Examples:

\b
  tilt refresh model_horizons benchmark_results_1_1.yaml --vintage 2026-12
  tilt refresh model_horizons runs.jsonl.gz --vintage 2026-12
  tilt refresh capability_index epoch_capabilities_index.csv --source epoch_eci_2026_12 --vintage 2026-12
  tilt refresh record_compute notable_ai_models.csv --source epoch_models_2026_12 --yes
"""


def _tables(incomplete: str) -> list[str]:
    return [table for table in TABLES if table.startswith(incomplete)]


def refresh(
    table: Annotated[str, typer.Argument(metavar="TABLE", help=f"One of {', '.join(TABLES)}.", autocompletion=_tables)],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The newer file, as its publisher offers it.")],
    source: Annotated[
        str, typer.Option(help="Key in data/sources.csv that new figures cite.", autocompletion=completed.sources)
    ] = "",
    vintage: Annotated[str, typer.Option(help="Month or day of the file, such as 2026-12.")] = "",
    allow_missing: Annotated[bool, typer.Option("--allow-missing", help="Take a file that lacks rows.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
) -> None:
    """Take a newer public table: see which rows and which conclusions it changes, then write it.

    Rows that cite the publisher follow its file; all others stay. Nothing is written where the file is malformed, lacks
    more than a tenth of its rows, or would leave a book that `tilt check` refuses; nor without --yes, or a typed yes.
    """
    from tilt.commands.work.refresh import refresh as work

    work(table, file, source, vintage, allow_missing=allow_missing, yes=yes)
