"""Where the project's files are: the data that moves the defaults, the chapters, the page's modules."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
WEB = PACKAGE / "web"
COLOURS = WEB / "colours.css"


def root() -> Path:
    """Folder that holds `data/`, and in a checkout `book/`.

    The one the environment variable `TILT_ROOT` names, else the checkout the package stands in, else, where it was
    installed without one, the edition that came along in the package.
    """
    if named := os.environ.get("TILT_ROOT"):
        return _resolved(named, Path.cwd())
    return PACKAGE.parent if (PACKAGE.parent / "data" / "edition.yaml").exists() else PACKAGE / "edition"


@cache
def _resolved(named: str, _from: Path) -> Path:
    """A path that may be relative, to the folder it is asked from: asked thousands of times where the book is read."""
    return Path(named).resolve()


def data() -> Path:
    """Folder of assumptions, scenarios, evidence tables and sources."""
    return root() / "data"


def building() -> bool:
    """Whether the book is being built, so that cells show what a static page needs; else a kernel stays behind them."""
    return bool(os.environ.get("TILT_BOOK"))


def page(name: str) -> str:
    """Address of another page as its neighbours link to it: on the site, or where a kernel serves the notebooks."""
    return f"{name}.html" if building() else f"{name}.ipynb"
