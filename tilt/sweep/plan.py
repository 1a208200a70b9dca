"""Reads a sweep's YAML: which findings at which points; what cannot be is told with its line before anything runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap

from tilt.book import Book
from tilt.record.problems import InputError, Problem
from tilt.record.yaml_file import Where, YamlFile
from tilt.sweep.axes import Axis, Block, Chunk, Listed, Ranged, chunks
from tilt.sweep.entries import FORMS, MOST, GridEntry, SampleEntry, StrongestEntry, SweepEntry
from tilt.sweep.settings import Varied
from tilt.sweep.strongest import strongest

DEFAULT = Path(__file__).with_name("default.yaml")
"""The book's own sweep."""


@dataclass(frozen=True)
class Plan:
    """What a sweep is: its blocks, how many points stand in a file, the file's text, and what it leaves out and why."""

    blocks: tuple[Block, ...]
    chunk: int
    text: str
    notes: tuple[str, ...] = ()

    @property
    def chunks(self) -> list[Chunk]:
        """All that is evaluated, in order."""
        return [c for block in self.blocks for c in chunks(block, self.chunk)]

    @property
    def points(self) -> int:
        """How many evaluations of a claim there are."""
        return sum(block.points for block in self.blocks)


def read_plan(path: Path, whole: Book) -> Plan:
    """The sweep that a file states. Raises InputError with every problem."""
    faults: list[Problem] = []
    if not path.exists():
        raise InputError([Problem(path, None, "no such sweep", fix="give the path of a sweep’s YAML, or default")])
    file = YamlFile(path, faults)
    plan = _plan(file, whole) if file.parse() else None
    if faults or plan is None:
        raise InputError(faults)
    return plan


def _plan(file: YamlFile, whole: Book) -> Plan | None:
    entry = file.model(SweepEntry, file.tree, (), "sweep")
    if entry is None:
        return None
    chosen = _findings(file, entry, whole)
    forms = [f for f in FORMS if getattr(entry, f) is not None]
    if len(forms) != 1:
        allowed, said = "one of " + ", ".join(FORMS), ", ".join(forms) or "none of them"
        file.fault(tuple(forms[1:2]), "does not say how its points are made", value=said, allowed=allowed,
                   fix="state one of them")  # fmt: skip
        return None
    if not isinstance(file.tree[forms[0]], CommentedMap):
        file.fault((forms[0],), f"{forms[0]} is not a mapping", allowed="a mapping of its fields")
        return None
    notes: list[str] = []
    blocks = {"grid": _grid, "sample": _sample, "strongest": _strongest}[forms[0]](file, entry, chosen, whole, notes)
    many = sum(b.points for b in blocks)
    if many > MOST:
        fix = "give fewer settings or readings, or take a sample"
        file.fault((forms[0],), "makes too many points", value=f"{many:,}", allowed=f"{MOST:,}", fix=fix)
    return Plan(tuple(blocks), entry.chunk, file.path.read_text(encoding="utf-8"), tuple(notes))


Chosen = dict[str, list[str]]
"""Findings by claim, in the book's order."""


def _findings(file: YamlFile, entry: SweepEntry, whole: Book) -> Chosen:
    """Which findings of which claims; faults are added for those that there are not."""
    slugs = [c.slug for c in whole.claims]
    named = _names(file, ("claims",), entry.claims, "all", slugs)
    claims = [c for c in whole.claims if c.slug in named]
    there = {f"{c.slug}/{f.id}": (c.slug, f.id) for c in claims for f in c.findings}
    if entry.findings == "headline":
        return {c.slug: [c.headline.id] for c in claims}
    found: Chosen = {}
    for name in _names(file, ("findings",), entry.findings, "all", list(there)):
        slug, finding = there[name]
        found.setdefault(slug, []).append(finding)
    return found


def _names(file: YamlFile, where: Where, given: Any, word: str, there: Sequence[str]) -> list[str]:
    """Those of a list that there are, in their order; all where the word for all is given."""
    if given == word:
        return list(there)
    if not isinstance(given, list) or not given:
        allowed = f"{word}, or a list of {', '.join(there)}"
        file.fault(where, "is no list", value=str(given), allowed=allowed, fix="write a list, with a dash before each")
        return []
    for k, name in enumerate(given):
        if name not in there:
            fix = "correct the name or remove it"
            file.fault((*where, k), "there is none of this name", value=str(name), allowed=", ".join(there), fix=fix)
    return [name for name in there if name in given]


def _grid(file: YamlFile, entry: SweepEntry, chosen: Chosen, whole: Book, notes: list[str]) -> list[Block]:
    parsed = file.model(GridEntry, entry.grid, ("grid",), "grid")
    if parsed is None:
        return []
    varied = Varied(file, ("grid",), whole, tuple(chosen))
    varied.listed(parsed.inputs)
    varied.readings(parsed.readings)
    return _blocks(varied, entry, chosen, notes)


def _sample(file: YamlFile, entry: SweepEntry, chosen: Chosen, whole: Book, notes: list[str]) -> list[Block]:
    parsed = file.model(SampleEntry, entry.sample, ("sample",), "sample")
    if parsed is None:
        return []
    varied = Varied(file, ("sample",), whole, tuple(chosen))
    varied.ranged(parsed.inputs)
    varied.readings(parsed.readings)
    return _blocks(varied, entry, chosen, notes, parsed.seed, parsed.points)


def _blocks(
    varied: Varied, entry: SweepEntry, chosen: Chosen, notes: list[str], seed: int | None = None, sampled: int = 0
) -> list[Block]:
    """A block for each claim, of the axes that reach it."""
    varied.untied()
    notes += varied.notes
    found = []
    for slug, findings in chosen.items():
        axes = varied.reaching(slug)
        # What nothing reaches is one point, however often it is drawn.
        alone = not axes
        found.append(Block(slug, tuple(findings), axes, entry.draws, None if alone else seed, 0 if alone else sampled))
        if alone:
            notes.append(f"{slug}: nothing that varies reaches it; it is evaluated once.")
    return found


def _strongest(file: YamlFile, entry: SweepEntry, chosen: Chosen, whole: Book, notes: list[str]) -> list[Block]:
    parsed = file.model(StrongestEntry, entry.strongest, ("strongest",), "strongest")
    if parsed is None:
        return []
    return [
        strongest(whole, slug, finding, parsed.inputs, parsed.parts, parsed.readings, entry.draws)
        for slug, findings in chosen.items()
        for finding in findings
    ]


def described(axis: Axis) -> Any:
    """An axis as plain data."""
    if isinstance(axis, Ranged):
        return {"from": axis.low, "to": axis.high, "evenly_on": str(axis.scale)}
    assert isinstance(axis, Listed)
    return [dict(p.cells) for p in axis.places]
