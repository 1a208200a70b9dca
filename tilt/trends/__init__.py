"""Fits that turn tables into intervals, and their back-tests: one module a subject.

Importing this package registers every derivation, so that assumptions can name them.
"""

from tilt.trends import backtest, horizon_inputs, horizons, refit

__all__ = ["backtest", "horizon_inputs", "horizons", "refit"]
