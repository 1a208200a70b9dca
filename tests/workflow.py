"""GitHub's workflows as tests read them, and their shell steps as GitHub runs them."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tilt.paths import PACKAGE

ROOT = PACKAGE.parent
FOLDER = ROOT / ".github" / "workflows"
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


@dataclass(frozen=True)
class Step:
    """A step of a job: its workflow, its job's name, and its keys."""

    workflow: str
    job: str
    keys: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What it is called, or what it uses."""
        return str(self.keys.get("name") or self.keys.get("uses"))


def workflows() -> dict[str, Any]:
    """Every workflow by its file's name. (YAML 1.2: `on` is a word.)"""
    return {p.stem: YAML(typ="safe").load(p) for p in sorted(FOLDER.glob("*.yml"))}


def steps() -> Iterator[Step]:
    """Every step of every job."""
    for name, workflow in workflows().items():
        for job, told in workflow["jobs"].items():
            for keys in told["steps"]:
                yield Step(name, job, keys)


def step(name: str) -> Step:
    """The one step of this name."""
    (found,) = (s for s in steps() if s.name == name)
    return found


def run(name: str, folder: Path, given: Mapping[str, str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the shell step of this name in a folder, as GitHub does on Linux.

    Args:
        name: The step's.
        folder: The checkout.
        given: The value of each expression in the step's `env`.
        environment: What GitHub sets beside that. `RUNNER_TEMP` and `GITHUB_OUTPUT` are set anyway, below `folder`'s
            parent.
    """
    found = step(name)
    named = {k: EXPRESSION.sub(lambda m: given[m[1]], str(v)) for k, v in found.keys.get("env", {}).items()}
    temp = folder.parent / "temp"
    temp.mkdir(exist_ok=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "TILT_", "RUNNER_"))}
    github = {"CI": "true", "RUNNER_TEMP": str(temp), "GITHUB_OUTPUT": str(temp / "output"), "PYTHONPATH": str(folder)}
    script = temp / "step.sh"
    script.write_text(found.keys["run"])
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail"] if "shell" in found.keys else ["bash", "-e"]
    return subprocess.run(
        [*shell, script],
        cwd=folder,
        env=kept | github | named | environment,
        capture_output=True,
        text=True,
        check=False,
    )
