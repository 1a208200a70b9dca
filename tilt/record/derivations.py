"""Intervals and correlations that code takes from tables: what one is, and the register assumptions name them by.

A derivation is a function without arguments, registered under a name, that returns several outputs; a YAML file asks
for one with `{derived: name.output}`. The register knows no derivation: `tilt.trends` fills it when it is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tilt.engine.inputs import Derived, DerivedCorrelation
from tilt.record.memory import remembered

Outputs = Mapping[str, Derived | DerivedCorrelation]

DERIVATIONS: dict[str, Callable[[], Outputs]] = {}


def derivation(name: str) -> Callable[[Callable[[], Outputs]], Callable[[], Outputs]]:
    """Register a function whose outputs assumptions can name as `{derived: name.output}`. Kept by the data's state."""

    def register(function: Callable[[], Outputs]) -> Callable[[], Outputs]:
        DERIVATIONS[name] = remembered(function)
        return DERIVATIONS[name]

    return register


def derive(reference: str) -> Derived | DerivedCorrelation:
    """The output a reference such as `horizon_trend.doubling_months` names.

    Raises KeyError whose first argument lists what exists.
    """
    name, _, output = reference.partition(".")
    if name in DERIVATIONS:
        outputs = DERIVATIONS[name]()
        if output in outputs:
            return outputs[output]
        raise KeyError(", ".join(f"{name}.{o}" for o in outputs))
    raise KeyError(", ".join(f"{n}.<output>" for n in DERIVATIONS))
