"""Intervals and correlations that code takes from tables: what one is, and the register assumptions name them by.

A derivation is a function without arguments, registered under a name, that returns several outputs; a YAML file asks
for one with `{derived: name.output}`. The register knows no derivation: `tilt.claims` says what loads their code
(`loaded_by`), and that is done once one must be worked out. What was worked out is kept with the tables it rests on:
fits and their libraries take a second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tilt.engine.inputs import Derived, DerivedCorrelation
from tilt.fingerprint import NUMBERS
from tilt.record.memory import remembered
from tilt.record.traced import traced

Outputs = Mapping[str, Derived | DerivedCorrelation]

DERIVATIONS: dict[str, Callable[[], Outputs]] = {}

_LOADERS: list[Callable[[], object]] = []


def loaded_by(loader: Callable[[], object]) -> None:
    """Say what loads code that registers derivations. It is called when one is asked for that nobody has registered."""
    _LOADERS.append(loader)


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
    outputs = _outputs(name)
    if output in outputs:
        return outputs[output]
    raise KeyError(", ".join(f"{name}.{o}" for o in outputs))


@remembered
def _outputs(name: str) -> Outputs:
    """All that a derivation gives: as it was kept, else as it is worked out now, and in the same types."""
    if not re.fullmatch(r"\w+", name):
        return _registered(name)()  # no name at all, and no place to keep anything: refused
    plain = traced(f"derived/{name}", NUMBERS, lambda: {o: _plain(v) for o, v in _registered(name)().items()})
    return {o: DerivedCorrelation(**v) if "rank" in v else Derived(**v) for o, v in plain.items()}


def _registered(name: str) -> Callable[[], Outputs]:
    for load in _LOADERS:
        if name not in DERIVATIONS:
            load()
    if name in DERIVATIONS:
        return DERIVATIONS[name]
    raise KeyError(", ".join(f"{n}.<output>" for n in DERIVATIONS))


def _plain(v: Derived | DerivedCorrelation) -> dict[str, Any]:
    numbers = (
        {"rank": float(v.rank)} if isinstance(v, DerivedCorrelation) else {"low": float(v.low), "high": float(v.high)}
    )
    return {**numbers, "how": v.how, "table": v.table, "n": int(v.n)}
