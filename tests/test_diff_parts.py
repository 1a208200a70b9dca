"""What `tilt diff` is made of, each by itself: sides, flips, sentences, the changelog's lines, snapshots' faults."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tilt.book import book
from tilt.claims import all_claims
from tilt.comparison import changes, sentences
from tilt.comparison.acknowledged import lines, names
from tilt.comparison.snapshot import Sentence, Snapshot, SnapshotError, parse
from tilt.engine.readings import OPEN, side
from tilt.engine.verdict import LIKELIHOOD
from tilt.paths import PACKAGE

SLUGS = [c.slug for c in all_claims()]
BOOK = PACKAGE.parent / "book"


def test_every_word_takes_a_side():
    words = [word for _, word in LIKELIHOOD]
    sides = [side(word) for word in words]
    assert sides == ["supports"] * 4 + ["open"] + ["against"] * 4
    assert side(OPEN) == "open"


@pytest.mark.parametrize("finding", ["lead", "now", "checks"])
def test_the_nearest_flip_turns_the_finding_and_no_other_is_nearer(finding):
    run = book().run("task-horizons")
    flip = run.nearest_flip(finding)
    assert flip
    assert run.holding({flip.id: flip.value}).verdict(finding).credence == pytest.approx(0.5, abs=0.01)
    a, stated = run.assumption(flip.id), run.interval(flip.id)
    # So many half-widths from the centre, to one side or the other, lies the value itself.
    middle, low = float(a.scale.link(stated.centre(a.scale))), float(a.scale.link(stated.low))
    ends = [float(a.scale.unlink(middle + sign * flip.distance * (middle - low))) for sign in (-1, 1)]
    assert min(abs(end / flip.value - 1) for end in ends) < 1e-9
    others = [(s.id, s.flip) for s in run.swings(finding) if not run.assumption(s.id).scale.certain]
    for id, value in others:
        if value is None:
            continue
        scale, i = run.assumption(id).scale, run.interval(id)
        centre, end = float(scale.link(i.centre(scale))), float(scale.link(i.high))
        assert abs(float(scale.link(value)) - centre) / (end - centre) >= flip.distance - 1e-9


@pytest.mark.original
def test_every_text_of_every_chapter_is_found_under_its_claim():
    found = sentences.written(BOOK, SLUGS)
    for path in sorted(BOOK.glob("*.ipynb")):
        sources = ["".join(c["source"]) for c in json.loads(path.read_text())["cells"] if c["cell_type"] == "code"]
        texts = [source.split('"""')[1] for source in sources if source.startswith(("say(", "advise("))]
        said = "".join(template for _, template in found.get(path.stem, []))
        assert "".join(said.split()) == "".join("".join(texts).split())
    assert {slug for slug, _ in found["index"]} == {"differential", "pause-or-accelerate"}
    assert {slug for slug, _ in found["task-horizons"]} == {"task-horizons"}


def test_sentences_read_as_on_the_page():
    template = "**In short.** [If so](set:a=1) it is {share:.0f} % of [draws](glossary.ipynb#draw)."
    assert sentences.filled(template, {"share": 41.7}).text == "In short. If so it is 42 % of draws."
    assert sentences.filled(template, {}).text == "", "an older chapter’s sentence, which these facts cannot fill"


def test_sentences_are_matched_as_they_are_written():
    def state(*pairs: tuple[str, str]) -> Snapshot:
        return Snapshot.model_construct(chapters={"c": tuple(Sentence(template=t, text=x) for t, x in pairs)})

    before = state(("a {x}.", "a 1."), ("old {y}.", "old 2."), ("same.", "same."), ("z {q}.", ""))
    after = state(("new.", "new."), ("a {x}.", "a 3."), ("same.", "same."), ("z {q}.", "z 4."))
    found = [(s.before, s.after, s.reworded) for s in changes.sentences(before, after)["c"]]
    assert found == [("", "new.", True), ("a 1.", "a 3.", False), ("old 2.", "", True)]
    assert changes.sentences(before, before) == {}


CHANGELOG = """# Changelog

## Next

### Conclusions that moved

| finding | first | now |
|---|---|---|
| 5 `now` | 73 | 61 |

#### Aside

Claim task-horizons/lead moved.

### New

`tilt` is named here, and 2 `now`, in vain.
"""


def test_lines_end_with_their_heading():
    found = list(lines(CHANGELOG))
    assert "| 5 `now` | 73 | 61 |" in found
    assert "Claim task-horizons/lead moved." in found
    assert not any("in vain" in line for line in found)


@pytest.mark.parametrize(
    ("line", "owns"),
    [
        ("| 2 `now` | 42 | 55 |", True),
        ("| 5 `now` | 73 | 61 |", False),
        ("| 12 `now` | 73 | 61 |", False),
        ("task-horizons/now fell", True),
        ("`task-horizons / now` fell", True),
        ("task-horizons `now` fell", True),
        ("task-horizons/nowhere", False),
        ("it is now likely", False),
        ("`now` alone names two", False),
    ],
)
def test_a_line_names_a_finding_by_its_claim(line, owns):
    assert names(line, "task-horizons", 2, "now", alone=False) == owns


def test_an_id_that_no_other_claim_has_needs_no_claim():
    assert names("`useful-lead` rose", "task-horizons", 2, "useful-lead", alone=True)
    assert not names("`lead` rose", "task-horizons", 2, "useful-lead", alone=True)
    assert not names("useful leads rose", "task-horizons", 2, "useful-lead", alone=True)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"form": 2}', "no json"])
def test_what_is_no_snapshot_is_refused_in_a_sentence(text, tmp_path: Path):
    with pytest.raises(SnapshotError, match=r"^edition.json holds no snapshot of form 1: ") as refused:
        parse(text, "edition.json")
    assert "\n" not in str(refused.value)
