"""Chapters: each claim has its notebook and its line in the contents, and the contents name files that are there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tilt.check.declared import outlines
from tilt.check.places import place
from tilt.claims import module
from tilt.paths import PACKAGE, root
from tilt.record.folder import unreadable
from tilt.record.problems import Problem
from tilt.record.yaml_file import YamlFile

CONTENTS = "_toc.yml"
SUFFIXES = (".ipynb", ".md")


def check() -> Iterator[Problem]:
    """Every fault of the contents and of the notebooks they name; none where there is no book but data alone.

    In the checkout that the package stands in every claim has a chapter. A book elsewhere (`TILT_ROOT`) may have any
    that it likes.
    """
    home = root()
    path = home / CONTENTS
    own = home == PACKAGE.parent
    if not own and not path.is_file():
        return
    faults: list[Problem] = []
    file = YamlFile(path, faults)
    if not file.parse():
        yield from faults
        return
    named = dict(_named(file.tree))
    for name, line in named.items():
        yield from _chapter(home, name, path, line)
    if own:
        yield from _without(home, set(named), path)


def _named(node: Any) -> Iterator[tuple[str, int]]:
    """Each file that the contents name, with its line."""
    if isinstance(node, dict):
        for key in ("root", "file"):
            if isinstance(node.get(key), str):
                yield node[key], node.lc.value(key)[0] + 1  # type: ignore[attr-defined]
        children = list(node.values())
    else:
        children = node if isinstance(node, list) else []
    for child in children:
        yield from _named(child)


def _chapter(home: Path, name: str, contents: Path, line: int) -> Iterator[Problem]:
    """What is wrong with a file that the contents name."""
    found = [p for suffix in SUFFIXES if (p := home / f"{name.removesuffix(suffix)}{suffix}").exists()]
    if not found:
        allowed, fix = f"a file that ends in {' or '.join(SUFFIXES)}", "add the file, or take the line out"
        yield Problem(contents, line, "names a chapter that is not there", value=name, allowed=allowed, fix=fix)
        return
    path = found[0]
    if why := unreadable(path):
        yield Problem(path, None, why, fix="put the chapter there")
    elif path.suffix == ".ipynb":
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            assert isinstance(cells, list)
        except (OSError, ValueError, RecursionError, LookupError, TypeError, AssertionError) as error:
            at = getattr(error, "lineno", None)
            what = f"is no notebook: {error or type(error).__name__}"
            yield Problem(path, at, what, fix="restore it, or save it again from Jupyter")


def _without(home: Path, named: set[str], contents: Path) -> Iterator[Problem]:
    """A problem for each claim that has no notebook, or that the contents leave out."""
    stems = {name.removesuffix(".ipynb") for name in named}
    for c in outlines():
        chapter = f"book/{c.slug}"
        if chapter not in stems:
            fix = f"add '- file: {chapter}' with a title beneath the claims’ part"
            yield Problem(contents, None, "has no line for the chapter of a claim", c.slug, value=chapter, fix=fix)
            if not (home / f"{chapter}.ipynb").exists():
                file, line = place(c.slug, "Claim", c.slug)
                fix = f"write {chapter}.ipynb, or take {module(c.slug).parent} away"
                yield Problem(file, line, "has no chapter", c.slug, value=f"{chapter}.ipynb", fix=fix)
