"""Find a Firefox to drive the main paths of the site in, or fetch one (decision 037)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tools.chromium import NoBrowserError, install, installed, runs

NAMES = ("firefox-esr", "firefox")


def here() -> Path | None:
    """Return the Firefox that TILT_FIREFOX names, else an installed one; None where there is none.

    Raises:
        NoBrowserError: TILT_FIREFOX names one that does not run.
    """
    if named := os.environ.get("TILT_FIREFOX"):
        if runs(named, "Firefox"):
            return Path(named)
        raise NoBrowserError(f"TILT_FIREFOX names {named}, which does not run as a Firefox.")
    return installed(NAMES, "Firefox")


def find_firefox() -> Path:
    """Return the path of a Firefox that runs, installing Debian's where we may.

    Raises:
        NoBrowserError: None can be had, or TILT_FIREFOX names one that does not run.
    """
    found = here() or (installed(NAMES, "Firefox") if install(NAMES) else None)
    if found:
        return found
    raise NoBrowserError(
        "The tests in Firefox need one and none could be had: install it (Debian: apt-get install firefox-esr) "
        "or set TILT_FIREFOX to its path."
    )


if __name__ == "__main__":
    try:
        print(f"Firefox for the tests: {find_firefox()}")
    except NoBrowserError as error:
        sys.exit(str(error))
