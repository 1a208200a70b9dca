"""Forms for issues: they ask about the claims and forecasts there are, and for what a maintainer needs."""

from __future__ import annotations

from typing import Any

import pytest
from ruamel.yaml import YAML

from tilt.book import book
from tilt.paths import PACKAGE
from tilt.record import evidence
from tilt.record.questions import questions

FOLDER = PACKAGE.parent / ".github" / "ISSUE_TEMPLATE"
FORMS = {p.stem: YAML(typ="safe").load(p) for p in sorted(FOLDER.glob("*.yml")) if p.stem != "config"}
NEEDED = {
    "number": {"claim", "input", "value", "source", "reason"},
    "objection": {"claim", "objection", "bears", "enters", "source"},
    "forecast": {"forecast", "outcome", "resolved", "source"},
}
TYPES = {"markdown", "dropdown", "input", "textarea", "checkboxes"}
KEYS = {"label", "description", "placeholder", "options", "value", "render", "multiple", "default"}


def fields(form: str) -> dict[str, Any]:
    return {f["id"]: f for f in FORMS[form]["body"] if f["type"] != "markdown"}


@pytest.mark.parametrize("form", NEEDED)
def test_a_form_is_one_as_github_has_them(form: str) -> None:
    told = FORMS[form]
    assert {"name", "description", "title", "labels", "body"} == set(told)
    assert len(fields(form)) == sum(f["type"] != "markdown" for f in told["body"]), "ids differ"
    labels = [f["attributes"]["label"] for f in fields(form).values()]
    assert len(set(labels)) == len(labels)
    for f in told["body"]:
        assert f["type"] in TYPES
        assert set(f["attributes"]) <= KEYS
        options = f["attributes"].get("options", [])
        assert all(isinstance(o, str) for o in options), "a bare yes or no is no text to GitHub"
        assert len(set(options)) == len(options)
    assert {id for id, f in fields(form).items() if f["validations"]["required"]} == NEEDED[form]


def test_there_are_no_other_forms() -> None:
    assert set(FORMS) == set(NEEDED)


@pytest.mark.original
@pytest.mark.parametrize("form", ["number", "objection"])
def test_every_claim_can_be_chosen_and_no_other(form: str) -> None:
    *slugs, other = fields(form)["claim"]["attributes"]["options"]
    assert slugs == [c.slug for c in book().claims]
    assert " " in other


@pytest.mark.original
def test_every_forecast_can_be_chosen_and_no_other() -> None:
    assert fields("forecast")["forecast"]["attributes"]["options"] == [q.id for q in questions()]


def test_outcomes_are_the_tables_own() -> None:
    (column,) = (f for f in evidence.describe("forecasts").layout.fields if f.name == "outcome")
    assert fields("forecast")["outcome"]["attributes"]["options"] == list(column.rule.enum)


def test_an_inputs_example_is_an_input() -> None:
    assert fields("number")["input"]["attributes"]["placeholder"] in book().record.assumptions


def test_the_link_leads_to_a_source_of_the_books() -> None:
    (link,) = YAML(typ="safe").load(FOLDER / "config.yml")["contact_links"]
    assert set(link) == {"name", "url", "about"}
    assert link["url"].removesuffix("/issues") in set(evidence.sources()["url"])
