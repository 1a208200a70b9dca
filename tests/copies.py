"""Copies of the project's data for tests that change or break it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tilt import assumptions, evidence
from tilt.paths import PACKAGE
from tilt.trends import backtest, horizons


def fresh() -> None:
    """Forget everything read so far, so that the next reading sees the files as they are now."""
    assumptions.record.cache_clear()
    for function in (evidence.edition, evidence._descriptor, evidence._read, evidence._sources):
        function.cache_clear()
    for derivation in evidence.DERIVATIONS.values():
        derivation.cache_clear()  # type: ignore[attr-defined]
    backtest._predictions.cache_clear()
    horizons._alternatives.cache_clear()
    horizons.resampled_doubling.cache_clear()


def project_copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of `data/` in a folder that the package takes for its root until the test ends."""
    copy = folder / "project"
    shutil.copytree(PACKAGE.parent / "data", copy / "data")
    monkeypatch.setenv("TILT_ROOT", str(copy))
    fresh()
    return copy
