"""Keep the chapters clean: no outputs, no functions in cells, nothing that Voilà or JupyterLab would show raw."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

LINES = 5  # a cell calls the package; what needs more lines belongs in the package
RAW = {
    "a MyST directive": re.compile(r"^\s*(:{3,}|`{3,}\s*\{|~{3,}\s*\{)", re.MULTILINE),
    "a MyST role": re.compile(r"\{[a-z][\w:.+-]*\}`[^`]"),
    "a MyST target": re.compile(r"^\([\w:. -]+\)=\s*$", re.MULTILINE),
    "a MyST comment": re.compile(r"^%", re.MULTILINE),
    "a substitution": re.compile(r"\{\{"),
}
SCRIPT = re.compile(r"""https?://[^\s"']+\.m?js""")
LOADED = re.compile(r"""<(?:script|link|iframe|img|video|audio)\b|!\[[^\]]*\]\(\s*<?(?:https?:)?//""", re.IGNORECASE)


def faults_in_code(source: str) -> Iterator[str]:
    """Yield what a code cell must not hold: too many lines, or definitions, which belong in the package."""
    code = TransformerManager().transform_cell(source)  # `%magic` lines are Python for IPython only
    lines = [line for line in source.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if len(lines) > LINES:
        yield f"has {len(lines)} lines of code; at most {LINES} are allowed: move the work into the package"
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield f"defines a {type(node).__name__.removesuffix('Def').lower()}: definitions belong in the package"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SCRIPT.search(node.value):
            yield "loads a script from another host: the site must work without a network"


def faults_in_text(source: str) -> Iterator[str]:
    """Yield what a Markdown cell must not hold: what only Sphinx understands, and what loads from elsewhere."""
    prose = re.sub(r"^(`{3,}|~{3,})(?!\s*\{).*?^\1\s*$", "", source, flags=re.MULTILINE | re.DOTALL)
    for what, pattern in RAW.items():
        if match := pattern.search(prose):
            yield f"holds {what} ({match.group().strip()!r}), which Voilà and JupyterLab would show raw"
    if match := LOADED.search(prose):
        yield f"loads something by hand ({match.group()!r}): pages load only what the package ships"


def faults(notebook: NotebookNode) -> Iterator[str]:
    """Yield everything wrong with a chapter, each fault naming its cell (counted from 1) and the fix."""
    if "widgets" in notebook.metadata:
        yield "keeps widget state in its metadata: run 'make tidy'"
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
        yield "has a format without cell ids (before 4.5): run 'make tidy'"
    ids: set[str] = set()
    for number, cell in enumerate(notebook.cells, start=1):
        where = f"cell {number}"
        if not cell.get("id"):
            yield f"{where} has no id: run 'make tidy'"
        elif cell.id in ids:
            yield f"{where} repeats the id {cell.id}: run 'make tidy'"
        ids.add(cell.get("id", ""))
        if cell.cell_type == "code":
            if cell.outputs or cell.execution_count is not None:
                yield f"{where} keeps outputs: run 'make tidy'"
            yield from (f"{where} {fault}" for fault in faults_in_code(cell.source))
        else:
            yield from (f"{where} {fault}" for fault in faults_in_text(cell.source))


def read(path: Path) -> NotebookNode:
    """Return a notebook as it is stored, without mending it on the way."""
    return nbformat.from_dict(nbformat.reader.reads(path.read_text(encoding="utf-8")))


def tidy(path: Path) -> bool:
    """Strip outputs, counts and editors' metadata from a notebook and give each cell an id; True if it changed."""
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    notebook.metadata = NotebookNode({k: v for k, v in notebook.metadata.items() if k == "kernelspec"})
    ids: set[str] = set()
    for cell in notebook.cells:
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k == "tags" and v})
        if not cell.get("id") or cell.id in ids:
            cell.id = nbformat.v4.new_code_cell().id
        ids.add(cell.id)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
    after = nbformat.writes(notebook) + "\n"
    if after != before:
        path.write_text(after, encoding="utf-8")
    return after != before


if __name__ == "__main__":
    for chapter in map(Path, sys.argv[1:]):
        if tidy(chapter):
            print(f"tidied {chapter}")
