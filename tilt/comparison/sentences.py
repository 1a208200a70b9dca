"""The computed sentences of the chapters: what their cells hand to `show.say`, filled in from the claims' facts.

Cells are read and not run: a name is bound to a claim by `show.sayer("slug")` or `partial(show.say, "slug")`, and what
it is called with is a text.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from tilt.comparison.snapshot import Sentence
from tilt.pages.acting import unacting

END = re.compile(r"(?:(?<=[.?!])|(?<=[.?!][*”)])|(?<=[.?!]\*\*))\s+(?=[^\s\da-z])|\n{2,}")
"""Where a sentence ends: what follows starts with no small letter and no figure."""

LINK = re.compile(r"\[([^\]\[]*)\]\([^)\s]*\)")
TAG = re.compile(r"<[^>]*>")
SAYING = {"say", "sayer"}


def written(folder: Path, slugs: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """Each chapter's sentences with places to fill, by name: the claim whose facts fill them, and the sentence.

    Args:
        folder: Where the notebooks are; one that is not there has none.
        slugs: The claims there are.
    """
    found = {path.stem: list(_sentences(path, slugs)) for path in sorted(folder.glob("*.ipynb"))}
    return {chapter: sentences for chapter, sentences in found.items() if sentences}


def filled(template: str, facts: Mapping[str, Any]) -> Sentence:
    """A sentence as it reads, in plain words; without a text where these facts cannot fill it."""
    try:
        text = TAG.sub("", LINK.sub(r"\1", unacting(template.format_map(facts))))
    except (KeyError, ValueError, TypeError):  # of a chapter that is older than the facts
        text = ""
    return Sentence(template=template, text=" ".join(text.replace("*", "").split()))


def _sentences(path: Path, slugs: Collection[str]) -> Iterator[tuple[str, str]]:
    says: dict[str, str] = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        for node in ast.parse("".join(cell["source"])).body:
            if isinstance(node, ast.Assign):
                says |= _bound(node, slugs)
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                yield from _said(node.value, says, slugs)


def _bound(node: ast.Assign, slugs: Collection[str]) -> dict[str, str]:
    """Names that an assignment binds to the sayers of claims, in their order."""
    parts = list(ast.walk(node.value))
    if not any(isinstance(p, ast.Attribute) and p.attr in SAYING for p in parts):
        return {}
    names = [n.id for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)]
    named = [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str) and p.value in slugs]
    return dict(zip(names, named, strict=False))


def _said(call: ast.Call, says: Mapping[str, str], slugs: Collection[str]) -> Iterator[tuple[str, str]]:
    """The sentences of a call of a sayer, or of `show.say("slug", …)` itself."""
    texts = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    slug = says.get(call.func.id) if isinstance(call.func, ast.Name) else None
    if isinstance(call.func, ast.Attribute) and call.func.attr == "say" and texts and texts[0] in slugs:
        slug, texts = texts[0], texts[1:]
    if slug and texts:
        yield from ((slug, part.strip()) for part in END.split(texts[0]) if part.strip())
