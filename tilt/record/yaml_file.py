"""A YAML file being read: its lines, and its faults told with file, line, id, value, what is allowed and the fix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from tilt.record.problems import Problem

Where = tuple[str | int, ...]
"""Keys and list positions that lead to a place in the file."""

M = TypeVar("M", bound=BaseModel)


@dataclass
class YamlFile:
    """One file: its parsed tree, and the list its faults are added to."""

    path: Path
    faults: list[Problem]
    tree: CommentedMap = field(default_factory=CommentedMap)

    def fault(self, where: Where, what: str, **rest: Any) -> None:
        """Add a fault at `where`; `rest` are the other fields of `Problem`."""
        self.faults.append(Problem(self.path, self.line(where), what, **rest))

    def line(self, where: Where) -> int:
        """Line (from 1) of the deepest part of `where` that the file has."""
        node: Any = self.tree
        line = 1
        for key in where:
            try:
                position = node.lc.key(key) if isinstance(node, CommentedMap) else node.lc.item(key)
                node = node[key]
            except (KeyError, IndexError, AttributeError, TypeError):
                break
            line = position[0] + 1
        return line

    def parse(self) -> bool:
        """Read the file into `tree`; False, with a fault added, when it is not YAML."""
        try:
            tree = _parsed(self.path.read_text(encoding="utf-8"))
        except DuplicateKeyError as error:
            mark = error.problem_mark
            # The parser's message starts: found duplicate key "<key>" with value ...
            key = str(error.problem).split('"')[1] if '"' in str(error.problem) else None
            fix = "remove one of the two, or rename it"
            self.faults.append(Problem(self.path, mark.line + 1, "stated twice", key, fix=fix))
            return False
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.faults.append(
                Problem(
                    self.path,
                    mark.line + 1 if mark else None,
                    f"not valid YAML: {error.problem}",
                    allowed="YAML 1.2",
                    fix="check indentation, colons, brackets and quotes on this line and the one above",
                )
            )
            return False
        except (YAMLError, UnicodeDecodeError) as error:
            self.faults.append(Problem(self.path, None, f"cannot be read: {error}", fix="save it as UTF-8 text"))
            return False
        if not isinstance(tree, CommentedMap):
            self.faults.append(Problem(self.path, 1, "is not a mapping", fix="start from another file of this folder"))
            return False
        self.tree = tree
        return True

    def section(self, key: str, kind: type) -> Any:
        """The value under `key`, which must be a mapping or a list as `kind` says; empty when absent or wrong."""
        value = self.tree.get(key)
        if value is None:
            return kind()
        if not isinstance(value, kind):
            wanted = "a mapping" if kind is CommentedMap else "a list"
            self.fault((key,), f"{key} is not {wanted}", value=_short(value), allowed=wanted)
            return kind()
        return value

    def model(self, model: type[M], entry: Any, where: Where, id: str) -> M | None:
        """`entry` as a `model`, or None after adding a fault for each thing wrong with it."""
        try:
            return model.model_validate(_plain(entry))
        except ValidationError as error:
            for e in _first_per_place(error):
                place = (*where, *(p for p in e["loc"] if not str(p).startswith(("_", "constrained", "list["))))
                name = ".".join(str(p) for p in place[len(where) :]) or id
                self.fault(
                    place,
                    f"{name}: {_words(e)}",
                    id=id,
                    value=None if e["type"] == "missing" else _short(e["input"]),
                    allowed=_allowed(e, model),
                    fix=_fix(e, name),
                )
            return None


@lru_cache(maxsize=64)
def _parsed(text: str) -> Any:
    """The text's tree, which nobody changes: a book is read several times in a run, and parsing is most of that."""
    return YAML(typ="rt").load(text)


def _plain(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {k: _plain(v) for k, v in node.items()}
    if isinstance(node, CommentedSeq | list):
        return [_plain(v) for v in node]
    return node


def _short(value: object) -> str:
    text = str(_plain(value))
    return text if len(text) < 80 else text[:77] + "..."


def _first_per_place(error: ValidationError) -> Iterator[Any]:
    """One error for each top-level key: a union such as `interval` reports every branch it tried."""
    seen = set()
    for e in error.errors():
        key = (e["loc"][:1], e["type"] == "extra_forbidden" and e["loc"])
        if key not in seen:
            seen.add(key)
            yield e


def _words(e: Any) -> str:
    if e["type"] == "missing":
        return "is missing"
    if e["type"] == "extra_forbidden":
        return "is no field of this entry"
    if e["loc"] and e["loc"][0] in ("interval", "rank"):
        return "is not of a form that is understood"
    return str(e["msg"])[0].lower() + str(e["msg"])[1:]


def _allowed(e: Any, model: type[BaseModel]) -> str | None:
    if e["type"] == "extra_forbidden":
        return ", ".join(model.model_fields)
    field = model.model_fields.get(str(e["loc"][0])) if e["loc"] else None
    return field.description if field else None


def _fix(e: Any, name: str) -> str | None:
    if e["type"] == "missing":
        return f"add a line '{name}: ...'"
    if e["type"] == "extra_forbidden":
        return "correct its spelling or remove it"
    return None
