"""What several commands ask for and how they answer: scenarios, problems in a list, JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from tilt.commands import completed
from tilt.hosts import terminal
from tilt.record.problems import InputError, Problem

if TYPE_CHECKING:
    from tilt.book import Book
    from tilt.engine.inputs import Record, Scenario

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True, highlight=False)

ScenarioOption = Annotated[
    str,
    typer.Option(
        "--scenario",
        metavar="NAME|FILE",
        help="A named scenario, or a scenario YAML file.",
        autocompletion=completed.scenarios,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON of a stable, documented shape.")]


def fail(problems: Iterable[Problem]) -> typer.Exit:
    """Print every problem and their number; what is returned is to be raised."""
    told = list(problems)
    for problem in told:
        err.print(str(problem), markup=False)
    err.print(f"{len(told)} problem{'s' if len(told) != 1 else ''} found. Nothing was changed.", markup=False)
    return typer.Exit(1)


def load() -> Book:
    """The book; where it is not sound, its problems are printed and the command ends."""
    # Imported late: what is kept from another time is printed without the book.
    from tilt.book import book

    try:
        return book()
    except InputError as error:
        raise fail(error.problems) from None


def chosen_scenario(record: Record, name: str) -> Scenario:
    """The scenario of this name, or of the file at this path; the command ends where there is none, or a broken one."""
    # Imported late: the same.
    from tilt.record.scenarios import read_scenario

    if name in record.scenarios:
        return record.scenarios[name]
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.exists():
        try:
            return read_scenario(path, record.assumptions)
        except InputError as error:
            raise fail(error.problems) from None
    err.print(
        f"no scenario {name!r}\n  allowed: {', '.join(record.scenarios)}, or the path of a scenario YAML file",
        markup=False,
    )
    raise typer.Exit(2)


def print_json(data: dict[str, Any]) -> None:
    """Print it, in ASCII where the output holds no more."""
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=not terminal.writes_unicode()) + "\n")
