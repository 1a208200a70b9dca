"""Formulas in a few digits: equal ones have equal digits, in every process."""

from __future__ import annotations

import hashlib

import sympy as sp


def digest(e: sp.Basic, seen: dict[sp.Basic, str]) -> str:
    """A formula in a few digits, the same in every process; parts that stand in several places are looked at once."""
    if e not in seen:
        parts = [digest(a, seen) for a in e.args]
        if isinstance(e, sp.Add | sp.Mul):
            parts.sort()
        text = sp.srepr(e) if not parts else f"{type(e).__name__}({','.join(parts)})"
        seen[e] = hashlib.sha256(text.encode()).hexdigest()[:20]
    return seen[e]
