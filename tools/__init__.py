"""What `make` calls: the environment, the lock, the build, the servers, the browser, checks of the notebooks.

Of the package they import what loads none of its libraries, which take seconds: the terminal, ports.
"""

from __future__ import annotations

import os
from pathlib import Path


def root() -> Path:
    """Folder that holds `_config.yml`, `book/` and `data/`: this checkout, or the one TILT_ROOT names."""
    return Path(os.environ.get("TILT_ROOT") or Path(__file__).parent.parent).resolve()
