"""Build the website: run Jupyter Book beside the last good build, say what happens, swap only when all went well."""

from __future__ import annotations

import argparse
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tilt.hosts.terminal import interrupt
from tools import root as project_root
from tools.processes import end_family, end_noted, note

ANSI = re.compile(r"\x1b\[[0-9;]*m")
EXECUTED = re.compile(r"([^/\s]+)\.ipynb: Executed notebook in ([0-9.]+) seconds")
EXECUTING = re.compile(r"([^/\s]+)\.ipynb: Executing notebook")
CACHED = re.compile(r"([^/\s]+)\.ipynb: Using cached notebook")
FAULT = re.compile(r"\b(WARNING|ERROR|CRITICAL|Error|Exception)\b:?|threw an exception")
LAST_WORDS = re.compile(r"^(?:[\w.]+\.)?\w*(?:Error|Exception|Interrupt)(?::|$)", re.MULTILINE)
UNBUILT = "\nThe book was not built; the last good build is untouched."
# Said by libraries of their own accord; nothing about the book.
CHATTER = re.compile(r"\[IPKernelApp\]|exception traceback saved|Executing notebook failed|build finished with")


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold a lock file, so that two builds (or two test workers) never write the same folder at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def failed_cell(log: str) -> str:
    """Return what an execution report says in a few lines: the error's own words, without the library's frames.

    Args:
        log: The report that myst-nb writes: the cell's source, a traceback, and last `Name: message`.
    """
    text = ANSI.sub("", log).rstrip()
    # The message may run over many lines (one per problem), so it starts at the last unindented `SomeError: `.
    starts = [match.start() for match in LAST_WORDS.finditer(text)]
    return text[starts[-1] :] if starts else "\n".join(text.splitlines()[-8:])


class Log:
    """What a build says, line by line: chapters are told of as they run, faults are kept for the end."""

    def __init__(self, root: Path, unchanged: bool = True) -> None:
        """`root`: the book's folder, left out of messages' paths; `unchanged`: tell of chapters that need no run."""
        self.lines: list[str] = []
        self.faults: list[str] = []
        self._root, self._unchanged = root, unchanged
        self._run_now: set[str] = set()

    def take(self, raw: str) -> None:
        """Take a line, and tell of it where it is progress."""
        line = ANSI.sub("", raw).rstrip()
        self.lines.append(line)
        if match := EXECUTING.search(line):
            print(f"  running {match[1]}", flush=True)
        elif match := EXECUTED.search(line):
            self._run_now.add(match[1])
            print(f"  ran {match[1]} in {float(match[2]):.1f} s", flush=True)
        elif match := CACHED.search(line):
            # What has just run was run ahead of Sphinx (tilt/hosts/chapters.py), who finds it in the cache.
            if self._unchanged and match[1] not in self._run_now:
                print(f"  {match[1]} is unchanged", flush=True)
        elif FAULT.search(line) and not CHATTER.search(line):
            self.faults.append(line.replace(str(self._root) + os.sep, ""))


def what_went_wrong(reports: Path, log: Log) -> str:
    """Return why a build failed: failed cells, and warnings and errors; else the last things it said."""
    cells = report_cells(reports)
    return "\n".join([cells, *log.faults]) if cells or log.faults else "\n".join(log.lines[-30:])


def report_cells(reports: Path) -> str:
    """Return what went wrong in the chapters, each message once, with the chapters it stopped."""
    stopped: dict[str, list[str]] = {}
    for path in sorted(reports.rglob("*.err.log")):
        chapter = path.relative_to(reports).as_posix().removesuffix(".err.log") + ".ipynb"
        stopped.setdefault(failed_cell(path.read_text(encoding="utf-8")), []).append(chapter)
    return "\n".join(f"\nA cell failed in {', '.join(chapters)}:\n{message}" for message, chapters in stopped.items())


def checked(root: Path, work: Path) -> bool:
    """Check the files first, in seconds, rather than let a slip in one stop every chapter a minute later.

    Prints the problems and returns False where there are any. What passed is not checked again until it changes.
    """
    note, package = work / "checked", Path(__file__).parent.parent / "tilt"
    files = [root / "_toc.yml", root / "book", *(p for folder in (root / "data", package) for p in folder.rglob("*"))]
    times = (path.lstat().st_mtime for path in files if path.exists() and "__pycache__" not in path.parts)
    newest = max(times, default=time.time())
    if note.exists() and newest < note.stat().st_mtime:
        return True
    start = time.time()
    print("  checking data, claims and chapters", flush=True)
    command = [sys.executable, "-c", "from tilt.cli import main; main()", "check"]
    answer = subprocess.run(command, env=os.environ | {"TILT_ROOT": str(root)}, capture_output=True, text=True)
    if answer.returncode:
        print(f"\n{answer.stdout}{answer.stderr}".rstrip(), file=sys.stderr)
        return False
    note.parent.mkdir(parents=True, exist_ok=True)
    note.touch()
    os.utime(note, (start, start))  # a file saved during the check is checked next time
    return True


def swap(built: Path, out: Path) -> None:
    """Put a finished build in place of the last one; a reader of `out` never sees half of it."""
    fresh, old = out.with_name(out.name + ".new"), out.with_name(out.name + ".old")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(built, fresh)
    try:
        if out.exists():
            out.rename(old)
        fresh.rename(out)
    finally:
        if old.exists() and not out.exists():  # interrupted in between
            old.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def build(root: Path, out: Path) -> int:
    """Build the book found at `root` into `out`.

    Args:
        root: Folder with `_config.yml`, `_toc.yml`, `book/` and `data/`.
        out: Folder for the site. Written only on success; the last good build stays otherwise.

    Returns:
        0, or 1 after printing what is wrong.
    """
    work = root / "_build" / "work"
    with exclusive(root / "_build" / ".lock"):
        start = time.monotonic()
        print("Building the book", flush=True)
        if not checked(root, work):
            print(UNBUILT, file=sys.stderr)
            return 1
        reports = work / "_build" / "html" / "reports"
        shutil.rmtree(reports, ignore_errors=True)
        code, log = run_sphinx(root, work)
        if code != 0:
            # Sphinx would take a faulty chapter as read next time and say nothing: make it read again.
            (work / "_build" / ".doctrees" / "environment.pickle").unlink(missing_ok=True)
            print(what_went_wrong(reports, log), UNBUILT, sep="\n", file=sys.stderr)
            return 1
        swap(work / "_build" / "html", out)
        pages = len(list(out.rglob("*.html")))
        shown = out.relative_to(root) if out.is_relative_to(root) else out
        print(f"  {pages} pages in {shown}, {time.monotonic() - start:.1f} s", flush=True)
        return 0


def run_sphinx(root: Path, work: Path) -> tuple[int, Log]:
    """Run Jupyter Book on `root` below `work`; return its exit code and what it said. Interrupted, it leaves nobody.

    Killed, it leaves Sphinx, which would write into the pages of the next build: that one ends it first.
    """
    running = work / "running"
    end_noted(running)
    sphinx = subprocess.Popen(
        [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", *arguments(root, work)],
        cwd=root,
        env=os.environ | environment(root),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # Ctrl-C reaches us alone, and we end it in order
    )
    assert sphinx.stdout is not None
    work.mkdir(parents=True, exist_ok=True)
    note(running, sphinx.pid)
    log = Log(root)
    try:
        for line in sphinx.stdout:
            log.take(line)
        return sphinx.wait(), log
    except KeyboardInterrupt:
        end_family(sphinx.pid)
        raise


def arguments(root: Path, work: Path) -> list[str]:
    """What Jupyter Book is told: where the book is, where to build it, and that warnings are errors."""
    return ["build", str(root), "--path-output", str(work), "--warningiserror", "--keep-going"]


def environment(root: Path) -> dict[str, str]:
    """What the build's processes find in their environment."""
    return {"TILT_ROOT": str(root), "NO_COLOR": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def main() -> int:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(prog="python -m tools.book", description="Build the website.")
    parser.add_argument("--root", type=Path, default=project_root(), help="folder with _config.yml and book/")
    parser.add_argument("--out", type=Path, help="folder for the site (default: _build/html)")
    options = parser.parse_args()
    root = options.root.resolve()
    signal.signal(signal.SIGTERM, interrupt)
    try:
        return build(root, (options.out or root / "_build" / "html").resolve())
    except KeyboardInterrupt:
        print("\nStopped; the last good build is untouched.", file=sys.stderr)
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
