"""Claims in outline: what the checks of data and chapters need of them, kept for as long as the code stays as it is.

Formulas take a second to load and the checks of their declarations half of one, and a fork that moves a number changes
neither. So claims that were found well declared are loaded again only where a fault must be told of them.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import Any

from tilt.check.outline import Outline
from tilt.fingerprint import NUMBERS
from tilt.paths import PACKAGE
from tilt.record.problems import Problem
from tilt.record.traced import traced

CODE = (*NUMBERS, PACKAGE / "format.py", PACKAGE / "check")
"""What decides how claims are declared, and what is said of that."""


def outlines() -> tuple[Outline, ...]:
    """Every claim, by number. Raises InputError with each that cannot be loaded."""
    plain = _kept()
    if plain is None:
        # Imported late: claims bring SymPy along.
        from tilt.check.claims import outlined

        return outlined()
    return tuple(_from_plain(c) for c in plain)


def misdeclared() -> list[Problem]:
    """Every fault of the claims' declarations. Raises as `outlines`."""
    if _kept() is not None:
        return []
    from tilt.check.claims import faults

    return faults()


def _from_plain(c: dict[str, Any]) -> Outline:
    names = {name: tuple(c[name]) for name in ("inputs", "used", "undeclared", "shown")}
    return Outline(c["slug"], marks=tuple((words, mark) for words, mark in c["marks"]), **names)


@cache
def _kept() -> list[dict[str, Any]] | None:
    """The outlines as plain data; None where there are faults."""
    kept: list[dict[str, Any]] | None = traced("outlines", CODE, _plain)
    return kept


def _plain() -> list[dict[str, Any]] | None:
    from tilt.check.claims import faults, outlined

    return None if faults() else [asdict(o) for o in outlined()]
