"""Python for so many readers at once and no more: a process each, forked from one that has the book ready; the others
wait in the order in which they came, and know how many are before them."""

from __future__ import annotations

import asyncio
import json
import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, SpawnContext
from typing import Any

from tilt.app.worker import serve
from tilt.hosts.kernels import warm_context

PRELOADED = ["tilt.app.preloaded"]

Hear = Callable[[dict[str, Any]], None]


@contextmanager
def _deaf() -> Iterator[None]:
    """What is started here does not hear Ctrl-C, which is for who started the app, until it is ready to ignore it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Process:
    """A reader's process, and what it says."""

    def __init__(self, context: ForkServerContext | SpawnContext) -> None:
        """Starts it, which takes milliseconds where it is forked from a warm one, and may block: not for the loop."""
        self._here, there = context.Pipe()
        self._process = context.Process(target=serve, args=(there,), daemon=True)
        self._process.start()
        there.close()

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._process.pid is not None
        return self._process.pid

    def listen(self, hear: Hear, ended: Callable[[], None]) -> None:
        """From now on call `hear` with each message, and `ended` once should the process end by itself."""
        self._hear, self._ended = hear, ended
        asyncio.get_running_loop().add_reader(self._here.fileno(), self._read)

    def _read(self) -> None:
        try:
            while self._here.poll():
                self._hear(json.loads(self._here.recv_bytes()))
        except (EOFError, OSError):
            asyncio.get_running_loop().remove_reader(self._here.fileno())
            self._ended()

    def send(self, message: dict[str, Any]) -> None:
        """Give it a request. Raises OSError when it has ended."""
        self._here.send_bytes(json.dumps(message).encode())

    def end(self) -> None:
        """End it, whatever it does."""
        if not self._here.closed:
            asyncio.get_running_loop().remove_reader(self._here.fileno())
            self._here.close()
        self._process.kill()


class Place:
    """A reader's place: in the queue until `ready` is done, then among those who have a process."""

    def __init__(self, told: Callable[[int], None]) -> None:
        """`told` is called with how many are before, whenever that changes."""
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.told = told


class Pool:
    """The processes there are, and who waits for one."""

    def __init__(self, limit: int) -> None:
        """`limit`: how many readers have Python at once."""
        self.limit = limit
        self.taken: set[Place] = set()
        self.waiting: deque[Place] = deque()
        self._context = warm_context(PRELOADED)

    def warm(self) -> None:
        """Begin to read and compile the book in the process that others are forked from. May block for seconds."""
        first = self._context.Process(target=_nothing, daemon=True)
        with _deaf():
            first.start()
        first.join()

    def enter(self, told: Callable[[int], None]) -> Place:
        """A place for one more reader."""
        place = Place(told)
        self.waiting.append(place)
        self._move()
        return place

    async def start(self, place: Place) -> Process:
        """A process for a reader, as soon as it is their turn."""
        await place.ready
        return await asyncio.get_running_loop().run_in_executor(None, Process, self._context)

    def leave(self, place: Place) -> None:
        """Give a place back, wherever it is; who is first in the queue moves up."""
        self.taken.discard(place)
        if place in self.waiting:
            self.waiting.remove(place)
        place.ready.cancel()
        self._move()

    def _move(self) -> None:
        while self.waiting and len(self.taken) < self.limit:
            place = self.waiting.popleft()
            self.taken.add(place)
            place.ready.set_result(None)
        for before, place in enumerate(self.waiting):
            place.told(before)


def _nothing() -> None:
    """All that the first process does: asked for, it has the one before it made."""
