"""Where the project's files are: the data that moves the defaults, the chapters, the page's modules."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
WEB = PACKAGE / "web"

not_shipped = shutil.ignore_patterns("*.test.js", "types.js")
"""For `copytree`: what stands beside the page's modules and no page loads: their tests, and types without code."""


def root() -> Path:
    """Folder that holds `data/` and `book/`.

    The checkout the package is installed from (`pip install -e .`), unless the environment variable `TILT_ROOT`
    names another: tests and forks point it at a copy with changed assumptions.
    """
    return Path(os.environ.get("TILT_ROOT") or PACKAGE.parent).resolve()


def data() -> Path:
    """Folder of assumptions, scenarios, evidence tables and sources."""
    return root() / "data"


def building() -> bool:
    """Whether the book is being built, so that cells show what a static page needs; else a kernel stays behind them."""
    return bool(os.environ.get("TILT_BOOK"))


def page(name: str) -> str:
    """Address of another page as its neighbours link to it: on the site, or where a kernel serves the notebooks."""
    return f"{name}.html" if building() else f"{name}.ipynb"
