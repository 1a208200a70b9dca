"""The load test serves a few readers in real pages and without, and finds what it is there to find."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.arriving import arriving, mixed
from benchmarks.lines import queued
from benchmarks.load import main
from tilt.paths import PACKAGE

ROOT = PACKAGE.parent

SHARED = """
from tilt.app.socket import PythonSocket

passed, before = PythonSocket._pass, {}

def mixing(self, message):
    now = {k: message[k] for k in ("claim", "scenario") if k in message}
    passed(self, {**message, **before} if now else message)
    before.update(now)

PythonSocket._pass = mixing
"""
"""State that readers share by mistake: each request is run as the one before it asked."""


def load(*options: str, fault: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command; `fault` is a folder whose `sitecustomize` each Python that is started then begins with."""
    path = os.pathsep.join(str(p) for p in (fault, ROOT) if p)
    command = [sys.executable, "-m", "benchmarks.load", *options]
    environment = os.environ | {"PYTHONPATH": path}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)


def test_a_few_readers_are_served(site: Path) -> None:
    ran = load("--readers", "3", "--site", str(site))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "All were served, each with their own answer." in ran.stdout
    assert ran.stdout.startswith("3 readers at once")
    assert not ran.stderr


def test_an_app_that_mixes_readers_up_is_found_out(site: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(SHARED)
    ran = load("--readers", "2", "--site", str(site), fault=tmp_path)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "but what Reader(" in ran.stderr, "whose it is"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--address", "::"], "keeps to loopback addresses"),
        (["--address", "192.0.2.1"], "keeps to loopback addresses"),
        (["--address", "tilt.example.org"], "does not appear to be an IPv4 or IPv6 address"),
        (["--readers", "61"], "2 to 60 can"),
        (["--readers", "0"], "2 to 60 can"),
    ],
)
def test_what_is_not_for_this_test_is_refused(
    options: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(options)
    assert ended.value.code == 2
    assert says in capsys.readouterr().err


@pytest.mark.original
def test_answers_are_held_against_their_own_readers_to_the_last_bit() -> None:
    readers = arriving(9)[2:9:6]
    one, other = readers
    assert one.claim == other.claim, "the same claim under two scenarios"
    right = {r: r.expected() for r in readers}
    assert mixed(readers, right) == []
    first, second = mixed(readers, {one: right[other], other: right[one]})
    assert f"but what {other} expects" in first
    assert f"but what {one} expects" in second
    assert mixed(readers, {one: [{**v, "credence": math.nextafter(v["credence"], 2)} for v in right[one]]})
    assert mixed(readers, {one: right[one][:-1]})
    with pytest.raises(ValueError, match="would not be seen"):
        mixed([one, one], right)


@pytest.mark.original
@pytest.mark.parametrize("count", [20, 60])
def test_readers_are_spread_over_claims_and_no_two_are_alike(count: int) -> None:
    readers = arriving(count)
    assert len(set(readers)) == count
    shares = [sum(r.claim == c for r in readers) for c in {r.claim for r in readers}]
    assert len(shares) == 6
    assert max(shares) - min(shares) <= 1


def test_a_queue_counts_down_one_at_a_time() -> None:
    def says(number: int) -> str:
        before = "you are next" if number == 0 else f"{number} wait before you"
        return f"Python is in use by all 20 readers it has room for; {before}. Your run starts by itself."

    assert queued([(n, says(n)) for n in (2, 2, 1, 0)], 2, 20) == []
    assert queued([(n, says(n)) for n in (2, 0)], 2, 20), "one is left out"
    assert queued([(n, says(n)) for n in (1, 2, 0)], 2, 20), "it grows"
    assert queued([(n, says(n)) for n in (1, 0)], 2, 20), "it begins too low"
    assert queued([], 0, 20), "nothing was said"
    assert queued([(0, says(1))], 0, 20), "the sentence says another number"
    assert queued([(0, says(0))], 0, 3), "or another room"
