"""Packs the edition's data into the wheel and names it as the edition does; all else stands in pyproject.toml."""

from __future__ import annotations

import shutil
from pathlib import Path

from ruamel.yaml import YAML
from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent


class BuildWithData(build_py):
    """Copies `data/` beside the modules: outside a checkout the package reads it there (`tilt.paths.root`)."""

    def run(self) -> None:
        """Build the modules, then copy."""
        super().run()
        if not self.editable_mode:
            packed = Path(self.build_lib) / "tilt" / "edition" / "data"
            shutil.rmtree(packed, ignore_errors=True)
            shutil.copytree(HERE / "data", packed)


edition = YAML(typ="safe").load(HERE / "data" / "edition.yaml")
setup(
    cmdclass={"build_py": BuildWithData},
    description=f"{edition['title']}: {edition['subtitle']}",
    author=", ".join(" ".join(reversed(author.split(", ", 1))) for author in edition["authors"]),
)
