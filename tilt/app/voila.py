"""How Voilà becomes the app, by its own settings: `voila.json` names the classes below, and `voila book/` is enough.

Voilà asks a class of its settings for kernels, and makes it before it lists what it serves: there the book's pages and
the line to Python are put first. What is left to Voilà are notebooks of a reader's own that the book does not have.
"""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.utils import url_path_join
from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher, PathMatches, Rule
from tornado.web import RedirectHandler
from traitlets import Int, List, Unicode
from voila.tornado.handler import TornadoVoilaHandler

from tilt.app import gate
from tilt.app.farewell import EndingKernels, Rendered
from tilt.app.health import Health
from tilt.app.pages import Page, inside
from tilt.app.pool import Pool
from tilt.app.rooms import Rooms, RoomsSocket
from tilt.app.socket import PythonSocket
from tilt.app.state import State
from tilt.hosts.kernels import use_forked_kernels
from tilt.paths import root

FIRST = "book/index.html"
STARTING = ("/voila/render/", "/api/kernels", "/python", "/rooms")
LARGEST = 4 * 2**20
"""Bytes of a websocket's message to a kernel: an uploaded table is the largest thing a notebook of ours is sent."""


class Kernels(EndingKernels):
    """Kernels as Jupyter has them, and with them the app."""

    readers = Int(20, config=True, help="How many readers have a Python process at once; others wait their turn.")
    hosts = List(Unicode(), config=True, help="Names this server is reached by besides localhost; '*' for any.")

    site = Unicode(config=True, help="The folder of the built book; by default where `make book` puts it.")

    def __init__(self, **kwargs: Any) -> None:
        """Put the app before what Voilà serves."""
        super().__init__(**kwargs)
        voila, site = self.parent, Path(self.site) if self.site else root() / "_build" / "html"
        if voila is None or not (site / FIRST).exists():
            return  # in a Jupyter server, or before the book is built, Voilà is what it always is
        voilas_own = voila.init_handlers
        use_forked_kernels()
        voila.init_handlers = lambda: [
            *rules(site, self.readers, self.hosts, voila.server_url),
            *(_with_farewell(rule) for rule in voilas_own()),
        ]


def rules(site: Path, readers: int, hosts: list[str], base: str) -> list[Rule]:
    """What the app serves, first to last: refusals, the line to Python, the book's pages."""
    pool, state = Pool(readers), State()
    threading.Thread(target=pool.warm, daemon=True).start()

    def at(pattern: str) -> PathMatches:
        return PathMatches(url_path_join(base, pattern))

    first = url_path_join(base, FIRST)
    return [
        Rule(PathMatches(r"(?:/.*)?/healthz"), Health),
        Rule(gate.UnknownHost(hosts), gate.Refused, {"says": gate.UNKNOWN}),
        Rule(gate.CrossSite(*STARTING), gate.Refused, {"says": gate.CROSS}),
        Rule(at("/python"), PythonSocket, {"pool": pool, "state": state}),
        Rule(at("/rooms"), RoomsSocket, {"rooms": Rooms()}),
        Rule(PathMatches(f"{re.escape(base.rstrip('/'))}/?"), RedirectHandler, {"url": first, "permanent": False}),
        Rule(
            _InTheBook(site, base), RedirectHandler, {"url": url_path_join(base, "/book/{0}.html"), "permanent": False}
        ),
        Rule(at("/((?:book|_tilt|_static|_sources)/.*|index.html|search.html|room.html)"), Page, {"site": site}),
    ]


def _with_farewell(rule: Any) -> Any:
    """A rule of Voilà's own, with `Rendered` where it renders notebooks."""
    return (rule[0], Rendered, *rule[2:]) if isinstance(rule, tuple) and rule[1] is TornadoVoilaHandler else rule


class _InTheBook(Matcher):
    """Matches where Voilà would render a notebook whose page the book has."""

    def __init__(self, site: Path, base: str) -> None:
        self.site, self.path = site, re.compile(re.escape(url_path_join(base, "/voila/render/")) + r"([\w-]+)\.ipynb")

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        found = self.path.fullmatch(request.path)
        if not found or inside(self.site, f"book/{found[1]}.html") is None:
            return None
        return {"path_args": [found[1].encode()]}


class Connection(ZMQChannelsWebsocketConnection):
    """A page's line to a kernel that lets in only frames that are what they say."""

    def handle_incoming_message(self, incoming_msg: str | bytes) -> None:
        """Pass a message on; one that is not well-formed ends the line."""
        if well_formed(incoming_msg):
            super().handle_incoming_message(incoming_msg)  # type: ignore[arg-type]
        else:
            self.websocket_handler.close(1002, "not a message")


def well_formed(message: str | bytes) -> bool:
    """Whether a frame can be a message to a kernel: no larger than it may be, and its offsets lie in it, in order.

    Both of Jupyter's binary forms begin with a count that is believed: eight bytes can ask for 2^64 offsets.
    """
    if len(message) > LARGEST:
        return False
    if isinstance(message, str):
        return message.startswith("{")
    return _offsets(message, 8, "little") or _offsets(message, 4, "big")


def _offsets(frame: bytes, width: int, order: str) -> bool:
    def number(k: int) -> int:
        return int.from_bytes(frame[width * k : width * (k + 1)], order)  # type: ignore[arg-type]

    count = number(0)
    if not 1 <= count <= 64 or len(frame) < width * (count + 1):
        return False
    places = [number(k) for k in range(1, count + 1)]
    return width * (count + 1) <= places[0] and places == sorted(places) and places[-1] <= len(frame)
