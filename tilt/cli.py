"""The `tilt` command. Options and help load nothing that computes: a shell asks for them at every TAB."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import typer

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

A module's first sentence stands beside its command in the help of `tilt`, its `EXAMPLES` end the command's own. What
computes is loaded by the function, once it is called.
"""

app = typer.Typer(
    name="tilt",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Help is plain text, which any width, encoding and pipe can take: Rich would break examples in two.
    rich_markup_mode=None,
)


@app.callback()
def tilt() -> None:
    """Does AI progress tilt toward safety research? Check the data, print assumptions and verdicts.

    `tilt COMMAND --help` shows a command's options and examples.
    """


for _name, _function in COMMANDS.items():
    _module = importlib.import_module(f"tilt.commands.{_function}")
    _said = str(_module.__doc__).partition(": ")[2].strip().removesuffix(".")
    app.command(_name, short_help=_said, epilog=_module.EXAMPLES)(getattr(_module, _function))


def command(name: str) -> Any:
    """A command by its name, as Click has it: its parameters with their options. Raises KeyError."""
    group: Any = typer.main.get_command(app)
    return group.commands[name]


def main() -> None:
    """The `tilt` program."""
    # Under its own name also as `python -m tilt.cli`: usage lines and completion go by it.
    terminal.run(lambda: app(prog_name="tilt"))


if __name__ == "__main__":
    main()
