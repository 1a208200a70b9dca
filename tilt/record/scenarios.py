"""Reads `data/scenarios/*.yaml` and scenario files that readers saved, every fault told with its line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from pydantic import Field
from ruamel.yaml.comments import CommentedMap

from tilt.engine.inputs import DEFAULT, Assumption, Change, Scenario
from tilt.paths import data
from tilt.record.changes import StatedEntry, circles, read_setting
from tilt.record.entries import known_sources, named, yaml_files
from tilt.record.problems import InputError, Problem
from tilt.record.yaml_file import YamlFile


class _ChangeEntry(StatedEntry):
    reason: str = Field(min_length=1)
    sources: list[str] = Field(default_factory=list)
    unit: str | None = None


def read_scenarios(
    assumptions: Mapping[str, Assumption], used: Collection[str], faults: list[Problem]
) -> dict[str, Scenario]:
    """All scenarios of the book by name, the default first; faults are added to the list.

    `used` are the ids that claims use: one that is missing among the assumptions is at fault there, and told already.
    """
    found: dict[str, Scenario] = {}
    for file in yaml_files(data() / "scenarios", faults):
        scenario = read_scenario_file(file, assumptions, used)
        if "name" not in file.tree:
            named(file, (), "a scenario, which without a line 'name: …' has its file’s", scenario.name)
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
    if not path.exists():
        raise InputError([Problem(path, None, "no such scenario file", fix="give a path to a scenario YAML")])
    file = YamlFile(path, faults)
    scenario = read_scenario_file(file, assumptions) if file.parse() else DEFAULT
    if faults:
        raise InputError(faults)
    return scenario


def read_scenario_text(text: str, called: str, assumptions: Mapping[str, Assumption]) -> Scenario:
    """The scenario that a file's text states; `called` is how its problems name it. Raises InputError with all."""
    faults: list[Problem] = []
    file = YamlFile(Path(called), faults)
    scenario = read_scenario_file(file, assumptions) if file.take(text) else DEFAULT
    if faults:
        raise InputError(faults)
    return scenario


def read_scenario_file(file: YamlFile, assumptions: Mapping[str, Assumption], used: Collection[str] = ()) -> Scenario:
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
    for key in ("name", "title", "text"):
        if isinstance(file.tree.get(key, ""), dict | list | None):
            file.fault((key,), f"{key} is not text", value=file.tree[key], fix="put it in quotes")
    name = str(file.tree.get("name", file.path.stem))
    if "name" in file.tree:
        named(file, ("name",), "a scenario", name)
    changes: dict[str, Change] = {}
    for id, entry in file.section("changes", CommentedMap).items():
        where = ("changes", id)
        if id not in assumptions and id in used:
            continue
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
        known_sources(file, (*where, "sources"), id, parsed.sources)
        setting = read_setting(file, where, a, parsed, assumptions, used)
        if setting:
            changes[id] = Change(setting, parsed.reason, tuple(parsed.sources))
    for id in circles(file, ("changes",), {id: c.setting for id, c in changes.items()}):
        del changes[id]
    return Scenario(name, str(file.tree.get("title", name)), str(file.tree.get("text", "")), changes, order)
