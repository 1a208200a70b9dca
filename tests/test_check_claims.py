"""What a claim's code can do wrong, planted in a copy of the checkout: `tilt check` says file, line, id and the fix."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import sympy as sp

from tests.copies import own_python, package_copy
from tests.test_check import plant
from tilt.book import book
from tilt.check import formulas, steps, tried
from tilt.check.claims import outlined
from tilt.check.declared import outlines
from tilt.check.outline import Outline
from tilt.engine.claim import symbol
from tilt.engine.inputs import Record
from tilt.engine.scale import Interval, Scale
from tilt.record.problems import Problem

CLAIM = "tilt/claims/{}/claim.py"
HORIZONS = CLAIM.format("task_horizons")
ROOT_OF_LOG = "sp.sqrt(sp.log(INPUTS[2] / INPUTS[5]))"


@dataclass(frozen=True)
class Fault:
    """What is planted, and what must be said of it: the file, the id, words of the problem, and of its fix."""

    file: str
    old: str
    new: str
    id: str
    words: tuple[str, ...]
    lineless: bool = False


FAULTS = (
    Fault(HORIZONS, "effect=trust_ahead,", f"effect={ROOT_OF_LOG},", "checks",
          ("finding of task-horizons gives no number in ", " % of draws from the bounds and ",
           "NaN, with doubling_months", "capability_task_minutes", "a real, finite number wherever the bounds allow",
           "guard the formula")),
    Fault(HORIZONS, "threshold=6.0", 'threshold=float("inf")', "useful-lead",
          ("has a threshold that is no number", "inf", "a finite number")),
    Fault(HORIZONS, '"horizon": sp.exp(log_horizon(years))', '"horizon": sp.log(years - 3)', "horizon",
          ("fan horizon at year 2023 of task-horizons gives no number in 100 % of draws from the bounds",)),
    Fault(HORIZONS, "{usable_target} automated more", "{usable_targets} automated more", "useful-lead",
          ("names in its statement what is no input", "{usable_targets}", "correct the name in the braces")),
    Fault(CLAIM.format("differential"), "number=6", "number=5", "differential",
          ("has the number of cot-transparency", "give it number 6")),
    Fault("_toc.yml", "      - file: book/cot-transparency\n        title: 5 Readable reasoning\n", "",
          "cot-transparency", ("has no line for the chapter of a claim", "add '- file: book/cot-transparency'"), True),
    Fault("_toc.yml", "book/method\n", "book/methods\n", "",
          ("names a chapter that is not there", "book/methods", "add the file, or take the line out")),
    Fault("book/glossary.ipynb", "{", "[", "", ("is no notebook", "restore it")),
)  # fmt: skip


@pytest.fixture(scope="module")
def fork(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout, its caches its own."""
    return package_copy(tmp_path_factory.mktemp("check"))


def told(fork: Path) -> list[str]:
    """Each problem that the command prints, in one line."""
    made = own_python(fork, "-m", "tilt.cli", "check", XDG_CACHE_HOME=str(fork.parent / "cache"))
    assert made.returncode == 1, made.stdout + made.stderr
    assert "Traceback" not in made.stderr
    problems: list[str] = []
    for line in made.stderr.splitlines():
        if line.startswith("  ") and problems:
            problems[-1] += " " + line.strip()
        else:
            problems.append(line)
    return problems


def test_every_planted_fault_is_told_with_file_line_and_fix_before_anything_runs(fork: Path) -> None:
    before = {fault.file: (fork / fault.file).read_text() for fault in FAULTS}
    chapter = fork / "book" / "pause-or-accelerate.ipynb"
    try:
        for fault in FAULTS:
            plant(fork, fault.file, fault.old, fault.new)
        chapter.rename(fork / "away.ipynb")
        *found, count = told(fork)
    finally:
        (fork / "away.ipynb").rename(chapter)
        for name, text in before.items():
            (fork / name).write_text(text)
    for fault in FAULTS:
        (mine,) = [p for p in found if p.startswith(fault.file) and all(w in p for w in (fault.id, *fault.words))]
        assert fault.lineless or re.match(rf"{re.escape(fault.file)}:\d+: ", mine), mine
    (lost,) = [p for p in found if "value:   book/pause-or-accelerate" in p]
    assert re.match(r"_toc\.yml:\d+: names a chapter that is not there", lost)
    assert len(found) == len(FAULTS) + 1, found
    assert count == f"{len(found)} problems found. Nothing was changed."


HALF = "tilt/claims/half"

ALONE: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "two findings of one id": (
        'id="useful-lead"',
        'id="lead"',
        (f"{HORIZONS}:", "lead: is the id of two findings of task-horizons, first on line", "an id of its own"),
    ),
    "an id that breaks markup": (
        'id="useful-lead"',
        "id='x\" onclick=\"y'",
        (f"{HORIZONS}:", 'x" onclick="y', "stands in links and attributes", "small letters and digits"),
    ),
    "an input that nobody uses": (
        "inputs=tuple(s.name for s in INPUTS),",
        'inputs=(*(s.name for s in INPUTS), "uplift"),',
        (HORIZONS, "uplift: is an input of task-horizons that none of its formulas uses", "take it out"),
    ),
    "an input named twice": (
        "inputs=tuple(s.name for s in INPUTS),",
        "inputs=(*(s.name for s in INPUTS), INPUTS[0].name),",
        (HORIZONS, "horizon_today: stands 2 times among the inputs", "name it once"),
    ),
    "a complex effect": (
        "effect=trust_ahead,",
        "effect=trust_ahead * sp.I,",
        (f"{HORIZONS}:", "checks", "100 % of draws from the bounds and ", "a complex number, with proxies"),
    ),
    "a symbol that is not the input's": (
        "effect=trust_ahead,",
        'effect=trust_ahead + 0.1 * sp.Symbol("proxies"),',
        ("task_horizons/model.py", "proxies", "not the input’s own", "make it with `symbol`"),
    ),
    "a bracket": (
        "CLAIM = Claim(",
        "CLAIM = Claim((",
        (f"{HORIZONS}:", "task_horizons: claim cannot be loaded: SyntaxError", "mend it"),
    ),
    "a folder without a claim": (
        "",
        "",
        (HALF, "half: claim cannot be loaded", "add claim.py with CLAIM"),
    ),
}


@pytest.mark.parametrize("case", ALONE, ids=lambda c: c.replace(" ", "-"))
def test_a_fault_of_a_claim_is_told_once(fork: Path, case: str) -> None:
    old, new, words = ALONE[case]
    before = (fork / HORIZONS).read_text()
    try:
        if old:
            plant(fork, HORIZONS, old, new)
        else:
            (fork / HALF).mkdir()
            (fork / HALF / "__init__.py").touch()
        problem, count = told(fork)
    finally:
        (fork / HORIZONS).write_text(before)
        shutil.rmtree(fork / HALF, ignore_errors=True)
    assert all(word in problem for word in words), problem
    assert count == "1 problem found. Nothing was changed."


def test_corners_show_every_end_and_option_and_every_triple_of_ends() -> None:
    inputs = [book().record.assumptions[id] for id in book().claim("task-horizons").inputs]
    at = formulas.corners(inputs)
    for a, row in zip(inputs, at, strict=True):
        ends = set(range(len(a.options))) if a.scale is Scale.CHOICE else {a.bounds.low, a.bounds.high}
        assert ends <= set(row)
    two = [k for k, a in enumerate(inputs) if a.scale is not Scale.CHOICE and a.bounds.low < a.bounds.high]
    high = np.array([at[k] == inputs[k].bounds.high for k in two])[:, -formulas.CORNERS :]
    for i, j, k in ((0, 1, 2), (1, 3, 5), (-1, -2, -3)):
        assert len({tuple(column) for column in high[[i, j, k]].T}) == 8


def outline(slug: str) -> Outline:
    return next(o for o in outlines() if o.slug == slug)


def test_a_claim_that_passed_is_tried_again_once_bounds_move(monkeypatch: pytest.MonkeyPatch, own_cache: Path) -> None:
    tries: list[str] = []

    def passes(slug: str, record: Record) -> list[Problem]:
        tries.append(slug)
        return []

    monkeypatch.setattr(tried, "_broken", passes)
    record = book().record
    assert [*tried.check(record), *tried.check(record)] == []
    assert tries == [c.slug for c in book().claims]
    ratio = record.assumptions["length_ratio"]
    wider = replace(ratio, bounds=Interval(ratio.bounds.low / 2, ratio.bounds.high))
    assert not [*tried.check(replace(record, assumptions={**record.assumptions, wider.id: wider}))]
    assert tries[len(book().claims) :] == [c.slug for c in book().claims if "length_ratio" in c.inputs]


def test_steps_are_set_again_once_a_letter_that_they_show_changes(
    monkeypatch: pytest.MonkeyPatch, own_cache: Path
) -> None:
    sets: list[str] = []

    def shows(slug: str, symbols: Mapping[str, str]) -> list[Problem]:
        sets.append(slug)
        return []

    monkeypatch.setattr(steps, "_unshown", shows)
    record = book().record
    assert [*steps.check(record), *steps.check(record)] == []
    assert sets == [c.slug for c in book().claims]
    ratio = record.assumptions["length_ratio"]
    other = replace(record, assumptions={**record.assumptions, ratio.id: replace(ratio, symbol=r"\lambda")})
    assert not [*steps.check(other)]
    assert sets[len(book().claims) :] == [o.slug for o in outlines() if "length_ratio" in o.shown]
    assert len(sets) > len(book().claims)


def test_what_fails_a_trial_is_tried_again(own_cache: Path, tmp_path: Path) -> None:
    fault = Problem(tmp_path / "model.py", None, "gives no number")
    assert tried.unless_passed(("a",), lambda: [fault]) == [fault]
    assert tried.unless_passed(("a",), list) == []
    assert tried.unless_passed(("a",), lambda: [fault]) == [], "passed meanwhile"
    assert tried.unless_passed(("b",), lambda: [fault]) == [fault]


def test_another_interval_within_the_bounds_asks_for_no_other_trial() -> None:
    """Since the trial draws from all of the bounds, wherever the default lies within them."""
    claim, record = book().claim("task-horizons"), book().record
    ratio = record.assumptions["length_ratio"]
    narrow = replace(ratio, interval=Interval(ratio.bounds.low, ratio.bounds.low))
    moved = replace(record, assumptions={**record.assumptions, narrow.id: narrow})
    of = outline("task-horizons")
    assert tried.bounds(of, moved) == tried.bounds(of, record)
    nowhere = sp.log(sp.Abs(symbol("length_ratio") - ratio.bounds.low) - sp.Float(ratio.bounds.high) / 2)
    broken = replace(claim, findings=(replace(claim.findings[0], effect=nowhere),), fans=(), splits=())
    for default in (ratio, narrow):
        changed = replace(record, assumptions={**record.assumptions, ratio.id: default})
        (problem,) = formulas.broken(broken, changed)
        share = re.search(r"([\d.]+) % of draws from the bounds and ", problem.what)
        assert share and 0 < float(share[1]) < 100, "the draws reach all of the bounds"


def test_claims_kept_in_outline_are_the_claims() -> None:
    assert outlines() == outlined() == outlines()
    assert [(o.slug, o.inputs) for o in outlines()] == [(c.slug, c.inputs) for c in book().claims]


UPLIFT = "data/evidence/uplift.csv"
YAML = "data/assumptions/task-horizons.yaml"
MODEL = "tilt/claims/task_horizons/model.py"

OWN = """
from tilt.engine.inputs import Derived
from tilt.record.derivations import derivation
from tilt.record.evidence import table


@derivation("own")
def own():
    n = len(table("uplift"))
    return {"minutes": Derived(240.0, 9600.0 + n, "Counted.", "uplift", n)}
"""


def loaded(fork: Path) -> str:
    """How many problems a check finds, and what it loads that takes long."""
    heavy = "print(len(check()), *sorted({'sympy', 'tilt.trends'} & {*sys.modules}))"
    script = f"import sys; from tilt.check.whole import check; {heavy}"
    return own_python(fork, "-c", script, XDG_CACHE_HOME=str(fork.parent / "cache")).stdout.strip()


@pytest.fixture
def unchanged(fork: Path) -> Iterator[Path]:
    """The copy, whose files are what they were when the test ends."""
    before = {name: (fork / name).read_text() for name in (YAML, UPLIFT, MODEL)}
    yield fork
    for name, text in before.items():
        (fork / name).write_text(text)


def test_a_sound_book_is_checked_again_without_its_formulas(unchanged: Path) -> None:
    """A moved interval loads no SymPy and fits nothing: what takes seconds rests on code and tables alone."""
    loaded(unchanged)  # whichever test comes first
    assert loaded(unchanged) == "0"
    plant(unchanged, YAML, "[240, 9600]", "[250, 9600]")
    assert loaded(unchanged) == "0"
    plant(unchanged, UPLIFT, ",0.84,", ",0.85,")
    assert loaded(unchanged) == "0 tilt.trends"
    assert loaded(unchanged) == "0"


def test_a_claim_may_derive_an_interval_itself(unchanged: Path) -> None:
    (unchanged / MODEL).write_text((unchanged / MODEL).read_text() + OWN)
    plant(unchanged, YAML, "[240, 9600]", "{derived: own.minutes}")
    assert loaded(unchanged).split()[0] == "0"
    assert loaded(unchanged) == "0"
    plant(unchanged, UPLIFT, ",0.84,", ",0.85,")
    assert loaded(unchanged) == "0 sympy tilt.trends", "its claim is loaded to work it out"
