"""The house stands as CONTRIBUTING draws it: arrows between rooms point one way, no circles, no imports in hiding."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tilt.paths import PACKAGE

LEVELS = (
    ("paths", "format", "modules", "assets", "fingerprint"),
    ("engine",),
    ("record",),
    ("trends",),
    ("charts",),
    ("claims",),
    ("book",),
    ("forecast", "sweep"),
    ("explorer",),
    ("pages",),
    ("check",),
    ("comparison",),
    ("editions", "refresh"),
    ("hosts", "api"),
    ("app",),
    ("commands",),
    ("cli",),
)
"""Rooms from the ground up; each may use what stands below it, and itself."""

LATE = {
    ("tilt.explorer.prepared", "tilt.explorer.making"): "what is prepared already needs neither engine nor charts",
    ("tilt.explorer.widget", "tilt.book"): "an explorer that is only shown needs no engine of Python's",
    ("tilt.explorer.widget", "tilt.engine.frame"): "nor pandas",
    (
        "tilt.commands.work.refit",
        "tilt.trends.runs.bootstrap",
    ): "refits bring scikit-learn along, which no file at fault should wait for",
    ("tilt.commands.work.refit", "tilt.trends.runs.refit"): "the same",
    ("tilt.refresh.metr_runs", "tilt.trends.runs.bootstrap"): "the same",
    ("tilt.commands.work.sweep", "tilt.sweep.run"): "it brings Dask and Polars along, which are of an extra",
    ("tilt.commands.app", "tilt.app.server"): "it brings Voilà along, which no other command needs",
    ("tilt.api", "tilt.comparison.asked"): "it brings charts and widgets along, which nothing else here needs",
    ("tilt.commands.assumptions", "tilt.commands.work.assumptions"): "help and TAB load no command's work",
    ("tilt.commands.diff", "tilt.commands.work.diff"): "the same",
    ("tilt.commands.edition", "tilt.commands.work.edition"): "the same",
    ("tilt.commands.forecasts", "tilt.commands.work.forecasts"): "the same",
    ("tilt.commands.new_claim", "tilt.commands.work.new_claim"): "the same",
    ("tilt.commands.readings", "tilt.commands.work.readings"): "the same",
    ("tilt.commands.refit", "tilt.commands.work.refit"): "the same",
    ("tilt.commands.refresh", "tilt.commands.work.refresh"): "the same",
    ("tilt.commands.sweep", "tilt.commands.work.sweep"): "the same",
    ("tilt.commands.asked", "tilt.book"): "what is kept from another time is printed without the book",
    ("tilt.commands.asked", "tilt.record.scenarios"): "the same",
    ("tilt.check.declared", "tilt.check.claims"): "claims known to be well declared are checked without SymPy",
    ("tilt.check.steps", "tilt.check.shown"): "the same",
    ("tilt.check.tried", "tilt.check.formulas"): "the same",
    ("tilt.commands.check", "tilt.check.declared"): "a book that is known to be sound is not read again",
    ("tilt.commands.check", "tilt.check.whole"): "the same",
    ("tilt.commands.check", "tilt.record.evidence"): "the same",
    ("tilt.commands.work.new_claim", "tilt.commands.scaffold"): "files are made with Jinja, which no other needs",
    ("tilt.hosts.assets", "tilt.book"): "runs in a process of its own, so that Sphinx never loads the engine",
    ("tilt.hosts.assets", "tilt.explorer.payload"): "the same",
    ("tilt.hosts.assets", "tilt.format"): "the same",
    ("tilt.hosts.assets", "tilt.pages.bibliography"): "the same",
    ("tilt.hosts.assets", "tilt.pages.evidence"): "the same",
    ("tilt.hosts.assets", "tilt.record.archive"): "the same",
    ("tilt.hosts.assets", "tilt.record.bibtex"): "the same",
    ("tilt.hosts.assets", "tilt.pages"): "the same",
    ("tilt.hosts.assets", "tilt.pages.cards"): "the same",
    ("tilt.app.worker", "tilt.app.jobs"): "the server starts the worker's process, and needs no engine itself",
    ("tilt.app.worker", "tilt.app.workbench"): "the same",
    ("tilt.hosts.preview", "tilt.book"): "runs in a process forked from one that has it imported",
    ("tilt.hosts.preview", "tilt.explorer.prepared"): "the same",
    ("tilt.hosts.preview", "tilt.claims"): "the same",
    ("tilt.hosts.preview", "tilt.explorer.payload"): "the same",
    ("tilt.hosts.preview", "tilt.pages"): "the same",
    ("tilt.hosts.preview", "tilt.pages.show"): "the same",
    ("tilt.hosts.preview", "tilt.hosts.assets"): "the same",
    ("tilt.hosts.preview", "tilt.hosts.chapters"): "the same",
}
"""Imports inside functions, and why: none steps over a circle."""

FILES = sorted(p for p in PACKAGE.rglob("*.py"))


def name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imported(tree: ast.AST) -> set[str]:
    """Modules of the package that a piece of code imports, also those named behind `from package import`."""
    found = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "tilt":
            found |= {f"{node.module}.{a.name}" for a in node.names} | {node.module}
        elif isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.split(".")[0] == "tilt"}
    return found & {name(p) for p in FILES}


def for_types(tree: ast.Module) -> list[ast.AST]:
    """What stands under `if TYPE_CHECKING`, which never runs."""
    return [n for n in tree.body if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.unparse(n.test)]


GRAPH = {}
for file in FILES:
    parsed = ast.parse(file.read_text(encoding="utf-8"))
    GRAPH[name(file)] = imported(parsed) - set().union(*(imported(n) for n in for_types(parsed)), set())


def test_every_room_has_its_level():
    rooms = {room(m) for m in GRAPH} - {""}
    assert rooms == {r for level in LEVELS for r in level}


@pytest.mark.parametrize("module", sorted(GRAPH))
def test_arrows_point_down(module):
    level = {r: k for k, rooms in enumerate(LEVELS) for r in rooms}
    if module == "tilt":
        return  # the front door opens on the public interface
    for other in GRAPH[module] - {"tilt"}:
        assert level[room(other)] <= level[room(module)], f"{module} uses {other}, which stands above it"


def test_there_are_no_circles():
    state: dict[str, int] = {}

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert state.get(module) != 1, " → ".join([*path[path.index(module) :], module])
        if module in state:
            return
        state[module] = 1
        for other in sorted(GRAPH[module] - {module, "tilt"}):
            # A package's own front is loaded with any of its rooms and asks nothing back.
            if not module.startswith(f"{other}."):
                visit(other, (*path, module))
        state[module] = 2

    for module in GRAPH:
        visit(module, ())


def test_imports_inside_functions_are_few_and_say_why():
    found = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found |= {(name(path), other) for other in imported(node)}
    assert found == set(LATE)


def test_verdicts_load_no_chart_library_and_no_widget():
    code = "import sys, tilt; tilt.verdicts('task-horizons'); print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    for library in ("altair", "vl_convert", "anywidget", "ipywidgets", "IPython", "sklearn"):
        assert library not in loaded


def test_the_drawing_in_contributing_is_the_house():
    text = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (drawing,) = (block for block in text.split("```")[1::2] if "engine " in block and "record " in block)
    drawn = [[word for word in line[:21].split() if word] for line in drawing.strip().splitlines()[:-1]]
    drawn.append(drawing.strip().splitlines()[-1].split())
    assert [sorted(line) for line in reversed(drawn)] == [sorted(level) for level in LEVELS]
