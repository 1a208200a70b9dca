"""Readers without a browser: each has a line to Python, or fetches the files of a first visit as a browser would."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from benchmarks.arriving import Reader

CONNECTIONS = 6
"""Connections that a browser opens to one server."""

PATIENCE = 120.0
"""Seconds after which a reader counts as not served."""


class Line:
    """A reader's line to Python: what was said on it, and the answer once it is there."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.waits: list[tuple[int, str]] = []  # how many were said to be before, and the sentence that said it
        self.answer: asyncio.Future[list[dict[str, Any]]] = asyncio.get_running_loop().create_future()
        self.told = asyncio.Event()
        self._line: WebSocketClientConnection | None = None

    async def ask(self, address: str, state: str) -> None:
        """Open the line of the app at `address` and ask; `state` is the mark of the data that its pages are of."""
        request = HTTPRequest(f"{address.replace('http', 'ws', 1)}/python", headers={"Origin": address})
        self._line = await websocket_connect(request, on_message_callback=self._hear)
        await self._line.write_message(json.dumps(self.reader.request(state)))

    async def served(self, address: str, state: str, began: float) -> float:
        """Ask, and wait for the answer: seconds since `began`. Raises TimeoutError, or RuntimeError for a refusal."""
        await self.ask(address, state)
        return await self.answered(began)

    async def answered(self, began: float) -> float:
        """Wait for the answer to what was asked: seconds since `began`. Raises as `served` does."""
        await asyncio.wait_for(asyncio.shield(self.answer), PATIENCE)
        return time.perf_counter() - began

    def leave(self) -> None:
        """Close the line."""
        if self._line:
            self._line.close()

    def _hear(self, text: str | bytes | None) -> None:
        message: dict[str, Any] = json.loads(text) if text is not None else {"error": "the line was closed"}
        if message.get("state") == "waiting":
            self.waits.append((message["before"], message["says"]))
            self.told.set()
        elif "result" in message and not self.answer.done():
            self.answer.set_result(message["result"]["verdicts"])
        elif "progress" not in message and not self.answer.done():
            self.answer.set_exception(RuntimeError(f"not answered but told: {message}"))
            self.answer.exception()  # seen here: whoever leaves before they look is no fault


def queued(waits: Sequence[tuple[int, str]], before: int, places: int) -> list[str]:
    """What is wrong with what one was told who came when `before` others waited for one of so many places.

    The number must count down to none, one at a time, and each sentence must say it and how many places there are.
    """
    numbers = [number for number, _ in waits]
    heard = [n for k, n in enumerate(numbers) if k == 0 or n != numbers[k - 1]]
    found = []
    if heard != list(range(before, -1, -1)):
        found.append(f"Who came when {before} waited was told {heard}, which does not count down from {before} to 0.")
    for number, says in waits:
        if f"all {places} readers" not in says or ("you are next" if number == 0 else f"{number} wait") not in says:
            found.append(f"Who had {number} before them was told: {says}")
    return found


def fetch(address: str, visits: Sequence[Sequence[str]]) -> tuple[list[float], float]:
    """Let a client for each visit fetch its files at once, the page first, then the others on several connections.

    Returns each client's seconds until its last byte, and the mean of what each was sent in kB.
    Raises OSError where a file is not sent.
    """
    with ThreadPoolExecutor(len(visits) * (CONNECTIONS + 1)) as threads:
        began = time.perf_counter()

        def whole(visit: Sequence[str]) -> tuple[float, int]:
            first, *others = visit
            size = _get(address, [first])
            shares = [others[k::CONNECTIONS] for k in range(CONNECTIONS)]
            size += sum(threads.map(lambda share: _get(address, share), shares))
            return time.perf_counter() - began, size

        ends, sizes = zip(*threads.map(whole, visits), strict=True)
    return list(ends), sum(sizes) / len(sizes) / 1000


def _get(address: str, paths: Sequence[str]) -> int:
    """Fetch some files on one connection, one after another; returns the bytes of their bodies as sent."""
    server = urlsplit(address)
    line = HTTPConnection(server.hostname or "", server.port, timeout=PATIENCE)
    size = 0
    try:
        for path in paths:
            line.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = line.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise OSError(f"{path} was answered with {answer.status}")
            size += len(body)
    finally:
        line.close()
    return size
