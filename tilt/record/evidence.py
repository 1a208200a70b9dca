"""Evidence: sourced tables, the bibliography, and the edition's date.

Tables are described by `data/datapackage.json` (Frictionless): types, units, allowed values, and that every row's
source is in `data/sources.csv`.
"""

from __future__ import annotations

import csv
import datetime
import difflib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from tilt.engine.inputs import Edition
from tilt.paths import data
from tilt.record.problems import InputError, Problem

if TYPE_CHECKING:
    from frictionless import Report


FIELD_TYPES = {"number": "float64", "integer": "Int64", "boolean": "boolean", "string": "str", "year": "Int64"}


@cache
def edition() -> Edition:
    """The edition of `data/edition.yaml`. Raises InputError when it is missing or not understood."""
    path = data() / "edition.yaml"
    fix = "write two lines, 'name: 2026-11' and 'as_of: 2026-11-01'"
    try:
        stated = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        return Edition(str(stated["name"]), datetime.date.fromisoformat(str(stated["as_of"])))
    except OSError:
        raise InputError([Problem(path, None, "is missing", fix=fix)]) from None
    except (YAMLError, KeyError, TypeError, ValueError) as error:
        raise InputError([Problem(path, 1, f"is not an edition: {error}", fix=fix)]) from None


@cache
def _descriptor() -> dict[str, Any]:
    path = data() / "datapackage.json"
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise InputError([Problem(path, None, "is missing", fix="restore it from the repository")]) from None
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise InputError([Problem(path, line, f"is not valid JSON: {error}", fix="mend the syntax")]) from None
    resources = found.get("resources") if isinstance(found, dict) else None
    if not isinstance(resources, list) or not all(
        isinstance(r, dict) and {"name", "path", "schema"} <= r.keys() for r in resources
    ):
        raise InputError([_package_problem("does not list resources with name, path and schema")])
    return found


def _resource(name: str) -> dict[str, Any]:
    for resource in _descriptor()["resources"]:
        if resource["name"] == name:
            return dict(resource)
    raise KeyError(", ".join(tables()))


def tables() -> tuple[str, ...]:
    """Names of all tables the data package describes."""
    return tuple(r["name"] for r in _descriptor()["resources"])


def fields(name: str) -> list[dict[str, Any]]:
    """Field descriptors of a table: name, type, description with the unit. Raises KeyError as `table`."""
    return list(_resource(name)["schema"]["fields"])


def title(name: str) -> str:
    """A table's title. Raises KeyError as `table`."""
    return str(_resource(name).get("title", name))


def key(name: str) -> str | None:
    """The column that names a table's rows, where one alone does. Raises KeyError as `table`."""
    found = _resource(name)["schema"].get("primaryKey") or []
    columns = [found] if isinstance(found, str) else list(found)
    return columns[0] if len(columns) == 1 else None


def describe(name: str) -> Mapping[str, Any]:
    """What the data package says of a table: title, description, path, claims. Raises KeyError as `table`."""
    return _resource(name)


@cache
def _read(name: str) -> pd.DataFrame:
    resource = _resource(name)
    path = data() / resource["path"]
    schema = resource["schema"]["fields"]
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8")
        for field in schema:
            column, kind = field["name"], field["type"]
            if kind in ("date", "datetime"):
                frame[column] = pd.to_datetime(frame[column], format="ISO8601")
            elif kind == "boolean":
                frame[column] = frame[column].map({"true": True, "false": False}).astype("boolean")
            elif kind != "string":
                frame[column] = pd.to_numeric(frame[column]).astype(FIELD_TYPES[kind])
    except (OSError, KeyError, ValueError) as error:
        # Frictionless says precisely where; this reading only finds that something is wrong.
        raise InputError(check() or [Problem(path, None, f"cannot be read: {error}")]) from None
    rows = key(name)
    return frame if rows is None else frame.set_axis(frame[rows].tolist(), axis=0)


def table(name: str) -> pd.DataFrame:
    """A copy of an evidence table, typed as its schema says, each row under its id.

    Raises KeyError whose first argument lists the tables there are, or InputError when the file is broken.
    """
    found = _read(name).copy()
    found.attrs["table"] = name
    return found


@cache
def _rows(name: str) -> dict[str, dict[str, Any]]:
    return {str(id): {str(c): v for c, v in cells.items()} for id, cells in _read(name).to_dict("index").items()}


def row(name: str, id: str) -> Mapping[str, Any]:
    """The cells of the row with this id, by column. Raises KeyError saying which of the two there is not."""
    if name not in tables():
        raise KeyError(unknown(f"table {name!r}", name, tables()))
    rows = _rows(name)
    if id not in rows:
        raise KeyError(unknown(f"row {id!r} in {name}", id, rows))
    return rows[id]


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """A sentence that there is no such thing, with the known names that come near the word, or all when few."""
    names = list(known)
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.5) or (names if len(names) <= 8 else [])
    return f"no {what}" + (f"; there is {', '.join(near)}" if near else "")


@cache
def _sources() -> pd.DataFrame:
    return _read("sources").set_index("key")


def sources() -> pd.DataFrame:
    """The bibliography, indexed by source key."""
    return _sources().copy()


def check() -> list[Problem]:
    """Every fault of the edition, the data package and its tables, each with file, line, field, value and rule."""
    problems: list[Problem] = []
    try:
        edition()
    except InputError as error:
        problems += error.problems
    try:
        descriptor = _descriptor()
    except InputError as error:
        return [*problems, *error.problems]
    # Imported late: half a second that only checking the tables needs.
    from frictionless import FrictionlessException, Package

    folder = data()
    present = []
    for resource in descriptor["resources"]:
        path = folder / resource["path"]
        if path.is_file():
            present.append(resource)
        else:
            problems.append(Problem(path, None, "is missing", resource["name"], fix="restore it, or drop its resource"))
    names = {resource["name"] for resource in present}
    checked = [_with_known_references(resource, names) for resource in present]
    try:
        report = Package.from_descriptor({**descriptor, "resources": checked}, basepath=str(folder)).validate()
    except FrictionlessException as error:
        return [*problems, _package_problem(error.error.message)]
    problems += _problems(report, folder)
    for resource in present:
        problems += _disorder(folder / resource["path"], resource)
    return problems


def _with_known_references(resource: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """The resource without references to tables that are missing: their absence is already told, once."""
    schema = resource["schema"]
    keys = [k for k in schema.get("foreignKeys", []) if k["reference"]["resource"] in {"", *names}]
    return {**resource, "schema": {**schema, "foreignKeys": keys}}


def _package_problem(message: str, line: int | None = None) -> Problem:
    return Problem(data() / "datapackage.json", line, message, fix="restore it from the repository, or mend it")


def _disorder(path: Path, resource: dict[str, Any]) -> list[Problem]:
    """Cells of the resource's `ordered` column groups that do not rise from left to right; blanks are skipped."""
    problems: list[Problem] = []
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    except (csv.Error, UnicodeDecodeError):
        return []  # told by Frictionless
    for columns in resource.get("ordered", []):
        for line, row in enumerate(rows, start=2):
            try:
                cells = [(c, float(row[c])) for c in columns if row.get(c)]
            except ValueError:
                continue  # told as a type error
            if [v for _, v in cells] != sorted(v for _, v in cells):
                shown = ", ".join(f"{c} {v:g}" for c, v in cells)
                allowed = " <= ".join(columns)
                problems.append(Problem(path, line, "is reversed", columns[0], shown, allowed, "put the ends in order"))
    return problems


def _problems(report: Report, folder: Path) -> list[Problem]:
    found = [_package_problem(error.message) for error in report.errors]
    for task in report.tasks:
        for error in task.errors:
            place = error.to_dict()
            found.append(
                Problem(
                    folder / str(task.place),
                    place.get("rowNumber"),
                    _sentence(error.message),
                    place.get("fieldName"),
                    value=place.get("cell"),
                    allowed=_allowed(task.name, place.get("fieldName")),
                    fix=FIXES.get(error.type),
                )
            )
    return found


FIXES = {
    "foreign-key": "add the source to data/sources.csv, or correct the key",
    "type-error": "write the value as the column's type",
    "constraint-error": "use an allowed value",
    "missing-cell": "give every row as many cells as the header",
    "extra-cell": "quote text that contains commas",
    "blank-row": "remove the empty line",
    "missing-label": "restore the column",
    "incorrect-label": "restore the column's name",
    "unique-error": "give each row its own value",
}


def _sentence(message: str) -> str:
    return message[0].lower() + message[1:]


def _allowed(name: str, field: str | None) -> str | None:
    for f in fields(name) if field else []:
        if f["name"] == field:
            constraints = f.get("constraints", {})
            enum = constraints.get("enum")
            rules = [", ".join(enum)] if enum else [f"{k} {v}" for k, v in constraints.items()]
            return "; ".join([f["type"], *rules])
    return None
