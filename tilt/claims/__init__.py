"""The claims, a folder each with the same rooms; a folder dropped in here with a `claim.CLAIM` is a claim of the book.

| room | what stands in it |
|---|---|
| `model` | symbols, formulas, and the steps in which a chapter shows them (where these are many, in `steps`) |
| `claim` | `CLAIM`: findings, fans and splits, declared as data |
| `facts` | `facts(run)`: the named numbers of the chapter's sentences |
| `evidence` | `TABLES`: the chapter's computed tables |
| `charts` | `PICTURES` the explorer moves and `FIGURES` of evidence |
| `forecasts` | `EVENTS`: the chances of the claim's questions in `data/forecasts.csv` |

Only `claim` (and so `model`) is loaded with the claims; the others are when a chapter asks, so that verdicts need no
chart library. A room may be missing where nothing would stand in it.

For analysts, `tilt.claims()` gives the claims and their headlines as a frame, as `tilt.headlines` does:

>>> tilt.claims().loc["task-horizons", "headline"]
'lead'
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import traceback
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from tilt.format import Said
from tilt.record.derivations import loaded_by
from tilt.record.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from tilt.charts.declared import Figure, Picture, Table
    from tilt.engine.claim import Claim
    from tilt.engine.event import Event
    from tilt.engine.run import Run


@cache
def all_claims() -> tuple[Claim, ...]:
    """Every claim of the book, by number. Raises InputError with each that cannot be loaded."""
    found: list[Claim] = []
    faults: list[Problem] = []
    for name in (module.name for module in pkgutil.iter_modules(__path__) if module.ispkg):
        try:
            found.append(importlib.import_module(f"{__name__}.{name}.claim").CLAIM)
        except Exception as error:  # whatever Python code can do wrong
            faults.append(_unloadable(name, error))
    if faults:
        raise InputError(faults)
    return tuple(sorted(found, key=lambda c: c.number))


loaded_by(lambda: importlib.import_module("tilt.trends"))
loaded_by(all_claims)


def _unloadable(name: str, error: Exception) -> Problem:
    """The problem of a claim's folder whose code fails: at the line of the claims' code where it does."""
    folder = Path(__path__[0])
    if isinstance(error, SyntaxError) and error.filename:
        file, line, what = Path(error.filename), error.lineno, error.msg
    else:
        steps = [s for s in traceback.extract_tb(error.__traceback__) if Path(s.filename).parent.parent == folder]
        file = Path(steps[-1].filename) if steps else folder / name
        line, what = steps[-1].lineno if steps else None, str(error)
    fix = "mend it, or take the folder away" if file.is_file() else "add claim.py with CLAIM, or take the folder away"
    shown = Path("tilt/claims", *file.relative_to(folder).parts) if file.is_relative_to(folder) else file
    return Problem(shown, line, f"claim cannot be loaded: {type(error).__name__}: {what}", name, fix=fix)


def module(slug: str, room: str = "claim") -> Path:
    """The path of a claim's module from the checkout, for faults to name."""
    return Path(f"tilt/claims/{slug.replace('-', '_')}/{room}.py")


def claim(slug: str) -> Claim:
    """The claim with this slug. Raises KeyError naming those there are."""
    for c in all_claims():
        if c.slug == slug:
            return c
    msg = f"no claim {slug!r}; the book has {', '.join(c.slug for c in all_claims())}"
    raise KeyError(msg)


def _declared(of: Claim, room: str, name: str, absent: Any) -> Any:
    """What a room of a claim declares under a name; `absent` where the claim has no such room, or it no such name."""
    module = f"{__name__}.{of.slug.replace('-', '_')}.{room}"
    return getattr(importlib.import_module(module), name, absent) if find_spec(module) else absent


def pictures(of: Claim) -> tuple[Picture, ...]:
    """The charts the explorer keeps up to date."""
    return tuple(_declared(of, "charts", "PICTURES", ()))


def figures(of: Claim) -> tuple[Figure, ...]:
    """The pictures of evidence in the claim's chapter."""
    return tuple(_declared(of, "charts", "FIGURES", ()))


def tables(of: Claim) -> Mapping[str, Table]:
    """The computed tables of the claim's chapter, by id."""
    found: Mapping[str, Table] = _declared(of, "evidence", "TABLES", {})
    return found


def events(of: Claim) -> tuple[Event, ...]:
    """The events of the claim's dated questions."""
    return tuple(_declared(of, "forecasts", "EVENTS", ()))


def facts(run: Run) -> Mapping[str, Any]:
    """The named numbers of the chapter's sentences, under a run of its claim."""
    found: Mapping[str, Any] = _declared(run.claim, "facts", "facts", lambda _: {})(run)
    return {name: Said(fact) if type(fact) in (float, np.float64) else fact for name, fact in found.items()}


class _Asked(ModuleType):
    """This package where it is called: the name that says best what is asked for is taken by where claims stand."""

    def __call__(self) -> pd.DataFrame:
        """The claims of the book and their headlines: `tilt.headlines()`."""
        found: pd.DataFrame = importlib.import_module("tilt.api").headlines()
        return found


sys.modules[__name__].__class__ = _Asked
