"""A reader's process: takes requests one after another, says how far each is, and stops at once when it is told to.

Messages are JSON in both directions. A request is `{"ask": number, "do": …}`, answered by any number of
`{"ask", "progress": share}` and one of `{"ask", "result": …}`, `{"ask", "error": sentence}` and `{"ask", "cancelled":
true}`; `{"cancel": number}` stops that request, and so does the next one. A request with `"for": "page"` is answered
by what `tilt.app.workbench.shown` makes of the result.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import time
from collections.abc import Generator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

EVERY = 0.1
"""Seconds between two words on how far a request is."""

FAULT = "Something went wrong in Python; the page goes on without it. Whoever runs the app finds it in the log."


def serve(connection: Connection) -> None:
    """Answer requests until the connection ends. The process's only work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started the app, who ends us in order
    os.nice(5)  # pages are served first
    waiting: dict[str, Any] | None = None
    try:
        while True:
            asked = waiting or _next(connection)
            waiting = _answer(asked, connection) if "ask" in asked else None
            _give_back()
    except (EOFError, OSError):
        return  # the reader has gone


def _give_back() -> None:
    """Return what a run has taken to the system: the C library would keep it for the next one."""
    gc.collect(0)
    with suppress(OSError, AttributeError):  # not glibc
        ctypes.CDLL(None).malloc_trim(0)


def _next(connection: Connection) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(connection.recv_bytes())
    return read


def _answer(asked: dict[str, Any], connection: Connection) -> dict[str, Any] | None:
    """Work on a request; returns the one that came meanwhile and ended it, if one did."""

    def say(**words: object) -> None:
        connection.send_bytes(json.dumps({"ask": asked["ask"], **words}, allow_nan=False).encode())

    # Here and not above: the server starts this function, and needs none of what it works with.
    from tilt.app.jobs import RefusedError, job
    from tilt.app.workbench import shown

    def work() -> Generator[float, None, dict[str, Any]]:
        found = yield from job(asked)
        return shown(asked["do"], found) if asked.get("for") == "page" else found

    said = time.monotonic()
    try:
        steps = work()
        say(progress=0)
        while True:
            share = next(steps)
            if connection.poll():
                other = _next(connection)
                if "ask" in other or other.get("cancel") == asked["ask"]:
                    steps.close()
                    say(cancelled=True)
                    return other if "ask" in other else None
            if time.monotonic() - said >= EVERY:
                said = time.monotonic()
                say(progress=share)
    except StopIteration as done:
        say(result=done.value)
    except RefusedError as refused:
        say(error=str(refused))
    except (EOFError, OSError):
        raise
    except Exception:
        import traceback

        traceback.print_exc()
        say(error=FAULT)
    return None
