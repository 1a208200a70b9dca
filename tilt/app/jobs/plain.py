"""What jobs found as plain data: JSON knows no NaN and no infinity, and no settings."""

from __future__ import annotations

import math
from typing import Any

from tilt.engine.inputs import SameAs, Stated


def number(value: float) -> float | None:
    """A number; None for what is none, or has no end."""
    value = float(value)
    return value if math.isfinite(value) else None


def setting(stated: Stated) -> Any:
    """What an input is set to, as requests state it: two ends, weights, or `{"sameAs": id}`."""
    return {"sameAs": stated.id} if isinstance(stated, SameAs) else list(stated.numbers)
