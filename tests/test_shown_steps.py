"""The formulas a chapter shows are those that run: its steps, put into each other, give the findings in every draw."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import numpy as np
import pytest
import sympy as sp

from tilt.book import book
from tilt.claims.buildout_pauses import model as buildout
from tilt.claims.compute_asymmetry import model as compute
from tilt.claims.cot_transparency import model as readable
from tilt.claims.task_horizons import model as horizons
from tilt.engine.claim import symbol
from tilt.engine.formula import chosen, cut, orders, years

UNGUARDED = 0.98
"""Shown formulas go without the guards that cut tails: at least so many draws lie where no guard bites."""

DEFINED = 0.92
"""And at least in so many they have a value: where checks are fooled so often that no share of work can be trusted to
half, the horizon needed has none, and the guard makes it huge."""


def composed(slug: str, expression: sp.Expr, letters: Mapping[str, sp.Expr]) -> sp.Expr:
    """An expression in the names of steps, with every step and letter put in until inputs alone are left."""
    claim = book().claim(slug)
    by_name = {symbol(s.name): s.expression for s in claim.steps} | {symbol(k): e for k, e in letters.items()}
    assert {symbol(name) for name in claim.letters} <= set(by_name), "a letter of the chapter has no formula here"
    while found := [s for s in expression.free_symbols if s in by_name]:
        expression = expression.xreplace({s: by_name[s] for s in found})
    return expression


def step(name: str) -> sp.Symbol:
    return symbol(name)


def swapped(slug: str, name: str, *pairs: tuple[sp.Expr, sp.Expr]) -> sp.Expr:
    """A step of safety's as capabilities' is alike: the chapter shows one and says so."""
    expression = next(s.expression for s in book().claim(slug).steps if s.name == name)
    return expression.xreplace(dict(pairs))


C = compute


def shared(field: compute.Field) -> sp.Expr:
    """The share of compute in a field's cycle as the step for safety writes it."""
    return chosen(
        C.weighting,
        field.compute_days / field.cycle(),
        field.mean(lambda days: days / (field.human_days + days)),
    )


H = horizons
usable_c = swapped(
    "task-horizons",
    "usable_safety",
    (step("safety_validity"), step("capability_validity")),
    (step("safety_task_minutes"), H.capability_task_minutes),
    (H.safety_transfer, H.capability_transfer),
    (step("safety_width"), step("capability_width")),
)
CASES = {
    "compute-asymmetry": {
        "gap": step("gap"),
        "iteration": step("iteration"),
        "binding": shared(C.SHOWN_CAPABILITY) - step("safety_compute_share"),
    },
    "task-horizons": {
        "lead": cut(step("lead"), -H.LEAD_CAP_MONTHS, H.LEAD_CAP_MONTHS),  # the step's own words say so
        "useful-lead": cut(step("lead"), -H.LEAD_CAP_MONTHS, H.LEAD_CAP_MONTHS),
        "now": (step("usable_safety") - usable_c, 0),
        "checks": step("safety_validity") - step("capability_validity"),
    },
    "buildout-pauses": {
        "pause": step("pause_equivalent"),
        "differential": step("differential"),
        "window": step("window"),
        "lever": step("lever"),
    },
    "pause-or-accelerate": {
        "better-buy": orders(sp.log(step("per_dollar"))),
        "better-use": orders(sp.log(step("per_person"))),
        "much-harder": orders(sp.log(step("per_effort"))),
        "harder": orders(sp.log(step("per_effort"))),
    },
    "cot-transparency": {
        "now": (step("gain"), 0),
        "beats-internals": (step("seen_in_reasoning") - step("internals_detection"), 0),
        "lasts": (step("gain"), readable.LASTS_YEARS),
        "safer": (1 - step("residual_ratio"), 0),
    },
    "differential": {"tilt": step("tilt"), "net": step("net"), "pace": step("pace")},
}
"""The effect of each finding in the names of the steps; a pair adds the year it is asked of.

A claim that is not named here shows each finding as the step that is called like it.

`cumulative` of claim 6 is a mean over nodes of time, which its chapter says in words and shows no formula of.
"""


def letters_of_the_last() -> dict[str, sp.Expr]:
    """What claim 6's steps take from other claims, and the letters of its cycles. A fork may have taken it out."""
    ahead, steps = symbol("years_ahead"), import_module("tilt.claims.differential.steps")
    both = (steps.SHOWN_SAFETY, steps.SHOWN_CAPABILITY)
    return {
        "usable_safety": H.usable_safety(ahead - buildout.safety_lag / 12),
        "usable_capability": H.usable_capability(ahead),
        "full_detection": readable.full_detection(ahead),
        "pause_share": buildout.pause_share,
        "scale_loss": buildout.scale_loss,
        **{str(name): f for field in both for name, f in zip(field.names, field.formulas, strict=True)},
        "safety_cycle": both[0].cycle(),
        "capability_cycle": both[1].cycle(),
    }


HERE = {c.slug for c in book().claims}
CASES = {slug: found for slug, found in CASES.items() if slug in HERE}
LETTERS = {"differential": letters_of_the_last()} if "differential" in HERE else {}
UNSHOWN = {("differential", "cumulative")} if "differential" in HERE else set()


for other in book().claims:
    CASES.setdefault(other.slug, {f.id: step(f.id.replace("-", "_")) for f in other.findings})


def test_every_finding_is_composed_or_named_as_unshown():
    declared = {(c.slug, f.id) for c in book().claims for f in c.findings}
    assert declared == {(slug, id) for slug, found in CASES.items() for id in found} | UNSHOWN


@pytest.mark.original
@pytest.mark.parametrize(("slug", "id"), [(s, f) for s, found in CASES.items() for f in found])
def test_shown_steps_compose_to_the_finding(slug, id):
    case = CASES[slug][id]
    expression, at = case if isinstance(case, tuple) else (case, None)
    whole = composed(slug, expression, LETTERS.get(slug, {}))
    if at is not None:
        whole = whole.subs(years, at)
    run = book().run(slug)
    with np.errstate(all="ignore"):  # without guards some draws overflow: they count as different
        shown = run.evaluate(whole)
    defined = np.isfinite(shown)
    assert defined.mean() >= DEFINED, f"the shown formula has no value in {100 * (1 - defined.mean()):.1f} % of draws"
    alike = np.isclose(shown[defined], run.effect(id)[defined], rtol=1e-6, atol=1e-9)
    assert alike.mean() >= UNGUARDED, f"{100 * (1 - alike.mean()):.1f} % of draws differ"
