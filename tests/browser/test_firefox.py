"""The main paths through the built site once more, in Firefox, driven by Node over WebDriver BiDi (decision 037)."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

import pytest

from tests.browser.explorer_page import CHAPTER, SLUG, expected
from tests.browser.test_site import chapters
from tilt.book import book
from tilt.format import percent
from tilt.paths import root
from tools.chromium import NoBrowserError
from tools.firefox import find_firefox, here
from tools.javascript import node

PATHS = root() / "tests" / "firefox" / "paths.js"
NAMES = re.findall(r'^  async "([^"]+)"', PATHS.read_text(encoding="utf-8"), re.MULTILINE)
NEXT = "differential"
SCENARIO = "no-difference"


class Told(TypedDict):
    """What became of a path."""

    wrong: str
    seconds: float


@pytest.fixture(scope="module")
def firefox() -> Path:
    """A Firefox that runs, with what drives it; the tests are left out where it is absent and nobody asked for it."""
    wanted = bool(os.environ.get("CI") or os.environ.get("TILT_FIREFOX_WANTED"))
    try:
        found = find_firefox() if wanted else here()
    except NoBrowserError as error:
        pytest.fail(str(error))
    if not found:
        pytest.skip("no Firefox is installed: `make firefox` gets one where it may, or says how")
    fetched = subprocess.run([sys.executable, "-m", "tools.javascript", "fetch"], cwd=root()).returncode == 0
    if not fetched and not wanted:
        pytest.skip("puppeteer-core, which drives Firefox, could not be fetched: no network?")
    assert fetched, "puppeteer-core, which drives Firefox, could not be fetched: see npm's words above"
    return found


@pytest.fixture(scope="module")
def told(firefox: Path, served: str) -> dict[str, Told]:
    """What became of every path."""
    length = (1.0, 8.0)
    scenario = book().record.scenarios[SCENARIO]
    given = {
        "pages": [path for path in chapters() if path != "index.html"],  # which only leads on
        "chapter": CHAPTER,
        "next": f"book/{NEXT}.html",
        "link": {
            "hash": "#v=1&length_ratio=1~8",
            "input": "length_ratio",
            "ends": ["1", "8"],
            "share": expected(length_ratio=length),
        },
        "scenario": {
            "name": SCENARIO,
            "title": scenario.title,
            "share": percent(book().run(SLUG, scenario).verdicts[0].credence),
            "after": percent(book().run(NEXT, scenario).verdicts[0].credence),
        },
    }
    command = node(PATHS.with_name("run.js"), firefox, served)
    ran = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, timeout=900)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Told] = json.loads(ran.stdout)
    return found


def test_every_path_is_taken(told: dict[str, Told]) -> None:
    assert list(told) == NAMES
    print({name: round(path["seconds"], 1) for name, path in told.items()})


@pytest.mark.parametrize("name", NAMES)
def test_in_firefox(told: dict[str, Told], name: str) -> None:
    assert not told[name]["wrong"]
