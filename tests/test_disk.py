"""Commands where nothing can be written: a checkout and a home that are read-only, and disks that are full."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.copies import git
from tests.trial import can_mount, trial, try_all

REFRESH = "refresh model_horizons benchmark_results_1_1.yaml --vintage 2026-12 --yes"
READING = (
    "check",
    "verdicts",
    "assumptions",
    "forecasts",
    "readings",
    "diff HEAD",
    "refit runs.jsonl --samples 0",
    "sweep sweep.yaml --out mine --count",
)
WRITING = {
    "edition 2027-03": "editions",
    "sweep sweep.yaml --out mine --workers 0": "mine",
    REFRESH: "data/evidence",
    "new-claim faster-reviews": "",
}
"""Commands that write, and below which folder."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not can_mount():
        pytest.skip("nothing can be mounted here for one test alone")
    return trial(tmp_path_factory.mktemp("disk"))


def test_a_read_only_checkout_answers_and_what_writes_says_where_it_cannot(place: Path, many: bool) -> None:
    assert many
    read_only = 'mount --bind "$PWD" "$PWD"; mount -o remount,ro,bind "$PWD"; cd "$PWD"'
    lines = [*READING, *WRITING]
    found = try_all(lines, place, before=read_only, HOME=str(place), PYTHONDONTWRITEBYTECODE="1")
    for line, one in zip(lines, found, strict=True):
        assert not one["fault"]
        if line in READING:
            assert one["code"] == 0 and one["out"], one["err"]
            continue
        assert one["code"] == 1
        (told,) = [said for said in one["err"].splitlines() if "Read-only file system" in said]
        assert WRITING[line] in told and "Errno" not in told
    assert git(place, "status", "--porcelain") == ""


def test_a_full_disk_is_told_and_leaves_no_half(place: Path, many: bool) -> None:
    assert many
    tables = place / "data" / "evidence"
    room = sum(4096 * (1 + p.stat().st_size // 4096) for p in tables.iterdir()) // 1024 + 8
    cache = place.parent / "cache"
    for folder in (place / "editions", place / "mine", cache):
        folder.mkdir(exist_ok=True)
    before = f"""mount -t tmpfs -o size=64k tmpfs editions
mount -t tmpfs -o size=8k tmpfs mine
mount -t tmpfs -o size=4k tmpfs "{cache}"
mkdir -p ../kept; cp data/evidence/* ../kept
mount -t tmpfs -o size={room}k tmpfs data/evidence; cp ../kept/* data/evidence
dd if=/dev/zero of=data/evidence/.#filler bs=1k 2>/dev/null || true
truncate -s -2k data/evidence/.#filler"""
    lines = ["edition 2027-03", "sweep sweep.yaml --out mine --workers 0", REFRESH, "verdicts", "readings"]
    found = try_all(lines, place, before=before, XDG_CACHE_HOME=str(cache))
    for line, one in zip(lines, found, strict=True):
        assert not one["fault"]
        if line in ("verdicts", "readings"):  # they keep nothing then, and answer
            assert one["code"] == 0 and one["out"]
            continue
        assert one["code"] == 1, one
        (told,) = [said for said in one["err"].splitlines() if "No space left on device" in said] or [one["err"]]
        assert "No space left on device" in told, told
        assert "Errno" not in told
        assert "is written" not in one["out"]
