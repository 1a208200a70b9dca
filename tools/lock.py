"""Compile requirements.txt, the full lock, from pyproject.toml."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LAST = "-e .\n"  # so that one `pip install -r requirements.txt` brings the package too


def pins(lock: str) -> dict[str, str]:
    """Return the first pinned version of each package named in a lock file (markers may give a package several)."""
    found: dict[str, str] = {}
    for line in lock.splitlines():
        if "==" in line and not line.lstrip().startswith(("#", "-")):
            requirement = Requirement(line)
            found.setdefault(requirement.name, next(iter(requirement.specifier)).version)
    return found


def compile_lock(upgrade: bool) -> int:
    """Write requirements.txt for Python 3.11 to 3.13 on every system; return uv's exit code.

    Args:
        upgrade: Take the newest versions allowed, instead of keeping the lock's where they still fit.
    """
    lock, fresh = ROOT / "requirements.txt", ROOT / "requirements.txt.new"
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--all-extras", "--universal"]
    command += ["--python-version", "3.11", "--no-header", "--quiet", "--output-file", str(fresh)]
    try:
        if upgrade:
            command.append("--upgrade")
        elif lock.exists():
            fresh.write_text(lock.read_text().removesuffix(LAST))  # uv keeps the versions it finds there
        print("Compiling requirements.txt from pyproject.toml", flush=True)
        if code := subprocess.run(command, cwd=ROOT).returncode:
            return code
        before = pins(lock.read_text()) if lock.exists() else {}
        fresh.write_text(fresh.read_text() + LAST)
        shutil.move(fresh, lock)
    finally:
        fresh.unlink(missing_ok=True)
    after = pins(lock.read_text())
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            print(f"  {name}: {before.get(name, 'absent')} -> {after.get(name, 'absent')}")
    print(f"  {len(after)} packages")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tools.lock", description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that pyproject.toml allows")
    sys.exit(compile_lock(parser.parse_args().upgrade))
