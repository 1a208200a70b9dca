"""How the static page writes numbers. `web/format.js` writes the same ones live; a test compares them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

THIN = "\u202f"
"""Narrow no-break space, before a percent sign."""

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _round(value: Decimal, places: int) -> str:
    text = format(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(value: float, digits: int = 3) -> str:
    """A number to so many significant digits; whole parts stay whole, thousands are set off, minus is a real one.

    From a million up, and below a ten-thousandth, it is written with a power of ten.
    """
    if value == 0:
        return "0"
    sign = "−" if value < 0 else ""
    exact = Decimal(abs(value))
    exponent = exact.adjusted()
    if -4 <= exponent < 6:
        return sign + _round(exact, max(0, digits - 1 - exponent))
    mantissa = _round(exact.scaleb(-exponent), digits - 1)
    if mantissa == "10":  # rounded up into the next power
        mantissa, exponent = "1", exponent + 1
    return f"{sign}{mantissa} × 10{str(exponent).translate(SUPERSCRIPTS)}"


def percent(share: float) -> str:
    """A share as a whole percentage; 99.5 % and more, or 0.5 % and less, keep a decimal."""
    value = Decimal(100 * share)
    places = 1 if value >= Decimal("99.5") or value <= Decimal("0.5") else 0
    return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}{THIN}%"


def with_error(share: float, error: float) -> str:
    """A share in percent with its standard error, in as many digits as the error has, from one to four."""
    digits = 1 if error <= 0 else max(1, min(4, 1 - Decimal(100 * error).adjusted()))
    share_words, error_words = (
        format(Decimal(100 * v).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP), "f") for v in (share, error)
    )
    return f"{share_words} ± {error_words}{THIN}%"


POWERS = 1e6
"""From here on a number is written with a power of ten."""

DECIMALS = re.compile(r"\.\df")


def written(value: float, spec: str) -> str:
    """A number as a format's `spec` has it, with a real minus sign, and with none where it rounds to nothing.

    Without a spec it stays as Python has it: so it stands in addresses. From a million up decimals are no longer read:
    it is written as `number` has it.
    """
    if POWERS <= abs(value) < math.inf and DECIMALS.fullmatch(spec):
        return number(value)
    text = format(float(value), spec)
    if not spec or not text.startswith("-"):
        return text
    return f"−{text[1:]}" if text.strip("-0.,") else text[1:]


UNIT_OF_MANY = re.compile(r"(?<![\d.,] )(?<![\d.,])\b1 (minute|hour|day|month|year|time|point|doubling)s\b")


def counted(text: str) -> str:
    """Text in which what follows a lone 1 is said of one: 1 month."""
    return UNIT_OF_MANY.sub(r"1 \1", text)


class Said(float):
    """A number of a sentence: `written` wherever the sentence has a place for it."""

    def __format__(self, spec: str) -> str:
        return written(self, spec)


def span(low: float, high: float) -> str:
    """Two shares with one percent sign."""
    return f"{percent(low).removesuffix(f'{THIN}%')} to {percent(high)}"


def readings(quartiles: Sequence[float], count: int) -> str:
    """How far a credence ranges over so many readings: lowest, both ends of the middle half, highest.

    Empty where there is one reading only.
    """
    lowest, lower, upper, highest = quartiles
    if count < 2:
        return ""
    return f"{span(lowest, highest)} over {count} defensible readings, middle half {span(lower, upper)}"


def effect(finding: Mapping[str, Any], quantiles: Sequence[float]) -> str:
    """The effect's median, its 90 % interval and unit. `quantiles` at 5, 25, 50, 75 and 95 %."""
    share = finding["unit"] == "fraction"
    unit = "points" if share else finding["unit"]
    low, _, middle, _, high = (number(100 * q if share else q, 2) for q in quantiles)
    name = finding["effect"][0].upper() + finding["effect"][1:]
    return f"{name} {middle}\u00a0{unit} (90{THIN}%: {low} to {high})"


def interval(assumption: Mapping[str, Any], ends: Sequence[float]) -> str:
    """An interval with its unit, the one value of a fixed choice, or the options that have weight.

    `ends` are one weight for each of `options` where the scale is `choice`. `web/scales.js` has the same words.
    """
    if assumption["scale"] == "switch":
        return "on" if ends[0] else "off"
    if assumption["scale"] == "choice":
        held = [(o["label"], w) for o, w in zip(assumption["options"], ends, strict=True) if w > 0]
        return held[0][0] if len(held) == 1 else ", ".join(f"{label} {percent(weight)}" for label, weight in held)
    mark = f" {assumption['mark']}" if assumption["mark"] else ""
    low, high = (number(e) for e in ends)
    return f"{low}{mark}" if assumption["scale"] == "fixed" else f"{low} – {high}{mark}"


def gloss(assumption: Mapping[str, Any], ends: Sequence[float]) -> str:
    """The same interval as people say it, where the unit is too small for that: minutes as hours, dollars in words."""
    if assumption["unit"] == "minutes" and ends[1] >= 120:
        low, high = (number(e / 60, 2) for e in ends)
        return f"{low} h" if assumption["scale"] == "fixed" else f"{low} – {high} h"
    if assumption["unit"].startswith("USD") and ends[1] >= 1e6:
        low, high = (amount(e) for e in ends)
        return low if assumption["scale"] == "fixed" else f"{low} – {high}"
    return ""


def amount(value: float) -> str:
    """A large number in words: 300 million, 2 billion. Below a million it stays a number."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= 0.9995 * size:  # what rounds up to the size is written with its word
            return f"{number(value / size)} {word}"
    return number(value)
