"""Random scenarios for all tests: intervals anywhere inside the bounds, corners included."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from tilt.engine.inputs import Assumption, Record
from tilt.engine.scale import Interval, Scale, Setting, Weights

CORNERS = ((0.0, 0.0), (1.0, 1.0), (0.0, 1.0))
"""Places of both ends along the slider: all the way left, all the way right, fully open."""


def at(a: Assumption, place: float) -> float:
    """The value at a place 0..1 along the assumption's slider."""
    if a.scale is Scale.SWITCH:
        return float(round(place))
    if place <= 0:
        return a.bounds.low
    if place >= 1:
        return a.bounds.high
    low, high = float(a.scale.link(a.bounds.low)), float(a.scale.link(a.bounds.high))
    value = float(a.scale.unlink(low + (high - low) * place))
    return min(max(value, a.bounds.low), a.bounds.high)


def setting_at(a: Assumption, places: tuple[float, float]) -> Setting:
    """The interval between two places; one value takes the first; a choice weighs its options by both."""
    low, high = sorted(places)
    if a.scale is Scale.CHOICE:
        rest = (1 - high) / max(1, len(a.options) - 2)
        return Weights((low, high - low, *[rest] * (len(a.options) - 2)) if len(a.options) > 2 else (low, 1 - low))
    return Interval(at(a, low), at(a, low if a.scale.certain else high))


@st.composite
def scenarios(draw: st.DrawFn, record: Record, inputs: tuple[str, ...]) -> dict[str, Setting]:
    """Any setting of the sliders, each end free or in a corner."""
    place = st.floats(0, 1, allow_nan=False)
    pair = st.one_of(st.sampled_from(CORNERS), st.tuples(place, place))
    return {id: setting_at(record.assumptions[id], draw(pair)) for id in inputs}


def random_scenarios(record: Record, inputs: tuple[str, ...], count: int, seed: int) -> list[dict[str, Setting]]:
    """`count` seeded scenarios: the default, each input alone in each corner, then sliders anywhere at random."""
    rng = np.random.default_rng(seed)
    assumptions = [record.assumptions[id] for id in inputs]
    found: list[dict[str, Setting]] = [{}]
    found += [{a.id: setting_at(a, corner)} for a in assumptions for corner in CORNERS]
    while len(found) < count:
        moved = rng.random(len(assumptions)) < rng.random()
        found.append({a.id: setting_at(a, tuple(rng.random(2))) for a, m in zip(assumptions, moved, strict=True) if m})
    return found[:count]
