"""Reads `data/scenarios/*.yaml` and scenario files that readers saved, every fault told with its line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field
from ruamel.yaml.comments import CommentedMap

from tilt.claims import all_claims
from tilt.engine.scale import Interval
from tilt.paths import data
from tilt.record.assumptions import DEFAULT, Assumption, Change, Scenario
from tilt.record.entries import Ends, Strict, check_inside, known_sources, stated_interval, yaml_files
from tilt.record.problems import InputError, Problem
from tilt.record.yaml_file import Where, YamlFile


class _Default(Strict):
    default_of: str


class _ChangeEntry(Strict):
    interval: _Default | Ends = Field(description="[low, high] with low <= high, or {default_of: another assumption}")
    reason: str = Field(min_length=1)
    sources: list[str] = Field(default_factory=list)
    unit: str | None = None


def read_scenarios(assumptions: Mapping[str, Assumption], faults: list[Problem]) -> dict[str, Scenario]:
    """All scenarios of the book by name, the default first; faults are added to the list."""
    found: dict[str, Scenario] = {}
    for file in yaml_files(data() / "scenarios", faults):
        scenario = read_scenario_file(file, assumptions)
        if scenario.name in found:
            file.fault(("name",), "a scenario of this name exists already", id=scenario.name, fix="choose another name")
        if scenario.name == DEFAULT.name and scenario.changes:
            fix = "change the assumption itself in data/assumptions, or choose another name"
            file.fault(("changes",), "the default scenario changes nothing", id=scenario.name, fix=fix)
            scenario = DEFAULT
        found[scenario.name] = scenario
    default = found.pop(DEFAULT.name, DEFAULT)
    return {s.name: s for s in (default, *sorted(found.values(), key=lambda s: (s.order, s.name)))}


def read_scenario(path: Path, assumptions: Mapping[str, Assumption]) -> Scenario:
    """One scenario file, such as a reader downloaded. Raises InputError with every problem."""
    faults: list[Problem] = []
    if not path.is_file():
        raise InputError([Problem(path, None, "no such scenario file", fix="give a path to a scenario YAML")])
    file = YamlFile(path, faults)
    scenario = read_scenario_file(file, assumptions) if file.parse() else DEFAULT
    if faults:
        raise InputError(faults)
    return scenario


def read_scenario_file(file: YamlFile, assumptions: Mapping[str, Assumption]) -> Scenario:
    """The scenario a parsed file states; its faults are added to the file's."""
    for key in file.tree:
        if key not in ("name", "title", "text", "order", "changes"):
            allowed = "name, title, text, order, changes"
            file.fault((key,), "unknown field", id=str(key), allowed=allowed, fix="remove it")
    order = file.tree.get("order", Scenario.order)
    if not isinstance(order, int):
        fix = "give a whole number: its place among the scenarios"
        file.fault(("order",), "not a whole number", value=str(order), fix=fix)
        order = Scenario.order
    name = str(file.tree.get("name", file.path.stem))
    changes: dict[str, Change] = {}
    for id, entry in file.section("changes", CommentedMap).items():
        where = ("changes", id)
        if id not in assumptions and any(id in c.inputs for c in all_claims()):
            continue  # a claim has it, but its own entry is at fault: that is told already
        if id not in assumptions:
            allowed = ", ".join(assumptions)
            file.fault(
                where, "unknown assumption", id=str(id), allowed=allowed, fix="correct the id or remove the entry"
            )
            continue
        parsed = file.model(_ChangeEntry, entry, where, id)
        if parsed is None:
            continue
        a = assumptions[id]
        if parsed.unit is not None and parsed.unit != a.unit:
            fix = f"give the interval in {a.unit}"
            file.fault(
                (*where, "unit"),
                "unit differs from the assumption’s",
                id=id,
                value=parsed.unit,
                allowed=a.unit,
                fix=fix,
            )
        if not a.editable:
            file.fault(where, "this input only picks branches and cannot be moved", id=id, fix="remove the entry")
            continue
        known_sources(file, (*where, "sources"), id, parsed.sources)
        interval = _change_interval(file, (*where, "interval"), a, parsed.interval, assumptions)
        if interval:
            check_inside(file, (*where, "interval"), id, interval, a.bounds, a.scale)
            changes[id] = Change(interval, parsed.reason, tuple(parsed.sources))
    return Scenario(name, str(file.tree.get("title", name)), str(file.tree.get("text", "")), changes, order)


def _change_interval(
    file: YamlFile, where: Where, a: Assumption, stated: _Default | list[float], assumptions: Mapping[str, Assumption]
) -> Interval | None:
    """The interval a change states, or another assumption's default; None, with its fault told, where there is none."""
    if not isinstance(stated, _Default):
        return stated_interval(file, where, a.id, stated, a.scale)
    other = assumptions.get(stated.default_of)
    if other is None or other.unit != a.unit or other.scale != a.scale:
        same = [o.id for o in assumptions.values() if o.unit == a.unit and o.scale == a.scale and o.id != a.id]
        fix = "name an assumption of the same unit and scale"
        file.fault(
            where, "no default to take", id=a.id, value=stated.default_of, allowed=", ".join(same) or "none", fix=fix
        )
        return None
    return other.interval
