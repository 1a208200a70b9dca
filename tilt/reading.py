"""Reads `data/assumptions/*.yaml` and `data/scenarios/*.yaml` into a record, collecting every fault with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from tilt import evidence
from tilt.assumptions import (
    DEFAULT,
    UNITS,
    Assumption,
    Change,
    Correlation,
    EvidencePoint,
    Record,
    Scenario,
    correlation_matrix,
)
from tilt.claims import all_claims
from tilt.paths import data
from tilt.problems import InputError, Problem
from tilt.scale import Interval, Scale
from tilt.yaml_file import Where, YamlFile

D = TypeVar("D")

Ends = Annotated[list[float], Field(min_length=2, max_length=2)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Derivation(_Strict):
    derived: str


class _EvidenceEntry(_Strict):
    table: str
    value: str
    label: str
    where: dict[str, list[str]] = {}
    divide_by: float = 1.0
    complement: bool = False


class _AssumptionEntry(_Strict):
    label: str = Field(min_length=1)
    short: str = Field(min_length=1)
    symbol: str
    group: str
    unit: str
    scale: Scale = Field(description=", ".join(Scale))
    interval: _Derivation | Ends = Field(description="[low, high] with low <= high, or {derived: fit.output}")
    bounds: Ends = Field(description="[lowest, highest], two numbers")
    column: int = Field(ge=0, lt=1024)
    reason: str = Field(min_length=1)
    sources: list[str]
    evidence: list[_EvidenceEntry] = []
    gloss: str = ""


class _CorrelationEntry(_Strict):
    between: Annotated[list[str], Field(min_length=2, max_length=2)]
    rank: _Derivation | Annotated[float, Field(gt=-1, lt=1)] = Field(
        description="a number between -1 and 1, or {derived: fit.output}"
    )
    reason: str = Field(min_length=1)


class _Default(_Strict):
    default_of: str


class _ChangeEntry(_Strict):
    interval: _Default | Ends = Field(description="[low, high] with low <= high, or {default_of: another assumption}")
    reason: str = Field(min_length=1)
    sources: list[str] = []
    unit: str | None = None


def read() -> Record:
    """Read and check everything. Raises InputError holding every problem found."""
    faults: list[Problem] = []
    assumptions, correlations, groups = _read_assumptions(faults)
    scenarios = _read_scenarios(assumptions, faults)
    if faults:
        raise InputError(faults)
    return Record(assumptions, tuple(correlations), scenarios, groups)


def check() -> list[Problem]:
    """Every problem in assumptions, scenarios, formulas, evidence tables and sources; empty when all is well."""
    faults = evidence.check()
    try:
        read()
    except InputError as error:
        faults += error.problems
    except ValueError as error:
        # A broken table can keep a fit from running; its own faults are told first.
        faults.append(Problem(data() / "evidence", None, f"a fit could not run: {error}", fix="mend the tables first"))
    return list(faults)


def _files(folder: Path, faults: list[Problem]) -> Iterator[YamlFile]:
    for path in sorted(folder.glob("*.y*ml")):
        file = YamlFile(path, faults)
        if file.parse():
            yield file


def _read_assumptions(
    faults: list[Problem],
) -> tuple[dict[str, Assumption], list[Correlation], dict[str, dict[str, str]]]:
    folder = data() / "assumptions"
    found: dict[str, tuple[Assumption, YamlFile]] = {}
    correlations: list[Correlation] = []
    groups: dict[str, dict[str, str]] = {}
    claims = {c.slug: c for c in all_claims()}
    files = list(_files(folder, faults))
    if not files and not faults:
        faults.append(Problem(folder, None, "holds no assumptions", fix="restore data/assumptions/*.yaml"))
    for file in files:
        slug = str(file.tree.get("claim", ""))
        if slug not in claims or slug != file.path.stem:
            file.fault(
                ("claim",),
                "claim does not name this file’s claim",
                value=slug or "(missing)",
                allowed=", ".join(claims),
                fix=f"write 'claim: {file.path.stem}', and keep file name and claim the same",
            )
            continue
        for key in file.tree:
            if key not in ("claim", "groups", "assumptions", "correlations"):
                allowed = "claim, groups, assumptions, correlations"
                file.fault((key,), "unknown section", id=str(key), allowed=allowed, fix="correct or remove it")
        groups[slug] = {str(k): str(v) for k, v in file.section("groups", CommentedMap).items()}
        for id, entry in file.section("assumptions", CommentedMap).items():
            _read_one(file, slug, str(id), entry, groups[slug], found)
    broken = bool(faults)
    for file in files:
        _read_correlations(file, found, correlations)
    if not broken:
        for c in claims.values():
            path = folder / f"{c.slug}.yaml"
            for id in c.inputs:
                if id not in found:
                    fix = "declare it under 'assumptions:', or take it out of the claim’s inputs"
                    faults.append(Problem(path, None, f"claim {c.slug} uses it but no file declares it", id, fix=fix))
            for where, name in c.undeclared():
                module = Path(f"tilt/claims/{c.slug.replace('-', '_')}.py")
                fix = "add it to the claim’s inputs and declare it in its YAML"
                faults.append(Problem(module, None, f"{where} uses an undeclared assumption", name, fix=fix))
        for id, (a, file) in found.items():
            if id not in claims[a.claim].inputs and not any(id in c.inputs for c in claims.values()):
                file.fault(
                    ("assumptions", id), "no claim uses it", id=id, fix="add it to a claim’s inputs or remove it"
                )
    order = {c.slug: c.number for c in claims.values()}
    ordered = dict(sorted(((k, a) for k, (a, _) in found.items()), key=lambda item: order[item[1].claim]))
    return ordered, correlations, groups


def _read_one(
    file: YamlFile,
    slug: str,
    id: str,
    entry: Any,
    groups: Mapping[str, str],
    found: dict[str, tuple[Assumption, YamlFile]],
) -> None:
    where = ("assumptions", id)
    parsed = file.model(_AssumptionEntry, entry, where, id)
    if id in found:
        _, first = found[id]
        place = f"{first.path.name}:{first.line(('assumptions', id))}"
        file.fault(where, f"declared twice, first at {place}", id=id, fix="keep it in one claim’s file only")
        return
    if parsed is None:
        return
    before = len(file.faults)
    if parsed.unit not in UNITS:
        allowed = ", ".join(UNITS)
        file.fault((*where, "unit"), "unknown unit", id=id, value=parsed.unit, allowed=allowed, fix="use one of these")
    if parsed.group not in groups:
        file.fault((*where, "group"), "unknown group", id=id, value=parsed.group, allowed=", ".join(groups))
    if parsed.scale is Scale.LOGIT and parsed.unit not in ("fraction", "exponent", "elasticity"):
        allowed = "a fraction, exponent or elasticity"
        file.fault(
            (*where, "scale"),
            "scale and unit do not fit",
            id=id,
            value=f"logit in {parsed.unit}",
            allowed=allowed,
            fix="choose scale log or linear, or correct the unit",
        )
    _known_sources(file, (*where, "sources"), id, parsed.sources)
    for a, _ in found.values():
        if a.column == parsed.column:
            taken = {b.column for b, _ in found.values()}
            free = next(n for n in range(1024) if n not in taken)
            file.fault(
                (*where, "column"),
                f"column is taken by {a.id}",
                id=id,
                value=parsed.column,
                allowed="a number no other assumption has",
                fix=f"use {free}",
            )
    bounds = _interval(file, (*where, "bounds"), id, parsed.bounds, parsed.scale)
    derived = None
    if isinstance(parsed.interval, _Derivation):
        derived = _derive(file, (*where, "interval"), id, parsed.interval.derived, evidence.Derived)
        interval = Interval(derived.low, derived.high) if derived else None
    else:
        interval = _interval(file, (*where, "interval"), id, parsed.interval, parsed.scale)
    if interval and bounds:
        _inside(file, (*where, "interval"), id, interval, bounds, parsed.scale)
    points = [p for k, e in enumerate(parsed.evidence) for p in _points(file, (*where, "evidence", k), id, e)]
    if len(file.faults) == before and interval and bounds:
        a = Assumption(
            **parsed.model_dump(exclude={"interval", "bounds", "sources", "evidence"}),
            id=id,
            claim=slug,
            interval=interval,
            bounds=bounds,
            sources=tuple(parsed.sources),
            evidence=tuple(points),
            derived=derived,
        )
        found[id] = (a, file)


def _known_sources(file: YamlFile, where: Where, id: str, keys: Iterable[str]) -> None:
    sources = evidence.sources()
    for key in keys:
        if key not in sources.index:
            fix = "add a row with this key to data/sources.csv, or correct the spelling"
            file.fault(where, "unknown source", id=id, value=key, fix=fix)


def _interval(file: YamlFile, where: Where, id: str, ends: list[float], scale: Scale) -> Interval | None:
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


def _inside(file: YamlFile, where: Where, id: str, interval: Interval, bounds: Interval, scale: Scale) -> None:
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


def _derive(file: YamlFile, where: Where, id: str, ref: str, kind: type[D]) -> D | None:
    try:
        result = evidence.derive(ref)
    except KeyError as error:
        file.fault(where, "unknown derivation", id=id, value=ref, allowed=str(error.args[0]), fix="use one that exists")
        return None
    if not isinstance(result, kind):
        file.fault(where, f"derivation does not give a {kind.__name__}", id=id, value=ref)
        return None
    return result


def _points(file: YamlFile, where: Where, id: str, entry: _EvidenceEntry) -> Iterator[EvidencePoint]:
    try:
        rows = evidence.table(entry.table)
    except KeyError as error:
        file.fault(where, "unknown evidence table", id=id, value=entry.table, allowed=str(error.args[0]))
        return
    for column in (entry.value, entry.label, *entry.where):
        if column not in rows.columns:
            allowed = ", ".join(rows.columns)
            file.fault(where, f"table {entry.table} has no such column", id=id, value=column, allowed=allowed)
            return
    for column, allowed_values in entry.where.items():
        rows = rows[rows[column].isin(allowed_values)]
    if not pd.api.types.is_numeric_dtype(rows[entry.value]):
        file.fault(where, "evidence column is not numeric", id=id, value=entry.value)
        return
    present = rows[rows[entry.value].notna()]
    for place, row in zip(present.index, present.to_dict("records"), strict=True):
        value = float(row[entry.value]) / entry.divide_by
        value = 1 - value if entry.complement else value
        if np.isfinite(value):
            yield EvidencePoint(value, str(row[entry.label]), str(row.get("source", "")), entry.table, int(place))


def _read_correlations(
    file: YamlFile, found: Mapping[str, tuple[Assumption, YamlFile]], correlations: list[Correlation]
) -> None:
    for k, entry in enumerate(file.section("correlations", CommentedSeq)):
        where = ("correlations", k)
        parsed = file.model(_CorrelationEntry, entry, where, f"correlation {k + 1}")
        if parsed is None:
            continue
        a, b = parsed.between
        unknown = [id for id in (a, b) if id not in found]
        for id in unknown:
            file.fault(
                (*where, "between"), "correlates an assumption that is not declared", id=id, fix="correct the id"
            )
        if a == b or any({a, b} == set(c.between) for c in correlations):
            file.fault((*where, "between"), "pair is stated twice or with itself", value=f"{a}, {b}", fix="remove it")
            continue
        derived = None
        if isinstance(parsed.rank, _Derivation):
            derived = _derive(file, (*where, "rank"), f"{a}, {b}", parsed.rank.derived, evidence.DerivedCorrelation)
        rank = derived.rank if derived else parsed.rank
        if unknown or not isinstance(rank, float | int):
            continue
        correlations.append(Correlation((a, b), float(rank), parsed.reason, derived))
        ids = sorted({id for c in correlations for id in c.between})
        if np.linalg.eigvalsh(correlation_matrix(ids, correlations)).min() < 1e-9:
            fix = "weaken this correlation or one it conflicts with"
            file.fault(where, "the correlations contradict each other", value=f"{a}, {b}: {rank:g}", fix=fix)
            correlations.pop()


def _read_scenarios(assumptions: Mapping[str, Assumption], faults: list[Problem]) -> dict[str, Scenario]:
    found: dict[str, Scenario] = {}
    for file in _files(data() / "scenarios", faults):
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
        _known_sources(file, (*where, "sources"), id, parsed.sources)
        interval = _change_interval(file, (*where, "interval"), a, parsed.interval, assumptions)
        if interval:
            _inside(file, (*where, "interval"), id, interval, a.bounds, a.scale)
            changes[id] = Change(interval, parsed.reason, tuple(parsed.sources))
    return Scenario(name, str(file.tree.get("title", name)), str(file.tree.get("text", "")), changes, order)


def _change_interval(
    file: YamlFile, where: Where, a: Assumption, stated: _Default | list[float], assumptions: Mapping[str, Assumption]
) -> Interval | None:
    """The interval a change states, or another assumption's default; None, with its fault told, where there is none."""
    if not isinstance(stated, _Default):
        return _interval(file, where, a.id, stated, a.scale)
    other = assumptions.get(stated.default_of)
    if other is None or other.unit != a.unit or other.scale != a.scale:
        same = [o.id for o in assumptions.values() if o.unit == a.unit and o.scale == a.scale and o.id != a.id]
        fix = "name an assumption of the same unit and scale"
        file.fault(
            where, "no default to take", id=a.id, value=stated.default_of, allowed=", ".join(same) or "none", fix=fix
        )
        return None
    return other.interval
