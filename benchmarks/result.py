"""One measured figure, and the machine and versions it was measured on."""

from __future__ import annotations

import datetime
import os
import platform
import statistics
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.table import Table

LIBRARIES = ("numpy", "scipy", "sympy", "altair", "vl-convert-python", "voila", "anywidget", "squigglepy", "playwright")


@dataclass(frozen=True)
class Result:
    """Repeated measurements of one thing. `aim` is an upper limit for `judged` (median or p95), or None."""

    name: str
    what: str
    unit: str
    values: tuple[float, ...]
    aim: float | None = None
    judged: str = "median"
    at_least: bool = False

    def as_json(self) -> dict[str, Any]:
        """The shape in results.json."""
        ordered = sorted(self.values)
        p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
        shown = {"median": statistics.median(ordered), "p95": p95, "min": ordered[0], "max": ordered[-1]}
        met = None
        if self.aim is not None:
            met = shown[self.judged] >= self.aim if self.at_least else shown[self.judged] <= self.aim
        return {
            "name": self.name,
            "what": self.what,
            "unit": self.unit,
            "runs": len(ordered),
            **{k: round(v, 4) for k, v in shown.items()},
            "aim": None if self.aim is None else f"{self.judged} {'>=' if self.at_least else '<='} {self.aim:g}",
            "met": met,
        }


def table(rows: Iterable[Mapping[str, Any]]) -> Table:
    """Results, in their shape in results.json, as a terminal shows them."""
    made = Table(box=None, pad_edge=False)
    for heading in ("what", "median", "p95", "unit", "runs", "aim", "met"):
        made.add_column(heading, overflow="fold")
    words = {True: "yes", False: "no", None: ""}
    for r in rows:
        made.add_row(r["what"], f"{r['median']:.4g}", f"{r['p95']:.4g}", r["unit"], str(r["runs"]), r["aim"] or "",
                     words[r["met"]])  # fmt: skip
    return made


def machine() -> dict[str, Any]:
    """Processor, cores and memory: what a reader needs to judge the figures."""
    model = "unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"processor": model, "cores": os.cpu_count(), "memory_gib": round(memory, 1), "system": platform.system()}


def versions(chromium: Path | None, more: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
    """Versions of everything that was timed."""
    found = {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}}
    if chromium:
        said = subprocess.run([chromium, "--version"], capture_output=True, text=True, check=False).stdout
        found["chromium"] = said.strip().split(" built")[0]
    return found | dict(more)


def today() -> str:
    """The date, for the record."""
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()
