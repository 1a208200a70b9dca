"""What entries of assumption and scenario files share: strict fields, known sources, intervals within bounds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from tilt.engine.inputs import Assumption
from tilt.engine.scale import Setting
from tilt.engine.setting import Bounded, read, refusal
from tilt.record import evidence
from tilt.record.derivations import derive
from tilt.record.folder import data_files
from tilt.record.problems import InputError, Problem
from tilt.record.yaml_file import Where, YamlFile

D = TypeVar("D")

NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
"""What ids and names are made of: they stand in links, in attributes of pages, in names of files."""

NAMES = "small letters and digits, parts joined by - or _, such as no-difference"

Ends = Annotated[list[float], Field(min_length=2, max_length=2)]


class Strict(BaseModel):
    """An entry that has no fields but its own, each of the type stated: text is no number, and yes is not one."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Derivation(Strict):
    """A value that a table gives: `{derived: fit.output}`."""

    derived: str


Uses = Mapping[str, Collection[str]]
"""The inputs each claim uses, by the claim's slug, in the order of the argument."""

Found = dict[str, tuple[Assumption, YamlFile]]
"""Each input that is declared, and the file that declares it."""


def yaml_files(folder: Path, faults: list[Problem]) -> Iterator[YamlFile]:
    """The folder's files that are YAML; a fault is added for each that is not, and for whatever else is there."""
    for path in data_files(folder, (".yaml", ".yml"), faults):
        file = YamlFile(path, faults)
        if file.parse():
            yield file


def named(file: YamlFile, where: Where, kind: str, name: str) -> None:
    """Add a fault where a name is none: a link or a page that held it would break."""
    if not NAME.fullmatch(name):
        file.fault(where, f"is no name for {kind}", id=name, value=name or "(blank)", allowed=NAMES, fix="rename it")


def known_sources(file: YamlFile, where: Where, id: str, keys: Iterable[str]) -> None:
    """Add a fault for each key that data/sources.csv does not have."""
    try:
        sources = evidence.source_keys()
    except InputError as error:
        file.pass_on(error)
        return
    for key in keys:
        if key not in sources:
            fix = "add a row with this key to data/sources.csv, or correct the spelling"
            file.fault(where, "unknown source", id=id, value=key, fix=fix)


def stated(file: YamlFile, where: Where, id: str, value: object, of: Bounded) -> Setting | None:
    """The setting a file states, by the one rule of settings; None, with its fault told, where that refuses it."""
    if (refused := refusal(value, of)) is not None:
        file.fault(where, refused.what, id=id, value=refused.value, allowed=refused.allowed, fix=refused.fix)
        return None
    return read(id, value, of)


def derived_as(file: YamlFile, where: Where, id: str, ref: str, kind: type[D]) -> D | None:
    """What a derivation gives, of this kind; None, with its fault told, where it cannot be had."""
    try:
        result = derive(ref)
    except InputError as error:  # the table it reads is broken
        file.pass_on(error)
        return None
    except KeyError as error:
        file.fault(where, "unknown derivation", id=id, value=ref, allowed=str(error.args[0]), fix="use one that exists")
        return None
    except (ValueError, ArithmeticError, IndexError) as error:
        fix = "see that the table it reads has rows that it counts"
        file.fault(where, f"a derivation could not be computed: {error}", id=id, value=ref, fix=fix)
        return None
    if not isinstance(result, kind):
        file.fault(where, f"derivation does not give a {kind.__name__}", id=id, value=ref)
        return None
    return result
