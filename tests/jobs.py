"""What tests of the app's jobs share: running one to its end, and requests that none may take."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

import pytest

from tilt.app.jobs import RefusedError, job
from tilt.app.jobs.asked import Job

HEADLINES = {"task-horizons": "lead", "differential": "tilt"}
"""A claim of few inputs and the one of most, each with its first finding."""

MALFORMED: tuple[object, ...] = (None, True, -1, 4095, 10**400, 4096.0, float("nan"), "4096", [4096], {"a": 1})
"""What is no number of draws."""

UNNAMED: tuple[object, ...] = (None, True, 3, "", "no-such", ["task-horizons"], {"a": 1}, "x" * 10_000, float("nan"))
"""What names nothing."""

UNSET: tuple[object, ...] = (
    None,
    [],
    "author",
    {"no_such_input": [1, 2]},
    {"length_ratio": [2, 1]},
    {"length_ratio": [1, float("nan")]},
    {"length_ratio": [1, float("inf")]},
    {"length_ratio": [1, 10**400]},
    {"length_ratio": [1e-300, 1e300]},
    {"length_ratio": ["1", "8"]},
    {"length_ratio": [True, 8]},
    {"length_ratio": [1, 8, 9]},
    {"length_ratio": {"sameAs": "length_ratio"}},
    {"length_ratio": {"sameAs": "no_such_input"}},
    {"length_ratio": {"sameAs": 3}},
    {"trend": [0.5, 0.5, 0.5]},
    {"trend": {"steady": 1, "no_such": 0}},
    {"safety_transfer": {"sameAs": "capability_transfer"}, "capability_transfer": {"sameAs": "safety_transfer"}},
)
"""What is no scenario of the claim on task horizons."""


IMPOSSIBLE: tuple[dict[str, object], ...] = (
    *({"draws": v} for v in MALFORMED),
    *({"claim": v} for v in UNNAMED),
    *({"finding": v} for v in UNNAMED),
    *({"scenario": v} for v in UNSET),
)
"""Changes to a request about one finding, none of which can be done."""


def assert_refused(asked: Mapping[str, Any]) -> None:
    """A request is refused before anything is worked out, in a sentence that fits a page."""
    with pytest.raises(RefusedError) as refused:
        job(asked)
    assert str(refused.value).endswith(".")
    assert len(str(refused.value)) < 600


def done(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a job returns, as the reader's page gets it; it must have told how far it is, never falling."""
    found, _ = timed(asked)
    return found


def timed(asked: Mapping[str, Any]) -> tuple[dict[str, Any], list[float]]:
    """The same, and how many seconds of processor time each step took."""
    return ended(job(asked))


def ended(steps: Job) -> tuple[dict[str, Any], list[float]]:
    """A job brought to its end."""
    told, seconds = list[float](), list[float]()
    while True:
        before = time.process_time()
        try:
            told.append(next(steps))
        except StopIteration as end:
            seconds.append(time.process_time() - before)
            assert told
            assert told == sorted(told)
            assert 0 <= told[0] <= told[-1] <= 1
            found: dict[str, Any] = json.loads(json.dumps(end.value, allow_nan=False))
            return found, seconds
        seconds.append(time.process_time() - before)
