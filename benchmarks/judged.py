"""What readers who come at once waited for, held against its aims, and what must not be at all."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.arriving import Reader, mixed
from benchmarks.result import Result
from tests.running_app import RunningApp

SLIDERS, PANEL, GONE = 3.0, 10.0, 30.0
"""Aims, in seconds: until a page's sliders work, until Python's answer, until no process is left of who has gone."""


@dataclass
class Load:
    """What was measured, and what must not be, in sentences."""

    readers: int
    results: list[Result] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def add(self, name: str, what: str, unit: str, *values: float, aim: float | None = None) -> None:
        """Add a figure; `aim` is the limit of its 95th percentile."""
        if values:
            title = f"{self.readers} readers at once: {what}"
            self.results.append(Result(f"load-{name}", title, unit, values, aim=aim, judged="p95"))

    def waited(self, name: str, what: str, waits: Sequence[float | BaseException], aim: float | None) -> None:
        """Add what each reader waited; who was not served is a fault."""
        self.faults += [f"Not served ({what}): {w!r}" for w in waits if isinstance(w, BaseException)]
        self.add(name, what, "s", *(w for w in waits if not isinstance(w, BaseException)), aim=aim)

    async def judge(self, answers: Mapping[Reader, Sequence[Mapping[str, Any]]]) -> None:
        """Hold answers against the book's; one that is not its reader's own is a fault."""
        self.faults += await asyncio.to_thread(mixed, list(answers), answers)

    async def gone(self, name: str, who: str, app: RunningApp) -> None:
        """Add how long it takes until no reader has a process; too long is a fault."""
        try:
            took = await asyncio.to_thread(app.wait_for_readers, 0, GONE)
            self.add(f"gone-{name}", f"{who} closed, until no reader's process is left", "s", took, aim=GONE)
        except AssertionError as left:
            self.faults.append(f"{who} closed: {left}.")
