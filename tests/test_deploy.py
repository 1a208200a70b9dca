"""What deploy/ holds: each proxy tried for real where it is installed, every other file held to what matters in it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
from ruamel.yaml import YAML
from tornado.httpclient import HTTPClientError

from tests.running_app import ROOT, RunningApp, ask, deep_run, run_tilt_app

DEPLOY = ROOT / "deploy"
NAME = "tilt.example.org"

NGINX = """
daemon off; {user} pid {folder}/pid; error_log stderr warn; events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fast;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {upstream}
    {site}
}}
"""


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """A proxy, until the block ends."""
    log = (folder / "log").open("w+")
    environment = os.environ | {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    proxy = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    try:
        deadline = time.monotonic() + 20
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert proxy.poll() is None and time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.05)
        yield
    finally:
        proxy.terminate()
        proxy.wait(timeout=20)
        log.close()


def nginx(port: int, folder: Path, upstream: str) -> list[str]:
    """Our files as nginx runs them here; the command."""
    site = (DEPLOY / "nginx" / "tilt.conf").read_text().replace("listen 80;", f"listen 127.0.0.1:{port};")
    user = "user root root;" if os.getuid() == 0 else ""  # or its workers may not write where tests may
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, upstream=upstream, site=site, user=user))
    return [program("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf")]


def caddy(port: int, folder: Path, app: RunningApp) -> list[str]:
    """The same of Caddy."""
    site = (DEPLOY / "Caddyfile").read_text().replace(f"{NAME} {{", f":{port} {{")
    options = "{\n\tadmin off\n\tauto_https off\n}\n"
    (folder / "Caddyfile").write_text(options + site.replace("127.0.0.1:8866", f"127.0.0.1:{app.port}"))
    return [program("caddy"), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


def program(name: str) -> str:
    """A program's path; the test is skipped where there is none."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if not found:
        pytest.skip(f"there is no {name} here (Debian has it)")
    return found


@pytest.fixture(scope="module")
def behind(site: Path) -> Iterator[RunningApp]:
    """The app as the proxies' files want it started."""
    with run_tilt_app(site, "--base-url", "/tilt/", "--host", NAME) as app:
        yield app


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxied(
    request: pytest.FixtureRequest, behind: RunningApp, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where a proxy with our files listens; what it asks for is the app."""
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    if request.param == "nginx":
        upstream = (DEPLOY / "nginx" / "upstream.conf").read_text()
        command = nginx(port, folder, upstream.replace("127.0.0.1:8866", f"127.0.0.1:{behind.port}"))
    else:
        command = caddy(port, folder, behind)
    with running(command, port, folder):
        yield f"http://127.0.0.1:{port}"


def get(address: str, name: str = NAME, **headers: str) -> requests.Response:
    """What is answered to a browser that was told this address by a name."""
    port = address.split(":")[2].split("/")[0]
    told = {"Host": f"{name}:{port}", **headers}
    return requests.get(address, headers=told, allow_redirects=False, timeout=20)


def test_pages_come_compressed(proxied: str) -> None:
    answer = get(f"{proxied}/tilt/book/task-horizons.html", **{"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert "<tilt-explorer" in answer.text


@pytest.mark.parametrize("path", ["/tilt", "/tilt/", "/tilt/voila/render/index.ipynb"])
def test_what_leads_elsewhere_keeps_the_prefix(proxied: str, path: str) -> None:
    answer = get(proxied + path)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/tilt/book/index.html"


def test_python_answers_the_books_own_pages_alone(proxied: str) -> None:
    page = get(f"{proxied}/tilt/book/task-horizons.html").text
    named = f"{NAME}:{proxied.split(':')[2]}"
    found = ask(f"{proxied}/tilt", deep_run(page), Host=named, Origin=f"http://{named}")
    assert found["result"]["draws"] == 4096
    with pytest.raises(HTTPClientError):
        ask(f"{proxied}/tilt", deep_run(page), Host=named, Origin="http://evil.example")


def test_a_room_can_be_opened(proxied: str) -> None:
    named = f"{NAME}:{proxied.split(':')[2]}"
    found = ask(f"{proxied}/tilt", {"do": "list"}, name="rooms", Host=named, Origin=f"http://{named}")
    assert found == {"rooms": []}


def test_a_name_that_is_not_the_servers_is_refused(proxied: str) -> None:
    assert get(f"{proxied}/tilt/book/index.html", name="evil.example").status_code == 403


def test_a_reader_is_given_a_cookie_once(proxied: str) -> None:
    first = get(f"{proxied}/tilt/healthz")
    assert first.text == "ok\n"
    cookie = first.headers["Set-Cookie"].split(";")[0]
    assert "tilt=" not in get(f"{proxied}/tilt/healthz", Cookie=cookie).headers.get("Set-Cookie", "")


def test_a_reader_comes_to_the_same_replica_again(tmp_path: Path) -> None:
    compose = YAML(typ="safe").load(DEPLOY / "docker-compose.yml")
    upstream = compose["configs"]["replicas"]["content"].replace("$$", "$")
    with replica("one") as one, replica("two") as two:
        upstream = upstream.replace("app-1:8866", f"127.0.0.1:{one}").replace("app-2:8866", f"127.0.0.1:{two}")
        port = free_port()
        with running(nginx(port, tmp_path, upstream), port, tmp_path):
            seen = []
            for _ in range(20):
                reader = requests.Session()
                answers = [reader.get(f"http://127.0.0.1:{port}/tilt/", timeout=20).text for _ in range(4)]
                assert len(set(answers)) == 1
                seen.append(answers[0])
            rooms = {requests.get(f"http://127.0.0.1:{port}/tilt/rooms", timeout=20).text for _ in range(10)}
    assert set(seen) == {"one", "two"}
    assert len(rooms) == 1, "all readers meet in one"


@contextmanager
def replica(name: str) -> Iterator[int]:
    """The port of a server that says its name."""

    class Named(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(name)))
            self.end_headers()
            self.wfile.write(name.encode())

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Named)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()
