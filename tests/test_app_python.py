"""The line to Python, against the running server: right figures, stopped at once, given back, shared out in order."""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketClientConnection

from tests.running_app import RunningApp, awaited, hear, line, run_app
from tilt.app.state import state_of
from tilt.book import book
from tilt.paths import root

SLUG = "task-horizons"
RUN = {"do": "deep run", "claim": SLUG, "scenario": {}, "draws": 4096}
LONG = {**RUN, "claim": "differential", "draws": 2**20}


@pytest.fixture(scope="module")
def kernels(site: Path) -> Iterator[RunningApp]:
    """The app with room for two readers."""
    with run_app(root(), os.environ, site, "--Kernels.readers=2") as running:
        yield running


@pytest.fixture(scope="module")
def state(site: Path) -> str:
    """The mark of the data that the pages are of."""
    found = state_of(site / "book" / f"{SLUG}.html")
    assert found
    return found


def ask(reader: WebSocketClientConnection, number: int, state: str, **asked: Any) -> Awaitable[None]:
    return reader.write_message(json.dumps({"ask": number, "state": state, **asked}))


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    awaited(story())


def test_the_answer_is_the_books(kernels: RunningApp, state: str) -> None:
    async def story() -> None:
        async with line(kernels.address) as reader:
            changed = {"length_ratio": [1, 8]}
            await ask(reader, 1, state, **{**RUN, "scenario": changed})
            found = (await hear(reader, "result"))["result"]
            expected = book().run(SLUG, changed).verdicts
            assert [v["id"] for v in found["verdicts"]] == [v.finding for v in expected]
            assert [v["credence"] for v in found["verdicts"]] == [v.credence for v in expected]
            assert [v["quantiles"] for v in found["verdicts"]] == [list(v.quantiles) for v in expected]

    run(story)


def test_progress_comes_at_once_and_cancelling_is_heard(kernels: RunningApp, state: str) -> None:
    async def story() -> None:
        async with line(kernels.address) as reader:
            await ask(reader, 1, state, **RUN)
            await hear(reader, "result")  # there is a process now
            await ask(reader, 2, state, **LONG)
            first = await hear(reader, "progress", seconds=5)
            assert first["ask"] == 2
            shares = [(await hear(reader, "progress"))["progress"] for _ in range(3)]
            assert shares == sorted(shares)
            assert 0 < shares[-1] < 0.9
            await reader.write_message('{"cancel": 2}')
            began = time.monotonic()
            assert (await hear(reader, "cancelled", "result"))["ask"] == 2
            assert time.monotonic() - began < 2, "0.2 s on a machine that does nothing else"
            await ask(reader, 3, state, **RUN)
            assert (await hear(reader, "result"))["ask"] == 3

    run(story)


def test_another_request_ends_the_one_before(kernels: RunningApp, state: str) -> None:
    async def story() -> None:
        async with line(kernels.address) as reader:
            await ask(reader, 1, state, **LONG)
            await hear(reader, "progress")
            await ask(reader, 2, state, **RUN)
            assert (await hear(reader, "cancelled", "result"))["ask"] == 1
            assert (await hear(reader, "cancelled", "result"))["ask"] == 2

    run(story)


def test_who_finds_no_room_waits_in_order_and_is_told(kernels: RunningApp, state: str) -> None:
    async def story() -> None:
        async with (
            line(kernels.address) as a,
            line(kernels.address) as b,
            line(kernels.address) as c,
            line(kernels.address) as d,
        ):
            for reader in (a, b):
                await ask(reader, 1, state, **RUN)
                await hear(reader, "result")
            await ask(c, 1, state, **RUN)
            told = await hear(c, "state")
            assert (told["state"], told["before"]) == ("waiting", 0)
            assert "all 2 readers" in told["says"]
            assert "you are next" in told["says"]
            await ask(d, 1, state, **RUN)
            assert (await hear(d, "state"))["before"] == 1
            assert len(kernels.readers()) == 2
            a.close()
            assert (await hear(c, "result"))["ask"] == 1
            assert (await hear(d, "state"))["before"] == 0
            await d.write_message('{"cancel": 1}')
            assert (await hear(d, "cancelled"))["ask"] == 1, "also from the queue"

    run(story)


def test_a_process_ends_with_its_reader(kernels: RunningApp, state: str) -> None:
    async def story() -> None:
        async with line(kernels.address) as reader:
            await ask(reader, 1, state, **LONG)
            await hear(reader, "progress")
            assert len(kernels.readers()) >= 1

    kernels.wait_for_readers(0, 30)
    run(story)
    kernels.wait_for_readers(0, 10)


def test_a_process_that_dies_is_told_and_another_takes_its_place(kernels: RunningApp, state: str) -> None:
    async def story() -> None:
        async with line(kernels.address) as reader:
            await ask(reader, 1, state, **LONG)
            await hear(reader, "progress")
            kernels.readers()[0].kill()
            told = await hear(reader, "state", seconds=5)
            assert told["state"] == "stopped"
            assert "the page goes on without it" in told["says"]
            await ask(reader, 2, state, **RUN)
            assert (await hear(reader, "result"))["ask"] == 2

    kernels.wait_for_readers(0, 30)
    run(story)


def test_pages_of_other_data_are_not_answered(kernels: RunningApp) -> None:
    async def story() -> None:
        async with line(kernels.address) as reader:
            await ask(reader, 1, "0123456789abcdef", **RUN)
            assert "have changed since its pages were made" in (await hear(reader, "error"))["error"]

    kernels.wait_for_readers(0, 30)  # those of the tests before
    run(story)
    assert not kernels.readers(), "nothing was started"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"do": "exec"}, "Python has no 'exec' here"),
        ({"claim": "../x"}, "no claim '../x'"),
        ({"draws": 10**12}, "draws cannot be had"),
        ({"draws": True}, "True draws cannot be had"),
        ({"scenario": []}, "A scenario is what is changed"),
        ({"scenario": {"__class__": [1, 2]}}, "no assumption '__class__'"),
        ({"scenario": {"length_ratio": [8, 1]}}, "length_ratio"),
        ({"scenario": {"length_ratio": "import os"}}, "length_ratio"),
        ({"scenario": {"length_ratio": {"sameAs": "length_ratio"}}}, "length_ratio"),
        ({"scenario": {"length_ratio": [1e308, 1e308]}}, "length_ratio"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    kernels: RunningApp, state: str, asked: dict[str, Any], says: str
) -> None:
    async def story() -> None:
        async with line(kernels.address) as reader:
            await ask(reader, 1, state, **{**RUN, **asked})
            told = (await hear(reader, "error", "result"))["error"]
            assert says in told
            assert "Traceback" not in told
            assert str(root()) not in told

    run(story)


def test_another_sites_page_opens_no_line(kernels: RunningApp) -> None:
    async def story(**headers: str) -> int:
        with pytest.raises(HTTPClientError) as refused:
            async with line(kernels.address, **headers):
                pass
        return int(refused.value.code)

    assert awaited(story(Origin="http://evil.example")) == 403
    assert awaited(story(**{"Sec-Fetch-Site": "cross-site"})) == 403
    assert awaited(story(Host="evil.example")) == 403


def test_binary_frames_end_the_line_and_nothing_else(kernels: RunningApp, state: str) -> None:
    async def story() -> None:
        async with line(kernels.address) as bad, line(kernels.address) as good:
            await bad.write_message(b"\xff" * 8, binary=True)
            assert await bad.read_message() is None
            await ask(good, 1, state, **RUN)
            assert (await hear(good, "result"))["ask"] == 1

    run(story)


def status(address: str, **headers: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize(
    "path",
    [
        "book/../../../voila.json",
        "book/%2e%2e/%2e%2e/%2e%2e/voila.json",
        "voila/files/%2e%2e/voila.json",
        "voila/files/index.ipynb",
        "_tilt/%2e%2e/%2e%2e/work",
        "book//etc/passwd",
        "data/sources.csv",
        "tilt/paths.py",
        "book/nowhere.html",
    ],
)
def test_nothing_but_the_book_is_served(kernels: RunningApp, path: str) -> None:
    assert status(f"{kernels.address}/{path}") in {403, 404}


def test_pages_say_what_they_may_load(kernels: RunningApp) -> None:
    with urllib.request.urlopen(f"{kernels.address}/book/{SLUG}.html") as answer:
        policy = answer.headers["Content-Security-Policy"]
        cookies = answer.headers.get_all("Set-Cookie") or []
    for part in ("connect-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'self'"):
        assert part in policy
    assert all("samesite" in cookie.lower() for cookie in cookies), cookies
