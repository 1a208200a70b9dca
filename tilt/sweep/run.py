"""Sweeps run: chunks that are not there yet are shared out by Dask among processes here, or on a cluster.

Workers evaluate, and this process writes: a cluster needs no folder in common, and a worker that dies takes nothing
with it but what it was at, which Dask gives to another. Only so many chunks are out at a time, so that memory and
what a killed run loses stay small however large the sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from distributed import Client, KilledWorker, LocalCluster, as_completed

from tilt.book import Book, book
from tilt.record.whole import alone
from tilt.sweep.axes import Chunk
from tilt.sweep.chunks import describe, name, schema, tidy, whole_state, write
from tilt.sweep.evaluate import evaluated
from tilt.sweep.plan import Plan

AHEAD = 2
"""Chunks that each worker has before it at a time."""

WAIT = 60
"""Seconds in which a cluster's first worker has to come."""

HERE = "127.0.0.1"


class BusyError(RuntimeError):
    """Another run writes into the folder."""


class WorkerError(RuntimeError):
    """A worker that cannot answer for this book."""


@dataclass(frozen=True)
class Outcome:
    """What a run found there, what it evaluated, in points, and how many files of other sweeps it put aside."""

    found: int
    evaluated: int
    aside: int


@cache
def _mine() -> tuple[str, Book]:
    """This process's book and its state, from its first question on."""
    return whole_state(), book()


def answer(chunk: Chunk, of: str) -> dict[str, list[Any]]:
    """A chunk's rows, worked out by this process's own book. Raises WorkerError where that is in another state."""
    mine, whole = _mine()
    if mine != of:
        msg = f"a worker has the book in state {mine}, the sweep is of {of}: give all the same data and code"
        raise WorkerError(msg)
    return evaluated(whole, chunk)


def run(
    plan: Plan, folder: Path, *, workers: int, scheduler: str = "", tell: Callable[[float], object] = lambda _: None
) -> Outcome:
    """Evaluate what of a sweep is not there yet.

    Args:
        plan: The sweep.
        folder: Where its files are put.
        workers: Processes on this machine; 0 evaluates in this one.
        scheduler: The address of a Dask scheduler to use instead.
        tell: Called with the share of points that are there.

    Raises:
        WorkerError: A worker has another state of the book, or none comes.
        BusyError: Another run writes into the folder.
        OSError: It cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder, partial(_refused, folder)):
        return _run(plan, folder, workers, scheduler, tell)


def _refused(folder: Path) -> None:
    raise BusyError(f"Another sweep writes into {folder}: wait for its end, or name another folder.")


def _run(plan: Plan, folder: Path, workers: int, scheduler: str, tell: Callable[[float], object]) -> Outcome:
    of, columns, whole = whole_state(), schema(plan.blocks), plan.chunks
    names = [name(chunk, of) for chunk in whole]
    aside = tidy(folder, names)
    missing = [(n, chunk) for n, chunk in zip(names, whole, strict=True) if not (folder / n).exists()]
    found = plan.points - sum(chunk.count for _, chunk in missing)
    done = 0
    describe(plan, folder, of, found=found, evaluated=0)
    tell(found / max(plan.points, 1))
    for file, rows, count in _answered(missing, of, workers, scheduler):
        write(folder / file, rows, columns)
        done += count
        tell((found + done) / plan.points)
    describe(plan, folder, of, found=found, evaluated=done)
    return Outcome(found, done, aside)


Answer = tuple[str, dict[str, list[Any]], int]
"""A chunk's file, its rows, and how many points they are of."""


def _answered(missing: Sequence[tuple[str, Chunk]], of: str, workers: int, scheduler: str) -> Iterator[Answer]:
    """Chunks, by their files, with their rows, as they come."""
    if not missing:
        return
    if not workers and not scheduler:
        yield from ((file, answer(chunk, of), chunk.count) for file, chunk in missing)
        return
    with _client(min(workers, len(missing)), scheduler) as client:
        left, coming = iter(missing), as_completed()
        out: dict[Any, tuple[str, Chunk]] = {}

        def send(count: int) -> None:
            for file, chunk in islice(left, count):
                future = client.submit(answer, chunk, of, key=f"tilt-sweep-{file}", pure=False)
                out[future] = file, chunk
                coming.add(future)

        send(AHEAD)
        for future in coming:
            file, chunk = out.pop(future)
            try:
                rows = future.result()
            except KilledWorker as error:
                msg = f"{file} was given up: {error}"
                raise WorkerError(msg) from error
            yield file, rows, chunk.count
            future.release()
            # Workers come and go while a sweep runs; where all are gone, one chunk waits for the next.
            send(max(AHEAD * sum(client.nthreads().values()) - len(out), 0 if out else 1))


@contextmanager
def _client(workers: int, scheduler: str) -> Iterator[Client]:
    """A cluster of processes on this machine, reached by nobody else, or the one at an address."""
    if scheduler:
        with _reached(scheduler) as client:
            yield client
        return
    # What does not fit into memory is spilled there.
    with TemporaryDirectory(prefix="tilt-sweep-") as spill:
        cluster = LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, host=HERE, dashboard_address=None,
            local_directory=spill, silence_logs=50, preload=["tilt.sweep.worker"],
        )  # fmt: skip
        with cluster, Client(cluster) as client:
            yield client


def _reached(scheduler: str) -> Client:
    """The cluster at an address, once it has a worker. Raises WorkerError where it has none in time."""
    try:
        client = Client(scheduler, timeout=WAIT)
        client.wait_for_workers(1, timeout=WAIT)
    except (OSError, TimeoutError, ValueError) as error:
        msg = f"no worker answers at {scheduler}: {error}"
        raise WorkerError(msg) from error
    return client
