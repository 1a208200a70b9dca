"""`tilt verdicts`: every finding's credence under a scenario."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from tilt.commands import kept
from tilt.commands.asked import JsonOption, ScenarioOption, chosen_scenario, load, out, print_json
from tilt.engine.defaults import MAX_DRAWS, PAGE_DRAWS, REPLICATES, SCENARIO
from tilt.format import with_error

EXAMPLES = """
Examples:

\b
  tilt verdicts                                 every finding at the book's defaults
  tilt verdicts --scenario author               under a scenario of the book
  tilt verdicts --scenario mine.yaml --json     under one of your own, for a program
  tilt verdicts --draws 65536                   with a quarter of the Monte Carlo error
"""


def _draws(value: int) -> int:
    if not REPLICATES <= value <= MAX_DRAWS or value % REPLICATES:
        msg = f"{value} is not a multiple of {REPLICATES} from {REPLICATES} to {MAX_DRAWS}"
        raise typer.BadParameter(msg)
    return value


def verdicts(
    scenario: ScenarioOption = SCENARIO,
    as_json: JsonOption = False,
    draws: Annotated[
        int, typer.Option(callback=_draws, help=f"Draws: a multiple of {REPLICATES}, at most {MAX_DRAWS}.")
    ] = PAGE_DRAWS,
) -> None:
    """Print every finding: claim, finding, statement, credence, standard error, effect quantiles with unit, word."""
    question = ("verdicts", scenario, kept.content(Path(scenario)), draws)
    told = json.loads(kept.answer(question, lambda: json.dumps(_found(scenario, draws))))
    if as_json:
        print_json(told)
        return
    out.print(f"Scenario [bold]{told['scenario']}[/bold]{_whence(told['scenario'], scenario)}, {draws:,} draws\n")
    for v in told["verdicts"]:
        out.print(f"[bold]{v['claim']} / {v['finding']}[/bold]")
        out.print(f"  {v['statement']}", markup=False)
        out.print(f"  credence {with_error(v['credence'], v['standard_error'])}: {v['word']}")
        out.print(f"  {v['effect']['name']}: {_effect(v['effect'])}\n", markup=False)
    out.print("The words are for this one reading; `tilt readings` says how far the book's credences range.")


def _found(scenario: str, draws: int) -> dict[str, Any]:
    """What `--json` prints."""
    whole = load()
    chosen = chosen_scenario(whole.record, scenario)
    found = [v.as_json() for c in whole.claims for v in whole.run(c.slug, chosen, draws).verdicts]
    return {"scenario": chosen.name, "verdicts": found}


def _whence(name: str, asked: str) -> str:
    """A reader's file beside the name it states, which may be one of the book's."""
    return "" if name == asked else f", from {Path(asked).name}"


def _effect(effect: dict[str, Any]) -> str:
    ends = effect["quantiles"]
    percents = effect["unit"] == "fraction"
    low, middle, high = (100 * ends[q] if percents else ends[q] for q in ("q05", "q50", "q95"))
    unit = "points" if percents else effect["unit"]
    return f"median {middle:.3g} {unit}, 90 % from {low:.3g} to {high:.3g}".replace("-", "−")
