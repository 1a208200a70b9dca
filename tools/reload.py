"""The server of `make watch`: the built site, with a script that opens a page again when it has changed."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tools.serve import Handler, Server

EVENTS, SCRIPT = "/~changes", "/~watch.js"
CLIENT = r"""
const since = document.currentScript.dataset.since;
const page = location.pathname.replace(/\/$/, "/index.html");
const asked = new URLSearchParams({ page, since });
new EventSource(`/~changes?${asked}`).onmessage = ({ data }) => {
  const changed = JSON.parse(data);
  if (changed.includes(page) || changed.some((path) => /^\/_(tilt|static)\//.test(path))) location.reload();
};
"""
PULSE = 10
"""Seconds between two signs of life, by which a closed window is noticed."""


class Changes:
    """What has changed on the site since the server started, and which pages are open meanwhile."""

    def __init__(self) -> None:
        self._changes: list[list[str]] = []
        self._news = threading.Condition()
        self._open: Counter[str] = Counter()
        self._closing = False

    @property
    def count(self) -> int:
        """How many times something changed."""
        return len(self._changes)

    def announce(self, paths: list[str]) -> None:
        """Tell every open page which paths of the site (`/book/index.html`) have changed."""
        with self._news:
            self._changes.append(paths)
            self._news.notify_all()

    def close(self) -> None:
        """Let go of everyone who listens."""
        with self._news:
            self._closing = True
            self._news.notify_all()

    def viewed(self) -> list[str]:
        """Pages that are open in some window, the one with most windows first."""
        with self._news:
            return [page for page, windows in self._open.most_common() if windows > 0]

    @contextmanager
    def listening(self, page: str) -> Iterator[None]:
        """Count a page as open."""
        with self._news:
            self._open[page] += 1
        try:
            yield
        finally:
            with self._news:
                self._open[page] -= 1

    def after(self, since: int) -> Iterator[tuple[int, list[str] | None]]:
        """Yield (number, paths) of each change after the first `since`, and (number, None) now and then."""
        while not self._closing:
            with self._news:
                if len(self._changes) <= since:
                    self._news.wait(PULSE)
                fresh = self._changes[since:]
            if not fresh:
                yield since, None
            for paths in fresh:
                since += 1
                yield since, paths


class ReloadHandler(Handler):
    """Serves the site; pages get the script that listens for changes."""

    server: ReloadServer

    def do_GET(self) -> None:
        """Answer a request."""
        address = urlsplit(self.path)
        if address.path == EVENTS:
            asked = parse_qs(address.query)
            self._events(asked["page"][0], int(self.headers.get("Last-Event-ID") or asked["since"][0]))
        elif address.path == SCRIPT:
            self._send("text/javascript", CLIENT.encode())
        else:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if self.path.endswith("/") else path
            if path.suffix == ".html" and path.exists():
                script = f'<script src="{SCRIPT}" data-since="{self.server.changes.count}"></script></head>'
                self._send("text/html; charset=utf-8", path.read_bytes().replace(b"</head>", script.encode(), 1))
            else:
                super().do_GET()

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _events(self, page: str, since: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        with self.server.changes.listening(page):
            for number, paths in self.server.changes.after(since):
                line = ":\n\n" if paths is None else f"id: {number}\ndata: {json.dumps(paths)}\n\n"
                self.wfile.write(line.encode())
                self.wfile.flush()


class ReloadServer(Server):
    """A server of a site that changes under its readers."""

    def __init__(self, folder: Path, address: tuple[str, int]) -> None:
        """`folder`: the site; `address`: host and port."""
        super().__init__(address, partial(ReloadHandler, directory=str(folder)))
        self.changes = Changes()
