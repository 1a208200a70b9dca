"""A room in Chromium: readers hand in what their pages show, and its host sees what each version finds."""

from __future__ import annotations

import asyncio
import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer_page import SLUG
from tests.running_app import RunningApp, awaited, hear, line
from tilt.book import book
from tilt.format import percent

pytestmark = pytest.mark.at_home("app", "rooms need a server between readers")


def test_thirty_hand_in_and_the_host_sees_them(open_page: OpenPage, app: RunningApp) -> None:
    """One reader by the page's own button, the others as pages send it; figures are the book's for each version."""
    host = open_page("room.html").page
    status = host.locator(".tilt-room").get_by_role("status")
    host.get_by_label("Name of the room").fill("Seminar")
    host.get_by_role("button", name="Open it").click()
    expect(status).to_have_text("Nothing has been handed in yet.")
    reader = open_page(f"book/{SLUG}.html#length_ratio=1~8&v=1").page
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
        end = f"{1 + 7 * k / (count - 1):.4g}"
        version = f"length_ratio={end}~{end}&v=1"
        asked = {"do": "hand in", "code": code, "by": f"reader-{k}", "name": f"reader {k}", "version": version}
        async with line(app.address, "rooms") as reader:
            await reader.write_message(json.dumps(asked))
            assert "handed" in await hear(reader)

    await asyncio.gather(*(one(k) for k in range(count)))
