"""Who is let in: requests for this server by its own name, and from its own pages where something would start."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher
from tornado.web import RequestHandler

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})

UNKNOWN = "This server does not go by that name. Whoever runs it names it with --host (see the README).\n"
CROSS = "Another site's page may not start this. Open the book itself.\n"


class UnknownHost(Matcher):
    """Matches requests whose `Host` is no name of this server: a foreign name that resolves here (DNS rebinding)."""

    def __init__(self, names: Iterable[str]) -> None:
        """`names`: what it is called besides by its local names; `*` for any."""
        self.names = LOCAL | {name.lower() for name in names}

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """Empty arguments where the name is unknown."""
        return None if "*" in self.names or host(request.host) in self.names else {}


class CrossSite(Matcher):
    """Matches requests that another site's page makes a browser send to where a kernel would start."""

    def __init__(self, *parts: str) -> None:
        """`parts`: of an address, any of which says that something would start."""
        self.parts = parts

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """Empty arguments where it would."""
        starts = any(part in request.path for part in self.parts)
        return {} if starts and request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"} else None


class Refused(RequestHandler):
    """403 and a sentence, whatever was asked for."""

    def initialize(self, says: str) -> None:
        """`says`: the sentence."""
        self.says = says

    def prepare(self) -> None:
        """Answer."""
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(self.says)


def host(named: str) -> str:
    """A `Host` header's name without its port, in small letters; empty for what is none."""
    try:
        return (urlsplit(f"//{named}").hostname or "").lower()
    except ValueError:
        return ""
