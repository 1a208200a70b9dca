"""Reads the correlations of assumption files: which inputs, how strong, and under which option of a choice."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field
from ruamel.yaml.comments import CommentedSeq

from tilt.engine.inputs import Correlation, DerivedCorrelation, correlation_matrix
from tilt.record.entries import Derivation, Found, Strict, Uses, derived_as
from tilt.record.yaml_file import Where, YamlFile


class _CorrelationEntry(Strict):
    between: Annotated[list[str], Field(min_length=2, max_length=2)]
    rank: Derivation | Annotated[float, Field(gt=-1, lt=1)] = Field(
        description="a number between -1 and 1, or {derived: fit.output}"
    )
    when: dict[str, str] | None = Field(
        None, min_length=1, max_length=1, description="{choice: option}, one choice and one of its options"
    )
    reason: str = Field(min_length=1)


def read_correlations(file: YamlFile, found: Found, uses: Uses, correlations: list[Correlation]) -> None:
    """Add the file’s correlations to those before it, or a fault for each that cannot stand."""
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
        if isinstance(parsed.rank, Derivation):
            derived = derived_as(file, (*where, "rank"), f"{a}, {b}", parsed.rank.derived, DerivedCorrelation)
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
