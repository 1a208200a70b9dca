"""What is asked for when a claim is to be started, checked before anything is written; each refusal is a sentence."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from tilt.book import Book
from tilt.paths import PACKAGE, root

SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST_SLUG, LONGEST_TITLE = 32, 80
TITLE = re.compile(r"\w[\w ,.;:?!’'“”()–—/&%+-]*")
"""What a title is made of: nothing that Markdown, formulas or YAML take for theirs."""

ROOMS = ("_toc.yml", "book", "data/assumptions", "tests", "tilt/claims")
"""What a checkout has and an installed package has not, or not all of it."""


class Refusal(Exception):  # noqa: N818 (nothing went wrong: something was asked for that cannot be)
    """Why there is no such claim to be made, as a sentence."""


@dataclass(frozen=True)
class Request:
    """A claim to be started: the checkout it goes into, its slug, title and number, and the ids of what it borrows."""

    home: Path
    slug: str
    title: str
    number: int
    borrows: tuple[str, ...]

    @classmethod
    def checked(cls, whole: Book, slug: str, title: str = "", borrows: str = "", number: int = 0) -> Request:
        """From what was typed, beside the book as it stands. Raises Refusal for what cannot be.

        Without a title the slug stands for it, without a number the next; `borrows` are ids between commas.
        """
        home = _checkout()
        _check_slug(slug, home, whole)
        called = _title(title or in_words(slug))
        return cls(home, slug, called, _number(number, whole), _borrowed(borrows, whole))

    @property
    def module(self) -> str:
        """The claim's name in Python."""
        return self.slug.replace("-", "_")


def in_words(slug: str) -> str:
    """A slug as a name."""
    return slug.replace("-", " ").capitalize()


def _checkout() -> Path:
    """The checkout this package runs from. Raises Refusal where it runs from none."""
    here = root()
    missing = [name for name in ROOMS if not (here / name).exists()]
    if missing or here / "tilt" != PACKAGE:
        lacks = f"it has no {missing[0]}" if missing else f"the `tilt` that runs is the one in {PACKAGE.parent}"
        msg = f"{here} is no checkout to add a claim to: {lacks}. Clone the project and run `pip install -e .` in it."
        raise Refusal(msg)
    return here


def _check_slug(slug: str, home: Path, whole: Book) -> None:
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        msg = (
            f"{slug!r} cannot name a claim: use up to {LONGEST_SLUG} small letters and digits in words joined by "
            "single hyphens, the first a letter, such as faster-reviews."
        )
        raise Refusal(msg)
    module = slug.replace("-", "_")
    if keyword.iskeyword(module):
        raise Refusal(f"{slug!r} cannot name a claim: it is a word of Python’s own. Add another to it.")
    taken = [c.slug for c in whole.claims]
    if slug in taken:
        raise Refusal(f"There is a claim {slug} already, number {whole.claim(slug).number}. Choose another slug.")
    for path in (
        f"tilt/claims/{module}",
        f"tilt/claims/{module}.py",
        f"data/assumptions/{slug}.yaml",
        f"book/{slug}.ipynb",
        f"tests/test_{module}.py",
    ):
        if (home / path).exists():
            raise Refusal(f"{slug} is taken: {path} is there already. Choose another slug, or move that away.")


def _title(title: str) -> str:
    title = title.strip().removesuffix(".")
    if not TITLE.fullmatch(title) or len(title) > LONGEST_TITLE:
        msg = (
            f"{title!r} cannot be a title: use one line of up to {LONGEST_TITLE} letters, digits, spaces and plain "
            "punctuation, with nothing that Markdown or formulas take for theirs."
        )
        raise Refusal(msg)
    return title


def _number(number: int, whole: Book) -> int:
    taken = {c.number: c.slug for c in whole.claims}
    free = max(taken, default=0) + 1
    if number in taken:
        raise Refusal(f"Number {number} is taken by {taken[number]}; {free} is free.")
    return number or free


def _borrowed(ids: str, whole: Book) -> tuple[str, ...]:
    """The inputs to borrow, each once. Raises Refusal for one that there is not, or that cannot be."""
    known = whole.record.assumptions
    wanted = tuple(dict.fromkeys(id.strip() for id in ids.split(",") if id.strip()))
    for id in wanted:
        if id not in known:
            close = _closest(id, list(known))
            raise Refusal(f"There is no input {id!r} to borrow{close}. `tilt assumptions` lists all there are.")
    letters: dict[str, str] = {}
    for id in wanted:
        other = letters.setdefault(known[id].symbol, id)
        if other != id:
            msg = f"{other} and {id} are both written {known[id].symbol}, so that one chapter cannot show the two."
            raise Refusal(f"{msg} Borrow one of them, or give one another symbol in its YAML.")
    return wanted


def _closest(id: str, known: Sequence[str]) -> str:
    found = get_close_matches(id, known, n=1)
    return f"; did you mean {found[0]}?" if found else ""
