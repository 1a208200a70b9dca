"""An edition's folder: frozen data, lock, snapshot and forecasts, and the commit whose code gives its numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from tilt.comparison.snapshot import NAME as SNAPSHOT
from tilt.comparison.snapshot import Snapshot, read_snapshot
from tilt.paths import root

ABOUT, LOCK, FORECASTS = "edition.json", "requirements.txt", "forecasts.json"
NAMES = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?", re.ASCII)
"""What an edition can be called: a folder on any system, and a part of an address."""


class EditionError(ValueError):
    """An edition that cannot be made or read, in a sentence."""


class About(BaseModel):
    """What an edition says of itself.

    `commit` is the one whose code gives its numbers, empty where there was no git; `as_of` the date that "today" means
    in it; `note` what a reader has to know of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    as_of: str
    commit: str = ""
    note: str = ""


@dataclass(frozen=True)
class Frozen:
    """An edition as it stands in its folder. What cannot be read raises EditionError or SnapshotError."""

    folder: Path

    @property
    def name(self) -> str:
        """The folder's name, which is the edition's."""
        return self.folder.name

    @cached_property
    def about(self) -> About:
        """What it says of itself."""
        try:
            return About.model_validate_json((self.folder / ABOUT).read_text(encoding="utf-8"))
        except (OSError, ValidationError, UnicodeDecodeError) as error:
            raise EditionError(f"{self.folder / ABOUT} cannot be read: {error}") from None

    @cached_property
    def snapshot(self) -> Snapshot:
        """Its verdicts and what they rest on."""
        return read_snapshot(self.folder / SNAPSHOT)

    @cached_property
    def forecasts(self) -> list[dict[str, Any]]:
        """Its forecasts, in the shape that `tilt forecasts --json` prints; none where it had none."""
        path = self.folder / FORECASTS
        if not path.is_file():
            return []
        try:
            found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["forecasts"]
            return found
        except (ValueError, KeyError) as error:
            raise EditionError(f"{path} cannot be read: {error}") from None


def editions_folder() -> Path:
    """Where the editions are: in a checkout; a wheel has none."""
    return root() / "editions"


def editions() -> tuple[Frozen, ...]:
    """The editions there are, in the order of their dates; of one, as with versions, 2027-02-draft before 2027-02."""
    return tuple(sorted(_found(), key=lambda e: (e.about.as_of, f"{e.name}~")))  # ~ stands behind every character


def _found() -> Iterator[Frozen]:
    folder = editions_folder()
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir() and NAMES.fullmatch(path.name):
            yield Frozen(path)
