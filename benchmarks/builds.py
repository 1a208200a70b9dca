"""How long the book takes to build from nothing, and again when nothing changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.result import Result
from tilt.paths import root

PARTS = ("book", "data", "_config.yml", "_toc.yml")


def measure(warm_runs: int) -> list[Result]:
    """Seconds of one cold build and of repeated unchanged ones, in a copy of the chapters and the data."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in PARTS:
            source = root() / part
            if source.is_dir():
                shutil.copytree(source, copy / part)
            else:
                shutil.copy(source, copy / part)
        command = [sys.executable, "-m", "tools.book", "--root", str(copy), "--out", str(copy / "site")]

        def build() -> float:
            began = time.perf_counter()
            environment = os.environ | {"TILT_ROOT": str(copy)}
            subprocess.run(command, cwd=root(), env=environment, check=True, capture_output=True)
            return time.perf_counter() - began

        cold = build()
        warm = tuple(build() for _ in range(warm_runs))
    return [
        Result("build-cold", "the book from nothing", "s", (cold,), aim=90),
        Result("build-warm", "the book again, nothing changed", "s", warm, aim=10),
    ]
