"""Tables are valid as described, every key resolves, and each way of breaking one is told with its place."""

from __future__ import annotations

import json

import pytest

from tests.copies import fresh
from tilt.book import book
from tilt.claims import all_claims
from tilt.record import evidence
from tilt.record.problems import InputError


def test_every_table_is_valid():
    fresh()
    assert evidence.check() == []


def test_every_table_says_its_units_and_carries_source_and_grade():
    for name in evidence.tables():
        described = evidence.fields(name)
        assert all(f.get("description") for f in described), name
        if name != "sources":
            assert {"source", "grade"} <= {f["name"] for f in described}, name


def test_no_source_dangles_and_none_is_idle():
    cited = {key for a in book().record.assumptions.values() for key in a.sources}
    cited |= {key for s in book().record.scenarios.values() for c in s.changes.values() for key in c.sources}
    for name in evidence.tables():
        if name != "sources":
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
    path = copy / "data" / "evidence" / f"{name}.csv"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    fresh()
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("model_horizons", "718.8068", "seven hundred", "type"),
        ("model_horizons", "718.8068", "-3", "minimum"),
        ("model_horizons", "at_least", "atleast", "enum"),
        ("model_horizons", "metr_mythos_2026", "metr_mythos_2062", "foreign key"),
        ("amenability", "6.45,", "6.45,x,", "extra"),
        ("amenability", "label,value", "label,score", "label"),
    ],
)
def test_each_broken_cell_is_told_with_file_line_and_rule(copy, table, old, new, words):
    line = change(copy, table, old, new)
    found = evidence.check()
    told = [p for p in found if words in p.what.lower().replace("-", " ").replace('"', "")]
    assert told, [str(p) for p in found]
    assert told[0].file.name == f"{table}.csv"
    if told[0].line is not None:
        assert told[0].line == line


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
    fresh()
    assert any(p.id == "proxies" and "missing" in p.what for p in evidence.check())


@pytest.mark.parametrize("text", ["name: x\n", "as_of: soon\nname: x\n", "- 1\n", "a: [\n"])
def test_a_bad_edition_is_told(copy, text):
    (copy / "data" / "edition.yaml").write_text(text)
    fresh()
    assert any(p.file.name == "edition.yaml" for p in evidence.check())


def test_a_malformed_package_is_told(copy):
    path = copy / "data" / "datapackage.json"
    path.write_text(path.read_text()[:-30])
    fresh()
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
    fresh()
    assert {p.file.name for p in evidence.check()} == {"edition.yaml", "amenability.csv", "proxies.csv"}


def test_a_missing_bibliography_is_told_once(copy):
    (copy / "data" / "sources.csv").unlink()
    fresh()
    assert [(p.file.name, p.what) for p in evidence.check()] == [("sources.csv", "is missing")]


@pytest.mark.parametrize("package", [{}, [], {"resources": [{"name": "x"}]}, {"resources": None}, {"resources": {}}])
def test_a_package_that_describes_nothing_is_told(copy, package):
    path = copy / "data" / "datapackage.json"
    path.write_text(json.dumps(package))
    fresh()
    (found,) = evidence.check()
    assert found.file == path
    assert found.fix


def test_ordered_columns_exist():
    package = json.loads((evidence.data() / "datapackage.json").read_text())
    for r in package["resources"]:
        names = {f["name"] for f in r["schema"]["fields"]}
        assert all(set(group) <= names for group in r.get("ordered", [])), r["name"]
