"""Who the app lets in, which frames and requests it takes, and which files it serves."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_server.services.kernels.connection.base import serialize_binary_message, serialize_msg_to_ws_v1
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from tilt.app.gate import CrossSite, UnknownHost, host
from tilt.app.pages import inside
from tilt.app.socket import MOST, read
from tilt.app.voila import LARGEST, well_formed

HEADER = {"msg_id": "1", "msg_type": "comm_msg", "username": "", "session": "s", "version": "5.3"}


def request(path: str = "/", **headers: str) -> HTTPServerRequest:
    named = HTTPHeaders({"Host": "127.0.0.1"} | {k.replace("_", "-"): v for k, v in headers.items()})
    return HTTPServerRequest(start_line=RequestStartLine("GET", path, "HTTP/1.1"), headers=named, connection=Mock())


@pytest.mark.parametrize(
    ("named", "is_known"),
    [
        ("localhost:8866", True),
        ("127.0.0.1:1", True),
        ("[::1]:8866", True),
        ("LOCALHOST", True),
        ("tilt.example.org", True),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
        ("[::1", False),
    ],
)
def test_only_names_of_this_server_are_let_in(named: str, is_known: bool) -> None:
    refuses = UnknownHost(["tilt.example.org"])
    assert (refuses.match(request(Host=named)) is None) == is_known
    assert UnknownHost(["*"]).match(request(Host=named)) is None


@given(st.text(max_size=40))
def test_any_host_header_is_read(named: str) -> None:
    assert isinstance(host(named), str)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_page_starts_nothing(site: str) -> None:
    refuses = CrossSite("/voila/render/", "/python")
    assert refuses.match(request("/voila/render/x.ipynb", Sec_Fetch_Site=site)) == {}
    assert refuses.match(request("/python", Sec_Fetch_Site=site)) == {}
    assert refuses.match(request("/book/index.html", Sec_Fetch_Site=site)) is None, "a link to the book"
    assert refuses.match(request("/python", Sec_Fetch_Site="same-origin")) is None
    assert refuses.match(request("/python")) is None, "no browser"


def whole_messages() -> list[bytes | str]:
    message = {"header": HEADER, "parent_header": {}, "metadata": {}, "content": {"data": {}}, "channel": "shell"}
    parts = [json.dumps(message[name]).encode() for name in ("header", "parent_header", "metadata", "content")]
    first = serialize_msg_to_ws_v1(parts, "shell")
    return [first, serialize_binary_message({**message, "buffers": [b"abc"]}), json.dumps(message)]


def test_whole_messages_pass() -> None:
    assert all(well_formed(m) for m in whole_messages())


@pytest.mark.parametrize(
    "frame",
    [
        b"\xff" * 8,
        (2**63).to_bytes(8, "little"),
        struct.pack("!i", 2**31 - 1),
        struct.pack("!i", -1) + b"\0" * 8,
        b"",
        b"\0" * 8,
        (3).to_bytes(8, "little") + (10**9).to_bytes(8, "little") * 3,
        "not json",
        "",
        "[1]",
        "{" + " " * LARGEST,
        b"\1" + b"\0" * (LARGEST + 1),
    ],
    ids=lambda f: f"{len(f)} {type(f).__name__}",
)
def test_frames_that_are_not_what_they_say_are_refused(frame: bytes | str) -> None:
    """Eight bytes asked for 2^64 offsets, and the server for all its readers was busy with them."""
    assert not well_formed(frame)


@given(st.binary(max_size=200))
def test_any_frame_is_looked_at_in_no_time(frame: bytes) -> None:
    assert isinstance(well_formed(frame), bool)


@given(st.integers(0, 300), st.integers(0, 255))
def test_a_message_with_a_byte_changed_is_taken_or_refused(place: int, byte: int) -> None:
    for message in whole_messages():
        if isinstance(message, bytes):
            frame = bytearray(message)
            frame[place % len(frame)] = byte
            assert isinstance(well_formed(bytes(frame)), bool)


@pytest.mark.parametrize(
    "message",
    [
        b"{}",
        "",
        "[]",
        "null",
        '{"ask": true}',
        '{"ask": 1.5}',
        '{"ask": "1"}',
        '{"do": "deep run"}',
        '{"ask": 1, "cancel": 1}',
        "[" * 20_000,
        '{"ask": 1, "scenario": "' + "x" * MOST + '"}',
    ],
    ids=lambda m: f"{m[:24]}",
)
def test_what_is_no_request_is_not_taken_for_one(message: str | bytes) -> None:
    assert read(message) is None


def test_a_file_of_a_readers_own_may_be_larger() -> None:
    file = "x" * (2 * MOST)
    assert read(json.dumps({"ask": 1, "do": "refit", "text": file})) is not None
    assert read(json.dumps({"ask": 1, "do": "deep run", "text": file})) is None


def test_requests_are_read() -> None:
    assert read('{"ask": 3, "do": "deep run"}') == {"ask": 3, "do": "deep run"}
    assert read('{"cancel": 3}') == {"cancel": 3}


@pytest.mark.parametrize(
    "path", ["../secret", "book/../../secret", "/etc/passwd", "book", "book/\0", "book/" + "x" * 5000, "link"]
)
def test_only_files_of_the_site_are_served(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_text("")
    site = tmp_path / "site"
    (site / "book").mkdir(parents=True)
    (site / "book" / "index.html").write_text("")
    (site / "link").symlink_to(tmp_path / "secret")
    assert inside(site, path) is None
    assert inside(site, "book/index.html") == (site / "book" / "index.html").resolve()
