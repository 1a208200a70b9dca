"""Reads `data/assumptions/*.yaml`, and with the scenarios makes the record of them, every fault told with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from pydantic import Field
from ruamel.yaml.comments import CommentedMap

from tilt.engine.inputs import UNITS, Assumption, Correlation, Derived, EvidencePoint, Record
from tilt.engine.scale import Interval, Scale
from tilt.engine.setting import Form
from tilt.engine.specification import Specification
from tilt.paths import data
from tilt.record import evidence
from tilt.record.correlations import read_correlations
from tilt.record.entries import (
    Derivation,
    Ends,
    Found,
    Strict,
    Uses,
    derived_as,
    known_sources,
    named,
    stated,
    yaml_files,
)
from tilt.record.problems import InputError, Problem
from tilt.record.scenarios import read_scenarios
from tilt.record.specifications import SECTION, read_specifications
from tilt.record.yaml_file import Where, YamlFile


class _EvidenceEntry(Strict):
    table: str
    value: str
    label: str
    where: dict[str, list[str]] = Field(default_factory=dict)
    divide_by: float = Field(default=1.0, allow_inf_nan=False, description="a number other than 0")
    complement: bool = False


class _AssumptionEntry(Strict):
    label: str = Field(min_length=1)
    short: str = Field(min_length=1)
    symbol: str
    group: str
    unit: str
    scale: Scale = Field(strict=False, description=", ".join(Scale))
    interval: Derivation | Ends | None = Field(
        None, description="[low, high] with low <= high, or {derived: fit.output}"
    )
    bounds: Ends | None = Field(None, description="[lowest, highest], two numbers")
    options: dict[str, str] | None = Field(None, description="name: words, for each option of a choice")
    weights: dict[str, float] | None = Field(None, description="name: weight, for options of a choice; together 1")
    column: int = Field(ge=0, lt=1024)
    reason: str = Field(min_length=1)
    sources: list[str]
    evidence: list[_EvidenceEntry] = Field(default_factory=list)
    gloss: str = ""


def read(uses: Uses) -> Record:
    """Read and check everything, and that claims and files fit each other. Raises InputError with every problem found.

    Derivations must be registered before (`tilt.trends`).
    """
    faults: list[Problem] = []
    assumptions, correlations, groups, readings = _read_assumptions(uses, faults)
    known = {id for ids in uses.values() for id in ids}
    scenarios = read_scenarios(assumptions, known, faults)
    if faults:
        raise InputError(faults)
    return Record(assumptions, tuple(correlations), scenarios, groups, evidence.edition(), readings)


SECTIONS = ("claim", "groups", "assumptions", "correlations", SECTION)


def _read_assumptions(
    uses: Uses, faults: list[Problem]
) -> tuple[dict[str, Assumption], list[Correlation], dict[str, dict[str, str]], dict[str, tuple[Specification, ...]]]:
    folder = data() / "assumptions"
    found: Found = {}
    correlations: list[Correlation] = []
    groups: dict[str, dict[str, str]] = {}
    own: list[tuple[str, YamlFile]] = []
    files = list(yaml_files(folder, faults))
    if not files and not faults:
        faults.append(Problem(folder, None, "holds no assumptions", fix="restore data/assumptions/*.yaml"))
    for file in files:
        slug = str(file.tree.get("claim", ""))
        if slug not in uses or slug != file.path.stem:
            file.fault(
                ("claim",),
                "claim does not name this file’s claim",
                value=slug or "(missing)",
                allowed=", ".join(uses),
                fix=f"write 'claim: {file.path.stem}', and keep file name and claim the same",
            )
            continue
        for key in file.tree:
            if key not in SECTIONS:
                allowed = ", ".join(SECTIONS)
                file.fault((key,), "unknown section", id=str(key), allowed=allowed, fix="correct or remove it")
        own.append((slug, file))
        groups[slug] = {str(k): str(v) for k, v in file.section("groups", CommentedMap).items()}
        for group in groups[slug]:
            named(file, ("groups", group), "a group", group)
        for id, entry in file.section("assumptions", CommentedMap).items():
            named(file, ("assumptions", id), "an assumption", str(id))
            _read_one(file, slug, str(id), entry, groups[slug], found)
    broken = bool(faults)
    for file in files:
        read_correlations(file, found, uses, correlations)
    if not broken:
        _fit(uses, found, faults)
    order = list(uses)
    own.sort(key=lambda pair: order.index(pair[0]))
    readings = read_specifications(own, uses, {k: a for k, (a, _) in found.items()})
    ordered = dict(sorted(((k, a) for k, (a, _) in found.items()), key=lambda item: order.index(item[1].claim)))
    return ordered, correlations, groups, readings


def _fit(uses: Uses, found: Found, faults: list[Problem]) -> None:
    """Add a fault for each input that a claim uses and no file declares, and the reverse."""
    for slug, ids in uses.items():
        for id in ids:
            if id not in found:
                path = data() / "assumptions" / f"{slug}.yaml"
                fix = "declare it under 'assumptions:', or take it out of the claim’s inputs"
                faults.append(Problem(path, None, f"claim {slug} uses it but no file declares it", id, fix=fix))
    used = {id for ids in uses.values() for id in ids}
    for id, (_, file) in found.items():
        if id not in used:
            file.fault(("assumptions", id), "no claim uses it", id=id, fix="add it to a claim’s inputs or remove it")


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
    quantity = _choice(file, where, id, parsed) if parsed.scale is Scale.CHOICE else _quantity(file, where, id, parsed)
    points = [p for k, e in enumerate(parsed.evidence) for p in _points(file, (*where, "evidence", k), id, e)]
    if len(file.faults) == before and quantity:
        stated = parsed.model_dump(exclude={"interval", "bounds", "options", "weights", "sources", "evidence"})
        sources, evidence_points = tuple(parsed.sources), tuple(points)
        a = Assumption(**stated, **quantity, id=id, claim=slug, sources=sources, evidence=evidence_points)
        found[id] = (a, file)


def _quantity(file: YamlFile, where: Where, id: str, parsed: _AssumptionEntry) -> dict[str, Any] | None:
    """Interval, bounds and derivation of an input with an interval; None, with the faults told, where one is wrong."""
    for name in ("interval", "bounds"):
        if getattr(parsed, name) is None:
            file.fault(where, f"{name}: is missing", id=id, fix=f"add a line '{name}: ...'")
    for name in ("options", "weights"):
        if getattr(parsed, name) is not None:
            file.fault((*where, name), "is a choice’s alone", id=id, fix="remove it, or write 'scale: choice'")
    bounds = parsed.bounds and stated(file, (*where, "bounds"), id, parsed.bounds, Form(_spread(parsed.scale)))
    if not isinstance(bounds, Interval) or parsed.interval is None:
        return None
    if not isinstance(parsed.interval, Derivation):
        interval = stated(file, (*where, "interval"), id, parsed.interval, Form(parsed.scale, bounds))
        return {"interval": interval, "bounds": bounds} if interval else None
    derived = derived_as(file, (*where, "interval"), id, parsed.interval.derived, Derived)
    if derived is None:
        return None
    if derived.high < bounds.low or derived.low > bounds.high:
        allowed, fix = f"{bounds.low:g} to {bounds.high:g}", f"widen the bounds, or look into table {derived.table}"
        value = [derived.low, derived.high]
        file.fault((*where, "interval"), "is derived beyond its bounds", id=id, value=value, allowed=allowed, fix=fix)
        return None
    interval = Interval(max(derived.low, bounds.low), min(derived.high, bounds.high))
    if interval != Interval(derived.low, derived.high):
        derived = replace(derived, how=f"{derived.how} Cut to its bounds, {bounds.low:g} to {bounds.high:g}.")
    return {"interval": interval, "bounds": bounds, "derived": derived}


def _spread(scale: Scale) -> Scale:
    """The scale that bounds lie on: of an input with one value, any number or, for a switch, off and on."""
    return Scale.LINEAR if scale.certain else scale


def _choice(file: YamlFile, where: Where, id: str, parsed: _AssumptionEntry) -> dict[str, Any] | None:
    """Options and weights of a choice; None, with the faults told, where something is wrong."""
    options = parsed.options or {}
    if len(options) < 2:
        file.fault(
            where, "a choice has two options or more", id=id, fix="add 'options:' with a name and words for each"
        )
        return None
    for name in options:
        named(file, (*where, "options", name), f"an option of {id}", name)
    weights = dict.fromkeys(options, 1 / len(options)) if parsed.weights is None else parsed.weights
    unknown = [name for name in weights if name not in options]
    if unknown:
        fix, allowed = "correct the name, or add the option", ", ".join(options)
        file.fault((*where, "weights"), "no such option", id=id, value=", ".join(unknown), allowed=allowed, fix=fix)
        return None
    form = Form(Scale.CHOICE, None, tuple(options))
    shares = stated(file, (*where, "weights"), id, [weights.get(name, 0.0) for name in options], form)
    places = Interval(0, len(options) - 1)
    return {"interval": places, "bounds": places, "labels": options, "weights": shares} if shares else None


def _points(file: YamlFile, where: Where, id: str, entry: _EvidenceEntry) -> Iterator[EvidencePoint]:
    try:
        rows = evidence.table(entry.table)
    except InputError as error:
        file.pass_on(error)
        return
    except KeyError as error:
        file.fault(where, "unknown evidence table", id=id, value=entry.table, allowed=str(error.args[0]))
        return
    for column in (entry.value, entry.label, *entry.where):
        if column not in rows.columns:
            allowed = ", ".join(rows.columns)
            file.fault(where, f"table {entry.table} has no such column", id=id, value=column, allowed=allowed)
            return
    for column, allowed_values in entry.where.items():
        chosen = rows[rows[column].astype(str).isin(allowed_values)]
        if chosen.empty:
            known = ", ".join(sorted(rows[column].dropna().astype(str).unique())[:12])
            wanted = ", ".join(allowed_values) or "(nothing)"
            fix = "write the values as the table has them, or remove the line"
            file.fault((*where, "where", column), "selects no row", id=id, value=wanted, allowed=known, fix=fix)
            return
        rows = chosen
    if entry.divide_by == 0:
        fix = "remove it, or give the number that turns the table's unit into the assumption's"
        file.fault((*where, "divide_by"), "divides by nothing", id=id, value=0, allowed="a number but 0", fix=fix)
        return
    if not pd.api.types.is_numeric_dtype(rows[entry.value]):
        file.fault(where, "evidence column is not numeric", id=id, value=entry.value)
        return
    shown = [c for c in dict.fromkeys((entry.value, entry.label, "source", "id")) if c in rows.columns]
    present = rows.loc[rows[entry.value].notna(), shown]
    for row in present.to_dict("records"):
        value = float(row[entry.value]) / entry.divide_by
        value = 1 - value if entry.complement else value
        if np.isfinite(value):
            yield EvidencePoint(value, str(row[entry.label]), str(row.get("source", "")), entry.table, str(row["id"]))
