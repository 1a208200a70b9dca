"""The app as its readers find it: a server of its own, started by either command that a person types, and asked things.

`run_app` is Voilà by the project's settings, in any checkout; `run_tilt_app` is the `tilt app` of this one.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import psutil
import requests
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tilt.app.state import MARK
from tilt.paths import PACKAGE

ROOT = PACKAGE.parent
SAID = re.compile(r"http://\S+")

A = TypeVar("A")


@dataclass(frozen=True)
class RunningApp:
    """Where it answers, without a slash at the end, and its process."""

    address: str
    process: subprocess.Popen[str]

    @property
    def pid(self) -> int:
        """The server's."""
        return self.process.pid

    @property
    def port(self) -> int:
        """Where it listens."""
        return urlsplit(self.address).port or 0

    def family(self) -> list[psutil.Process]:
        """All its processes, the server first."""
        server = psutil.Process(self.pid)
        return [server, *server.children(recursive=True)]

    def readers(self) -> list[psutil.Process]:
        """The processes that readers have, forked from the warm one."""
        found = []
        for child in self.family()[1:]:
            with suppress(psutil.Error):
                parent = child.parent()
                if parent and parent.pid != self.pid and child.status() != psutil.STATUS_ZOMBIE:
                    found.append(child)
        return found

    def wait_for_readers(self, count: int, seconds: float) -> float:
        """Seconds until so many readers have a process. Fails where it takes longer than `seconds`."""
        began = time.monotonic()
        while (there := len(self.readers())) != count:
            assert time.monotonic() - began < seconds, f"{there} readers' processes after {seconds} s, not {count}"
            time.sleep(0.1)
        return time.monotonic() - began


@contextmanager
def run_app(
    folder: Path, environment: Mapping[str, str], site: Path, *options: str, ready: str = "/"
) -> Iterator[RunningApp]:
    """`voila book/` in a checkout, with its own configuration, on a built site. `ready` answers once it is up."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "voila", "book/", f"--port={port}", "--no-browser", f"--Kernels.site={site}"]
    with tempfile.TemporaryFile("w+") as log:
        started = subprocess.Popen(
            [*command, *options],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # so that all its processes end with it
        )
        with _until_the_end(started):
            deadline = time.monotonic() + 120
            while not answers(f"http://127.0.0.1:{port}{ready}"):
                log.seek(0)
                assert started.poll() is None, f"the app ended early:\n{log.read()}"
                assert time.monotonic() < deadline, f"the app does not answer after two minutes:\n{log.read()}"
                time.sleep(0.3)
            yield RunningApp(f"http://127.0.0.1:{port}", started)


@contextmanager
def run_tilt_app(site: Path, *options: str, environment: Mapping[str, str] | None = None) -> Iterator[RunningApp]:
    """`tilt app` on a built site, at a free port or that of its options, from when it says its address."""
    started = subprocess.Popen(
        [sys.executable, "-m", "tilt.cli", "app", "--port", "0", "--site", str(site), *options],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Whoever runs the tests may ignore SIGINT, as shells have their background jobs do, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    with _until_the_end(started):
        assert started.stdout and started.stderr
        while not (found := SAID.search(line := started.stdout.readline())):
            assert line, f"the address is never said: {started.stderr.read()}"
        yield RunningApp(found[0].rstrip("/"), started)


@contextmanager
def _until_the_end(started: subprocess.Popen[str]) -> Iterator[None]:
    """End it with all its processes once the block ends, in order where it hears."""
    try:
        yield
    finally:
        started.terminate()  # not SIGINT, which tests started behind a shell have it ignore
        with suppress(subprocess.TimeoutExpired):
            started.communicate(timeout=30)
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()


def awaited(story: Coroutine[Any, Any, A]) -> A:
    """What a story comes to, in a thread of its own: Playwright has a loop going in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, story).result()


def answers(address: str) -> bool:
    """Tell whether a server answers at an address."""
    with suppress(requests.RequestException):
        return requests.get(address, timeout=5).ok
    return False


@asynccontextmanager
async def line(address: str, name: str = "python", **headers: str) -> AsyncIterator[WebSocketClientConnection]:
    """A page's line to the app at an address. Raises HTTPClientError where it is not opened."""
    told = {"Origin": f"http://{urlsplit(address).netloc}", **headers}
    opened = await websocket_connect(HTTPRequest(f"ws{address.removeprefix('http')}/{name}", headers=told))
    try:
        yield opened
    finally:
        opened.close()


async def hear(reader: WebSocketClientConnection, *kinds: str, seconds: float = 60) -> dict[str, Any]:
    """The next message on a line; with `kinds`, the next that has one of these keys."""
    async with asyncio.timeout(seconds):
        while True:
            text = await reader.read_message()
            assert text is not None, "the line was closed"
            message: dict[str, Any] = json.loads(text)
            if not kinds or message.keys() & set(kinds):
                return message


def ask(address: str, request: Mapping[str, Any], name: str = "python", **headers: str) -> dict[str, Any]:
    """What a line of the app answers, progress aside. Raises HTTPClientError where the line is not opened."""

    async def story() -> dict[str, Any]:
        async with line(address, name, **headers) as reader:
            await reader.write_message(json.dumps(request))
            while (heard := await hear(reader)).keys() & {"progress", "state"}:
                pass
            return heard

    return awaited(story())


def deep_run(page: str, draws: int = 4096) -> dict[str, Any]:
    """A request as a page's script makes it, with the mark of the data that the page is of, where it has one."""
    mark = MARK.search(page)
    asked = {"ask": 1, "do": "deep run", "claim": "task-horizons", "scenario": {}, "draws": draws}
    return asked | ({"state": mark[1]} if mark else {})
