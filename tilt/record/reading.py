"""Reads `data/assumptions/*.yaml`, and with the scenarios makes the record of them, every fault told with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import numpy as np
import pandas as pd
from pydantic import Field
from ruamel.yaml.comments import CommentedMap, CommentedSeq

import tilt.trends  # noqa: F401  (fills the register of derivations that the files name)
from tilt.claims import all_claims
from tilt.engine.scale import Interval, Scale
from tilt.paths import data
from tilt.record import derivations, evidence
from tilt.record.assumptions import (
    UNITS,
    Assumption,
    Correlation,
    EvidencePoint,
    Record,
    correlation_matrix,
)
from tilt.record.entries import Ends, Strict, check_inside, known_sources, stated_interval, yaml_files
from tilt.record.problems import InputError, Problem
from tilt.record.scenarios import read_scenarios
from tilt.record.yaml_file import Where, YamlFile

D = TypeVar("D")


class _Derivation(Strict):
    derived: str


class _EvidenceEntry(Strict):
    table: str
    value: str
    label: str
    where: dict[str, list[str]] = Field(default_factory=dict)
    divide_by: float = 1.0
    complement: bool = False


class _AssumptionEntry(Strict):
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
    evidence: list[_EvidenceEntry] = Field(default_factory=list)
    gloss: str = ""


class _CorrelationEntry(Strict):
    between: Annotated[list[str], Field(min_length=2, max_length=2)]
    rank: _Derivation | Annotated[float, Field(gt=-1, lt=1)] = Field(
        description="a number between -1 and 1, or {derived: fit.output}"
    )
    reason: str = Field(min_length=1)


def read() -> Record:
    """Read and check everything. Raises InputError holding every problem found."""
    faults: list[Problem] = []
    assumptions, correlations, groups = _read_assumptions(faults)
    scenarios = read_scenarios(assumptions, faults)
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


def _read_assumptions(
    faults: list[Problem],
) -> tuple[dict[str, Assumption], list[Correlation], dict[str, dict[str, str]]]:
    folder = data() / "assumptions"
    found: dict[str, tuple[Assumption, YamlFile]] = {}
    correlations: list[Correlation] = []
    groups: dict[str, dict[str, str]] = {}
    claims = {c.slug: c for c in all_claims()}
    files = list(yaml_files(folder, faults))
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
    known_sources(file, (*where, "sources"), id, parsed.sources)
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
    bounds = stated_interval(file, (*where, "bounds"), id, parsed.bounds, parsed.scale)
    derived = None
    if isinstance(parsed.interval, _Derivation):
        derived = _derive(file, (*where, "interval"), id, parsed.interval.derived, derivations.Derived)
        interval = Interval(derived.low, derived.high) if derived else None
    else:
        interval = stated_interval(file, (*where, "interval"), id, parsed.interval, parsed.scale)
    if interval and bounds:
        check_inside(file, (*where, "interval"), id, interval, bounds, parsed.scale)
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


def _derive(file: YamlFile, where: Where, id: str, ref: str, kind: type[D]) -> D | None:
    try:
        result = derivations.derive(ref)
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
            derived = _derive(file, (*where, "rank"), f"{a}, {b}", parsed.rank.derived, derivations.DerivedCorrelation)
        rank = derived.rank if derived else parsed.rank
        if unknown or not isinstance(rank, float | int):
            continue
        correlations.append(Correlation((a, b), float(rank), parsed.reason, derived))
        ids = sorted({id for c in correlations for id in c.between})
        if np.linalg.eigvalsh(correlation_matrix(ids, correlations)).min() < 1e-9:
            fix = "weaken this correlation or one it conflicts with"
            file.fault(where, "the correlations contradict each other", value=f"{a}, {b}: {rank:g}", fix=fix)
            correlations.pop()
