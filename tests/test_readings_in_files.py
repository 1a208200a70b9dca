"""Readings as an author writes them under an assumption file: what is read, and every fault with its place and fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import small
from tests.test_choice_in_files import ASSUMPTIONS, USES
from tilt.book import book
from tilt.engine.inputs import SameAs
from tilt.engine.scale import Interval
from tilt.record.problems import InputError, Problem
from tilt.record.reading import read

READINGS = """\
readings:
  - id: lead
    title: Who leads
    options:
      - id: book
        title: as the book has it
        changes: {}
        reason: a test
      - id: alike
        title: nobody
        changes:
          safety: {same_as: capability}
        reason: a test
        sources: []
      - id: default
        title: as capabilities by default
        changes:
          safety: {interval: {default_of: capability}}
        reason: a test
  - id: width
    title: How wide
    options:
      - {id: book, title: wide, changes: {}, reason: a test}
      - {id: narrow, title: narrow, changes: {capability: {interval: [0.9, 1.1]}}, reason: a test}
"""


@pytest.fixture
def path(copy: Path) -> Path:
    """The assumptions of a project whose only claim is the small one, with readings."""
    data = copy / "data"
    for name in ("assumptions", "scenarios"):
        for old in (data / name).glob("*.yaml"):
            old.unlink()
    file = data / "assumptions" / "small.yaml"
    file.write_text(ASSUMPTIONS + READINGS)
    return file


def problems(path: Path, old: str = "", new: str = "") -> list[Problem]:
    """What reading complains of once the first `old` is `new`."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(InputError) as raised:
        read(USES)
    return list(raised.value.problems)


def test_readings_are_read_with_their_settings(path):
    lead, width = read(USES).readings["small"]
    assert (lead.id, lead.title, [o.id for o in lead.options]) == ("lead", "Who leads", ["book", "alike", "default"])
    assert [o.changes for o in lead.options] == [
        {}, {"safety": SameAs("capability")}, {"safety": Interval(0.5, 2)}
    ]  # fmt: skip
    assert width.options[1].changes == {"capability": Interval(0.9, 1.1)}
    assert width.inputs == {"capability"}


def test_a_file_without_readings_declares_none(path):
    path.write_text(ASSUMPTIONS)
    assert read(USES).readings == {}


CASES = {
    "unknown id": ("safety: {same_as", "safty: {same_as", "safty", "unknown assumption", "safety, capability, form"),
    "a choice": (
        "capability: {interval: [0.9", "form: {weights: {even: 1}}, capability: {interval: [0.9", "form",
        "a choice is no part", "",
    ),
    "outside bounds": ("[0.9, 1.1]", "[0.9, 11]", "capability", "outside its bounds", "0.1 to 10"),
    "off scale": ("[0.9, 1.1]", "[-1, 1.1]", "capability", "not possible on scale log", "above 0"),
    "two settings": (
        "{interval: [0.9, 1.1]}", "{interval: [0.9, 1.1], same_as: safety}", "capability", "does not state one setting",
        "same_as or interval",
    ),
    "no setting": ("{interval: [0.9, 1.1]}", "{}", "capability", "does not state one setting", "same_as or interval"),
    "the same id twice": ("id: default", "id: alike", "alike", "lead has this option already", ""),
    "no changes twice": (
        "{capability: {interval: [0.9, 1.1]}}", "{}", "narrow", "changes nothing either, as book of width",
        "one option without changes",
    ),
    "the same changes twice": (
        "interval: {default_of: capability}", "same_as: capability", "default", "changes the same, as alike of lead",
        "each other with changes of its own",
    ),
    "the same reading twice": ("- id: width", "- id: lead", "lead", "is declared twice, first at small.yaml:", ""),
    "an assumption’s id": ("- id: width", "- id: capability", "capability", "is the id of an assumption", ""),
    "one input in two readings": (
        "capability: {interval: [0.9, 1.1]}", "safety: {interval: [0.9, 1.1]}", "width", "safety is changed by lead",
        "no other reading changes",
    ),
    "a circle over two readings": (
        "{interval: [0.9, 1.1]}", "{same_as: safety}", "width", "leads back to itself through another reading", "",
    ),
    "unknown source": ("sources: []\n      - id: default", "sources: [nobody]\n      - id: default", "lead, alike",
                       "unknown source", ""),
    "no reason": ("        changes: {}\n        reason: a test\n", "        changes: {}\n", "lead, option 1",
                  "reason: is missing", ""),
    "no changes": ("        changes: {}\n", "", "lead, option 1", "changes: is missing", ""),
    "a misspelt field": ("title: nobody", "titel: nobody", "lead, option 2", "titel: is no field", "id, title"),
    "a number for an id": ("- id: width", "- id: 7", "reading 2", "id: input should be a valid string", ""),
    "an option that is none": ("- {id: book, title: wide, changes: {}, reason: a test}", "- book", "width, option 1",
                               "input should be a valid dictionary", ""),
    "a tie to another unit": ("same_as: capability", "same_as: form", "safety", "cannot take its value", "capability"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.replace(" ", "-"))
def test_each_fault_is_told_with_its_place_and_what_is_allowed(path, case):
    old, new, id, words, allowed = CASES[case]
    line = (ASSUMPTIONS + READINGS)[: (ASSUMPTIONS + READINGS).index(old)].count("\n") + 1
    found = problems(path, old, new)
    told = [p for p in found if p.id == id and words in p.what]
    assert told, [str(p) for p in found]
    assert len(found) == 1, "each fault once, and nothing that follows from it"
    assert str(told[0]).startswith("data/assumptions/small.yaml:")
    assert told[0].line is not None
    assert line - 12 <= told[0].line <= line + old.count("\n") + 1
    assert allowed in (told[0].allowed or "")
    assert told[0].fix or told[0].allowed or "valid" in words


def test_one_option_is_no_specification(path):
    text = path.read_text()
    path.write_text(text[: text.index("      - {id: narrow")])
    (found,) = problems(path)
    assert "options" in found.what
    assert found.allowed is not None
    assert "two or more" in found.allowed


def test_all_faults_are_told_at_once(path):
    path.write_text(path.read_text().replace("[0.9, 1.1]", "[0.9, 11]"))
    found = problems(path, "safety: {same_as", "safty: {same_as")
    assert {p.id for p in found} == {"capability", "safty"}


def test_an_input_at_fault_is_told_where_it_is_declared(path):
    found = problems(path, "interval: [0.8, 4]", "interval: [8, 4]")
    assert [p.id for p in found] == ["safety"]


def test_a_claim_changes_what_it_uses(path):
    with pytest.raises(InputError) as raised:
        read({"small": [id for id in small.CLAIM.inputs if id != "safety"], "other": ["safety"]})
    assert any("the claim does not use this assumption" in p.what for p in raised.value.problems)


def test_the_books_own_readings_say_why():
    for specs in book().record.readings.values():
        for spec in specs:
            assert sum(not o.changes for o in spec.options) <= 1
            assert all(o.reason.startswith("Judgement") or o.sources or not o.changes for o in spec.options), spec.id
