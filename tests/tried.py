"""A program that tries commands of `tilt` one after the other in one process, as `python tried.py ASKED TOLD`.

ASKED is a JSON list of command lines without their `tilt`, each with whether it is also tried in forks of the process:
on a pipe whose reader has left, and on a full disk. TOLD is written: for each line its exit code and both outputs, and
what is left half made below the working folder. Starting Python and loading libraries costs seconds, which so are paid
once. It knows nothing of the checkout it stands in: which `tilt` is tried is the matter of `PYTHONPATH`.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from tilt.cli import app
from tilt.hosts import terminal


def tried(words: list[str]) -> dict[str, Any]:
    """What a command says and ends with; `fault` is a traceback that a user would see."""
    result = CliRunner().invoke(app, words, prog_name="tilt")
    fault = result.exception is not None and not isinstance(result.exception, SystemExit)
    shown = "".join(traceback.format_exception(*result.exc_info)) if fault and result.exc_info else ""
    return {"code": result.exit_code, "out": result.stdout, "err": result.stderr, "fault": shown}


def gone(words: list[str]) -> dict[str, Any]:
    """The command on a pipe whose reader has left before a line came."""
    reading, writing = os.pipe()
    os.close(reading)
    return _forked(words, writing)


def full(words: list[str]) -> dict[str, Any]:
    """The command with standard output on a full disk."""
    return _forked(words, os.open("/dev/full", os.O_WRONLY))


def _forked(words: list[str], output: int) -> dict[str, Any]:
    """The command as the program itself runs it, in a fork of this process: how it ended, and what stood on stderr."""
    reading, errors = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    if not (child := os.fork()):
        os.dup2(output, 1)
        os.dup2(errors, 2)
        code = _run(lambda: app(words, prog_name="tilt"))
        os._exit(code)
    os.close(errors)
    os.close(output)
    with os.fdopen(reading, encoding="utf-8", errors="replace") as stream:
        said = stream.read()
    return {"code": os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), "err": said}


def _run(command: Callable[[], object]) -> int:
    """The exit code of a program, as the interpreter works it out, with what it says of it."""
    try:
        terminal.run(command)
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr, flush=True)
            return 1
        return end.code or 0
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def main(asked: Path, told: Path) -> None:
    """Try what is asked, and write what came of it."""
    found = []
    for line, more in json.loads(asked.read_text(encoding="utf-8")):
        words = shlex.split(line)
        found.append(tried(words) | ({"gone": gone(words), "full": full(words)} if more else {}))
    left = [str(path) for path in Path().rglob(".*.half")]
    told.write_text(json.dumps({"came": found, "left": left}), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
