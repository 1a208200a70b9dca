"""The one rule of what an input may be set to, on the vectors that the browser's table is held to as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tilt.engine.scale import WHOLE, Interval, Scale
from tilt.engine.setting import Form, refusal

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors" / "settings.json").read_text("utf-8"))


@pytest.mark.parametrize("row", VECTORS["settings"], ids=lambda r: f"{r['scale']} {r['value']}: {r['note']}")
def test_what_is_allowed_and_refused_is_what_the_vectors_say(row: dict[str, Any]) -> None:
    form = Form(Scale(row["scale"]), Interval(*row["bounds"]), tuple(row.get("options", ())))
    found = refusal([float(v) for v in row["value"]], form)
    assert (found.kind if found else "allowed") == row["expected"]


def test_both_languages_give_weights_the_same_tolerance() -> None:
    assert VECTORS["tolerance"] == WHOLE
