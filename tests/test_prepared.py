"""An explorer is made once for a state of data and engine, and read from disk by every kernel after."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tilt.book import book
from tilt.explorer import making, prepared
from tilt.explorer.payload import payload

SLUG = "buildout-pauses"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(prepared, "user_cache_path", lambda name: tmp_path / name)
    return tmp_path / "tilt" / "explorers"


def test_it_is_made_once_and_read_after(cache, monkeypatch):
    first = prepared.prepared(SLUG)
    assert first.payload["default"] == payload(book().run(SLUG))["default"]
    monkeypatch.setattr(making, "make", lambda slug: pytest.fail("made a second time"))
    assert prepared.prepared(SLUG) == first


@pytest.mark.usefixtures("long")
def test_changed_data_are_made_again(cache, copy):
    first = prepared.prepared(SLUG)
    path = copy / "data" / "assumptions" / f"{SLUG}.yaml"
    path.write_text(path.read_text().replace("label: ", "label: New ", 1))
    second = prepared.prepared(SLUG)
    labels = [next(iter(p.payload["assumptions"]))["label"] for p in (first, second)]
    assert labels[1] == f"New {labels[0]}"
    assert len(list(cache.iterdir())) == 2


@pytest.mark.usefixtures("long")
def test_a_kernel_is_not_handed_what_was_made_for_the_site(cache, monkeypatch):
    monkeypatch.setenv("TILT_BOOK", "1")
    site = prepared.prepared(SLUG).page
    monkeypatch.delenv("TILT_BOOK")
    kernel = prepared.prepared(SLUG).page
    assert "evidence.html" in site
    assert "evidence.ipynb" not in site
    assert "evidence.ipynb" in kernel
    assert "evidence.html" not in kernel


@pytest.mark.usefixtures("long")
def test_half_a_file_is_made_again(cache):
    first = prepared.prepared(SLUG)
    (path,) = cache.rglob("*.json")
    path.write_text(path.read_text()[:100])
    assert prepared.prepared(SLUG).claim == first.claim
    assert path.stat().st_size > 100_000


def test_old_states_go(cache):
    for k in range(6):
        (cache / f"old-{k}").mkdir(parents=True)
    prepared.prepared(SLUG)
    assert len(list(cache.iterdir())) == prepared.KEPT


def test_without_a_cache_it_is_made_each_time(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr(prepared, "user_cache_path", lambda name: tmp_path / "file" / name)
    assert prepared.prepared(SLUG).payload["slug"] == SLUG


def test_showing_a_prepared_explorer_loads_neither_engine_nor_charts():
    prepared.prepared(SLUG)
    code = f"import sys, tilt; tilt.explore({SLUG!r}); print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    for library in ("sympy", "scipy", "pandas", "altair", "vl_convert", "sklearn"):
        assert library not in loaded
