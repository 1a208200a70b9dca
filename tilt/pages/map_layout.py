"""Where the claims stand on the map of the argument, and the lines between them, in pixels from the top left.

Two shapes: wide, with those that lend at the left and those that borrow at the right, and narrow, all in one column.
What supports what is read off the claims: a claim lends its inputs to the one that borrows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tilt.engine.claim import Claim

CARD = 96
TARGET = 108
"""Height of the card that the argument comes to; on a phone a little less."""

GAP, ASKED = 14, 40
"""Between two cards of a column, and above a card that a question leads to: the question stands there."""

REACH, SPINE = 15, 11
"""From a column to the line at its left that gathers what claims give; from there to the next, for another claim."""


@dataclass(frozen=True)
class Card:
    """Where a claim stands."""

    slug: str
    x: float
    y: float
    width: float
    height: float = CARD

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        """Height of its lower edge."""
        return self.y + self.height


@dataclass(frozen=True)
class Edge:
    """A line through points, its label at a place, and whether it only asks what follows."""

    points: tuple[tuple[float, float], ...]
    label: str = ""
    at: tuple[float, float] = (0, 0)
    follows: bool = False
    arrow: bool = True


@dataclass(frozen=True)
class Layout:
    """One shape of the map."""

    width: int
    height: int
    cards: tuple[Card, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class Support:
    """Who lends to whom: `lenders` of each claim that borrows, by slug, in the order of `claims`."""

    claims: tuple[Claim, ...]
    lenders: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, claims: Sequence[Claim], home: Mapping[str, str]) -> Support:
        """Read it off the claims' inputs. `home` is the claim that declares an input, by the input's id."""
        owners = {c.slug: {home[id] for id in c.inputs} - {c.slug} for c in claims}
        lent = {slug: tuple(c.slug for c in claims if c.slug in found) for slug, found in owners.items()}
        return cls(tuple(claims), {slug: found for slug, found in lent.items() if found})

    @property
    def lending(self) -> tuple[str, ...]:
        """The claims that lend, each after those it borrows from itself, else in their order."""
        lend = {slug for found in self.lenders.values() for slug in found}
        waiting = [c.slug for c in self.claims if c.slug in lend]
        placed: list[str] = []
        while waiting:
            free = (s for s in waiting if not set(self.lenders.get(s, ())) & set(waiting))
            placed.append(next(free, waiting[0]))  # two that lend to each other stand in their order
            waiting.remove(placed[-1])
        return tuple(placed)

    @property
    def target(self) -> str | None:
        """What the argument comes to: the claim with the most others behind it, of those that lend nothing on.

        None where nobody borrows. Of equals, the first.
        """
        last = [s for s in self.lenders if s not in self.lending] or list(self.lenders)
        return max(last, key=lambda s: len(self._behind(s)), default=None)

    def _behind(self, slug: str) -> set[str]:
        """The claims that this one rests on, those that lend to its lenders included."""
        found: set[str] = set()
        new = {slug}
        while new:
            new = {s for claim in new for s in self.lenders.get(claim, ())} - found
            found |= new
        return found - {slug}

    @property
    def left(self) -> tuple[str, ...]:
        """The claims that support others."""
        return tuple(s for s in self.lending if s != self.target)

    @property
    def right(self) -> tuple[str, ...]:
        """The rest: what the argument comes to, those a question leads to, others that borrow, others that do not."""
        rest = [c for c in self.claims if c.slug not in (*self.left, self.target)]
        rest.sort(key=lambda c: (not self.asked(c), c.slug not in self.lenders))
        return tuple([self.target] if self.target else []) + tuple(c.slug for c in rest)

    def asked(self, claim: Claim) -> bool:
        """Whether a question leads to a claim: one that neither borrows nor lends, and says which."""
        return bool(claim.asks and self.target) and claim.slug not in (*self.lenders, *self.lending)

    def borrowers(self, slugs: Iterable[str]) -> list[str]:
        """Those of some claims that borrow, what the argument comes to first."""
        return sorted((s for s in slugs if s in self.lenders), key=lambda s: s != self.target)

    def claim(self, slug: str) -> Claim:
        """The claim with this slug."""
        return next(c for c in self.claims if c.slug == slug)


def wide(support: Support) -> Layout:
    """Supporting claims at the left, what they support at the right, what follows beneath it."""
    if support.target is None:
        return _side_by_side(support)
    left, right, width = 258.0, 430.0, 290.0
    within = support.borrowers(support.left)
    gutter = REACH + SPINE * (len(within) - 1) + 1.0 if within else 0.0
    high, others = TARGET, [support.claim(s) for s in support.right[1:]]
    beneath = sum(CARD + (ASKED if support.asked(c) else GAP) for c in others)
    column = len(support.left) * (CARD + GAP) - GAP
    height = max(column, high + beneath)
    top = (height - column) / 2
    cards = {s: Card(s, gutter, top + k * (CARD + GAP), left - gutter) for k, s in enumerate(support.left)}
    target = Card(support.target, right, max(0.0, min(height * 0.36 - high / 2, height - beneath - high)), width, high)
    cards[target.slug] = target
    lowest = height - beneath
    for c in others:
        lowest += ASKED if support.asked(c) else GAP
        cards[c.slug] = Card(c.slug, right, lowest, width)
        lowest += CARD
    edges = [*_across(support, cards), *_questions(support, cards, 40)]
    edges += _spines(support, cards, within, gutter)
    return Layout(720, int(height), tuple(cards.values()), tuple(edges))


def _side_by_side(support: Support) -> Layout:
    """Claims of which none borrows from another, in two columns."""
    slugs = [c.slug for c in support.claims]
    cards = tuple(Card(s, k % 2 * 370, k // 2 * (CARD + GAP), 350) for k, s in enumerate(slugs))
    return Layout(720, int(max(c.bottom for c in cards)), cards, ())


def _across(support: Support, cards: Mapping[str, Card]) -> Iterator[Edge]:
    """Lines between the columns, a label where the first line of each claim begins."""
    right = cards[support.right[0]].x
    told: set[str] = set()
    for j, slug in enumerate(support.borrowers(support.right)):
        target = cards[slug]
        lenders = [cards[s] for s in support.left if s in support.lenders[slug]]
        for k, c in enumerate(lenders):
            arrives = target.y + target.height * (k + 1) / (len(lenders) + 1)
            start = c.x + c.width
            bend = (start + right) / 2 + 18 + 2 * SPINE * min(j, 2)  # later ones turn behind the first's words
            points = ((start, c.middle), (bend, c.middle), (bend, arrives), (right - 2, arrives))
            away = arrives < c.middle  # the line turns away from its words
            label = "" if c.slug in told else support.claim(c.slug).gives
            told.add(c.slug)
            yield Edge(points, label, (start + 10, c.middle + (15 if away else -8)))
    main = cards[support.right[0]]
    for slug in support.borrowers(support.left):
        if main.slug in support.lenders[slug]:  # two that lend to each other
            c = cards[slug]
            end, bend = c.x + c.width, (c.x + c.width + right) / 2 - 26
            leaves, arrives = main.y + 16, c.y + 16
            yield Edge(((right, leaves), (bend, leaves), (bend, arrives), (end + 2, arrives)))


def _spines(support: Support, cards: Mapping[str, Card], slugs: Sequence[str], edge: float) -> Iterator[Edge]:
    """For each of some claims that borrow, a line left of the column, which gathers what those in it give."""
    for j, slug in enumerate(slugs):
        target = cards[slug]
        lenders = [cards[s] for s in cards if s in support.lenders[slug] and cards[s].x == target.x]
        if lenders:
            yield from _gathered(lenders, target, edge - REACH - SPINE * j)


def _gathered(lenders: Sequence[Card], target: Card, spine: float) -> Iterator[Edge]:
    """A line at `spine` from the cards that give to the one that takes."""
    left, heights = target.x, [c.middle for c in (*lenders, target)]
    for c in lenders:
        yield Edge(((left, c.middle), (spine, c.middle)), arrow=False)
    yield Edge(((spine, min(heights)), (spine, max(heights))), arrow=False)
    yield Edge(((spine, target.middle), (left - 2, target.middle)))


def _questions(support: Support, cards: Mapping[str, Card], indent: float) -> Iterator[Edge]:
    """Lines down from what the argument comes to, each to a claim that a question leads to."""
    column = [cards[s] for s in support.right]
    for above, card in pairwise(column):
        claim = support.claim(card.slug)
        if support.asked(claim):
            x = card.x + indent
            at = (x + 12, (above.bottom + card.y) / 2 + 4)
            yield Edge(((x, above.bottom), (x, card.y - 2)), claim.asks, at, follows=True)


def narrow(support: Support) -> Layout:
    """All in one column, with lines at the left that gather what the supporting claims give."""
    borrow = support.borrowers(support.right) + support.borrowers(support.left)
    left = 22.0 + SPINE * max(0, len(borrow) - 1)
    width, y = 340 - left, 0.0
    cards: dict[str, Card] = {}
    for slug in (*support.left, *support.right):
        if slug == support.target:
            y += 18
        elif support.asked(support.claim(slug)):
            y += ASKED - 12
        cards[slug] = Card(slug, left, y, width, 104 if slug == support.target else CARD)
        y = cards[slug].bottom + 12
    edges = [*_spines(support, cards, borrow, left), *_questions(support, cards, 34)]
    return Layout(340, int(y - 12), tuple(cards.values()), tuple(edges))
