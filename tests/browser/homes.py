"""The two homes of the book's pages, the website and the app: which journeys are made in both, and why those.

A journey is a test that opens pages of the built site by `open_page` and says something of them as a reader uses them.
Every one is made on the website. Those marked `both_homes` are made in the app too, by the same lines, for a reason of
`WHY`. TILT_HOMES=all makes every journey in both homes, TILT_HOMES=app in the app alone. What is true of one home only
is marked `at_home` with a sentence, and stays there.
"""

from __future__ import annotations

import os
from typing import Literal, get_args

import pytest

Home = Literal["website", "app"]
HOMES: tuple[Home, ...] = get_args(Home)

WHY = {
    "policy": "The app's pages may load less: what eval, blob: or a frame does has to be allowed by its policy.",
    "values": "A reader's values go on by storage, addresses and links, which hang on how the app addresses pages.",
    "beside": "The app's script puts a panel and a line to the server into the page: room, keys and Tab are shared.",
    "files": "Every file comes from the app's own server: its types, compression, caching and missing ones.",
}
"""What of the app a journey would notice. Where none of these is at stake, once is enough: the files are the same."""


def homes(marked: pytest.Mark | None, kept: pytest.Mark | None, wanted: str) -> tuple[Home, ...]:
    """Where a journey is made: as its marks `both_homes` and `at_home` have it, widened by TILT_HOMES (`wanted`).

    Raises:
        pytest.UsageError: A mark or TILT_HOMES says what none of them can.
    """
    if wanted not in {"", "all", "app"}:
        raise pytest.UsageError(f"TILT_HOMES is {wanted!r}; it can be 'all', 'app' or unset")
    if marked and (kept or not marked.args or not set(marked.args) <= set(WHY)):
        raise pytest.UsageError(f"both_homes{marked.args} is to name reasons of {set(WHY)}, without at_home beside it")
    if kept:
        where: tuple[Home, ...] = tuple(home for home in HOMES if kept.args[:1] == (home,))
        if not where or len(kept.args) != 2:
            raise pytest.UsageError(f"at_home{kept.args} is to name one of {HOMES} and say why")
        return where
    if wanted == "app":
        return ("app",)
    return HOMES if marked or wanted else ("website",)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make each journey in its homes. Raises UsageError as `homes` does, and for a mark on what is no journey."""
    find = metafunc.definition.get_closest_marker
    marked = find("both_homes")
    if "open_page" not in metafunc.fixturenames:
        if marked:
            raise pytest.UsageError(f"{metafunc.definition.name} opens no page by open_page: it has no home to choose")
    else:
        where = homes(marked, find("at_home"), os.environ.get("TILT_HOMES", ""))
        if where != ("website",):
            metafunc.parametrize("home", where, indirect=True)


@pytest.fixture
def home(request: pytest.FixtureRequest) -> Home:
    """Where this journey is made."""
    found: Home = getattr(request, "param", "website")
    return found


def address_of(home: Home, request: pytest.FixtureRequest) -> str:
    """Where a home answers; its server is started when it is first asked for: the app's takes 350 MB a worker."""
    return str(request.getfixturevalue("served") if home == "website" else request.getfixturevalue("app").address)
