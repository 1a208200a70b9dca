"""A new edition: the data, the lock, the forecasts and every verdict as they stand, in a folder of its own."""

from __future__ import annotations

import filecmp
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tilt.book import book
from tilt.comparison.snapshot import NAME as SNAPSHOT
from tilt.comparison.taken import take
from tilt.editions.folder import ABOUT, FORECASTS, LOCK, NAMES, About, EditionError, editions_folder
from tilt.engine.inputs import DEFAULT
from tilt.forecast import forecasts
from tilt.paths import data, root
from tilt.record.folder import EDITORS
from tilt.record.whole import HALF, alone

GIVES_NUMBERS = ("tilt", "data", "book", LOCK)
"""What must be committed, so that the edition's commit gives its numbers."""


def freeze(
    name: str,
    note: str = "",
    tell: Callable[[float], object] = lambda _: None,
    busy: Callable[[], object] = lambda: None,
) -> tuple[Path, bool]:
    """Freeze the book as an edition; its folder, and whether it is new. `busy` is called where another run is awaited.

    An edition of that name that says the same stays as it is. Raises EditionError where the name cannot be one, where
    another edition has it, where the code that gives the numbers is not committed, or where nothing can be written;
    InputError where the book's data are at fault.
    """
    if not NAMES.fullmatch(name):
        allowed = "small letters, digits, dots and hyphens, such as 2027-02"
        raise EditionError(f"{name!r} cannot be an edition's name: {allowed}")
    if not (root() / LOCK).is_file():
        raise EditionError(f"There is no {LOCK} in {root()}: an edition is frozen in a checkout of the book.")
    about = About(name=name, as_of=book().record.edition.as_of.isoformat(), commit=_commit(), note=note)
    try:
        return _frozen(editions_folder(), about, tell, busy)
    except OSError as error:
        raise _unwritable(error) from error


def _frozen(
    folder: Path, about: About, tell: Callable[[float], object], busy: Callable[[], object]
) -> tuple[Path, bool]:
    """An edition's folder, which comes to stand there whole or not at all; one run at a time."""
    folder.mkdir(exist_ok=True)
    # Its name is none that an edition can have.
    with alone(folder, busy), TemporaryDirectory(prefix=f".{about.name}.", suffix=HALF, dir=folder) as half:
        made, target = Path(half) / about.name, folder / about.name
        _write(made, about, tell)
        if target.exists():
            if differ := sorted(_differing(made, target)):
                msg = f"The edition {about.name} stands already, with other contents: {', '.join(differ)}."
                raise EditionError(msg)
            return target, False
        made.rename(target)
    return target, True


def _write(folder: Path, about: About, tell: Callable[[float], object]) -> None:
    shutil.copytree(
        data(),
        folder / "data",
        ignore=lambda _, names: [n for n in names if EDITORS.fullmatch(n)],
        copy_function=_copied,
    )
    shutil.copy(root() / LOCK, folder / LOCK)
    (folder / SNAPSHOT).write_text(take(tell=tell).model_dump_json(indent=1) + "\n", encoding="utf-8")
    said = {"scenario": DEFAULT.name, "forecasts": [f.as_json() for f in forecasts()]}
    (folder / FORECASTS).write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / ABOUT).write_text(about.model_dump_json(indent=1) + "\n", encoding="utf-8")


def _copied(source: str, target: str) -> None:
    """Copy a file, and stop at the first that cannot be: of an OSError a copy of a whole folder would go on, to tell
    of every file and of no reason."""
    try:
        shutil.copy2(source, target)
    except OSError as error:
        raise _unwritable(error) from error


def _unwritable(error: OSError) -> EditionError:
    return EditionError(f"Nothing can be frozen in {editions_folder()}: {error.strerror}.")


def _commit() -> str:
    """The commit whose code gives the numbers; empty where there is no git."""
    said = _git("rev-parse", "HEAD")
    if said is None:
        return ""
    if changed := (_git("status", "--porcelain", "--", *GIVES_NUMBERS) or "").splitlines():
        names = ", ".join(line[3:] for line in changed[:5])
        raise EditionError(f"Commit first: an edition names the commit that gives its numbers. Changed are {names}.")
    return said.strip()


def _git(*words: str) -> str | None:
    try:
        said = subprocess.run(["git", "-C", str(root()), *words], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return said.stdout if said.returncode == 0 else None


def _differing(made: Path, there: Path) -> set[str]:
    """Files that are not the same in two folders, but for what an edition says of itself."""
    both = [{p.relative_to(f).as_posix() for p in f.rglob("*") if p.is_file()} - {ABOUT} for f in (made, there)]
    same = {name for name in both[0] & both[1] if filecmp.cmp(made / name, there / name, shallow=False)}
    return (both[0] | both[1]) - same
