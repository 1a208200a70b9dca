"""The claims, one module each. A module dropped into this folder with a `CLAIM` is a claim of the book."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from tilt.engine.claim import Claim


@cache
def all_claims() -> tuple[Claim, ...]:
    """Every claim of the book, by number."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}.model").CLAIM
        for module in pkgutil.iter_modules(__path__)
        if module.ispkg
    ]
    return tuple(sorted(found, key=lambda c: c.number))


def claim(slug: str) -> Claim:
    """The claim with this slug. Raises KeyError naming those there are."""
    for c in all_claims():
        if c.slug == slug:
            return c
    msg = f"no claim {slug!r}; the book has {', '.join(c.slug for c in all_claims())}"
    raise KeyError(msg)
