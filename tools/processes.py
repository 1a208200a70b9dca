"""End programs together with everything they started."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import psutil


def end_family(pid: int, patience: float = 5) -> None:
    """End a process and its descendants: politely, then, after `patience` seconds, at once. Returns when none is left.

    Kernels and fork servers put themselves into sessions of their own, so a signal to a process group misses them.
    """
    try:
        head = psutil.Process(pid)
        family = [head, *head.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(family, timeout=patience)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=patience)


def note(path: Path, pid: int) -> None:
    """Write down a process that has begun, so that it can be ended by `end_noted` should this one be killed."""
    path.write_text(f"{pid} {psutil.Process(pid).create_time()}", encoding="utf-8")


def end_noted(path: Path) -> None:
    """End the family of a process that was written down, if it is still that process."""
    with suppress(OSError, ValueError, psutil.NoSuchProcess):
        pid, began = path.read_text(encoding="utf-8").split()
        if psutil.Process(int(pid)).create_time() == float(began):
            end_family(int(pid))
    path.unlink(missing_ok=True)
