"""Build the book, serve it, and follow every saved file: what it touches is built again and opened again.

A preview in a folder of its own: `_build/html` stays what `make book` made, all of it from one state of the data. Here
single pages run again while others are kept, and what follows from a saved file is judged by `tools/touched.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from watchfiles import watch

from tilt.hosts.ports import first_free
from tilt.hosts.terminal import foreground, interrupt
from tools import root as project_root
from tools.book import Log, arguments, build, environment, what_went_wrong
from tools.moved import Verdicts, moved
from tools.processes import end_family
from tools.reload import Changes, ReloadServer
from tools.touched import Book, Touched

PACKAGE = Path(__file__).resolve().parent.parent / "tilt"
STATE = "preview"
SOURCES = {".ipynb", ".yaml", ".yml", ".csv", ".json", ".py", ".js", ".css", ".html", ".svg"}


class Builder:
    """The warm process that builds (tilt/hosts/preview.py)."""

    def __init__(self, root: Path, work: Path) -> None:
        """`root`: the book's folder; `work`: where it is built."""
        self._root, self._work = root, work
        self._process: subprocess.Popen[str] | None = None

    def restart(self) -> None:
        """Begin a new process, which imports everything as it is now."""
        self.stop()
        command = [sys.executable, "-m", "tilt.hosts.preview", str(self._work / "_build" / f"assets-{STATE}")]
        self._process = subprocess.Popen(
            [*command, *arguments(self._root, self._work)],
            cwd=PACKAGE.parent,
            env=os.environ | environment(self._root) | {"TILT_STATE": STATE},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # Ctrl-C reaches us alone, and we end it in order
        )
        self._until("READY", Log(self._root))

    def stop(self) -> None:
        """End the process and everything it started."""
        if self._process:
            end_family(self._process.pid)
            self._process = None

    def order(self, *words: str) -> tuple[bool, Log]:
        """Have something done; return whether it went well, and what was said."""
        assert self._process is not None
        assert self._process.stdin is not None
        reports = self._work / "_build" / "html" / "reports"
        shutil.rmtree(reports, ignore_errors=True)
        log = Log(self._root, unchanged=False)
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return self._until("DONE", log) == "0", log

    def _until(self, word: str, log: Log) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(word):
                return line.removeprefix(word).strip()
            log.take(line)
        raise RuntimeError("the builder ended:\n" + "\n".join(log.lines[-30:]))


class Preview:
    """A book that is built again, page by page, as its files are saved."""

    def __init__(self, root: Path, site: Path, changes: Changes) -> None:
        """`root`: the book's folder; `site`: where its pages are served from; `changes`: who is told of them."""
        self._root, self._site, self._changes = root, site, changes
        self._work = root / "_build" / STATE
        self._builder = Builder(root, self._work)
        self._waiting: set[str] = set()  # pages to be run again
        self._broken: set[str] = set()  # pages that did not build, to be tried after the next saving
        self._assets = False
        self._saved = 0.0
        self._verdicts: Verdicts = {}
        self._asks = False  # whether conclusions may have moved, which has not been said yet

    def start(self) -> None:
        """Take over the book as `make book` built it, and warm up."""
        shutil.rmtree(self._work, ignore_errors=True)
        built = self._root / "_build" / "work" / "_build"
        shutil.copytree(built, self._work / "_build", ignore=shutil.ignore_patterns("reports"))
        for kept in ("assets-", ".jupyter_cache-"):
            (found,) = (self._work / "_build").glob(f"{kept}*")
            found.rename(found.with_name(f"{kept}{STATE}"))
        self._builder.restart()
        self._build([])
        self._book = Book(self._root, PACKAGE, self._inputs())
        self._conclude()

    def stop(self) -> None:
        """End what was started."""
        self._builder.stop()

    def _inputs(self) -> Mapping[str, list[str]]:
        """Each claim's assumptions; as last known while its modules cannot be imported."""
        well, log = self._builder.order("inputs")
        if well:
            return dict(json.loads(log.lines[-1]))
        return self._book.inputs

    def _conclude(self) -> None:
        """Say which conclusions the last saving moved. Where they cannot be had, the build says why."""
        well, log = self._builder.order("verdicts")
        if not well:
            return
        before, self._verdicts = self._verdicts, json.loads(log.lines[-1])
        if before:
            print(moved(before, self._verdicts), flush=True)

    def saved(self, paths: Iterable[Path]) -> None:
        """Note what saved files touch, and build at once what has changed itself."""
        self._saved = time.monotonic()
        paths = sorted(paths)
        touched = Touched()
        for path in paths:
            touched |= self._book.touched(path)
        pages = touched.pages | self._broken
        names = ", ".join(str(p.relative_to(self._root if p.is_relative_to(self._root) else PACKAGE)) for p in paths)
        print(f"\n{time.strftime('%H:%M:%S')} {names}: {len(pages) or 'no'} pages to run again", flush=True)
        self._waiting |= pages
        self._broken = set()
        self._assets |= touched.assets
        self._asks |= touched.assets
        if touched.restart:
            self._builder.restart()
            self._book.inputs = self._inputs()
        if not pages:
            self._build([])

    @property
    def idle(self) -> bool:
        """Whether nothing is left to be done."""
        return not (self._waiting or self._assets)

    def step(self) -> None:
        """Do the most wanted part of what is left: the page that is looked at, other chapters, claims' modules."""
        if self._waiting:
            pages = self._next()
            self._waiting -= set(pages)
            self._build(pages)
            if self._asks and not self._broken:  # once the page that is looked at stands
                self._asks = False
                self._conclude()
        else:
            self._assets = False
            well, log = self._builder.order("assets")
            if well:
                self._build([])
            else:
                print(what_went_wrong(Path(), log), file=sys.stderr, flush=True)
        if self.idle and not self._broken:
            print(f"  all follows after {time.monotonic() - self._saved:.1f} s", flush=True)

    def _next(self) -> list[str]:
        viewed = [page.strip("/").removesuffix(".html") for page in self._changes.viewed()]
        if looked_at := [page for page in viewed if page in self._waiting]:
            return looked_at[:1]
        chapters = {f"book/{slug}" for slug in self._book.inputs}
        return sorted(self._waiting, key=lambda page: (page not in chapters, page))[: os.cpu_count() or 2]

    def _build(self, pages: list[str]) -> None:
        """Run pages' cells again, build what has changed, show it; or say why not, and keep what was shown."""
        well, log = self._builder.order("pages", *pages)
        if not well:
            reports = self._work / "_build" / "html" / "reports"
            print(what_went_wrong(reports, log), "\nThe last good pages stay.", sep="\n", file=sys.stderr, flush=True)
            self._broken |= self._waiting | set(pages)
            self._waiting = set()
            return
        changed = publish(self._work / "_build" / "html", self._site)
        if changed and self._saved:  # before that, nobody can have a page open
            self._changes.announce(changed)
            shown = [path.removesuffix(".html")[1:] for path in changed if path.endswith(".html")]
            if shown:
                print(f"  {', '.join(shown)} after {time.monotonic() - self._saved:.1f} s", flush=True)


def publish(built: Path, site: Path) -> list[str]:
    """Copy what differs between a build and the served site, each file whole or not at all; return the changed paths.

    Returns:
        Addresses of the site (`/book/index.html`) whose content is new, without what no open page uses.
    """
    changed = []
    for path in built.rglob("*"):
        name = path.relative_to(built)
        shown = site / name
        if path.is_dir() or name.parts[0] == "reports":
            continue
        if shown.exists() and shown.stat().st_size == path.stat().st_size and shown.read_bytes() == path.read_bytes():
            continue
        shown.parent.mkdir(parents=True, exist_ok=True)
        half = shown.with_name(f".{shown.name}.new")
        shutil.copy2(path, half)
        half.replace(shown)
        if name.parts[0] not in {"_sources", "objects.inv", ".buildinfo"} and name.name != "search.json":
            changed.append(f"/{name.as_posix()}")
    return changed


def follow(root: Path, port: int) -> int:
    """Build, serve and follow until Ctrl-C; return an exit code."""
    if code := build(root, root / "_build" / "html"):
        return code
    site = root / "_build" / STATE / "site"
    server = first_free(lambda free: ReloadServer(site, ("127.0.0.1", free)), port)
    preview = Preview(root, site, server.changes)
    savings: queue.Queue[set[Path]] = queue.Queue()
    done = threading.Event()

    def listen() -> None:
        watched = [root / "book", root / "data", root / "_config.yml", root / "_toc.yml", PACKAGE]
        for batch in watch(*watched, step=50, debounce=300, stop_event=done, raise_interrupt=False):
            # Editors and tools leave half-written files of other names beside the one they save.
            if paths := {Path(name) for _, name in batch if Path(name).suffix in SOURCES}:
                savings.put(paths)

    try:
        print("Warming up", flush=True)
        preview.start()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        threading.Thread(target=listen, daemon=True).start()
        print(f"The preview is at http://127.0.0.1:{server.server_port}/  (Ctrl-C stops)", flush=True)
        while True:
            if preview.idle or not savings.empty():
                preview.saved(savings.get())
            else:
                preview.step()
    except KeyboardInterrupt:
        print("\nStopped.")
    finally:
        done.set()
        server.changes.close()
        preview.stop()
        server.server_close()
    return 0


def main() -> int:
    """Read the command line and follow."""
    parser = argparse.ArgumentParser(prog="python -m tools.watch", description="Preview the book while it is edited.")
    parser.add_argument("--root", type=Path, default=project_root(), help="folder with _config.yml and book/")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, interrupt)
    with foreground():
        return follow(options.root.resolve(), options.port)


if __name__ == "__main__":
    sys.exit(main())
