"""Rooms: a class or a workshop hands in its versions, and the host sees them side by side while they come.

A version is a link's text, which this server passes on and never reads; the host's page works out what it says. Nothing
is written to disk, and a room's versions are gone with it: when its host closes it, or stays away.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

MOST_ROOMS = 20
MOST_VERSIONS = 500
MOST_LINES = 1000
LONGEST = {"name": 60, "by": 40, "version": 8000}
"""Letters of a room's or a reader's name, of what tells readers apart, and of a version."""

AWAY = 600.0
"""Seconds that a room outlives its host's page: time for a reload, or for a laptop that slept."""


class RefusedError(ValueError):
    """What cannot be done, in a sentence for who asked."""


@dataclass
class Room:
    """A room that is open."""

    name: str
    key: str
    versions: dict[str, dict[str, Any]] = field(default_factory=dict)
    hosts: set[RoomsSocket] = field(default_factory=set)
    left: float | None = None

    def told(self) -> dict[str, Any]:
        """What the host is told: the versions in the order in which they first came."""
        return {"room": self.name, "versions": list(self.versions.values())}


class Rooms:
    """The rooms that are open, by their code."""

    def __init__(self) -> None:
        self.open: dict[str, Room] = {}
        self.lines: set[RoomsSocket] = set()

    def sweep(self) -> None:
        """Close the rooms whose host has stayed away."""
        for code, room in list(self.open.items()):
            if not room.hosts and room.left is not None and time.monotonic() - room.left > AWAY:
                del self.open[code]

    def start(self, name: str) -> tuple[str, Room]:
        """A new room. Raises RefusedError."""
        self.sweep()
        if len(self.open) >= MOST_ROOMS:
            raise RefusedError(f"{MOST_ROOMS} rooms are open, and there is no place for more.")
        code = secrets.token_urlsafe(6)
        self.open[code] = Room(name, secrets.token_urlsafe(18))
        return code, self.open[code]

    def room(self, code: object) -> Room:
        """The room with a code. Raises RefusedError."""
        self.sweep()
        found = self.open.get(code) if isinstance(code, str) else None
        if found is None:
            raise RefusedError("That room is closed.")
        return found

    def hosted(self, code: object, key: object) -> Room:
        """The room with a code, for who has its key. Raises RefusedError."""
        room = self.room(code)
        if not isinstance(key, str) or not secrets.compare_digest(key.encode(), room.key.encode()):
            raise RefusedError("That room is another host’s.")
        return room

    def hand_in(self, code: object, asked: dict[str, Any]) -> Room:
        """Take a version; the same reader's next one replaces it. Raises RefusedError."""
        room = self.room(code)
        by, version = text(asked, "by"), text(asked, "version")
        if by not in room.versions and len(room.versions) >= MOST_VERSIONS:
            raise RefusedError(f"{MOST_VERSIONS} versions have been handed in, and there is no place for more.")
        room.versions[by] = {"name": text(asked, "name"), "version": version}
        return room

    def listed(self) -> list[dict[str, str]]:
        """The rooms there are, for readers."""
        self.sweep()
        return [{"code": code, "name": room.name} for code, room in self.open.items()]


def text(asked: dict[str, Any], name: str) -> str:
    """A text of a request. Raises RefusedError where it is none, or too long."""
    found = asked.get(name, "")
    if not isinstance(found, str) or len(found) > LONGEST[name]:
        raise RefusedError(f"A {name} is a text of at most {LONGEST[name]:,} letters.")
    return found.strip()


class RoomsSocket(WebSocketHandler, JupyterHandler):
    """A page's line to the rooms: `{"do": "list" | "open" | "host" | "hand in" | "close", …}`."""

    def initialize(self, rooms: Rooms) -> None:
        """`rooms`: those of this server."""
        self.rooms = rooms
        self.hosting: Room | None = None

    def set_default_headers(self) -> None:
        """None: a websocket's answer takes none of a page's."""

    def check_origin(self, origin: str) -> bool:  # type: ignore[override]
        """Whether the page that opens the line is the server's own."""
        return len(self.rooms.lines) < MOST_LINES and WebSocketHandler.check_origin(self, origin)

    @ws_authenticated
    async def get(self, *args: Any, **kwargs: Any) -> None:
        """Open the line for who may use the app."""
        await super().get(*args, **kwargs)

    def open(self, *args: str, **kwargs: str) -> None:
        """Count it."""
        self.rooms.lines.add(self)

    def on_message(self, message: str | bytes) -> None:
        """Answer a request; one that cannot be done in a sentence."""
        try:
            asked = json.loads(message) if isinstance(message, str) and len(message) < 20_000 else None
            if not isinstance(asked, dict):
                raise RefusedError("That is no request.")
            self._answer(asked)
        except RefusedError as refused:
            self.say({"error": str(refused)})
        except (ValueError, RecursionError):
            self.say({"error": "That is no request."})

    def _answer(self, asked: dict[str, Any]) -> None:
        match asked.get("do"):
            case "list":
                self.say({"rooms": self.rooms.listed()})
            case "open":
                name = text(asked, "name")
                if not name:
                    raise RefusedError("A room has a name.")
                code, room = self.rooms.start(name)
                self._host(room)
                self.say({"opened": {"code": code, "key": room.key, "name": room.name}})
            case "host":
                self._host(self.rooms.hosted(asked.get("code"), asked.get("key")))
            case "hand in":
                room = self.rooms.hand_in(asked.get("code"), asked)
                self.say({"handed": room.name, "count": len(room.versions)})
                for host in list(room.hosts):
                    host.say(room.told())
            case "close":
                room = self.rooms.hosted(asked.get("code"), asked.get("key"))
                self.rooms.open = {code: r for code, r in self.rooms.open.items() if r is not room}
                for host in list(room.hosts):
                    host.say({"closed": room.name})
            case _:
                raise RefusedError("That is no request.")

    def _host(self, room: Room) -> None:
        self.hosting = room
        room.hosts.add(self)
        room.left = None
        self.say(room.told())

    def say(self, message: dict[str, Any]) -> None:
        """Send something, if anybody is still there."""
        try:
            sent = self.write_message(json.dumps(message))
            asyncio.ensure_future(sent).add_done_callback(lambda done: done.exception())
        except WebSocketClosedError:
            self.on_close()

    def on_close(self) -> None:
        """The page has gone; a room waits for its host a while."""
        self.rooms.lines.discard(self)
        if self.hosting:
            self.hosting.hosts.discard(self)
            if not self.hosting.hosts:
                self.hosting.left = time.monotonic()
            self.hosting = None

    def __hash__(self) -> int:
        return id(self)
