"""Editions: each one's numbers again from its frozen inputs, a new one frozen, and forecasts scored."""

from __future__ import annotations

import csv
import datetime
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.copies import commit, git, one_claim_copy, own_python
from tilt.book import book
from tilt.comparison.snapshot import Snapshot
from tilt.editions import shown
from tilt.editions.folder import Frozen, editions, editions_folder
from tilt.editions.replay import ShallowError, own_code, replay
from tilt.editions.scored import scored
from tilt.paths import PACKAGE
from tilt.record.questions import Question, questions

LARGEST = 1_500_000
FIRST = "2026-11-first-reading"
NAMES = [e.name for e in editions()]


def test_a_reading_before_an_edition_stands_before_it():
    dated = {name.partition("-first")[0]: name for name in NAMES if name.endswith("-first-reading")}
    assert dated
    for name, before in dated.items():
        assert NAMES.index(before) + 1 == NAMES.index(name)


@pytest.mark.parametrize("name", NAMES)
def test_an_edition_gives_its_numbers_again_from_its_frozen_inputs(name, tmp_path):
    edition = Frozen(editions_folder() / name)
    try:
        again = replay(edition, tmp_path)
    except ShallowError as shallow:
        pytest.skip(str(shallow))
    assert len(again) == len(edition.snapshot.findings)
    assert [r for r in again if r.stated[0] != r.again[0]] == [], "no draw falls to the other side"
    if own_code(edition) or not (PACKAGE.parent / ".git").exists():
        assert all(r.same for r in again)
    for r in again:  # of another version of NumPy the last digits may be others
        assert r.again[2] == pytest.approx(r.stated[2], rel=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_an_edition_is_whole_and_small(name):
    folder = editions_folder() / name
    assert Frozen(folder).about.name == name
    assert (folder / "data" / "edition.yaml").is_file() and (folder / "requirements.txt").is_file()
    assert sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) < LARGEST


def test_the_first_reading_is_the_one_whose_numbers_were_published():
    edition = Frozen(editions_folder() / FIRST)
    with (PACKAGE.parent / "docs" / "editions" / f"{FIRST}.csv").open(encoding="utf-8") as file:
        published = {(r["claim"], r["finding"]): r for r in csv.DictReader(file)}
    found = {(f.claim, f.id): f for f in edition.snapshot.findings}
    assert found.keys() == published.keys()
    for key, f in found.items():
        assert f.credence == float(published[key]["credence"])
        assert f.effect.quantiles["q50"] == pytest.approx(float(published[key]["q50"]), rel=1e-5)
        assert sum(f.replicates) / len(f.replicates) == pytest.approx(f.credence)
        assert f.readings.count == 1


def test_the_page_has_every_finding_of_every_edition_and_of_today():
    table = shown.moved().content
    for edition in editions():
        for f in edition.snapshot.findings:
            assert f"{f.word}" in table
    now = {(v.claim, v.finding): v.statement for c in book().claims for v in book().run(c.slug).verdicts}
    before = [f for e in editions() for f in e.snapshot.findings]
    assert table.count("\u00a0*") == sum(now.get((f.claim, f.id), "") != f.statement for f in before) > 0
    assert FIRST in table and "not asked" in table and FIRST in shown.listed().content
    assert "The first comes due on" in shown.scores().content


# A new one.


@pytest.fixture(scope="module")
def fork(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of one claim in a repository of its own."""
    copy = one_claim_copy(tmp_path_factory.mktemp("editions"))
    shutil.copy(PACKAGE.parent / "requirements.txt", copy)
    asked = copy / "data" / "forecasts.csv"
    rows = asked.read_text(encoding="utf-8").splitlines(keepends=True)
    asked.write_text("".join(r for r in rows if r.startswith("id,") or ",task-horizons," in r), encoding="utf-8")
    commit(copy, "The book")
    return copy


def edition(fork: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return own_python(fork, "-m", "tilt.cli", "edition", *words, XDG_CACHE_HOME=str(fork.parent / "cache"))


def test_an_edition_is_frozen_once_and_played_back_to_the_last_bit(fork):
    assert "is frozen" in edition(fork, "2027-02", "--note", "A test.").stdout
    folder = fork / "editions" / "2027-02"
    about = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    assert about["commit"] == git(fork, "rev-parse", "HEAD").strip() and about["note"] == "A test."
    for path in (fork / "data").rglob("*.csv"):
        assert (folder / path.relative_to(fork)).read_bytes() == path.read_bytes()
    snapshot = Snapshot.model_validate_json((folder / "snapshot.json").read_text(encoding="utf-8"))
    assert {f.claim for f in snapshot.findings} == {"task-horizons"}
    probabilities = json.loads((folder / "forecasts.json").read_text(encoding="utf-8"))["forecasts"]
    assert probabilities and all(0 <= f["probability"] <= 1 for f in probabilities)
    assert [p.name for p in folder.parent.iterdir()] == ["2027-02"], "nothing half made is left"
    code = (
        "from pathlib import Path; from tilt.editions.folder import editions; from tilt.editions.replay import *;"
        "(e,) = editions(); assert own_code(e); print(all(r.same for r in replay(e, Path('unused'))))"
    )
    assert own_python(fork, "-c", code).stdout == "True\n"
    assert "nothing differs" in edition(fork, "2027-02").stdout
    path = fork / "data" / "assumptions" / "task-horizons.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("interval: {derived: length_ratio.fields}", "interval: [1, 8]", 1), encoding="utf-8")
    refused = edition(fork, "2027-02")
    assert refused.returncode == 1 and "Commit first" in refused.stderr
    commit(fork, "Capability tasks are longer")
    refused = edition(fork, "2027-02")
    assert refused.returncode == 1 and "stands already, with other contents" in refused.stderr
    assert "data/assumptions/task-horizons.yaml" in refused.stderr and "snapshot.json" in refused.stderr


@pytest.mark.parametrize("name", ["", "..", ".hidden", "a/b", "A", "2027 02", "-x", "x-", "ü", "a" * 65])
def test_other_names_are_refused(fork, name):
    refused = edition(fork, "--", name)
    assert refused.returncode == 1 and "cannot be an edition's name" in refused.stderr


# Scores.


def asked(*outcomes: str | None, by: datetime.date = datetime.date(2027, 1, 1)) -> list[Question]:
    first = questions()[0]
    return [replace(first, id=str(k), by=by, outcome=o) for k, o in enumerate(outcomes)]  # type: ignore[arg-type]


TODAY = datetime.date(2027, 6, 1)


def test_forecasts_are_scored_beside_the_base_rate():
    found = scored({"0": 0.8, "1": 0.4, "2": 0.9, "3": 0.5}, asked("yes", "no", "void", None, "yes"), TODAY)
    assert found.brier == pytest.approx((0.2**2 + 0.4**2) / 2)
    assert found.base_rate == 0.5 and found.base_brier == 0.25
    assert found.void == ("2",) and found.due == ("3",) and found.next_due is None


def test_nothing_is_scored_before_an_answer():
    found = scored({"0": 0.8}, asked(None, by=datetime.date(2028, 1, 1)), TODAY)
    assert found.brier is found.base_rate is found.base_brier is None
    assert found.next_due == datetime.date(2028, 1, 1) and not found.due


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_no_one_probability_for_all_beats_the_base_rate(pairs):
    outcomes = asked(*("yes" if won else "no" for _, won in pairs))
    constant = pairs[0][0]
    found = scored({q.id: constant for q in outcomes}, outcomes, TODAY)
    assert found.brier is not None and found.base_brier is not None
    assert found.brier >= found.base_brier - 1e-12
