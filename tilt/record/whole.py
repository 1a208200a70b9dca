"""Files written whole or not at all, by one process at a time: whatever ends it, no half is taken for the whole.

A file is written beside its place and then renamed, so that a reader finds the old one or the new one, also after a
kill or a fall of power.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

with suppress(ImportError):  # a system that knows no such locks
    import fcntl

HALF = ".half"
"""What the name of a file or folder ends in while it is made; it begins with a dot. So what a kill left is found."""


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in its place, or leave all as it was. Raises OSError that names the file."""
    with ready(path, content):
        pass


@contextmanager
def ready(path: Path, content: bytes) -> Iterator[None]:
    """Hold a file ready beside its place, on disk to the last byte, and put it there in the end.

    So one that cannot be written is known before another takes its place. An exception leaves all as it was.
    Raises OSError that names the file.
    """
    half = path.with_name(f".{path.name}.{secrets.token_hex(4)}{HALF}")
    try:
        with _named(path):
            with half.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                shutil.copymode(path, half)
        yield
        with _named(path):
            half.replace(path)
    except BaseException:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let an error name the file that is meant, and not the half of it."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


def why(error: OSError) -> str:
    """What cannot be read or written, and the system's reason, for a sentence."""
    named = error.filename2 or error.filename
    return f"{named or 'standard output'}: {error.strerror}" if error.strerror else str(error)


@contextmanager
def alone(folder: Path, busy: Callable[[], object]) -> Iterator[None]:
    """Be the only one of these who writes into a folder, which is there; the system ends it with the process.

    Where another does, `busy` is called, and then it is waited for; what `busy` raises refuses instead. What a kill
    left half made in the folder is removed. A file system that knows no locks is written into without.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if _locked(descriptor, busy):
            _tidy(folder)
        yield
    finally:
        os.close(descriptor)


def _locked(descriptor: int, busy: Callable[[], object]) -> bool:
    """Wait for a folder; whether it is locked then."""
    if os.name == "nt":
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        busy()
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:  # a network's file system, say: two at once are then the user's to avoid
        return False
    return True


def _tidy(folder: Path) -> None:
    for left in folder.glob(f".*{HALF}"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            with suppress(OSError):
                left.unlink()
