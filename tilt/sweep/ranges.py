"""The range in which a sample holds an input: stated, or by a word for what is plausible."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import ndtri

from tilt.engine.inputs import Assumption
from tilt.engine.scale import Interval
from tilt.engine.setting import SettingError, read
from tilt.record.yaml_file import Where, YamlFile

PLAUSIBLE = ("half", "interval", "bounds")
"""Words for a range: the middle half of what the book states, its 90 % interval, all that is allowed."""


def read_range(file: YamlFile, where: Where, a: Assumption, given: Any) -> Interval | None:
    """The values between which an input is drawn; None, with its fault told, where there are none."""
    if a.scale.steps:
        allowed, fix = "an input with a number", "take it as a reading, or sweep a grid"
        file.fault(where, "has nothing between its options", id=a.id, allowed=allowed, fix=fix)
        return None
    if a.scale.certain and given in ("half", "interval"):
        fix = "write [low, high] or bounds"
        file.fault(where, "is a reader’s choice, without an interval", id=a.id, value=given, fix=fix)
        return None
    if given == "half":
        low, high = a.interval.values(a.scale, ndtri(np.array([0.25, 0.75])))
        return Interval(max(float(low), a.bounds.low), min(float(high), a.bounds.high))
    if given in ("interval", "bounds"):
        return a.interval if given == "interval" else a.bounds
    if not isinstance(given, list) or len(given) != 2:
        allowed = f"[low, high], {', '.join(PLAUSIBLE)}"
        file.fault(where, "is no range", id=a.id, value=str(given), allowed=allowed, fix="write one of these")
        return None
    try:
        for end in given:  # each by itself: an input that has one value takes no interval
            read(a.id, [end, end], a)
    except SettingError as error:
        r = error.refusal
        file.fault(where, r.what, id=a.id, value=r.value, allowed=r.allowed, fix=r.fix)
        return None
    if given[0] > given[1]:
        file.fault(where, "is reversed", id=a.id, value=str(given), allowed="low <= high", fix="swap the ends")
        return None
    return Interval(float(given[0]), float(given[1]))
