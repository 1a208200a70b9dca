"""What the app alone has, in Chromium: the panel of Python and the processes behind it, and what is refused or led on.

What readers do on the book's pages themselves is tried in both homes: see tests/browser/homes.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import OpenPage, Visit, crash
from tests.running_app import RunningApp
from tilt.book import book
from tilt.format import percent
from tilt.paths import root

SLUG = "task-horizons"
PAGES = sorted(path.stem for path in (root() / "book").glob("*.ipynb"))

Start = Callable[..., Visit]

pytestmark = pytest.mark.at_home("app", "the website has no Python behind it")


@pytest.fixture
def start(open_page: OpenPage) -> Start:
    """Open a page of the app; a claim's chapter with its panel open."""

    def opened(page: str = SLUG, address: str = "", **options: object) -> Visit:
        visit = open_page(f"book/{page}.html{address}", **options)
        if page == SLUG:
            visit.page.locator(".tx-live").wait_for()
            visit.page.locator(".tilt-python summary").click()
        return visit

    return opened


def panel(page: Page) -> Locator:
    return page.locator(".tilt-python")


def run(page: Page, draws: int = 4096) -> Locator:
    """Ask Python, and wait for its table."""
    panel(page).get_by_label("Draws").select_option(str(draws))
    panel(page).get_by_role("button", name=re.compile("^Run$|Start Python again")).click()
    expect(panel(page).get_by_role("button", name="Run", exact=True)).to_be_enabled(timeout=60_000)
    return panel(page).locator("table")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_the_websites_and_starts_nothing(
    start: Start, app: RunningApp, served: str, open_page: OpenPage, name: str
) -> None:
    visit = start(name)
    site = open_page(f"{served}/book/{name}.html")
    for here in (visit.page, site.page):
        here.wait_for_load_state("networkidle")
    for part in ("h1", ".tilt-pages", ".ti-sentence"):
        assert visit.page.locator(part).all_inner_texts() == site.page.locator(part).all_inner_texts(), part
    assert site.page.locator(".tilt-python").count() == 0, "the website has no Python behind it"
    visit.assert_quiet()
    assert not app.readers()


def test_where_voila_would_render_a_notebook_the_books_page_stands(open_page: OpenPage, app: RunningApp) -> None:
    visit = open_page(f"voila/render/{SLUG}.ipynb")
    assert visit.page.url == f"{app.address}/book/{SLUG}.html"
    assert open_page("/").page.url == f"{app.address}/book/index.html"


def test_an_unknown_page_says_so_and_leads_back(open_page: OpenPage, app: RunningApp) -> None:
    page = open_page("book/nowhere.html").page
    expect(page.locator("main")).to_contain_text("The book has no such page")
    page.get_by_role("link", name="To the book").click()
    expect(page).to_have_url(f"{app.address}/book/index.html")


def test_what_the_policy_forbids_is_noticed_in_every_visit(start: Start) -> None:
    visit = start("method")
    visit.assert_allowed()
    visit.page.evaluate(
        "document.head.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }))"
    )
    assert not visit.page.evaluate("window.ran")
    with pytest.raises(AssertionError, match="policy"):
        visit.assert_allowed()
    visit.console.clear()


def test_python_finds_what_the_page_finds(start: Start) -> None:
    visit = start()
    table = run(visit.page, 2**16)
    expect(table.locator("caption")).to_contain_text("With the book’s defaults")
    rows = table.locator("tbody tr").all()
    assert len(rows) == len(book().claim(SLUG).findings)
    for row, verdict in zip(rows, book().run(SLUG, draws=2**16).verdicts, strict=True):
        own, python = (float(t.split(" ±")[0]) for t in row.locator("td").all_inner_texts())
        assert python == pytest.approx(100 * verdict.credence, abs=0.05)
        assert own == pytest.approx(python, abs=2.5)
    visit.assert_quiet()


def test_on_paper_stands_what_was_found_and_nothing_to_press(start: Start) -> None:
    page = start().page
    expect(panel(page).get_by_role("button", name="Run", exact=True)).to_be_visible()
    page.emulate_media(media="print")
    expect(panel(page)).to_be_hidden()
    page.emulate_media(media="screen")
    table = run(page)
    page.emulate_media(media="print")
    expect(table).to_be_visible()
    for pressed in panel(page).locator("button, select").all():
        expect(pressed).to_be_hidden()


def test_what_was_found_is_never_shown_as_what_is_shown_now(start: Start) -> None:
    page = start().page
    run(page)
    page.locator("tilt-explorer").get_by_role("slider", name=re.compile("task, length, lower")).focus()
    page.keyboard.press("PageUp")
    expect(panel(page).locator(".tilt-python-old table")).to_be_visible()
    expect(panel(page).get_by_role("status")).to_contain_text("The page shows something else by now")
    table = run(page)
    expect(panel(page).locator(".tilt-python-old")).to_have_count(0)
    expect(table.locator("caption")).to_contain_text("With your assumptions")
    shown = page.locator(".tx-verdict .tx-credence").inner_text()
    assert table.locator("td").first.inner_text().split(".")[0] in shown
    page.keyboard.press("Control+z")
    expect(panel(page).locator(".tilt-python-old")).to_have_count(1)


def test_a_change_during_a_run_greys_its_answer(start: Start) -> None:
    page = start().page
    panel(page).get_by_label("Draws").select_option(str(2**20))
    panel(page).get_by_role("button", name="Run", exact=True).click()
    expect(panel(page).get_by_role("status")).to_contain_text("done")
    page.locator("tilt-explorer").get_by_role("slider", name=re.compile("task, length, lower")).focus()
    page.keyboard.press("PageUp")
    expect(panel(page).locator(".tilt-python-old table")).to_be_visible(timeout=60_000)
    expect(panel(page).locator("caption")).to_contain_text("With the book’s defaults")


def test_a_run_is_cancelled(start: Start) -> None:
    page = start().page
    panel(page).get_by_label("Draws").select_option(str(2**20))
    panel(page).get_by_role("button", name="Run", exact=True).click()
    expect(panel(page).get_by_role("progressbar")).to_be_visible()
    panel(page).get_by_role("button", name="Cancel").click()
    expect(panel(page).get_by_role("status")).to_have_text("Cancelled; nothing was changed.")
    expect(panel(page).get_by_role("button", name="Cancel")).to_be_hidden()
    assert panel(page).locator("table").count() == 0


def test_python_works_with_what_a_link_shows(start: Start) -> None:
    page = start(address="#v=1&length_ratio=1~8").page
    credence = page.locator(".tx-verdict .tx-credence").inner_text()
    assert credence != percent(book().run(SLUG).verdicts[0].credence)
    table = run(page, 2**14)
    python = book().run(SLUG, {"length_ratio": [1, 8]}, 2**14).verdicts[0].credence
    assert float(table.locator("td").nth(1).inner_text().split(" ±")[0]) == pytest.approx(100 * python, abs=0.01)


@pytest.mark.parametrize("how", ["leave", "reload", "close", "kill"])
def test_the_process_ends_with_the_page(start: Start, app: RunningApp, how: str) -> None:
    app.wait_for_readers(0, 30)
    page = start().page
    run(page)
    assert len(app.readers()) == 1
    if how == "leave":
        page.goto(f"{app.address}/book/method.html")
    elif how == "reload":
        page.reload()
    elif how == "close":
        page.context.close()
    else:
        crash(page)
    app.wait_for_readers(0, 30)


def test_python_that_stops_is_one_sentence_and_one_button(start: Start, app: RunningApp) -> None:
    app.wait_for_readers(0, 30)
    visit = start()
    page = visit.page
    run(page)
    app.readers()[0].kill()
    expect(panel(page).get_by_role("status")).to_have_text(
        "Python has stopped; the page goes on without it.", timeout=5000
    )
    again = panel(page).get_by_role("button", name="Start Python again")
    expect(again).to_be_enabled()
    page.locator("tilt-explorer").get_by_role("slider").first.focus()
    page.keyboard.press("PageUp")
    expect(page.locator(".tx-verdict .tx-who")).to_have_text("With your assumptions")
    expect(run(page)).to_be_visible()
    visit.assert_quiet()


def test_python_that_cannot_be_reached_is_said(start: Start) -> None:
    page = start().page
    page.context.set_offline(True)
    panel(page).get_by_role("button", name="Run", exact=True).click()
    expect(panel(page).get_by_role("status")).to_contain_text("Python cannot be reached", timeout=10_000)
    page.context.set_offline(False)
    expect(run(page)).to_be_visible()


@pytest.mark.parametrize(("size", "dark"), [("wide", False), ("phone", True)])
def test_the_panel_is_for_everybody(start: Start, size: str, dark: bool) -> None:
    visit = start(size=size, dark=dark)
    run(visit.page)
    assert not violations(visit, within=".tilt-python")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= visit.page.evaluate("innerWidth")


def test_what_a_first_visit_takes(app: RunningApp) -> None:
    """Compressed as the server sends it."""
    address = f"{app.address}/book/{SLUG}.html"
    first = requests.get(address, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=20)
    assert first.headers["Content-Encoding"] == "gzip"
    assert len(first.raw.read()) < 70_000
    again = requests.get(address, headers={"If-None-Match": first.headers["Etag"]}, timeout=20)
    assert (again.status_code, again.content) == (304, b"")
