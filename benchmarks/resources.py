"""What processes take of the machine: memory, at one moment or at its highest, and processor time."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import suppress
from types import TracebackType

import psutil


def pss(processes: Iterable[psutil.Process]) -> float:
    """Memory of some processes in MiB, what they share counted in parts."""
    found = 0
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # it ended meanwhile
            found += process.memory_full_info().pss
    return found / 2**20


def work(processes: Iterable[psutil.Process]) -> float:
    """Processor time that some processes have had, in seconds; one that has ended counts as none."""
    seconds = 0.0
    for process in processes:
        with suppress(psutil.Error):
            times = process.cpu_times()
            seconds += times.user + times.system
    return seconds


def family(pid: int) -> list[psutil.Process]:
    """A process, and all that it began."""
    head = psutil.Process(pid)
    return [head, *head.children(recursive=True)]


class Highest:
    """The memory of a process and all it begins, in MiB (PSS): as a block begins, and the most until it ends."""

    def __init__(self, pid: int) -> None:
        self._pid, self._over = pid, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.rest = self.most = 0.0

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            with suppress(psutil.Error):  # one ended while it was looked at
                self.most = max(self.most, pss(family(self._pid)))

    def __enter__(self) -> Highest:
        self.rest = self.most = pss(family(self._pid))
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
        with suppress(psutil.Error):
            self.most = max(self.most, pss(family(self._pid)))
