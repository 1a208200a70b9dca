"""Reads `data/scenarios/*.yaml` and scenario files that readers saved, every fault told with its line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from pydantic import Field
from ruamel.yaml.comments import CommentedMap

from tilt.engine.inputs import DEFAULT, Assumption, Change, SameAs, Scenario, Stated
from tilt.paths import data
from tilt.record.entries import Ends, Strict, known_sources, yaml_files
from tilt.record.entries import stated as stated_setting
from tilt.record.problems import InputError, Problem
from tilt.record.yaml_file import Where, YamlFile


class _Default(Strict):
    default_of: str


class _ChangeEntry(Strict):
    interval: _Default | Ends | None = Field(
        None, description="[low, high] with low <= high, or {default_of: another assumption}"
    )
    same_as: str | None = None
    weights: dict[str, float] | None = None
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
    name = str(file.tree.get("name", file.path.stem))
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
        if not a.editable:
            file.fault(where, "this input only picks branches and cannot be moved", id=id, fix="remove the entry")
            continue
        known_sources(file, (*where, "sources"), id, parsed.sources)
        setting = _setting(file, where, a, parsed, assumptions, used)
        if setting:
            changes[id] = Change(setting, parsed.reason, tuple(parsed.sources))
    _untie_circles(file, changes)
    return Scenario(name, str(file.tree.get("title", name)), str(file.tree.get("text", "")), changes, order)


def _setting(
    file: YamlFile,
    where: Where,
    a: Assumption,
    parsed: _ChangeEntry,
    assumptions: Mapping[str, Assumption],
    used: Collection[str],
) -> Stated | None:
    """What a change states; None, with its fault told, where that cannot be."""
    forms = {"interval": parsed.interval, "same_as": parsed.same_as, "weights": parsed.weights}
    given = [name for name, value in forms.items() if value is not None]
    mine = ["same_as", "weights" if a.options else "interval"]
    if len(given) != 1 or given[0] not in mine:
        said, allowed = ", ".join(given) or "none of them", " or ".join(mine)
        file.fault(
            where, "does not state one setting", id=a.id, value=said, allowed=allowed, fix=f"write {mine[-1]}: …"
        )
        return None
    if parsed.same_as is not None:
        other = _alike(file, (*where, "same_as"), a, parsed.same_as, assumptions, used)
        return SameAs(other.id) if other else None
    if parsed.weights is not None:
        unknown = [name for name in parsed.weights if name not in a.options]
        if unknown:
            allowed = ", ".join(a.options)
            file.fault((*where, "weights"), "no such option", id=a.id, value=", ".join(unknown), allowed=allowed)
            return None
        return stated_setting(file, (*where, "weights"), a.id, [parsed.weights.get(o, 0.0) for o in a.options], a)
    if isinstance(parsed.interval, _Default):
        other = _alike(file, (*where, "interval"), a, parsed.interval.default_of, assumptions, used)
        return stated_setting(file, (*where, "interval"), a.id, other.interval, a) if other else None
    return stated_setting(file, (*where, "interval"), a.id, parsed.interval, a)


def _alike(
    file: YamlFile,
    where: Where,
    a: Assumption,
    named: str,
    assumptions: Mapping[str, Assumption],
    used: Collection[str],
) -> Assumption | None:
    """Another assumption whose value this one can take; None, with its fault told, where it cannot."""
    other = assumptions.get(named)
    if other is None and named in used:
        return None  # its own entry is at fault: that is told already
    if other is not None and other.id != a.id and a.like(other):
        return other
    same = [o.id for o in assumptions.values() if o.id != a.id and a.like(o)]
    fix = "name an assumption of the same unit and scale"
    file.fault(where, "cannot take its value", id=a.id, value=named, allowed=", ".join(same) or "none", fix=fix)
    return None


def _untie_circles(file: YamlFile, changes: dict[str, Change]) -> None:
    """Add a fault for each assumption tied in a circle, and drop its change."""
    for id, change in list(changes.items()):
        seen = [id]
        while isinstance(change.setting, SameAs) and change.setting.id in changes:
            seen.append(change.setting.id)
            change = changes[seen[-1]]
            if seen[-1] in seen[:-1]:
                file.fault(("changes", id, "same_as"), "leads back to itself", id=id, value=" → ".join(seen))
                del changes[id]
                break
