"""Sweeps run: in one process and in many, with a worker killed, with the whole run killed; always the same answers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import psutil
import pytest
from distributed import Client

from tilt.book import book
from tilt.engine.compile import near
from tilt.engine.scale import Interval
from tilt.engine.verdict import QUANTILE_NAMES
from tilt.sweep import evaluate as evaluating
from tilt.sweep import run as running
from tilt.sweep.axes import Chunk
from tilt.sweep.evaluate import evaluated
from tilt.sweep.plan import Plan, read_plan
from tilt.sweep.run import Outcome, WorkerError, answer, run

SPEC = """claims: [task-horizons]
findings: all
draws: 4096
chunk: 16
sample:
  points: 600
  seed: 5
  inputs: {length_ratio: interval, safety_transfer: half}
  readings: {gamed_where: all, trend: all}
"""
POINTS, FINDINGS = 600, len(book().claim("task-horizons").findings)


def planned(folder: Path, text: str = SPEC) -> Plan:
    path = folder / "sweep.yaml"
    path.write_text(text, encoding="utf-8")
    return read_plan(path, book())


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.glob("*.parquet")}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a run in this process: what every other run has to give."""
    folder = tmp_path_factory.mktemp("alone")
    plan = planned(folder)
    assert run(plan, folder / "out", workers=0) == Outcome(0, POINTS, 0)
    return contents(folder / "out")


EVERY = "claims: all\nfindings: all\ndraws: 256\nsample: {points: 12, seed: 1, inputs: half, readings: all}"
TIED = """claims: [differential]
draws: 256
grid:
  inputs: {safety_transfer: [{same_as: capability_transfer}, [0.3, 0.9]], capability_transfer: [default, 0.5]}
  readings: {labour_for_compute: all, speed_of_ai: all, shared_progress: all}
"""


@pytest.mark.parametrize("text", [EVERY, TIED], ids=["every claim", "ties and correlations under a choice"])
def test_a_row_is_what_the_book_says_of_its_point_to_the_last_bit(tmp_path, text):
    whole = book()
    for block in planned(tmp_path, text).blocks:
        columns = evaluated(whole, Chunk(block, 0, block.points))
        rows = iter(zip(*(columns[c] for c in ("finding", "credence", "error", *QUANTILE_NAMES)), strict=True))
        for changes, _ in block.places(0, block.points):
            told = whole.run(block.claim, changes, block.draws)
            for finding in block.findings:
                v = told.verdict(finding)
                assert next(rows) == (finding, v.credence, v.error, *v.quantiles)
        assert next(rows, None) is None


def test_only_what_a_point_changes_is_worked_out_again(monkeypatch):
    claim, asked = book().claim("differential"), list[set[int]]()

    def noted(function, values, moving=()):
        asked.append(set(moving))
        return near(function, values, moving)

    monkeypatch.setattr(evaluating, "near", noted)
    evaluator = evaluating.Evaluator(claim, book().record, 256)
    for share in (0.3, 0.4):  # years, switches and whatever else has one value by default stay as they are
        evaluator.effects({"large_run_share": Interval(share, share)})
    assert asked == [set(), {claim.inputs.index("large_run_share")}]


def test_more_draws_than_a_block_are_the_books_too(tmp_path):
    plan = planned(tmp_path, "claims: [task-horizons]\ndraws: 16384\ngrid: {inputs: {length_ratio: [2]}}")
    found = evaluated(book(), plan.chunks[0])
    assert found["credence"] == [book().run("task-horizons", {"length_ratio": [2, 2]}, 16384).verdicts[0].credence]


def test_the_table_says_what_each_point_sets(alone, tmp_path):
    for name, data in alone.items():
        (tmp_path / name).write_bytes(data)
    rows = pl.read_parquet(tmp_path / "*.parquet")
    assert rows.shape[0] == POINTS * FINDINGS
    assert rows["point"].unique().sort().to_list() == list(range(POINTS))
    assert set(rows["gamed_where"]) == set(book().record.assumptions["gamed_where"].options)
    assert rows["length_ratio_low"].equals(rows["length_ratio_high"].rename("length_ratio_low"))
    first = rows.filter(pl.col("finding") == "lead").row(0, named=True)
    set_ = {"length_ratio": [first["length_ratio_low"]] * 2, "safety_transfer": [first["safety_transfer_low"]] * 2,
            "gamed_where": first["gamed_where"], "trend": first["trend"]}  # fmt: skip
    assert first["credence"] == book().run("task-horizons", set_).verdict("lead").credence


def started(*arguments: str, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "dask", *arguments]
    with (folder / f"{arguments[0]}.log").open("a") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, text=True, env=os.environ)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """A scheduler on this machine with two workers, which nobody starts again when they die."""
    at = tmp_path / "scheduler.json"
    here = ("--host", "127.0.0.1")
    scheduler = started(
        "scheduler", *here, "--port", "0", "--no-dashboard", "--scheduler-file", str(at), folder=tmp_path
    )
    worker = ("worker", *here, "--scheduler-file", str(at), "--nthreads", "1", "--no-nanny", "--no-dashboard")
    workers = [started(*worker, "--local-directory", str(tmp_path), folder=tmp_path) for _ in range(2)]
    try:
        until = time.monotonic() + 60
        while not at.exists() or not at.read_text(encoding="utf-8").strip().endswith("}"):
            assert time.monotonic() < until, (tmp_path / "scheduler.log").read_text(encoding="utf-8")
            time.sleep(0.05)
        yield json.loads(at.read_text(encoding="utf-8"))["address"], workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


@pytest.mark.usefixtures("long")
def test_a_worker_killed_half_way_loses_nothing(alone, cluster, tmp_path):
    address, workers = cluster
    shares: list[float] = []
    with Client(address) as client:
        client.wait_for_workers(2, timeout=60)
        pids = client.run(os.getpid)

        def tell(share: float) -> None:
            shares.append(share)
            if len(shares) == 6:  # with five files written
                busy = [worker for worker, at in client.processing().items() if at]
                os.kill(pids[busy[0]], signal.SIGKILL)

        plan = planned(tmp_path)
        assert run(plan, tmp_path / "out", workers=0, scheduler=address, tell=tell) == Outcome(0, POINTS, 0)
        assert len(client.nthreads()) == 1
    assert sorted(p.poll() is None for p in workers) == [False, True]
    assert shares == sorted(shares) and shares[-1] == 1
    assert contents(tmp_path / "out") == alone


def command(out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "tilt.cli", "sweep", str(out.parent / "sweep.yaml"), "--out", str(out), *more]


@pytest.mark.usefixtures("long")
def test_a_killed_run_goes_on_where_it_was_and_leaves_no_process(alone, tmp_path):
    planned(tmp_path)
    out = tmp_path / "out"
    first = subprocess.Popen(command(out, "--workers", "2"), stderr=subprocess.DEVNULL)
    until = time.monotonic() + 90
    while len(list(out.glob("*.parquet"))) < 3:
        assert first.poll() is None and time.monotonic() < until
        time.sleep(0.002)
    first.send_signal(signal.SIGSTOP)
    family = psutil.Process(first.pid).children(recursive=True)
    first.kill()
    first.wait()
    written = {p.name: p.stat().st_mtime_ns for p in out.glob("*.parquet")}
    assert 3 <= len(written) < len(alone), "killed after its end: nothing is tried"
    assert json.loads((out / "sweep.json").read_text(encoding="utf-8"))["complete"] is False
    assert not psutil.wait_procs(family, timeout=20)[1]
    (out / ".half-a-file.parquet.half").write_bytes(b"PAR1")

    done = run(planned(tmp_path), out, workers=0)
    assert contents(out) == alone
    assert done.found == POINTS - done.evaluated >= 16 * len(written) - 16
    assert {name: (out / name).stat().st_mtime_ns for name in written} == written
    assert not list(out.glob(".*"))
    told = json.loads((out / "sweep.json").read_text(encoding="utf-8"))
    assert (told["complete"], told["points"], told["evaluated"], told["rows"]) == (
        True,
        POINTS,
        done.evaluated,
        POINTS * FINDINGS,
    )


def test_a_changed_file_makes_other_chunks_and_puts_the_earlier_aside(alone, tmp_path):
    out = tmp_path / "out"
    plan, other = planned(tmp_path), planned(tmp_path, SPEC.replace("seed: 5", "seed: 6"))
    assert run(plan, out, workers=0) == Outcome(0, POINTS, 0)
    assert run(other, out, workers=0) == Outcome(0, POINTS, len(alone))
    assert not set(contents(out)) & set(alone)
    assert contents(out / "earlier") == alone
    # Back again, and nothing is worked out twice.
    assert run(plan, out, workers=0) == Outcome(POINTS, 0, len(alone))
    assert contents(out) == alone


def test_a_longer_sample_keeps_what_the_shorter_has(alone, tmp_path):
    out = tmp_path / "out"
    run(planned(tmp_path), out, workers=0)
    longer = planned(tmp_path, SPEC.replace("points: 600", "points: 620"))
    # The last file was not full: only it and what is new are evaluated.
    assert run(longer, out, workers=0) == Outcome(592, 28, 1)


def test_another_state_makes_other_chunks_and_its_workers_are_refused(tmp_path, monkeypatch):
    plan, out = planned(tmp_path, SPEC.replace("points: 600", "points: 16")), tmp_path / "out"
    assert run(plan, out, workers=0).evaluated == 16
    with pytest.raises(WorkerError, match="the sweep is of another"):
        answer(plan.chunks[0], "another")
    monkeypatch.setattr(running, "whole_state", lambda: "of a changed book")
    running._mine.cache_clear()
    try:
        assert run(plan, out, workers=0) == Outcome(0, 16, 1)
    finally:
        running._mine.cache_clear()


def test_a_scheduler_that_is_not_there_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "WAIT", 1)
    with pytest.raises(WorkerError, match=r"no worker answers at tcp://127\.0\.0\.1:9"):
        run(planned(tmp_path), tmp_path / "out", workers=0, scheduler="tcp://127.0.0.1:9")


@pytest.mark.usefixtures("long")
def test_ctrl_c_ends_workers_quietly_and_says_that_what_is_there_is_kept(tmp_path):
    planned(tmp_path, SPEC.replace("points: 600", "points: 6000"))
    out = tmp_path / "out"
    begun = subprocess.Popen(command(out, "--workers", "1"), stderr=subprocess.PIPE, text=True, start_new_session=True)
    until = time.monotonic() + 90
    while len(list(out.glob("*.parquet"))) < 2:
        assert begun.poll() is None and time.monotonic() < until
        time.sleep(0.01)
    family = psutil.Process(begun.pid).children(recursive=True)
    os.killpg(begun.pid, signal.SIGINT)  # as a terminal does: to the command and its workers
    said = begun.communicate(timeout=60)[1]
    assert begun.returncode == 130
    assert "Traceback" not in said and "the same command goes on from there" in said
    assert not psutil.wait_procs(family, timeout=20)[1]
