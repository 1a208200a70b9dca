"""What Python does for a reader of the app: plain data in, plain data out, one step after another.

A job is a generator: it yields the share that is done, so that whoever runs it can say how far it is and stop it
between two steps, none longer than a tenth of a second or two, and returns what it found. Requests come from a network:
each job checks its own before anything is worked out, with `tilt.app.jobs.asked`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tilt.app.jobs.asked import Job, RefusedError, shown
from tilt.app.jobs.code import code
from tilt.app.jobs.compare import compare
from tilt.app.jobs.deep_run import deep_run
from tilt.app.jobs.exceedance import exceedance
from tilt.app.jobs.readings import readings
from tilt.app.jobs.refit import refit
from tilt.app.jobs.sobol import sobol

JOBS: Mapping[str, Callable[[Mapping[str, Any]], Job]] = {
    "deep run": deep_run,
    "exceedance": exceedance,
    "readings": readings,
    "compare": compare,
    "sobol": sobol,
    "refit": refit,
    "code": code,
}
"""By the name that a request asks for."""


def job(asked: Mapping[str, Any]) -> Job:
    """The job that a request asks for by `do`. Raises RefusedError."""
    name = asked.get("do")
    if not isinstance(name, str) or name not in JOBS:
        raise RefusedError(f"Python has no {shown(name)} here; it has {', '.join(JOBS)}.")
    return JOBS[name](asked)
