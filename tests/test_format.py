"""Numbers are written alike by Python, for the first paint, and by the page's own module, live."""

from __future__ import annotations

import json
import random
import subprocess
from typing import Any

from tilt.format import gloss, interval, number, percent, with_error, written
from tilt.paths import WEB
from tools.javascript import node

RUN = """
import { readFileSync } from "node:fs";
const { number, percent, gloss, field, withError } = await import(process.argv[1] + "/format.js");
const { parse } = await import(process.argv[1] + "/typed.js");
const { inWords } = await import(process.argv[1] + "/scales.js");
const { values, shares, units, settings } = JSON.parse(readFileSync(0, "utf8"));
for (const v of values) {
  const back = parse(field(v), { unit: "months" });
  if (Math.abs(back - v) > 5.1e-3 * Math.abs(v)) throw new Error(`${v} came back as ${back}`);
}
console.log(JSON.stringify([
  values.map((v) => [1, 2, 3].map((d) => number(v, d))),
  shares.map(percent),
  shares.map((s, k) => [0, 0.5, 0.02, 0.0036, 4e-4, 3e-7, 0.00995].map((e) => withError(s, e))),
  units.map((a) => values.map((v) => gloss(a, [Math.abs(v), 3 * Math.abs(v)]))),
  settings.map(([a, setting]) => inWords(a, setting)),
]));
"""

OPTIONS = [{"name": name, "label": name.title()} for name in ("slow", "even", "fast")]
SETTINGS: list[tuple[dict[str, Any], list[float]]] = [
    ({"scale": "log", "mark": "months"}, [0.25, 1234.5]),
    ({"scale": "logit", "mark": ""}, [0.045, 0.5]),
    ({"scale": "linear", "mark": "×"}, [-3.25, 1e7]),
    ({"scale": "fixed", "mark": "years"}, [7.0, 7.0]),
    ({"scale": "switch", "mark": ""}, [0, 0]),
    ({"scale": "switch", "mark": ""}, [1, 1]),
    ({"scale": "choice", "mark": "", "options": OPTIONS}, [0, 1, 0]),
    ({"scale": "choice", "mark": "", "options": OPTIONS}, [0.5, 0.125, 0.375]),
    ({"scale": "choice", "mark": "", "options": OPTIONS}, [0.004, 0, 0.996]),
]


def test_numbers_and_settings_are_written_alike() -> None:
    rng = random.Random(7)
    values = [0.0, 0.5, 1.0, 2.5, 0.125, 999.96, 9.995, 999999.0, 1e6, 1.5e21, 9.99e-5, 1e-4, 0.045, 1234.5, -3.25]
    values += [rng.choice([-1, 1]) * 10 ** rng.uniform(-8, 12) for _ in range(400)]
    shares = [0.0, 0.005, 0.00501, 0.125, 0.5, 0.995, 0.99501, 1.0] + [rng.random() for _ in range(200)]
    units = [
        {"unit": unit, "mark": unit, "scale": scale}
        for unit in ("minutes", "USD/year", "fraction")
        for scale in ("log", "fixed")
    ]
    ours = [
        [[number(v, d) for d in (1, 2, 3)] for v in values],
        [percent(s) for s in shares],
        [[with_error(s, e) for e in (0, 0.5, 0.02, 0.0036, 4e-4, 3e-7, 0.00995)] for s in shares],
        [[gloss(a, [abs(v), 3 * abs(v)]) for v in values] for a in units],
        [interval(a, setting) for a, setting in SETTINGS],
    ]
    asked = json.dumps({"values": values, "shares": shares, "units": units, "settings": SETTINGS})
    command = node("--input-type=module", "--eval", RUN, WEB)
    said = subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout
    assert json.loads(said) == ours


def test_a_number_of_a_sentence_has_a_power_of_ten_from_a_million_up() -> None:
    large = [written(v, ".2f") for v in (-14254899.29, 999999.4, 14254899.29)]
    assert large == ["−1.43 × 10⁷", "999999.40", "1.43 × 10⁷"]
    assert written(14254899.29, "") == "14254899.29", "as addresses have it"
    assert written(14254899.29, ",.0f") == "14,254,899", "where the sentence sets thousands off"
    assert written(float("inf"), ".0f") == "inf"
