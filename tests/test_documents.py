"""Documents as contract: chapters keep their order and type no model number by hand, the seed argument is mapped."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tilt.book import book
from tilt.claims import all_claims, claim
from tilt.cli import COMMANDS
from tilt.engine.draws import PAGE_DRAWS, REPLICATES
from tilt.engine.verdict import LIKELIHOOD
from tilt.paths import PACKAGE

HERE = PACKAGE.parent
HEADINGS = [
    "Explore",
    "The model",
    "The evidence",
    "What would flip it",
    "The strongest case against",
    "Measured and judged",
    "What would be seen if it is true",
    "Sources",
]
CHAPTERS = [c.slug for c in all_claims()]


def cells(slug: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((HERE / "book" / f"{slug}.ipynb").read_text())["cells"]
    return found


def prose(slug: str) -> Iterator[str]:
    """What an author typed: Markdown cells, and the sentences of `say(...)` without their filled-in places."""
    for cell in cells(slug):
        text = "".join(cell["source"])  # type: ignore[arg-type]
        if cell["cell_type"] == "markdown":
            yield re.sub(r"```.*?```", "", text, flags=re.DOTALL)
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                (argument,) = node.args
                assert isinstance(argument, ast.Constant)
                # What a place sets is held to what its sentence says by tests/test_acting.py.
                yield re.sub(r"\{[^}]*\}", "", re.sub(r"\]\(set:[^)]*\)", "]", str(argument.value)))


@pytest.mark.parametrize("slug", CHAPTERS)
def test_chapters_keep_the_common_order(slug):
    found = [h for text in prose(slug) for h in re.findall(r"^## (.+)$", text, re.MULTILINE)]
    assert found == HEADINGS


LEVELS = {"50 %", "90 %", "95 %"}
FIGURE = re.compile(r"\d[\d,.]*\s*(?:%|percent|months?|days?|hours?|minutes?|points?|×|times)|\d+\.\d+")


@pytest.mark.parametrize("slug", [*CHAPTERS, "index"])
def test_no_figure_of_the_model_is_typed_by_hand(slug):
    typed = [f for text in prose(slug) for f in FIGURE.findall(text) if f.strip(" .,") not in LEVELS]
    assert typed == []


def test_the_scan_sees_a_typed_figure():
    assert FIGURE.findall("doubles every 129 days, credence 43 %, ratio 0.8") == ["129 days", "43 %", "0.8"]


def test_the_method_states_the_engines_own_constants():
    text = " ".join(prose("method"))
    assert f"{PAGE_DRAWS:,} draws" in text
    assert f"{REPLICATES} independently scrambled replicates" in text
    for least, word in LIKELIHOOD[:4]:
        assert f"above {100 * least:.0f} % {word}" in text


@pytest.mark.parametrize("slug", CHAPTERS)
def test_a_chapter_says_its_default_verdict_and_its_counts(slug):
    text = "".join("".join(c["source"]) for c in cells(slug))  # type: ignore[arg-type]
    headline = claim(slug).headline.id.replace("-", "_")
    for fact in (f"{{{headline}:", f"{{{headline}_word}}", "{derived}", "{judged}"):
        assert fact in text


@pytest.mark.parametrize("page", sorted(p.stem for p in (HERE / "book").glob("*.ipynb")))
def test_every_number_a_sentence_asks_for_is_a_fact(page):
    """Without a build: facts that one chapter no longer uses may stand in the sentences of another page."""
    code = ["".join(c["source"]) for c in cells(page) if c["cell_type"] == "code"]  # type: ignore[arg-type]
    says = next((text for text in code if "show.say" in text), "")
    known = {name for slug in CHAPTERS if f'"{slug}"' in says for name in book().facts(slug)}
    asked = {f for text in code if text.startswith(("say(", "advise(")) for f in re.findall(r"\{(\w+)[:}]", text)}
    assert asked <= known


def headings(page: str) -> set[str]:
    """What links to a page can name after the #: its headings, as MyST writes them."""
    text = "\n".join(prose(page))
    return {
        re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in re.findall(r"^#{1,3} (.+)$", text, re.MULTILINE)
    }


@pytest.mark.parametrize("slug", sorted(p.stem for p in (HERE / "book").glob("*.ipynb")))
def test_links_between_pages_lead_to_a_heading(slug):
    """MyST knows no anchors but headings: a row of evidence is linked by `tilt.record.cited.address`."""
    for text in prose(slug):
        for page, anchor in re.findall(r"\]\(([\w-]+)\.ipynb#([\w-]+)\)", text):
            assert anchor in headings(page), f"{page}.ipynb#{anchor}"


def test_every_seed_statement_is_mapped():
    text = (HERE / "seeds" / "argument.md").read_text()
    became = set()
    for statement in ("S1", "S2", "S3", "S4", "S5", "S6", "S7", "R"):
        row = re.search(rf"^\| {statement} \|.*\| (\d) `([\w-]+)` \|$", text, re.MULTILINE)
        assert row, statement
        became.add(claim(row[2]))
        assert claim(row[2]).number == int(row[1])
    assert len(became) == 6
    for c in became:  # claims that others add are not the seed's
        assert all(f"`{f.id}`" in text for f in c.findings)


def test_every_command_is_in_the_readme():
    text = (HERE / "README.md").read_text()
    assert COMMANDS
    for name in COMMANDS:
        assert f"tilt {name}" in text


def test_every_scenario_is_named_in_the_changelog():
    text = (HERE / "CHANGELOG.md").read_text()
    assert all(f"`{name}`" in text for name in book().record.scenarios)


def test_links_between_documents_resolve():
    for document in (HERE / "README.md", HERE / "CONTRIBUTING.md", HERE / "CHANGELOG.md"):
        for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_decisions_are_numbered_without_gaps():
    numbers = sorted(int(p.name[:3]) for p in Path(HERE / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
