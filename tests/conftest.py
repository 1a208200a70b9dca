"""Fixtures that every test may use. What needs the built book asks for `site`; nothing else starts a build."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings

from tests import original
from tests.copies import project_copy
from tilt.paths import PACKAGE, root
from tools.book import build, exclusive

# A busy machine is slow, not wrong: no example has a deadline. Where everyone must see the same (`CI` is set, as
# .ci/run does), examples are the same each time and a failing one is printed with the line that brings it back.
settings.register_profile("tilt", deadline=None)
settings.register_profile("ci", settings.get_profile("tilt"), derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "tilt")

SLOW = {"site", "small_book", "fork", "served", "browser", "page", "open_page", "app", "installed", "kernels"}
SLOW |= {"many", "long"}
"""Fixtures that need a build, a browser, a server, a kernel or a package of their own, or stand for much time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a built site, so that the fast loop can leave it out without a list to keep.

    Journeys in a browser are told in the original edition's numbers throughout: which sliders are strongest, and what
    a step on them changes.
    """
    for item in items:
        if SLOW.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("site")
        if JOURNEYS.intersection(item.path.parts):
            item.add_marker("original")


JOURNEYS = {"browser", "firefox"}
"""Folders of tests that drive pages."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In a fork, what fails of the original edition's numbers or for want of its claims is skipped, and says so."""
    report = yield
    if report.failed and report.when != "teardown":
        error = call.excinfo and call.excinfo.value
        if item.get_closest_marker("original") and original.forked():
            _skip(report, f"{original.SAYS} ({type(error).__name__}: {str(error).partition(chr(10))[0][:200]})")
        elif claim := original.missed(str(error)):
            _skip(report, TAKEN_OUT.format(claim))
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """So is a file of tests that imports a claim which the fork has taken out."""
    report = yield
    if report.failed and (claim := original.missed(str(report.longrepr))):
        report.outcome = "skipped"
        report.longrepr = (str(collector.path), 1, f"Skipped: {TAKEN_OUT.format(claim)}")
    return report


TAKEN_OUT = "of the original edition's claim {}, which this fork has taken out"


def _skip(report: pytest.TestReport, why: str) -> None:
    path, line, _ = report.location
    report.outcome = "skipped"
    report.longrepr = (path, (line or 0) + 1, f"Skipped: {why}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built website's folder: the one TILT_SITE names, else built once for the whole run and all its workers."""
    if named := os.environ.get("TILT_SITE"):
        folder = Path(named).resolve()
        assert (folder / "index.html").exists(), f"TILT_SITE names {folder}, which holds no built book"
        return folder
    run = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        run = run.parent  # shared by the workers
    folder = run / "site"
    with exclusive(run / "site.lock"):
        if not folder.exists():
            assert build(root(), folder) == 0, "the book does not build: see the output above"
    return folder


@pytest.fixture
def many() -> bool:
    """Asked for by tests that try what a faster one tries on many cases more: the fast loop leaves them out."""
    return True


@pytest.fixture
def long() -> None:
    """Asked for by tests that take ten seconds of a processor and more: the fast loop leaves them out."""


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of `data/` that the package takes for the project’s until the test ends."""
    made = project_copy(tmp_path)
    monkeypatch.setenv("TILT_ROOT", str(made))
    yield made
    monkeypatch.undo()


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's cache of the test's own, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def small_book(tmp_path: Path) -> Path:
    """A folder to build: the project's configuration and data, and one chapter, `book/index.ipynb`, of a single cell.

    Its data pass for checked. Tests that build it are left out of the fast loop.
    """
    made = project_copy(tmp_path)
    shutil.copy(PACKAGE.parent / "_config.yml", made)
    (made / "_toc.yml").write_text("format: jb-book\nroot: book/index\n")
    cells = [nbformat.v4.new_markdown_cell("# A book"), nbformat.v4.new_code_cell("print(6 * 7)")]
    (made / "book").mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=cells), made / "book" / "index.ipynb")
    checked = made / "_build" / "work" / "checked"
    checked.parent.mkdir(parents=True)
    checked.touch()
    return made


@pytest.fixture
def built_pages(site: Path) -> Iterator[list[Path]]:
    """Every HTML page of the built site."""
    yield sorted(site.rglob("*.html"))
