"""Sentences that act: places in a chapter's text that set inputs or take up a scenario, and figures that follow them.

In a text, `[if agents game open-ended work](set:gamed_where=open_ended)` sets an input, to a number, to `low~high` or
to an option by name; several are joined by `&`. `[the view of a sceptic](scenario:NAME)` takes up a scenario. Both
become links with the scenario in their address, which the page's script (`web/site/acting.js`) turns into buttons that
can be undone. Figures of a claim's own findings carry which they are, so that the reader's own can stand beside them.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any

from tilt.engine import setting
from tilt.engine.claim import Claim
from tilt.engine.inputs import Assumption, Record, SameAs, Stated
from tilt.engine.scale import Setting, numbers
from tilt.format import written

ACT = re.compile(r"\[(?P<words>[^\]\[]*)\]\((?P<what>set|scenario):(?P<to>[^)\s]*)\)")
DECIMALS = re.compile(r"\.(\d)f")
PARTS = {"": "credence", "_word": "word", "_median": "median", "_low": "low", "_high": "high"}


class ActingError(ValueError):
    """A place of a text that would set what cannot be set, with the place as it is written."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}")


def acting(text: str, record: Record) -> str:
    """The text with its acting places as links. Raises ActingError naming the place that cannot act."""

    def link(m: re.Match[str]) -> str:
        if m["what"] == "scenario":
            if m["to"] not in record.scenarios:
                raise ActingError(m[0], f"no scenario {m['to']!r}; there are {', '.join(sorted(record.scenarios))}")
            taken_up = record.scenarios[m["to"]].settings
            return _link(m["words"], f'data-scenario="{html.escape(m["to"])}"', taken_up, record)
        settings = {id: _setting(m[0], id, to, record) for id, to in _pairs(m[0], m["to"])}
        stated = json.dumps({id: numbers(value) for id, value in settings.items()}, separators=(",", ":"))
        return _link(m["words"], f'data-set="{html.escape(stated)}"', settings, record)

    return ACT.sub(link, text)


def unacting(text: str) -> str:
    """The text with the words of its acting places alone: where no page's script would follow them."""
    return ACT.sub(lambda m: m["words"], text)


def _link(words: str, how: str, settings: Mapping[str, Stated], record: Record) -> str:
    hash = "&".join([*(f"{id}={_in_a_link(s, record.assumptions[id])}" for id, s in settings.items()), "v=1"])
    return f'<a class="tilt-set" role="button" href="#{html.escape(hash)}" {how}>{words}</a>'


def _in_a_link(stated: Stated, of: Assumption) -> str:
    if isinstance(stated, SameAs):
        return f"@{stated.id}"
    ends = numbers(stated)
    single = of.scale.certain and not of.options
    return "~".join(repr(float(end)) for end in (ends[:1] if single else ends))


def _pairs(place: str, text: str) -> list[tuple[str, str]]:
    parts = [part.partition("=") for part in text.split("&")]
    if not all(id and equals and to for id, equals, to in parts):
        raise ActingError(place, "write set:id=value, several joined by &")
    return [(id, to) for id, _, to in parts]


def _setting(place: str, id: str, text: str, record: Record) -> Setting:
    """What a text gives for an input."""
    if id not in record.assumptions:
        raise ActingError(place, f"no assumption {id!r}")
    value: object = text
    if text not in record.assumptions[id].options:
        try:
            ends = [float(end) for end in text.split("~")]
        except ValueError:
            raise ActingError(place, f"{text!r} is no number, no low~high and no option of {id}") from None
        value = ends * 2 if len(ends) == 1 else ends
    try:
        return setting.read(id, value, record.assumptions[id])
    except setting.SettingError as refused:
        raise ActingError(place, str(refused)) from None


class _Number(float):
    """A figure of a finding that says which it is where it is written with a number of decimals."""

    of = ""

    def __format__(self, spec: str) -> str:
        plain = written(self, spec)
        decimals = DECIMALS.fullmatch(spec)
        return f'<span data-figure="{self.of} {decimals[1]}">{plain}</span>' if decimals else plain


class _Word(str):
    of = ""

    def __format__(self, spec: str) -> str:
        return f'<span data-figure="{self.of} 0">{super().__format__(spec)}</span>'


def following(facts: Mapping[str, Any], claim: Claim) -> Mapping[str, Any]:
    """The facts of a claim, those of its own findings written so that the reader's can stand beside them."""
    live: dict[str, Any] = {}
    for finding in claim.findings:
        for tail, part in PARTS.items():
            name = finding.id.replace("-", "_") + tail
            if name in facts:
                value = facts[name]
                told = _Word(value) if isinstance(value, str) else _Number(value)
                told.of = f"{part} {claim.slug} {finding.id}"
                live[name] = told
    return {**facts, **live}
