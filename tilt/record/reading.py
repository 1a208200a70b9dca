"""Reads `data/assumptions/*.yaml`, and with the scenarios makes the record of them, every fault told with its line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, TypeVar

import numpy as np
import pandas as pd
from pydantic import Field
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from tilt.engine.inputs import (
    UNITS,
    Assumption,
    Correlation,
    Derived,
    DerivedCorrelation,
    EvidencePoint,
    Record,
    correlation_matrix,
)
from tilt.engine.scale import Interval, Scale
from tilt.engine.setting import Form
from tilt.engine.specification import Specification
from tilt.paths import data
from tilt.record import evidence
from tilt.record.derivations import derive
from tilt.record.entries import Ends, Strict, known_sources, stated, yaml_files
from tilt.record.problems import InputError, Problem
from tilt.record.scenarios import read_scenarios
from tilt.record.specifications import SECTION, read_specifications
from tilt.record.yaml_file import Where, YamlFile

D = TypeVar("D")


class _Derivation(Strict):
    derived: str


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
    interval: _Derivation | Ends | None = Field(
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


class _CorrelationEntry(Strict):
    between: Annotated[list[str], Field(min_length=2, max_length=2)]
    rank: _Derivation | Annotated[float, Field(gt=-1, lt=1)] = Field(
        description="a number between -1 and 1, or {derived: fit.output}"
    )
    when: dict[str, str] | None = Field(
        None, min_length=1, max_length=1, description="{choice: option}, one choice and one of its options"
    )
    reason: str = Field(min_length=1)


Uses = Mapping[str, Collection[str]]
"""The inputs each claim uses, by the claim's slug, in the order of the argument."""


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


Found = dict[str, tuple[Assumption, YamlFile]]

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
        for id, entry in file.section("assumptions", CommentedMap).items():
            _read_one(file, slug, str(id), entry, groups[slug], found)
    broken = bool(faults)
    for file in files:
        _read_correlations(file, found, uses, correlations)
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
    if not isinstance(parsed.interval, _Derivation):
        interval = stated(file, (*where, "interval"), id, parsed.interval, Form(parsed.scale, bounds))
        return {"interval": interval, "bounds": bounds} if interval else None
    derived = _derive(file, (*where, "interval"), id, parsed.interval.derived, Derived)
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


def _derive(file: YamlFile, where: Where, id: str, ref: str, kind: type[D]) -> D | None:
    try:
        result = derive(ref)
    except InputError as error:  # the table it reads is broken
        file.pass_on(error)
        return None
    except KeyError as error:
        file.fault(where, "unknown derivation", id=id, value=ref, allowed=str(error.args[0]), fix="use one that exists")
        return None
    except (ValueError, ArithmeticError, IndexError) as error:
        fix = "see that the table it reads has rows that it counts"
        file.fault(where, f"a derivation could not be computed: {error}", id=id, value=ref, fix=fix)
        return None
    if not isinstance(result, kind):
        file.fault(where, f"derivation does not give a {kind.__name__}", id=id, value=ref)
        return None
    return result


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
    present = rows[rows[entry.value].notna()]
    for row in present.to_dict("records"):
        value = float(row[entry.value]) / entry.divide_by
        value = 1 - value if entry.complement else value
        if np.isfinite(value):
            yield EvidencePoint(value, str(row[entry.label]), str(row.get("source", "")), entry.table, str(row["id"]))


def _read_correlations(file: YamlFile, found: Found, uses: Uses, correlations: list[Correlation]) -> None:
    used = {id for ids in uses.values() for id in ids}
    for k, entry in enumerate(file.section("correlations", CommentedSeq)):
        where = ("correlations", k)
        parsed = file.model(_CorrelationEntry, entry, where, f"correlation {k + 1}")
        if parsed is None:
            continue
        a, b = parsed.between
        unknown = [id for id in (a, b) if id not in found]
        for id in unknown:
            if id in used:
                continue  # its own entry is missing or at fault: that is told already
            file.fault(
                (*where, "between"), "correlates an assumption that is not declared", id=id, fix="correct the id"
            )
        when = next(iter(parsed.when.items())) if parsed.when else None
        if when and not _condition(file, where, (a, b), when, found, uses):
            continue
        if a == b or any({a, b} == set(c.between) and None in (c.when, when) for c in correlations):
            file.fault((*where, "between"), "pair is stated twice or with itself", value=f"{a}, {b}", fix="remove it")
            continue
        if any({a, b} == set(c.between) and c.when == when for c in correlations):
            file.fault((*where, "when"), "pair is stated twice for one option", value=f"{a}, {b}", fix="remove it")
            continue
        derived = None
        if isinstance(parsed.rank, _Derivation):
            derived = _derive(file, (*where, "rank"), f"{a}, {b}", parsed.rank.derived, DerivedCorrelation)
        rank = derived.rank if derived else parsed.rank
        if unknown or not isinstance(rank, float | int):
            continue
        correlations.append(Correlation((a, b), float(rank), parsed.reason, derived, when))
        if _contradicting(correlations):
            fix = "weaken this correlation or one it conflicts with"
            file.fault(where, "the correlations contradict each other", value=f"{a}, {b}: {rank:g}", fix=fix)
            correlations.pop()
        elif choices := _choices_of_one(correlations):
            fix = "let the pairs that hang together hang on one choice"
            file.fault(where, "correlations of one input hang on two choices", value=choices, fix=fix)
            correlations.pop()


def _condition(
    file: YamlFile, where: Where, pair: tuple[str, str], when: tuple[str, str], found: Found, uses: Uses
) -> bool:
    """Whether a correlation's condition is an option of a choice that every claim with the pair uses; tells if not."""
    choice, option = when
    at = (*where, "when")
    options = found[choice][0].options if choice in found else ()
    if choice not in found and any(choice in ids for ids in uses.values()):
        return False  # its own entry is missing or at fault: that is told already
    if not options:
        file.fault(at, "hangs on what is no choice", id=choice, fix="name an assumption on scale choice")
        return False
    if option not in options:
        file.fault(at, "no such option", id=choice, value=option, allowed=", ".join(options), fix="correct the name")
        return False
    for slug, ids in uses.items():
        if choice not in ids and set(pair) & set(ids):
            fix = "add it to the claim’s inputs"
            file.fault(at, f"hangs on a choice that claim {slug} does not use", id=choice, fix=fix)
            return False
    return True


def _contradicting(correlations: list[Correlation]) -> bool:
    """Whether the correlations that hold together, always or under an option, leave no draws to be had."""
    for when in {c.when for c in correlations} | {None}:
        holding = [c for c in correlations if c.when in (None, when)]
        ids = sorted({id for c in holding for id in c.between})
        if ids and np.linalg.eigvalsh(correlation_matrix(ids, holding)).min() < 1e-9:
            return True
    return False


def _choices_of_one(correlations: list[Correlation]) -> str:
    """Two choices that inputs which hang together hang on, in words; empty where there is one at most."""
    groups: list[tuple[set[str], set[str]]] = []
    for c in correlations:
        ids, choices = set(c.between), {c.when[0]} if c.when else set()
        for group in [g for g in groups if g[0] & ids]:
            groups.remove(group)
            ids, choices = ids | group[0], choices | group[1]
        groups.append((ids, choices))
    return next((", ".join(sorted(choices)) for _, choices in groups if len(choices) > 1), "")
