"""The files of a new claim, from the templates beside this, and its line in the contents: all of them or none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from ruamel.yaml import YAML

from tilt.book import Book
from tilt.commands.claim_request import Refusal, Request, in_words
from tilt.engine.claim import Claim
from tilt.engine.draws import columns
from tilt.engine.inputs import Assumption
from tilt.engine.scale import Interval, Scale
from tilt.record import evidence
from tilt.record.whole import write_whole

ROOMS = ("__init__", "model", "claim", "facts", "charts")
"""Rooms of a new claim; `evidence` comes with its first computed table."""

MARK = "Fill in"
"""What begins each comment that says what to put in place of the example."""

CELL = re.compile(r"^%% (markdown|code)\n", re.MULTILINE)
"""What begins a cell in the template of a chapter."""

LETTERS = {
    "now": ("x_0", "y_0", "z_0"),
    "growth": (r"\gamma", r"\eta", r"\zeta"),
    "ratio": ("X", "Y", "Z"),
    "ahead": (r"\Delta", r"\Lambda", r"\Omega"),
}
"""What the example's quantities may be written as: the first that nothing borrowed is written as."""

EXAMPLE = {"table": "uplift", "row": "trials-at-three-firms", "column": "ratio"}
"""What the example shows and quotes of the evidence, where the book has it."""

OWN = frozenset({"now", "growth", "ratio", "ahead", "pull", "symbol", "log10", "sp", "annotations"})
"""Names that the example's model has already."""


@dataclass(frozen=True)
class Borrowed:
    """An input of another claim in the example's model: its name there, and how it pulls at the ratio."""

    id: str
    name: str
    number: int
    middle: str
    pull: str

    @classmethod
    def of(cls, a: Assumption, number: int) -> Borrowed:
        """From the input and the number of the claim that has it. By default it pulls nothing: a factor of 1."""
        name = f"{a.id}_borrowed" if a.id in OWN else a.id
        middle, spread = _written(_middle(a)), max(a.bounds.high - a.bounds.low, 1e-9)
        if a.scale is Scale.LOG:
            share = name if middle == "1" else f"({name} / {middle})"
            return cls(a.id, name, number, middle, f"{share} ** sp.Rational(1, 10)")
        return cls(a.id, name, number, middle, f"1 + ({name} - {middle}) / {_written(4 * spread)}")


def _written(number: float) -> str:
    """A number as Python code has it, to three digits."""
    return f"{number:.3g}".replace("e+", "e")


def _middle(a: Assumption) -> float:
    """An input's value at the middle of its default: of a choice, the place of the option that weighs most."""
    if isinstance(a.default, Interval):
        return a.default.centre(a.scale)
    return float(a.default.chosen)


def write(request: Request, whole: Book) -> list[Path]:
    """Write a claim into its checkout and return what was written, and the contents, which got a line.

    Raises Refusal when the contents have no place for it, OSError when a file cannot be written. Nothing of it is left
    behind then.
    """
    home, slug, module = request.home, request.slug, request.module
    given, environment = _given(request, whole), _environment()
    templates = {f"tilt/claims/{module}/{room}.py": f"{room}.py" for room in ROOMS}
    templates |= {f"data/assumptions/{slug}.yaml": "assumptions.yaml", f"tests/test_{module}.py": "test.py"}
    texts = {home / path: environment.get_template(f"{name}.j2").render(given) for path, name in templates.items()}
    texts[home / "book" / f"{slug}.ipynb"] = _notebook(environment.get_template("chapter.txt.j2").render(given))
    contents = home / "_toc.yml"
    replaced = with_chapter(contents, slug, f"{request.number} {in_words(slug)}", request.number, whole.claims)
    _write_all(texts, contents, replaced)
    return [*texts, contents]


def _environment() -> Environment:
    made = Environment(  # noqa: S701 (makes Python, YAML and Markdown, no page)
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    return made


def _given(request: Request, whole: Book) -> dict[str, Any]:
    """What the templates are filled in with."""
    known, module = whole.record.assumptions, request.module
    inputs = [known[id] for id in request.borrows]
    written = {a.symbol for a in inputs}
    return {
        "slug": request.slug,
        "module": module,
        "title": request.title,
        "short": in_words(request.slug),
        "number": request.number,
        "now": _free(f"{module}_now", known),
        "growth": _free(f"{module}_growth", known),
        "borrowed": [Borrowed.of(a, whole.claim(a.claim).number) for a in inputs],
        "borrowed_words": _borrowed_words(inputs),
        "letters": {name: next(s for s in some if s not in written) for name, some in LETTERS.items()},
        "example": _example(),
        "columns": _columns(known.values(), 2),
        "first_year": int(whole.record.edition.year) + 1,
    }


def _example() -> Mapping[str, str] | None:
    """Where the example's evidence stands, with its source; None in a book that has other evidence."""
    try:
        return EXAMPLE | {"source": str(evidence.table(EXAMPLE["table"]).loc[EXAMPLE["row"], "source"])}
    except KeyError:
        return None


def _free(id: str, known: Mapping[str, Assumption]) -> str:
    """An id that no input has."""
    return next(name for name in (id, *(f"{id}_{k}" for k in range(2, len(known) + 3))) if name not in known)


def _columns(known: Iterable[Assumption], count: int) -> list[int]:
    """The lowest columns of the shared draws that no input reads. Raises Refusal when they have run out."""
    taken = {a.column for a in known}
    free = [n for n in range(columns()) if n not in taken][:count]
    if len(free) < count:
        raise Refusal(f"All {columns()} columns of the draws are taken.")
    return free


def _borrowed_words(borrowed: Sequence[Assumption]) -> str:
    labels = [f"*{a.short}*" for a in borrowed]
    named = " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
    return f"What is borrowed pulls at it a little: {named}." if labels else ""


def _notebook(text: str) -> str:
    """A chapter as `make tidy` leaves it: no outputs, a stable id for each cell."""
    _, *parts = CELL.split(text)
    cells: list[dict[str, Any]] = []
    for place, (kind, body) in enumerate(zip(parts[::2], parts[1::2], strict=True)):
        source = body.strip("\n")
        words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"<!--.*?-->|^#.*$", "", source.lower(), flags=re.M))[:24].strip("-")
        cell: dict[str, Any] = {
            "cell_type": kind,
            "id": f"{place:02}-{words}",
            "metadata": {},
            "source": source.splitlines(True),
        }
        cells.append(cell | ({"execution_count": None, "outputs": []} if kind == "code" else {}))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def with_chapter(contents: Path, slug: str, title: str, number: int, claims: Sequence[Claim]) -> str:
    """The text of the contents with a chapter behind that of the claim before it; nothing else of it changes.

    Raises Refusal when the contents name no claim's chapter, beside which this one would stand.
    """
    with contents.open(encoding="utf-8", newline="") as file:
        text = file.read()
    lines = text.splitlines(keepends=True)
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    numbers = {c.slug: c.number for c in claims}
    found = {numbers[s]: span for s, span in _chapters(text) if s in numbers}
    if not found:
        raise Refusal(f"{contents} names no claim’s chapter, so there is no place beside which to put this one.")
    before = [n for n in found if n < number]
    first, last, indent = found[max(before) if before else min(found)]
    entry = [f"{indent}- file: book/{slug}{ending}", f"{indent}  title: {title}{ending}"]
    at = last + 1 if before else first
    if at and not lines[at - 1].endswith(("\n", "\r")):
        lines[at - 1] += ending
    return "".join([*lines[:at], *entry, *lines[at:]])


def _chapters(text: str) -> Iterator[tuple[str, tuple[int, int, str]]]:
    """Each chapter of the contents by its file's name: its first and last line, from 0, and how far it is set in."""
    tree = YAML().load(text) or {}
    for part in tree.get("parts") or [tree]:
        for entry in part.get("chapters") or []:
            first, column = entry.lc.line, entry.lc.col
            last = max(entry.lc.value(key)[0] for key in entry)
            yield str(entry["file"]).rpartition("/")[2], (first, last, " " * (column - 2))


def _write_all(texts: Mapping[Path, str], contents: Path, replaced: str) -> None:
    """Write new files, then the contents. Whatever stops it, an interruption too, what was written is taken back."""
    made: list[Path] = []
    try:
        for path, text in texts.items():
            if not path.parent.exists():
                path.parent.mkdir()
                made.append(path.parent)
            with path.open("x", encoding="utf-8", newline="") as file:
                made.append(path)
                file.write(text)
        write_whole(contents, replaced.encode())
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):  # what cannot be taken back is told by the first error
                path.rmdir() if path.is_dir() else path.unlink()
        raise
