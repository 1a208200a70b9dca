"""Cells and sheets as spreadsheets leave them: read where they can be read in one way, else refused by line."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilt.record.problems import InputError
from tilt.refresh import cells
from tilt.refresh.sheet import Sheet, read_sheet


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("3", 3),
        ("0.25", 0.25),
        ("0,25", None),
        ("0,123", None),
        ("1e26", 1e26),
        ("1,5E+26", 1.5e26),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567),
        ("1 234,5", 1234.5),
        ("1\u202f234\u202f567", 1234567),
        ("1’234.5", 1234.5),
        ("1.234.567,8", 1234567.8),
        ("155.973919568783", 155.973919568783),
        ("1,234", None),
        ("12,34,567", None),
        ("#REF!", None),
        ("12 %", None),
        ("nan", None),
        ("1e999", None),
        ("٣", None),
    ],
)
def test_a_number_is_read_in_one_way_or_refused(cell, value):
    if value is None:
        with pytest.raises(cells.CellError):
            cells.number(cell)
    else:
        assert cells.number(cell) == value


def test_semicolons_bring_decimal_commas_and_make_a_lone_mark_before_three_digits_ambiguous():
    assert cells.number("3,14", continental=True) == 3.14
    assert cells.number("0,125", continental=True) == 0.125
    for cell in ("1,234", "1.234", "150.000"):
        with pytest.raises(cells.CellError, match="two ways"):
            cells.number(cell, continental=True)


@given(st.floats(0.001, 1e12))
def test_numbers_with_parted_thousands_come_back(value):
    text = f"{value:,.4f}"
    assert cells.number(text) == pytest.approx(float(text.replace(",", "")), rel=1e-12)


@pytest.mark.parametrize(
    "cell", ["2026-02-05", "2026/2/5", "2026-02-05 00:00:00", "5.2.2026", "Feb 5, 2026", "5-Feb-2026"]
)
def test_dates_are_read(cell):
    assert cells.date(cell) == datetime.date(2026, 2, 5)


def test_day_and_month_that_cannot_change_places_are_read():
    assert cells.date("25/2/2026") == cells.date("2/25/2026") == datetime.date(2026, 2, 25)
    assert cells.date("3/3/2026") == datetime.date(2026, 3, 3)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("1/2/2026", "two ways"),
        ("01-02-2026", "two ways"),
        ("1/2/26", "not a date"),
        ("46053", "count of days"),
        ("2026-02-30", "no day of the calendar"),
        ("soon", "not a date"),
    ],
)
def test_other_dates_are_refused(cell, why):
    with pytest.raises(cells.CellError, match=why):
        cells.date(cell)


def sheet(folder: Path, text: str, encoding: str = "utf-8") -> Sheet:
    path = folder / "given.csv"
    path.write_bytes(text.encode(encoding))
    return read_sheet(path, ("Model", "Score"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_what_spreadsheets_do_to_a_file_changes_no_row(tmp_path, encoding, delimiter, ending):
    lines = ["Model, Score ,,", '"Größer\n", 1.5 ,,', ",,,", "b,2,,"]
    text = ending.join(line.replace(",", delimiter) for line in lines)
    found = sheet(tmp_path, text, encoding)
    assert [(dict(r.cells), found.number(r, "Score")) for r in found.rows] == [
        ({"Model": "Größer", "Score": "1.5"}, 1.5),
        ({"Model": "b", "Score": "2"}, 2.0),
    ]
    assert [r.line for r in found.rows] == [2, 5]


def test_the_line_that_names_the_delimiter_is_passed_over(tmp_path):
    assert [r.line for r in sheet(tmp_path, "sep=;\nModel;Score\na;1\n").rows] == [3]


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        ("Model,Score\na,1\nGrößer,2\n", "latin-1", ":3: is not UTF-8 text"),
        ("Model,Score\na,1\nb\n", "utf-8", ":3: has too few cells"),
        ("Model,Score\na,1,2\n", "utf-8", ":2: has extra cells"),
        ('Model,Score\na,1\n"b,2\nc,3\n', "utf-8", ":3: is not CSV"),
        ("Model,Score,Score\na,1,2\n", "utf-8", ":1: Score: is the name of two columns"),
        ("Model,Points\na,1\n", "utf-8", ":1: lacks the column Score"),
        ("Model,Score\n", "utf-8", ":1: has a header and no rows"),
        ("", "utf-8", ":1: is empty"),
        ("<html><body>Not found, sorry</body></html>", "utf-8", ":1: lacks the columns Model, Score"),
    ],
)
def test_a_broken_file_is_refused_by_name_and_line(tmp_path, text, encoding, told):
    with pytest.raises(InputError) as error:
        sheet(tmp_path, text, encoding)
    assert "given.csv" + told in str(error.value)
