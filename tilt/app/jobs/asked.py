"""What requests hold, checked: a claim, a scenario, a number of draws. A request that cannot be done is refused in a
sentence that its reader is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tilt.book import book
from tilt.engine.claim import Claim, Finding
from tilt.engine.draws import MAX_DRAWS, PAGE_DRAWS
from tilt.engine.inputs import SameAs
from tilt.engine.pieces import Pieces
from tilt.engine.run import Run
from tilt.record.problems import InputError

SIZES = tuple(2**k for k in range(PAGE_DRAWS.bit_length() - 1, MAX_DRAWS.bit_length()))

MOST = 20
"""Problems of a file that are told one by one."""

Job = Pieces[dict[str, Any]]


class RefusedError(ValueError):
    """A request that cannot be done, in a sentence for who asked."""


def faulty(error: InputError) -> RefusedError:
    """The refusal of a file: its problems, a paragraph each, the first MOST of them and how many more there are."""
    said = [str(p) for p in error.problems]
    more = [f"and {len(said) - MOST:,} more problems like these"] if len(said) > MOST + 1 else []
    return RefusedError("\n".join([*said[: MOST if more else None], *more]))


def run_of(asked: Mapping[str, Any], draws: int) -> Run:
    """The run of `claim` under `scenario`. Raises RefusedError."""
    claim = claim_of(asked)
    try:
        return book().run(claim.slug, scenario_of(asked), draws)
    except (KeyError, ValueError) as refused:
        raise RefusedError(f"That scenario cannot be run: {refused.args[0]}.") from None


def claim_of(asked: Mapping[str, Any]) -> Claim:
    """The claim whose slug stands under `claim`. Raises RefusedError."""
    slug = asked.get("claim")
    for claim in book().claims:
        if claim.slug == slug:
            return claim
    raise RefusedError(f"The book has no claim {shown(slug)}; it has {', '.join(c.slug for c in book().claims)}.")


def finding_of(asked: Mapping[str, Any], claim: Claim) -> Finding:
    """The claim's finding whose id stands under `finding`. Raises RefusedError."""
    id = asked.get("finding")
    for finding in claim.findings:
        if finding.id == id:
            return finding
    there = ", ".join(f.id for f in claim.findings)
    raise RefusedError(f"The claim {claim.slug} has no finding {shown(id)}; it has {there}.")


def draws_of(asked: Mapping[str, Any], sizes: Sequence[int] = SIZES) -> int:
    """The number under `draws`, one of these: powers of two, from the page's 4,096 to 2^20. Raises RefusedError."""
    draws = asked.get("draws")
    if isinstance(draws, int) and draws in sizes:  # true is 1, and no size
        return draws
    raise RefusedError(f"{shown(draws)} draws cannot be had: a power of two from {sizes[0]:,} to {sizes[-1]:,} can.")


def text_of(asked: Mapping[str, Any], name: str, most: int) -> str:
    """The text under a name, of so many bytes at most. Raises RefusedError."""
    text = asked.get(name)
    if not isinstance(text, str):
        raise RefusedError(f"A file’s text is wanted under {name}, not {shown(text)}.")
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > most:
        raise RefusedError(f"That file has {size:,} bytes; up to {most:,} are read.")
    return text


def scenario_of(asked: Mapping[str, Any], name: str = "scenario") -> dict[str, Any]:
    """What is changed, by id, under `scenario` or another name. Raises RefusedError.

    An input that takes another's value is stated as `{"sameAs": id}`. What each is set to, the engine's rule checks.
    """
    stated = asked.get(name)
    if not isinstance(stated, dict) or not all(isinstance(id, str) for id in stated):
        raise RefusedError("A scenario is what is changed, by id.")
    if unknown := [id for id in stated if id not in book().record.assumptions]:
        raise RefusedError(f"The book has no assumption {shown(unknown[0])}.")
    return {id: _stated(value) for id, value in stated.items()}


def _stated(value: object) -> object:
    if isinstance(value, dict) and set(value) == {"sameAs"} and isinstance(value["sameAs"], str):
        return SameAs(value["sameAs"])
    return value


def shown(value: object) -> str:
    """What was sent, short enough for a sentence."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
