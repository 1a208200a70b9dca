"""Which journeys are made in which home of the book, and that a mark which says nothing is refused."""

from __future__ import annotations

import pytest

from tests.browser.homes import Home, homes

BOTH = pytest.mark.both_homes("policy").mark
APP = pytest.mark.at_home("app", "the website has none").mark
WEBSITE = pytest.mark.at_home("website", "the app has none").mark


@pytest.mark.parametrize(
    ("marked", "kept", "wanted", "where"),
    [
        (None, None, "", ("website",)),
        (None, None, "all", ("website", "app")),
        (None, None, "app", ("app",)),
        (BOTH, None, "", ("website", "app")),
        (BOTH, None, "all", ("website", "app")),
        (BOTH, None, "app", ("app",)),
        *((None, APP, wanted, ("app",)) for wanted in ("", "all", "app")),
        *((None, WEBSITE, wanted, ("website",)) for wanted in ("", "all", "app")),
    ],
)
def test_marks_say_where_and_the_environment_widens(
    marked: pytest.Mark | None, kept: pytest.Mark | None, wanted: str, where: tuple[Home, ...]
) -> None:
    assert homes(marked, kept, wanted) == where


@pytest.mark.parametrize(
    ("marked", "kept", "wanted"),
    [
        (pytest.mark.both_homes().mark, None, ""),
        (pytest.mark.both_homes("because").mark, None, ""),
        (BOTH, APP, ""),
        (None, pytest.mark.at_home("lab", "it is new").mark, ""),
        (None, pytest.mark.at_home("app").mark, ""),
        (None, None, "both"),
    ],
)
def test_what_says_nothing_is_refused(marked: pytest.Mark | None, kept: pytest.Mark | None, wanted: str) -> None:
    with pytest.raises(pytest.UsageError):
        homes(marked, kept, wanted)
