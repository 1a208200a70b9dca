"""The terminal, or whatever stands at the other end of the command's output: its alphabet, that it may be
gone, and who hears its Ctrl-C."""

from __future__ import annotations

import codecs
import os
import re
import signal
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

STAND_INS = {
    "±": "+/-",
    "×": "x",
    "−": "-",
    "–": "-",
    "—": "-",
    "…": "...",
    "→": "->",
    "≥": ">=",
    "≤": "<=",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
}
"""What is written where the output's encoding has no such character."""

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def plain(text: str) -> str:
    """The text in ASCII: stand-ins where there are any, the letter without its accent, else a question mark."""
    text = re.sub("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda power: "^" + power[0].translate(SUPERSCRIPTS), text)
    letters = (STAND_INS.get(c) or unicodedata.normalize("NFKD", c).encode("ascii", "ignore").decode() for c in text)
    return "".join(letter or "?" for letter in letters)


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plain(error.object[error.start : error.end]), error.end


codecs.register_error("tilt.plain", _stand_in)


def writes_unicode() -> bool:
    """Whether every character can be written to standard output as it is."""
    return codecs.lookup(sys.stdout.encoding).name.startswith("utf")


def run(command: Callable[[], object]) -> None:
    """Run a command-line program as its users expect of one.

    Characters that the output cannot hold get stand-ins. A reader who has seen enough (`| head -1`) ends the program
    in silence, as SIGPIPE does everywhere. Output that cannot be written (a full disk, closed) is one line and code 1.
    """
    if sys.stdout is None:
        raise SystemExit("standard output is closed: there is nowhere to write")
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="tilt.plain")
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        try:
            command()
        finally:
            sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would try again on its way out
        raise SystemExit(f"{error.filename or 'standard output'}: {error.strerror}") from None


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
