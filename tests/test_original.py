"""The original edition's numbers are known as such: a fork's tests of them are skipped with a word, no others are."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests import original
from tests.forks import changed
from tilt.book import book
from tilt.engine.scale import Interval

pytest_plugins = ["pytester"]

INNER = """
import pytest
from tests import original

@pytest.mark.original
def test_marked():
    assert 0.6 == 0.7

def test_unmarked():
    assert 0.6 == 0.7

@pytest.mark.original
def test_marked_and_true():
    assert 0.7 == 0.7

def test_for_want_of_a_claim():
    raise KeyError("no claim 'pause-or-accelerate'; the book has others")

def test_for_want_of_an_input():
    assert "safety_budget" in ()
"""


def test_the_data_on_record_are_the_books():
    """In a fork they are not, and need not be: there it is skipped. Who keeps the original records them anew."""
    if original.digest(book().record) != original.recorded() and not os.environ.get(original.WANTED):
        pytest.skip(f"{original.SAYS}. If you keep the original: python -m tests.original")
    assert original.digest(book().record) == original.recorded(), "python -m tests.original"
    known = json.loads(original.RECORD.read_text(encoding="utf-8"))
    assert list(known["claims"]) == [c.slug for c in book().claims]
    assert sorted(id for own in known["claims"].values() for id in own) == sorted(book().record.assumptions)


def test_what_moves_numbers_moves_the_digest_and_words_do_not():
    record = book().record
    a = record.assumptions["length_ratio"]
    assert original.digest(changed(record, {"length_ratio": Interval(1.5, 8.5)})) != original.digest(record)
    assert original.digest(changed(record, {"length_ratio": a.default})) == original.digest(record)


@pytest.mark.parametrize("case", ["original", "fork"])
def test_a_fork_skips_what_is_the_originals_alone(case, tmp_path: Path, monkeypatch, pytester):
    """The hook of tests/conftest.py, on tests that fail by a number, for want of a claim, and otherwise."""
    monkeypatch.setattr(original, "forked", lambda: case == "fork")
    monkeypatch.setattr(original, "taken_out", lambda: ("pause-or-accelerate",) if case == "fork" else ())
    pytester.makeini("[pytest]\nmarkers =\n    original: x\n    site: x\n")
    pytester.makepyfile(INNER)
    ran = pytester.inline_run("-p", "tests.conftest", "-p", "no:cacheprovider", "-p", "no:xdist")
    passed, skipped, failed = (sorted(r.nodeid.rpartition("::")[2] for r in found) for found in ran.listoutcomes())
    assert passed == ["test_marked_and_true"]
    if case == "fork":
        assert skipped == ["test_for_want_of_a_claim", "test_for_want_of_an_input", "test_marked"]
        assert failed == ["test_unmarked"]
        said = " ".join(str(r.longrepr) for r in ran.listoutcomes()[1])
        assert "the original edition's number" in said
        assert "claim pause-or-accelerate, which this fork has taken out" in said
    else:
        assert failed == [
            "test_for_want_of_a_claim",
            "test_for_want_of_an_input",
            "test_marked",
            "test_unmarked",
        ]
