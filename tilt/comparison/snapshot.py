"""What a state of the book says, as plain data: inputs, formulas, table rows, verdicts, readings, flips, sentences.

The form is meant to last: an edition can hold one as `snapshot.json`, and a later `tilt diff` reads it. Another form
gets another number.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from tilt.engine.readings import Side

FORM = 1
NAME = "snapshot.json"
"""What a snapshot is called in an edition's folder."""


class SnapshotError(ValueError):
    """Something that holds no snapshot this code can read, in a sentence."""


class Plain(BaseModel):
    """Plain data that is never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")


class Setting(Plain):
    """What an input is set to: one of an interval, the weights of a choice, or the input whose value it takes."""

    interval: tuple[float, float] | None = None
    weights: tuple[float, ...] | None = None
    same_as: str | None = None


class Input(Plain):
    """An assumption as far as it decides numbers, and the table its interval is derived from, if it is."""

    id: str
    claim: str
    label: str
    unit: str
    scale: str
    column: int
    interval: tuple[float, float]
    bounds: tuple[float, float]
    labels: Mapping[str, str] | None = None
    weights: tuple[float, ...] | None = None
    basis: str
    table: str = ""
    setting: Setting


class Tie(Plain):
    """A rank correlation of two inputs, always or while a choice takes an option."""

    between: tuple[str, str]
    rank: float
    when: tuple[str, str] | None = None


class Formula(Plain):
    """A formula: equal ones have equal digests; `latex` for the steps that chapters show, else empty."""

    digest: str
    latex: str = ""


class Claim(Plain):
    """A claim's formulas, by where they stand ("step …", "finding …"), and the inputs they take."""

    slug: str
    number: int
    title: str
    inputs: tuple[str, ...]
    formulas: Mapping[str, Formula]


class Range(Plain):
    """How far a credence ranges over the readings: lowest, ends of the middle half, highest; how many there are."""

    lowest: float
    lower: float
    upper: float
    highest: float
    count: int

    @property
    def quartiles(self) -> tuple[float, float, float, float]:
        """The four, in their order."""
        return self.lowest, self.lower, self.upper, self.highest


class Turn(Plain):
    """The single input that turns a finding soonest, the value where it does, and how far off that is: see `Flip`."""

    input: str
    value: float
    distance: float


class Effect(Plain):
    """A finding's effect: its name, unit, threshold, and quantiles by name (`q05` to `q95`)."""

    name: str
    unit: str
    threshold: float
    quantiles: Mapping[str, float]


class Finding(Plain):
    """What the draws say of a finding.

    `replicates` are its shares of draws in each of the interleaved replicates: two states share their draws, so the
    error of a difference comes from these. `word` is the book's own, as far as the readings support one.
    """

    claim: str
    id: str
    title: str
    statement: str
    credence: float
    standard_error: float
    replicates: tuple[float, ...]
    effect: Effect
    readings: Range
    word: str
    side: Side
    flip: Turn | None


class Sentence(Plain):
    """A computed sentence of a chapter, as it is written and as it reads; `text` is empty where it cannot be filled."""

    template: str
    text: str


class Code(Plain):
    """Digests of the engine, of the claims and of what derives intervals from tables, each with libraries' versions."""

    engine: str
    claims: str
    trends: str


class Snapshot(Plain):
    """A state of the book.

    `as_of` is the edition's date, `scenario` what was changed for the occasion, if anything. `unsaid` are claims whose
    facts cannot be worked out in this state, with why: their sentences are empty. `owned` are its changelog's lines
    under "Conclusions that moved".
    """

    form: Literal[1] = 1
    edition: str
    as_of: str
    scenario: str = ""
    draws: int
    code: Code
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    inputs: Mapping[str, Input]
    correlations: tuple[Tie, ...]
    tables: Mapping[str, Mapping[str, Mapping[str, str]]]
    chapters: Mapping[str, tuple[Sentence, ...]]
    unsaid: Mapping[str, str]
    owned: tuple[str, ...] = ()

    def claim(self, slug: str) -> Claim | None:
        """The claim with this slug, where there is one."""
        return next((c for c in self.claims if c.slug == slug), None)


def parse(text: str, called: str) -> Snapshot:
    """The snapshot that a text holds; `called` is how errors name it. Raises SnapshotError."""
    try:
        return Snapshot.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        count = error.error_count()
        more = f", and {count - 1} more faults" if count > 1 else ""
        raise SnapshotError(f"{called} holds no snapshot of form {FORM}: {where}: {first['msg']}{more}") from None


def read_snapshot(path: Path) -> Snapshot:
    """The snapshot of a file. Raises SnapshotError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SnapshotError(f"{path} cannot be read: {error}") from None
    return parse(text, str(path))
