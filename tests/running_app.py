"""The app as its readers find it: a server of its own, started by the command that a person types."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import psutil

A = TypeVar("A")


@dataclass(frozen=True)
class RunningApp:
    """Where it answers, and its process."""

    address: str
    pid: int

    @property
    def socket(self) -> str:
        """Address of the line to Python."""
        return f"{self.address.replace('http', 'ws', 1)}/python"

    def readers(self) -> list[psutil.Process]:
        """The processes that readers have, forked from the warm one."""
        found = []
        for child in psutil.Process(self.pid).children(recursive=True):
            with suppress(psutil.Error):
                parent = child.parent()
                if parent and parent.pid != self.pid and child.status() != psutil.STATUS_ZOMBIE:
                    found.append(child)
        return found

    def wait_for_readers(self, count: int, seconds: float) -> float:
        """Seconds until so many readers have a process. Fails where it takes longer than `seconds`."""
        began = time.monotonic()
        while len(self.readers()) != count:
            waited = time.monotonic() - began
            assert waited < seconds, f"{len(self.readers())} readers' processes after {waited:.0f} s, not {count}"
            time.sleep(0.1)
        return time.monotonic() - began


def awaited(story: Coroutine[Any, Any, A]) -> A:
    """What a story comes to, in a thread of its own: Playwright has a loop going in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, story).result()


def answers(address: str) -> bool:
    """Tell whether a server answers at an address."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


@contextmanager
def run_app(
    folder: Path, environment: Mapping[str, str], site: Path, *options: str, ready: str = "/"
) -> Iterator[RunningApp]:
    """`voila book/` in a checkout, with its own configuration, on a built site. `ready` answers once it is up."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "voila", "book/", f"--port={port}", "--no-browser", f"--Kernels.site={site}"]
    with tempfile.TemporaryFile("w+") as log:
        server = subprocess.Popen(
            [*command, *options],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that all its processes end with it
        )
        try:
            deadline = time.monotonic() + 120
            while not answers(f"http://127.0.0.1:{port}{ready}"):
                log.seek(0)
                assert server.poll() is None, f"the app ended early:\n{log.read()}"
                assert time.monotonic() < deadline, f"the app does not answer after two minutes:\n{log.read()}"
                time.sleep(0.3)
            yield RunningApp(f"http://127.0.0.1:{port}", server.pid)
        finally:
            server.terminate()  # not SIGINT, which tests started behind a shell have it ignore
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
