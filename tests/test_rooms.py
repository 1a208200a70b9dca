"""Rooms: who may do what, what is kept and for how long, and what is refused."""

from __future__ import annotations

import json
import time
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilt.app import rooms
from tilt.app.rooms import Room, Rooms, RoomsSocket


class Line(RoomsSocket):
    """A line whose other end keeps what it hears."""

    def __init__(self, of: Rooms) -> None:
        self.initialize(of)
        self.heard: list[dict[str, Any]] = []
        self.open()

    def say(self, message: dict[str, Any]) -> None:
        self.heard.append(message)

    def asks(self, **asked: Any) -> dict[str, Any]:
        """The answer to a request."""
        self.on_message(json.dumps(asked))
        return self.heard[-1]


@pytest.fixture
def open_rooms() -> Rooms:
    return Rooms()


def opened(host: Line, name: str = "Seminar") -> dict[str, str]:
    found: dict[str, str] = host.asks(do="open", name=name)["opened"]
    return found


def test_the_host_hears_every_version_and_readers_hear_none(open_rooms: Rooms) -> None:
    host, ann, bob = Line(open_rooms), Line(open_rooms), Line(open_rooms)
    room = opened(host)
    assert ann.asks(do="list") == {"rooms": [{"code": room["code"], "name": "Seminar"}]}
    told = ann.asks(do="hand in", code=room["code"], by="1", name="Ann", version="length_ratio=1~8&v=1")
    assert told == {"handed": "Seminar", "count": 1}
    assert bob.asks(do="hand in", code=room["code"], by="2", version="v=1")["count"] == 2
    assert host.heard[-1]["versions"] == [
        {"name": "Ann", "version": "length_ratio=1~8&v=1"},
        {"name": "", "version": "v=1"},
    ]
    assert ann.asks(do="hand in", code=room["code"], by="1", name="Ann", version="v=1")["count"] == 2, "replaced"
    assert all("versions" not in message for line in (ann, bob) for message in line.heard)


def test_only_the_host_closes_a_room_and_nothing_is_left(open_rooms: Rooms) -> None:
    host, other = Line(open_rooms), Line(open_rooms)
    room = opened(host)
    other.asks(do="hand in", code=room["code"], by="1", version="v=1")
    assert "another host" in other.asks(do="close", code=room["code"], key="guess")["error"]
    assert "another host" in other.asks(do="host", code=room["code"], key=None)["error"]
    assert host.asks(do="close", code=room["code"], key=room["key"]) == {"closed": "Seminar"}
    assert other.asks(do="list") == {"rooms": []}
    assert other.asks(do="hand in", code=room["code"], by="1", version="v=1") == {"error": "That room is closed."}
    assert not open_rooms.open


def test_a_room_outlives_a_reload_and_not_its_host(open_rooms: Rooms) -> None:
    host = Line(open_rooms)
    room = opened(host)
    host.asks(do="hand in", code=room["code"], by="1", version="v=1")
    host.on_close()
    again = Line(open_rooms)
    assert len(again.asks(do="host", code=room["code"], key=room["key"])["versions"]) == 1
    again.on_close()
    with patch.object(rooms.time, "monotonic", return_value=time.monotonic() + rooms.AWAY + 1):
        assert Line(open_rooms).asks(do="list") == {"rooms": []}


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"do": "open", "name": ""}, "A room has a name"),
        ({"do": "open", "name": "x" * 61}, "at most 60 letters"),
        ({"do": "open", "name": ["x"]}, "at most 60 letters"),
        ({"do": "hand in", "code": None}, "closed"),
        ({"do": "exec"}, "no request"),
        ({}, "no request"),
    ],
)
def test_what_cannot_be_done_is_refused(open_rooms: Rooms, asked: dict[str, Any], says: str) -> None:
    assert says in Line(open_rooms).asks(**asked)["error"]


def test_there_is_an_end_to_rooms_and_versions(open_rooms: Rooms) -> None:
    host = Line(open_rooms)
    room = opened(host)
    open_rooms.open[room["code"]].versions = {str(k): {} for k in range(rooms.MOST_VERSIONS)}
    assert "no place for more" in host.asks(do="hand in", code=room["code"], by="new", version="v=1")["error"]
    assert "at most 8,000" in host.asks(do="hand in", code=room["code"], by="1", version="x" * 8001)["error"]
    open_rooms.open = {str(k): Room("x", "k") for k in range(rooms.MOST_ROOMS)}
    assert "no place for more" in host.asks(do="open", name="one more")["error"]


@given(
    st.one_of(
        st.text(max_size=100), st.binary(max_size=50), st.recursive(st.none() | st.integers(), st.lists).map(json.dumps)
    )
)
def test_no_message_hurts(message: str | bytes) -> None:
    line = Line(Rooms())
    line.on_message(message)
    assert set(line.heard[-1]) == {"error"}
