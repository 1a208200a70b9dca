"""Make `.venv` from requirements.txt. Runs before anything is installed, so it imports the standard library alone."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def packages(lock: str) -> int:
    """Return how many packages a lock file names (lines that are neither comments nor options)."""
    return sum(1 for line in lock.splitlines() if re.match(r"[A-Za-z0-9]", line))


def usable(python: Path) -> bool:
    """Tell whether an environment's interpreter runs and has pip (a moved or half-made environment does not)."""
    try:
        return subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0
    except OSError:
        return False


def install(python: Path, lock: Path) -> int:
    """Install the lock file's packages, printing one line of progress; return pip's exit code."""
    total = packages(lock.read_text(encoding="utf-8"))
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-r", str(lock)]
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=lock.parent)
    assert pip.stdout is not None
    seen, lines, alive = 0, [], sys.stdout.isatty()
    for line in pip.stdout:
        lines.append(line)
        if re.match(r"\s*(Collecting|Requirement already satisfied:|Obtaining) ", line):
            seen += 1
            if alive:
                print(f"\r  fetched {min(seen, total)} of about {total} packages ", end="", flush=True)
            elif seen % 50 == 0:
                print(f"  fetched {seen} of about {total} packages", flush=True)
        elif line.startswith("Installing collected packages"):
            print(("\r" if alive else "") + "  installing them, which takes a minute      ", flush=True)
    code = pip.wait()
    if code:
        print("".join(lines[-25:]), file=sys.stderr)
    return code


def main() -> int:
    """Make or mend the environment; leave `.venv/.installed` behind only when everything is in place."""
    folder = ROOT / ".venv"
    python = folder / "bin" / "python"
    stamp = folder / ".installed"
    stamp.unlink(missing_ok=True)
    start = time.monotonic()
    print(f"Making .venv with Python {sys.version.split()[0]} from requirements.txt", flush=True)
    if not usable(python):
        venv.EnvBuilder(with_pip=True, clear=folder.exists()).create(folder)
    if code := install(python, ROOT / "requirements.txt"):
        print("The packages could not be installed; pip's last lines are above.", file=sys.stderr)
        return code
    stamp.touch()
    print(f"  done in {time.monotonic() - start:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
