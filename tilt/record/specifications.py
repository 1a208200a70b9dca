"""Reads the defensible specifications, `readings:` in `data/assumptions/*.yaml`, every fault told with its line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field
from ruamel.yaml.comments import CommentedSeq

from tilt.engine.inputs import Assumption, SameAs, Stated
from tilt.engine.scale import Scale
from tilt.engine.specification import Option, Specification
from tilt.record.changes import StatedEntry, circles, read_setting
from tilt.record.entries import Strict, known_sources, named
from tilt.record.yaml_file import Where, YamlFile

SECTION = "readings"


class _OptionEntry(Strict):
    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    changes: dict[str, Any] = Field(description="what the option changes, by assumption; {} for the book’s default")
    reason: str = Field(min_length=1)
    sources: list[str] = Field(default_factory=list)


class _SpecificationEntry(Strict):
    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    options: list[Any] = Field(min_length=2, description="two or more, each with id, title, changes and reason")


@dataclass
class _Known:
    """What specifications may name, and what those read so far have taken: id or input, and where."""

    assumptions: Mapping[str, Assumption]
    used: Collection[str]
    mine: Collection[str] = ()
    ids: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    ties: dict[str, set[str]] = field(default_factory=dict)


def read_specifications(
    files: Iterable[tuple[str, YamlFile]], uses: Mapping[str, Collection[str]], assumptions: Mapping[str, Assumption]
) -> dict[str, tuple[Specification, ...]]:
    """The specifications each claim's file declares, by slug; faults are added to the files'.

    `files` are those of known claims with their slugs, `uses` the inputs by claim. An input that a claim uses and no
    file declares is at fault there, and told already.
    """
    known = _Known(assumptions, {id for ids in uses.values() for id in ids})
    found = {}
    for slug, file in files:
        known.mine = uses[slug]
        entries = enumerate(file.section(SECTION, CommentedSeq))
        read = [_specification(file, (SECTION, k), entry, known) for k, entry in entries]
        if whole := tuple(s for s in read if s):
            found[slug] = whole
    return found


def _specification(file: YamlFile, where: Where, entry: Any, known: _Known) -> Specification | None:
    """One specification; None, with its faults told, where it cannot be."""
    before = len(file.faults)
    parsed = file.model(_SpecificationEntry, entry, where, f"reading {int(where[-1]) + 1}")
    if parsed is None:
        return None
    place = f"{file.path.name}:{file.line(where)}"
    named(file, (*where, "id"), "a reading", parsed.id)
    if parsed.id in known.assumptions:
        fix = "choose another id; a choice among formulas is a reading without being declared"
        file.fault((*where, "id"), "is the id of an assumption", id=parsed.id, fix=fix)
    if parsed.id in known.ids:
        what = f"is declared twice, first at {known.ids[parsed.id]}"
        file.fault((*where, "id"), what, id=parsed.id, fix="rename it, or remove one of the two")
    known.ids.setdefault(parsed.id, place)
    options = [_option(file, (*where, "options", k), o, parsed.id, known) for k, o in enumerate(parsed.options)]
    whole = [o for o in options if o]
    _told_apart(file, where, parsed.id, options)
    for id in dict.fromkeys(id for o in whole for id in o.changes):
        if id in known.moved:
            what, fix = f"is changed by {known.moved[id]} too", "let one reading change it, with an option for each"
            file.fault(where, f"{id} {what}", id=parsed.id, allowed="an assumption no other reading changes", fix=fix)
    known.moved |= {id: f"{parsed.id} ({place})" for o in whole for id in o.changes if id not in known.moved}
    _untied(file, where, parsed.id, whole, known)
    return Specification(parsed.id, parsed.title, tuple(whole)) if len(file.faults) == before else None


def _option(file: YamlFile, where: Where, entry: Any, spec: str, known: _Known) -> Option | None:
    """One option; None, with its faults told, where it cannot be."""
    before = len(file.faults)
    parsed = file.model(_OptionEntry, entry, where, f"{spec}, option {int(where[-1]) + 1}")
    if parsed is None:
        return None
    named(file, (*where, "id"), f"an option of {spec}", parsed.id)
    known_sources(file, (*where, "sources"), f"{spec}, {parsed.id}", parsed.sources)
    changes: dict[str, Stated] = {}
    for id, stated in parsed.changes.items():
        setting = _change(file, (*where, "changes", id), id, stated, known)
        if setting:
            changes[id] = setting
    circles(file, (*where, "changes"), changes)
    whole = len(file.faults) == before and len(changes) == len(parsed.changes)
    return Option(parsed.id, parsed.title, changes, parsed.reason, tuple(parsed.sources)) if whole else None


def _change(file: YamlFile, where: Where, id: str, entry: Any, known: _Known) -> Stated | None:
    """What an option sets an assumption to; None where it cannot, with the fault told unless it is told already."""
    a = known.assumptions.get(id)
    if a is None and id in known.used:
        return None
    if a is None:
        allowed, fix = ", ".join(known.mine), "correct the id or remove the entry"
        file.fault(where, "unknown assumption", id=id, allowed=allowed, fix=fix)
        return None
    if id not in known.mine:
        allowed, fix = ", ".join(known.mine), "declare it with a claim that uses the assumption, or remove the entry"
        file.fault(where, "the claim does not use this assumption", id=id, allowed=allowed, fix=fix)
        return None
    if a.scale is Scale.CHOICE:
        fix = "remove the entry: each option of a choice is a reading by itself"
        file.fault(where, "a choice is no part of a declared reading", id=id, fix=fix)
        return None
    parsed = file.model(StatedEntry, entry, where, id)
    return read_setting(file, where, a, parsed, known.assumptions, known.used) if parsed else None


def _told_apart(file: YamlFile, where: Where, spec: str, options: Iterable[Option | None]) -> None:
    """Add a fault for each option that has another's id, or says the same as another."""
    before: list[Option] = []
    for k, option in enumerate(options):
        if option is None:
            continue
        place = (*where, "options", k)
        if option.id in (o.id for o in before):
            what, fix = f"{spec} has this option already", "choose another id, or remove one of the two"
            file.fault((*place, "id"), what, id=option.id, fix=fix)
        same = next((o for o in before if o.changes == option.changes), None)
        if same is not None:
            says = "changes nothing either" if not option.changes else "changes the same"
            allowed = "one option without changes, the book’s default; each other with changes of its own"
            fix = "say what it changes, or remove it"
            file.fault((*place, "changes"), f"{says}, as {same.id} of {spec}", id=option.id, allowed=allowed, fix=fix)
        before.append(option)


def _untied(file: YamlFile, where: Where, spec: str, options: Iterable[Option], known: _Known) -> None:
    """Add a fault where options of several specifications, taken together, would tie assumptions in a circle."""
    ties = [(id, s.id) for o in options for id, s in o.changes.items() if isinstance(s, SameAs)]
    for id, target in ties:
        seen = [target]
        for one in seen:
            seen += [other for other in known.ties.get(one, ()) if other not in seen]
        if id in seen:
            value, fix = " → ".join([id, *seen]), "state one of them, or join the two readings"
            file.fault(where, "leads back to itself through another reading", id=spec, value=value, fix=fix)
        else:
            known.ties.setdefault(id, set()).add(target)
