"""End programs together with everything they started."""

from __future__ import annotations

from contextlib import suppress

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
