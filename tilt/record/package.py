"""What `data/datapackage.json` says of the tables, typed once: reading, checking and showing all go by it.

The file is a Data Package of the Frictionless standard; its own additions are `claims`, the claims that a table serves,
and `ordered`, groups of columns that rise from left to right in every row. A constraint that nothing here checks is
refused rather than passed over.
"""

from __future__ import annotations

import datetime
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic import Field as Key

from tilt.record.folder import unreadable
from tilt.record.problems import InputError, Problem


def _finite(cell: str) -> float:
    value = float(cell)
    if not math.isfinite(value):
        msg = f"{cell} is beyond what a number can be"
        raise ValueError(msg)
    return value


@dataclass(frozen=True)
class Kind:
    """A type of the standard: how its cells are written, how one is read, and what pandas keeps a column as."""

    words: str
    form: re.Pattern[str]
    read: Callable[[str], Any]
    dtype: Any


KINDS: dict[str, Kind] = {
    # Stored as Python's own text whether or not pyarrow is installed, which pandas would else prefer.
    "string": Kind("text", re.compile(r".+", re.DOTALL), str, pd.StringDtype("python", na_value=np.nan)),
    "number": Kind(
        "a number such as 3, 0.25 or 1e-9",
        re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII),
        _finite,
        "float64",
    ),
    "integer": Kind("a whole number", re.compile(r"[+-]?\d{1,18}", re.ASCII), int, "Int64"),
    "boolean": Kind("true or false", re.compile(r"true|false"), lambda cell: cell == "true", "boolean"),
    "date": Kind(
        "a date such as 2026-11-01",
        re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII),
        datetime.date.fromisoformat,
        "datetime64[us]",
    ),
}


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Rule(_Entry):
    """What a column's cells must keep to beside their type."""

    model_config = ConfigDict(extra="forbid")

    required: bool = False
    unique: bool = False
    minimum: float | None = None
    maximum: float | None = None
    enum: tuple[str, ...] = ()
    pattern: str | None = None

    def __str__(self) -> str:
        parts = [f"one of {', '.join(self.enum)}"] if self.enum else []
        parts += [f"at least {self.minimum:g}"] if self.minimum is not None else []
        parts += [f"at most {self.maximum:g}"] if self.maximum is not None else []
        parts += [f"of the form {self.pattern}"] if self.pattern else []
        parts += ["never blank"] if self.required else []
        return "; ".join(parts)


class Field(_Entry):
    """A column: its name, its type, what it means and in which unit, and what its cells must keep to.

    `title` are the words over it where it is shown.
    """

    name: str = Key(min_length=1)
    title: str = ""
    type: Literal["string", "number", "integer", "boolean", "date"]
    description: str = Key(min_length=1)
    rule: Rule = Key(default=Rule(), alias="constraints")

    @property
    def heading(self) -> str:
        """The column's title, else its name as words."""
        return self.title or self.name.replace("_", " ")

    @property
    def kind(self) -> Kind:
        """How cells of the column's type are written, read and kept."""
        return KINDS[self.type]

    @property
    def allowed(self) -> str:
        """What a cell may be, in words."""
        return "; ".join(part for part in (self.kind.words, str(self.rule)) if part)

    def broken(self, cell: str) -> str | None:
        """The part of the column's type or rule that a cell, not blank, does not keep; None where it keeps all."""
        if not self.kind.form.fullmatch(cell):
            return "type"
        try:
            value = self.kind.read(cell)
        except ValueError:
            return "type"
        rule = self.rule
        if rule.enum and cell not in rule.enum:
            return "enum"
        if rule.pattern is not None and not re.fullmatch(rule.pattern, cell):
            return "pattern"
        if rule.minimum is not None and value < rule.minimum:
            return "minimum"
        if rule.maximum is not None and value > rule.maximum:
            return "maximum"
        return None


def _listed(value: Any) -> Any:
    """One name as a list of one: the standard takes both."""
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Reference(_Entry):
    """The table and the columns that a foreign key leads to."""

    resource: str
    fields: Names


class ForeignKey(_Entry):
    """Columns whose cells must stand in columns of another table."""

    fields: Names
    reference: Reference


class Schema(_Entry):
    """A table's columns, the key of its rows, and where its foreign keys lead."""

    fields: tuple[Field, ...] = Key(min_length=1)
    key: Names = Key(default=(), alias="primaryKey")
    foreign: tuple[ForeignKey, ...] = Key(default=(), alias="foreignKeys")


class Table(_Entry):
    """A table: its file below `data/`, what it holds, its columns, and the claims that it serves."""

    name: str = Key(pattern=r"^[a-z][a-z0-9_-]*$")
    path: str = Key(min_length=1)
    title: str = ""
    description: str = ""
    layout: Schema = Key(alias="schema")
    claims: tuple[str, ...] = ()
    ordered: tuple[tuple[str, ...], ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns from left to right."""
        return self.layout.fields

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names from left to right."""
        return tuple(f.name for f in self.fields)

    @property
    def key(self) -> str:
        """The column whose cells name the rows."""
        return self.layout.key[0]

    def field(self, name: str) -> Field:
        """The column of this name. Raises KeyError that lists the columns."""
        for found in self.fields:
            if found.name == name:
                return found
        raise KeyError(", ".join(self.columns))


class Package(_Entry):
    """All tables, in the package's order."""

    tables: tuple[Table, ...] = Key(alias="resources", min_length=1)

    def table(self, name: str) -> Table:
        """The table of this name. Raises KeyError that lists the tables."""
        for found in self.tables:
            if found.name == name:
                return found
        raise KeyError(", ".join(t.name for t in self.tables))


FIX = "restore it from the repository, or mend it"


def read_package(path: Path) -> Package:
    """The package that a `datapackage.json` describes. Raises InputError with everything that is wrong with it."""
    if why := unreadable(path):
        raise InputError([Problem(path, None, why, fix="restore it from the repository")])
    try:
        text = path.read_text(encoding="utf-8")
        stated = json.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise InputError([Problem(path, line, f"is not valid JSON: {error}", fix="mend the syntax")]) from None
    try:
        found = Package.model_validate(stated)
    except ValidationError as error:
        raise InputError(_misdescribed(path, text, stated, error)) from None
    if faults := [Problem(path, _line(text, name), what, name, fix=fix) for name, what, fix in _contradictions(found)]:
        raise InputError(faults)
    return found


def _line(text: str, table: str) -> int | None:
    """The line on which a table's description states its name."""
    stated = re.search(rf'"name"\s*:\s*{re.escape(json.dumps(table, ensure_ascii=False))}', text)
    return text.count("\n", 0, stated.start()) + 1 if stated else None


def _misdescribed(path: Path, text: str, stated: Any, error: ValidationError) -> Iterator[Problem]:
    for e in error.errors():
        if e["loc"][:1] != ("resources",) or len(e["loc"]) < 3:
            what = "does not list resources with name, path and schema"
            yield Problem(path, None, what, allowed='{"resources": [{"name": …, "path": …, "schema": …}]}', fix=FIX)
            continue
        resource = stated["resources"][e["loc"][1]]
        name = str(resource.get("name", f"resource {int(e['loc'][1]) + 1}"))
        place, what = _place(resource, e["loc"][2:]), e["msg"][0].lower() + e["msg"][1:]
        if e["type"] == "extra_forbidden":
            what, allowed = "is a constraint that nothing checks", ", ".join(Rule.model_fields)
        else:
            allowed = None
        value = None if e["type"] == "missing" else str(e["input"])[:80]
        yield Problem(path, _line(text, name), f"{place}: {what}", name, value=value, allowed=allowed, fix=FIX)


def _place(resource: Any, where: tuple[int | str, ...]) -> str:
    """Where in a table's description something stands: a column by its name, else the keys that lead there."""
    if where[:2] == ("schema", "fields") and len(where) > 2:
        field = resource["schema"]["fields"][where[2]]
        column = field.get("name", where[2]) if isinstance(field, dict) else where[2]
        return ".".join(["column " + str(column), *map(str, where[3:])])
    return ".".join(map(str, where))


def _contradictions(package: Package) -> Iterator[tuple[str, str, str]]:
    """What parts of the package say against one another: the table, the fault, the fix."""
    for name, count in Counter(t.name for t in package.tables).items():
        if count > 1:
            yield name, "is described twice", "keep one of the two"
    known = {t.name: t for t in package.tables}
    for t in package.tables:
        for column, count in Counter(t.columns).items():
            if count > 1:
                yield t.name, f"column {column} is described twice", "keep one of the two"
        if len(t.layout.key) != 1 or t.layout.key[0] not in t.columns:
            allowed = "one column that names each row, such as id"
            yield t.name, f"its primaryKey is not {allowed}", 'write "primaryKey": ["id"], and describe the column'
        for group in t.ordered:
            for column in set(group) - {f.name for f in t.fields if f.type in ("number", "integer")}:
                yield t.name, f"orders {column}, which is no column of numbers", "correct `ordered`"
        for f in t.layout.foreign:
            target = known.get(f.reference.resource or t.name)
            if target is None:
                what = f"its foreign key leads to {f.reference.resource}, which is no table"
                yield t.name, what, "name a table of the package, such as sources"
            elif len(f.fields) != 1 or len(f.reference.fields) != 1:
                yield t.name, "has a foreign key of several columns, which nothing checks", "use one column"
            elif missing := (set(f.fields) - set(t.columns)) | (set(f.reference.fields) - set(target.columns)):
                what = f"its foreign key uses {', '.join(sorted(missing))}, which is no column there"
                yield t.name, what, "correct foreignKeys"
