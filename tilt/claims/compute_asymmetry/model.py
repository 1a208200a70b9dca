"""Claim 1: safety experiments need far less compute, so they iterate faster.

The experiments of a field differ by orders of magnitude, so a field is a population and not one run: lognormal for
safety; a mixture of small and large runs for capabilities. One experiment costs the compute of a run, what evaluating
and repeating adds, and people's time. How long it takes depends on the compute a researcher has as well, and capability
researchers have more; so a gap in compute need not be a gap in pace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp

from tilt.engine.claim import Step, symbols
from tilt.engine.formula import Guard, bare, chosen, log10, switched
from tilt.engine.mixture import MixtureMedian
from tilt.engine.nodes import Larger, Smaller
from tilt.engine.population import COUNT, Population

(
    scope,
    safety_run_flop,
    safety_run_spread,
    all_safety_run_flop,
    all_safety_run_spread,
    capability_small_run_flop,
    capability_small_run_spread,
    capability_large_run_flop,
    capability_large_run_spread,
    large_run_share,
    stated_safety_overhead,
    stated_capability_overhead,
    safety_human_days,
    capability_human_days,
    safety_compute_per_day,
    capability_compute_per_day,
    longest_wait,
    weighting,
    typical,
) = INPUTS = symbols(
    "scope safety_run_flop safety_run_spread all_safety_run_flop all_safety_run_spread "
    "capability_small_run_flop capability_small_run_spread capability_large_run_flop capability_large_run_spread "
    "large_run_share safety_overhead capability_overhead safety_human_days capability_human_days "
    "safety_compute_per_day capability_compute_per_day longest_wait weighting typical"
)


ORDERS = 2
"""How many orders of magnitude the seed argument's plural asks for at least."""

WIDEST = sp.Float(20)
"""A spread beyond this is read as this: the middle two thirds of runs would lie within a factor of 10^17."""

speed_up = sp.Symbol("u", positive=True)

SPEED_UPS = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0, 70.0, 100.0)

# A decision takes its run at least: the tails of the log intervals are read as one.
safety_overhead, capability_overhead = Larger(stated_safety_overhead, 1), Larger(stated_capability_overhead, 1)

safety_flop = chosen(scope, safety_run_flop, all_safety_run_flop)
"""Median compute of a safety run in the scope chosen, in FLOP."""

safety_spread = chosen(scope, safety_run_spread, all_safety_run_spread)

middle_capability_flop = MixtureMedian(
    capability_small_run_flop,
    capability_small_run_spread,
    capability_large_run_flop,
    capability_large_run_spread,
    large_run_share,
)
"""Median compute of a capability run, small and large together, in FLOP."""

typical_capability_flop = chosen(
    typical,
    middle_capability_flop,
    capability_small_run_flop ** (1 - large_run_share) * capability_large_run_flop**large_run_share,
)
"""Compute of a typical capability run: the median, or the mean of the logarithm, which has half of each kind in it."""


@dataclass(frozen=True, eq=False)
class Field:
    """The experiments of a field: kinds of runs (each with its share of experiments), and what goes with a run."""

    kinds: tuple[tuple[sp.Expr, Population], ...]
    overhead: sp.Expr
    per_day: sp.Expr
    human_days: sp.Expr

    def mean(self, f: Callable[[sp.Expr], sp.Expr]) -> sp.Expr:
        """The mean over the field's experiments of a formula in one experiment's days of computing.

        Nobody waits forever for one run: its days of computing are cut at `longest_wait`.
        """
        each = zip(self.kinds, self.run_days, strict=True)
        return sp.Add(*[share * runs.E(f(days), when=share) for (share, runs), days in each])

    @property
    def run_days(self) -> tuple[sp.Expr, ...]:
        """Days of computing of one experiment of each kind."""
        return tuple(Smaller(runs.value * self.overhead / self.per_day, longest_wait) for _, runs in self.kinds)

    @property
    def compute_days(self) -> sp.Expr:
        """Mean days of computing of an experiment."""
        return self.mean(lambda days: days)

    def cycle(self, people_faster: sp.Expr = sp.S.One) -> sp.Expr:
        """Mean days of an experiment when people's part goes so many times faster."""
        return self.human_days / people_faster + self.compute_days

    @property
    def compute_share(self) -> sp.Expr:
        """Share of compute in the field's cycle: of its time, or of an experiment's on average, as chosen."""
        by_experiment = self.mean(lambda days: days / (self.human_days + days))
        return chosen(weighting, self.compute_days / self.cycle(), by_experiment)


@dataclass(frozen=True, eq=False)
class NamedRuns(Field):
    """The same for a chapter: days of computing of one experiment by the names of the steps that work them out."""

    names: tuple[sp.Symbol, ...]

    @property
    def run_days(self) -> tuple[sp.Expr, ...]:
        """The names."""
        return tuple(runs.named(name) for (_, runs), name in zip(self.kinds, self.names, strict=True))

    @property
    def formulas(self) -> tuple[sp.Expr, ...]:
        """What the names stand for, of one experiment at the place z."""
        each = zip(self.kinds, super().run_days, strict=True)
        return tuple(runs.one(days) for (_, runs), days in each)


def narrowed(spread: sp.Expr) -> sp.Expr:
    """A spread kept below WIDEST, so that no run is longer than a number can say."""
    return Smaller(spread, WIDEST)


def fields(difference: sp.Expr = sp.S.One, nodes: int = COUNT, guard: Guard = narrowed) -> tuple[Field, Field]:
    """Safety's and capabilities' experiments.

    `difference` is 1, or a switch that is 0 where safety's are to be the same as capabilities'. `nodes` are those of
    each population: fewer where only ratios of the two fields' means matter. `guard` keeps spreads where they can be
    worked with; shown formulas go without (`bare`).
    """
    small = Population(capability_small_run_flop, guard(capability_small_run_spread), nodes=nodes)
    large = Population(capability_large_run_flop, guard(capability_large_run_spread), nodes=nodes)
    capability = Field(
        ((1 - large_run_share, small), (large_run_share, large)),
        capability_overhead,
        capability_compute_per_day,
        capability_human_days,
    )

    def of(safety: sp.Expr, otherwise: sp.Expr) -> sp.Expr:
        return safety if difference == 1 else switched(difference, safety, otherwise)

    own = Population(of(safety_flop, small.location), of(guard(safety_spread), small.spread), nodes=nodes)
    borrowed = () if difference == 1 else (((1 - difference) * large_run_share, large),)
    safety = Field(
        ((1 - sp.Add(*[share for share, _ in borrowed]), own), *borrowed),
        of(safety_overhead, capability_overhead),
        of(safety_compute_per_day, capability_compute_per_day),
        of(safety_human_days, capability_human_days),
    )
    return safety, capability


SAFETY, CAPABILITY = fields()

gap = log10(typical_capability_flop / safety_flop) + log10(capability_overhead / safety_overhead)
"""Compute of a typical capability experiment over that of a typical safety experiment, in orders of magnitude."""


def iteration(people_faster: sp.Expr = sp.S.One) -> sp.Expr:
    """Mean cycle of capabilities over safety's, when people's part goes so many times faster in both fields."""
    return CAPABILITY.cycle(people_faster) / SAFETY.cycle(people_faster)


safety_compute_share, capability_compute_share = SAFETY.compute_share, CAPABILITY.compute_share


# The model as the chapter shows it: the same functions applied to the names of earlier steps, without the guards.
F_s, sigma_s, F_c, d_s, d_k, d_l, c_s, c_c, T_s, T_c = symbols(
    "safety_flop safety_spread capability_flop safety_run_days small_run_days large_run_days safety_days "
    "capability_days safety_cycle capability_cycle"
)


def shown_fields(flop: sp.Expr, spread: sp.Expr, nodes: int = COUNT) -> tuple[NamedRuns, NamedRuns]:
    """Both fields without guards, by the names of steps, given median and spread of safety's runs as they are named."""
    _, other = fields(nodes=nodes, guard=bare)
    own = ((sp.S.One, Population(flop, spread, nodes=nodes)),)
    return (
        NamedRuns(own, safety_overhead, safety_compute_per_day, safety_human_days, (d_s,)),
        NamedRuns(other.kinds, other.overhead, other.per_day, other.human_days, (d_k, d_l)),
    )


SHOWN_SAFETY, SHOWN_CAPABILITY = shown_fields(F_s, sigma_s)

STEPS = (
    Step("safety_flop", "F_s^*", safety_flop, "median compute of a safety run, in the scope chosen", "FLOP"),
    Step("safety_spread", r"\sigma_s^*", safety_spread, "how far such runs differ", "log units"),
    Step(
        "capability_flop",
        "F_c",
        typical_capability_flop,
        "compute of a typical capability run, small and large together: their median, or the mean of the logarithm",
        "FLOP",
    ),
    Step(
        "gap",
        "A",
        sp.log(F_c * capability_overhead / (F_s * safety_overhead), 10, evaluate=False),
        "gap in compute between typical experiments",
        "orders of magnitude",
    ),
    Step(
        "safety_run_days",
        "d_s",
        SHOWN_SAFETY.formulas[0],
        "days of computing of one safety experiment; z says how large it is, and has a standard normal distribution",
        "days",
    ),
    Step("small_run_days", "d_k", SHOWN_CAPABILITY.formulas[0], "the same of a small capability experiment", "days"),
    Step("large_run_days", "d_l", SHOWN_CAPABILITY.formulas[1], "the same of a large one", "days"),
    Step("safety_days", "c_s", SHOWN_SAFETY.compute_days, "their mean over the safety experiments there are", "days"),
    Step("capability_days", "c_c", SHOWN_CAPABILITY.compute_days, "the same for capabilities", "days"),
    Step("safety_cycle", "T_s", safety_human_days + c_s, "mean days of a safety experiment", "days"),
    Step("capability_cycle", "T_c", capability_human_days + c_c, "mean days of a capability experiment", "days"),
    Step("iteration", "I", T_c / T_s, "safety cycles for each capability cycle", "ratio"),
    Step(
        "safety_compute_share",
        r"\theta_s",
        chosen(
            weighting,
            c_s / T_s,
            SHOWN_SAFETY.mean(lambda days: days / (safety_human_days + days)),
        ),
        "share of compute in safety’s cycle: of its time, or of an experiment’s on average; capabilities’ is alike",
        "fraction",
    ),
)
