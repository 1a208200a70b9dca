"""A seventh claim as CONTRIBUTING has it: started, filled in, checked, built, on the map and in the app."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from playwright.sync_api import expect
from ruamel.yaml import YAML

from tests.copies import own_environment, own_python, package_copy
from tests.running_app import run_app
from tests.test_documents import HEADINGS
from tests.test_fork import LINK
from tilt.book import book
from tilt.commands.scaffold import MARK
from tilt.format import percent
from tilt.paths import PACKAGE
from tools.serve import open_server

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

SLUG, LENDER = "faster-reviews", "task-horizons"
KEPT = ("index", SLUG, "glossary")
"""The first page, the new chapter and the words it leans on: what other pages say would only take time."""

LENT = book().record.assumptions["doubling_months"]
MIDDLE = f"{LENT.interval.centre(LENT.scale):.3g}"
"""The middle of the borrowed input, as the example's formula has it."""

FILLED = {
    "data/assumptions/faster-reviews.yaml": (
        ("interval: [0.8, 2.5]", "interval: [0.7, 2]"),
        ("interval: [0.8, 1.5]", "interval: [0.9, 1.2]"),
    ),
    "tilt/claims/faster_reviews/model.py": ((f"pull = (doubling_months / {MIDDLE})", "pull = (6 / doubling_months)"),),
    "tests/test_faster_reviews.py": (
        (f'"doubling_months": {MIDDLE},', '"doubling_months": 6.0,'),
        ('"id", CLAIM.inputs', '"id", CLAIM.inputs[:2]'),  # a slower doubling now moves it downwards
    ),
    "tilt/claims/faster_reviews/claim.py": (
        ("This is an example, to be replaced: people", "People"),
        ('title="More done with AI"', 'title="Reviews sped up"'),
    ),
}
"""What somebody who adds the claim writes: two intervals of its own, and what the borrowed input does."""

pytestmark = pytest.mark.at_home("website", "the claim is in a book of its own, which is built and served here")


def commands() -> list[list[str]]:
    """The lines of CONTRIBUTING's section, word for word."""
    text = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = re.search(r"## Add a claim\n.*?```sh\n(.*?)```", text, re.DOTALL)
    assert found
    return [shlex.split(line) for line in found[1].splitlines()]


def tilt(fork: Path, *words: str) -> str:
    """What the copy's own `tilt` says."""
    ran = own_python(fork, "-m", "tilt.cli", *words)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def fork(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with the claim in it, filled in."""
    copy = package_copy(tmp_path_factory.mktemp("seventh"), "_config.yml", "voila.json", "share", "README.md", "seeds")
    start, check, grep, watch = commands()
    assert (start[:3], check, watch) == (["tilt", "new-claim", SLUG], ["tilt", "check"], ["make", "watch"])
    tilt(copy, *start[1:])
    tilt(copy, *check[1:])
    listed = subprocess.run(grep, cwd=copy, capture_output=True, text=True, check=True).stdout
    assert grep[:3] == ["grep", "-rn", MARK]
    assert {line.partition(":")[0] for line in listed.splitlines()} >= {*FILLED, f"book/{SLUG}.ipynb"}
    for name, changes in FILLED.items():
        text = (copy / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, f"{name}: {old}"
            text = text.replace(old, new)
        (copy / name).write_text(text, encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def verdict(fork: Path) -> dict[str, object]:
    """The claim's verdict, as the command line has it once it is filled in."""
    assert "all is well" in tilt(fork, "check")
    verdicts = json.loads(tilt(fork, "verdicts", "--json"))["verdicts"]
    (found,) = (v for v in verdicts if v["claim"] == SLUG)
    return dict(found)


@pytest.fixture(scope="module")
def built(fork: Path, verdict: dict[str, object]) -> Iterator[str]:
    """Address of the copy's first page and new chapter, built with its own package."""
    contents = fork / "_toc.yml"
    toc = YAML(typ="safe").load(contents)
    listed = [page["file"] for part in toc["parts"] for page in part["chapters"]]
    assert listed[6] == f"book/{SLUG}", "behind the claims before it"
    others = {c.slug for c in book().claims}
    for slug in others:  # a claim has a chapter, but these need not say anything here
        stub = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# {slug}")])
        nbformat.write(stub, fork / "book" / f"{slug}.ipynb")
    for part in toc["parts"]:
        part["chapters"] = [p for p in part["chapters"] if p["file"].rpartition("/")[2] in {*KEPT, *others}]
    with contents.open("w") as file:
        YAML().dump({**toc, "parts": [part for part in toc["parts"] if part["chapters"]]}, file)
    for name in ("index", "glossary"):  # without links to chapters that are not built here
        page = fork / "book" / f"{name}.ipynb"
        text = page.read_text(encoding="utf-8")
        page.write_text(LINK.sub(lambda m: m[0] if m[2] in {*KEPT, *others} else m[1], text), encoding="utf-8")
    out = fork / "_build" / "html"
    ran = own_python(fork, "-m", "tools.book", "--root", str(fork), "--out", str(out))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    server = open_server(out, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/book"
    server.shutdown()
    server.server_close()


def test_types_style_and_its_own_test_pass(fork: Path) -> None:
    module = SLUG.replace("-", "_")
    new = [f"tilt/claims/{module}", f"tests/test_{module}.py"]
    environment = own_environment(fork)
    running = [
        subprocess.Popen([sys.executable, "-m", *command], cwd=fork, env=environment, text=True, stdout=subprocess.PIPE)
        for command in (
            ["mypy", "--cache-dir", str(fork / ".mypy_cache"), "--follow-imports", "silent", *new],
            ["ruff", "check", "--no-cache", *new, f"book/{SLUG}.ipynb"],
            ["pytest", "-q", "-n", "0", "-p", "no:cacheprovider", new[1]],
        )
    ]
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], "\n".join(said)


def test_the_first_page_has_it_on_the_map_and_in_the_contents(
    built: str, verdict: dict[str, object], open_page: OpenPage
) -> None:
    visit = open_page(f"{built}/index.html")
    page, share = visit.page, percent(float(str(verdict["credence"])))
    chart = page.locator(".tilt-map-wide")
    expect(chart.get_by_text("7  Faster reviews")).to_be_visible()
    expect(chart.get_by_text("Reviews sped up")).to_be_visible()
    expect(chart.locator(f'[data-live="credence {SLUG} ahead"]')).to_have_text(share)
    assert "Claim 2 supports claim 7, Faster reviews." in (page.locator(".tilt-map").get_attribute("aria-label") or "")
    expect(page.locator(f'p.tilt-claim:has(a[href="{SLUG}.html"])')).to_contain_text(f"in {share} of draws")
    entry = page.locator("nav").get_by_role("link", name=re.compile("^7 Faster reviews")).first
    expect(entry).to_contain_text(share[:2])
    chart.locator(f'a[href="{SLUG}.html"] path').click()
    expect(page.locator("h1")).to_contain_text("AI reviews safety papers sooner")
    visit.assert_quiet()


def test_its_chapter_moves_and_takes_what_was_moved_elsewhere(
    built: str, verdict: dict[str, object], open_page: OpenPage
) -> None:
    visit = open_page(f"{built}/{SLUG}.html")
    page = visit.page
    page.locator(".tx-live").wait_for()
    assert [re.sub(r"\W+$", "", h) for h in page.locator("h2").all_inner_texts()] == HEADINGS
    credence = page.locator(".tx-verdict .tx-credence")
    expect(credence).to_have_text(percent(float(str(verdict["credence"]))))
    page.get_by_role("button", name="by subject").click()
    expect(page.locator(f'.tx-fold[data-claim="{LENDER}"]')).to_contain_text("From claim 2: Task horizons")
    page.goto(f"{built}/{SLUG}.html#v=1&doubling_months=20~24")
    page.reload()
    expect(credence).not_to_have_text(percent(float(str(verdict["credence"]))))
    visit.assert_quiet()


def test_the_app_shows_it_and_python_runs_it(
    fork: Path, built: str, verdict: dict[str, object], open_page: OpenPage
) -> None:
    with run_app(fork, own_environment(fork), fork / "_build" / "html") as app:
        visit = open_page(f"{app.address}/voila/render/{SLUG}.ipynb")
        page = visit.page
        expect(page.locator("h1")).to_contain_text("AI reviews safety papers sooner")
        share = float(str(verdict["credence"]))
        expect(page.locator(".tx-verdict .tx-credence")).to_have_text(percent(share))
        page.locator(".tilt-python summary").click()
        page.get_by_label("Draws").select_option("4096")
        page.get_by_role("button", name="Run", exact=True).click()
        figure = page.locator(".tilt-python tbody td").nth(1)
        expect(figure).to_contain_text("±", timeout=60_000)
        said = figure.inner_text().split()[0]
        assert said == f"{100 * share:.{len(said.partition('.')[2])}f}"  # in as many digits as its error has
        visit.assert_quiet()
