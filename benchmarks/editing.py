"""What somebody waits for who edits a fork: checks, verdicts, the conclusion diff, and the page that follows a file."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.result import Result
from tilt.paths import root

PARTS = ("book", "data", "editions", "tilt", "tools", "_config.yml", "_toc.yml", "pyproject.toml", "requirements.txt")
FILE = "data/assumptions/task-horizons.yaml"
FIELD = re.compile(r"interval: \[(\d+), 9600\]")
PAGE = "/book/task-horizons.html"


class Fork:
    """A copy of the book under git, with caches of its own, whose one interval is moved again and again."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "fork"
        self.root.mkdir()
        for part in PARTS:
            source = root() / part
            if source.is_dir():
                shutil.copytree(source, self.root / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, self.root / part)
        places = {"TILT_ROOT": self.root, "PYTHONPATH": self.root, "XDG_CACHE_HOME": folder / "cache"}
        self.environment = os.environ | {name: str(place) for name, place in places.items()}
        for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "as it was")):
            identity = ("-c", "user.name=bench", "-c", "user.email=bench@example.org")
            subprocess.run(["git", *identity, *words], cwd=self.root, check=True)

    def move(self) -> None:
        """Move the interval a little, within its bounds."""
        path = self.root / FILE
        path.write_text(FIELD.sub(lambda m: f"interval: [{int(m[1]) + 1}, 9600]", path.read_text()))

    def seconds(self, *words: str, codes: tuple[int, ...] = (0,)) -> float:
        """How long a command takes, its start included."""
        command = [sys.executable, "-m", "tilt.cli", *words]
        began = time.perf_counter()
        done = subprocess.run(command, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode not in codes:
            raise AssertionError(f"tilt {' '.join(words)} ended with {done.returncode}: {done.stderr}")
        return time.perf_counter() - began


def commands(fork: Fork, repeats: int) -> list[Result]:
    """Commands after a change, and again when nothing has changed."""
    found = []
    diffed = (0, 3)  # 3: a verdict has changed its side, which is no failure here
    for name, words, codes, changed, known in (
        ("check", ("check",), (0,), 2.0, 2.0),
        ("verdicts", ("verdicts",), (0,), None, 1.5),
        ("diff", ("diff", "HEAD"), diffed, None, 20.0),
    ):
        fork.seconds(*words, codes=codes)  # Python's own files of compiled modules are there from then on
        after, again = [], []
        for _ in range(repeats):
            fork.move()
            after.append(fork.seconds(*words, codes=codes))
            again.append(fork.seconds(*words, codes=codes))
        said = f"tilt {' '.join(words)}"
        found.append(Result(f"edit-{name}", f"{said}, an interval moved", "s", tuple(after), aim=changed))
        found.append(Result(f"edit-{name}-again", f"{said}, nothing changed", "s", tuple(again), aim=known))
    return found


def watched(fork: Fork, repeats: int) -> list[Result]:
    """`make watch`: from the saved file until the chapter that is looked at has it, and until all has."""
    watching = subprocess.Popen(
        [sys.executable, "-m", "tools.watch", "--root", str(fork.root), "--port", "0"],
        cwd=fork.root, env=fork.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        port = int(_said(watching, r"preview is at http://127\.0\.0\.1:(\d+)/"))
        listener = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        listener.request("GET", f"/~changes?page={PAGE}&since=0")
        answer = listener.getresponse()
        shown, all_shown = [], []
        for _ in range(repeats):
            began = time.perf_counter()
            fork.move()
            while PAGE not in _heard(answer):
                pass
            shown.append(time.perf_counter() - began)
            all_shown.append(float(_said(watching, r"all follows after ([\d.]+) s")))
    finally:
        watching.send_signal(signal.SIGTERM)
        watching.communicate(timeout=60)
    what = "make watch: an interval saved until"
    return [
        Result("watch-page", f"{what} the page looked at has it", "s", tuple(shown), aim=5.0),
        Result("watch-all", f"{what} every page has it", "s", tuple(all_shown)),
    ]


def _heard(answer: http.client.HTTPResponse) -> list[str]:
    while not (line := answer.readline().decode()).startswith("data: "):
        if not line:
            raise AssertionError("the preview hung up")
    return list(json.loads(line.removeprefix("data: ")))


def _said(process: subprocess.Popen[str], pattern: str) -> str:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if match := re.search(pattern, line):
            return match[1]
    raise AssertionError(f"never said {pattern}:\n{''.join(lines)}")


def measure(repeats: int) -> list[Result]:
    """Everything, in a copy."""
    with tempfile.TemporaryDirectory() as folder:
        fork = Fork(Path(folder))
        return commands(fork, repeats) + watched(fork, repeats)
