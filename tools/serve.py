"""Serve the built book until Ctrl-C or `kill`.

Started behind a shell (`make read &`, `nohup`), a server inherits that Ctrl-C is ignored, and it stays so: the key is
then meant for what runs in front. `kill` ends it as cleanly.
"""

from __future__ import annotations

import argparse
import signal
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tilt.hosts.ports import first_free
from tilt.hosts.terminal import foreground, interrupt
from tools import root


class Handler(SimpleHTTPRequestHandler):
    """Serve files quietly, with the types modules need and without letting the browser keep an older build."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".svg": "image/svg+xml",
        ".json": "application/json",
        ".yaml": "text/yaml",
    }

    def end_headers(self) -> None:  # noqa: D102 (the base class says)
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: D102
        pass


class Server(ThreadingHTTPServer):
    """A server that does not complain when a browser hangs up early."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: D102
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def open_server(folder: Path, port: int, tries: int = 50) -> Server:
    """Return a server of `folder` on 127.0.0.1 at `port`, or the next free one; 0 takes any.

    Raises:
        OSError: None of `tries` ports in a row is free.
    """
    handler = partial(Handler, directory=str(folder))
    return first_free(lambda free: Server(("127.0.0.1", free), handler), port, tries)


def serve_book(folder: Path, port: int) -> int:
    """Serve a built book until Ctrl-C; return an exit code."""
    if not (folder / "index.html").exists():
        print(f"There is no built book in {folder}: run 'make book' first.", file=sys.stderr)
        return 1
    server = open_server(folder, port)
    if server.server_port != port:
        print(f"Port {port} is taken.")
    try:
        print(f"The book is at http://127.0.0.1:{server.server_port}/  (Ctrl-C stops)", flush=True)
        server.serve_forever()
    except KeyboardInterrupt:
        print("\nStopped.")
    finally:
        server.server_close()
    return 0


def main() -> int:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tools.serve", description="Serve the built book.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--folder", type=Path, default=root() / "_build" / "html")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, interrupt)
    with foreground():
        return serve_book(options.folder, options.port)


if __name__ == "__main__":
    sys.exit(main())
