"""Bundle Vega for the page, from the packages locked beside this file, into tilt/charts/library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.javascript import NPM, node

HERE = Path(__file__).parent
LIBRARY = HERE.parent.parent / "tilt" / "charts" / "library"


def main() -> int:
    """Install what is locked, bundle, and put the licences beside; return the first exit code that is not 0."""
    for command in ((NPM, "ci", "--no-audit", "--no-fund", "--silent"), (HERE / "build.js", LIBRARY / "vega.js")):
        if code := subprocess.run(node(*command), cwd=HERE).returncode:
            return code
    (LIBRARY / "vega.LICENSES.txt").write_text(licences(), encoding="utf-8")
    return 0


def licences() -> str:
    """The licence of each package that the bundle holds something of, by its name."""
    used = (HERE / "node_modules" / ".bundled").read_text(encoding="utf-8").split()
    parts = []
    for name in sorted(used):
        folder = HERE / "node_modules" / name
        text = next(p for p in sorted(folder.iterdir()) if p.name.upper().startswith("LICEN")).read_text(
            encoding="utf-8"
        )
        parts.append(f"{name}\n{'=' * len(name)}\n\n{text.strip()}\n")
    return "\n\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
