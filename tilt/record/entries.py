"""What entries of assumption and scenario files share: strict fields, known sources, intervals within bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from tilt.engine.scale import Interval, Scale
from tilt.record import evidence
from tilt.record.problems import Problem
from tilt.record.yaml_file import Where, YamlFile

Ends = Annotated[list[float], Field(min_length=2, max_length=2)]


class Strict(BaseModel):
    """An entry that has no fields but its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def yaml_files(folder: Path, faults: list[Problem]) -> Iterator[YamlFile]:
    """The folder's files that are YAML; a fault is added for each that is not."""
    for path in sorted(folder.glob("*.y*ml")):
        file = YamlFile(path, faults)
        if file.parse():
            yield file


def known_sources(file: YamlFile, where: Where, id: str, keys: Iterable[str]) -> None:
    """Add a fault for each key that data/sources.csv does not have."""
    sources = evidence.sources()
    for key in keys:
        if key not in sources.index:
            fix = "add a row with this key to data/sources.csv, or correct the spelling"
            file.fault(where, "unknown source", id=id, value=key, fix=fix)


def stated_interval(file: YamlFile, where: Where, id: str, ends: list[float], scale: Scale) -> Interval | None:
    """The interval with these ends; None, with its fault told, where the scale does not allow it."""
    for end in ends:
        if not scale.allows(end):
            file.fault(
                where,
                f"a value is not possible on scale {scale}",
                id=id,
                value=end,
                allowed=scale.domain,
                fix="correct the value or the scale",
            )
            return None
    low, high = ends
    if low > high:
        file.fault(where, "is reversed", id=id, value=ends, allowed="low <= high", fix=f"write [{high:g}, {low:g}]")
        return None
    return Interval(low, high)


def check_inside(file: YamlFile, where: Where, id: str, interval: Interval, bounds: Interval, scale: Scale) -> None:
    """Add a fault where an interval leaves its bounds, or is one although its scale takes a single value."""
    if scale.certain and interval.low != interval.high:
        fix = "write the same number twice, or choose scale linear, log or logit"
        ends = [interval.low, interval.high]
        file.fault(where, f"an input on scale {scale} has one value", id=id, value=ends, fix=fix)
    if interval.low < bounds.low or interval.high > bounds.high:
        file.fault(
            where,
            "lies outside its bounds",
            id=id,
            value=[interval.low, interval.high],
            allowed=f"{bounds.low:g} to {bounds.high:g}",
            fix="narrow the interval or widen the bounds",
        )
