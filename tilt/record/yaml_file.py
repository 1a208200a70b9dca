"""A YAML file being read: its lines, and its faults told with file, line, id, value, what is allowed and the fix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.composer import Composer, ComposerError, MaxDepthExceededError
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.scalarbool import ScalarBoolean

from tilt.record.folder import unreadable
from tilt.record.problems import InputError, Problem

DEEPEST = 20
"""Levels of lists and mappings within each other: many more than any entry has, too few to exhaust the stack."""

BRANCH = re.compile(r"_|[A-Z]|constrained|list\[|float$")
"""What pydantic names the branch of a union by: a class or a type, no key of the file."""

Where = tuple[str | int, ...]
"""Keys and list positions that lead to a place in the file."""

NUMBERS = ("interval", "bounds", "rank")
"""Fields that hold numbers, whichever of their forms they are in."""

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

    def pass_on(self, error: InputError) -> None:
        """Add the faults of another file that this one needs, those that are not told yet."""
        self.faults += [p for p in error.problems if p not in self.faults]

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
        if why := unreadable(self.path):
            self.faults.append(Problem(self.path, None, why, fix="give a file of YAML text"))
            return False
        try:
            text = self.path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.faults.append(Problem(self.path, None, f"cannot be read: {error}", fix="save it as UTF-8 text"))
            return False
        return self.take(text)

    def take(self, text: str) -> bool:
        """Read a text into `tree`; False, with a fault added, when it is not YAML."""
        try:
            tree = _parsed(text)
        except DuplicateKeyError as error:
            mark = error.problem_mark
            # The parser's message starts: found duplicate key "<key>" with value ...
            key = str(error.problem).split('"')[1] if '"' in str(error.problem) else None
            fix = "remove one of the two, or rename it"
            self.faults.append(Problem(self.path, mark.line + 1, "stated twice", key, fix=fix))
            return False
        except MaxDepthExceededError as error:
            what, mark = f"is nested more than {DEEPEST} levels deep", error.problem_mark
            self.faults.append(Problem(self.path, mark.line + 1, what, fix="write it flatter, as the other files are"))
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
        except YAMLError as error:
            self.faults.append(Problem(self.path, None, f"cannot be read: {error}", fix="save it as UTF-8 text"))
            return False
        except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as error:
            # Raised by the library for what looks like a date or a number, or is tagged as one, and is none.
            fix = "put quotes around what is not meant as a number or a date"
            self.faults.append(Problem(self.path, None, f"holds an impossible value: {error}", fix=fix))
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
                place = (*where, *(p for p in e["loc"] if not BRANCH.match(str(p))))
                name = ".".join(str(p) for p in place[len(where) :]) or id
                self.fault(
                    place,
                    f"{name}: {_words(e)}",
                    id=id,
                    value=None if e["type"] == "missing" else _typed(e["input"]),
                    allowed=_allowed(e, model),
                    fix=_fix(e, name, model),
                )
            return None


class _Composer(Composer):
    """Refuses aliases of lists and mappings: a few nested ones stand for billions of entries."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """As the library does, once the next event is seen to be no such alias."""
        if self.parser.check_event(AliasEvent):
            event = self.parser.peek_event()
            if not isinstance(self.anchors.get(event.anchor, ScalarNode("", "")), ScalarNode):
                what = f"the alias *{event.anchor} repeats a list or a mapping; only a single value may be repeated"
                raise ComposerError(None, None, what, event.start_mark)
        return super().compose_node(parent, index)


@lru_cache(maxsize=64)
def _parsed(text: str) -> Any:
    """The text's tree, which nobody changes: a book is read several times in a run, and parsing is most of that."""
    reader = YAML(typ="rt")
    reader.Composer = _Composer
    reader.max_depth = DEEPEST
    return reader.load(text)


def _plain(node: Any) -> Any:
    if isinstance(node, ScalarBoolean):  # a number to Python
        return bool(node)
    if isinstance(node, Mapping):
        return {k: _plain(v) for k, v in node.items()}
    if isinstance(node, CommentedSeq | list):
        return [_plain(v) for v in node]
    return node


def _short(value: object) -> str:
    text = str(_plain(value))
    return text if len(text) < 80 else text[:77] + "..."


def _typed(value: object) -> str:
    """A value so that text which reads like a number is seen to be text."""
    return f'"{_short(value)}"' if isinstance(value, str) and _quoted(value) else _short(value)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _quoted(value: object) -> bool:
    """Whether text, or a list of texts, reads like numbers or a list of them."""
    if isinstance(value, list):
        return bool(value) and all(map(_quoted, value))
    return isinstance(value, str) and re.fullmatch(r"[\s\d.,+\-\[\]eE]+", value) is not None


def _first_per_place(error: ValidationError) -> Iterator[Any]:
    """One error for each top-level key: a union such as `interval` reports every branch it tried.

    A key that is missing because it stands there misspelled is told of by its misspelling alone.
    """
    seen = set()
    unknown = [str(e["loc"][-1]) for e in error.errors() if e["type"] == "extra_forbidden"]
    for e in error.errors():
        if e["type"] == "missing" and get_close_matches(str(e["loc"][-1]), unknown):
            continue
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


def _fix(e: Any, name: str, model: type[BaseModel]) -> str | None:
    if _quoted(e["input"]) and (e["loc"][0] in NUMBERS or "int" in e["type"] or "float" in e["type"]):
        return "write it without quotes"
    if e["loc"][:1] and e["loc"][0] in NUMBERS and any(isinstance(v, bool) for v in _listed(e["input"])):
        return "give numbers: true and false are none"
    if e["type"] == "missing":
        return f"add a line '{name}: ...'"
    if e["type"] == "extra_forbidden":
        near = get_close_matches(str(e["loc"][-1]), model.model_fields)
        return f"write {near[0]}, or remove it" if near else "correct its spelling or remove it"
    return None
