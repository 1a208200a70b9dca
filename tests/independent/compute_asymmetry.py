"""Claim 1: compute of typical experiments, days that experiments take, and compute's share of them."""

from __future__ import annotations

import numpy as np

from tests.independent.populations import Field, Kind, mean_days, mixture_median, over
from tests.independent.sampling import Draws


def chosen_safety_runs(x: Draws) -> tuple[np.ndarray, np.ndarray]:
    """Median FLOP of a safety run and how far runs differ: prosaic work, or all of it."""
    everything = x["scope"] == 1
    flop = np.where(everything, x["all_safety_run_flop"], x["safety_run_flop"])
    return flop, np.where(everything, x["all_safety_run_spread"], x["safety_run_spread"])


def safety_field(x: Draws) -> Field:
    """Safety's experiments, of one kind."""
    flop, spread = chosen_safety_runs(x)
    days = np.log(flop) + np.log(np.maximum(x["safety_overhead"], 1)) - np.log(x["safety_compute_per_day"])
    return [Kind(days, spread, x["longest_wait"])]


def capability_field(x: Draws) -> Field:
    """Capabilities' experiments: large ones in their share, and small ones."""
    rest = np.log(np.maximum(x["capability_overhead"], 1)) - np.log(x["capability_compute_per_day"])
    large, w = x["large_run_share"], x["longest_wait"]
    return [
        Kind(np.log(x["capability_large_run_flop"]) + rest, x["capability_large_run_spread"], w, large),
        Kind(np.log(x["capability_small_run_flop"]) + rest, x["capability_small_run_spread"], w, 1 - large),
    ]


def compute_share(x: Draws, field: Field, people: np.ndarray) -> np.ndarray:
    """Share of compute in a field's cycle: of all its time, or of each experiment's and then averaged."""
    c = mean_days(field)
    return np.where(x["weighting"] == 0, c / (c + people), over(field, lambda days: days / (days + people[:, None])))


def effects(x: Draws) -> Draws:
    """Effects of claim 1's findings."""
    small, large = (np.log(x[f"capability_{size}_run_flop"]) for size in ("small", "large"))
    spreads = [x[f"capability_{size}_run_spread"] for size in ("small", "large")]
    w = x["large_run_share"]
    median = mixture_median((large, spreads[1]), (small, spreads[0]), w)
    typical = np.where(x["typical"] == 0, median, w * large + (1 - w) * small)
    flop, _ = chosen_safety_runs(x)
    over_capability, over_safety = (np.log(np.maximum(x[f"{f}_overhead"], 1)) for f in ("capability", "safety"))
    safety, capability = safety_field(x), capability_field(x)
    people_s, people_c = x["safety_human_days"], x["capability_human_days"]
    return {
        "gap": (typical + over_capability - np.log(flop) - over_safety) / np.log(10),
        "iteration": (people_c + mean_days(capability)) / (people_s + mean_days(safety)),
        "binding": compute_share(x, capability, people_c) - compute_share(x, safety, people_s),
    }
