"""Installed without a checkout, the package brings the edition's data, templates and modules along."""

from __future__ import annotations

import email
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from tests.copies import built_wheel, package_copy
from tests.trial import try_all
from tilt.book import book
from tilt.cli import COMMANDS
from tilt.paths import PACKAGE
from tilt.record.imprint import imprint

ROOT = PACKAGE.parent
RUNS = ROOT / "tests" / "fixtures" / "runs" / "plain.jsonl"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the package as a wheel installs it, its dependencies being those of this environment."""
    folder = tmp_path_factory.mktemp("installed")
    wheel = built_wheel(folder)
    site = folder / "site"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    return site


def run(installed: Path, *command: str) -> str:
    """What a command says outside the checkout, where the installed package comes first."""
    environment = {k: v for k, v in os.environ.items() if k != "TILT_ROOT"} | {"PYTHONPATH": str(installed)}
    made = subprocess.run(
        [sys.executable, *command], cwd=installed.parent, env=environment, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return made.stdout


def test_the_command_prints_the_books_verdicts(installed: Path) -> None:
    printed = json.loads(run(installed, "-m", "tilt.cli", "verdicts", "--json"))["verdicts"]
    assert printed == [v.as_json() for c in book().claims for v in book().run(c.slug).verdicts]


def test_data_are_those_of_the_edition(installed: Path) -> None:
    code = "import tilt.paths as p; print(p.PACKAGE, p.root(), sep='\\n')"
    package, root = map(Path, run(installed, "-c", code).split())
    assert package == installed / "tilt"
    assert root == package / "edition"
    own, packed = ROOT / "data", root / "data"
    files = {p.relative_to(own): p.read_bytes() for p in own.rglob("*") if p.is_file()}
    assert files == {p.relative_to(packed): p.read_bytes() for p in packed.rglob("*") if p.is_file()}


def test_the_package_is_named_as_the_edition(installed: Path) -> None:
    said = email.message_from_bytes(next(installed.glob("tilt-*.dist-info/METADATA")).read_bytes())
    assert said["Summary"] == f"{imprint().title}: {imprint().subtitle}"
    assert said["Author"] == imprint().by


def test_the_explorer_opens(installed: Path) -> None:
    shown = "print(len(e._texts), e.verdicts[0]['credence'], all(e._texts.values()))"
    code = f"import tilt; e = tilt.explore('task-horizons'); {shown}"
    parts, credence, filled = run(installed, "-c", code).split()
    assert int(parts) == 4
    assert float(credence) == book().run("task-horizons").verdicts[0].credence
    assert filled == "True"


ANYWHERE = {
    "check": "all is well.",
    "verdicts": "task-horizons / lead",
    "assumptions": "length_ratio",
    "forecasts": "probability",
    "readings task-horizons": "task-horizons / lead",
    "sweep default --out strongest --count": " points in ",
    f"refit {RUNS} --samples 0": "2 models, 4 tasks",
}
"""What every command that needs no checkout says where there is none."""

CHECKOUT = {
    "diff main": (2, "'main' is no git revision of the book’s repository"),
    "edition 2027-02": (1, "an edition is frozen in a checkout of the book"),
    f"refresh model_horizons {RUNS} --yes": (1, "a table is refreshed in a checkout of the book"),
    "new-claim faster-reviews": (2, "Clone the project and run `pip install -e .` in it."),
    "app": (1, "the app runs from a checkout"),
}
"""The sentence of each that needs one, and its exit code."""


def test_every_command_answers_outside_a_checkout_or_says_that_it_needs_one(installed: Path, tmp_path: Path) -> None:
    assert {line.split()[0] for line in (*ANYWHERE, *CHECKOUT)} == set(COMMANDS)
    here = tmp_path / "here"
    here.mkdir()
    before = {p: p.read_bytes() for p in (installed / "tilt" / "edition").rglob("*") if p.is_file()}
    lines = [*ANYWHERE, *CHECKOUT]
    found = try_all(lines, here, PYTHONPATH=str(installed), XDG_CACHE_HOME=str(tmp_path))
    for line, one in zip(lines, found, strict=True):
        assert not one["fault"]
        code, said = CHECKOUT.get(line, (0, ""))
        assert one["code"] == code, one["err"]
        assert (said in one["err"]) if code else (ANYWHERE[line] in one["out"])
    assert before == {p: p.read_bytes() for p in (installed / "tilt" / "edition").rglob("*") if p.is_file()}
    assert not list(here.iterdir())


def test_tests_of_modules_stay_at_home(installed: Path) -> None:
    assert list((installed / "tilt" / "web").rglob("*.js"))
    assert not list((installed / "tilt").rglob("*.test.js"))


# Binder


def test_binder_installs_the_lock_and_the_checkout_itself() -> None:
    """As repo2docker reads it: with this folder, and neither a package of its own making nor another Python."""
    folder = ROOT / ".binder"
    told = [line for line in (folder / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    assert told == ["-r ../requirements.txt"]
    assert (ROOT / "requirements.txt").read_text().splitlines()[-1] == "-e ."
    named, version = (folder / "runtime.txt").read_text().strip().split("-")
    assert named == "python"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert version in SpecifierSet(project["requires-python"])


def test_an_editable_clone_wins_over_the_folder_that_holds_it(tmp_path: Path, many: bool) -> None:
    """Beside a clone named tilt `import tilt` must find the package in it, and not take the folder for a namespace."""
    assert many
    clones = tmp_path / "clones"
    clone = package_copy(clones, "setup.py", "MANIFEST.in", "README.md", "LICENSE").rename(clones / "tilt")
    build = f"from setuptools.build_meta import build_editable; build_editable({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=clone, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    site, own = tmp_path / "site", str(PACKAGE.parent)
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    asked = (
        f"import site, sys; sys.path.remove({own!r}) if {own!r} in sys.path else None; "  # this environment's own
        f"site.addsitedir({str(site)!r}); import tilt; print(tilt.__file__, len(tilt.slugs()))"
    )
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "TILT_ROOT")}
    made = subprocess.run(
        [sys.executable, "-c", asked], cwd=clones, env=environment, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    assert made.stdout.split() == [str(clone / "tilt" / "__init__.py"), str(len(book().claims))]
