"""Quotes of evidence in code: a wrong one is found, with its line, without running the code."""

from __future__ import annotations

import pytest

from tilt.book import book
from tilt.paths import PACKAGE
from tilt.record import quoted
from tilt.record.cited import Cited

CODE = """
from tilt.record.cited import cite, quote

KINDS = ("one", "two")


def _seen(row, column="seen"):
    return 100 * quote("monitor_results", row, column)


def facts():
    return {
        "right": quote("agent_pace", "aar", "ratio"),
        "computed": quote("agent_pace", KINDS[0], "ratio"),
        "helped": _seen("emmons_needed"),
        "cited": 2 * cite(1.0, "agent_pace", "aar"),
        "named": quote(table="agent_pace", id="aar", column="ratio"),
    }
"""


def told(tmp_path, old="", new=""):
    path = tmp_path / "claim" / "facts.py"
    path.parent.mkdir()
    assert old in CODE
    path.write_text(CODE.replace(old, new, 1))
    lines = [n for n, text in enumerate(path.read_text().splitlines(), 1) if new and new in text]
    return quoted.check(tmp_path), lines


def test_right_and_computed_quotes_are_let_pass(tmp_path):
    assert told(tmp_path) == ([], [])


@pytest.mark.parametrize(
    ("old", "new", "words", "table"),
    [
        ('"aar", "ratio"', '"arr", "ratio"', "no row 'arr' in agent_pace; there is aar", "agent_pace"),
        ('"aar", "ratio"', '"aar", "ratios"', "no column 'ratios' in agent_pace; there is ratio", "agent_pace"),
        ('quote("agent_pace"', 'quote("agents_pace"', "no table 'agents_pace'; there is agent_pace", None),
        ('KINDS[0], "ratio"', 'KINDS[0], "rate"', "no column 'rate'", "agent_pace"),
        ('_seen("emmons_needed")', '_seen("emmons")', "no row 'emmons' in monitor_results", "monitor_results"),
        ('_seen("emmons_needed")', '_seen("emmons_needed", "saw")', "no column 'saw'", "monitor_results"),
        ('cite(1.0, "agent_pace", "aar")', 'cite(1.0, "agent_pace", "aa")', "no row 'aa'", "agent_pace"),
        ('id="aar"', 'id="aaar"', "no row 'aaar'", "agent_pace"),
    ],
)
def test_a_wrong_quote_is_told_with_table_row_file_and_line(tmp_path, old, new, words, table):
    (found,), lines = told(tmp_path, old, new)
    assert words in found.what
    assert (found.file.name, found.line, found.id) == ("facts.py", lines[0], table)


def test_the_scan_sees_the_quotes_that_chapters_show():
    """Every cited fact of a claim is found in its code, or its row is computed there."""
    seen = [q for file in (PACKAGE / "claims").rglob("*.py") for q in quoted.quotes(file)]
    written = {(q.table, q.id) for q in seen if q.id}
    computed = {q.table for q in seen if not q.id}
    for c in book().claims:
        for name, fact in book().facts(c.slug).items():
            if isinstance(fact, Cited):
                assert (fact.table, fact.row) in written or fact.table in computed, name
