"""Tilt: an executable book that asks whether AI progress tilts toward safety research.

import tilt
tilt.verdicts("task-horizons")           # findings with credence
tilt.explore("task-horizons")            # the explorer, in any notebook

Everything in `__all__` is the public interface (`tilt.api`, `explore` and `claims`); each is loaded when it is first
asked for, so that an explorer needs no engine and figures need no widget.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tilt import claims
    from tilt.api import (
        Interval,
        SameAs,
        Scenario,
        Swing,
        Verdict,
        Weights,
        assumptions,
        diff,
        draws,
        fans,
        forecasts,
        headlines,
        readings,
        run,
        scenario,
        slugs,
        splits,
        swings,
        verdicts,
    )
    from tilt.explorer.widget import explore

__all__ = [
    "Interval",
    "SameAs",
    "Scenario",
    "Swing",
    "Verdict",
    "Weights",
    "assumptions",
    "claims",
    "diff",
    "draws",
    "explore",
    "fans",
    "forecasts",
    "headlines",
    "readings",
    "run",
    "scenario",
    "slugs",
    "splits",
    "swings",
    "verdicts",
]


def __getattr__(name: str) -> Any:
    """A name of the public interface, from the module it stands in."""
    if name not in __all__:
        raise AttributeError(f"module 'tilt' has no attribute {name!r}; it has {', '.join(__all__)}")
    if name == "claims":
        return importlib.import_module("tilt.claims")
    return getattr(importlib.import_module("tilt.explorer.widget" if name == "explore" else "tilt.api"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
