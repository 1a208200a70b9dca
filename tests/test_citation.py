"""CITATION.cff: written from the edition's file, and valid."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tilt.paths import PACKAGE
from tilt.record.imprint import Imprint, imprint
from tools.citation import citation

FILE = PACKAGE.parent / "CITATION.cff"
FULL = replace(
    imprint(),
    authors=("Doe, Jane", "The others"),
    repository="https://github.com/doe/lean",
    address="https://doe.github.io/lean",
)


def test_it_is_of_this_edition() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert text == citation(imprint()), "run 'make citation'"
    told = YAML(typ="safe").load(text)
    of = imprint()
    assert (told["title"], told["version"]) == (f"{of.title}: {of.subtitle}", of.name)
    assert told["date-released"] == of.as_of
    assert isinstance(told["version"], str)


def test_people_have_two_names_and_groups_one() -> None:
    told = YAML(typ="safe").load(citation(FULL))
    assert told["authors"] == [{"family-names": "Doe", "given-names": "Jane"}, {"name": "The others"}]
    assert (told["repository-code"], told["url"]) == (FULL.repository, FULL.address)


def test_what_yaml_would_take_for_something_else_stays_text() -> None:
    odd = replace(FULL, name="2026-11-01", title="yes: no", authors=("null", "1"))
    told = YAML(typ="safe", pure=True).load(citation(odd))
    assert (told["version"], told["title"][:7]) == ("2026-11-01", "yes: no")
    assert told["date-released"] == datetime.date(2026, 11, 1)
    assert told["authors"] == [{"name": "null"}, {"name": "1"}]


@pytest.mark.parametrize("of", [imprint(), FULL], ids=["this", "full"])
def test_cffconvert_passes_it(of: Imprint, tmp_path: Path) -> None:
    cffconvert = shutil.which("cffconvert")
    if not cffconvert:
        pytest.skip("there is no cffconvert here (`pipx install cffconvert` brings it; it needs an older jsonschema)")
    (tmp_path / "CITATION.cff").write_text(citation(of), encoding="utf-8")
    made = subprocess.run([cffconvert, "--validate"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
