"""An edition's verdicts again, from its frozen inputs: by today's code where it is the same, else by its commit's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from tilt.comparison.taken import code
from tilt.editions.folder import EditionError, Frozen
from tilt.paths import PACKAGE, root


class ShallowError(EditionError):
    """The edition's code is not in this clone."""


@dataclass(frozen=True)
class Replayed:
    """A finding as the edition says it and as it comes out again: credence, its error, and quantiles by name."""

    claim: str
    finding: str
    stated: tuple[float, float, dict[str, float]]
    again: tuple[float, float, dict[str, float]]

    @property
    def same(self) -> bool:
        """Whether they agree to the last bit."""
        return self.stated == self.again


def own_code(edition: Frozen) -> bool:
    """Whether this process runs the code that gave the edition's numbers, with the same libraries."""
    return edition.snapshot.code == code()


def replay(edition: Frozen, workspace: Path) -> tuple[Replayed, ...]:
    """Every finding of an edition, again.

    Args:
        edition: The edition.
        workspace: An empty folder, where the code of its commit is unpacked if it is needed.

    Raises:
        ShallowError: Its code is neither today's nor in this clone.
        EditionError: The code does not run.
    """
    package = PACKAGE.parent if own_code(edition) else _unpacked(edition, workspace)
    own = {k: v for k, v in os.environ.items() if not k.startswith("TILT_")}
    said = subprocess.run(
        [sys.executable, "-m", "tilt.cli", "verdicts", "--json"],
        cwd=package,
        env={
            **own,
            "PYTHONPATH": str(package),
            "TILT_ROOT": str(edition.folder.resolve()),
            "PYTHONIOENCODING": "utf-8",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if said.returncode:
        raise EditionError(f"{edition.name} cannot be played back:\n{said.stderr.strip()}")
    again: dict[tuple[str, str], Any] = {(v["claim"], v["finding"]): v for v in json.loads(said.stdout)["verdicts"]}
    stated = {(f.claim, f.id): f for f in edition.snapshot.findings}
    if again.keys() != stated.keys():
        raise EditionError(f"{edition.name} has other findings: {sorted(again.keys() ^ stated.keys())}")
    return tuple(
        Replayed(
            claim,
            finding,
            (f.credence, f.standard_error, dict(f.effect.quantiles)),
            (v["credence"], v["standard_error"], v["effect"]["quantiles"]),
        )
        for (claim, finding), f in stated.items()
        for v in [again[claim, finding]]
    )


def _unpacked(edition: Frozen, workspace: Path) -> Path:
    commit = edition.about.commit
    if not commit:
        raise ShallowError(f"{edition.name} names no commit, and today's code is not the one that gave its numbers.")
    packed = subprocess.run(
        ["git", "-C", str(root()), "archive", "--format=tar", commit, "--", "tilt"], capture_output=True, check=False
    )
    if packed.returncode:
        raise ShallowError(
            f"{commit[:9]}, whose code gives {edition.name}, is not in this clone: git fetch --unshallow"
        )
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as files:
        files.extractall(workspace, filter="data")
    return workspace
