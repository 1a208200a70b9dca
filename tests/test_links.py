"""The check of web addresses, against a server of our own: good, moved, gone, slow, busy, shy and absent ones."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from tilt.paths import PACKAGE
from tools.links import WEEK, Answer, Manners, addresses, ask_all, remembered, report, table

HASTY = Manners(timeout=0.5, pause=0, retries=1, backoff=0)


class Web(BaseHTTPRequestHandler):
    """A small web. Each path behaves as its name says."""

    asked: ClassVar[Counter[str]] = Counter()

    def do_HEAD(self) -> None:
        if self.path == "/only-get":
            self.answer(405)
        else:
            self.do_GET()

    def do_GET(self) -> None:
        Web.asked[self.path] += 1
        first = Web.asked[self.path] == 1
        match self.path:
            case "/moved":
                self.answer(301, "/fine")
            case "/fine-slash":
                self.answer(301, "/fine-slash/")
            case "/for-now":
                self.answer(302, "/fine")
            case "/round":
                self.answer(301, "/round")
            case "/gone":
                self.answer(404)
            case "/shy":
                self.answer(403)
            case "/busy":
                self.answer(503 if first else 200)
            case "/failing":
                self.answer(500)
            case "/slow":
                time.sleep(1.5)
                self.answer(200)
            case _:
                self.answer(200)

    def answer(self, status: int, to: str = "") -> None:
        self.send_response(status)
        if to:
            self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def web() -> Iterator[str]:
    Web.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # those who waited have left
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_every_kind_of_answer_is_told_apart(web: str) -> None:
    expected = {
        f"{web}/fine": ("fine", 200),
        f"{web}/only-get": ("fine", 200),
        f"{web}/busy": ("fine", 200),
        f"{web}/for-now": ("fine", 200),
        f"{web}/fine-slash": ("fine", 200),
        f"{web}/moved": ("moved", 200),
        f"{web}/shy": ("refused", 403),
        f"{web}/gone": ("broken", 404),
        f"{web}/failing": ("broken", 500),
        f"{web}/slow": ("broken", None),
        f"{web}/round": ("broken", None),
        f"http://127.0.0.1:{closed_port()}/": ("broken", None),
    }
    answers = {a.address: a for a in ask_all(list(expected), HASTY)}
    assert {address: (a.outcome, a.status) for address, a in answers.items()} == expected
    assert answers[f"{web}/moved"].note == f"{web}/fine"
    assert answers[f"{web}/slow"].note == "no answer in time"
    assert answers[f"{web}/round"].note == "redirects without end"
    assert Web.asked["/busy"] == 2, "asked again once"


def test_one_host_is_asked_slowly(web: str) -> None:
    began = time.monotonic()
    list(ask_all([f"{web}/{n}" for n in range(4)], Manners(timeout=5, pause=0.2, retries=0)))
    assert time.monotonic() - began >= 0.6


def test_the_report_names_places_and_remembers_a_week(
    web: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {f"{web}/{name}": [f"data/sources.csv:{n} {name}"] for n, name in enumerate(("fine", "moved", "gone"), 2)}
    kept = tmp_path / "links.json"
    assert report(places, kept, HASTY) == 1
    said = capsys.readouterr().out
    assert f"broken    404  {web}/gone" in said
    assert "in data/sources.csv:4 gone" in said
    assert f"to {web}/fine" in said
    assert "1 fine, 1 moved, 0 refused, 1 broken" in said
    before = Web.asked.copy()
    assert report(places, kept, HASTY) == 1
    asked = Web.asked - before
    assert set(asked) == {"/gone"}, "only what was not fine is asked for again"
    assert "Asking for 1 of 3" in capsys.readouterr().out
    del places[f"{web}/gone"]
    assert report(places, kept, HASTY) == 0
    assert not remembered(kept, time.time() + WEEK + 1)


def test_without_a_network_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = {f"http://127.0.0.1:{closed_port()}/": ["README.md:1"]}
    assert report(places, tmp_path / "links.json", HASTY) == 1
    assert "is there a network?" in capsys.readouterr().err


def test_the_worst_comes_first() -> None:
    answers = [Answer(f"https://{o}.org", o, 200, "", 0) for o in ("refused", "fine", "moved", "broken")]
    shown = table(answers, {a.address: ["x"] for a in answers})
    assert [line.split()[0] for line in shown.splitlines() if "https" in line and "in " not in line][:1] == ["broken"]
    assert "fine.org" not in shown


def test_the_projects_addresses_are_found_with_their_places() -> None:
    found = addresses(PACKAGE.parent)
    assert len(found) > 100
    assert all(address.startswith("http") and "127.0.0.1" not in address for address in found)
    assert any(place.startswith("data/sources.csv:") for places in found.values() for place in places)
    (place, *_) = found["https://github.com/Joshuaclymer/ai_futures_model"]
    number, key = place.removeprefix("data/sources.csv:").split()
    assert (PACKAGE.parent / "data" / "sources.csv").read_text().splitlines()[int(number) - 1].startswith(f"{key},")
