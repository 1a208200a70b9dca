"""Copies of the project's data for tests that change or break it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tilt.paths import PACKAGE


def project_copy(folder: Path) -> Path:
    """A copy of `data/` in a folder of its own."""
    copy = folder / "project"
    shutil.copytree(PACKAGE.parent / "data", copy / "data")
    return copy


def package_copy(folder: Path, *more: str) -> Path:
    """A copy of the checkout in a folder of its own, which its own `tilt` runs from: see `own_python`.

    `more` are other files and folders to take along.
    """
    copy = folder / "fork"
    for name in ("tilt", "data", "book", "tests", "tools", "_toc.yml", "pyproject.toml", *more):
        source = PACKAGE.parent / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules*"))
        else:
            shutil.copy(source, copy / name)
    return copy


def one_claim_copy(folder: Path, slug: str = "task-horizons") -> Path:
    """A copy of the checkout whose book has one claim alone, one that borrows nothing: read and evaluated in seconds.

    Its scenarios are those that touch no other claim, its only chapter is the claim's, and it is well.
    """
    copy = package_copy(folder, "CHANGELOG.md")
    for other in (copy / "tilt" / "claims").iterdir():
        if other.is_dir() and other.name != slug.replace("-", "_"):
            shutil.rmtree(other)
    for other in (copy / "data" / "assumptions").glob("*.yaml"):
        if other.stem != slug:
            other.unlink()
    for other in (copy / "book").glob("*.ipynb"):
        if other.stem != slug:
            other.unlink()
    yaml = YAML(typ="safe")
    own = yaml.load(copy / "data" / "assumptions" / f"{slug}.yaml")["assumptions"]
    for path in (copy / "data" / "scenarios").glob("*.yaml"):
        if set(yaml.load(path).get("changes") or {}) - set(own):
            path.unlink()
    _without_others(copy, slug)
    return copy


def _without_others(copy: Path, slug: str) -> None:
    """Make tables, questions and contents name no other claim, so that `tilt check` finds the copy well."""
    contents = f"format: jb-book\nroot: book/{slug}\nchapters:\n  - file: book/{slug}\n    title: The claim\n"
    (copy / "_toc.yml").write_text(contents, encoding="utf-8")
    package = copy / "data" / "datapackage.json"
    described = json.loads(package.read_text(encoding="utf-8"))
    for resource in described["resources"]:
        if "claims" in resource:
            resource["claims"] = [slug]
    package.write_text(json.dumps(described, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    asked = copy / "data" / "forecasts.csv"
    rows = asked.read_text(encoding="utf-8").splitlines(keepends=True)
    asked.write_text("".join(r for r in rows if r.startswith("id,") or f",{slug}," in r), encoding="utf-8")


def commit(copy: Path, why: str) -> None:
    """Commit all of a copy, which becomes a git repository with the first."""
    if not (copy / ".git").exists():
        git(copy, "init", "--quiet", "--initial-branch=main")
        (copy / ".git" / "info" / "exclude").write_text("__pycache__/\n")
    git(copy, "add", "--all")
    git(copy, "-c", "user.name=A forker", "-c", "user.email=forker@example.org", "commit", "--quiet", "-m", why)


def git(copy: Path, *words: str) -> str:
    """What git says in a copy, whatever the machine's own settings are."""
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", *words], cwd=copy, env=os.environ | settings, capture_output=True, text=True,
                          check=True)  # fmt: skip
    return done.stdout


def own_environment(copy: Path, **more: str) -> dict[str, str]:
    """Environment of programs that use the package of such a copy, and its data."""
    return {k: v for k, v in os.environ.items() if not k.startswith("TILT_")} | {"PYTHONPATH": str(copy)} | more


def own_python(copy: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the package of such a copy; `more` goes into its environment."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=copy,
        env=own_environment(copy, **more),
        capture_output=True,
        text=True,
        check=False,
    )


def without_claim(copy: Path, slug: str) -> None:
    """Take a claim out of a copy of the checkout as CONTRIBUTING says: its files, its line, and what speaks of it.

    Data that `tilt check` names are mended, and what other chapters hand over of the claim or link to it is left out.
    """
    name = slug.replace("-", "_")
    own = set(YAML(typ="safe").load(copy / "data" / "assumptions" / f"{slug}.yaml")["assumptions"])
    shutil.rmtree(copy / "tilt" / "claims" / name)
    for file in (f"data/assumptions/{slug}.yaml", f"book/{slug}.ipynb", f"tests/test_{name}.py"):
        (copy / file).unlink(missing_ok=True)
    contents = copy / "_toc.yml"
    contents.write_text(re.sub(rf"(?m)^ +- file: book/{slug}\n +title: .*\n", "", contents.read_text()))
    forecasts = copy / "data" / "forecasts.csv"
    rows = forecasts.read_text().splitlines(keepends=True)
    forecasts.write_text("".join(row for row in rows if row.split(",")[1] != slug))
    package = copy / "data" / "datapackage.json"
    package.write_text(package.read_text().replace(f'"{slug}"', '"task-horizons"'))
    for path in (copy / "data" / "scenarios").glob("*.yaml"):
        tree = YAML().load(path)
        for id in own & set(tree.get("changes") or ()):
            del tree["changes"][id]
        YAML().dump(tree, path)
    for chapter in (copy / "book").glob("*.ipynb"):
        told = json.loads(chapter.read_text(encoding="utf-8"))
        told["cells"] = list(_cells_without(slug, told["cells"]))
        text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
        chapter.write_text(re.sub(rf"\[([^][]+)\]\({slug}\.ipynb[^)]*\)", r"\1", text), encoding="utf-8")


SAYERS = re.compile(r"^(?P<names>.+) = \(partial\(show\.say, slug\) for slug in \((?P<slugs>.+)\)\)$", re.MULTILINE)


def _cells_without(slug: str, cells: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A notebook's cells without those that hand over something of a claim; of several sayers the others are left."""
    gone = ""
    for cell in cells:
        code = "".join(cell["source"])
        if cell["cell_type"] == "code" and (sayers := SAYERS.search(code)) and f'"{slug}"' in sayers["slugs"]:
            of = dict(zip(sayers["slugs"].split(", "), sayers["names"].split(", "), strict=True))
            gone = of.pop(f'"{slug}"')
            kept = "\n".join(f"{name} = partial(show.say, {other})" for other, name in of.items())
            yield {**cell, "source": SAYERS.sub(kept, code).splitlines(keepends=True)}
        elif cell["cell_type"] != "code" or not (f'"{slug}"' in code or (gone and code.startswith(f"{gone}("))):
            yield cell


def built_wheel(folder: Path) -> Path:
    """The package as a wheel, made in a folder."""
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    build = folder / "build"  # or the sources would be built in place, which leaves a folder behind
    command = [*pip, "--wheel-dir", str(folder), "--config-settings", f"--build-option=build --build-base {build}", "."]
    subprocess.run(command, cwd=PACKAGE.parent, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel
