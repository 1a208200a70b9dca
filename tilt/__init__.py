"""Tilt: an executable book that asks whether AI progress tilts toward safety research.

import tilt
tilt.verdicts("task-horizons")           # findings with credence
tilt.explore("task-horizons")            # the explorer, in any notebook
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tilt.claims import all_claims
from tilt.claims import claim as _claim
from tilt.engine.scale import PAGE_DRAWS, Interval
from tilt.engine.verdict import Verdict
from tilt.engine.verdict import verdicts as _verdicts
from tilt.record.assumptions import DEFAULT, Scenario, record

if TYPE_CHECKING:
    from tilt.explorer.widget import Explorer, StaticExplorer

__all__ = ["Interval", "Scenario", "Verdict", "all_claims", "explore", "record", "verdicts"]


def verdicts(
    slug: str, scenario: str | Scenario | Mapping[str, Interval] = DEFAULT.name, draws: int = PAGE_DRAWS
) -> tuple[Verdict, ...]:
    """Findings of a claim under a scenario: by name, as an object, or as {id: Interval}. See `tilt.engine.verdict`."""
    chosen = record().scenarios[scenario] if isinstance(scenario, str) else scenario
    return _verdicts(_claim(slug), chosen, draws)


def explore(slug: str, scenario: Scenario | Mapping[str, Any] | None = None) -> Explorer | StaticExplorer:
    """The explorer of a claim, for the last line of a notebook cell. See `tilt.explorer.widget.Explorer`."""
    # Imported late: the widget brings Vega and Jupyter along, which figures alone do not need.
    from tilt.explorer.widget import explorer

    return explorer(slug, scenario)
