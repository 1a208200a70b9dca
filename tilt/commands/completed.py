"""What TAB offers: names read off the files and folders of the book, without the libraries that compute.

A shell waits for the answer at every TAB, so nothing here reads a file as the record does, or says what is wrong with
it: a folder that is not there, or a file that makes no sense, has no names to offer.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tilt.paths import PACKAGE, data, root

Offer = list[tuple[str, str]]
"""Words that can stand here, each with what is said of it, where something is."""

SCENARIO = re.compile(r"^(name|title):\s*(.+?)\s*$", re.MULTILINE)
INPUT = re.compile(r"^  (\w+):\n    label:\s*(.+?)\s*$", re.MULTILINE)


def claims(incomplete: str) -> Offer:
    """Slugs of claims."""
    folders = sorted((PACKAGE / "claims").glob("*/claim.py"))
    return _begun(((path.parent.name.replace("_", "-"), "") for path in folders), incomplete)


def scenarios(incomplete: str) -> Offer:
    """Scenarios by name. Where none begins so, the shell offers files."""
    found = (dict(SCENARIO.findall(text)) for text in _texts(data() / "scenarios"))
    return _begun(((told["name"], told.get("title", "")) for told in found if "name" in told), incomplete)


def inputs(incomplete: str) -> Offer:
    """Ids of inputs: the last of those between commas, with the others before it."""
    *before, last = incomplete.split(",")
    taken = "".join(f"{id}," for id in before)
    known = (pair for text in _texts(data() / "assumptions") for pair in INPUT.findall(text))
    return [(taken + id, label) for id, label in _begun(known, last) if id not in before]


def states(incomplete: str) -> Offer:
    """States of the book: branches and tags, editions. Where none begins so, the shell offers files."""
    told = [(ref, "") for ref in _git("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags")]
    editions = sorted((root() / "editions").glob("*/edition.json"))
    told += [(os.path.relpath(path.parent), "an edition") for path in editions]
    return _begun(iter(told), incomplete)


def sources(incomplete: str) -> Offer:
    """Keys of sources."""
    with (
        suppress(OSError, UnicodeError, csv.Error),
        (data() / "sources.csv").open(encoding="utf-8", newline="") as file,
    ):
        rows = [(row.get("key") or "", row.get("title") or "") for row in csv.DictReader(file)]
        return _begun(iter(rows), incomplete)
    return []


def sweeps(incomplete: str) -> Offer:
    """The sweep that has a name. For any other beginning the shell offers files."""
    return _begun(iter([("default", "the book’s own")]), incomplete)


def _begun(known: Iterator[tuple[str, str]], incomplete: str) -> Offer:
    return [(name, said) for name, said in known if name and name.startswith(incomplete)]


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.yaml")):
        with suppress(OSError, UnicodeError):
            if path.is_file():
                yield path.read_text(encoding="utf-8")


def _git(*words: str) -> list[str]:
    with suppress(OSError):
        said = subprocess.run(["git", "-C", str(root()), *words], capture_output=True, text=True, check=False)
        return said.stdout.splitlines() if said.returncode == 0 else []
    return []
