"""From stated numbers to draws: intervals on their scales, weights of choices, rank correlations, ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, ndtr
from scipy.stats import norm, qmc

Draws = dict[str, np.ndarray]

REPLICATES = 16
"""Independent scrambles, one after the other; their spread is the error of whatever is computed from the draws."""


@dataclass(frozen=True)
class Stated:
    """What is stated of an input: an interval on a scale, weights of options, or the input that it is the same as."""

    scale: str
    interval: tuple[float, float] = (0.0, 0.0)
    weights: tuple[float, ...] = ()
    same_as: str = ""


@dataclass(frozen=True)
class Tied:
    """A rank correlation of two inputs; with `when`, only where that choice takes the option at that place."""

    between: tuple[str, str]
    rank: float
    when: tuple[str, int] | None = None


def standard_normals(ids: Sequence[str], size: int, seed: int) -> Draws:
    """`REPLICATES` times `size` independent standard normals for each id."""
    points = [qmc.Sobol(len(ids), rng=np.random.default_rng([seed, k])).random(size) for k in range(REPLICATES)]
    normals = norm.ppf(np.clip(np.concatenate(points), 1e-12, 1 - 1e-12))
    return dict(zip(ids, np.ascontiguousarray(normals.T), strict=True))


def value(z: np.ndarray, of: Stated) -> np.ndarray:
    """An input's draws from standard normals: nine in ten lie in its interval, normal on its scale."""
    if of.weights:
        ends = np.cumsum(of.weights) / np.sum(of.weights)
        return np.searchsorted(ends[:-1], ndtr(z), side="right").astype(float)
    low, high = of.interval
    if of.scale in ("fixed", "switch"):
        return np.full_like(z, low)
    if of.scale == "log":
        return np.exp(between(z, np.log(low), np.log(high)))
    if of.scale == "logit":
        return expit(between(z, logit(low), logit(high)))
    return between(z, low, high)


def between(z: np.ndarray, low: float, high: float) -> np.ndarray:
    """Normal values, nine in ten of them between `low` and `high`."""
    return (low + high) / 2 + z * (high - low) / (2 * norm.ppf(0.95))


def correlated(z: Draws, choices: Draws, ties: Sequence[Tied]) -> Draws:
    """The normals with a Gaussian copula's correlations, in each draw those that hold there."""
    ties = [tie for tie in ties if set(tie.between) <= set(z)]
    ids = sorted({id for tie in ties for id in tie.between})
    if not ids:
        return z
    everywhere = np.ones(len(z[ids[0]]), bool)
    held = np.array([everywhere if t.when is None else choices[t.when[0]] == t.when[1] for t in ties])
    mixed, plain = np.empty((len(ids), len(everywhere))), np.array([z[id] for id in ids])
    for pattern in np.unique(held, axis=1).T:
        matrix = np.eye(len(ids))
        for tie, holds in zip(ties, pattern, strict=True):
            i, j = (ids.index(id) for id in tie.between)
            matrix[i, j] = matrix[j, i] = 2 * np.sin(np.pi * tie.rank / 6) * holds  # Spearman's to Pearson's
        here = (held == pattern[:, None]).all(axis=0)
        mixed[:, here] = np.linalg.cholesky(matrix) @ plain[:, here]
    return z | dict(zip(ids, mixed, strict=True))


def sample(z: Draws, stated: Mapping[str, Stated], ties: Sequence[Tied] = ()) -> Draws:
    """Draws of all inputs: choices first, for correlations may hang on them, ties between inputs last."""
    choices = {id: value(z[id], s) for id, s in stated.items() if s.weights}
    moved = correlated(z, choices, ties)
    found = {id: value(moved[id], s) for id, s in stated.items() if not s.same_as}
    return {id: found[s.same_as or id] for id, s in stated.items()}
