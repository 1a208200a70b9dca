"""The app as a program: Voilà by the project's settings, in this very process, saying little, and ended in order."""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from types import ModuleType
from typing import Any

import psutil
from jupyter_server import DEFAULT_STATIC_FILES_PATH
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.log import access_log, gen_log
from tornado.web import RequestHandler
from traitlets import default
from voila.app import Voila

from tilt.app.door import PASSWORD, secret
from tilt.paths import root

# What Voilà, Jupyter and strangers' requests have logged, which would bury what matters.
CHATTER = re.compile(
    r"TCP without encryption|is not trusted|Kernel |Culling kernels|"
    r"authenticate|login cookie|login redirect|wrote error"
)


@dataclass
class Settings:
    """How the app is run: each is an option of `tilt app`."""

    sockets: list[socket]
    base_url: str = "/"
    hosts: list[str] = field(default_factory=list)
    readers: int | None = None
    password: str = ""
    site: Path | None = None

    def arguments(self) -> list[str]:
        """The same as Voilà is told it, the password excepted, which other users of the machine would see."""
        chosen = {"Kernels.readers": self.readers, "Kernels.site": self.site}
        return [
            "book/",
            f"--Voila.base_url={self.base_url}",
            *(f"--Kernels.hosts={name}" for name in self.hosts),
            *(f"--{name}={value}" for name, value in chosen.items() if value is not None),
        ]


class Server(Voila):
    """Voilà on sockets that are open already."""

    sockets: list[socket]
    listening: Callable[[], None]

    @default("log_level")
    def _log_level(self) -> int:
        return logging.WARNING

    @default("log_format")
    def _log_format(self) -> str:
        return "%(message)s"

    def init_settings(self) -> dict[str, Any]:
        """Voilà's; a log that has what went wrong here, not what was asked for in vain; cookies that last."""
        settings = {**super().init_settings(), "log_function": log}
        if password := self.identity_provider.password:
            settings["cookie_secret"] = secret(password)
        os.environ.pop(PASSWORD, None)  # no process that follows needs it
        return settings

    def listen(self) -> None:
        """Serve until a signal ends it."""
        server = HTTPServer(self.app, xheaders=True)  # behind a proxy, its word on whether readers come by https
        server.add_sockets(self.sockets)
        self.app.settings["static_path"] = DEFAULT_STATIC_FILES_PATH  # or Jupyter's page of an error is one more
        self.ioloop = IOLoop.current()
        self.listening()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            pass
        finally:
            server.stop()
            self.stop()


def log(handler: RequestHandler) -> None:
    """A line for a request that failed on our side."""
    if handler.get_status() >= 500:
        access_log.error("%d %s %s", handler.get_status(), handler.request.method, handler.request.path)


def serve(settings: Settings, listening: Callable[[], None]) -> None:
    """Run the app until Ctrl-C or SIGTERM; `listening` is called once it answers. No process of it is left after."""
    os.environ["TILT_ROOT"] = str(root())
    os.chdir(root())  # Voilà's settings are read where it starts, and name their files from there
    # multiprocessing has each new process import the program that began it: a command line that no reader needs.
    sys.modules["__main__"] = ModuleType("__main__")
    server = Server.instance()
    server.sockets, server.listening = settings.sockets, listening
    gen_log.setLevel(logging.ERROR)
    server.log.addFilter(lambda record: not CHATTER.search(record.getMessage()))
    if settings.password:
        os.environ[PASSWORD] = settings.password
    server.initialize(settings.arguments())
    try:
        server.start()
    finally:
        threading.excepthook = lambda _: None  # whoever waits for a process that is ended has no more to say
        left = psutil.Process().children(recursive=True)
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(left, timeout=5)
