"""What an assumption is set to, in words of the book."""

from __future__ import annotations

from tilt.book import book
from tilt.engine.inputs import UNITS, Assumption, SameAs, Stated
from tilt.engine.scale import Scale, Weights
from tilt.format import number


def interval_words(a: Assumption) -> str:
    """An assumption's default with its unit: an interval, a single value, or the weights of a choice."""
    return setting_words(a, a.default)


def setting_words(a: Assumption, setting: Stated) -> str:
    """What an assumption is set to, in words."""
    if isinstance(setting, SameAs):
        return f"the same as {book().record.assumptions[setting.id].label.lower()}"
    if isinstance(setting, Weights):
        labels = (a.labels or {}).values()
        return ", ".join(
            f"{label} {100 * share:.0f} %" for label, share in zip(labels, setting.shares, strict=True) if share
        )
    if a.scale is Scale.SWITCH:
        return "on" if setting.low else "off"
    mark = UNITS[a.unit]
    tail = f" {mark}" if mark else ""
    low, high = setting.low, setting.high
    return f"{number(low)}{tail}" if low == high else f"{number(low)} – {number(high)}{tail}"
