"""Voila: first paint without and with a waiting kernel, and memory per kernel and of the server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.result import Result
from tilt.paths import root

CHAPTER = "/voila/render/task-horizons.ipynb"
VERDICT = "tilt-explorer input[type=range]"


def _children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if f"\nPPid:\t{parent}\n" in text:
            found.append(int(status.parent.name))
    return found


def _resident(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _serve(preheat: bool) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "voila", "book/", f"--port={port}", "--no-browser", f"--preheat_kernel={preheat}"]
    server = subprocess.Popen(
        command, cwd=root(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}/", timeout=2)
            return server, address
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.3)
    server.kill()
    msg = "Voila does not answer after two minutes"
    raise TimeoutError(msg)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)


def _paint(browser: Browser, address: str) -> float:
    """Seconds until the explorer's sliders stand."""
    page = browser.new_page()
    began = time.perf_counter()
    page.goto(f"{address}{CHAPTER}", timeout=120_000)
    page.wait_for_selector(VERDICT, timeout=120_000)
    seconds = time.perf_counter() - began
    page.close()
    return seconds


def measure(browser: Browser, runs: int) -> list[Result]:
    """Cold and preheated first paint, and memory."""
    server, address = _serve(preheat=False)
    try:
        cold = tuple(_paint(browser, address) for _ in range(runs))
        kernels = tuple(_resident(child) for child in _children(server.pid))
        own = _resident(server.pid)
    finally:
        _stop(server)
    server, address = _serve(preheat=True)
    try:
        warm = []
        for _ in range(runs):
            time.sleep(25)  # the pool fills one chapter after the other
            warm.append(_paint(browser, address))
    finally:
        _stop(server)
    return [
        Result("voila-cold", "chapter asked for until its sliders stand, no kernel waiting", "s", cold),
        Result("voila-preheated", "the same with a preheated kernel", "s", tuple(warm)),
        Result("voila-kernel", "memory of one kernel", "MiB", kernels or (float("nan"),)),
        Result("voila-server", "memory of the server", "MiB", (own,)),
    ]
