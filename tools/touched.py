"""Which pages a saved file touches, for `make watch`. Too many cost time, too few would show old numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

IMPORTED = re.compile(r"^\s*(?:from|import) tilt\.claims\.(\w+)|^\s*from tilt\.claims import (\w+)", re.MULTILINE)

EVALUATES = re.compile(r"\.of\(")
"""How a claim's code works out another claim's formulas: `run.of(claim)`."""


@dataclass(frozen=True)
class Touched:
    """What follows from a saved file."""

    pages: frozenset[str] = frozenset()
    """Documents (`book/method`) whose cells must run again."""
    restart: bool = False
    """Whether Python that the warm processes have imported has changed."""
    assets: bool = False
    """Whether claims must be compiled again for the browser."""

    def __or__(self, other: Touched) -> Touched:
        return Touched(self.pages | other.pages, self.restart or other.restart, self.assets or other.assets)


@dataclass
class Book:
    """What is known of a book between two savings: its pages, its claims' inputs, its assumptions as last read."""

    root: Path
    package: Path
    """Folder of the Python package, watched as well."""
    inputs: Mapping[str, list[str]]
    """Assumptions that each claim uses, its own and borrowed ones, by the claim's slug."""
    _read: dict[Path, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in (self.root / "data" / "assumptions").glob("*.yaml"):
            self._read[path] = _entries(path)

    def pages(self) -> frozenset[str]:
        """Every page, by document name."""
        return frozenset(f"book/{path.stem}" for path in (self.root / "book").glob("*.ipynb"))

    def touched(self, path: Path) -> Touched:
        """What a saved file touches. Files that no page depends on touch nothing."""
        if path.is_relative_to(self.package):
            return self._by_package(PurePosixPath(path.relative_to(self.package)), path.suffix)
        parts = path.relative_to(self.root).parts
        if parts[0] != "data":
            return Touched()  # a chapter, the configuration, the contents: Sphinx sees for itself what changed
        if parts[1] == "assumptions" and path.suffix == ".yaml":
            return Touched(self._of(self._users(self._changed(path))), assets=True)
        if parts[1] == "evidence" and path.suffix == ".csv":
            return Touched(self._of(self._served(path.stem)), assets=True)
        return Touched(self.pages(), assets=True)

    def _by_package(self, path: PurePosixPath, suffix: str) -> Touched:
        if path.parts[0] == "web" or path.parts[:2] == ("hosts", "theme"):
            return Touched()  # copied, and laid around pages as they are
        if path.parts[0] == "claims" and len(path.parts) > 2:
            return Touched(self._of(self._importers(path.parts[1])), restart=True, assets=True)
        return Touched(self.pages(), restart=suffix == ".py", assets=True)

    def _of(self, claims: Iterable[str]) -> frozenset[str]:
        """The chapters of claims, and the pages that show all claims."""
        others = {f"book/{slug}" for slug in set(self.inputs) - set(claims)}
        return self.pages() - others

    def _changed(self, path: Path) -> set[str]:
        """Ids of the assumptions that differ from when the file was last read, with those that they name."""
        before, now = self._read.get(path, {}), _entries(path)
        self._read[path] = now
        differ = {id for id in before.keys() | now.keys() if before.get(id) != now.get(id)}
        words = {w for id in differ for e in (before.get(id), now.get(id)) for w in re.findall(r"\w+", str(e))}
        return differ | (words & {id for used in self.inputs.values() for id in used})

    def _users(self, ids: set[str]) -> set[str]:
        """Claims that use assumptions, or work out another's formulas that do."""
        using = {slug for slug, used in self.inputs.items() if ids.intersection(used)}
        return self._with_evaluators(using)

    def _with_evaluators(self, claims: set[str]) -> set[str]:
        """Claims, and those whose chapters work out formulas of one of them."""
        return claims | {slug for slug in self.inputs if claims & self.evaluated(slug)}

    def evaluated(self, slug: str) -> set[str]:
        """Other claims whose formulas a claim's chapter works out: those that its code names, all if it names none."""
        files = (self.package / "claims" / slug.replace("-", "_")).rglob("*.py")
        text = "\n".join(path.read_text("utf-8") for path in files)
        if not EVALUATES.search(text):
            return set()
        others = set(self.inputs) - {slug}
        return {other for other in others if f'"{other}"' in text} or others

    def _served(self, table: str) -> set[str]:
        """Claims that an evidence table serves or whose inputs show it, and those that borrow from them."""
        described = json.loads((self.root / "data" / "datapackage.json").read_text(encoding="utf-8"))["resources"]
        serves = {slug for r in described if r["name"] == table for slug in r.get("claims", ())}
        serves |= {path.stem for path, read in self._read.items() if table in _tables(read)}
        own = {id for path, read in self._read.items() if path.stem in serves for id in read}
        return serves | self._users(own) if serves else set(self.inputs)

    def _importers(self, module: str) -> set[str]:
        """Claims whose modules import a claim's module or work out its formulas, also through another, and itself."""
        imports = {
            folder.name: {a or b for p in folder.rglob("*.py") for a, b in IMPORTED.findall(p.read_text("utf-8"))}
            for folder in (self.package / "claims").iterdir()
            if folder.is_dir()
        }
        found, more = set[str](), {module}
        while more:
            found |= more
            more = {name for name, used in imports.items() if used & found} - found
        return self._with_evaluators({slug for slug in self.inputs if slug.replace("-", "_") in found})


def _tables(read: Mapping[str, Any]) -> set[str]:
    """Tables of evidence that assumptions show."""
    shown = [point for entry in read.values() if isinstance(entry, dict) for point in entry.get("evidence") or ()]
    return {str(point.get("table")) for point in shown if isinstance(point, dict)}


def _entries(path: Path) -> dict[str, Any]:
    """Assumptions of a file by id, its other parts by their names. Nothing where it cannot be read: kernels say why."""
    try:
        read = YAML(typ="safe").load(path) if path.exists() else None
    except YAMLError:
        return {}
    if not isinstance(read, dict):
        return {}
    entries = read.pop("assumptions", None)
    return {**read, **(entries if isinstance(entries, dict) else {})}
