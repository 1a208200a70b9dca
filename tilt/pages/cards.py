"""What a link to a page shows where it is posted: a sentence, and a card with the claim and its verdict.

Cards are drawn while the book is built, in its own type and its light colours, from the same run as the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path

from tilt.book import book
from tilt.charts.theme import PALETTE
from tilt.charts.vega import png, text_width
from tilt.engine.claim import Claim
from tilt.engine.verdict import Verdict
from tilt.explorer.outline import HEIGHT, WIDTH, outline
from tilt.explorer.page import beam
from tilt.explorer.rows import distribution_rows
from tilt.format import THIN, percent, readings
from tilt.pages.argument_map import support
from tilt.record.imprint import imprint

CARD = (1200, 630)
"""Width and height in pixels, as the sites that show cards ask for."""

EDGE, RIGHT, BESIDE, FOOT = 76, 1124, 232, 562
"""Where text begins and must end, where it begins beside the balance, and on what the drawing stands, in pixels."""

SIZES = ((54, 33), (50, 30), (46, 28), (42, 26))
"""Of the claim and of its verdict: the first that leaves the drawing room."""

LEAST = 130
"""Room for the drawing below the words."""

SERIF, SANS = "Tilt Serif", "Tilt Sans"
COLOURS = {name: shades.light for name, shades in PALETTE.items()}
STYLE = "".join(
    f".{name}{{{what}:{COLOURS[colour]}}}"
    for name, what, colour in (
        ("tx-safety", "fill", "safety"),
        ("tx-capability", "fill", "capability"),
        ("tx-post", "fill", "line"),
        ("tx-arm rect", "fill", "ink"),
    )
)


def question() -> str:
    """The slug of the claim that the argument comes to: pages that are no claim's chapter show its card."""
    return support().target or book().claims[0].slug


def description(slug: str) -> str:
    """A claim's page in three sentences: the claim, its verdict by the book's defaults, and how far that ranges."""
    return f"{book().claim(slug).sentence} {verdict(slug)}"


def verdict(slug: str) -> str:
    """A claim's verdict by the book's defaults, and how far it ranges."""
    _, found, word, ranged = _found(slug)
    says = f"By the book’s defaults {found.statement} in {percent(found.credence)} of draws: {word}."
    return f"{says} From {ranged}.".replace(" %", f"{THIN}%") if ranged else says.replace(" %", f"{THIN}%")


def _found(slug: str) -> tuple[Claim, Verdict, str, str]:
    """A claim, its headline's verdict by the defaults, the word for it, and its range of readings in words."""
    found = book().run(slug).verdicts[0]
    read = book().readings(slug).finding(found.finding)
    return book().claim(slug), found, read.word(found.credence), readings(read.quartiles, read.count)


def card(slug: str) -> bytes:
    """A claim's card as a PNG."""
    c = book().claim(slug)
    return png(drawing(slug, c.title, f"Claim {c.number} of {len(book().claims)}"))


def write(folder: Path, descriptions: Path, name: str) -> None:
    """Write every claim's card into a new folder, and what their pages say of themselves as JSON.

    The book's own stand there by `name`.
    """
    asked = imprint().subtitle
    slugs = [c.slug for c in book().claims]
    folder.mkdir()
    for slug in slugs:
        (folder / f"{slug}.png").write_bytes(card(slug))
    (folder / f"{name}.png").write_bytes(whole(asked))
    told = {slug: description(slug) for slug in slugs} | {name: f"{asked} {verdict(question())}"}
    descriptions.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def whole(asked: str) -> bytes:
    """The book's card as a PNG: `asked` is its question, and the claim that the argument comes to answers it."""
    return png(drawing(question(), asked, "An argument to be moved"))


def drawing(slug: str, title: str, kind: str) -> str:
    """A card as SVG: a title, what kind of page it is, and the verdict of a claim."""
    c, found, word, ranged = _found(slug)
    width, height = CARD
    statement = found.statement.replace(" %", f"{THIN}%")
    said = f"{statement[0].upper()}{statement[1:]} in {percent(found.credence)} of draws: {word}."
    words, end = _words(title, said, f"From {ranged}." if ranged else "", found.credence)
    parts = [
        *_head(imprint().title, kind, f"Edition {book().record.edition.name}"),
        *words,
        *_distribution(c, found.credence, min(150, FOOT - end - 34)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<style>{STYLE}</style><rect width="{width}" height="{height}" fill="{COLOURS["paper"]}"/>'
        f"{''.join(parts)}</svg>"
    )


def _head(title: str, kind: str, edition: str) -> Iterator[str]:
    """The book's title, what kind of page it is, and the edition; a long title takes the kind's room."""
    beside = EDGE + _width(title, SERIF, 36, 600) + 16
    yield _text(EDGE, 86, title, SERIF, 36, 600, "ink")
    if beside + _width(kind, SANS, 25, 400) + 40 < RIGHT - _width(edition, SANS, 25, 400):
        yield _text(beside, 86, kind, SANS, 25, 400, "soft")
    yield _text(RIGHT, 86, edition, SANS, 25, 400, "soft", "end")


def _words(title: str, said: str, ranged: str, credence: float) -> tuple[list[str], float]:
    """The title, the balance and what is said beside it, as large as leaves the drawing room; and where they end."""
    for large, small in SIZES:
        heading = _lines(title, SERIF, large, 600, RIGHT - EDGE)
        sentence = _lines(said, SERIF, small, 400, RIGHT - BESIDE)
        step, line, top = 1.2 * large, 1.33 * small, 108 + 1.2 * large
        below = top + step * (len(heading) - 1) + 1.3 * small + 24
        end = below + line * len(sentence) - 4
        if FOOT - end >= LEAST:
            break
    parts = [_text(EDGE, top + step * k, text, SERIF, large, 600, "ink") for k, text in enumerate(heading)]
    placed = f'<svg x="{EDGE - 6}" y="{below - 34}" width="136" height="85" '
    parts.append(beam(credence).replace("<svg ", placed, 1))
    parts += [_text(BESIDE, below + line * k, text, SERIF, small, 400, "ink") for k, text in enumerate(sentence)]
    return [*parts, _text(BESIDE, end, ranged, SANS, 25, 400, "soft")], end


def _distribution(c: Claim, credence: float, tall: float) -> Iterator[str]:
    """The headline's effect in the colours of its two sides, over the card's foot, and what they are."""
    finding = c.headline
    bins = distribution_rows(finding, book().run(c.slug).effect(finding.id))["bins"]
    told = {"first": bins[0]["x0"], "step": bins[0]["x1"] - bins[0]["x0"], "shares": [b["share"] for b in bins]}
    paths = outline(told, finding.threshold)
    across, top = (RIGHT - EDGE) / WIDTH, FOOT - tall
    place = f"translate({EDGE} {top}) scale({across} {tall / HEIGHT})"
    for part, colour in (("below", "capability"), ("above", "safety")):
        yield f'<path transform="{place}" d="{paths[part]}" fill="{COLOURS[colour]}" opacity="0.8"/>'
    yield f'<rect x="{EDGE}" y="{FOOT}" width="{RIGHT - EDGE}" height="1.5" fill="{COLOURS["line"]}"/>'
    at = EDGE + across * float(paths["threshold"])
    yield f'<rect x="{at - 1.5}" y="{top}" width="3" height="{tall}" fill="{COLOURS["ink"]}"/>'
    before, beyond = finding.sides
    yield _text(EDGE, FOOT + 36, f"{percent(1 - credence)} {before}", SANS, 25, 400, "capability")
    yield _text(RIGHT, FOOT + 36, f"{beyond} {percent(credence)}", SANS, 25, 400, "safety", "end")


def _text(x: float, y: float, text: str, font: str, size: int, weight: int, colour: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x}" y="{y}" font-family="{font}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="{COLOURS[colour]}">{escape(text)}</text>'
    )


@cache
def _width(text: str, font: str, size: int, weight: int) -> float:
    return text_width(text, font, size, weight)


def _lines(text: str, font: str, size: int, weight: int, room: float) -> list[str]:
    """The text broken into lines that fit, of about one length, in as few as there can be."""
    words = text.split(" ")
    widths = [_width(word, font, size, weight) for word in words]
    space = _width("n n", font, size, weight) - _width("nn", font, size, weight)

    def broken(limit: float) -> list[str]:
        lines: list[list[str]] = [[]]
        used = -space
        for word, width in zip(words, widths, strict=True):
            if lines[-1] and used + space + width > limit:
                lines.append([])
                used = -space
            lines[-1].append(word)
            used += space + width
        return [" ".join(line) for line in lines]

    fewest = len(broken(room))
    narrow = next((n for n in range(int(room * 0.5), int(room), 12) if len(broken(n)) == fewest), room)
    return broken(max(narrow, max(widths)))
