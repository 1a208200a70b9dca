"""Exact decompositions of a mean: into parts that add up, or among switches by Shapley's rule."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np

from tilt.engine.claim import Claim, Split
from tilt.engine.compile import Compiled, numpy_parts, numpy_term, terms
from tilt.engine.scale import Floats

P = TypeVar("P")


def split_means(claim: Claim, x: Floats) -> dict[str, float]:
    """Mean of each part of each split of a claim, by id of part or player.

    `x` holds the inputs' draws, shape (inputs, draws), in the order of `claim.inputs`.
    """
    parts = [p.id for split in claim.splits for p in split.parts]
    found = {id: float(np.mean(v)) for id, v in zip(parts, numpy_parts(claim)(*x), strict=True)}
    for split in claim.splits:
        if split.players:
            found |= shapley(claim, split, x[:, : split.draws])
    return found


def shapley(claim: Claim, split: Split, x: Floats) -> dict[str, float]:
    """What each player of a split adds to the mean of its expression, by Shapley's rule, exactly, by player id.

    `x` holds the inputs' draws, shape (inputs, draws). Players switched off in `x` get 0.
    """
    found = dict.fromkeys(split.players, 0.0)
    draws = x.shape[1]
    for index, term in enumerate(terms(split)):
        places = [claim.inputs.index(p) for p in term.players]
        on = [k for k, place in enumerate(places) if x[place, 0] == 1]
        function = numpy_term(claim, split, index)
        inputs = list(x)

        def mean(coalition: int, on: list[int] = on, inputs: list[Floats] = inputs, places: list[int] = places,
                 function: Compiled = function) -> float:  # fmt: skip
            for place in places:
                inputs[place] = np.zeros(draws)
            for bit, k in enumerate(on):
                inputs[places[k]] = np.full(draws, float(coalition >> bit & 1))
            return float(np.mean(np.broadcast_to(function(*inputs)[0], draws)))

        values = [mean(c) for c in range(2 ** len(on))]
        for bit, k in enumerate(on):
            found[term.players[k]] += share_of(values, bit, len(on))
    return found


def coalitions(players: Sequence[P]) -> Iterator[list[P]]:
    """Every set of players, in the order in which `share_of` takes their values: none first, all last."""
    for coalition in range(2 ** len(players)):
        yield [player for bit, player in enumerate(players) if coalition >> bit & 1]


def share_of(values: Sequence[float], player: int, players: int) -> float:
    """Shapley's value of a player: the mean gain of joining over all orders. `values` by coalition, as bits."""
    total = 0.0
    for coalition in range(2**players):
        if not coalition >> player & 1:
            size = coalition.bit_count()
            weight = math.factorial(size) * math.factorial(players - size - 1) / math.factorial(players)
            total += weight * (values[coalition | 1 << player] - values[coalition])
    return total
