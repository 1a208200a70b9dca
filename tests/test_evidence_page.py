"""The evidence page: every table and row, anchors of their own, links that resolve, a complete bibliography."""

from __future__ import annotations

import html
import re

import pytest

from tilt.book import book
from tilt.claims import all_claims
from tilt.pages import bibliography, cells, overview, show
from tilt.pages import evidence as evidence_page
from tilt.pages.shown import html_table
from tilt.record import evidence
from tilt.record.cited import Cited, address, anchor, cite, quote

HTML = evidence_page.tables().content
ENTRY = {"authors": "A", "year": 2026, "title": "T", "venue": "V", "read_as": "primary"}
IDS = re.findall(r'\bid="([^"]+)"', HTML)


def test_every_table_and_row_is_there_once():
    assert len(IDS) == len(set(IDS))
    for name in evidence_page.listed():
        assert name in IDS
        assert sum(i.startswith(f"{name}-") for i in IDS) >= len(evidence.table(name))
        assert {anchor(name, id) for id in evidence.table(name)["id"]} <= set(IDS)


def test_every_column_is_explained():
    for name in evidence_page.listed():
        shown = evidence_page._section(name)
        for field in evidence.describe(name).fields:
            assert html.escape(field.description) in shown or field.name in evidence_page.HIDDEN, f"{name}.{field.name}"


def test_no_table_shows_a_code_a_python_value_or_a_year_with_a_comma():
    words = [html.unescape(text) for text in re.findall(r">([^<]+)<", HTML)]
    files = {f"Download {name}.csv" for name in evidence_page.listed()}
    for text in words:
        assert text in files or not re.search(r"[A-Za-z0-9]_[A-Za-z0-9]", text), text
        assert text not in {"True", "False", "None", "nan", "NaT", "<NA>"}
    for name in ("experiment_compute", "horizon_trends"):
        rows = "".join(re.findall(rf'<tr id="{name}-.*?</tr>', HTML, re.DOTALL))
        assert re.search(r">20[12]\d<", rows)
        assert not re.search(r">[12],\d{3}<", rows)


def test_columns_have_headings_of_their_own():
    for name in evidence_page.listed():
        headings = [f.heading for f in evidence.describe(name).fields]
        assert len(set(headings)) == len(headings), name
        assert not [h for h in headings if "_" in h], name


@pytest.mark.parametrize(
    ("year", "words"), [(2023.29, "Apr 2023"), (2025.38, "May 2025"), (1997.0, "1997"), (2026.96, "Dec 2026")]
)
def test_decimal_years_are_told_as_months(year, words):
    assert cells.month_of(year) == words


def test_codes_read_as_words_and_named_tables_are_links():
    assert cells.codes_as_words("cot_not_needed") == "reasoning not needed"
    assert cells.codes_as_words("ai") == "AI"
    assert cells.codes_as_words("a < b_c") == "a &lt; b c"
    linked = cells.named_tables(cells.codes_as_words("see gamed_horizons."))
    assert linked == f'see <a href="#gamed_horizons">{evidence.describe("gamed_horizons").title}</a>.'


def test_every_table_serves_a_claim():
    slugs = {c.slug for c in all_claims()}
    for name in evidence_page.listed():
        assert evidence_page.claims_of(name), name
        assert set(evidence_page.claims_of(name)) <= slugs


def test_every_row_has_a_known_grade_and_source():
    for name in evidence_page.listed():
        rows = evidence.table(name)
        assert set(rows["grade"]) <= set(evidence_page.GRADES), name
        assert set(rows["source"].dropna()) <= set(evidence.sources().index), name


def test_tables_that_assumptions_show_or_are_derived_from_are_on_the_page():
    for a in book().record.assumptions.values():
        for p in a.evidence:
            assert address(p.table, p.row).split("#")[1] in IDS
        if a.derived:
            assert address(a.derived.table).split("#")[1] in IDS


def test_a_cited_figure_stays_a_number_and_becomes_a_link():
    found = cite(5.9, "agent_pace", "aar")
    assert found == 5.9
    assert found > 5
    assert isinstance(100 * found, Cited)
    assert isinstance(found / 2, Cited)
    assert not isinstance(found / found, Cited)
    assert not isinstance(found + 1, Cited)
    link = f"{100 * found:.0f}"
    assert re.sub("<[^>]+>", "", link) == "590"
    assert 'href="evidence.ipynb#agent_pace-aar"' in link
    assert "computed" in link


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda: cite(1.0, "agent_pace", "nobody"), "no row 'nobody' in agent_pace; there is aar, speedtest"),
        (lambda: quote("model_horizons", "Claude Opus 4.5", "p50_minutes"), "claude-opus-4.5"),
        (lambda: quote("model_horizon", "o1", "p50_minutes"), "no table 'model_horizon'; there is model_horizons"),
        (
            lambda: quote("model_horizons", "o1", "p50_minute"),
            "no column 'p50_minute' in model_horizons; .*p50_minutes",
        ),
    ],
)
def test_a_wrong_reference_says_what_there_is_no_such_of_and_what_comes_near(asked, words):
    with pytest.raises(KeyError, match=words):
        asked()


def test_words_and_blanks_are_not_quoted_as_numbers():
    with pytest.raises(ValueError, match="row o1: developer holds no number to quote, but 'OpenAI'"):
        quote("model_horizons", "o1", "developer")
    with pytest.raises(ValueError, match="success_slope"):
        quote("model_horizons", "gpt-4-1106", "success_slope")


@pytest.mark.parametrize("slug", [c.slug for c in all_claims()])
def test_chapters_cite_rows_that_exist(slug):
    cited = [f for f in book().facts(slug).values() if isinstance(f, Cited)]
    assert cited, "no figure of this chapter leads to the evidence"
    for figure in cited:
        assert anchor(figure.table, figure.row) in IDS


def test_rows_of_a_chapters_table_lead_to_the_rows_they_show():
    rows = evidence.table("restraint_polls").sort_values("share")[["population", "question", "share"]]
    links = re.findall(r'href="evidence\.ipynb#([^"]+)"', html_table(rows))
    assert links == [
        anchor("restraint_polls", id) for id in evidence.table("restraint_polls").sort_values("share")["id"]
    ]
    assert links == re.findall(r"#(restraint_polls[^\"]+)", html_table(rows.assign(share=0.5, population="all")))
    assert "href" not in html_table(rows.reset_index(drop=True)), "a row that lost its id leads nowhere"


def test_no_chapter_shows_the_ids_that_address_its_rows():
    whole = evidence.table("uplift")
    assert ">id<" not in html_table(whole)
    assert whole["id"].iloc[0] in whole.index


def as_arrow_keeps_it(rows):
    """The rows as pandas keeps them where pyarrow is installed: whatever is text comes back as plain text."""
    return rows.astype(object).map(lambda v: str.__str__(v) if isinstance(v, str) else v)


@pytest.mark.parametrize("slug", [c.slug for c in all_claims()])
def test_cells_that_are_html_stay_html_where_pyarrow_is_installed(slug, monkeypatch):
    plain = show.assumptions(slug).content
    assert "<a " in plain
    monkeypatch.setattr(
        show, "html_table", lambda rows, *words, **kind: html_table(as_arrow_keeps_it(rows), *words, **kind)
    )
    assert show.assumptions(slug).content == plain
    assert "&lt;a " not in plain


def test_changes_of_scenarios_stay_html_where_pyarrow_is_installed(monkeypatch):
    plain = overview.scenario_changes().content
    monkeypatch.setattr(
        overview, "html_table", lambda rows, *words, **kind: html_table(as_arrow_keeps_it(rows), *words, **kind)
    )
    assert overview.scenario_changes().content == plain
    assert "tilt-unbroken" in plain
    assert "&lt;" not in plain


def test_only_addresses_of_the_web_become_links(copy):
    path = copy / "data" / "sources.csv"
    path.write_text(path.read_text().replace("https://", "javascript:", 1))
    (told,) = evidence.check()
    assert (told.file, told.id, told.line) == (path, "url", 2)
    known = {**ENTRY, "url": "javascript:alert(1)"}
    assert "href" not in bibliography.entry("key", known)
    assert 'href="https://example.org"' in bibliography.entry("key", {**known, "url": "https://example.org"})


@pytest.mark.original
def test_the_bibliography_is_complete_and_nothing_in_it_is_idle():
    known = set(evidence.sources().index)
    used = {key for a in book().record.assumptions.values() for key in a.sources}
    used |= {key for s in book().record.scenarios.values() for c in s.changes.values() for key in c.sources}
    for name in evidence_page.listed():
        used |= set(evidence.table(name)["source"].dropna())
    assert used <= known
    entries = set(re.findall(r'id="source-([^"]+)"', bibliography.whole().content))
    assert entries == known
    idle = known - used
    assert idle <= {"burley_2020", "joe_kuo_2008", "ipcc_2010"}, "sources that nothing rests on"
