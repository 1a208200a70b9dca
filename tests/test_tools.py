"""The house's plumbing: lock, environment, builds, servers, the browser's finder, Voilà's settings."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import tomllib
import urllib.request
from pathlib import Path

import hypothesis
import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from traitlets.utils.importstring import import_item

from tools import chromium, firefox
from tools.book import failed_cell, swap
from tools.environment import packages
from tools.lock import pins
from tools.serve import open_server

ROOT = Path(__file__).resolve().parent.parent


# The tests' own settings


def test_examples_have_no_deadline_and_ci_repeats_them() -> None:
    assert hypothesis.settings().deadline is None  # of this very run
    assert hypothesis.settings.get_profile("tilt").deadline is None
    ci = hypothesis.settings.get_profile("ci")
    assert (ci.deadline, ci.derandomize, ci.print_blob) == (None, True, True)
    own = re.compile(r"@settings\(.*(deadline|derandomize)")
    strays = [path.name for path in ROOT.glob("tests/**/*.py") if own.search(path.read_text())]
    assert not strays, "what holds of every test is set in tests/conftest.py"


# The lock


def test_lock_holds_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lock = (ROOT / "requirements.txt").read_text()
    locked = pins(lock)
    for line in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        wanted = Requirement(line)
        version = locked.get(canonicalize_name(wanted.name))
        assert version, f"{wanted.name} is not in requirements.txt: run 'make lock'"
        assert version in wanted.specifier, f"{wanted.name} {version}: run 'make lock'"
    assert lock.rstrip().splitlines()[-1] == "-e ."
    assert packages(lock) >= len(locked)


def test_jupyter_book_stays_below_2() -> None:
    assert pins((ROOT / "requirements.txt").read_text())["jupyter-book"] in SpecifierSet("<2")


def test_no_grammar_is_compiled_when_altair_is_imported() -> None:
    # jsonschema 4.25 and later import an IRI checker that builds 35 parsers: a second in every kernel (decision 010).
    assert not {"lark", "rfc3987-syntax"} & pins((ROOT / "requirements.txt").read_text()).keys()
    code = "import sys, altair; sys.exit('rfc3987_syntax' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0, "run 'make': the lock has changed"


def test_the_javascript_lock_names_packages_and_no_host() -> None:
    lock = json.loads((ROOT / "tools" / "javascript" / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert {"node_modules/typescript", "node_modules/oxlint"} <= packages.keys()
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not [name for name, package in packages.items() if "resolved" in package], (
        "write it with npm's omit-lockfile-registry-resolved"
    )


# The environment


def fake_python(folder: Path, name: str, version: int, venv: bool = True, runs: bool = True) -> None:
    """Write a stand-in for an interpreter that answers what tools/find-python.sh asks."""
    lines = ["#!/bin/sh", "" if runs else "exit 127", f"case $2 in *ensurepip*) exit {0 if venv else 1};; esac"]
    (folder / name).write_text("\n".join([*lines, f"echo {version}"]) + "\n")
    (folder / name).chmod(0o755)


def find_python(folder: Path) -> subprocess.CompletedProcess[str]:
    sh = shutil.which("sh")
    assert sh
    environment = {"PATH": str(folder)}
    return subprocess.run(
        [sh, ROOT / "tools" / "find-python.sh"], env=environment, capture_output=True, text=True, check=False
    )


def test_newest_python_that_runs_is_found(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3", 311)
    fake_python(tmp_path, "python3.12", 312)
    fake_python(tmp_path, "python3.13", 313, runs=False)  # a shim that fails
    assert find_python(tmp_path).stdout.strip() == str(tmp_path / "python3.12")


def test_too_old_and_too_new_pythons_are_refused(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3", 310)
    fake_python(tmp_path, "python", 314)
    answer = find_python(tmp_path)
    assert answer.returncode == 1
    assert len(answer.stderr.strip().splitlines()) == 1
    assert "3.11, 3.12 or 3.13" in answer.stderr


def test_missing_venv_names_debians_package(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3", 311, venv=False)
    answer = find_python(tmp_path)
    assert answer.returncode == 1
    assert "python3.11-venv" in answer.stderr


def test_a_python_with_venv_is_preferred_to_a_newer_one_without(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3.13", 313, venv=False)
    fake_python(tmp_path, "python3.11", 311)
    assert find_python(tmp_path).stdout.strip() == str(tmp_path / "python3.11")


def test_make_without_a_target_lists_the_commands() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("read", "app", "book", "test", "check", "bench", "screenshot", "lock", "clean"):
        assert re.search(rf"make {target}\s", listed), target


# The build


def test_failed_cell_keeps_the_problems_and_drops_the_frames() -> None:
    log = (
        "Traceback (most recent call last):\n  File x, in y\nnbclient.exceptions.CellExecutionError: x\n"
        "------------------\nimport tilt\n------------------\n\n"
        "\x1b[31mInputError\x1b[0m    Traceback (most recent call last)\nCell \x1b[32mIn[1]\x1b[0m, line 1\n"
        "\x1b[31mInputError\x1b[0m: data/assumptions/a.yaml:3: h0: ends are reversed\n  value:   [9, 2]\n"
        "data/assumptions/a.yaml:9: d: unknown scale\n"
    )
    assert failed_cell(log) == (
        "InputError: data/assumptions/a.yaml:3: h0: ends are reversed\n  value:   [9, 2]\n"
        "data/assumptions/a.yaml:9: d: unknown scale"
    )


def test_swap_replaces_the_last_build_whole(tmp_path: Path) -> None:
    built, out = tmp_path / "work", tmp_path / "html"
    built.mkdir()
    (built / "new.html").write_text("new")
    out.mkdir()
    (out / "old.html").write_text("old")
    swap(built, out)
    assert [path.name for path in out.iterdir()] == ["new.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["html", "work"]


# Servers


def test_server_takes_the_next_port_and_sends_modules(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("export const a = 1;")
    first = open_server(tmp_path, 0)
    second = open_server(tmp_path, first.server_port)
    try:
        assert first.server_port < second.server_port < first.server_port + 50
        threading.Thread(target=second.serve_forever, daemon=True).start()
        with urllib.request.urlopen(f"http://127.0.0.1:{second.server_port}/a.js") as answer:
            assert answer.headers["Content-Type"] == "text/javascript"
        second.shutdown()
    finally:
        first.server_close()
        second.server_close()


def serving(folder: Path, sigint: signal.Handlers) -> subprocess.Popen[str]:
    """A server of `folder` that has said its address, started as a shell starts it: in front, or behind with `&`."""
    (folder / "index.html").write_text("<h1>A</h1>")
    server = subprocess.Popen(
        [sys.executable, "-m", "tools.serve", "--port", "0", "--folder", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Whoever runs the tests may ignore SIGINT, as shells have their background jobs do, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, sigint),
    )
    assert server.stdout is not None
    while "http://127.0.0.1:" not in (line := server.stdout.readline()):
        assert line, "the address is never printed"
    return server


def assert_stopped(server: subprocess.Popen[str]) -> None:
    out, err = server.communicate(timeout=20)
    assert server.returncode == 0
    assert "Stopped" in out
    assert not err


def test_serving_stops_cleanly_on_ctrl_c(tmp_path: Path) -> None:
    server = serving(tmp_path, signal.SIG_DFL)
    server.send_signal(signal.SIGINT)
    assert_stopped(server)


def test_a_server_behind_a_shell_outlives_its_ctrl_c_and_ends_when_told(tmp_path: Path) -> None:
    server = serving(tmp_path, signal.SIG_IGN)
    server.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        server.wait(timeout=0.5)
    server.terminate()
    assert_stopped(server)


def test_serving_without_a_book_says_what_to_do(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.serve", "--folder", str(tmp_path)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "make book" in answer.stderr


# The browser's finder


def fake_browser(path: Path, says: str = "Chromium 150.0") -> Path:
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


def test_named_browser_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = fake_browser(tmp_path / "mine")
    monkeypatch.setenv("TILT_CHROMIUM", str(named))
    assert chromium.find_chromium() == named


def test_named_browser_that_does_not_run_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TILT_CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(chromium.NoBrowserError, match="TILT_CHROMIUM"):
        chromium.find_chromium()


def test_a_stub_that_only_asks_to_install_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_browser(tmp_path / "chromium", says="please install the snap")
    real = fake_browser(tmp_path / "google-chrome", says="Google Chrome 150")
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + "/bin")
    monkeypatch.setattr(shutil, "which", lambda name: str(tmp_path / name))
    assert chromium.installed(("chromium", "google-chrome")) == real


def test_tests_prefer_the_shell_and_benchmarks_what_readers_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, whole = fake_browser(tmp_path / "chromium-headless-shell"), fake_browser(tmp_path / "chromium")
    monkeypatch.delenv("TILT_CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: str(tmp_path / name))
    assert chromium.find_chromium() == shell
    assert chromium.find_chromium(whole=True) == whole
    shell.unlink()
    assert chromium.find_chromium() == whole


def test_no_browser_anywhere_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TILT_CHROMIUM", raising=False)
    for source in ("installed", "playwrights", "fetch_playwrights", "fetch_debians"):
        monkeypatch.setattr(chromium, source, lambda: None)
    with pytest.raises(chromium.NoBrowserError, match="need Chromium") as caught:
        chromium.find_chromium()
    assert "\n" not in str(caught.value)


def test_a_firefox_is_found_named_or_missed_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TILT_FIREFOX", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: str(tmp_path / name))
    monkeypatch.setattr(firefox, "install", lambda packages: False)
    assert firefox.here() is None
    with pytest.raises(chromium.NoBrowserError, match="TILT_FIREFOX to its path") as caught:
        firefox.find_firefox()
    assert "\n" not in str(caught.value)
    fake_browser(tmp_path / "firefox-esr")  # says that it is a Chromium
    assert firefox.here() is None
    real = fake_browser(tmp_path / "firefox", says="Mozilla Firefox 150.0")
    assert firefox.here() == firefox.find_firefox() == real
    monkeypatch.setenv("TILT_FIREFOX", str(tmp_path / "none"))
    with pytest.raises(chromium.NoBrowserError, match="TILT_FIREFOX"):
        firefox.here()


def test_the_locks_of_node_packages_name_no_registry() -> None:
    for lock in ROOT.glob("tools/*/package-lock.json"):
        packages = json.loads(lock.read_text())["packages"]
        assert not [name for name, package in packages.items() if "resolved" in package], f"addresses in {lock}"
        assert all("integrity" in package for name, package in packages.items() if name)


# Voilà's settings


def test_voila_serves_nothing_but_chapters() -> None:
    settings = json.loads((ROOT / "voila.json").read_text())
    voila = settings["VoilaConfiguration"]
    assert voila["allow_template_override"] == voila["allow_theme_override"] == "NO"
    assert voila["strip_sources"]
    assert not voila["show_tracebacks"]
    assert not voila["preheat_kernel"], "no kernel stands by: pages need none"
    assert settings["Kernels"]["cull_idle_timeout"] > 0
    for named in (voila["multi_kernel_manager_class"], settings["Voila"]["kernel_websocket_connection_class"]):
        assert named.startswith("tilt.app.voila.")
        assert isinstance(import_item(named), type)
    for folder in settings["Voila"]["template_paths"]:
        assert (ROOT / folder).is_dir(), folder
