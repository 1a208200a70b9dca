"""Charts that another process draws are those that are drawn here, each as it is now, and held against the schema."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import altair as alt
import pytest
from altair.utils.schemapi import SchemaValidationError

from tilt.book import book
from tilt.charts import drawing
from tilt.charts.declared import given
from tilt.charts.drawing import LENDER, Lender, lend_drawings, made
from tilt.charts.theme import NARROW
from tilt.charts.vega import drawn, png, specification, svg, text_width, vega
from tilt.claims import figures
from tilt.explorer.payload import _pictures
from tilt.explorer.rows import picture_rows
from tilt.pages import show

ROWS = [{"x": 1, "y": 2, "name": "first"}, {"x": 2, "y": 5, "name": "second"}]


def chart(rows: Any = ROWS, title: str = "effect", stroke: str = "#123456") -> alt.Chart:
    data = alt.InlineData(values=rows, name="points")
    return alt.Chart(data).mark_line(stroke=stroke).encode(x=alt.X("x:Q").title(title), y="y:Q")


@pytest.fixture
def lender(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of one that draws for others, where this process finds it."""
    monkeypatch.setenv(LENDER, "")
    lend_drawings()
    yield drawing.os.environ[LENDER]


CHANGED = {
    "a figure of its data": chart([*ROWS[:1], {**ROWS[1], "y": 5.1}]),
    "a row more": chart([*ROWS, {"x": 3, "y": 1, "name": "third"}]),
    "words": chart(title="effects"),
    "a colour": chart(stroke="#123457"),
}


@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
def test_no_older_picture_is_shown(changed: alt.Chart, lender: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = svg(chart())
    assert svg(chart()) == before
    lent, narrow = svg(changed), drawn(vega(changed), NARROW)
    monkeypatch.delenv(LENDER)
    assert lent == svg(changed) != before
    assert narrow == drawn(vega(changed), NARROW) != lent


def test_everything_lent_is_what_is_made_here(lender: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def all_kinds() -> list[Any]:
        return [vega(chart()), svg(chart()), text_width("Tilt", "Tilt Sans", 12), png(svg(chart()))]

    twice = [all_kinds(), all_kinds()]
    monkeypatch.delenv(LENDER)
    assert twice == [all_kinds()] * 2


def test_a_chart_is_drawn_once(lender: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    make = drawing._made

    def noted(what: str, of: Any) -> Any:
        asked.append(what)
        return make(what, of)

    monkeypatch.setattr(drawing, "_made", noted)
    for _ in range(3):
        svg(chart())
    assert asked == ["vegalite_to_vega", "vega_to_svg"]


def test_a_lender_keeps_what_was_asked_last(monkeypatch: pytest.MonkeyPatch) -> None:
    made_now = []
    monkeypatch.setattr(drawing, "_made", lambda what, of: made_now.append(of))
    keeping = Lender(kept=2)
    for asked in "abacab":
        keeping.answer(drawing.pickle.dumps(("vega_to_svg", asked)))
    assert made_now == ["a", "b", "c", "b"]


def test_what_vega_refuses_is_refused_in_the_same_words(lender: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    for _ in range(2):
        with pytest.raises(ValueError, match="conversion failed") as fault:
            made("vegalite_to_vega", {"mark": {"type": "no such mark"}})
        said.append(str(fault.value).splitlines()[0])
        monkeypatch.setenv(LENDER, "")
    assert said[0] == said[1]


def test_without_its_lender_a_process_draws_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    here = svg(chart())
    monkeypatch.setenv(LENDER, "/nowhere/listener")
    assert svg(chart()) == here


def test_a_lender_that_fails_keeps_nobody_waiting(lender: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the library does: the one who asked draws for itself, and so do those who come later."""
    here = threading.get_ident()
    make = drawing._made

    def fails(what: str, of: Any) -> Any:
        if threading.get_ident() != here:
            raise SystemError("the library's own")
        return make(what, of)

    monkeypatch.setattr(drawing, "_made", fails)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    given = dict(chart().to_dict())
    assert made("vegalite_to_vega", given) == make("vegalite_to_vega", given) == made("vegalite_to_vega", given)


def at_fault(rows: Any = ROWS) -> alt.Chart:
    """A chart like the other, with a kind of scale that there is not."""
    wrong = chart(rows)
    wrong.encoding.x = alt.X("x:Q", scale={"type": "no such scale"}, title="effect")
    return wrong


def test_a_fault_is_found_however_much_like_a_sound_chart_it_is(lender: str) -> None:
    specification(chart())
    for rows in (ROWS, ROWS[:1]):
        specification(chart(rows))
        for _ in range(2):  # one that was at fault is not sound the next time
            with pytest.raises(SchemaValidationError):
                specification(at_fault(rows))


def test_a_chart_is_held_against_the_schema_once_whatever_its_rows(
    lender: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = []
    validate = alt.Chart.validate

    def noted(cls: type, *instance: Any) -> None:
        held.append(cls)
        validate(*instance)

    monkeypatch.setattr(alt.Chart, "validate", classmethod(noted))
    specification(chart())
    once = len(held)
    specification(chart(ROWS[:1]))
    specification(chart())
    assert len(held) == once > 0
    specification(chart(title="effects"))
    assert len(held) == 2 * once


@pytest.mark.parametrize("claim", book().claims, ids=lambda c: c.slug)
def test_every_chart_of_the_book_keeps_to_the_schema(claim: Any) -> None:
    run = book().run(claim.slug)
    charts = [given(run, figure.draw, width=width) for figure in figures(claim) for width in (show.WIDTH, NARROW)]
    charts += [picture.draw(picture_rows(picture, run)[0]) for picture in _pictures(claim)]
    assert charts
    for each in charts:
        assert each.to_dict() == specification(each)  # the first raises where it is at fault
