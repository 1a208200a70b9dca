"""The bibliography: in the order of what is printed, with what cites it, and as BibTeX that reference managers read."""

from __future__ import annotations

import html
import re

import pytest
from pybtex.database import parse_string

from tilt.book import book
from tilt.pages import bibliography
from tilt.record import bibtex, evidence

PRINTED = re.compile(r'<li id="source-([^"]+)">(.*?)</li>', re.DOTALL)


def printed() -> list[tuple[str, str]]:
    """Key and text of each entry, in the page's order."""
    return [
        (key, html.unescape(re.sub("<[^>]+>", "", text))) for key, text in PRINTED.findall(bibliography.whole().content)
    ]


def test_entries_stand_in_the_order_of_what_is_printed():
    texts = [bibliography.alphabetical(text) for _, text in printed()]
    authors = [bibliography.alphabetical(str(evidence.sources().loc[key, "authors"])) for key, _ in printed()]
    assert authors == sorted(authors)
    assert all(text.startswith(author) for text, author in zip(texts, authors, strict=True))


def test_letters_lead_to_their_entries_each_once():
    page = bibliography.whole().content
    jumps = re.findall(r'<a href="#(letter-[^"]+)">([^<]+)</a>', page)
    assert [name for _, name in jumps] == re.findall(r'<section class="tilt-letter"[^>]*><h2>([^<]+)</h2>', page)
    assert [id for id, _ in jumps] == re.findall(r'<section class="tilt-letter" id="([^"]+)"', page)
    assert len({id for id, _ in jumps}) == len(jumps) > 20


@pytest.mark.parametrize(
    ("authors", "letter"),
    [("Élan V", "E"), ("“Quoted” people", "Q"), ("(unnamed)", "U"), ("24-ai.news", "0–9"), ("the press", "T")],
)
def test_names_are_looked_up_by_their_first_letter(authors, letter):
    assert bibliography.letter({"authors": authors}) == letter


def test_the_share_read_second_hand_is_counted():
    counts = evidence.sources()["read_as"].value_counts()
    assert f"<strong>{counts['secondary']} of {counts.sum()} references" in bibliography.read_how().content


def test_each_entry_leads_to_what_cites_it():
    cited = dict(PRINTED.findall(bibliography.whole().content))
    for id, a in book().record.assumptions.items():
        for key in a.sources:
            assert f'href="{a.claim}.ipynb#input-{id}"' in cited[key]
    for name in evidence.served():
        for key in evidence.table(name)["source"].dropna():
            assert f'href="evidence.ipynb#{name}-' in cited[key]


def test_bibtex_holds_every_entry_and_is_read_by_others():
    read = parse_string(bibtex.bibtex(), "bibtex").entries
    assert set(read) == set(evidence.source_keys())
    assert all(entry.persons.get("author") and entry.fields["title"] for entry in read.values())


@pytest.mark.parametrize(
    ("authors", "persons"),
    [
        ("Wijk H, Lin T, et al. (METR)", "Wijk, H. and Lin, T. and others"),
        ("Cirstea B I", "Cirstea, B. I."),
        ("Epoch AI", "{Epoch AI}"),
        ("Chen; Wen; Kirchner", "Chen and Wen and Kirchner"),
        ("FoodNavigator; Fraunhofer ISI", "FoodNavigator and {Fraunhofer ISI}"),
    ],
)
def test_persons_are_told_from_institutes(authors, persons):
    assert bibtex._authors(authors) == persons


def test_signs_that_tex_takes_for_its_own_are_kept():
    row = {"authors": "A", "year": 2026, "title": "50 % & more_", "venue": "arXiv:2504.18530", "url": None}
    text = bibtex.entry("key", row | {"read_as": "memory"})
    assert r"title = {{50 \% \& more\_}}" in text
    assert "eprint = {2504.18530}" in text
    assert "note = {Cited from memory, not re-read}" in text
