"""A fork, end to end: change an interval, rebuild, and sentence, numbers, charts and `tilt verdicts` follow."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tilt.paths import PACKAGE

HERE = PACKAGE.parent
CHANGED = "data/assumptions/task-horizons.yaml"
PAGES = ("index", "task-horizons", "glossary")
"""The first page, the changed chapter and the words they lean on: the others would only take time."""

LINK = re.compile(r"\[([^][\n]+)\]\(([\w-]+)\.ipynb\)")


@pytest.fixture(scope="module")
def fork(tmp_path_factory: pytest.TempPathFactory, site: Path) -> Path:
    """A copy of what a forker edits."""
    copy = tmp_path_factory.mktemp("fork")
    for folder in ("book", "data"):
        shutil.copytree(HERE / folder, copy / folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(HERE / "_config.yml", copy / "_config.yml")
    toc = YAML(typ="safe").load(HERE / "_toc.yml")
    for part in toc["parts"]:
        part["chapters"] = [page for page in part["chapters"] if page["file"].rpartition("/")[2] in PAGES]
    with (copy / "_toc.yml").open("w") as file:
        YAML().dump({**toc, "parts": [part for part in toc["parts"] if part["chapters"]]}, file)
    for chapter in (copy / "book").glob("*.ipynb"):
        if chapter.stem not in PAGES:
            chapter.unlink()
            continue
        text = chapter.read_text()  # without links to chapters that this fork has dropped
        chapter.write_text(LINK.sub(lambda m: m[0] if m[2] in PAGES else m[1], text))
    return copy


def build(fork: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.book", "--root", str(fork), "--out", str(fork / "site")]
    return subprocess.run(command, cwd=HERE, env=environment(fork), capture_output=True, text=True, check=False)


def environment(fork: Path) -> dict[str, str]:
    return os.environ | {"TILT_ROOT": str(fork)}


def printed(fork: Path) -> list[dict[str, object]]:
    command = [sys.executable, "-m", "tilt.cli", "verdicts", "--json"]
    text = subprocess.run(command, cwd=HERE, env=environment(fork), capture_output=True, text=True, check=True).stdout
    found: list[dict[str, object]] = json.loads(text)["verdicts"]
    return found


def words(page: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8")))


@pytest.mark.original
def test_a_changed_interval_changes_page_and_command(fork: Path, site: Path) -> None:
    before = words(site / "book" / "task-horizons.html")
    path = fork / CHANGED
    path.write_text(path.read_text().replace("interval: {derived: length_ratio.fields}", "interval: [4, 16]"))
    built = build(fork)
    assert built.returncode == 0, built.stdout + built.stderr
    lead = next(v for v in printed(fork) if (v["claim"], v["finding"]) == ("task-horizons", "lead"))
    share = f"{100 * float(str(lead['credence'])):.0f}"
    text = words(fork / "site" / "book" / "task-horizons.html")
    said = re.search(rf"half automated first in {share} % of draws ?: (\w[\w ]*?) ?\.", text)
    assert said
    assert said[1] in {lead["word"], "likely", "very likely", "open"}, "a word of the fork’s own readings"
    assert f"half automated first in {share} % of draws" not in before
    assert "4 – 16" in text
    index = words(fork / "site" / "book" / "index.html")
    assert f"in {share} % of draws" in index
    charts = [re.findall(r"<svg.*?</svg>", (p / "book" / "task-horizons.html").read_text(), re.DOTALL)
              for p in (site, fork / "site")]  # fmt: skip
    assert charts[0] != charts[1]


@pytest.mark.original
def test_a_broken_yaml_stops_the_build_and_keeps_the_last_site(fork: Path) -> None:
    out = fork / "site"
    if not out.exists():
        assert build(fork).returncode == 0
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()}
    path = fork / CHANGED
    good = path.read_text()
    path.write_text(good.replace("interval: [240, 9600]", "interval: [9600, 240]"))
    try:
        built = build(fork)
    finally:
        path.write_text(good)
    assert built.returncode == 1
    said = built.stdout + built.stderr
    assert "task-horizons.yaml:" in said
    assert "capability_task_minutes" in said
    assert "write [240, 9600]" in said
    assert "Traceback" not in said
    assert before == {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()}
