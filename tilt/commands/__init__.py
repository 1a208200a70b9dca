"""Commands of `tilt` that are more than a few lines: one module each, registered in `tilt.cli`."""
