"""`make watch`: what a saved file touches, how pages hear of it, and the whole of it on a small book."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
import pytest

from tilt.book import book as tilt_book
from tilt.charts.declared import given
from tilt.claims import all_claims, facts, figures, tables
from tilt.engine.claim import Claim
from tilt.engine.run import Run
from tilt.format import with_error
from tilt.paths import PACKAGE
from tools.moved import moved
from tools.reload import SCRIPT, ReloadServer
from tools.touched import Book
from tools.watch import publish

HERE = PACKAGE.parent
CHAPTERS = {f"book/{c.slug}" for c in all_claims()}


# What a saved file touches


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """The book's data in a folder of their own, and the package as it is."""
    shutil.copytree(HERE / "data", tmp_path / "data")
    shutil.copytree(HERE / "book", tmp_path / "book")
    return Book(tmp_path, PACKAGE, {c.slug: list(c.inputs) for c in all_claims()})


def edit(path: Path, old: str, new: str) -> Path:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return path


@pytest.mark.original
def test_a_changed_interval_touches_who_uses_it_and_pages_of_all_claims(book: Book) -> None:
    path = edit(
        book.root / "data/assumptions/task-horizons.yaml",
        "interval: {derived: length_ratio.fields}",
        "interval: [1, 8]",
    )
    touched = book.touched(path)
    users = {f"book/{c.slug}" for c in all_claims() if "length_ratio" in c.inputs}
    users.add("book/buildout-pauses")  # which says what claim 6 implies
    assert {"book/task-horizons", "book/differential"} <= users != CHAPTERS
    assert touched.pages & CHAPTERS == users
    assert touched.pages - CHAPTERS == book.pages() - CHAPTERS
    assert touched.assets
    assert not touched.restart
    assert not book.touched(path).pages & CHAPTERS, "saved again without a change"


@pytest.mark.parametrize("claim", all_claims(), ids=lambda c: c.slug)
def test_chapters_that_work_out_another_claim_are_known(
    claim: Claim, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a page in preview would keep figures of before: what a chapter evaluates is heard while it is made."""
    heard = set[str]()
    of = Run.of

    def hear(run: Run, other: Claim) -> Run:
        heard.add(other.slug)
        return of(run, other)

    monkeypatch.setattr(Run, "of", hear)
    run = Run(claim, tilt_book().record)  # a new one: what the book's own run knows is not worked out again
    facts(run)
    for table in tables(claim).values():
        given(run, table.rows)
    for figure in figures(claim):
        given(run, figure.draw, width=400)
    assert heard - {claim.slug} <= book.evaluated(claim.slug)


def test_a_yaml_that_cannot_be_read_touches_all_that_it_held(book: Book) -> None:
    path = book.root / "data/assumptions/task-horizons.yaml"
    path.write_text("assumptions: [")
    assert {"book/task-horizons", "book/differential"} <= book.touched(path).pages


def test_a_table_touches_the_claims_it_serves_and_those_that_borrow(book: Book) -> None:
    described = json.loads((book.root / "data/datapackage.json").read_text())["resources"]
    (serves,) = [r["claims"] for r in described if r["name"] == "model_horizons"]
    pages = book.touched(book.root / "data/evidence/model_horizons.csv").pages
    assert {f"book/{slug}" for slug in serves} <= pages
    assert "book/evidence" in pages
    assert pages != book.pages()
    shown = book.root / "data/assumptions/cot-transparency.yaml"  # a claim that only shows a table needs no mention
    edit(shown, "evidence:\n", "evidence:\n      - {table: uplift, value: ratio, label: label}\n")
    book.touched(shown)
    assert "book/cot-transparency" in book.touched(book.root / "data/evidence/uplift.csv").pages
    assert book.touched(book.root / "data/sources.csv").pages == book.pages()


def test_python_touches_who_imports_it_and_needs_a_new_process(book: Book) -> None:
    own = book.touched(PACKAGE / "claims" / "cot_transparency" / "charts.py")
    users = {"book/cot-transparency", "book/differential", "book/buildout-pauses"}
    assert own.pages & CHAPTERS == users & CHAPTERS
    engine = book.touched(PACKAGE / "engine" / "claim.py")
    assert engine.pages == book.pages()
    assert own.restart
    assert engine.restart


@pytest.mark.parametrize("path", ["web/site/book.js", "web/colours.css", "hosts/theme/layout.html"])
def test_the_look_runs_no_cell(book: Book, path: str) -> None:
    touched = book.touched(PACKAGE / path)
    assert not (touched.pages or touched.restart or touched.assets)


def test_a_chapter_is_left_to_sphinx(book: Book) -> None:
    assert not book.touched(book.root / "book" / "method.ipynb").pages


# How pages hear of it


def test_only_what_differs_is_published_and_told(tmp_path: Path) -> None:
    built, site = tmp_path / "built", tmp_path / "site"
    for name, text in {
        "book/a.html": "a",
        "book/b.html": "b",
        "_sources/a.ipynb": "{}",
        "reports/a.err.log": "",
    }.items():
        (built / name).parent.mkdir(parents=True, exist_ok=True)
        (built / name).write_text(text)
    assert sorted(publish(built, site)) == ["/book/a.html", "/book/b.html"]
    assert publish(built, site) == []
    (built / "book" / "a.html").write_text("c")
    assert publish(built, site) == ["/book/a.html"]
    assert (site / "book" / "a.html").read_text() == "c"
    assert not (site / "reports").exists()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ReloadServer]:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "index.html").write_text("<html><head></head><body>A</body></html>")
    server = ReloadServer(tmp_path, ("127.0.0.1", 0))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.changes.close()
    server.shutdown()
    server.server_close()


def listen(port: int, page: str, since: int) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("GET", f"/~changes?page={page}&since={since}")
    return connection.getresponse()


def heard(answer: http.client.HTTPResponse) -> list[str]:
    """Paths of the next change."""
    while not (line := answer.readline().decode()).startswith("data: "):
        assert line, "the server hung up"
    paths: list[str] = json.loads(line.removeprefix("data: "))
    return paths


def test_pages_carry_the_script_and_hear_of_changes_since_they_were_read(server: ReloadServer) -> None:
    server.changes.announce(["/book/other.html"])
    with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/book/") as answer:
        text = answer.read().decode()
    assert f'<script src="{SCRIPT}" data-since="1"></script></head>' in text
    server.changes.announce(["/book/index.html"])  # between reading the page and its script's asking
    answer = listen(server.server_port, "/book/index.html", since=1)
    assert heard(answer) == ["/book/index.html"]
    assert server.changes.viewed() == ["/book/index.html"]
    server.changes.announce(["/_tilt/whole.js"])
    assert heard(answer) == ["/_tilt/whole.js"]


def test_the_built_site_carries_no_such_script(built_pages: list[Path]) -> None:
    assert not [page for page in built_pages if SCRIPT in page.read_text(encoding="utf-8")]


def test_conclusions_that_moved_are_told_the_largest_first() -> None:
    before = {"a / x": (0.5, 0.01, "open"), "a / y": (0.2, 0.01, "unlikely"), "b / z": (0.9, 0.01, "likely")}
    after = {"a / x": (0.52, 0.01, "open"), "a / y": (0.6, 0.01, "open"), "c / w": (0.1, 0.01, "unlikely")}
    assert moved(before, before) == "  no conclusion moved"
    head, *lines = moved(before, after).splitlines()
    assert head.startswith("  2 of 3 conclusions moved")
    assert [line.split()[2] for line in lines] == ["y", "x", "w", "z"]
    assert "unlikely → open" in lines[0]
    assert "(+2.0), still open" in lines[1]
    assert [line.split()[-1] for line in lines[2:]] == ["new", "gone"]


# The whole of it


def test_a_saved_interval_is_on_the_page_and_a_broken_file_leaves_it_there(small_book: Path) -> None:
    cell = "from tilt.book import book\nprint('now', book().record.assumptions['length_ratio'].default)"
    cells = [nbformat.v4.new_markdown_cell("# A book"), nbformat.v4.new_code_cell(cell)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), small_book / "book" / "index.ipynb")
    before = tilt_book().record.assumptions["length_ratio"].default
    watching = subprocess.Popen(
        [sys.executable, "-m", "tools.watch", "--root", str(small_book), "--port", "0"],
        cwd=HERE,
        env=os.environ | {"TILT_ROOT": str(small_book)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert watching.stdout is not None
    try:
        port = int(said(watching, r"preview is at http://127\.0\.0\.1:(\d+)/"))
        assert f"now {before}" in page(port)
        family = psutil.Process(watching.pid).children(recursive=True)
        listener = listen(port, "/book/index.html", since=0)
        path = small_book / "data" / "assumptions" / "task-horizons.yaml"
        began = time.monotonic()
        edit(path, "interval: {derived: length_ratio.fields}", "interval: [1, 8]")
        while "/book/index.html" not in heard(listener):
            pass
        print(f"on the page after {time.monotonic() - began:.1f} s")
        assert "now Interval(low=1.0, high=8.0)" in page(port)
        was, now = (tilt_book().run("task-horizons", changed).verdicts[0] for changed in ({}, {"length_ratio": [1, 8]}))
        line = said(watching, r"task-horizons / lead  (.*)")
        assert line.startswith(f"{100 * was.credence:.1f} → {with_error(now.credence, now.error)}")
        edit(path, "interval: [1, 8]", "interval: [8, 1]")
        assert int(said(watching, r"task-horizons\.yaml:(\d+): length_ratio")) > 0
        said(watching, "The last good pages stay")
        assert "now Interval(low=1.0, high=8.0)" in page(port)
        edit(path, "interval: [8, 1]", "interval: [2, 3]")
        while "/book/index.html" not in heard(listener):
            pass
        assert "now Interval(low=2.0, high=3.0)" in page(port)
    finally:
        watching.send_signal(signal.SIGTERM)
        watching.communicate(timeout=60)
    assert watching.returncode == 0
    assert not psutil.wait_procs(family, timeout=5)[1]
    assert str(before) in (small_book / "_build" / "html" / "book" / "index.html").read_text(), (
        "only the preview follows"
    )


def said(process: subprocess.Popen[str], pattern: str) -> str:
    """The first group (or all) of the pattern in what a process says next."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if match := re.search(pattern, line):
            return match[match.lastindex or 0]
    raise AssertionError(f"{pattern} was never said:\n{''.join(lines)}")


def page(port: int) -> str:
    """Text of the small book's page."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/book/index.html") as answer:
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.read().decode()))
