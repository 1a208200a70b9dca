"""The `tilt` command. A command's module is loaded when it is called: each brings along no more than it needs."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import typer
from typer.core import TyperGroup

from tilt.hosts import terminal

COMMANDS: Mapping[str, str] = {
    "check": "check",
    "verdicts": "verdicts",
    "assumptions": "assumptions",
    "forecasts": "forecasts",
    "readings": "readings",
    "diff": "diff",
    "edition": "edition",
    "sweep": "sweep",
    "refit": "refit",
    "refresh": "refresh",
    "new-claim": "new_claim",
    "app": "app",
}
"""Each command, in the order of the help, and its function, in the module of the same name in `tilt.commands`.

A module's `EXAMPLES` end its command's help.
"""


class _Commands(TyperGroup):
    """The commands by name, each made when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """In the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name; None where there is none."""
        return command(cmd_name) if cmd_name in COMMANDS else None


def command(name: str) -> Any:
    """A command by its name, as Click has it: its parameters with their options. Raises KeyError."""
    module = importlib.import_module(f"tilt.commands.{COMMANDS[name]}")
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command(name, epilog=getattr(module, "EXAMPLES", None))(getattr(module, COMMANDS[name]))
    return typer.main.get_command(alone)


app = typer.Typer(cls=_Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def tilt() -> None:
    """Does AI progress tilt toward safety research? Check the data, print assumptions and verdicts."""


def main() -> None:
    """The `tilt` program."""
    terminal.run(app)


if __name__ == "__main__":
    main()
