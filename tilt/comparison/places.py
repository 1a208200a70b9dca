"""Where a state of the book is found: a git revision, a folder, a scenario, or the file of a snapshot."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from tilt.comparison.snapshot import NAME
from tilt.fingerprint import fingerprint
from tilt.paths import PACKAGE, root

ANSWERS = Path("tilt") / "comparison" / "__main__.py"
"""What a state's own code has where it can answer for itself."""

PARTS = ("tilt", "data", "book")
"""What decides what a state says, in its folder."""

TODAY = "by today’s code: it has none of its own that can answer"
SCENARIOS = (".yaml", ".yml")


class PlaceError(ValueError):
    """Something that names no state of the book, in a sentence."""


@dataclass(frozen=True)
class Tree:
    """Where a state's files are: `data` is its folder of data; `code` holds its own `tilt/`, None for today's code."""

    data: Path
    code: Path | None
    book: Path


@dataclass(frozen=True)
class Place:
    """A state of the book, not yet evaluated.

    `label` is how the comparison names it, `how` by which code it is evaluated, `key` digits that are another as soon
    as anything that it says might be. `tree` unpacks it where that is still to be done; None of a snapshot's file,
    which stands under `file`. `changelog` is the text of its CHANGELOG.md, empty where it has none.
    """

    label: str
    how: str
    key: str
    changelog: str
    tree: Callable[[], Tree] | None
    scenario: str = ""
    file: Path | None = None


def place(named: str, workspace: Path) -> Place:
    """The state of this name: of the working tree where it is empty.

    A path wins over a revision where it is written as one (`./main`). Revisions are unpacked below `workspace`. Raises
    PlaceError.
    """
    if not named:
        return _folder(root(), "the working tree", PACKAGE.parent)
    path = Path(named)
    if path.suffix in SCENARIOS or (path.suffix == ".json" and path.is_file()):
        if not path.is_file():
            raise PlaceError(f"{named} is no file.")
        return _scenario(path) if path.suffix in SCENARIOS else _file(path)
    written = os.sep in named or named in (".", "..")
    commit = None if written and path.is_dir() else _git("rev-parse", "--verify", "--quiet", "--end-of-options",
                                                         f"{named}^{{commit}}")  # fmt: skip
    if commit:
        return _revision(named, commit.decode().strip(), workspace)
    if path.is_dir():
        return _edition(path)
    raise PlaceError(
        f"{named!r} is no git revision of the book’s repository, no folder with a book’s data, and no scenario’s .yaml."
    )


def _digits(*parts: str) -> str:
    """Python's and the libraries' versions are among what decides numbers."""
    return hashlib.sha256(" ".join([fingerprint([]), *parts]).encode()).hexdigest()[:24]


@cache
def _todays() -> str:
    return fingerprint([PACKAGE])


def _folder(folder: Path, label: str, code: Path | None) -> Place:
    """A folder that holds `data/`; `code` is where its own `tilt/` is, None where today's has to do."""
    tree = Tree(folder / "data", code if code and code != PACKAGE.parent else None, folder / "book")
    state = fingerprint([p for p in (tree.data, tree.book, (code or PACKAGE.parent) / "tilt") if p.is_dir()])
    how = "by its own code" if code else TODAY
    return Place(label, how, _digits(state), _text(folder / "CHANGELOG.md"), lambda: tree)


def _edition(folder: Path) -> Place:
    """A folder that somebody names: an edition with a snapshot, a book, or a folder of data alone."""
    label = f"the folder {folder}"
    if (folder / NAME).is_file():
        return _file(folder / NAME, label)
    if (folder / "data" / "edition.yaml").is_file():
        return _folder(folder.resolve(), label, folder.resolve() if (folder / ANSWERS).is_file() else None)
    if (folder / "edition.yaml").is_file():
        tree = Tree(folder.resolve(), None, folder.resolve().parent / "book")
        state = fingerprint([p for p in (tree.data, tree.book, PACKAGE) if p.is_dir()])
        return Place(label, TODAY, _digits(state), "", lambda: tree)
    raise PlaceError(f"{folder} holds no book: it has neither {NAME}, nor data/edition.yaml, nor edition.yaml.")


def _file(path: Path, label: str = "") -> Place:
    return Place(label or f"the snapshot {path}", "as it was written down", "", "", None, "", path)


def _scenario(path: Path) -> Place:
    here = _folder(root(), "", PACKAGE.parent)
    key = _digits(here.key, hashlib.sha256(path.read_bytes()).hexdigest())
    label = f"the scenario {path}, in the working tree"
    return Place(label, here.how, key, here.changelog, here.tree, str(path.resolve()))


def _revision(named: str, commit: str, workspace: Path) -> Place:
    prefix = (_git("rev-parse", "--show-prefix") or b"").decode().strip()
    at = f"{commit}:{prefix}"
    there = {name: id for id, name in map(_entry, (_git("ls-tree", at) or b"").decode().splitlines())}
    if "data" not in there:
        raise PlaceError(f"The revision {named} ({commit[:9]}) has no data/.")
    own = _git("cat-file", "-e", f"{at}{ANSWERS.as_posix()}") is not None
    code = there["tilt"] if own else _todays()
    key = _digits(there["data"], there.get("book", ""), code)
    changelog = _git("show", f"{at}CHANGELOG.md") or b""
    subject = (_git("log", "-1", "--format=%cs: %s", commit) or b"").decode().strip()

    @cache
    def unpacked() -> Tree:
        folder = workspace / commit
        packed = _git("archive", "--format=tar", at, "--", *(p for p in PARTS if p in there and (own or p != "tilt")))
        if packed is None:
            raise PlaceError(f"git cannot unpack the revision {named} ({commit[:9]}).")
        try:
            with tarfile.open(fileobj=BytesIO(packed)) as files:
                files.extractall(folder, filter="data")
        except tarfile.TarError as error:  # a link that leads out of it, say
            raise PlaceError(f"The revision {named} ({commit[:9]}) cannot be unpacked: {error}.") from None
        return Tree(folder / "data", folder if own else None, folder / "book")

    label = f"{named} ({commit[:9]} of {subject})"
    return Place(label, "by its own code" if own else TODAY, key, changelog.decode("utf-8", "replace"), unpacked)


def _entry(line: str) -> tuple[str, str]:
    """Id and name of a line of `git ls-tree`."""
    stated, _, name = line.partition("\t")
    return stated.split()[2], name


def _git(*words: str) -> bytes | None:
    """What git says in the book's folder; None where it refuses, or is not there."""
    try:
        said = subprocess.run(["git", "-C", str(root()), *words], capture_output=True, check=False)
    except OSError:
        return None
    return said.stdout if said.returncode == 0 else None


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
