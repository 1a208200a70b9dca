"""Reads the LaTeX that chapters show back into numbers: independent of what printed it, for the little it prints."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from tilt.engine.population import NODES, WEIGHTS

Value = Any
Formula = Callable[[Mapping[str, Value]], Value]
"""A formula: values by letter in, its value out."""

PIECE = re.compile(r"\\(?:[a-zA-Z]+|.)|\d+(?:\.\d+)?(?:e-?\d+)?|[-+^_{}()\[\],&<=|]|[a-zA-Z]")
SPACE = re.compile(r"(?:\s|\\[,;:! ])+")
OPENING = {"(": ")", "[": "]", "{": "}"}


class _Reader:
    def __init__(self, text: str, letters: Iterable[str]) -> None:
        self.text, self.at = text, 0
        self.letters = sorted(letters, key=len, reverse=True)

    # Pieces

    def skip(self) -> None:
        while match := SPACE.match(self.text, self.at):
            if self.text.startswith("\\\\", self.at):
                return
            self.at = match.end()

    def peek(self) -> str:
        self.skip()
        match = PIECE.match(self.text, self.at)
        return match[0] if match else ""

    def take(self, wanted: str = "") -> str:
        found = self.peek()
        if wanted and found != wanted:
            msg = f"{wanted!r} expected at {self.text[self.at :]!r} of {self.text!r}"
            raise ValueError(msg)
        self.at += len(found)
        return found

    def letter(self) -> str:
        """The letter that stands here, the longest that fits, or nothing."""
        self.skip()
        for name in self.letters:
            after = self.text[self.at + len(name) : self.at + len(name) + 1]
            longer_command = after.isalpha() and re.search(r"\\[a-zA-Z]+$", name)
            if self.text.startswith(name, self.at) and not longer_command:
                self.at += len(name)
                return name
        return ""

    # Grammar

    def sum(self) -> Formula:
        sign = -1 if self.peek() == "-" else 1
        if self.peek() in {"-", "+"}:
            self.take()
        total = _scaled(sign, self.product())
        while self.peek() in {"-", "+"}:
            sign = -1 if self.take() == "-" else 1
            total = _added(total, _scaled(sign, self.product()))
        return total

    def product(self) -> Formula:
        found = self.power()
        while self.peek() not in {"", "+", "-", "=", ")", "]", "}", ",", "&", "<", "\\right", "\\\\", "\\end"}:
            if self.peek() == "\\cdot":
                self.take()
            found = _multiplied(found, self.power())
        return found

    def power(self) -> Formula:
        base = self.base()
        if self.peek() != "^":
            return base
        self.take()
        return _raised(base, self.group())

    def group(self) -> Formula:
        """What stands in brackets of any kind, or a single digit or letter."""
        sized = self.peek() == "\\left"
        if sized:
            self.take()
        if self.peek() not in OPENING:
            return self.base()
        closing = OPENING[self.take()]
        inside = self.sum()
        if self.peek() == "=":  # Iverson's bracket
            self.take()
            inside = _equal(inside, self.sum())
        if sized:
            self.take("\\right")
        self.take(closing)
        return inside

    def base(self) -> Formula:
        if name := self.letter():
            return lambda values: values[name]
        piece = self.peek()
        if re.match(r"\d", piece):
            self.take()
            return lambda _: float(piece)
        if piece in OPENING or piece == "\\left":
            return self.group()
        self.take()
        if piece == "\\frac":
            above, below = self.group(), self.group()
            return lambda values: above(values) / below(values)
        if piece == "\\sqrt":
            root = self.group() if self.peek() == "[" else None
            inside = self.group()
            return lambda values: inside(values) ** (1 / root(values) if root else 0.5)
        if piece in {"\\ln", "\\log"}:
            return self.logarithm(piece)
        if piece in {"\\max", "\\min"}:
            return self.extreme(np.maximum if piece == "\\max" else np.minimum)
        if piece == "\\pi":
            return lambda _: np.pi
        if piece == "e":
            return lambda _: np.e
        if piece == "\\mathbb":
            return self.mean()
        if piece == "\\begin":
            return self.cases()
        msg = f"{piece!r} is not known, before {self.text[self.at :]!r} of {self.text!r}"
        raise ValueError(msg)

    def logarithm(self, piece: str) -> Formula:
        base = None
        if self.peek() == "_":
            self.take()
            base = self.group()
        assert (base is None) == (piece == "\\ln"), f"a logarithm without its base: {self.text}"
        power = None
        if self.peek() == "^":
            self.take()
            power = self.group()
        inside = self.group()
        return lambda values: (
            (np.log(inside(values)) / (np.log(base(values)) if base else 1)) ** (power(values) if power else 1)
        )

    def extreme(self, of: Callable[[Value, Value], Value]) -> Formula:
        self.take("(")
        first = self.sum()
        self.take(",")
        second = self.sum()
        self.take(")")
        return lambda values: of(first(values), second(values))

    def mean(self) -> Formula:
        """An expectation over the place z in a population; one within another is not read."""
        for piece in ("{", "E", "}"):
            self.take(piece)
        self.letters.append("z")
        inside = self.group()
        self.letters.remove("z")
        places = list(zip(NODES, WEIGHTS, strict=True))
        return lambda values: sum(w * inside({**values, "z": z}) for z, w in places)

    def cases(self) -> Formula:
        for piece in ("{", *"cases", "}"):
            self.take(piece)
        found: list[tuple[Formula, Callable[[Mapping[str, Value]], Value]]] = []
        while self.peek() != "\\end":
            value = self.sum()
            self.take("&")
            self.take("\\text")
            self.take("{")
            word = self.text[self.at : self.text.index("}", self.at)]
            self.at += len(word) + 1
            found.append((value, self.condition() if word == "for" else lambda _: True))
            if self.peek() == "\\\\":
                self.take()
        for piece in ("\\end", "{", *"cases", "}"):
            self.take(piece)
        return lambda values: np.select(
            [np.broadcast_to(c(values), np.shape(v(values))) for v, c in found], [v(values) for v, _ in found]
        )

    def condition(self) -> Callable[[Mapping[str, Value]], Value]:
        first = self.sum()
        self.take("<")
        second = self.sum()
        return lambda values: first(values) < second(values)


def _scaled(sign: int, f: Formula) -> Formula:
    return lambda values: sign * f(values)


def _added(f: Formula, g: Formula) -> Formula:
    return lambda values: f(values) + g(values)


def _multiplied(f: Formula, g: Formula) -> Formula:
    return lambda values: f(values) * g(values)


def _equal(a: Formula, b: Formula) -> Formula:
    return lambda values: 1.0 * (a(values) == b(values))


def _raised(f: Formula, g: Formula) -> Formula:
    return lambda values: f(values) ** g(values)


def read(text: str, letters: Iterable[str]) -> Formula:
    """The formula that LaTeX states, over these letters. Raises ValueError for anything it does not know."""
    reader = _Reader(text, letters)
    found = reader.sum()
    if reader.peek():
        msg = f"{text[reader.at :]!r} is left over of {text!r}"
        raise ValueError(msg)
    return found
