"""`tilt forecasts`: every dated question, our probability, and what either answer makes of the claim."""

from __future__ import annotations

from typing import Annotated

import typer

from tilt.commands.asked import JsonOption, ScenarioOption
from tilt.engine.defaults import SCENARIO

EXAMPLES = """
Examples:

\b
  tilt forecasts                                every question, with what either answer would say
  tilt forecasts --scenario author              under a scenario of the book
  tilt forecasts --csv                          a line a question, for a spreadsheet
"""


def forecasts(
    scenario: ScenarioOption = SCENARIO,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, a line a question.")] = False,
) -> None:
    """Print every dated question: by when, our probability, and what either answer makes of the claim it tests."""
    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv cannot both be printed", param_hint="--csv")
    from tilt.commands.work.forecasts import forecasts as work

    work(scenario, as_json=as_json, as_csv=as_csv)
