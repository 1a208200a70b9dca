"""What is made of each page's text, kept from one build to the next: most saved files change few pages.

Kept under everything it rests on: the page's name and all of its text, and the state of the code that makes it. So a
page that was written again is looked at again, and so are all of them once the code has changed.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from tilt.fingerprint import fingerprint
from tilt.paths import PACKAGE
from tilt.record.whole import write_whole

T = TypeVar("T")

FOLDER = "tilt-kept"
"""The folder beside the built pages that holds what is kept from one build to the next."""


def beside(out: str | Path) -> Path:
    """That folder, which is there from then on. `out`: where the pages are built."""
    folder = Path(out).parent / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def kept(make: Callable[[str, str], T], path: Path) -> Iterator[Callable[[str, str], T]]:
    """A function of a page's name and text that asks `make` only for what it was not asked the last time.

    What was asked for meanwhile is kept in the file `path` in the end, and nothing else.
    """
    code = fingerprint([PACKAGE / "hosts"])
    before, asked = _read(path, code), dict[bytes, T]()

    def found(page: str, text: str) -> T:
        key = sha256(f"{page}\0{text}".encode()).digest()
        if key not in asked:
            asked[key] = before[key] if key in before else make(page, text)
        return asked[key]

    yield found
    if asked.keys() != before.keys():
        write_whole(path, pickle.dumps((code, asked)))


def _read(path: Path, code: str) -> dict[bytes, Any]:
    """What was made by this code; nothing where it was another's, or where half of it was written."""
    with suppress(Exception):
        was, made = pickle.loads(path.read_bytes())  # noqa: S301 (written here, beside Sphinx's own)
        if was == code:
            return dict(made)
    return {}
