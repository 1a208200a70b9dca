"""Write CITATION.cff from `data/edition.yaml`, so that whoever cites the book cites this edition of it."""

from __future__ import annotations

import sys
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tilt.record.imprint import Imprint, imprint
from tools import root

HEAD = "# Written by `make citation` from data/edition.yaml.\n"


def citation(of: Imprint) -> str:
    """The file's text, in the Citation File Format 1.2.0."""
    told: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this book, its models or its tables, please cite this edition.",
        "type": "software",
        "title": f"{of.title}: {of.subtitle}",
        "version": of.name,
        "date-released": of.as_of,
        "authors": [_author(name) for name in of.authors],
        "abstract": of.description,
        "license": ["MIT", "CC-BY-4.0"],
        **({"repository-code": of.repository} if of.repository else {}),
        **({"url": of.address} if of.address else {}),
    }
    written = StringIO()
    writer = YAML()
    writer.width = 100
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.dump(told, written)
    return HEAD + written.getvalue()


def _author(name: str) -> dict[str, str]:
    """A person, "Family name, given names", or a group."""
    family, comma, given = name.partition(", ")
    return {"family-names": family, "given-names": given} if comma else {"name": name}


def main() -> int:
    """Write the file."""
    path: Path = root() / "CITATION.cff"
    path.write_text(citation(imprint()), encoding="utf-8")
    print(f"Wrote {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
