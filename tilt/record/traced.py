"""Answers kept in the user's cache under the code that gave them and the files of the data folder that they rest on.

Which files those are is noted while an answer is worked out, and kept beside it: an answer holds for every state of the
data in which each of them has the content that it had. So a moved interval asks no table's derivation anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from tilt.fingerprint import loaded, untouched
from tilt.paths import data
from tilt.record.keeping import keep, read_kept
from tilt.record.memory import noted, rests_on, state

KEPT = 16
"""How many answers to one question are kept, the latest: of so many states of its files and of the code."""

ABSENT = "absent"


def traced(question: str, code: tuple[Path, ...], work: Callable[[], Any]) -> Any:
    """The plain answer (as JSON has it) to a question about the data: from another time, else worked out.

    Args:
        question: A name, which stands in a path.
        code: Folders and files of the package that decide the answer.
        work: Works it out. None, or what ends in an exception, is no answer, and is not kept.
    """
    folder, of = user_cache_path("tilt") / "traced" / question, loaded(*code)
    for path in folder.glob(f"{of}-*.json"):
        kept = read_kept(path)
        if kept and all(_content(data() / name) == content for name, content in kept["rests"].items()):
            rests_on(*(data() / name for name in kept["rests"]))
            return kept["answer"]
    before = state()
    with noted() as files:
        answer = work()
    if answer is not None and state() == before and untouched(*code):
        rests = {path.relative_to(data()).as_posix(): _content(path) for path in sorted(files)}
        name = hashlib.sha256(repr(rests).encode()).hexdigest()[:16]
        keep(folder / f"{of}-{name}.json", {"rests": rests, "answer": answer}, KEPT)
    return answer


def _content(path: Path) -> str:
    try:
        seen = path.stat()
        return _digest(path, seen.st_mtime_ns, seen.st_size, seen.st_ino)
    except OSError:
        return ABSENT


@lru_cache(maxsize=512)
def _digest(path: Path, _time: int, _size: int, _number: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
