"""The range of readings: against one run for each combination, what a range says, and what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from tests import small
from tilt.book import book
from tilt.claims import all_claims
from tilt.claims.common import common_facts
from tilt.engine import readings as engine
from tilt.engine.claim import Claim, Finding, symbol
from tilt.engine.inputs import Record, SameAs, Stated
from tilt.engine.population import Population
from tilt.engine.readings import ClaimReadings, books_own, readings, specifications, supported
from tilt.engine.run import Run
from tilt.engine.scale import Interval, Weights
from tilt.engine.specification import Option, Specification
from tilt.record import kept

DRAWS = 512


def spec(id: str, **options: Mapping[str, Stated]) -> Specification:
    """A specification with these changes by option."""
    return Specification(id, id.title(), tuple(Option(k, k.title(), v, "test") for k, v in options.items()))


LEAD = spec("lead", book={}, alike={"safety": SameAs("capability")}, much={"safety": Interval(2, 8)})
WIDTH = spec("width", book={}, narrow={"capability": Interval(0.9, 1.1)})

FORMLESS = Finding(id="formless", title="", statement="", effect=symbol("capability"), effect_name="", unit="×",
                   threshold=1.0)  # fmt: skip
CLAIM = replace(small.CLAIM, findings=(*small.CLAIM.findings, FORMLESS))


def record(*declared: Specification, weights: tuple[float, ...] = (0.5, 0.25, 0.25)) -> Record:
    return replace(small.record(weights), readings={"small": declared})


def brute(claim: Claim, of: Record, found: ClaimReadings, draws: int = DRAWS) -> list[list[float]]:
    """The findings' credences with a run for each reading, in the order in which readings stand."""
    return [
        [
            Run(claim, of, {id: s for o in options for id, s in o.changes.items()}, draws)
            .verdict(f.finding)
            .credence
            for options in product(*(s.options for s in f.specifications))
        ]
        for f in found.findings
    ]  # fmt: skip


def assert_brute(claim: Claim, of: Record, found: ClaimReadings) -> None:
    expected = brute(claim, of, found)
    for f, credences in zip(found.findings, expected, strict=True):
        assert [share for _, share in f.each()] == credences


def test_every_combination_is_what_a_run_of_it_finds():
    of = record(LEAD, WIDTH)
    found = readings(CLAIM, of, DRAWS)
    ahead, formless = found.findings
    assert [s.id for s in ahead.specifications] == ["form", "lead", "width"]
    assert [s.id for s in formless.specifications] == ["width"], "what a finding does not use makes no readings of it"
    assert (ahead.count, formless.count) == (18, 2)
    assert_brute(CLAIM, of, found)


def test_a_tie_takes_the_value_that_another_reading_moves():
    of = record(LEAD, WIDTH)
    ahead = readings(CLAIM, of, DRAWS).finding("ahead")
    alike = [share for options, share in ahead.each() if options[1].id == "alike"]
    assert alike == [0.0] * 6, "equal in every draw, whatever the capability is taken to be"


def test_populations_are_added_up_in_every_reading():
    runs = Population(symbol("safety"), symbol("capability"))
    effect = runs.E(runs.value / (1 + runs.value)) + symbol("form") / 10
    claim = replace(small.CLAIM, findings=(replace(small.CLAIM.headline, effect=effect, threshold=0.55),))
    of = record(LEAD, WIDTH)
    found = readings(claim, of, DRAWS)
    assert found.findings[0].count == 18
    assert_brute(claim, of, found)


def test_the_mixture_is_no_reading_but_certainty_is():
    form = specifications(CLAIM, record())[0]
    assert [o.changes["form"] for o in form.options] == [Weights.all_on(k, 3) for k in range(3)]
    assert [books_own(o, record()) for o in form.options] == [False] * 3
    assert [books_own(o, record(weights=(0.0, 1.0, 0.0))) for o in form.options] == [False, True, False]
    assert [books_own(o, record()) for o in LEAD.options] == [True, False, False]


def test_a_claim_takes_over_what_touches_its_inputs_and_no_more():
    narrow = replace(small.CLAIM, inputs=("safety", "form"))
    both = spec("both", book={}, other={"capability": Interval(1, 2)}, more={"safety": Interval(2, 3)})
    taken = {s.id: s for s in specifications(narrow, record(both, WIDTH))}
    assert list(taken) == ["form", "both"], "nothing of the other is left"
    assert [o.id for o in taken["both"].options] == ["book", "more"], "what changes nothing here is the book’s"
    tied = spec("tied", book={}, alike={"safety": SameAs("capability")})
    assert [s.id for s in specifications(narrow, record(tied, WIDTH))] == ["form", "tied", "width"]


def test_without_specifications_there_is_one_reading():
    claim = replace(small.CLAIM, findings=(FORMLESS,))
    (found,) = readings(claim, record(), DRAWS).findings
    assert found.count == 1
    share = Run(claim, record(), draws=DRAWS).verdicts[0].credence
    assert found.quartiles == (share, share, share, share)
    assert found.strongest == []
    assert found.word(share) == Run(claim, record(), draws=DRAWS).verdicts[0].word


def test_beyond_the_limit_those_that_move_least_stay_as_the_book_has_them(monkeypatch):
    still = spec("still", book={}, hardly={"capability": Interval(0.5, 2.001)})
    of = record(LEAD, still)
    monkeypatch.setattr(engine, "LIMIT", 9)
    found = readings(CLAIM, of, DRAWS)
    assert {s.id for s in found.specifications} == {"form", "lead"}
    assert [s.id for s in found.left_out] == ["still"]
    assert_brute(CLAIM, of, found)
    monkeypatch.setattr(engine, "LIMIT", 4)
    few = readings(CLAIM, of, DRAWS)
    assert [s.id for s in few.specifications] == ["form"], "which by itself moves the finding most"
    assert [s.id for s in few.left_out] == ["lead", "still"]
    assert_brute(CLAIM, of, few)


def test_what_a_range_says():
    credences = np.array([[0.2, 0.4], [0.3, 0.9], [0.1, 0.5]])
    found = engine.FindingReadings("f", (spec("a", x={}, y={}, z={}), spec("b", x={}, y={})), credences, 0.01)
    assert found.count == 6
    assert found.quartiles == (0.1, *np.quantile(credences, [0.25, 0.75]), 0.9)
    assert found.moves == pytest.approx(((0.2 + 0.5) / 2, (0.2 + 0.6 + 0.4) / 3))
    assert [s.id for s, _ in found.strongest] == ["b", "a"]
    assert found.having(1, 1).tolist() == [0.4, 0.9, 0.5]
    assert [("".join(o.id for o in options), share) for options, share in found.each()][:3] == [
        ("xx", 0.2), ("xy", 0.4), ("yx", 0.3)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("credence", "lower", "upper", "word"),
    [
        (0.7, 0.68, 0.8, "likely"),
        (0.97, 0.7, 0.99, "likely"),
        (0.97, 0.96, 0.99, "extremely likely"),
        (0.7, 0.92, 0.99, "likely"),
        (0.7, 0.6, 0.8, "open"),
        (0.5, 0.4, 0.6, "about as likely as not"),
        (0.58, 0.45, 0.67, "open"),
        (0.7, 0.4, 0.6, "open"),
        (0.3, 0.2, 0.32, "unlikely"),
        (0.02, 0.03, 0.08, "very unlikely"),
        (0.2, 0.1, 0.9, "open"),
        (0.9, 0.1, 0.95, "open"),
    ],
)
def test_a_word_is_used_where_the_middle_half_supports_it(credence, lower, upper, word):
    assert supported(credence, lower, upper) == word


def test_work_in_pieces_changes_nothing(monkeypatch):
    of = record(LEAD, WIDTH)
    told: list[float] = []
    whole = readings(CLAIM, of, DRAWS, told.append)
    monkeypatch.setattr(engine, "AT_ONCE", 1)
    pieces = readings(CLAIM, of, DRAWS)
    for a, b in zip(whole.findings, pieces.findings, strict=True):
        assert (a.credences == b.credences).all()
        assert a.error == b.error
    assert told == sorted(told)
    assert told[-1] == 1


# Of the book's claims


@pytest.mark.parametrize("claim", all_claims(), ids=[c.slug for c in all_claims()])
def test_readings_of_the_book_are_its_runs_and_hold_its_default(claim):
    found, run = book().readings(claim.slug), book().run(claim.slug)
    assert [f.finding for f in found.findings] == [f.id for f in claim.findings]
    rng = np.random.default_rng(claim.number)
    for f in found.findings:
        rows = list(f.each())
        assert f.error < 0.012
        for k in rng.choice(len(rows), min(4, len(rows)), replace=False):
            options, share = rows[k]
            changes = {id: s for o in options for id, s in o.changes.items()}
            assert share == book().run(claim.slug, changes).verdict(f.finding).credence
        own = [share for options, share in rows if all(books_own(o, book().record) for o in options)]
        if own and not found.left_out:
            assert own == [run.verdict(f.finding).credence]


def test_facts_have_the_range_and_a_word_that_it_supports():
    run = book().run("compute-asymmetry")
    facts, found = common_facts(run), book().readings("compute-asymmetry").finding("gap")
    ends = [facts[f"gap_{name}"] / 100 for name in ("lowest", "lower", "upper", "highest")]
    assert ends == pytest.approx(found.quartiles)
    assert facts["gap_readings"] == found.count
    assert facts["gap_word"] == found.word(run.verdict("gap").credence)
    moved = run.under({"large_run_share": Interval(0.02, 0.1)})
    assert common_facts(moved)["gap_word"] == moved.verdict("gap").word, "a run of one’s own has its own word"


# What is kept


@pytest.fixture
def worked_out(tmp_path, monkeypatch):
    """A cache of the test's own, and the claims that were worked out rather than read from it."""
    made: list[str] = []

    def counted(claim, *rest):
        made.append(claim.slug)
        return readings(claim, *rest)

    monkeypatch.setattr(kept, "user_cache_path", lambda name: tmp_path / name)
    monkeypatch.setattr(kept, "readings", counted)
    monkeypatch.setattr(kept, "_held", {})
    return made


def another_process(monkeypatch):
    monkeypatch.setattr(kept, "_held", {})


def test_readings_are_worked_out_once_and_are_the_same_from_disk(worked_out, monkeypatch):
    first = kept.kept_readings(CLAIM, record(LEAD, WIDTH), DRAWS)
    assert kept.kept_readings(CLAIM, record(LEAD, WIDTH), DRAWS) is first
    another_process(monkeypatch)
    again = kept.kept_readings(CLAIM, record(LEAD, WIDTH), DRAWS)
    assert worked_out == ["small"]
    assert [s.id for s in again.specifications] == [s.id for s in first.specifications]
    for a, b in zip(first.findings, again.findings, strict=True):
        assert a.specifications == b.specifications
        assert (a.credences == b.credences).all()
        assert a.error == b.error


def moved(of: Record, **fields: Any) -> Record:
    """A record whose safety input is another."""
    stated = {"column": 0, **fields}
    return replace(of, assumptions={**of.assumptions, "safety": small.assumption("safety", **stated)})


def test_whatever_they_rest_on_makes_them_again(worked_out, monkeypatch):
    of = record(LEAD, WIDTH)
    effect = small.forms(symbol("safety") * 2)
    other = replace(CLAIM, findings=(replace(CLAIM.headline, effect=effect), FORMLESS))
    cases = [
        (CLAIM, of),
        (CLAIM, moved(of, interval=Interval(0.8, 5))),
        (CLAIM, moved(of, column=7)),
        (CLAIM, record(LEAD)),
        (CLAIM, record(LEAD, spec("width", book={}, narrow={"capability": Interval(0.9, 1.2)}))),
        (CLAIM, record(LEAD, WIDTH, weights=(1.0, 0.0, 0.0))),
        (other, of),
        (replace(CLAIM, findings=(replace(CLAIM.headline, threshold=1.1), FORMLESS)), of),
    ]
    for count, (claim, given) in enumerate(cases, 1):
        kept.kept_readings(claim, given, DRAWS)
        assert len(worked_out) == count
    kept.kept_readings(CLAIM, of, 2 * DRAWS)
    assert len(worked_out) == len(cases) + 1
    monkeypatch.setattr(kept, "_engine", lambda: "another engine")
    kept.kept_readings(CLAIM, of, DRAWS)
    assert len(worked_out) == len(cases) + 2


def test_words_make_nothing_again(worked_out):
    of = record(LEAD, WIDTH)
    kept.kept_readings(CLAIM, of, DRAWS)
    kept.kept_readings(CLAIM, record(replace(LEAD, title="In other words"), WIDTH), DRAWS)
    kept.kept_readings(replace(CLAIM, title="Another"), moved(of, interval=Interval(0.8, 4), reason="better"), DRAWS)
    assert worked_out == ["small"]


@pytest.mark.parametrize("spoil", ["", "{", "[]", '{"findings": []}', "shape", "name"])
def test_half_a_file_is_made_again(worked_out, monkeypatch, tmp_path, spoil):
    of = record(LEAD, WIDTH)
    found = kept.kept_readings(CLAIM, of, DRAWS)
    (path,) = (tmp_path / "tilt" / "readings" / "small").glob("*.json")
    whole = path.read_text()
    if spoil == "shape":
        plain = json.loads(whole)
        plain["findings"][0]["credences"] = plain["findings"][0]["credences"][:2]
        spoil = json.dumps(plain)
    path.write_text(whole.replace('"lead"', '"led"') if spoil == "name" else spoil)
    another_process(monkeypatch)
    again = kept.kept_readings(CLAIM, of, DRAWS)
    assert worked_out == ["small", "small"]
    assert (again.findings[0].credences == found.findings[0].credences).all()
    assert path.read_text() == whole, "the same to the last letter, whoever makes it"


def test_only_the_last_states_are_kept_and_none_where_there_is_no_room(worked_out, monkeypatch, tmp_path):
    for k in range(kept.KEPT + 3):
        kept.kept_readings(CLAIM, moved(record(), interval=Interval(0.8, 4 + k)), DRAWS)
    folder = tmp_path / "tilt" / "readings" / "small"
    assert len(list(folder.iterdir())) == kept.KEPT
    (tmp_path / "file").touch()
    monkeypatch.setattr(kept, "user_cache_path", lambda name: tmp_path / "file" / name)
    another_process(monkeypatch)
    assert kept.kept_readings(CLAIM, record(), DRAWS).findings[0].count == 3


def test_a_moved_interval_makes_the_claims_that_use_it_and_no_other(worked_out, copy):
    for c in all_claims():
        book().readings(c.slug)
    worked_out.clear()
    path = copy / "data" / "assumptions" / "compute-asymmetry.yaml"
    path.write_text(path.read_text().replace("interval: [0.05, 0.3]", "interval: [0.05, 0.2]"))
    for c in all_claims():
        book().readings(c.slug)
    users = [c.slug for c in all_claims() if "large_run_share" in c.inputs]
    assert worked_out == users
    table = copy / "data" / "sources.csv"
    table.write_text(table.read_text().replace("secondary\n", "primary\n", 1))
    for c in all_claims():
        book().readings(c.slug)
    assert worked_out == users, "a table that moves no input"
