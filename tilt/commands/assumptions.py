"""`tilt assumptions`: every input, and what a scenario sets it to."""

from __future__ import annotations

from tilt.commands.asked import JsonOption, ScenarioOption
from tilt.engine.defaults import SCENARIO

EXAMPLES = """
Examples:

\b
  tilt assumptions                              every input at the book's defaults
  tilt assumptions --scenario author            as a scenario of the book sets it
  tilt assumptions --json                       for a program
"""


def assumptions(scenario: ScenarioOption = SCENARIO, as_json: JsonOption = False) -> None:
    """Print every input: id, claim, unit, scale, interval under the scenario, bounds, derived or judged, sources."""
    from tilt.commands.work.assumptions import assumptions as work

    work(scenario, as_json=as_json)
