"""A real Chromium for the website and the app: no request may leave the machine, and everything said is kept."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, Route, expect, sync_playwright

from tests.browser.homes import Home, address_of, home, pytest_generate_tests
from tests.running_app import RunningApp, run_app
from tilt.paths import root
from tools.chromium import find_chromium, flags
from tools.serve import open_server

# A busy machine is slow, not wrong: what is waited for either comes or does not.
expect.set_options(timeout=20_000)

__all__ = ["home", "pytest_generate_tests"]  # pytest looks for fixtures and hooks here

SIZES = {"wide": (1440, 1000), "phone": (390, 844)}
Size = Literal["wide", "phone"]


@dataclass
class Visit:
    """One page opened in a context of its own, with what it asked for and said since."""

    page: Page
    origin: str
    elsewhere: list[str] = field(default_factory=list)  # addresses on other hosts that were asked for, all blocked
    missing: list[str] = field(default_factory=list)  # own addresses answered with an error
    console: list[str] = field(default_factory=list)  # every message, whatever its level
    errors: list[str] = field(default_factory=list)  # uncaught exceptions

    def assert_quiet(self, known: str = r"(?!)") -> None:
        """Fail when a request left the site, a file was missing, or anything was said or thrown.

        Messages that match the pattern `known` are let pass.
        """
        assert not self.elsewhere, f"requests left the site: {self.elsewhere}"
        assert not self.missing, f"missing: {self.missing}"
        assert not self.errors, f"uncaught: {self.errors}"
        said = [message for message in self.console if not re.search(known, message)]
        assert not said, f"said in the console: {said}"

    def assert_allowed(self) -> None:
        """Fail when the page asked for what its own policy forbids, which browsers say in the console."""
        refused = [message for message in self.console if "Content Security Policy" in message]
        assert not refused, f"refused by the page's policy: {refused}"


OpenPage = Callable[..., Visit]


def without_scripts(html: str) -> str:
    """A page as a browser without JavaScript shows it: no scripts, and what stands in <noscript>."""
    return re.sub(r"<script\b.*?</script>|</?noscript>", "", html, flags=re.DOTALL)


def watch(context: BrowserContext, visit: Visit, strip: bool) -> None:
    """Block and note every request that leaves the visit's host; note messages and errors."""

    def route(handler: Route) -> None:
        address = handler.request.url
        if strip and handler.request.resource_type == "document":
            answer = handler.fetch()
            handler.fulfill(response=answer, body=without_scripts(answer.text()))
        elif urlsplit(address).netloc == urlsplit(visit.origin).netloc or address.startswith(("data:", "blob:")):
            handler.continue_()
        else:
            visit.elsewhere.append(address)
            handler.abort()

    context.route("**/*", route)
    page = visit.page
    page.on("console", lambda message: visit.console.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: visit.errors.append(str(error)))
    page.on("response", lambda answer: visit.missing.append(answer.url) if answer.status >= 400 else None)
    page.on(
        "websocket",
        lambda wire: (
            None if urlsplit(wire.url).netloc == urlsplit(visit.origin).netloc else visit.elsewhere.append(wire.url)
        ),
    )


def crash(page: Page) -> None:
    """The tab's process dies, as when a browser is killed: nothing says farewell."""
    with suppress(Error):
        page.goto("chrome://crash", timeout=3000)


def resize(visit: Visit, size: Size) -> None:
    """Make the window a phone's or a wide one."""
    width, height = SIZES[size]
    visit.page.set_viewport_size({"width": width, "height": height})


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """Address of the built site, served from a thread on a free port."""
    server = open_server(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """A Chromium that runs; found before Playwright's driver starts, since the search may ask Playwright itself."""
    return find_chromium()


@pytest.fixture(scope="session")
def browser(chromium_path: Path, playwright: Playwright) -> Iterator[Browser]:
    """One browser for the run."""
    chromium = playwright.chromium.launch(executable_path=chromium_path, args=flags())
    yield chromium
    chromium.close()


@pytest.fixture
def open_page(browser: Browser, home: Home, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Open a page in a fresh context.

    Call it with a path of the built site (`"book/index.html"`), which is opened in the journey's home, or a full
    address, and `size` ("wide" is 1440 x 1000, "phone" 390 x 844), `dark`, `scripts` (False switches JavaScript off;
    "stripped" takes the page's own scripts out and leaves the browser's on, so that axe-core can run on what a reader
    without JavaScript has), or any option of Playwright's `new_context`. Returns a Visit once the page has loaded.
    Afterwards no visit may have asked for what its page's policy forbids.
    """
    visits: list[Visit] = []

    def open_one(
        address: str,
        size: Size = "wide",
        dark: bool = False,
        scripts: bool | Literal["stripped"] = True,
        **options: Any,
    ) -> Visit:
        if not address.startswith("http"):
            address = f"{address_of(home, request)}/{address.lstrip('/')}"
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=bool(scripts),
            reduced_motion="reduce",
            **options,
        )
        visit = Visit(context.new_page(), origin=address)
        visits.append(visit)
        watch(context, visit, strip=scripts == "stripped")
        visit.page.goto(address, wait_until="load", timeout=90_000)  # a cold kernel on a busy machine
        return visit

    yield open_one
    for visit in visits:
        visit.page.context.close()
    for visit in visits:
        visit.assert_allowed()


@pytest.fixture(scope="session")
def app(site: Path) -> Iterator[RunningApp]:
    """The app on the built site, as `voila book/` starts it."""
    with run_app(root(), os.environ, site) as running:
        yield running
