"""YAML that would exhaust a reader, and paths that hold no file: each is refused in a sentence, at once."""

from __future__ import annotations

import os
import time

import pytest
from typer.testing import CliRunner

from tilt.book import book
from tilt.check.whole import check
from tilt.cli import app
from tilt.record.evidence import skipped
from tilt.record.folder import LARGEST
from tilt.record.problems import InputError, Problem
from tilt.record.scenarios import read_scenario
from tilt.record.yaml_file import DEEPEST, YamlFile

LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
NESTED = "nested more than"

REFUSED = {
    "flow lists": ("a: " + "[" * 10_000, NESTED),
    "flow mappings": ("a: " + "{a: " * 10_000, NESTED),
    "flow lists on lines of their own": ("a: " + "[\n" * 10_000, NESTED),
    "block mappings": ("\n".join(" " * k + "a:" for k in range(1000)), NESTED),
    "block lists on one line": ("a:\n  " + "- " * 10_000, NESTED),
    "keys within keys": ("? [" * 10_000, NESTED),
    "billion laughs": (LAUGHS, "the alias *a repeats a list or a mapping"),
    "a list that holds itself": ("a: &a [*a]", "the alias *a repeats a list or a mapping"),
    "a merged mapping": ("a: &a {x: 1}\nb:\n  <<: *a\n", "the alias *a repeats a list or a mapping"),
    "an alias of nothing": ("a: *b", "undefined alias"),
    "a file too large": ("a: " + "x" * LARGEST, "1,000,003 bytes, more than the 1,000,000"),
    "a number too long": ("a: " + "9" * 5_000, "impossible value"),
    "no such day": ("a: 2026-13-45", "impossible value"),
    "no such truth": ("a: !!bool perhaps", "impossible value"),
    "two documents": ("a: 1\n---\nb: 2", "another document"),
    "no mapping": ("- a", "not a mapping"),
    "nothing": ("", "not a mapping"),
    "no text": ("a: \0", "cannot be read"),
}


def parsed(path):
    faults: list[Problem] = []
    file = YamlFile(path, faults)
    start = time.process_time()
    read = file.parse()
    return read, file, faults, time.process_time() - start


@pytest.mark.parametrize("case", REFUSED, ids=lambda c: c.replace(" ", "-"))
def test_what_is_not_read_is_refused_at_once_with_one_sentence(tmp_path, case):
    text, words = REFUSED[case]
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    read, _, faults, seconds = parsed(path)
    assert not read
    (fault,) = faults
    assert words in fault.what
    assert fault.fix
    assert seconds < 1


def test_text_that_is_not_utf8_is_refused(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_bytes("name: fünf".encode("latin-1"))
    read, _, (fault,), _ = parsed(path)
    assert not read
    assert "UTF-8" in str(fault.fix)


def test_single_values_may_be_repeated_and_levels_nested_as_deep_as_said(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("a: &r {why: &w because}\nb: *w\n" + "c: " + "[" * (DEEPEST - 2) + "1" + "]" * (DEEPEST - 2))
    read, file, faults, _ = parsed(path)
    assert read, faults
    assert file.tree["b"] == "because"


@pytest.mark.parametrize("text", [LAUGHS, f"name: x\nchanges: {'[' * 10_000}"], ids=["laughs", "deep"])
def test_a_scenario_file_of_a_reader_is_refused_at_once(tmp_path, text):
    path, known = tmp_path / "mine.yaml", book().record.assumptions
    path.write_text(text)
    start = time.process_time()
    with pytest.raises(InputError):
        read_scenario(path, known)
    assert time.process_time() - start < 1


def test_paths_of_readers_that_hold_no_file_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "lost.yaml").symlink_to("nowhere")
    words = {"pipe": "a pipe, a socket or a device", "folder": "is a folder", "lost": "no such scenario file"}
    for name, expected in words.items():
        with pytest.raises(InputError, match=expected):
            read_scenario(tmp_path / f"{name}.yaml", book().record.assumptions)


def test_what_stands_in_a_folder_of_data_is_read_named_or_left_to_editors(copy):
    folder = copy / "data" / "scenarios"
    (folder / ".#author.yaml").symlink_to("somebody@somewhere.4711:1")
    (folder / "author.yaml~").write_text("an editor's copy")
    (folder / "README.md").write_text("what these are")
    (folder / "lost.yaml").symlink_to("nowhere")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    os.mkfifo(folder / "pipe.yaml")
    (folder / "folder.yaml").mkdir()
    (folder / "mine").mkdir()
    (folder / "UPPER.YAML").write_text("name: upper\n")
    (folder / "note.yaml.txt").write_text("name: note\n")
    (copy / "data" / "scenario").mkdir()
    (copy / "data" / "more.csv").write_text("id\n")
    (copy / "data" / "evidence" / "more.csv").write_text("id\n")
    told = {p.file.relative_to(copy / "data").as_posix(): p.what for p in check()}
    assert told == {
        "scenarios/lost.yaml": "is a link that leads nowhere",
        "scenarios/loop.yaml": "is a link that leads nowhere",
        "scenarios/pipe.yaml": "is no ordinary file but a pipe, a socket or a device",
        "scenarios/folder.yaml": "is a folder: nothing in it is read",
        "scenarios/mine": "is a folder: nothing in it is read",
        "scenarios/UPPER.YAML": "is not read, by its name",
        "scenarios/note.yaml.txt": "is not read, by its name",
        "scenario": "is not read",
        "more.csv": "is not read",
        "evidence/more.csv": "is not read: no resource of the data package has this path",
    }
    assert skipped() == ["scenarios/.#author.yaml", "scenarios/author.yaml~"]
    for problem in check():
        assert str(problem).startswith("data/"), "told of by its own name, not by where a link leads"


@pytest.mark.parametrize("text", [LAUGHS, f"name: x\nchanges: {'[' * 10_000}"], ids=["laughs", "deep"])
def test_the_command_refuses_such_a_scenario_with_its_line(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    start = time.process_time()
    said = CliRunner().invoke(app, ["verdicts", "--scenario", str(path)])
    assert said.exit_code == 1
    assert "mine.yaml:" in said.stderr
    assert "1 problem found" in said.stderr
    assert not said.stdout
    assert time.process_time() - start < 5, "the book is read before it, and nothing but the book takes time"


def test_an_edition_that_would_exhaust_a_reader_is_read_once(copy):
    (copy / "data" / "edition.yaml").write_text("name: " + "[" * 10_000)
    start = time.process_time()
    found = check()
    assert [(p.file.name, p.line) for p in found] == [("edition.yaml", 1)]
    assert NESTED in found[0].what
    assert time.process_time() - start < 10
