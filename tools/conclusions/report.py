"""What a pull request's run has left, taken for what anybody may have written: texts and pictures, made harmless."""

from __future__ import annotations

import re
from pathlib import Path

NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,100}\.png")
PNG = b"\x89PNG\r\n\x1a\n"
MOST_PICTURES, LARGEST_PICTURE = 80, 4_000_000  # bytes
LONGEST = 30_000
"""Characters of each of the two texts; a comment holds 65,536."""

CUT = "\n\n… The rest is in the artifact of the run.\n"
LINK = re.compile(r"\]\(pictures/([^)\s]*)\)")


def pictures(folder: Path) -> list[Path]:
    """The pictures of a report: ordinary files of a plain name that are PNGs, not too large and not too many."""
    found = sorted((folder / "pictures").iterdir()) if (folder / "pictures").is_dir() else []
    return [p for p in found if _is_picture(p)][:MOST_PICTURES]


def _is_picture(path: Path) -> bool:
    if path.is_symlink() or not path.is_file() or not NAME.fullmatch(path.name):
        return False
    if path.stat().st_size > LARGEST_PICTURE:
        return False
    with path.open("rb") as file:
        return file.read(len(PNG)) == PNG


def text(path: Path) -> str:
    """A text of a report, cut where it is too long; it calls nobody and hides nothing. Empty where there is none."""
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        read = file.read(4 * LONGEST + 4).decode("utf-8", "replace")
    kept = read if len(read) <= LONGEST else read[: read.rfind("\n", 0, LONGEST) + 1 or LONGEST] + CUT
    # "@name" sends a message to whoever is so called; a comment in HTML could pass for the mark of ours.
    return kept.replace("@", "@\u200b").replace("<!--", "&lt;!--").replace("\0", "")


def with_addresses(markdown: str, known: set[str], folder: str) -> str:
    """The text with pictures that are `known` linked in `folder`, an address, and without the others."""
    return LINK.sub(lambda m: f"]({folder}/{m[1]}?raw=true)" if m[1] in known else "]()", markdown)
