"""Whether the app is there: asked every few seconds by what keeps it running, so no process, cookie or file is used."""

from __future__ import annotations

from tornado.web import RequestHandler


class Health(RequestHandler):
    """200 while requests are answered."""

    def get(self) -> None:
        """Answer."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish("ok\n")

    head = get
