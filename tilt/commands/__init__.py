"""The commands of `tilt`: one module each, which `tilt.cli` loads by its name."""
