"""One scenario through the whole site: what is moved on one page holds on others, is listed, can be taken back."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import violations
from tests.browser.explorer_page import unfold
from tilt.book import book
from tilt.claims import all_claims, claim
from tilt.format import percent
from tools.serve import open_server

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

KEY = "tilt:scenario"
MINE = {"length_ratio": (1.0, 8.0), "plateau_pace": (0.2, 0.7)}
LINK = "#v=1&length_ratio=1~8&plateau_pace=0.2~0.7"


def shares(slug: str, changes: Mapping[str, Any] | None = None) -> list[str]:
    """Credences of a claim's findings by Python's engine, as the page writes them."""
    found = book().run(slug, changes or {}).verdicts
    return [percent(v.credence) for v in found]


def live(page: Page, slug: str, finding: str | None = None) -> Locator:
    """Where the page shows a credence that follows the reader."""
    finding = finding or claim(slug).headline.id
    return page.locator(f'b[data-live="credence {slug} {finding}"], td [data-live="credence {slug} {finding}"]')


def in_contents(page: Page, slug: str) -> Locator:
    return page.locator(f'.tilt-navigation [data-claim="{slug}"] .tilt-credence')


def marker(page: Page) -> Locator:
    return page.locator(".tilt-mine")


def move(page: Page, id: str, low: str, high: str) -> None:
    fields = page.locator(f'.tx-row[data-input="{id}"]').get_by_role("textbox")
    for field, value in ((fields.first, low), (fields.last, high)):
        field.fill(value)
        field.press("Enter")


def stored(page: Page) -> Any:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}') ?? 'null'"))


@pytest.mark.both_homes("values")
def test_what_is_moved_in_one_chapter_holds_in_all(open_page: OpenPage) -> None:
    visit = open_page("book/task-horizons.html")
    page = visit.page
    page.locator(".tx-live").wait_for()
    expect(marker(page)).to_be_hidden()
    move(page, "length_ratio", "2", "8")
    changed = {"length_ratio": (2.0, 8.0)}
    expect(in_contents(page, "differential")).to_have_text(shares("differential", changed)[0].replace("\u202f", " "))
    expect(in_contents(page, "cot-transparency")).to_have_text(shares("cot-transparency")[0].replace("\u202f", " "))
    expect(marker(page)).to_contain_text("1 input differs")
    page.wait_for_function("location.hash.includes('length_ratio')")
    page.get_by_role("link", name="6 The question").click()
    page.locator(".tx-live").wait_for()
    expect(page.locator(".tx-verdict .tx-credence")).to_have_text(shares("differential", changed)[0])
    expect(page.locator('.tx-row[data-input="length_ratio"] .tx-end').first).to_have_value("2")
    # Back again by the browser: the page comes as it was left, and follows what was moved since.
    unfold(page)
    move(page, "length_ratio", "1", "4")
    page.wait_for_function(f"localStorage.getItem('{KEY}').includes('[1,4]')")
    page.go_back()
    page.locator(".tx-live").wait_for()
    visit.assert_quiet()


def test_a_scenario_moves_claims_that_the_page_is_not_about(open_page: OpenPage) -> None:
    page = open_page("book/cot-transparency.html").page
    page.locator(".tx-live").wait_for()
    page.locator(".tx-scenario select").select_option("compute-binds")
    binds = book().record.scenarios["compute-binds"].settings
    expect(in_contents(page, "buildout-pauses")).to_have_text(
        shares("buildout-pauses", binds)[0].replace("\u202f", " ")
    )
    expect(page.locator(".tx-verdict .tx-credence")).to_have_text(shares("cot-transparency")[0])
    expect(page.locator(".tx-who")).to_have_text("With the book’s defaults")
    expect(marker(page)).to_contain_text("Compute binds")
    page.wait_for_function("location.hash.includes('loss_reading')")
    assert stored(page) is None, "a scenario that is looked at does not become one's own"


@pytest.mark.both_homes("values")
def test_map_and_paragraphs_show_the_readers_credences(open_page: OpenPage) -> None:
    visit = open_page(f"book/index.html{LINK}")
    page = visit.page
    for c in all_claims():
        text = shares(c.slug, MINE)[0]
        expect(live(page, c.slug).first).to_have_text(text)
        in_map = page.locator(f'.tilt-map-wide text[data-live="credence {c.slug} {c.headline.id}"]')
        expect(in_map).to_have_text(text)
        bar = page.locator(f'.tilt-map-wide line[data-bar="{c.slug} {c.headline.id}"]')
        share = float(bar.get_attribute("x2") or 0) / float(bar.get_attribute("data-full") or 1)
        assert share == book().run(c.slug, MINE).verdicts[0].credence
    assert stored(page) is None, "a link does not take the place of one's own values"
    visit.assert_quiet()


def test_the_map_leads_to_the_chapters(open_page: OpenPage) -> None:
    page = open_page("book/index.html").page
    for c in all_claims():
        link = page.locator(f'.tilt-map-wide a[href="{c.slug}.html"]')
        assert link.get_attribute("aria-label") == f"Claim {c.number}: {c.short}"
    page.locator('.tilt-map-wide a[href="differential.html"] path').click()
    page.wait_for_url("**/differential.html")


@pytest.mark.both_homes("values")
def test_a_links_values_go_along_to_other_chapters(open_page: OpenPage) -> None:
    page = open_page(f"book/index.html{LINK}").page
    expect(live(page, "task-horizons").first).to_have_text(shares("task-horizons", MINE)[0])
    page.get_by_role("navigation", name="Chapters").get_by_role("link", name="3 Build-out pauses").click()
    page.locator(".tx-live").wait_for()
    assert "plateau_pace" in page.url
    expect(page.locator(".tx-verdict .tx-credence")).to_have_text(shares("buildout-pauses", MINE)[0])


@pytest.mark.both_homes("values")
def test_the_marker_lists_resets_and_undoes(open_page: OpenPage) -> None:
    page = open_page("book/scenarios.html").page
    page.evaluate(f"""localStorage.setItem('{KEY}', JSON.stringify({{v: 1, values: {json.dumps(MINE)}}}))""")
    page.reload()
    expect(marker(page)).to_contain_text("2 inputs differ")
    marker(page).locator("summary").click()
    for id in MINE:
        expect(marker(page)).to_contain_text(book().record.assumptions[id].label)
    expect(live(page, "task-horizons")).to_have_text(shares("task-horizons", MINE)[0])
    marker(page).get_by_role("button", name="Reset Capability task over safety task").click()
    expect(marker(page)).to_contain_text("1 input differs")
    assert set(stored(page)["mine"]) == {"plateau_pace"}
    marker(page).get_by_role("button", name="Reset the book").click()
    expect(marker(page)).to_contain_text("All inputs are at the book’s defaults")
    assert stored(page) == {"v": 2, "mine": {}, "earlier": {"plateau_pace": [0.2, 0.7]}}
    marker(page).get_by_role("button", name="Undo").click()
    expect(marker(page)).to_contain_text("1 input differs")
    assert set(stored(page)["mine"]) == {"plateau_pace"}
    marker(page).get_by_role("button", name="Redo").click()
    expect(marker(page)).to_contain_text("All inputs are at the book’s defaults")
    page.goto(page.url.replace("scenarios", "method"))  # steps go along to other pages of the tab
    marker(page).get_by_role("button", name="Undo").click()
    expect(marker(page)).to_contain_text("1 input differs")
    page.keyboard.press("Control+z")
    expect(marker(page)).to_contain_text("2 inputs differ")


def test_the_marker_resets_the_explorer_too(open_page: OpenPage) -> None:
    page = open_page(f"book/task-horizons.html{LINK}").page
    page.locator(".tx-live").wait_for()
    expect(page.locator(".tx-verdict .tx-credence")).to_have_text(shares("task-horizons", MINE)[0])
    marker(page).get_by_role("button", name="Reset the book").click()
    expect(page.locator(".tx-verdict .tx-credence")).to_have_text(shares("task-horizons")[0])
    marker(page).get_by_role("button", name="Undo").click()
    expect(page.locator(".tx-verdict .tx-credence")).to_have_text(shares("task-horizons", MINE)[0])


@pytest.mark.both_homes("values")
def test_a_scenario_is_taken_up_from_its_page(open_page: OpenPage) -> None:
    visit = open_page("book/scenarios.html")
    page = visit.page
    page.locator('button[data-scenario="no-difference"]').click()
    alike = book().record.scenarios["no-difference"].settings
    for c in all_claims():
        for finding, text in zip(c.findings, shares(c.slug, alike), strict=True):
            expect(live(page, c.slug, finding.id)).to_have_text(text)
    expect(page.locator('button[data-scenario="no-difference"]')).to_have_attribute("aria-pressed", "true")
    expect(marker(page)).to_contain_text("No difference")
    page.goto(page.url.replace("scenarios", "differential"))
    page.locator(".tx-live").wait_for()
    expect(page.locator(".tx-scenario select")).to_have_value("no-difference")
    visit.assert_quiet()


@pytest.mark.both_homes("values")
def test_two_tabs_follow_each_other(open_page: OpenPage) -> None:
    first = open_page("book/task-horizons.html").page
    first.locator(".tx-live").wait_for()
    second = first.context.new_page()
    second.goto(first.url.replace("task-horizons", "index"))
    move(first, "length_ratio", "2", "8")
    expect(live(second, "task-horizons").first).to_have_text(shares("task-horizons", {"length_ratio": (2.0, 8.0)})[0])
    second.locator(".tilt-mine").get_by_role("button", name="Reset the book").click()
    expect(first.locator(".tx-verdict .tx-credence")).to_have_text(shares("task-horizons")[0])


@pytest.mark.both_homes("beside")
def test_nothing_is_loaded_while_nothing_differs(open_page: OpenPage, request: pytest.FixtureRequest) -> None:
    asked: list[str] = []
    visit = open_page("book/method.html")
    visit.page.on("request", lambda r: asked.append(r.url))
    visit.page.reload()
    visit.page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "whole.js" in url or "/claims/" in url]


def test_a_scenario_leaves_ones_own_assumptions_alone_from_page_to_page(open_page: OpenPage) -> None:
    visit = open_page("book/task-horizons.html")
    page = visit.page
    page.locator(".tx-live").wait_for()
    move(page, "length_ratio", "1", "8")
    page.locator(".tx-scenario select").select_option("no-difference")
    own = {"v": 2, "mine": {"length_ratio": [1, 8]}}
    assert stored(page) == own
    page.get_by_role("link", name="6 The question").click()
    page.locator(".tx-live").wait_for()
    menu = page.locator(".tx-scenario select")
    expect(menu).to_have_value("no-difference")
    expect(marker(page)).to_contain_text("No difference")
    menu.select_option("mine")
    changed = {"length_ratio": (1.0, 8.0)}
    expect(page.locator(".tx-verdict .tx-credence")).to_have_text(shares("differential", changed)[0])
    assert stored(page) == own
    page.get_by_role("link", name="Scenarios", exact=True).click()
    page.locator('button[data-scenario="author"]').click()
    expect(marker(page)).to_contain_text("The author’s view")
    assert stored(page) == own
    marker(page).get_by_role("button", name="Show mine").click()
    expect(live(page, "task-horizons")).to_have_text(shares("task-horizons", changed)[0])
    visit.assert_quiet()


def test_a_page_without_an_explorer_takes_any_link_a_chapter_takes_and_says_what_is_wrong(open_page: OpenPage) -> None:
    visit = open_page("book/index.html#length_ratio=0.001~8&plateau_pace=0.2~0.7&foo=1")  # no version
    page = visit.page
    clamped = {"length_ratio": (0.05, 8.0), "plateau_pace": (0.2, 0.7)}
    for c in all_claims():
        expect(live(page, c.slug).first).to_have_text(shares(c.slug, clamped)[0])
    said = page.locator(".tilt-notice")
    for part in ("reaches outside 0.05 to 20", "“foo” is no assumption"):
        expect(said).to_contain_text(part)
    assert not violations(visit)
    marker(page).get_by_role("button", name="Reset the book").click()
    expect(said).to_have_count(0)
    expect(live(page, "task-horizons").first).to_have_text(shares("task-horizons")[0])
    visit.assert_quiet()


def test_reset_of_a_chapter_and_of_the_book_are_apart(open_page: OpenPage) -> None:
    page = open_page("book/task-horizons.html").page
    page.locator(".tx-live").wait_for()
    page.evaluate(f"localStorage.setItem('{KEY}', JSON.stringify({{v: 1, values: {json.dumps(MINE)}}}))")
    page.reload()
    page.locator(".tx-live").wait_for()
    page.locator(".tx-tools").get_by_role("button", name="Reset this chapter").click()
    expect(page.locator(".tx-verdict .tx-credence")).to_have_text(shares("task-horizons")[0])
    assert set(stored(page)["mine"]) == {"plateau_pace"}
    expect(marker(page)).to_contain_text("1 input differs")
    page.locator(".tx-foot").get_by_role("button", name="Reset the book").click()
    expect(marker(page)).to_contain_text("All inputs are at the book’s defaults")


def test_links_of_the_page_carry_what_is_only_looked_at(open_page: OpenPage) -> None:
    page = open_page(f"book/index.html{LINK}").page
    expect(live(page, "task-horizons").first).to_have_text(shares("task-horizons", MINE)[0])
    address = page.locator(".tilt-navigation a", has_text="3 Build-out pauses").get_attribute("href")
    assert address == "buildout-pauses.html#length_ratio=1~8&plateau_pace=0.2~0.7&v=1"
    page.get_by_role("link", name="3 Build-out pauses").click()
    page.locator(".tx-live").wait_for()
    expect(page.locator(".tx-scenario option:checked")).to_have_text("A link’s assumptions")
    page.go_back()
    expect(live(page, "task-horizons").first).to_have_text(shares("task-horizons", MINE)[0])


@pytest.mark.at_home("website", "the app stands at an address of its own")
def test_two_editions_on_one_host_share_nothing(open_page: OpenPage, site: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).symlink_to(site.resolve())
    server = open_server(tmp_path, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"http://127.0.0.1:{server.server_port}"
    page = open_page(f"{host}/one/book/task-horizons.html").page
    page.locator(".tx-live").wait_for()
    move(page, "length_ratio", "2", "8")
    page.get_by_role("button", name=re.compile("^Colours")).click()
    page.wait_for_function("location.hash.includes('length_ratio')")
    mine = page.locator(".tx-verdict .tx-credence").inner_text()
    page.goto(f"{host}/two/book/task-horizons.html")
    page.locator(".tx-live").wait_for()
    expect(marker(page)).to_be_hidden()
    expect(page.get_by_role("button", name="Colours: as the system")).to_be_visible()
    expect(page.locator(".tx-verdict .tx-credence")).to_have_text(shares("task-horizons")[0])
    page.goto(f"{host}/one/book/task-horizons.html")
    expect(page.locator(".tx-verdict .tx-credence")).to_have_text(mine)
    expect(page.get_by_role("button", name="Colours: light")).to_be_visible()
    assert sorted(page.evaluate("Object.keys(localStorage)"))[0].endswith(" /one")
    server.shutdown()
    server.server_close()
