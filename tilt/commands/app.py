"""`tilt app`: the book served with Python for its readers, here or on a network."""

from __future__ import annotations

import errno
import os
import re
import socket
import webbrowser
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Annotated

import typer

from tilt.hosts.ports import first_free
from tilt.hosts.terminal import foreground
from tilt.paths import root

PORT = 8866
LOCAL = {"localhost", "127.0.0.1", "::1"}
EVERY = {"", "0.0.0.0", "::"}  # noqa: S104 (told apart, not bound)
NAME = re.compile(r"\*|[A-Za-z0-9_.-]+|\[?[0-9A-Fa-f:]+\]?")

EXAMPLES = """
Examples:

\b
  tilt app --open                               for yourself, in the browser
  tilt app --port 9000                          at a port of your choice
  tilt app --address 0.0.0.0 --host tilt.example.org --password-file FILE
"""


def app(
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help=f"The port; else {PORT}, or the next free one.")
    ] = None,
    address: Annotated[str, typer.Option(help="Where it listens: 0.0.0.0 is every network.")] = "127.0.0.1",
    base_url: Annotated[str, typer.Option(metavar="PATH", help="What its addresses begin with, such as /tilt/.")] = "/",
    host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A name readers reach it by; again for more, '*' for any.")
    ] = None,
    readers: Annotated[
        int | None, typer.Option(min=1, help="Readers with a Python process at once; others wait. Else 20.")
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Holds a password for all readers; else TILT_PASSWORD's.")
    ] = None,
    site: Annotated[Path | None, typer.Option(metavar="FOLDER", help="The built book, where it is elsewhere.")] = None,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open it in a browser.")] = False,
) -> None:
    """Serve the built book, with a Python process for each reader who asks for deep runs.

    Ctrl-C ends it with all its processes. deploy/README.md says how to run it for others.
    """
    folder = (site or root() / "_build" / "html").resolve()
    if not (root() / "voila.json").exists():
        raise _refuse(f"There is no voila.json in {root()}: the app runs from a checkout.")
    if not (folder / "book" / "index.html").exists():
        raise _refuse(f"There is no built book in {folder}: run 'make book' first.")
    hosts, prefix = _names(host or []), _prefix(base_url)
    password = _password(password_file)
    sockets = _listen(address, port)
    if address not in EVERY | LOCAL:
        hosts.append(address.strip("[]"))
    if warning := _warning(address, hosts, password):
        typer.echo(warning, err=True)
    opened = sockets[0].getsockname()[1]
    if port is None and opened != PORT:
        typer.echo(f"Port {PORT} is taken.")
    shown = "127.0.0.1" if address in EVERY else f"[{address}]" if ":" in address.strip("[]") else address
    found = f"http://{shown}:{opened}{prefix}"

    def listening() -> None:
        typer.echo(f"The book, with Python, is at {found}")
        if open_:
            Thread(target=webbrowser.open, args=[found], daemon=True).start()

    typer.echo("Starting the app  (Ctrl-C stops)")
    with foreground(), suppress(KeyboardInterrupt):
        # Imported late: it brings Voilà along, which no other command needs.
        from tilt.app.server import Settings, serve

        try:
            serve(Settings(sockets, prefix, hosts, readers, password, site and folder), listening)
        except OSError as error:
            raise _refuse(f"The app cannot run here: {error}") from None
    typer.echo("\nStopped.")


def _refuse(says: str) -> typer.Exit:
    typer.echo(says, err=True)
    return typer.Exit(1)


def _names(hosts: list[str]) -> list[str]:
    for name in hosts:
        if not NAME.fullmatch(name):
            raise typer.BadParameter(f"{name!r} is no name alone, such as tilt.example.org", param_hint="--host")
    return [name.strip("[]") for name in hosts]


def _prefix(base_url: str) -> str:
    inner = base_url.strip("/")
    if not re.fullmatch(r"[\w.~/%-]*", inner, re.ASCII) or "//" in inner:
        raise typer.BadParameter(f"{base_url!r} is no path, such as /tilt/", param_hint="--base-url")
    return f"/{inner}/" if inner else "/"


def _password(file: Path | None) -> str:
    if file is None:
        return os.environ.get("TILT_PASSWORD", "")
    try:
        password = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise _refuse(f"The password cannot be read: {error}") from None
    if not password:
        raise _refuse(f"{file} holds no password.")
    return password


def _listen(address: str, port: int | None) -> list[socket.socket]:
    """Open sockets: at the port that was asked for, or else at the first that is free."""
    # Imported late: options are completed without a server's library.
    from tornado.netutil import bind_sockets

    def bound(at: int) -> list[socket.socket]:
        return bind_sockets(at, address.strip("[]"))

    try:
        return first_free(bound, PORT) if port is None else bound(port)
    except socket.gaierror:
        raise _refuse(f"{address} is no address of this machine.") from None
    except OSError as error:
        says = {
            errno.EADDRINUSE: f"Port {port or PORT} is taken: name another, or leave --port out for the next free one.",
            errno.EACCES: f"Port {port} is for the system's own services: name one from 1024 on.",
            errno.EADDRNOTAVAIL: f"{address} is no address of this machine.",
        }
        raise _refuse(says.get(error.errno or 0, str(error))) from None


def _warning(address: str, hosts: list[str], password: str) -> str:
    """What whoever opens the app to a network may not mean."""
    with suppress(ValueError):
        if ip_address(address.strip("[]")).is_loopback:
            return ""
    if address == "localhost":
        return ""
    if not hosts:
        return "No other machine is let in: name what readers reach this one by, with --host NAME."
    return "" if password else "Whoever reaches this address may use Python here: --password-file asks them for a word."
