"""What is wrong with an input file, told so that it can be mended: file, line, id, value, what is allowed, the fix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tilt.paths import root


@dataclass(frozen=True)
class Problem:
    """One fault in a data file. `line` counts from 1; None where the fault has no line (a missing file)."""

    file: Path
    line: int | None
    what: str
    id: str | None = None
    value: object = None
    allowed: str | None = None
    fix: str | None = None

    def __str__(self) -> str:
        try:
            shown = self.file.absolute().relative_to(root())  # unresolved: a link is told of by its own name
        except ValueError:
            shown = self.file
        place = f"{shown}:{self.line}" if self.line is not None else f"{shown}"
        subject = f" {self.id}:" if self.id else ""
        parts = [f"{place}:{subject} {self.what}"]
        if self.value is not None:
            parts.append(f"  value:   {self.value}")
        if self.allowed:
            parts.append(f"  allowed: {self.allowed}")
        if self.fix:
            parts.append(f"  fix:     {self.fix}")
        return "\n".join(parts)


class InputError(ValueError):
    """One or more problems in the input files; nothing was built or changed."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))
