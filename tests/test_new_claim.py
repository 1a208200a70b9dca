"""`tilt new-claim` in a copy of the checkout: what it writes is sound as it stands, and a refusal writes nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tilt.paths import PACKAGE

HERE = PACKAGE.parent
PARTS = ("tilt", "data", "book", "tests", "tools")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """A copy of what a claim is written into, which its own `tilt` runs from."""
    copy = tmp_path_factory.mktemp("checkout")
    for part in PARTS:
        shutil.copytree(HERE / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "node_modules*"))
    for name in ("_toc.yml", "pyproject.toml"):
        shutil.copy(HERE / name, copy / name)
    return copy


def run(checkout: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "TILT_ROOT"} | {"PYTHONPATH": str(checkout)}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )


def listing(checkout: Path) -> set[str]:
    return {str(p) for part in PARTS for p in (checkout / part).rglob("*") if "__pycache__" not in p.parts}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("Task_Horizons",), "small letters and digits"),
        (("task-horizons",), "already, number 2"),
        (("class",), "Python’s own"),
        (("faster-reviews", "--borrows", "length_ration"), "did you mean length_ratio?"),
        (("faster-reviews", "--number", "3"), "taken by buildout-pauses"),
        (("faster-reviews", "--title", "A $formula$"), "cannot be a title"),
    ],
)
def test_a_refusal_says_why_and_writes_nothing(checkout, arguments, why):
    before, contents = listing(checkout), (checkout / "_toc.yml").read_text()
    refused = run(checkout, "tilt.cli", "new-claim", *arguments)
    assert refused.returncode == 2
    assert why in refused.stderr.replace("\n", " ")
    assert "Nothing was written." in refused.stderr.replace("\n", " ")
    assert (listing(checkout), (checkout / "_toc.yml").read_text()) == (before, contents)


def test_a_claim_that_borrows_is_sound_as_it_is_written(checkout):
    made = run(checkout, "tilt.cli", "new-claim", "faster-reviews", "--borrows", "length_ratio")
    assert made.returncode == 0, made.stderr
    assert "7 claims" in run(checkout, "tilt.cli", "check").stdout
    found = json.loads(run(checkout, "tilt.cli", "verdicts", "--json").stdout)
    assert "faster-reviews" in json.dumps(found)
    tests = run(checkout, "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "tests/test_faster_reviews.py")
    assert tests.returncode == 0, tests.stdout
    drawn = (
        "from tilt.pages.argument_map import support, argument_map\n"
        "print(support().lenders['faster-reviews'], 'Faster reviews' in argument_map())"
    )
    on_map = subprocess.run(
        [sys.executable, "-c", drawn],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert on_map.stdout.split() == ["('task-horizons',)", "True"]
