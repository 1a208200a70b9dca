"""The app as `tilt app` starts it, for tests that ask it something from outside."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tests.running_app import awaited
from tilt.app.state import MARK
from tilt.paths import PACKAGE

ROOT = PACKAGE.parent
ADDRESS = re.compile(r"http://\S+")


@dataclass
class App:
    """A running app."""

    process: subprocess.Popen[str]
    address: str

    @property
    def port(self) -> int:
        """Where it listens."""
        return urlsplit(self.address).port or 0

    def family(self) -> list[psutil.Process]:
        """All its processes."""
        head = psutil.Process(self.process.pid)
        return [head, *head.children(recursive=True)]


@contextmanager
def run_app(site: Path, *options: str, environment: Mapping[str, str] | None = None) -> Iterator[App]:
    """The app on a free port, in a session of its own, until the block ends."""
    process = subprocess.Popen(
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
    try:
        assert process.stdout
        while not (found := ADDRESS.search(line := process.stdout.readline())):
            assert line, f"the address is never said: {process.stderr.read() if process.stderr else ''}"
        yield App(process, found[0])
    finally:
        process.terminate()
        process.communicate(timeout=30)


def deep_run(page: str, draws: int = 4096) -> dict[str, Any]:
    """A request as a page's script makes it, with the mark of the data that the page is of, where it has one."""
    mark = MARK.search(page)
    asked = {"ask": 1, "do": "deep run", "claim": "task-horizons", "scenario": {}, "draws": draws}
    return asked | ({"state": mark[1]} if mark else {})


def ask(address: str, request: Mapping[str, Any], path: str = "python", **headers: str) -> dict[str, Any]:
    """What a line of the app answers, progress aside. Raises HTTPClientError where the line is not opened."""

    async def talk() -> dict[str, Any]:
        line = await websocket_connect(HTTPRequest(f"ws{address.removeprefix('http')}{path}", headers=headers))
        await line.write_message(json.dumps(request))
        while True:
            message = await asyncio.wait_for(line.read_message(), 60)
            assert message is not None, "the line was closed"
            heard: dict[str, Any] = json.loads(message)
            if "progress" not in heard and "state" not in heard:
                line.close()
                return heard

    return awaited(talk())
