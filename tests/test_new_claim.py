"""`tilt new-claim`: what it writes is sound as it stands, what cannot be is refused, nothing is left half-written."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from tests.copies import own_python, package_copy
from tests.test_documents import HEADINGS
from tilt.book import book
from tilt.check.claims import misplaced
from tilt.cli import app
from tilt.commands import claim_request, scaffold
from tilt.engine.scale import Scale
from tilt.paths import PACKAGE
from tools.notebooks import faults, read

HERE = PACKAGE.parent
FREE = max(c.number for c in book().claims) + 1
WORDS = ("faster-reviews", "--title", "AI reviews safety papers sooner")


@pytest.fixture
def checkout(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout that the package takes for its own: the data, the contents, and empty rooms."""
    for folder in ("book", "tests", "tilt/claims"):
        (copy / folder).mkdir(parents=True)
    shutil.copy(HERE / "_toc.yml", copy)
    monkeypatch.setattr(claim_request, "PACKAGE", copy / "tilt")
    return copy


def run(*words: str) -> tuple[int, str]:
    """Exit code and what is said, on either stream."""
    result = CliRunner().invoke(app, ["new-claim", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_all_that_a_claim_needs_is_written_and_named(checkout):
    before = files(checkout)
    code, said = run(*WORDS)
    assert code == 0
    after = files(checkout)
    module = "tilt/claims/faster_reviews"
    rooms = {f"{module}/{room}.py" for room in ("__init__", "model", "claim", "facts", "charts")}
    others = {"data/assumptions/faster-reviews.yaml", "book/faster-reviews.ipynb", "tests/test_faster_reviews.py"}
    assert set(after) - set(before) == rooms | others
    assert {name for name in before if before[name] != after[name]} == {"_toc.yml"}
    for name in (*rooms, *others, "_toc.yml"):
        assert name in said
    for name in (rooms | others) - {f"{module}/__init__.py"}:
        assert scaffold.MARK in after[name].decode(), f"{name} does not say what to fill in"


def test_the_chapter_is_clean_and_in_the_order_of_the_others(checkout):
    run(*WORDS, "--borrows", "length_ratio")
    path = checkout / "book" / "faster-reviews.ipynb"
    assert list(faults(read(path))) == []
    notebook = json.loads(path.read_text(encoding="utf-8"))
    text = ["".join(c["source"]) for c in notebook["cells"]]
    assert text[0] == "# AI reviews safety papers sooner"
    assert [h for t in text for h in re.findall(r"^## (.+)$", t, re.MULTILINE)] == HEADINGS
    assert notebook["metadata"] == json.loads((HERE / "book" / "task-horizons.ipynb").read_text())["metadata"]


SHAPES = {
    "alone": ("faster-reviews",),
    "one borrowed": ("answers", "--borrows", "length_ratio"),  # sorts before `common`
    "long names": ("a-claim-with-a-name-of-32-letter", "--title", "A" * 80, "--borrows", "capability_compute_per_day"),
}


@pytest.mark.parametrize("words", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("evidence", [True, False], ids=["evidence", "none"])
def test_what_is_written_is_in_the_houses_style(checkout, monkeypatch, words, evidence):
    if not evidence:  # as in a fork that has other tables
        monkeypatch.setitem(scaffold.EXAMPLE, "table", "another")
    code, said = run(*words)
    assert code == 0, said
    python = [str(p) for p in checkout.rglob("*.py")]
    assert len(python) == 6
    own = 'lint.isort.known-first-party=["tilt", "tests", "tools"]'  # no whole package stands beside them here
    options = ["--config", str(HERE / "pyproject.toml"), "--config", own, "--no-cache", *python]
    for checked in (["check", *options, *map(str, checkout.rglob("*.ipynb"))], ["format", "--check", *options]):
        ruff = subprocess.run(
            [sys.executable, "-m", "ruff", *checked], cwd=checkout, capture_output=True, text=True, check=False
        )
        assert ruff.returncode == 0, ruff.stdout
    facts = checkout / f"tilt/claims/{words[0].replace('-', '_')}/facts.py"
    assert ('quote("' in facts.read_text()) == evidence


def test_the_contents_keep_every_other_line(checkout):
    path = checkout / "_toc.yml"
    lines = path.read_text().splitlines()
    lines.insert(2, "# the order of the argument")
    lines[-1] += "  # and nothing after it"
    path.write_bytes("\r\n".join(lines).encode())
    assert run(*WORDS)[0] == 0
    text = path.read_bytes().decode()
    assert text.count("\r\n") == text.count("\n")
    found = text.split("\r\n")
    added = ["      - file: book/faster-reviews", f"        title: {FREE} Faster reviews"]
    assert [line for line in found if line not in added] == lines
    assert [line for line in found if line not in lines] == added
    chapters = [c["file"] for c in YAML(typ="safe").load(text)["parts"][0]["chapters"]]
    assert chapters[-1] == "book/faster-reviews"


def test_a_number_between_others_places_the_chapter_there(tmp_path):
    path = tmp_path / "_toc.yml"
    listed = ["book/task-horizons", "book/differential", "book/method"]
    path.write_text("root: book/index\nchapters:\n" + "\n".join(f"- file: {name}" for name in listed))
    for number, place in ((1, 0), (3, 1), (9, 2)):
        text = scaffold.with_chapter(path, "new", f"{number} New", number, book().claims)
        chapters = [c["file"] for c in YAML(typ="safe").load(text)["chapters"]]
        assert chapters == [*listed[:place], "book/new", *listed[place:]]


REFUSED = {
    "capital letters": (("Faster",), "'Faster' cannot name a claim"),
    "underscores": (("faster_reviews",), "joined by single hyphens"),
    "a path": (("../faster",), "cannot name a claim"),
    "too long": (("a" * 33,), "up to 32"),
    "a word of Python's": (("class",), "a word of Python’s own"),
    "a claim there is": (("task-horizons",), "There is a claim task-horizons already, number 2"),
    "a module there is": (("common",), "tilt/claims/common.py is there already"),
    "a page there is": (("evidence",), "book/evidence.ipynb is there already"),
    "a test there is": (("overview",), "tests/test_overview.py is there already"),
    "a number there is": (("faster", "--number", "3"), f"Number 3 is taken by buildout-pauses; {FREE} is free"),
    "no such input": (("faster", "--borrows", "length_ration"), "no input 'length_ration' to borrow; did you mean"),
    "nothing like it": (("faster", "--borrows", "xyz"), "There is no input 'xyz' to borrow. `tilt assumptions` lists"),
    "one letter for two": (("faster", "--borrows", "large_run_share,monitor_overlap"), "are both written w"),
    "mathematics in the title": (("faster", "--title", "Costs $x$"), "cannot be a title"),
    "a title of two lines": (("faster", "--title", "One\nTwo"), "cannot be a title"),
    "a long title": (("faster", "--title", "A" * 81), "up to 80"),
}


OF_SIX = {"one letter for two": pytest.mark.original}


@pytest.mark.parametrize(
    ("words", "why"), [pytest.param(*r, marks=OF_SIX.get(n, ()), id=n) for n, r in REFUSED.items()]
)
def test_what_cannot_be_is_refused_in_a_line_and_nothing_written(checkout, words, why):
    for name in ("tilt/claims/common.py", "book/evidence.ipynb", "tests/test_overview.py"):
        (checkout / name).touch()
    before = files(checkout)
    code, said = run(*words)
    assert code == 2
    assert why in said
    assert said.count("\n") == 1
    assert said.endswith("Nothing was written.\n")
    assert files(checkout) == before


def test_outside_a_checkout_nothing_is_written(copy):
    code, said = run("faster-reviews")
    assert code == 2
    assert f"{copy} is no checkout to add a claim to: it has no _toc.yml" in said
    for folder in ("book", "tests", "tilt/claims"):
        (copy / folder).mkdir(parents=True)
    (copy / "_toc.yml").touch()
    assert f"the `tilt` that runs is the one in {HERE}" in run("faster-reviews")[1]


@pytest.mark.original
def test_a_book_with_faults_is_mended_first(checkout):
    path = checkout / "data/assumptions/task-horizons.yaml"
    path.write_text(path.read_text().replace("interval: [240, 9600]", "interval: [9600, 240]"))
    before = files(checkout)
    code, said = run("faster-reviews")
    assert code == 1
    assert "capability_task_minutes" in said
    assert "mend this first" in said
    assert files(checkout) == before


def test_contents_without_a_claim_have_no_place_for_one(checkout):
    (checkout / "_toc.yml").write_text("format: jb-book\nroot: book/index\n")
    before = files(checkout)
    assert "names no claim’s chapter" in run("faster-reviews")[1]
    assert files(checkout) == before


@pytest.mark.parametrize(
    "error", [OSError("No space left on device"), KeyboardInterrupt()], ids=["full", "interrupted"]
)
def test_what_stops_it_half_way_leaves_nothing(checkout, monkeypatch, error):
    before, folders = files(checkout), {p for p in checkout.rglob("*") if p.is_dir()}

    def stop(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", stop)  # the last step
    code, said = run("faster-reviews")
    assert code != 0
    if isinstance(error, OSError):
        assert "No space left on device. What had been written was taken back." in said
    assert files(checkout) == before
    assert {p for p in checkout.rglob("*") if p.is_dir()} == folders


def test_a_file_that_comes_to_be_meanwhile_is_not_overwritten(checkout, monkeypatch):
    monkeypatch.setattr(claim_request, "_check_slug", lambda *_: None)
    (checkout / "tests" / "test_faster_reviews.py").write_text("mine")
    before = files(checkout)
    assert run("faster-reviews")[0] == 1
    assert files(checkout) == before


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"number": 2}, "has the number of task-horizons"),
        ({"slug": "build-out"}, "is not the claim of its folder"),
        ({"slug": "task-horizons"}, "is not the claim of its folder"),
    ],
    ids=["number", "no such folder", "another's slug"],
)
def test_a_claim_copied_by_hand_and_not_renamed_is_told_of(changed, what):
    claims = book().claims
    assert list(misplaced(claims)) == []
    (problem,) = misplaced([replace(c, **changed) if c.slug == "buildout-pauses" else c for c in claims])
    assert problem.what == what
    assert problem.fix


# The whole package, in a copy of its own.


@pytest.fixture
def fork(tmp_path: Path) -> Path:
    """A copy of the checkout whose Python uses its own package. Tests of it are left out of the fast loop."""
    return package_copy(tmp_path)


PAGES = """
from tilt.pages import evidence, overview, show
from tilt.book import book
from tilt.check.whole import check
assert check() == [], check()
print(overview.contents().content, overview.scenarios().content, overview.scenario_changes().content)
print(evidence.contents().content, evidence.tables().content)
slug = max(book().claims, key=lambda c: c.number).slug
print(show.assumptions(slug).content, show.formulas(slug).content, show.sources(slug).content, book().facts(slug))
print(show.explorer(slug)._repr_mimebundle_()["text/html"])
"""
"""Every page about the whole argument, and the parts of the last claim's chapter, as a built book has them."""


def pages(fork: Path) -> str:
    shown = own_python(fork, "-c", PAGES, TILT_BOOK="1")
    assert shown.returncode == 0, shown.stderr
    return shown.stdout


def test_a_claim_that_borrows_inputs_of_every_scale_and_lends_is_taken_as_it_comes(fork):
    borrowed = {a.scale: a for a in book().record.assumptions.values()}
    assert set(borrowed) == set(Scale)
    ids = ",".join(a.id for a in borrowed.values())
    made = own_python(fork, "-m", "tilt.cli", "new-claim", "much-borrowed", "--borrows", ids)
    assert made.returncode == 0, made.stderr
    claim = fork / "tilt/claims/differential/claim.py"
    text, count = re.subn(r"(?m)^    inputs=(.*),$", r'    inputs=(*\1, "much_borrowed_now"),', claim.read_text())
    assert count == 1
    text = text.replace("import Claim, Fan, Finding, Split", "import Claim, Fan, Finding, Split, symbol")
    text, count = re.subn(r"effect=(\w+),", r'effect=\1 + symbol("much_borrowed_now") / 10**9,', text, count=1)
    assert count == 1
    claim.write_text(text)
    said = pages(fork)
    assert f"{FREE}  Much borrowed" in said
    (supported,) = re.findall(r'aria-label="Map of the argument\. ([^"]+)"', said)
    assert re.search(rf"Claims [\d, ]*\b{FREE} support claim 6", supported)
    assert re.search(rf"supports? claim {FREE}, Much borrowed", supported)
    tests = ("much_borrowed", "claims", "shown_steps", "latex", "documents", "evidence_page", "parity")
    ran = own_python(
        fork, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "-k", "much_borrowed or much-borrowed",
        *(f"tests/test_{name}.py" for name in tests),
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout
    passed = re.search(r"(\d+) passed", ran.stdout)
    assert passed
    assert int(passed[1]) > 15


def test_a_claim_without_inputs_of_its_own_is_taken_as_it_comes(fork):
    made = own_python(fork, "-m", "tilt.cli", "new-claim", "all-borrowed", "--borrows", "length_ratio,uplift")
    assert made.returncode == 0, made.stderr
    model = fork / "tilt/claims/all_borrowed/model.py"
    text = model.read_text().replace("    now,\n    growth,\n", "")
    for own, borrowed in (("now", "uplift"), ("growth", "length_ratio")):
        text = text.replace(f'{own} = symbol("all_borrowed_{own}")', f'{own} = symbol("{borrowed}")')
    model.write_text(text)
    (fork / "data/assumptions/all-borrowed.yaml").unlink()
    assert "All its inputs are other claims’." in pages(fork)


def test_a_claim_that_is_taken_out_is_told_of_and_leaves_a_book(fork):
    """The one that the argument comes to: on the map its lenders are left, side by side."""
    own = {a.id for a in book().record.of("differential")}
    shutil.rmtree(fork / "tilt/claims/differential")
    (fork / "data/assumptions/differential.yaml").unlink()
    told = own_python(fork, "-m", "tilt.cli", "check")
    assert told.returncode == 1
    for what in ("serves no known claim", "unknown assumption", "is a forecast that no event computes"):
        assert what in told.stderr
    forecasts = fork / "data/forecasts.csv"
    rows = forecasts.read_text().splitlines(keepends=True)
    forecasts.write_text("".join(row for row in rows if row.split(",")[1] != "differential"))
    package = fork / "data/datapackage.json"
    package.write_text(package.read_text().replace('"differential"', '"task-horizons"'))
    for path in (fork / "data/scenarios").glob("*.yaml"):
        tree = YAML().load(path)
        for id in own & set(tree.get("changes") or ()):
            del tree["changes"][id]
        YAML().dump(tree, path)
    said = pages(fork)
    assert 'aria-label="Map of the argument."' in said
    assert "differential.html" not in said
    assert "task-horizons.html" in said
