"""What a sample says of its field: intervals of a median and of a spread, by drawing the sample again.

The interval is of the field's quantity, not of its members: it narrows as the sample grows, where quantiles of the
sample would not. A sample of what somebody happened to publish is no random sample, so its interval is widened.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tilt.engine.scale import Floats

SAMPLES = 4000
SEED = 20261101
ENDS = (0.05, 0.95)

WIDENED = 2.0
"""How many times wider than by chance alone the interval of a convenience sample is: a judgement.

Twice as wide is what a random sample of a quarter the size would give. Rows of such tables share authors, models and
reasons to be published, and nobody knows how strongly.
"""


def again(values: Floats, samples: int = SAMPLES, seed: int = SEED) -> Floats:
    """The sample drawn again with replacement, shape (samples, values)."""
    return np.random.default_rng(seed).choice(values, (samples, len(values)))


def median(samples: Floats) -> Floats:
    """Median of each resample, shape (resamples,)."""
    return np.median(samples, axis=1)


def spread(samples: Floats) -> Floats:
    """Standard deviation of each resample, with n - 1 in its denominator, shape (resamples,)."""
    return np.std(samples, axis=1, ddof=1)


def resampled(
    values: Floats, statistic: Callable[[Floats], Floats], widened: float = WIDENED, least: float = -np.inf
) -> tuple[float, float]:
    """90 % interval of a statistic of the field that values are a sample of, in the values' unit.

    Each end lies `widened` times as far from the statistic of the sample itself as the resamples' quantile does, and
    never below `least`. Raises ValueError for fewer than three values: their resamples say nothing.
    """
    sample = np.asarray(values, dtype=float)
    if len(sample) < 3:
        raise ValueError(f"{len(sample)} values are too few to draw again: three at least")
    found = float(statistic(sample[None, :])[0])
    low, high = (found + widened * (float(end) - found) for end in np.quantile(statistic(again(sample)), ENDS))
    return max(low, least), max(high, least)
