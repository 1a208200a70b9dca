"""What each worker process on this machine begins with."""

from __future__ import annotations

import signal
from typing import Any


def dask_setup(_: Any) -> None:
    """Leave Ctrl-C to the command, which ends its workers itself and says what is kept; Dask calls this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
