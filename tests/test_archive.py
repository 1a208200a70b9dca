"""Everything as one file: complete, a data package of its own, and the same bytes from the same tables."""

from __future__ import annotations

import zipfile
from pathlib import Path

from frictionless import Package

from tilt.paths import data
from tilt.record import evidence
from tilt.record.archive import write_archive


def test_the_archive_has_every_table_as_it_stands_and_is_a_valid_package(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "all.zip"
    write_archive(path)
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == {"datapackage.json", *(evidence.describe(n).path for n in evidence.tables())}
        for name in archive.namelist():
            assert archive.read(name) == (data() / name).read_bytes()
        archive.extractall(tmp_path / "out")
    assert Package.from_descriptor(str(tmp_path / "out" / "datapackage.json")).validate().valid


def test_the_same_tables_give_the_same_bytes(tmp_path: Path, monkeypatch) -> None:
    write_archive(tmp_path / "one.zip")
    monkeypatch.setattr("time.time", lambda: 2e9)
    write_archive(tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
