"""Inputs of other claims: their reasons come from the chapters where they stand, or a link leads there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tilt.book import book

CHAPTER = "book/differential.html"
LENT = "capability_large_run_flop"
OWNER = "compute-asymmetry.html"


@pytest.mark.both_homes("files")
def test_reasons_come_from_the_chapter_they_stand_in(open_page: OpenPage) -> None:
    visit = open_page(CHAPTER)
    row = visit.page.locator(f"#input-{LENT}")
    flips = row.locator(".tx-flips").text_content()
    row.locator("summary").click()
    reasons = row.locator(".tx-reasons")
    expect(reasons).to_contain_text(book().record.assumptions[LENT].reason)
    expect(reasons.locator(".tx-elsewhere")).to_have_count(0)
    assert reasons.locator("li a[href^='evidence.html#']").count() > 3
    expect(reasons.locator(".tx-flips")).to_have_count(1)
    assert row.locator(".tx-flips").text_content() == flips, "where this chapter's finding flips, not the other's"
    visit.assert_quiet()


def test_a_link_leads_there_where_they_do_not_come(open_page: OpenPage) -> None:
    page = open_page(CHAPTER).page
    page.route(f"**/{OWNER}", lambda route: route.abort())
    row = page.locator(f"#input-{LENT}")
    row.locator("summary").click()
    link = row.locator(".tx-elsewhere a")
    expect(link).to_be_visible()
    page.unroute(f"**/{OWNER}")
    link.click()
    expect(page).to_have_url(re.compile(f"{OWNER}#input-{LENT}$"))
    expect(page.locator(f"#input-{LENT}")).to_be_in_viewport()


def test_without_scripts_the_link_leads_there(open_page: OpenPage) -> None:
    page = open_page(CHAPTER, scripts=False).page
    row = page.locator(f"#input-{LENT}")
    row.locator("summary").click()
    row.locator(".tx-elsewhere a").click()
    expect(page.locator(f"#input-{LENT}")).to_be_in_viewport()
