"""What vl-convert makes of charts: here, or in a process that has Vega running already and keeps what it has made.

Vega runs in an engine for JavaScript, which takes a quarter of a second to start and some charts until it is quick. It
has threads, so no fork brings it along: each kernel of a preview would begin anew, and draw the same charts again. So a
preview (tilt/hosts/preview.py) lends its own. What is drawn rests on nothing but what is asked, the library and the
typefaces, and these two are the lender's for as long as it lives. Vega counts clip paths on from chart to chart, as it
does in a kernel: these numbers, which are names, are all that may differ from a build's.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from multiprocessing import AuthenticationError, current_process
from multiprocessing.connection import Client, Listener
from pathlib import Path
from typing import Any, Literal

import vl_convert as vlc

LENDER = "TILT_VEGA"
"""Environment variable with the address of the process that draws for those who find it there."""

FACES = Path(__file__).parent / "faces"
"""The page's typefaces as fonts of this machine, so that charts are measured here in what readers see them in."""

KEPT = 1000
"""How many answers a lender keeps, those asked last: all charts of the book, and again those of a few saved files."""

What = Literal["vegalite_to_vega", "vega_to_svg", "vega_to_scenegraph", "svg_to_png"]
"""The functions of vl-convert that the book uses: each looks at its argument alone."""

vlc.register_font_directory(str(FACES))


def made(what: What, given: Mapping[str, Any] | str) -> Any:
    """What a function of vl-convert makes of a chart. Raises ValueError where the chart is at fault."""
    lent, answer = _ask(what, given)
    if not lent:
        return _made(what, given)
    fault, found = answer
    if fault is not None:
        raise ValueError(fault)
    return found


def is_lent() -> bool:
    """Whether this process was told of another that draws for it."""
    return bool(os.environ.get(LENDER))


def is_sound(shape: str) -> bool:
    """Whether somebody told the lender of this shape of a chart (`tell_sound`); no where there is no lender."""
    lent, known = _ask("is sound", shape)
    return lent and known


def tell_sound(shape: str) -> None:
    """Tell the lender, where there is one, that charts of this shape keep to Vega-Lite's schema."""
    _ask("sound", shape)


def _made(what: str, given: Any) -> Any:
    return getattr(vlc, what)(given)


def _ask(what: str, given: Any) -> tuple[bool, Any]:
    """Whether there is a lender, and its answer."""
    if lender := os.environ.get(LENDER):
        with (
            suppress(OSError, EOFError, AuthenticationError),  # gone, or at its end
            Client(lender, authkey=current_process().authkey) as connection,
        ):
            connection.send_bytes(pickle.dumps((what, given)))
            return True, connection.recv()
    return False, None


class Lender:
    """Answers to whole requests, and the shapes of charts that were found sound."""

    def __init__(self, kept: int = KEPT) -> None:
        """`kept`: how many answers."""
        self._kept = kept
        self._answers: OrderedDict[bytes, bytes] = OrderedDict()
        self._sound: set[str] = set()

    def answer(self, request: bytes) -> bytes:
        """The answer to a pickled request, pickled: of a drawing what is at fault, or None, and what was made."""
        what, given = pickle.loads(request)  # noqa: S301 (from our own processes)
        if what == "is sound":
            return pickle.dumps(given in self._sound)
        if what == "sound":
            self._sound.add(given)
            return pickle.dumps(None)
        key = sha256(request).digest()
        if key not in self._answers:
            self._answers[key] = pickle.dumps(_tried(what, given))
        self._answers.move_to_end(key)
        while len(self._answers) > self._kept:
            self._answers.popitem(last=False)
        return self._answers[key]


def _tried(what: str, given: Any) -> tuple[str | None, Any]:
    try:
        return None, _made(what, given)
    except ValueError as error:
        return str(error), None


def lend_drawings() -> None:
    """From now on draw for the processes that this one starts. Call it before the first."""
    listener = Listener(backlog=16, authkey=current_process().authkey)
    threading.Thread(target=_draw_for_others, args=(listener,), daemon=True).start()
    os.environ[LENDER] = str(listener.address)


def _draw_for_others(listener: Listener) -> None:
    lender = Lender()
    with listener:  # closed if this ends by a fault of the library's: who asks then draws for itself, and never waits
        while True:
            with suppress(OSError, EOFError, AuthenticationError), listener.accept() as connection:
                connection.send_bytes(lender.answer(connection.recv_bytes()))
