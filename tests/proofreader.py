"""A reader of computed sentences who knows none of the book’s numbers: what reads wrong or contradicts itself.

Every rule is about a sentence by itself, so that it holds whatever the inputs are set to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tilt.engine.verdict import LIKELIHOOD

WORDS = "|".join(sorted((w for _, w in LIKELIHOOD), key=len, reverse=True))
MANY = (
    "months|years|days|hours|minutes|inputs|draws|readings|judgements|forecasts|questions|scenarios|claims|attempts|"
    "cases|tasks|models|results|times"
)
NUMBER = r"[−-]?\d[\d,]*(?:\.\d+)?"

WRONG = {
    "a word twice": re.compile(r"\b(?!(?:that|had)\b)([a-z]+) \1\b", re.IGNORECASE),
    "no number": re.compile(r"\bNone\b(?! (?:of|has))|\b(?:nan|inf|infinity|NaT|undefined|null)\b|<NA>|\d+j\b"),
    "a place left open": re.compile(r"[{}]|\bset:|\]\(|\[\]|\(\)"),
    "two spaces": re.compile(r"\S {2,}\S"),
    "a space before a mark": re.compile(r"\s[,.;:?!)]|\(\s"),
    "two marks": re.compile(r"[,;:]\s*[,;:.]|(?<!\.)\.\.(?!\.)|\.,"),
    "one of many": re.compile(
        rf"(?<![\d.,/×−±-])(?<!\bto )(?<!\bor )(?<!\band )\b1 (?!%|×)(?:\w+ )?(?:are\b|(?:{MANY})\b)"
    ),
    "many of one": re.compile(r"(?<![\d.,])(?:[02-9]|\d\d\d?) (?:is|input|month|year|day|hour|minute|draw|reading)\b"),
    "a before a vowel’s sound": re.compile(r"\ba (?:8|11|18)(?!\d)"),
    "minus nothing": re.compile(r"[−-]0(?:\.0+)?(?![\d.])"),
    "a hyphen for a minus": re.compile(r"(?<![\w.’)])-\d"),
    "an exponent of a machine": re.compile(r"\d[eE][+-]?\d"),
    "nothing of nothing": re.compile(r"\b0 of 0\b"),
    "no times as much": re.compile(r"\b(?:0\.0|1\.0) times as much comes\b"),
    "not a small letter’s place": re.compile(r"(?<!etc)(?<!vs)[a-z]{3}\. [a-z]"),
    "digits without end": re.compile(r"\d\.\d{5,}|\d{7,}"),
}
"""What is wrong in any sentence, by what it is."""

END = re.compile(r"[.?!:][”’)*]*$")
SHARE = re.compile(
    rf"({NUMBER}) %(?! (?:larger|smaller|to safety|more|of the compute of|for what|of what the student))"
)
RANGE = re.compile(rf"(?:runs from|between|range is|half|half from) ({NUMBER})(?: %)? (?:to|and) ({NUMBER}) %")
HELD = re.compile(rf"in (?:only )?({NUMBER}) %(?: of draws)?(?:[:,]| \() ?({WORDS}|open)\b")
MOVED = re.compile(rf"\b(falls|drops|shrinks|rises|grows|climbs) (?:from ({NUMBER})(?: %)? )?to ({NUMBER})")


def number(text: str) -> float:
    """A figure as a number."""
    return float(text.replace(",", "").replace("−", "-"))


def faults(text: str) -> Iterator[str]:
    """What is wrong with a paragraph of computed sentences, each as words with the place it stands at."""
    if not text.strip():
        yield "nothing is said"
        return
    for what, pattern in WRONG.items():
        for m in pattern.finditer(text):
            yield f"{what}: …{text[max(0, m.start() - 60) : m.end() + 40]}…"
    if not END.search(text.rstrip()):
        yield f"no mark at the end: …{text.rstrip()[-60:]}"
    yield from _figures(text)


def _figures(text: str) -> Iterator[str]:
    """Figures that cannot be, or that contradict the words beside them."""
    for m in SHARE.finditer(text):
        if not -0.001 <= number(m[1]) <= 100 and not re.search(r"(?:adds|by|grew by|buys)\b[^.;]*$", text[: m.start()]):
            yield f"a share that cannot be: {m[1]} %: …{text[max(0, m.start() - 60) : m.end()]}…"
    for m in RANGE.finditer(text):
        if number(m[1]) > number(m[2]):
            yield f"a range upside down: {m[0]}"
    for m in HELD.finditer(text):
        if not agrees(number(m[1]) / 100, m[2]):
            yield f"a word that its number does not bear: {m[0]}"
    for m in MOVED.finditer(text):
        down = m[1] in ("falls", "drops", "shrinks")
        if m[2] and (number(m[2]) < number(m[3])) == down:
            yield f"a move the other way: {m[0]}"


def agrees(credence: float, word: str) -> bool:
    """Whether a credence, as it is rounded, bears a word: a stronger word than its own is never said of it."""
    if word == "open":
        return True
    floors = {w: least for least, w in LIKELIHOOD}
    ceilings = dict(zip((w for _, w in LIKELIHOOD[1:]), (least for least, _ in LIKELIHOOD), strict=False))
    rounding = 0.0051
    if word in ("virtually certain", "extremely likely", "very likely", "likely"):
        return credence >= floors[word] - rounding
    if word == "about as likely as not":
        return floors[word] - rounding <= credence <= ceilings[word] + rounding
    return credence <= ceilings[word] + rounding
