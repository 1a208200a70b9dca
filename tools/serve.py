"""Serve the built book, or start Voilà, until Ctrl-C or `kill`.

Started behind a shell (`make read &`, `nohup`), a server inherits that Ctrl-C is ignored, and it stays so: the key is
then meant for what runs in front. `kill` ends it as cleanly.
"""

from __future__ import annotations

import argparse
import errno
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType
from typing import TypeVar

from tools import root

S = TypeVar("S")

# What Voilà reports of every start, which would bury what matters.
CHATTER = re.compile(
    r"TCP without encryption|is not trusted|connection files|static files|Voilà is running at|Kernel |Culling kernels"
)


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
    return first_free(lambda address: Server(address, partial(Handler, directory=str(folder))), port, tries)


def first_free(make: Callable[[tuple[str, int]], S], port: int, tries: int = 50) -> S:
    """Return what `make` opens on 127.0.0.1 at `port`, or at the next free one. Raises OSError where none is free."""
    for candidate in range(port, port + tries) if port else [0]:
        try:
            return make(("127.0.0.1", candidate))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    raise OSError(f"no free port between {port} and {port + tries - 1}")


@contextmanager
def foreground() -> Iterator[None]:
    """Take the terminal for this process alone, so that Ctrl-C stops the server and not the `make` that started it
    (which would report an error). Without a terminal nothing changes."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
        before = os.tcgetpgrp(terminal)
    except OSError:
        yield
        return
    handler = signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # or handing the terminal over would stop us
    try:
        if before == os.getpgrp():
            os.setpgid(0, 0)
            os.tcsetpgrp(terminal, os.getpgrp())
        yield
    finally:
        os.tcsetpgrp(terminal, before)
        signal.signal(signal.SIGTTOU, handler)
        os.close(terminal)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Treat a request to terminate like Ctrl-C."""
    raise KeyboardInterrupt


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


def serve_app(port: int) -> int:
    """Run Voilà on the chapters until Ctrl-C; return an exit code. Voilà itself takes the next free port."""
    print("Starting Voilà  (Ctrl-C stops)", flush=True)
    command = [sys.executable, "-m", "voila", "book/", f"--port={port}", "--Voila.ip=127.0.0.1", "--no-browser"]
    voila = subprocess.Popen(
        command,
        cwd=root(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # Ctrl-C reaches us alone, and we end it in order
    )
    assert voila.stdout is not None
    try:
        for line in voila.stdout:
            if address := re.match(r"http://\S+$", line):
                print(f"The chapters are at {address[0]}", flush=True)
            elif not CHATTER.search(line):
                print(line, end="", flush=True)
        return voila.wait()
    except KeyboardInterrupt:
        voila.terminate()
        try:
            voila.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            voila.kill()
        print("\nStopped.")
        return 0


def main() -> int:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tools.serve", description="Serve the book or the Voilà app.")
    parser.add_argument("what", choices=["book", "app"])
    parser.add_argument("--port", type=int)
    parser.add_argument("--folder", type=Path, default=root() / "_build" / "html")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, interrupt)
    with foreground():
        if options.what == "book":
            return serve_book(options.folder, 8000 if options.port is None else options.port)
        return serve_app(8866 if options.port is None else options.port)


if __name__ == "__main__":
    sys.exit(main())
