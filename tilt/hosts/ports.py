"""Where a server listens: the port it was asked for, or the next that is free."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import TypeVar

S = TypeVar("S")


def first_free(make: Callable[[int], S], port: int, tries: int = 50) -> S:
    """Return what `make` opens at `port`, or at the next free one; 0 takes any. Raises OSError where none is free."""
    for candidate in range(port, min(port + tries, 65536)) if port else [0]:
        try:
            return make(candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    raise OSError(errno.EADDRINUSE, f"no free port between {port} and {port + tries - 1}")
