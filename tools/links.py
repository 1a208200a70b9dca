"""Ask whether every address in the sources, the chapters and the documents still answers.

Sphinx's own link check sees only what authors typed in prose; most of ours stand in `data/sources.csv`. Hosts are asked
side by side, each one slowly. What answered is believed for a week, so that asking again is polite and quick.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from tools import root as project_root

ADDRESS = re.compile(r"https?://[^\s)\]\"'<>`\\|]+")
OWN = {"127.0.0.1", "localhost"}
WEEK = 7 * 86400
AGENT = "Mozilla/5.0 (compatible; tilt-links; asks once a week whether a cited page still exists)"
REFUSALS = {401, 402, 403, 429, 999}
"""Statuses by which hosts turn programs away from pages that people may well see."""


@dataclass(frozen=True)
class Answer:
    """What became of asking for an address."""

    address: str
    outcome: str
    """"fine", "moved" (permanently, elsewhere), "refused" (cannot be told from here) or "broken"."""
    status: int | None
    """HTTP status, None where no answer came."""
    note: str
    """Where it moved to, or what went wrong."""
    asked: float
    """When, in seconds since 1970."""


@dataclass(frozen=True)
class Manners:
    """How to ask."""

    timeout: float = 20
    """Seconds to wait for a connection, and for each part of an answer."""
    pause: float = 1
    """Seconds between two questions to one host."""
    retries: int = 2
    """Times to ask again where a host is busy or does not answer."""
    backoff: float = 1
    """Seconds before the first retry; each later one waits twice as long. A host that names a time is believed."""


def addresses(root: Path) -> dict[str, list[str]]:
    """Return every web address of the project with the places it stands in (`data/sources.csv:12 metr_2025`)."""
    found: dict[str, list[str]] = defaultdict(list)
    with (root / "data" / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        for row in rows:
            if ADDRESS.fullmatch(row["url"] or ""):
                found[row["url"]].append(f"data/sources.csv:{rows.line_num} {row['key']}")
    documents = [*root.glob("*.md"), *root.glob("book/*.ipynb"), *root.glob("seeds/*.md"), *root.glob("docs/**/*.md")]
    for path in sorted(documents):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for address in ADDRESS.findall(line):
                found[address.rstrip(".,;:*_")].append(f"{path.relative_to(root)}:{number}")
    return {address: places for address, places in found.items() if urlsplit(address).hostname not in OWN}


def session(manners: Manners) -> requests.Session:
    """Return a session that asks with these manners."""
    retry = Retry(
        total=manners.retries,
        backoff_factor=manners.backoff,
        status_forcelist=(429, 500, 502, 503, 504),
        allowed_methods=None,
        raise_on_status=False,  # the last answer counts
    )
    asking = requests.Session()
    asking.headers["User-Agent"] = AGENT
    for scheme in ("http://", "https://"):
        asking.mount(scheme, HTTPAdapter(max_retries=retry))
    return asking


def ask(asking: requests.Session, address: str, manners: Manners) -> Answer:
    """Ask for one address: for its head, and for the page itself where a host answers only that."""
    try:
        with asking.head(address, timeout=manners.timeout, allow_redirects=True) as head:
            answer = head
        if not answer.ok:
            with asking.get(address, timeout=manners.timeout, stream=True) as whole:  # nothing of it is read
                answer = whole
    except requests.RequestException as error:
        return Answer(address, "broken", None, _reason(error), time.time())
    moved = [step for step in answer.history if step.status_code in {301, 308}]
    if answer.ok:
        outcome, note = ("moved", answer.url) if moved and _differs(address, answer.url) else ("fine", "")
    else:
        outcome, note = ("refused" if answer.status_code in REFUSALS else "broken"), answer.reason or ""
    return Answer(address, outcome, answer.status_code, note, time.time())


def _differs(one: str, other: str) -> bool:
    """Whether two addresses differ by more than what hosts add of their own accord: a slash, https, www."""

    def bare(address: str) -> str:
        return re.sub(r"^https?://(www\.)?", "", address.partition("#")[0]).rstrip("/")

    return bare(one) != bare(other)


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, requests.Timeout) or "timed out" in str(error):
        return "no answer in time"
    if isinstance(error, requests.TooManyRedirects):
        return "redirects without end"
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not valid"
    return "cannot be reached"


def ask_all(wanted: Sequence[str], manners: Manners = Manners()) -> Iterator[Answer]:
    """Ask for all addresses, hosts side by side and each one slowly; yield answers as hosts are done with."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in wanted:
        hosts[urlsplit(address).netloc].append(address)

    def ask_host(those: list[str]) -> list[Answer]:
        answers = []
        with session(manners) as asking:
            for number, address in enumerate(those):
                if number:
                    time.sleep(manners.pause)
                answers.append(ask(asking, address, manners))
        return answers

    with ThreadPoolExecutor(max_workers=8) as pool:
        for answers in pool.map(ask_host, sorted(hosts.values(), key=len, reverse=True)):
            yield from answers


def remembered(kept: Path, now: float) -> dict[str, Answer]:
    """Return the answers of the last week that need no asking again: those that were fine or moved."""
    if not kept.exists():
        return {}
    answers = [Answer(**answer) for answer in json.loads(kept.read_text(encoding="utf-8"))]
    return {a.address: a for a in answers if a.outcome in {"fine", "moved"} and now - a.asked < WEEK}


def table(answers: Sequence[Answer], places: Mapping[str, Sequence[str]]) -> str:
    """Return what is not fine as a table, the worst first: outcome, status, address, and below it where it stands."""
    order = ("broken", "moved", "refused")
    lines = []
    for answer in sorted((a for a in answers if a.outcome in order), key=lambda a: (order.index(a.outcome), a.address)):
        note = f"  {answer.note}" if answer.note and answer.outcome != "moved" else ""
        lines.append(f"{answer.outcome:8} {answer.status or '-':>4}  {answer.address}{note}")
        if answer.outcome == "moved":
            lines.append(f"{'':15}to {answer.note}")
        lines += [f"{'':15}in {place}" for place in places[answer.address]]
    return "\n".join(lines)


def report(places: Mapping[str, Sequence[str]], kept: Path, manners: Manners = Manners()) -> int:
    """Ask for what is not remembered, print the table and the counts; 1 where something is broken, else 0."""
    known = {a: answer for a, answer in remembered(kept, time.time()).items() if a in places}
    wanted = [address for address in places if address not in known]
    print(f"Asking for {len(wanted)} of {len(places)} addresses; the others answered within the last week", flush=True)
    answers = [*known.values(), *ask_all(wanted, manners)]
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps([asdict(answer) for answer in answers], indent=1), encoding="utf-8")
    if wanted and all(a.status is None for a in answers if a.address in wanted):
        print("None of them answers: is there a network?", file=sys.stderr)
        return 1
    if found := table(answers, places):
        print(f"\n{found}\n")
    counts = Counter(answer.outcome for answer in answers)
    print(", ".join(f"{counts[outcome]} {outcome}" for outcome in ("fine", "moved", "refused", "broken")))
    return 1 if counts["broken"] else 0


def main() -> int:
    """Read the command line and ask."""
    parser = argparse.ArgumentParser(prog="python -m tools.links", description=__doc__.partition("\n")[0])
    parser.add_argument("--again", action="store_true", help="ask for everything, also what answered within the week")
    options = parser.parse_args()
    root = project_root()
    kept = root / "_build" / "links.json"
    if options.again:
        kept.unlink(missing_ok=True)
    try:
        return report(addresses(root), kept)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
