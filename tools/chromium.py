"""Find a Chromium to test the site in, or fetch one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
"""The same engine without windows around it: pages open in half the time, so the tests prefer it."""

WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What readers have: benchmarks measure in these."""


class NoBrowserError(RuntimeError):
    """No Chromium is installed and none could be fetched."""


def flags() -> list[str]:
    """Return launch options for tests: nothing that asks the network by itself; no sandbox where root runs it."""
    options = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    return options + (["--no-sandbox"] if os.geteuid() == 0 else [])


def runs(path: str | Path, says: str = "Chrom") -> bool:
    """Tell whether a browser starts and `says` what it is: some names only ask to install something else."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and says in answer.stdout


def installed(names: Sequence[str] = (*SHELLS, *WHOLE), says: str = "Chrom") -> Path | None:
    """Return the first of `names` that is installed and runs, or None."""
    for name in names:
        found = shutil.which(name)
        if found and runs(found, says):
            return Path(found)
    return None


def playwrights() -> Path | None:
    """Return the Chromium that Playwright manages, or None where it is absent or does not start."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() and runs(path) else None


def fetch_playwrights() -> Path | None:
    """Let Playwright download its Chromium, showing its progress; None where that fails."""
    print("No Chromium is installed: asking Playwright for its own", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
    return playwrights()


def install(packages: Sequence[str]) -> bool:
    """Install the first of some packages that Debian has, showing progress; False where that fails or we may not."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update"], env=environment)
    for package in packages:
        print(f"Installing Debian's package {package}", flush=True)
        command = ["apt-get", "install", "-y", "--no-install-recommends", package]
        if subprocess.run(command, env=environment).returncode == 0:
            return True
    return False


def fetch_debians() -> Path | None:
    """Install Debian's shell or else its browser; None where that fails or we may not."""
    return installed() if install(("chromium-headless-shell", "chromium")) else None


def find_chromium(whole: bool = False) -> Path:
    """Return the path of a Chromium that runs, fetching one if need be.

    In this order: the environment variable TILT_CHROMIUM, an installed browser, Playwright's own (already there, then
    downloaded), Debian's package when running as root.

    Args:
        whole: Prefer a browser as readers have it to a shell without windows.

    Raises:
        NoBrowserError: None can be had, or TILT_CHROMIUM names one that does not run.
    """
    if named := os.environ.get("TILT_CHROMIUM"):
        if runs(named):
            return Path(named)
        raise NoBrowserError(f"TILT_CHROMIUM names {named}, which does not run as a Chromium.")
    if whole and (found := installed(WHOLE)):
        return found
    for source in (installed, playwrights, fetch_playwrights, fetch_debians):
        if found := source():
            return found
    raise NoBrowserError(
        "The browser tests need Chromium and none could be had: install it (Debian: apt-get install chromium) "
        "or set TILT_CHROMIUM to its path."
    )


if __name__ == "__main__":
    try:
        print(f"Browser for the tests: {find_chromium()}")
    except NoBrowserError as error:
        sys.exit(str(error))
