"""Files written whole or not at all, by one process at a time, also where one is killed or may write no more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from tilt.paths import PACKAGE
from tilt.record.whole import HALF, alone, ready, why, write_whole


def halves(folder: Path) -> list[Path]:
    return list(folder.glob(f".*{HALF}"))


def program(code: str, *words: str) -> subprocess.CompletedProcess[str]:
    imports = "import os, sys; from pathlib import Path; from tilt.record.whole import *; path = Path(sys.argv[1]); "
    return subprocess.run(
        [sys.executable, "-c", imports + code, *words],
        env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_file_takes_its_place_with_its_mode_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_whole(path, b"one\n")
    path.chmod(0o640)
    write_whole(path, b"two\n")
    assert path.read_bytes() == b"two\n" and path.stat().st_mode & 0o777 == 0o640
    assert halves(tmp_path) == []


def test_what_fails_meanwhile_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), ready(path, b"new"):
        raise KeyboardInterrupt
    assert path.read_bytes() == b"old" and halves(tmp_path) == []


def test_a_kill_leaves_the_old_one_and_the_next_run_tidies_up(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    killed = program("\nwith ready(path, b'new'): os.kill(os.getpid(), 9)", str(path))
    assert killed.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old" and len(halves(tmp_path)) == 1
    (tmp_path / f".2027-02.x{HALF}" / "data").mkdir(parents=True)
    with alone(tmp_path, lambda: pytest.fail("the lock ends with its process")):
        assert halves(tmp_path) == []


def test_a_file_that_may_not_grow_is_named_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))\n"
    said = program(limit + "try: write_whole(path, b'x' * 999)\nexcept OSError as error: print(why(error))", str(path))
    assert said.stdout == f"{path}: File too large\n", said.stderr
    assert path.read_bytes() == b"old" and halves(tmp_path) == []
    assert why(OSError("no reason of the system’s")) == "no reason of the system’s"


def test_who_comes_second_waits_or_refuses(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with alone(tmp_path, lambda: order.append("waits")):
            order.append("second")

    def refuse() -> None:
        raise RuntimeError("another writes there")

    with alone(tmp_path, lambda: pytest.fail("nobody else is here")):
        with pytest.raises(RuntimeError, match="another writes"), alone(tmp_path, refuse):
            pytest.fail("both are in")
        waiting = Thread(target=second)
        waiting.start()
        while "waits" not in order:
            waiting.join(0.01)
        order.append("first")
    waiting.join()
    assert order == ["waits", "first", "second"]
