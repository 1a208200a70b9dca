"""The fields of a sweep's YAML, each with what it may be."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tilt.engine.draws import MAX_DRAWS, PAGE_DRAWS, REPLICATES
from tilt.record.entries import Strict
from tilt.sweep.axes import STEP

FORMS = ("grid", "sample", "strongest")
"""How a sweep's points are made; a file has one of them."""

CHUNK = 256
"""Points in a file where nothing else is said: a second or two of work at the page's draws."""

MOST = 10**9
"""Points of a sweep at most: a mistyped grid is noticed before a week has passed."""


class SweepEntry(Strict):
    """A sweep's file."""

    title: str = ""
    claims: Any = Field("all", description="all, or a list of claims")
    findings: Any = Field(
        "headline", description="headline (each claim’s first), all, or a list such as task-horizons/now"
    )
    draws: int = Field(
        PAGE_DRAWS, ge=REPLICATES, le=MAX_DRAWS, multiple_of=REPLICATES,
        description=f"a multiple of {REPLICATES} from {REPLICATES} to {MAX_DRAWS}",
    )  # fmt: skip
    chunk: int = Field(
        CHUNK, ge=STEP, le=2**16, multiple_of=STEP,
        description=f"points in a file: a multiple of {STEP} from {STEP} to {2**16}",
    )  # fmt: skip
    grid: Any = Field(None, description="a mapping with inputs and readings")
    sample: Any = Field(None, description="a mapping with points, seed, inputs and readings")
    strongest: Any = Field(None, description="a mapping with inputs, parts and readings")


class GridEntry(Strict):
    """Every combination of these settings and options."""

    inputs: dict[str, list[Any]] = Field(default_factory=dict, description="a list of settings for each input")
    readings: Any = Field(None, description="all, or for each reading’s id a list of its options, or all")


class SampleEntry(Strict):
    """Points drawn at random."""

    points: int = Field(ge=1, le=MOST, description=f"how many points, from 1 to {MOST}")
    seed: int = Field(0, ge=0, lt=2**63, description="a whole number from 0")
    inputs: Any = Field(
        None, description="half, interval or bounds for every uncertain input; or for each [low, high] or one of these"
    )
    readings: Any = Field(None, description="all, or for each reading’s id a list of its options, or all")


class StrongestEntry(Strict):
    """For each finding a grid of what moves it most."""

    inputs: int = Field(2, ge=1, le=4, description="how many inputs, from 1 to 4")
    parts: int = Field(9, ge=2, le=1000, description="values of each input, from 2 to 1000")
    readings: int = Field(2, ge=0, le=20, description="how many readings, from 0 to 20")
