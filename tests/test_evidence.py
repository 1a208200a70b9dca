"""Tables are valid as described, every key resolves, and each way of breaking one is told with its place."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from tilt.book import book
from tilt.claims import all_claims
from tilt.record import evidence
from tilt.record.problems import InputError


def test_every_table_is_valid():
    assert evidence.check() == []


def test_every_table_says_its_units_and_carries_source_and_grade():
    for name in evidence.tables():
        described = evidence.describe(name)
        assert all(f.description for f in described.fields), name
        if name in evidence.served():
            assert {"id", "source", "grade"} <= set(described.columns), name
            assert described.key == "id", name


@pytest.mark.original
def test_no_source_dangles_and_none_is_idle():
    cited = {key for a in book().record.assumptions.values() for key in a.sources}
    cited |= {key for s in book().record.scenarios.values() for c in s.changes.values() for key in c.sources}
    for name in evidence.served():
        cited |= set(evidence.table(name)["source"].dropna())
    known = set(evidence.sources().index)
    method = {"ipcc_2010", "burley_2020", "joe_kuo_2008", "cirstea_shortform"}
    assert cited <= known
    assert known <= cited | method


def test_no_default_rests_on_an_unverified_figure_alone():
    for name in ("model_horizons", "horizon_caveats"):
        rows = evidence.table(name)
        assert not rows["grade"].isin(["unverified"]).any(), name


def test_tables_are_typed():
    models = evidence.table("model_horizons")
    assert str(models["released"].dtype).startswith("datetime64")
    assert models["p50_minutes"].dtype == "float64"
    assert str(models["record_at_release"].dtype) == "boolean"


def test_a_table_handed_out_is_a_copy():
    mine = evidence.table("amenability")
    mine.loc[:, "value"] = 0.0
    assert (evidence.table("amenability")["value"] > 0).all()


def test_an_unknown_table_lists_those_there_are():
    with pytest.raises(KeyError, match="model_horizons"):
        evidence.table("horizons")


def change(copy, name, old, new):
    path = copy / "data" / evidence.describe(name).path
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


Fault = tuple[str, str, str, str, str | None]

FAULTS: dict[str, Fault] = {
    "text for a number": ("model_horizons", "718.8068", "seven hundred", "not of its column's type", "p50_minutes"),
    "below the minimum": ("model_horizons", "718.8068", "-3", "rule: minimum", "p50_minutes"),
    "above the maximum": ("area_entanglement", "0.5112", "1.5112", "rule: maximum", "free"),
    "no value of the list": ("model_horizons", "at_least", "atleast", "rule: enum", "range_flag"),
    "no such day": ("model_horizons", "2023-03-14", "2023-02-30", "not of its column's type", "released"),
    "a day written otherwise": ("model_horizons", "2023-03-14", "14.3.2023", "not of its column's type", "released"),
    "neither true nor false": ("model_horizons", "0.641,true", "0.641,yes", "type, boolean", "record_at_release"),
    "a part of a count": ("area_entanglement", ",16,", ",16.5,", "not of its column's type", "benchmarks"),
    "a blank that is required": ("model_horizons", "718.8068", "", "blank, and required", "p50_minutes"),
    "no such source": ("model_horizons", "metr_mythos_2026", "metr_mythos_2062", "foreign key", "source"),
    "an id of two rows": ("model_horizons", "\ngpt-4-1106,", "\ngpt-4-0314,", "not unique", "id"),
    "an id that is no slug": ("model_horizons", "\ngpt-4-1106,", "\nGPT-4 1106,", "rule: pattern", "id"),
    "a value of two rows": (
        "task_families",
        "acronym_chatbot,acronym_chatbot",
        "acronym_chatbot,acdc_bug",
        "not unique",
        "family",
    ),
    "a cell too many": ("amenability", "6.45,", "6.45,x,", "extra cells", None),
    "a cell too few": ("amenability", "capability areas,6.45", "6.45", "too few cells", None),
    "an empty line": ("amenability", "\nsafety-areas", "\n\nsafety-areas", "blank row", None),
    "a column renamed": ("amenability", "label,value", "label,score", "another label", "value"),
    "a column gone": ("amenability", "label,value,unit", "label,value", "lacks the label", "unit"),
    "columns in another order": ("amenability", "label,value,unit", "value,label,unit", "another order", None),
    "an address that is no link": ("sources", "https://", "javascript:", "rule: pattern", "url"),
    "a year in words": ("sources", ",2026,", ",this year,", "not of its column's type", "year"),
}
"""What can be wrong with a table: where, what is written for what, the words that tell of it, and the column."""


def standards_own(copy, table):
    """Places (line, column) at which Frictionless, the standard's own checker, finds a table of the copy at fault."""
    from frictionless import Package

    package = json.loads((copy / "data" / "datapackage.json").read_text())
    package["resources"] = [r for r in package["resources"] if r["name"] in (table, "sources")]
    report = Package.from_descriptor(package, basepath=str(copy / "data")).validate()
    errors = [e.to_dict() for task in report.tasks if task.name == table for e in task.errors]
    assert not report.errors
    return {(e.get("rowNumber"), e.get("fieldName") or e.get("label")) for e in errors}


@pytest.mark.parametrize("case", FAULTS, ids=lambda c: c.replace(" ", "-"))
def test_each_fault_is_told_once_with_its_place_and_the_standards_checker_finds_it_too(copy, case):
    table, old, new, words, column = FAULTS[case]
    line = change(copy, table, old, new) + (old[0] == "\n")
    told = [p for p in evidence.check() if p.file.name == f"{table}.csv"]
    (found,) = told
    assert words in found.what
    assert (found.line, found.id) == (line, column)
    assert found.fix
    assert found.allowed or "blank row" in found.what or "unique" in found.what
    assert standards_own(copy, table)


def test_the_standards_checker_finds_the_data_sound_and_faults_where_ours_does(copy):
    """One table with many faults at once: the same lines, by either checker."""
    assert standards_own(copy, "model_horizons") == set()
    for case in ("text for a number", "no value of the list", "no such day", "no such source", "an id of two rows"):
        table, old, new, *_ = FAULTS[case]
        change(copy, table, old, new)
    ours = {(p.line, p.id) for p in evidence.check()}
    assert len(ours) == 5
    assert {line for line, _ in ours} == {line for line, _ in standards_own(copy, "model_horizons")}


def test_the_whole_package_is_sound_by_the_standards_checker():
    from frictionless import Package

    report = Package.from_descriptor(str(evidence.data() / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "note"])


@pytest.mark.parametrize("word", ["NaN", "INF", "1_000", " 6.45", "1e999", "0x10", "٣"])
def test_what_the_standard_takes_for_a_number_and_a_reader_would_not_is_refused(copy, word):
    change(copy, "amenability", "6.45", word)
    (found,) = evidence.check()
    assert (found.line, found.id, found.value) == (2, "value", word)


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "lacks the label"),
        (b"id,label,value,unit,source,grade,note\n", 1, "a header and no rows"),
        (b"id,label\xff,value\n", 1, "not UTF-8"),
        (b'id,label,value,unit,source,grade,note\na,"b,1,x,wehner_2026,primary,\n', 2, "not CSV"),
        (b'id,label,value,unit,source,grade,note\na,"b"c,1,x,wehner_2026,primary,\n', 2, "not CSV"),
        (b"PAR1\x00\x15\x04", 1, "label"),
    ],
)
def test_a_file_that_is_no_table_is_told_of(copy, data, line, words):
    (copy / "data" / "evidence" / "amenability.csv").write_bytes(data)
    found = evidence.check()
    assert all((p.file.name, p.line) == ("amenability.csv", line) and words in p.what for p in found), found
    assert found


def test_a_spreadsheets_mark_and_line_ends_are_read(copy):
    path, before = copy / "data" / "evidence" / "amenability.csv", evidence.table("amenability")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert evidence.check() == []
    pd.testing.assert_frame_equal(evidence.table("amenability"), before)


def test_a_line_is_counted_as_an_editor_counts_it(copy):
    change(copy, "agent_pace", "nine agents against two people", "nine agents\nagainst two people")
    line = change(copy, "agent_pace", "nanogptbench,capability", "nanogptbench,ability")
    (found,) = [p for p in evidence.check() if p.id == "field"]
    assert found.line == line


def test_all_faults_of_all_tables_are_told(copy):
    change(copy, "model_horizons", "718.8068", "-3")
    change(copy, "amenability", "primary", "sure")
    change(copy, "proxies", "lynch_2024", "lynch_2042")
    assert {p.file.name for p in evidence.check()} == {"model_horizons.csv", "amenability.csv", "proxies.csv"}


def test_reading_a_broken_table_raises_its_problems(copy):
    change(copy, "model_horizons", "718.8068", "many")
    with pytest.raises(InputError, match=r"model_horizons\.csv"):
        evidence.table("model_horizons")


def test_a_missing_table_is_told(copy):
    (copy / "data" / "evidence" / "proxies.csv").unlink()
    assert any(p.id == "proxies" and "missing" in p.what for p in evidence.check())


@pytest.mark.parametrize("text", ["name: x\n", "as_of: soon\nname: x\n", "- 1\n", "a: [\n"])
def test_a_bad_edition_is_told(copy, text):
    (copy / "data" / "edition.yaml").write_text(text)
    assert any(p.file.name == "edition.yaml" for p in evidence.check())


def test_a_malformed_package_is_told(copy):
    path = copy / "data" / "datapackage.json"
    path.write_text(path.read_text()[:-30])
    (found,) = evidence.check()
    assert found.file == path
    assert found.line


def test_every_evidence_point_comes_from_a_table():
    tables = set(evidence.tables())
    for c in all_claims():
        for id in c.inputs:
            for point in book().record.assumptions[id].evidence:
                assert point.table in tables
                assert point.label


def test_grades_are_the_schemas_own():
    package = json.loads((evidence.data() / "datapackage.json").read_text())
    grades = {tuple(f["constraints"]["enum"]) for r in package["resources"] for f in r["schema"]["fields"]
              if f["name"] == "grade"}  # fmt: skip
    assert len(grades) == 1


def test_a_reversed_interval_is_told(copy):
    line = change(copy, "model_horizons", "6.9912,3.8516,12.4143", "6.9912,13.8516,12.4143")
    (found,) = evidence.check()
    assert (found.file.name, found.line, found.what) == ("model_horizons.csv", line, "is reversed")
    assert "13.8516" in str(found.value)
    assert found.allowed == "p50_low_minutes <= p50_minutes <= p50_high_minutes"


def test_a_bad_edition_hides_no_fault_of_a_table(copy):
    (copy / "data" / "edition.yaml").write_text("name: x\n")
    change(copy, "amenability", "primary", "sure")
    (copy / "data" / "evidence" / "proxies.csv").unlink()
    assert {p.file.name for p in evidence.check()} == {"edition.yaml", "amenability.csv", "proxies.csv"}


def test_a_missing_bibliography_is_told_once(copy):
    (copy / "data" / "sources.csv").unlink()
    assert [(p.file.name, p.what) for p in evidence.check()] == [("sources.csv", "is missing")]


def test_a_header_alone_is_told_once_although_every_key_leads_there(copy):
    path = copy / "data" / "sources.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    assert [(p.file.name, p.line, p.what) for p in evidence.check()] == [("sources.csv", 1, "has a header and no rows")]


@pytest.mark.parametrize(
    "package", [{}, [], 3, {"resources": [{"name": "x"}]}, {"resources": None}, {"resources": {}}, {"resources": []}]
)
def test_a_package_that_describes_nothing_is_told(copy, package):
    path = copy / "data" / "datapackage.json"
    path.write_text(json.dumps(package))
    found = evidence.check()
    assert found
    assert all(p.file == path and p.fix for p in found)


@pytest.mark.parametrize(
    ("where", "new", "words"),
    [
        (("schema", "foreignKeys", 0, "reference", "resource"), "source", "leads to source, which is no table"),
        (("schema", "foreignKeys", 0, "reference", "fields"), ["kee"], "uses kee, which is no column"),
        (("schema", "foreignKeys", 0, "fields"), ["sauce"], "uses sauce, which is no column"),
        (("schema", "primaryKey"), ["id", "model"], "its primaryKey is not one column"),
        (("schema", "primaryKey"), "key", "its primaryKey is not one column"),
        (("schema", "fields", 1, "name"), "id", "column id is described twice"),
        (("schema", "fields", 4, "type"), "real", "column p50_minutes.type"),
        (("schema", "fields", 4, "description"), "", "column p50_minutes.description"),
        (("schema", "fields", 4, "constraints", "minLength"), 3, "a constraint that nothing checks"),
        (("ordered", 0, 0), "p50_lowest", "orders p50_lowest, which is no column of numbers"),
        (("name",), "gamed_horizons", "described twice"),
    ],
)
def test_a_package_that_contradicts_itself_is_told_with_table_and_line(copy, where, new, words):
    path = copy / "data" / "datapackage.json"
    package = json.loads(path.read_text())
    (resource,) = [r for r in package["resources"] if r["name"] == "model_horizons"]
    inner = resource
    for key in where[:-1]:
        inner = inner[key]
    inner[where[-1]] = new
    path.write_text(json.dumps(package, indent=1))
    (found,) = evidence.check()
    assert words in found.what
    assert found.id == resource["name"]
    assert found.line and f'"name": "{found.id}"' in path.read_text().splitlines()[found.line - 1]


def test_columns_are_typed_as_described_and_text_without_pyarrow():
    for name in evidence.tables():
        rows = evidence.table(name)
        assert list(rows.columns) == list(evidence.describe(name).columns)
        assert list(rows.index) == list(rows[evidence.describe(name).key])
        for f in evidence.describe(name).fields:
            assert rows[f.name].dtype == f.kind.dtype, f"{name}.{f.name}"
            if f.type == "string":
                assert getattr(rows[f.name].dtype, "storage", None) == "python", f"{name}.{f.name}"
