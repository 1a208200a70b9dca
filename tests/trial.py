"""A place in which commands are tried: a checkout of one claim, and beside it the files that examples name."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Collection
from importlib import import_module
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from tests.copies import commit, git, one_claim_copy, own_environment
from tests.fixtures.runs.make import HERE as RUNS
from tests.publishers import as_csv, as_yaml, epoch_index, epoch_models, horizon, metr_results
from tilt.cli import COMMANDS

PROGRAM = Path(__file__).with_name("tried.py")
SCENARIO = "name: mine\nchanges:\n  length_ratio: {interval: [4, 8], reason: try}\n"
AUTHOR = f"order: 1\ntitle: The author’s view\ntext: What is theirs.\n{SCENARIO.replace('mine', 'author')}"
SWEEP = "claims: [task-horizons]\ndraws: 256\ngrid: {inputs: {length_ratio: [0.5, 3, [3, 4]]}}\n"
SOURCES = ("epoch_eci_2026_12", "epoch_models_2026_12")


def examples() -> dict[str, list[str]]:
    """The lines of each command's examples, by command, without `tilt` and without what is said of them."""
    found: dict[str, list[str]] = {}
    for name, function in COMMANDS.items():
        lines = re.findall(r"^ +tilt (.+)$", import_module(f"tilt.commands.{function}").EXAMPLES, re.MULTILINE)
        found[name] = [re.split(r" {2,}", line.strip())[0] for line in lines]
    return found


def trial(folder: Path) -> Path:
    """A checkout of one claim with a commit, two tags and a neighbour, and in it the files that examples name."""
    copy = one_claim_copy(folder)
    for name in ("requirements.txt", ".gitignore"):
        shutil.copy(Path(__file__).parents[1] / name, copy)
    _vintage(copy)
    _files(copy)
    (copy / ".gitignore").open("a").write("/*.yaml\n/*.csv\n/*.gz\n/*.jsonl\n/FILE\n*filler\n/mine/\n/strongest/\n")
    commit(copy, "The book")
    for tag in ("v2026-11", "v2027-02"):
        git(copy, "tag", tag)
    shutil.copytree(copy / "data", copy.parent / "their-fork" / "data")
    return copy


def _vintage(copy: Path) -> None:
    """Let the book know the newer files' sources and month, as whoever refreshes a table writes them down first."""
    sources = copy / "data" / "sources.csv"
    for key in SOURCES:
        with sources.open("a", encoding="utf-8") as file:
            file.write(f"{key},Epoch AI,2026,A newer file,Epoch AI,https://epoch.ai/data,secondary\n")
    package = copy / "data" / "datapackage.json"
    text = re.sub(r'"2026-10"(\s*\])', r'"2026-10", "2026-12"\1', package.read_text(encoding="utf-8"))
    package.write_text(text, encoding="utf-8")


def _files(copy: Path) -> None:
    """What a reader has: a scenario, a sweep, files of publishers, a password."""
    results = metr_results()
    results["results"]["claude_opus_4_9_inspect"] = horizon(500.0, "2026-02-10")
    index = epoch_index()
    for row in index[:-1]:
        row["ECI Score"] = str(float(row["ECI Score"]) + 0.5)
    models = [row | {"Confidence": "Confident"} if k == 0 else row for k, row in enumerate(epoch_models())]
    runs = (RUNS / "plain.jsonl").read_text(encoding="utf-8")
    for name, text in {
        "mine.yaml": SCENARIO,
        "data/scenarios/author.yaml": AUTHOR,
        "voila.json": "{}",
        "sweep.yaml": SWEEP,
        "benchmark_results_1_1.yaml": as_yaml(results),
        "epoch_capabilities_index.csv": as_csv(index),
        "notable_ai_models.csv": as_csv(models),
        "runs.jsonl": runs,
        "FILE": "a word\n",
    }.items():
        (copy / name).write_text(text, encoding="utf-8")
    with gzip.open(copy / "runs.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(runs)
    with gzip.open(copy / "runs.csv.gz", "wt", encoding="utf-8") as file:
        file.write("model,task_id,task_family,human_minutes,n_runs,n_success\n")
        file.writelines(f"A,t{k},f{k},{4**k},6,{6 - k}\n" for k in range(6))


def try_all(
    lines: list[str], cwd: Path, outputs: Collection[str] = (), before: str = "", **environment: str
) -> list[dict[str, Any]]:
    """What came of command lines, tried one after the other in one process, on the package that stands in `cwd`.

    None of them may leave anything half made there. Those of `outputs` are also tried on outputs that nobody takes;
    `before` is what a shell does first, in a name space of mounts of its own.
    """
    asked, told = cwd.parent / "asked.json", cwd.parent / "told.json"
    asked.write_text(json.dumps([(line, line in outputs) for line in lines]), encoding="utf-8")
    told.unlink(missing_ok=True)
    command = [sys.executable, str(PROGRAM), str(asked), str(told)]
    if before:
        command = ["unshare", "--map-root-user", "--mount", "sh", "-ec", f'{before}\nexec "$@"', "sh", *command]
    given = {k: v for k, v in own_environment(cwd).items() if not k.startswith(("LC_", "LANG", "XDG_"))} | environment
    made = subprocess.run(command, cwd=cwd, env=given, capture_output=True, text=True, errors="replace", check=False)
    assert made.returncode == 0, made.stderr
    found = json.loads(told.read_text(encoding="utf-8"))
    assert found["left"] == []
    came: list[dict[str, Any]] = found["came"]
    return came


def can_mount() -> bool:
    """Whether a test may mount file systems that nobody else sees."""
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", 'mount -t tmpfs tmpfs "$0"', gettempdir()]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
