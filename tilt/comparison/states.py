"""States of the book, each with its snapshot: worked out by the state's own code in a process of its own, or kept.

A revision without code that can answer is evaluated by today's code on its data; where the two do not fit, that is
said.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from platformdirs import user_cache_path

from tilt.comparison.acknowledged import lines
from tilt.comparison.mixed import Credences, Mixture, ask, credences, heard
from tilt.comparison.places import Place, Tree
from tilt.comparison.snapshot import Snapshot, SnapshotError, parse, read_snapshot
from tilt.comparison.taken import code
from tilt.paths import PACKAGE
from tilt.record.keeping import keep, read_kept

KEPT = 32
"""How many snapshots stay on disk, half a megabyte each."""


class StateError(ValueError):
    """A state that cannot be evaluated, with what its code says of that."""


@dataclass(frozen=True)
class State:
    """A state of the book and what it says."""

    place: Place
    snapshot: Snapshot

    def answers(self) -> bool:
        """Whether there is code to ask what this state's formulas make of other inputs."""
        return self._is_todays() or (self.place.tree is not None and self.place.tree().code is not None)

    def credences(self, mixtures: Sequence[Mixture]) -> tuple[Credences, ...]:
        """What this state's formulas make of these. Raises StateError."""
        if self._is_todays():
            try:
                return tuple(credences(m) for m in mixtures)
            except ValueError as refused:
                raise StateError(str(refused)) from None
        assert self.place.tree is not None
        return heard(_ran(self.place.tree(), self.place.label, ["credences"], ask(mixtures)))

    def _is_todays(self) -> bool:
        return self.snapshot.code == code()


def states(places: Sequence[Place], workspace: Path) -> list[State]:
    """The states of places, side by side.

    Raises StateError where one cannot be evaluated, SnapshotError where what is written down is no snapshot, PlaceError
    where git cannot unpack a revision.
    """
    with ThreadPoolExecutor(len(places)) as pool:
        found = list(pool.map(lambda p: _snapshot(p, workspace), places))
    return [State(p, s) for p, s in zip(places, found, strict=True)]


def _snapshot(place: Place, workspace: Path) -> Snapshot:
    if place.file:
        return read_snapshot(place.file)
    assert place.tree is not None
    path = user_cache_path("tilt") / "snapshots" / f"{place.key}.json"
    own = {"owned": tuple(lines(place.changelog))}  # another changelog makes no other state
    try:
        return Snapshot.model_validate(read_kept(path)).model_copy(update=own)
    except ValueError:
        pass  # not there yet, or of another form
    tree = place.tree()
    said = _ran(_rooted(tree, workspace), place.label, ["snapshot", *([place.scenario] if place.scenario else [])])
    try:
        found = parse(said, place.label)
    except SnapshotError as error:
        raise StateError(f"{error}. Its code is of another form than today’s.") from None
    keep(path, found.model_dump(mode="json"), KEPT)
    return found.model_copy(update=own)


def _rooted(tree: Tree, workspace: Path) -> Tree:
    """The same where data and chapters stand in one folder, as the package looks for them."""
    if tree.data.name == "data" and tree.book.parent == tree.data.parent:
        return tree
    folder = Path(mkdtemp(dir=workspace))
    (folder / "data").symlink_to(tree.data, target_is_directory=True)
    if tree.book.is_dir():
        (folder / "book").symlink_to(tree.book, target_is_directory=True)
    return Tree(folder / "data", tree.code, folder / "book")


def _ran(tree: Tree, label: str, words: Sequence[str], request: str = "") -> str:
    """What the code of a tree answers. Raises StateError with what it complains of."""
    package = tree.code or PACKAGE.parent
    own = {k: v for k, v in os.environ.items() if not k.startswith("TILT_")}
    said = subprocess.run(
        [sys.executable, "-m", "tilt.comparison", *words],
        cwd=package,
        env={**own, "PYTHONPATH": str(package), "TILT_ROOT": str(tree.data.parent), "PYTHONIOENCODING": "utf-8"},
        input=request,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if said.returncode == 0:
        return said.stdout
    told = said.stderr.strip().splitlines()
    if "Traceback (most recent call last):" in told:
        told = told[-1:]
    by = "its own code" if tree.code else "today’s code"
    raise StateError("\n".join([f"{label} cannot be evaluated by {by}:", *told]))
