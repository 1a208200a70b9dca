"""Import jsonschema without its IRI checker, which compiles a grammar for a whole second in every kernel and command.

Altair brings jsonschema along and never asks it for that format. Nothing else changes: the checker can still be
imported by whoever wants it, and where jsonschema is loaded already this does nothing.
"""

from __future__ import annotations

import importlib
import sys

CHECKER = "rfc3987_syntax"

if "jsonschema" not in sys.modules and CHECKER not in sys.modules:
    sys.modules[CHECKER] = None  # type: ignore[assignment]  # an import of it now fails, which jsonschema allows for
    try:
        importlib.import_module("jsonschema")
    finally:
        del sys.modules[CHECKER]
