"""`tilt app`: what it refuses, what it says, whom it lets in, and that nothing is left when it ends."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests
from tornado.httpclient import HTTPClientError
from tornado.websocket import websocket_connect
from typer.testing import CliRunner

from tests.running_app import RunningApp, ask, awaited, deep_run, run_tilt_app
from tilt.app.door import PASSWORD
from tilt.cli import app as cli
from tilt.commands.app import _listen, _prefix, _warning

SECRET = "über den Berg"  # noqa: S105 (a test's)


def refused(*options: str) -> str:
    """What is said instead of starting."""
    result = CliRunner().invoke(cli, ["app", *options])
    assert result.exit_code in {1, 2}, result.output
    return result.output


@pytest.fixture
def built(tmp_path: Path) -> str:
    """A folder that passes for a built book."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "index.html").write_text("<h1>A</h1>")
    return str(tmp_path)


# What is refused


def test_without_a_book_it_says_what_to_do(tmp_path: Path) -> None:
    assert "make book" in refused("--site", str(tmp_path))


def test_a_port_asked_for_is_that_port_or_none(built: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"Port {port} is taken" in refused("--site", built, "--port", str(port))


def test_without_one_the_next_free_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr("tilt.commands.app.PORT", taken.getsockname()[1])
        (opened,) = _listen("127.0.0.1", None)
        with opened:
            assert taken.getsockname()[1] < opened.getsockname()[1] < taken.getsockname()[1] + 50


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--address", "192.0.2.1"], "192.0.2.1 is no address of this machine"),
        (["--address", "no such name"], "no address of this machine"),
        (["--host", "https://tilt.example.org"], "no name alone"),
        (["--host", "tilt.example.org:80"], "no name alone"),
        (["--base-url", "/a b/"], "no path"),
        (["--base-url", "http://tilt.example.org/"], "no path"),
        (["--password-file", "/nowhere"], "cannot be read"),
        (["--password-file", os.devnull], "holds no password"),
        (["--readers", "0"], "readers"),
    ],
)
def test_options_that_cannot_be_meant_are_refused_with_what_is(built: str, options: list[str], says: str) -> None:
    assert says in " ".join(re.sub("[│\n]", " ", refused("--site", built, "--port", "0", *options)).split())


@pytest.mark.parametrize(("typed", "prefix"), [("/", "/"), ("tilt", "/tilt/"), ("/a/b", "/a/b/"), ("/tilt/", "/tilt/")])
def test_a_prefix_is_understood_however_it_is_typed(typed: str, prefix: str) -> None:
    assert _prefix(typed) == prefix


def test_what_opens_to_a_network_says_so_in_a_line() -> None:
    assert _warning("127.0.0.1", [], "") == _warning("localhost", [], "") == _warning("::1", [], "") == ""
    assert "--host" in _warning("0.0.0.0", [], SECRET)  # noqa: S104
    assert "--password-file" in _warning("0.0.0.0", ["tilt.example.org"], "")  # noqa: S104
    assert _warning("192.168.0.9", ["tilt.example.org"], SECRET) == ""


# How it ends


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_its_address_and_ends_with_all_its_processes(site: Path, number: signal.Signals) -> None:
    with run_tilt_app(site, "--base-url", "tilt") as app:
        assert app.address.endswith("/tilt")
        awaited(busy(app, requests.get(f"{app.address}/book/task-horizons.html", timeout=20).text))
        requests.get(f"{app.address}/voila/static/nothing", timeout=20)
        family = app.family()
        assert len(family) >= 4, "the app, the warm process, what looks after both, and the reader's"
        os.killpg(app.process.pid, number) if number == signal.SIGINT else app.process.send_signal(number)
        said, complained = app.process.communicate(timeout=30)
        assert app.process.returncode == 0
        assert said.strip() == "Stopped."
        assert not complained
        assert not [p for p in family if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


async def busy(app: RunningApp, page: str) -> None:
    """Have a reader's process work."""
    line = await websocket_connect(f"ws{app.address.removeprefix('http')}/python")
    await line.write_message(json.dumps(deep_run(page, draws=2**20)))
    assert "progress" in str(await asyncio.wait_for(line.read_message(), 60))


def test_it_ends_also_while_the_book_is_still_read(site: Path) -> None:
    with run_tilt_app(site) as app:
        deadline = time.monotonic() + 20
        while len(family := app.family()) < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.5)
        os.killpg(app.process.pid, signal.SIGINT)  # as a terminal does
        _, complained = app.process.communicate(timeout=30)
        assert not complained
        assert not [p for p in family if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


# The password


@pytest.fixture(scope="module")
def guarded(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The app with a password, under a prefix."""
    file = tmp_path_factory.mktemp("door") / "password"
    file.write_text(f"{SECRET}\n")
    with run_tilt_app(site, "--base-url", "/tilt/", "--password-file", str(file)) as app:
        yield app


@pytest.mark.parametrize("path", ["book/index.html", "_tilt/joined/app.js", "search.html", "voila/tree"])
def test_without_the_password_every_page_leads_to_the_door(guarded: RunningApp, path: str) -> None:
    answer = requests.get(f"{guarded.address}/{path}", allow_redirects=False, timeout=20)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/tilt/login?next=")


def test_without_the_password_nothing_else_is_given(guarded: RunningApp) -> None:
    with pytest.raises(HTTPClientError):
        ask(guarded.address, deep_run(""))
    for path in ("voila/api/contents/", "voila/files/index.ipynb", "api/kernels/1-1-1-1-1"):
        assert requests.get(f"{guarded.address}/{path}", timeout=20).status_code in {403, 404}
    with_token = requests.get(f"{guarded.address}/book/index.html?token={SECRET}", allow_redirects=False, timeout=20)
    assert with_token.status_code == 302, "passwords in addresses end in logs"


def test_whoever_has_the_password_is_let_in_to_what_they_asked_for(guarded: RunningApp) -> None:
    reader = requests.Session()
    wanted = f"{guarded.address}/book/task-horizons.html"
    form = reader.get(wanted, timeout=20)
    assert "http" not in re.sub(r"<style>.*?</style>", "", form.text, flags=re.DOTALL), "the door loads nothing"
    hidden = re.search(r'name="_xsrf" value="([^"]+)"', form.text)
    assert hidden
    wrong = reader.post(form.url, data={"_xsrf": hidden[1], "password": "x"}, timeout=20)
    assert (wrong.status_code, "not the password" in wrong.text) == (401, True)
    right = reader.post(form.url, data={"_xsrf": hidden[1], "password": SECRET}, timeout=20)
    assert (right.status_code, right.url) == (200, wanted)
    https = reader.post(
        form.url,
        data={"_xsrf": hidden[1], "password": SECRET},
        headers={"X-Forwarded-Proto": "https"},
        allow_redirects=False,
        timeout=20,
    )
    assert "Secure" in https.headers["Set-Cookie"], "a proxy's word on how the reader came is taken"
    cookies = "; ".join(f"{c.name}={c.value}" for c in reader.cookies)
    assert "result" in ask(guarded.address, deep_run(right.text), Cookie=cookies)


def test_cookies_outlive_a_restart_but_no_change_of_the_password(site: Path) -> None:
    """By the environment, so that this is tried too."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    reader = requests.Session()
    for word, is_known in ((SECRET, False), (SECRET, True), ("another", False)):
        with run_tilt_app(site, "--port", port, environment=os.environ | {PASSWORD: word}) as app:
            opened = reader.get(f"{app.address}/book/index.html", timeout=20)
            assert ("/login" not in opened.url) == is_known
            if not is_known:
                hidden = re.search(r'name="_xsrf" value="([^"]+)"', opened.text)
                assert hidden
                reader.post(opened.url, data={"_xsrf": hidden[1], "password": word}, timeout=20)
            assert word not in " ".join(app.family()[0].cmdline())
            assert not [p for p in app.family()[1:] if PASSWORD in p.environ()]
