"""Claim 6: how much faster each field's research gets, from the experiments of claim 1, the shares of claim 2, the
enrolment and the wait of claim 3, and the monitors of claim 5."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.independent import buildout_pauses, compute_asymmetry, cot_transparency, task_horizons
from tests.independent.populations import Field, mean_days, over
from tests.independent.sampling import Draws

TIMES, SHARES = np.polynomial.legendre.leggauss(12)
"""Years between now and the end, for means over the whole time, from -1 to 1."""

NEARLY_ZERO = 1e-7
"""Nearer to zero than this the exponent is taken to be this: the limit, to seven digits."""


def switched(x: Draws) -> Draws:
    """The inputs as the switches leave them: off gives safety what capabilities have."""
    x = dict(x)
    alike: dict[str, dict[str, np.ndarray | float]] = {
        "by_labour": {"safety_labour": 1.0},
        "by_oversight": {"sabotage": 0.0, "unseen_error": 0.0},
        "by_access": {"safety_lag": 0.0, "safety_enrolled": x["capability_enrolled"]},
        "by_length": {"length_ratio": 1.0, "safety_spread": x["capability_spread"]},
        "by_growth": {
            "safety_compute_growth": x["capability_compute_growth"],
            "safety_people_growth": x["capability_people_growth"],
            "returns_edge": 1.0,  # what people's growth is worth is theirs too
        },
    }
    for switch, others in alike.items():
        for id, other in others.items():
            x[id] = np.where(x[switch] == 1, x[id], other)
    return x


def safety_checked(x: Draws) -> task_horizons.Work:
    """Safety's work, with transfer and soundness of its own or capabilities'."""
    own, theirs, apart = task_horizons.safety_work(x), task_horizons.capability_work(x), x["by_checks"] == 1
    transfer, sound = (np.where(apart, getattr(own, n), getattr(theirs, n)) for n in ("transfer", "sound"))
    return task_horizons.Work(own.minutes, own.spread, transfer, sound)


def labour(x: Draws, years: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
    """How much faster the labour of safety and of capabilities is, so many years from now."""
    monitors = cot_transparency.seen(x, years)
    unspoiled = 1 - x["sabotage"] * (1 - monitors.others - monitors.gain)
    right = 1 - x["fuzzy_share"] * x["unseen_error"]
    within = task_horizons.usable(x, safety_checked(x), years - x["safety_lag"] / 12)
    done_s = within * x["safety_enrolled"] * unspoiled * right
    done_c = task_horizons.usable(x, task_horizons.capability_work(x), years) * x["capability_enrolled"]
    faster_c = np.maximum(x["agent_speed"], 1)
    faster_s = 1 + (faster_c - 1) * x["safety_labour"] ** x["labour_elasticity"]
    return 1 / (1 - done_s + done_s / faster_s), 1 / (1 - done_c + done_c / faster_c)


@dataclass(frozen=True)
class Research:
    """A field's experiments and the days that people spend on each."""

    field: Field
    people: np.ndarray

    def speed(self, x: Draws, labour: np.ndarray, compute: np.ndarray | float = 1.0) -> np.ndarray:
        """How much faster research is: total time before over after, or the mean of the logarithm over experiments."""
        rho = np.clip(x["substitution"], -4, 0.95)[:, None]
        rho = np.where(np.abs(rho) < NEARLY_ZERO, NEARLY_ZERO, rho)
        people, by_time = self.people[:, None], (x["weighting"] == 0)[:, None]
        of_people, of_compute = (rho * np.log(grown + 0 * self.people)[:, None] for grown in (labour, compute))

        def after(days: np.ndarray) -> np.ndarray:
            whole = people + days
            logarithm = np.log(people / whole * np.exp(of_people) + days / whole * np.exp(of_compute)) / rho
            return np.where(by_time, whole * np.exp(-logarithm), logarithm)

        found = over(self.field, after)
        before = np.log(self.people + mean_days(self.field))
        return np.exp(np.where(by_time[:, 0], before - np.log(np.where(by_time[:, 0], found, 1)), found))


def fields(x: Draws) -> tuple[Research, Research]:
    """Both fields' research; by the switch, safety's experiments are those of capabilities."""
    capability = Research(compute_asymmetry.capability_field(x), x["capability_human_days"])
    if not x["by_compute"].any():  # a switch is the same in every draw
        return capability, capability
    return Research(compute_asymmetry.safety_field(x), x["safety_human_days"]), capability


def effects(x: Draws) -> Draws:
    """Effects of claim 6's findings."""
    x = switched(x)
    safety, capability = fields(x)
    t, eta = x["years_ahead"], x["labour_exponent"]
    labour_s, labour_c = labour(x, t)
    s, c = safety.speed(x, labour_s), capability.speed(x, labour_c)

    wait = buildout_pauses.waiting(x) * buildout_pauses.lost(x) * x["by_buildout"]
    people_s = x["safety_people_growth"] ** (t * np.minimum(eta * x["returns_edge"], 1))
    people_c = x["capability_people_growth"] ** (t * eta)
    pace_s = safety.speed(x, labour_s, x["safety_compute_growth"] ** t) * people_s
    pace_c = capability.speed(x, labour_c, x["capability_compute_growth"] ** t) * people_c * (1 - wait)

    total_s, total_c = np.zeros_like(s), np.zeros_like(c)
    for place, share in zip(TIMES, SHARES, strict=True):
        then = labour(x, t * (1 + place) / 2)
        total_s += share * safety.speed(x, then[0])
        total_c += share * capability.speed(x, then[1])
    return {
        "tilt": s / c,
        "net": s ** (1 - x["spillover"]) / c ** (1 - x["spillback"]),
        "pace": pace_s / pace_c,
        "cumulative": total_s / total_c,
    }
