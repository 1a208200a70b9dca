"""All evidence as one file: a Data Package of its own, whose bytes follow from its contents alone."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tilt.paths import data
from tilt.record import evidence

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time every file in the archive bears: the earliest a zip can state."""


def contents() -> tuple[str, ...]:
    """Paths below the data folder, in their order: the package's description, then every table it describes."""
    return ("datapackage.json", *sorted(evidence.describe(name).path for name in evidence.tables()))


def write_archive(path: Path) -> None:
    """Write the archive; the same tables give the same bytes, on any system. Raises OSError where it cannot."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name in contents():
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system = 3  # Unix, on any system
            info.external_attr = 0o644 << 16
            archive.writestr(info, (data() / name).read_bytes(), zipfile.ZIP_DEFLATED, 9)
