"""A reader's line to Python: a websocket that starts a process with the first request, and ends it with itself."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado.ioloop import PeriodicCallback
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from tilt.app.pool import Place, Pool, Process
from tilt.app.state import CHANGED, State

MOST = 64 * 1024
"""Letters of one message: a scenario that sets every input is a tenth of it."""

LARGE = {"refit": 9 * 2**20, "compare": 256 * 1024}
"""Letters of a message that brings a reader's own file along: what the job reads of it, and the marks JSON adds."""

PING = 10.0
"""Seconds between two looks at whether a reader is still there; one that does not answer by the next has gone."""

REST = 300.0
"""Seconds without a request after which a reader's process is ended; the next request starts another."""

STOPPED = "Python has stopped; the page goes on without it."
RESTED = "Python was put to rest after five minutes without work; it starts again when you ask it."


class PythonSocket(WebSocketHandler, JupyterHandler):
    """Requests in, words of a process out: see `tilt.app.worker`. What it says itself is `{"state": …, "says": …}`."""

    def initialize(self, pool: Pool, state: State) -> None:
        """`pool`: where processes come from; `state`: of the data, which a page must be of."""
        self.pool, self.state = pool, state
        self.place: Place | None = None
        self.process: Process | None = None
        self.asked: dict[str, Any] | None = None
        self.working: asyncio.Task[None] | None = None
        self._rest: asyncio.TimerHandle | None = None
        self._pings: PeriodicCallback | None = None
        self._heard = True

    def set_default_headers(self) -> None:
        """None: a websocket's answer takes none of a page's."""

    def check_origin(self, origin: str) -> bool:  # type: ignore[override]
        """Whether the page that opens the line is the server's own."""
        return WebSocketHandler.check_origin(self, origin)

    def get_compression_options(self) -> None:
        """No compression: messages are short."""

    @ws_authenticated
    async def get(self, *args: Any, **kwargs: Any) -> None:
        """Open the line for who may use the app."""
        await super().get(*args, **kwargs)

    def open(self, *args: str, **kwargs: str) -> None:
        """Nothing is started yet."""
        self.set_nodelay(True)
        self._pings = PeriodicCallback(self._look, 1000 * PING)
        self._pings.start()

    def _look(self) -> None:
        """Whether the reader is still there."""
        if not self._heard:
            self.close()
            self.on_close()
            return
        self._heard = False
        try:
            self.ping(b"")
        except WebSocketClosedError:
            self.on_close()

    def on_pong(self, data: bytes) -> None:
        """They are."""
        self._heard = True

    async def on_message(self, message: str | bytes) -> None:
        """A request, or that one is to be stopped."""
        self._heard = True
        asked = read(message)
        if asked is None:
            self.close(1003, "not a request")
        elif "cancel" in asked:
            self._cancel(asked["cancel"])
        elif asked.pop("state", None) != await self.state.now():
            self._say({"ask": asked["ask"], "error": CHANGED})
        elif self.process:
            self._pass(asked)
        else:
            first, self.asked = self.asked is None and self.place is None, asked
            if first:  # not waited for: what comes meanwhile, to cancel it, must be heard
                self.working = asyncio.create_task(self._begin())

    def _cancel(self, number: int) -> None:
        if self.process:
            self._pass({"cancel": number})
        elif self.asked and self.asked["ask"] == number:
            self.asked = None
            self._leave()
            self._say({"ask": number, "cancelled": True})

    async def _begin(self) -> None:
        """Take a place, wait for a process, and give it what was asked last."""
        place = self.place = self.pool.enter(self._queued)
        try:
            process = await self.pool.start(place)
        except asyncio.CancelledError:
            return  # gone, or cancelled, while it waited
        if self.place is not place:
            process.end()
            return
        process.listen(self._hear, self._ended)
        self.process = process
        if self.asked:
            self._pass(self.asked)
        self.asked = None

    def _queued(self, before: int) -> None:
        says = (
            f"Python is in use by all {self.pool.limit} readers it has room for; "
            f"{'you are next' if before == 0 else f'{before} wait before you'}. Your run starts by itself."
        )
        self._say({"state": "waiting", "before": before, "says": says})

    def _pass(self, message: dict[str, Any]) -> None:
        assert self.process
        if self._rest:
            self._rest.cancel()
            self._rest = None
        try:
            self.process.send(message)
        except OSError:
            self._ended()

    def _hear(self, message: dict[str, Any]) -> None:
        self._say(message)
        if "progress" not in message:
            self._rest = asyncio.get_running_loop().call_later(REST, self._put_to_rest)

    def _put_to_rest(self) -> None:
        self._leave()
        self._say({"state": "rest", "says": RESTED})

    def _ended(self) -> None:
        """The process ended by itself, or something ended it."""
        self._leave()
        self._say({"state": "stopped", "says": STOPPED})

    def _say(self, message: dict[str, Any]) -> None:
        try:
            self.write_message(json.dumps(message))
        except WebSocketClosedError:
            self.on_close()

    def on_close(self) -> None:
        """The reader has gone: so does their process."""
        if self._pings:
            self._pings.stop()
        self._leave()

    def _leave(self) -> None:
        if self._rest:
            self._rest.cancel()
            self._rest = None
        if self.process:
            self.process.end()
            self.process = None
        if self.place:
            self.pool.leave(self.place)
            self.place = None


def read(message: str | bytes) -> dict[str, Any] | None:
    """A request as it came from the network; None for anything else."""
    if isinstance(message, bytes) or len(message) > max(LARGE.values()):
        return None
    try:
        asked = json.loads(message)
    except (ValueError, RecursionError):
        return None
    if not isinstance(asked, dict) or len(asked.keys() & {"ask", "cancel"}) != 1:
        return None
    named = asked.get("do")
    if len(message) > (LARGE.get(named, MOST) if isinstance(named, str) else MOST):
        return None
    number = asked.get("ask", asked.get("cancel"))
    return asked if isinstance(number, int) and not isinstance(number, bool) else None
