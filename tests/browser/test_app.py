"""The app in Chromium: the book's pages as the website has them, and a panel of Python under each explorer."""

from __future__ import annotations

import asyncio
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Locator, Page, expect
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tests.browser.accessibility import violations
from tests.browser.conftest import OpenPage, Visit
from tests.running_app import RunningApp, awaited
from tilt.book import book
from tilt.format import percent
from tilt.paths import root

SLUG = "task-horizons"
PAGES = sorted(path.stem for path in (root() / "book").glob("*.ipynb"))

Start = Callable[..., Visit]


@pytest.fixture
def start(open_page: OpenPage, app: RunningApp) -> Start:
    """Open a page of the app; a claim's chapter with its panel open."""

    def opened(page: str = SLUG, address: str = "", **options: object) -> Visit:
        visit = open_page(f"{app.address}/book/{page}.html{address}", **options)
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
    start: Start, app: RunningApp, open_page: OpenPage, name: str
) -> None:
    visit = start(name)
    site = open_page(f"book/{name}.html")
    for here in (visit.page, site.page):
        here.wait_for_load_state("networkidle")
    for part in ("h1", ".tilt-pages", ".ti-sentence"):
        assert visit.page.locator(part).all_inner_texts() == site.page.locator(part).all_inner_texts(), part
    assert site.page.locator(".tilt-python").count() == 0, "the website has no Python behind it"
    visit.assert_quiet()
    assert not app.readers()


def test_where_voila_would_render_a_notebook_the_books_page_stands(open_page: OpenPage, app: RunningApp) -> None:
    visit = open_page(f"{app.address}/voila/render/{SLUG}.ipynb")
    assert visit.page.url == f"{app.address}/book/{SLUG}.html"
    assert open_page(f"{app.address}/").page.url == f"{app.address}/book/index.html"


def test_an_unknown_page_says_so_and_leads_back(open_page: OpenPage, app: RunningApp) -> None:
    page = open_page(f"{app.address}/book/nowhere.html").page
    expect(page.locator("main")).to_contain_text("The book has no such page")
    page.get_by_role("link", name="To the book").click()
    expect(page).to_have_url(f"{app.address}/book/index.html")


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


def test_a_scenario_holds_through_chapters_reloads_and_links(start: Start, app: RunningApp) -> None:
    page = start(address="#v=1&length_ratio=1~8").page
    expect(panel(page)).to_be_visible()
    credence = page.locator(".tx-verdict .tx-credence").inner_text()
    assert credence != percent(book().run(SLUG).verdicts[0].credence)
    table = run(page, 2**14)
    python = book().run(SLUG, {"length_ratio": [1, 8]}, 2**14).verdicts[0].credence
    assert float(table.locator("td").nth(1).inner_text().split(" ±")[0]) == pytest.approx(100 * python, abs=0.01)
    page.get_by_role("button", name="Make it mine").click()
    page.locator(".tilt-pages a", has_text="Build-out pauses").click()
    page.locator(".tx-live").wait_for()
    page.go_back()
    expect(page.locator(".tx-verdict .tx-credence")).to_have_text(credence)
    page.reload()
    expect(page.locator(".tx-verdict .tx-credence")).to_have_text(credence)


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
        _crash(page)
    app.wait_for_readers(0, 30)


def _crash(page: Page) -> None:
    """The tab's process dies, as when a browser is killed: nothing says farewell."""
    with suppress(Error):
        page.goto("chrome://crash", timeout=3000)


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
    request = urllib.request.Request(f"{app.address}/book/{SLUG}.html", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        mark, size = answer.headers["Etag"], len(answer.read())
    assert size < 70_000
    request.add_header("If-None-Match", mark)
    try:
        urllib.request.urlopen(request)
    except urllib.error.HTTPError as answer:
        assert answer.code == 304
    else:
        raise AssertionError("the page was sent again")


def test_thirty_hand_in_and_the_host_sees_them(open_page: OpenPage, app: RunningApp) -> None:
    """One reader by the page's own button, the others as pages send it; figures are the book's for each version."""
    host = open_page(f"{app.address}/room.html").page
    status = host.locator(".tilt-room").get_by_role("status")
    host.get_by_label("Name of the room").fill("Seminar")
    host.get_by_role("button", name="Open it").click()
    expect(status).to_have_text("Nothing has been handed in yet.")
    reader = open_page(f"{app.address}/book/{SLUG}.html#length_ratio=1~8&v=1").page
    reader.get_by_role("button", name="Hand in", exact=True).click()
    dialog = reader.get_by_role("dialog", name="Hand in your version")
    dialog.get_by_label("Your name, if you like").fill("Ann")
    dialog.get_by_role("button", name="Hand in").click()
    expect(dialog.get_by_role("status")).to_have_text("Handed in to “Seminar”: the first version so far.")
    expect(status).to_have_text("1 version handed in.")
    code = dialog.get_by_label("Room").input_value()
    awaited(_hand_in(app, code, 29))
    expect(status).to_have_text("30 versions handed in.")
    lead = host.locator("tr", has=host.get_by_role("rowheader", name="Safety first"))
    expect(lead.locator(".tilt-dots i")).to_have_count(30, timeout=60_000)
    highest = book().run(SLUG, {"length_ratio": [8, 8]}).verdicts[0].credence
    expect(lead.locator("td").last).to_have_text(f"{percent(highest)}, reader 28")
    with host.expect_download() as given:
        host.get_by_role("button", name="Download").click()
    lines = given.value.path().read_text(encoding="utf-8").splitlines()
    assert len(lines) == 31
    host.reload()
    expect(status).to_have_text("30 versions handed in.")
    host.get_by_role("button", name="Close the room").click()
    expect(status).to_contain_text("“Seminar” is closed, and its versions are gone.")
    reader.reload()
    reader.locator(".tx-live").wait_for()
    expect(reader.get_by_role("button", name="Hand in")).to_have_count(0)


async def _hand_in(app: RunningApp, code: str, count: int) -> None:
    """So many readers at once, each with a version of their own."""

    async def one(k: int) -> None:
        address = f"{app.address.replace('http', 'ws', 1)}/rooms"
        line = await websocket_connect(HTTPRequest(address, headers={"Origin": app.address}))
        end = f"{1 + 7 * k / (count - 1):.4g}"
        version = f"length_ratio={end}~{end}&v=1"
        asked = {"do": "hand in", "code": code, "by": f"reader-{k}", "name": f"reader {k}", "version": version}
        await line.write_message(json.dumps(asked))
        assert "handed" in json.loads(await line.read_message() or "{}")
        line.close()

    await asyncio.gather(*(one(k) for k in range(count)))
