"""`tilt edition`: the book frozen under a name, with all that gives its numbers."""

from __future__ import annotations

from typing import Annotated

import typer

EXAMPLES = """
Examples:

\b
  tilt edition 2027-02                                  once a month's data are in and committed
  tilt edition 2027-02 --note "After METR's new suite"  with what a reader has to know of it
"""


def edition(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits, dots and hyphens: 2027-02.")],
    note: Annotated[str, typer.Option(help="What a reader has to know of it.")] = "",
) -> None:
    """Freeze data, lock, forecasts and every verdict as an edition, a folder below editions/.

    The code that gives the numbers has to be committed: the edition names the commit. A name that stands already is
    refused, unless nothing would differ.
    """
    from tilt.commands.work.edition import edition as work

    work(name, note)
