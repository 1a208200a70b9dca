"""Forecasts as they are shown: by the command, by the public interface, and on their page."""

from __future__ import annotations

import html
import json
import re

import pytest
from typer.testing import CliRunner

import tilt
from tilt.claims import all_claims
from tilt.cli import app
from tilt.forecast import forecasts
from tilt.format import percent
from tilt.pages import forecasts as page
from tilt.paths import root
from tilt.record.questions import questions
from tools.notebooks import faults, read

FOUND = {f.question.id: f for f in forecasts()}


# The command and the interface


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["forecasts", *arguments], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def test_the_command_prints_question_day_probability_and_claim():
    said = " ".join(run().split())
    for f in forecasts():
        q = f.question
        assert f"{q.id}, by {q.by:%-d %B %Y}, claim {q.claim} {q.text}" in said
        assert f"probability {percent(f.probability).replace(chr(0x202F), ' ')}" in said


def test_the_commands_json_is_the_documented_shape():
    printed = json.loads(run("--json"))
    assert list(printed) == ["scenario", "forecasts"]
    assert [f["id"] for f in printed["forecasts"]] == list(FOUND)
    documented = re.search(r'"forecasts": \[(\{.*?\})\]\}\n', (root() / "README.md").read_text(), re.DOTALL)
    assert documented
    stated = json.loads(documented[1])
    for f in printed["forecasts"]:
        assert list(f) == list(stated)
        assert list(f["findings"][0]) == list(stated["findings"][0])
        assert f["probability"] == FOUND[f["id"]].probability


def test_the_commands_csv_has_a_line_a_question():
    lines = run("--csv").splitlines()
    assert len(lines) == len(FOUND) + 1
    assert lines[0].startswith("id,claim,question,resolves,by,")


def test_the_command_takes_a_scenario_and_refuses_two_shapes():
    author = json.loads(run("--json", "--scenario", "author"))
    assert author["scenario"] == "author"
    assert [f["probability"] for f in author["forecasts"]] != [f.probability for f in forecasts()]
    assert "cannot both" in " ".join(run("--json", "--csv", code=2).split())
    assert "allowed" in run("--scenario", "nobody", code=2)


def test_the_frame_is_the_forecasts():
    frame = tilt.forecasts()
    assert list(frame.index) == list(FOUND)
    assert frame.loc["metr-horizon", "probability"] == FOUND["metr-horizon"].probability
    assert (frame["by"].diff().dropna().dt.days >= 0).groupby(frame["claim"].iloc[1:]).any().all()
    with pytest.raises(KeyError, match="author"):
        tilt.forecasts("authors")


# The page


def text(markup: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)))


def test_the_page_says_each_question_with_rule_source_day_and_probability():
    shown = page.listed().content
    for f in forecasts():
        q = f.question
        (article,) = re.findall(rf'<article class="tilt-forecast" id="forecast-{q.id}">(.*?)</article>', shown)
        said = text(article)
        for words in (q.text, q.rule, q.note, f"By {q.by:%-d %B %Y}"):
            assert re.sub(r"\s+", " ", words) in said
        m = f.headline
        shares = (f.probability, m.credence, m.if_yes.credence, m.if_no.credence)
        assert [s.strip() for s in re.findall(r"<span>([^<]*%)", article)] == [percent(s) for s in shares]
        bars = [float(s) for s in re.findall(r"--share: ([\d.]+)%", article)]
        assert bars == [pytest.approx(100 * s, abs=0.051) for s in shares]
        assert m.title in said
        if " " not in q.source:
            assert f"#source-{q.source}" in article


def test_the_page_leads_to_every_claim_and_warns_of_few_draws():
    shown = page.listed().content
    for c in all_claims():
        assert f'href="{c.slug}.ipynb"' in shown
    few = [f for f in forecasts() if min(f.headline.if_yes.draws, f.headline.if_no.draws) < page.FEW]
    assert shown.count("few draws") == sum(
        (f.headline.if_yes.draws < page.FEW) + (f.headline.if_no.draws < page.FEW) for f in few
    )


def test_the_page_names_another_finding_where_that_is_moved_more():
    shown = page.listed().content
    for f in forecasts():
        m = f.most
        more = m.finding != f.headline.finding and m.size >= f.headline.size + page.MORE
        article = shown.split(f'id="forecast-{f.question.id}"')[1].split("</article>")[0]
        assert ("It tells more about" in article) == more
        assert not more or html.escape(m.title) in article


def test_the_summary_counts_and_lists_by_day():
    shown = page.summary().content
    said = text(shown)
    assert f"There are {len(FOUND)} questions." in said
    telling = sum(f.tells for f in forecasts())
    assert f"For {telling} of them" in said and f"The other {len(FOUND) - telling} test" in said
    days = re.findall(r"\d{4}-\d{2}-\d{2}", shown)
    assert days == sorted(q.by.isoformat() for q in questions())
    assert re.findall(r'href="#forecast-([\w-]+)"', shown) and set(
        re.findall(r'href="#forecast-([\w-]+)"', shown)
    ) == set(FOUND)


def test_a_chapters_questions_in_short_lead_to_the_page():
    said = page.of("cot-transparency").content
    for f in forecasts():
        assert (f'forecasts.ipynb#forecast-{f.question.id}"' in said) == (f.claim.slug == "cot-transparency")
        if f.claim.slug == "cot-transparency":
            assert f.headline.title in said
    assert "No dated question" in page.of("not-asked-about").content


def test_the_pages_notebook_is_clean_and_says_how_the_book_is_scored():
    notebook = read(root() / "book" / "forecasts.ipynb")
    assert not list(faults(notebook))
    prose = " ".join("".join(c["source"]) for c in notebook.cells if c["cell_type"] == "markdown")
    for words in ("be found out", "Brier", "whether a claim is true or not tests nothing"):
        assert words in prose
