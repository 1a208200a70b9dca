"""Builds in processes forked from a warm one, for `make watch`: what takes time to import is imported once.

Reads orders from standard input, one JSON list a line, and says `READY` when it has started and `DONE <code>` after
each, with what the build says in between:

    ["pages", "book/index", ...]   build what has changed, running the cells of these pages again
    ["assets"]                     compile the claims for the browser again
    ["inputs"]                     say each claim's assumptions, as a line of JSON
    ["verdicts"]                   say each finding's credence, its error and word, as a line of JSON

Each order begins with fresh memory, so no build sees what another left. Changed Python needs a new process of this.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from tilt.charts.drawing import lend_drawings
from tilt.hosts.kernels import PRELOADED, lend_kernels, warm_process


def build_pages(arguments: list[str], again: list[str]) -> None:
    """Run Jupyter Book with `arguments`, reading the documents `again` whether they have changed or not."""
    from jupyter_book.cli.main import main

    from tilt.hosts.chapters import TOUCHED

    os.environ[TOUCHED] = " ".join(again)
    main(arguments)


def prepare(slug: str) -> None:
    """Make a claim's explorer beside its chapter's cells, which find it made or wait for the rest of it."""
    from tilt.claims import all_claims
    from tilt.explorer.prepared import prepared

    os.environ["TILT_BOOK"] = "1"  # as in the cells of a build
    with suppress(Exception):  # the cell that asks for it will say what is wrong
        if slug in {claim.slug for claim in all_claims()}:
            prepared(slug)


def build_assets(folder: Path) -> None:
    """Compile claims and libraries into `folder`."""
    from tilt.hosts.assets import compile_into

    compile_into(folder)


def say_inputs() -> None:
    """Print the assumptions each claim uses."""
    from tilt.claims import all_claims

    print(json.dumps({claim.slug: list(claim.inputs) for claim in all_claims()}), flush=True)


def say_verdicts() -> None:
    """Print every finding's credence, its standard error and its word, by claim and finding."""
    from tilt.book import book

    found = [v for claim in book().claims for v in book().run(claim.slug).verdicts]
    told = {f"{v.claim} / {v.finding}": [v.credence, v.error, v.word] for v in found}
    print(json.dumps(told), flush=True)


def rehearse() -> None:
    """Draw the charts of all chapters once, for the process that draws to have done it, and for its engine's pace."""
    from tilt.book import book
    from tilt.claims import figures
    from tilt.explorer.payload import payload
    from tilt.pages import show

    os.environ["TILT_BOOK"] = "1"
    with suppress(AttributeError):  # a system without
        os.nice(10)  # a save that comes meanwhile goes first
    with suppress(Exception):  # the cell that shows it will say what is wrong
        for claim in book().claims:
            for drawn in figures(claim):
                show.figure(claim.slug, drawn.id)
            payload(book().run(claim.slug))


def ready() -> None:
    """Do nothing: by then the fork server has imported everything."""


def obey(order: list[str], arguments: list[str], assets: Path) -> int:
    """Do one order in a process of its own; return its exit code."""
    what, *rest = order
    if what == "pages":
        for page in rest:
            warm_process(prepare, page.rpartition("/")[2])
        process = warm_process(build_pages, arguments, rest, daemon=False)
    elif what == "assets":
        process = warm_process(build_assets, assets)
    else:
        process = warm_process(say_verdicts if what == "verdicts" else say_inputs)
    process.join()
    return process.exitcode or 0


def main() -> None:
    """Start the fork server, then obey. Arguments: the folder of compiled claims, and then Jupyter Book's own."""
    assets, *arguments = sys.argv[1:]
    PRELOADED.append("tilt.hosts.preloaded_sphinx")
    lend_kernels()
    lend_drawings()
    warm_process(ready).join()
    warm_process(rehearse)
    print("READY", flush=True)
    for line in sys.stdin:
        print(f"DONE {obey(json.loads(line), arguments, Path(assets))}", flush=True)


if __name__ == "__main__":
    main()
