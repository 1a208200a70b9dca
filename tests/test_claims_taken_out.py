"""A fork without one of the book's claims: taken out as CONTRIBUTING says, the rest checks and tests as before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.copies import own_python, package_copy, without_claim
from tilt.claims import all_claims

MORE = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile", "_config.yml", "seeds", "docs", "deploy", "LICENSE",
        "CITATION.cff")  # fmt: skip

TESTS = ("acting", "documents", "forecasts", "forks", "original", "overview", "shown_steps")
"""Those that speak of every claim: the others are of one, or of the engine."""


OUT = (("pause-or-accelerate",), ("differential", "compute-asymmetry"))
"""Claims that can be taken out together: formulas of the others need nothing that they lend."""


@pytest.mark.original
@pytest.mark.parametrize("slugs", OUT, ids=" and ".join)
def test_the_rest_of_the_book_is_whole(tmp_path: Path, many: bool, slugs: tuple[str, ...]) -> None:
    fork = package_copy(tmp_path, *MORE)
    for slug in slugs:
        without_claim(fork, slug)
    checked = own_python(fork, "-m", "tilt.cli", "check")
    assert checked.returncode == 0, checked.stderr
    assert f"{len(all_claims()) - len(slugs)} claims" in checked.stdout
    files = [f"tests/test_{name}.py" for name in TESTS]
    ran = own_python(fork, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "-m", "not site", *files, CI="1")
    assert ran.returncode == 0, ran.stdout
    assert re.search(rf"claim ({'|'.join(slugs)}), which this fork has taken out", ran.stdout), "nothing missed it"
