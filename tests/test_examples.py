"""The documents' examples, word for word: every block of code and every command named in a sentence is run, or listed.

What is listed as not run has its reason, and may not outlive its place in the documents.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from tests.copies import own_environment, own_python, package_copy
from tilt.book import book
from tilt.cli import COMMANDS, app, command
from tilt.paths import PACKAGE

HERE = PACKAGE.parent
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "deploy/README.md", *(p.as_posix() for p in (HERE / "docs").glob("*.md")))
FENCED = re.compile(r"^( *)```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block of code of a document, by what it begins with."""

    document: str
    language: str
    text: str

    @property
    def name(self) -> tuple[str, str]:
        """The document and the block's first two words."""
        return self.document, " ".join(self.text.split()[:2])


def blocks() -> Iterator[Block]:
    for document in DOCUMENTS:
        for m in FENCED.finditer((HERE / document).read_text(encoding="utf-8")):
            yield Block(document, m[2], dedent(m[3]))


NOT_RUN = {
    ("README.md", "make read"): "a whole build and every test, for which both fetch browsers",
    ("README.md", "%pip install"): "Colab’s own, from a network",
    ("CONTRIBUTING.md", "cli the"): "a drawing, held by tests/test_house.py",
    ("deploy/README.md", "make book"): "a whole build, and a server that does not end; its options are read below",
}
"""Blocks that are not run, and why."""

RUN = {
    ("README.md", "import tilt"),
    ("README.md", "tilt check"),
    ("README.md", '{"scenario": "evidence",'),
    ("CONTRIBUTING.md", "readings: -"),
    ("CONTRIBUTING.md", "tilt new-claim"),
}
"""Blocks that a test below runs."""


def block(document: str, start: str) -> str:
    """The text of the block that begins so."""
    (found,) = (b.text for b in blocks() if b.name == (document, start))
    return found


def test_every_block_is_run_or_says_why_not():
    found = [b.name for b in blocks()]
    assert sorted(found) == sorted({*RUN, *NOT_RUN}), "a block that is new, or one that is listed and gone"
    assert len(found) == len(set(found))


# README


def test_readmes_notebook_runs_as_written(capsys):
    """Its last line is what a notebook shows; what it observes is told when the scenario moves."""
    code = block("README.md", "import tilt").strip().splitlines()
    assert code[-1] == "explorer"
    names: dict[str, Any] = {}
    exec("\n".join(code), names)  # noqa: S102  (the document's own words)
    explorer = names["explorer"]
    assert explorer.scenario == {"length_ratio": [1.0, 8.0]}
    assert explorer.frame().attrs["units"]
    capsys.readouterr()
    low, high = book().record.assumptions["length_ratio"].bounds.numbers
    explorer.scenario = {"length_ratio": [low, (low + high) / 2]}
    assert 0 <= float(capsys.readouterr().out) <= 1


SYNOPSIS = block("README.md", "tilt check").strip().splitlines()


def allowed(name: str) -> set[str]:
    """The options that a command has."""
    return {option for p in command(name).params for option in p.opts}


@pytest.mark.parametrize("line", SYNOPSIS, ids=lambda line: " ".join(line.split()[:2]))
def test_a_line_of_readmes_synopsis_is_a_command_with_those_options(line):
    words = line.partition("#")[0].split()
    assert words[0] == "tilt"
    options = set(re.findall(r"--[a-z-]+", " ".join(words[2:])))
    assert options <= allowed(words[1])
    taken = [p for p in command(words[1]).params if p.param_type_name == "argument"]
    named = re.sub(r"\[?--[a-z-]+(?: [^\s\[\]-]+)?\]?", "", " ".join(words[2:])).split()
    assert len(named) <= len(taken)
    required = [p for p in taken if p.required]
    assert len([w for w in named if not w.startswith("[")]) >= len(required)


def test_readmes_synopsis_has_every_command():
    assert {line.split()[1] for line in SYNOPSIS} == set(COMMANDS)


SPOKEN = [
    (document, words)
    for document in DOCUMENTS
    for words in re.findall(r"`([^`\n]+)`", FENCED.sub("", (HERE / document).read_text(encoding="utf-8")))
    if re.match(r"(?:\.venv/bin/)?tilt [a-z]|make [a-z]|python -m ", words)
]


@pytest.mark.parametrize(("document", "words"), sorted(set(SPOKEN)))
def test_a_command_named_in_a_sentence_is_there(document, words):
    if "import tilt" in words:
        return
    program, name, *rest = words.split()
    if program == "make":
        assert re.search(rf"^{name}:", (HERE / "Makefile").read_text(), re.MULTILINE)
    elif program == "python":
        assert (HERE / rest[0].replace(".", "/")).with_suffix(".py").exists() or (
            HERE / rest[0].replace(".", "/")
        ).is_dir()
    else:
        assert name in COMMANDS
        assert {w for w in rest if w.startswith("--")} <= allowed(name) | {"--help"}


def shapes() -> dict[str, Any]:
    """The JSON shapes of README by the first of their keys."""
    text, found, at = block("README.md", '{"scenario": "evidence",'), {}, 0
    while at < len(text.rstrip()):
        shape, end = json.JSONDecoder().raw_decode(text, at)
        found[next(k for k in shape if k not in ("scenario", "runs"))] = shape
        at = end + len(text[end:]) - len(text[end:].lstrip())
    return found


ABRIDGED = {"quantiles"}
"""Of these README shows a part."""

BY_NAME = {"cells", "sentences", "notes"}
"""Keys of these are names, of columns or claims."""

SOMETIMES = {"weights"}
"""A choice has these besides."""


def unlike(stated: Any, printed: Any, where: str = "") -> Iterator[str]:
    """Where something printed has another shape than stated; what is stated empty or null may be anything."""
    if (not stated and stated != 0) or printed is None:
        return
    if isinstance(stated, dict):
        if not isinstance(printed, dict):
            yield f"{where} is no object"
        elif where.rpartition(".")[2] in BY_NAME:
            for key, value in printed.items():
                yield from unlike(next(iter(stated.values())), value, f"{where}[{key}]")
        elif printed:
            if lost := set(stated) - set(printed):
                yield f"{where} lacks {sorted(lost)}"
            more = set(printed) - set(stated) - SOMETIMES
            if more and where.rpartition(".")[2] not in ABRIDGED:
                yield f"{where} also has {sorted(more)}"
            for key in set(stated) & set(printed):
                yield from unlike(stated[key], printed[key], f"{where}.{key}")
    elif isinstance(stated, list):
        if not isinstance(printed, list):
            yield f"{where} is no list"
        elif not isinstance(stated[0], str | int | float) or len(stated) == 1:
            for k, value in enumerate(printed):
                yield from unlike(stated[0], value, f"{where}[{k}]")
    elif isinstance(stated, str) != isinstance(printed, str):
        yield f"{where} is {printed!r}"
    elif isinstance(stated, str) and "|" in stated and printed not in stated.split("|"):
        yield f"{where} is {printed!r}, which is none of {stated}"


def printed(*words: str) -> Any:
    """What a command prints, read as JSON."""
    result = CliRunner().invoke(app, [*words])
    assert result.exit_code in (0, 3), result.output
    return json.loads(result.stdout)


RUNS = str(HERE / "tests/fixtures/runs/simulated.jsonl.gz")
MADE_BY = {
    "verdicts": ("verdicts", "--json"),
    "assumptions": ("assumptions", "--json"),
    "forecasts": ("forecasts", "--json"),
    "dataset": ("refit", RUNS, "--samples", "16", "--json"),
}


def test_every_shape_is_printed_by_a_command():
    assert set(shapes()) == {*MADE_BY, "base"}


@pytest.mark.parametrize("key", MADE_BY)
def test_readmes_json_is_what_the_command_prints(key):
    found = printed(*MADE_BY[key])
    assert found[next(k for k in found if k not in ("scenario", "runs", "dataset", "samples", "seed", "coverage"))]
    assert not list(unlike(shapes()[key], found))


def test_readmes_json_of_a_comparison_is_what_the_command_prints(many):
    scenarios = HERE / "data" / "scenarios"
    found = printed("diff", f"{scenarios}/no-difference.yaml", f"{scenarios}/old-trend.yaml", "--format", "json")
    assert found["inputs"]
    assert not list(unlike(shapes()["base"], found))


STEP = re.compile(
    r"say `([\w.-]+)`\..*?for instance `(\w+)` from `([^`]+)`.*? to `([^`]+)`, and its `reason`", re.DOTALL
)


@pytest.mark.original
def test_readmes_change_of_an_assumption_goes_as_it_says(copy):
    """The file, the input and what stands there are as README has them, and after the change all is well."""
    said = STEP.search((HERE / "README.md").read_text(encoding="utf-8"))
    assert said
    path = copy / "data" / "assumptions" / said[1]
    text = path.read_text(encoding="utf-8")
    start = text.index(f"\n  {said[2]}:\n")
    old, new = f"    interval: {said[3]}\n", f"    interval: {said[4]}\n"
    at = text.index(old, start)
    assert "\n  " + said[2] + ":" in text[:at] and text.count("\n\n", start, at) == 0
    path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 0, result.output
    moved = next(a for a in printed("assumptions", "--json")["assumptions"] if a["id"] == said[2])
    assert moved["interval"] == json.loads(said[4])
    assert moved["basis"] == "judged"


# CONTRIBUTING


def test_contributings_reading_is_taken_as_written(copy):
    """In the place of the book's own of that name, which has longer reasons."""
    stated = block("CONTRIBUTING.md", "readings: -").partition("\n")[2].rstrip()
    (entry,) = YAML(typ="safe").load(stated)
    path = copy / "data" / "assumptions" / "compute-asymmetry.yaml"
    own = re.compile(rf"^  - id: {entry['id']}\n(?:(?!  - id: |\S).*\n)*", re.MULTILINE)
    text, replaced = own.subn(lambda _: f"{stated}\n", path.read_text(encoding="utf-8"))
    assert replaced == 1
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 0, result.output
    found = next(r for r in book().record.readings["compute-asymmetry"] if r.id == entry["id"])
    assert [(o.id, o.title, o.reason) for o in found.options] == [
        (o["id"], o["title"], o["reason"]) for o in entry["options"]
    ]


def test_contributings_claim_is_made_by_its_own_lines(tmp_path, many):
    fork = package_copy(tmp_path)
    lines = block("CONTRIBUTING.md", "tilt new-claim").strip().splitlines()
    assert lines.pop() == "make watch", "what serves and does not end comes last, and is left out"
    (fork / "bin").mkdir()
    program = fork / "bin" / "tilt"
    program.write_text('#!/bin/sh\nexec "$PYTHON" -m tilt.cli "$@"\n')
    program.chmod(0o755)
    environment = own_environment(fork, PYTHON=sys.executable)
    environment["PATH"] = f"{fork / 'bin'}:{environment['PATH']}"
    for line in lines:
        done = subprocess.run(
            ["sh", "-c", line], cwd=fork, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{line}: {done.stderr}"
        if line.startswith("grep"):
            listed = {Path(found.partition(":")[0]).suffix for found in done.stdout.splitlines()}
            assert listed == {".yaml", ".ipynb", ".py"}
    made = own_python(fork, "-c", "from tilt.book import book; print(len(book().claims))")
    assert int(made.stdout) == len(book().claims) + 1
