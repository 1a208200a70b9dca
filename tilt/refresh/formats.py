"""Which table is refreshed from which public file, and how rows from that file are told from the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from tilt.refresh import epoch_index, epoch_models, metr_results, metr_runs
from tilt.refresh.offer import Offer, Rows


class FormatError(ValueError):
    """A table that no public file refreshes, or a file of a kind that does not, in a sentence."""


@dataclass(frozen=True)
class Format:
    """A kind of file that refreshes a table.

    `sources` are patterns of source keys: rows that cite one of them come from such files, all others are left alone.
    `source` is the key that new figures cite, empty where each vintage has its own and has to be named.
    """

    table: str
    words: str
    suffixes: tuple[str, ...]
    sources: tuple[str, ...]
    source: str
    read: Callable[[Path, Rows], Offer]

    def covers(self, source: str) -> bool:
        """Whether a row that cites this source comes from such a file."""
        return any(fnmatch(source, pattern) for pattern in self.sources)


SHEETS = (".csv", ".tsv", ".txt")
FORMATS = (
    Format("model_horizons", "METR’s results", (".yaml", ".yml"), ("metr_site_results_*",), "metr_site_results_1_1",
           metr_results.read),
    Format("model_horizons", "METR’s runs", (".jsonl", ".jsonl.gz", ".csv", ".csv.gz"),
           ("metr_site_results_*", "own_replication"), "own_replication", metr_runs.read),
    Format("capability_index", "Epoch AI’s Capabilities Index", SHEETS, ("epoch_eci_*",), "", epoch_index.read),
    Format("record_compute", "Epoch AI’s Data on AI Models", SHEETS, ("epoch_models_*",), "", epoch_models.records),
    Format("training_days", "Epoch AI’s Data on AI Models", SHEETS, ("epoch_models_*",), "", epoch_models.days),
)  # fmt: skip


def format_of(table: str, file: Path) -> Format:
    """How a table is refreshed from a file, by the file's suffix. Raises FormatError."""
    known = [f for f in FORMATS if f.table == table]
    if not known:
        names = ", ".join(dict.fromkeys(f.table for f in FORMATS))
        raise FormatError(f"no table {table!r} is refreshed from a public file: {names} are")
    for found in known:
        if any(file.name.lower().endswith(s) for s in found.suffixes):
            return found
    allowed = "; ".join(f"{f.words} ({', '.join(f.suffixes)})" for f in known)
    raise FormatError(f"{file.name} is no file that refreshes {table}: {allowed}")
