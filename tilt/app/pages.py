"""The built book as the app serves it: file by file, compressed, with the one script that the website does not load."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError, authenticated

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors {who}"
)
"""What a page may load. Vega compiles its expressions, hence 'unsafe-eval'; drawings carry styles of their own."""

COMPRESSED = {".html", ".js", ".css", ".svg", ".json", ".csv", ".ipynb", ".bib", ".inv"}
EMBEDDED = "_tilt/embed/"
HEAD = "</head>"
ERROR = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{says}</title><style>body{{font:1.1rem/1.6 Georgia,serif;max-width:34rem;margin:20vh auto;padding:0 1rem;"
    'color-scheme:light dark}}</style><main><p>{says}</p><p><a href="{first}">To the book</a></p></main></html>\n'
)

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


class Page(JupyterHandler):
    """A file of the built book."""

    def initialize(self, site: Path) -> None:
        """`site`: the folder of the built book."""
        self.site = site

    @property
    def content_security_policy(self) -> str:
        """Pages may be framed by ourselves, those for embedding by anybody."""
        return POLICY.format(who="*" if EMBEDDED in self.request.path else "'self'")

    async def prepare(self) -> None:  # type: ignore[override]
        """As Jupyter does; and no page keeps a reader's address from another."""
        await super().prepare()
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")

    @authenticated
    def get(self, path: str) -> None:
        """Answer with the file; 304 where the reader has it."""
        found = inside(self.site, path)
        if found is None:
            raise HTTPError(404)
        stat = found.stat()
        root = "../" * path.count("/")
        body, packed, mark = _ready(found, stat.st_mtime_ns, stat.st_size, root)
        self.set_header("Content-Type", mimetypes.guess_type(found.name)[0] or "application/octet-stream")
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("Etag", f'"{mark}"')
        if self.check_etag_header():
            self.set_status(304)
            self.finish()
        elif packed and "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(packed)
        else:
            self.finish(body)

    head = get

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """A sentence and a way back, without a word on what went wrong inside."""
        says = "The book has no such page." if status_code == 404 else "The page could not be served."
        self.set_header("Content-Type", "text/html; charset=utf-8")
        first = url_path_join(self.settings.get("server_url", "/"), "book/index.html")
        self.finish(ERROR.format(says=says, first=first))


def inside(site: Path, path: str) -> Path | None:
    """The file of the site that a path names; None where there is none, or it lies elsewhere."""
    try:
        found = (site / path).resolve()
        return found if found.is_file() and found.is_relative_to(site.resolve()) else None
    except (OSError, ValueError):  # a name that no file can have
        return None


@lru_cache(maxsize=256)
def _ready(path: Path, _changed: int, _size: int, root: str) -> tuple[bytes, bytes | None, str]:
    """A file as it is sent, the same compressed where that helps, and a mark of its content."""
    body = path.read_bytes()
    if path.suffix == ".html":
        script = f'<script type="module" src="{root}_tilt/joined/app.js"></script>\n{HEAD}'
        body = body.replace(HEAD.encode(), script.encode(), 1)
    packed = gzip.compress(body, 6) if path.suffix in COMPRESSED else None
    return body, packed, hashlib.sha256(body).hexdigest()[:20]
