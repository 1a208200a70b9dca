"""The public interface: what an analyst calls in a notebook. Every name in `__all__` has an example that is run.

Scenarios are given by name, as an object, or as {id: setting}: `[low, high]` for an interval, one number for an input
that has one value, an option's name or {option: weight} for a choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from tilt import forecast
from tilt.book import book
from tilt.engine.draws import PAGE_DRAWS, replicate
from tilt.engine.frame import frame
from tilt.engine.inputs import DEFAULT, SameAs, Scenario
from tilt.engine.readings import books_own
from tilt.engine.run import Run
from tilt.engine.scale import Interval, Weights
from tilt.engine.sensitivity import Swing
from tilt.engine.verdict import QUANTILE_NAMES, Verdict

__all__ = [
    "Interval",
    "SameAs",
    "Scenario",
    "Swing",
    "Verdict",
    "Weights",
    "assumptions",
    "diff",
    "draws",
    "fans",
    "forecasts",
    "headlines",
    "readings",
    "run",
    "scenario",
    "slugs",
    "splits",
    "swings",
    "verdicts",
]

Given = str | Scenario | Mapping[str, Any]
"""A scenario by name, as an object, or as {id: setting}."""


def slugs() -> tuple[str, ...]:
    """The claims' names, in the order of the argument.

    >>> tilt.slugs()[1]
    'task-horizons'
    """
    return tuple(c.slug for c in book().claims)


def headlines() -> pd.DataFrame:
    """The claims of the book and their headlines at its defaults, a row each by slug. Also as `tilt.claims()`.

    Columns: number, title, short, inputs and findings (tuples of ids), headline (a finding's id), its credence and
    standard_error, and its word as far as the range of readings supports one.

    >>> found = tilt.headlines()
    >>> found.loc["task-horizons", "headline"]
    'lead'
    >>> found.equals(tilt.claims())
    True
    >>> bool(found.loc["task-horizons", "credence"] == tilt.verdicts("task-horizons")[0].credence)
    True
    """
    rows = []
    for c in book().claims:
        headline = book().run(c.slug).verdicts[0]
        rows.append(
            {
                "number": c.number,
                "title": c.title,
                "short": c.short,
                "inputs": c.inputs,
                "findings": tuple(f.id for f in c.findings),
                "headline": headline.finding,
                "credence": headline.credence,
                "standard_error": headline.error,
                "word": book().readings(c.slug).finding(headline.finding).word(headline.credence),
            }
        )
    return pd.DataFrame(rows, index=pd.Index(slugs(), name="claim"))


def diff(base: str, head: str = "") -> pd.DataFrame:
    """Which conclusions moved between two states of the book: a row for each finding, by claim and finding.

    A state is what `tilt diff` takes: a git revision, a folder of a book or an edition, a scenario's file, a snapshot's
    file; the working tree where `head` is empty. Columns: before and after (credences), difference with its own
    standard_error (both states share their draws), before_word and after_word, side_changed. The whole comparison, with
    what changed, its shares and sentences, stands in `attrs["comparison"]` in the shape of `tilt diff --format json`.
    Raises ValueError for what names no state, or cannot be evaluated, in a sentence.

    >>> moved = tilt.diff("data/scenarios/author.yaml", "data/scenarios/author.yaml")
    >>> float(moved["difference"].abs().max()), bool(moved["side_changed"].any())
    (0.0, False)
    """
    from tilt.comparison.asked import compared

    found = compared(base, head)
    rows = [
        {
            "before": m.before.credence if m.before else None,
            "after": m.after.credence if m.after else None,
            "difference": m.difference,
            "standard_error": m.difference_error,
            "before_word": m.before.word if m.before else None,
            "after_word": m.after.word if m.after else None,
            "side_changed": m.side_changed,
        }
        for m in found.findings
    ]
    places = pd.MultiIndex.from_tuples([(m.claim, m.finding) for m in found.findings], names=["claim", "finding"])
    frame = pd.DataFrame(rows, index=places)
    frame.attrs["comparison"] = found.as_json()
    return frame


def scenario(name: str) -> Scenario:
    """A named scenario of the book. Raises KeyError naming those there are.

    >>> tilt.scenario("author").changes["length_ratio"].setting
    Interval(low=1.0, high=8.0)
    """
    known = book().record.scenarios
    if name not in known:
        msg = f"no scenario {name!r}; the book has {', '.join(known)}"
        raise KeyError(msg)
    return known[name]


def _chosen(scenario: Given) -> Scenario | Mapping[str, Any]:
    """A scenario by name, or as it is given. Raises KeyError naming those there are."""
    chosen = book().record.scenarios.get(scenario) if isinstance(scenario, str) else scenario
    if chosen is None:
        raise KeyError(f"no scenario {scenario!r}; the book has {', '.join(book().record.scenarios)}")
    return chosen


def run(slug: str, scenario: Given = DEFAULT, draws: int = PAGE_DRAWS) -> Run:
    """A claim evaluated under a scenario over so many shared draws: everything below, and formulas of one's own.

    >>> ahead = tilt.run("task-horizons", {"length_ratio": [1, 8]})
    >>> ahead.verdict("lead").word
    'likely'
    >>> bool(ahead.effect("lead").mean() > tilt.run("task-horizons").effect("lead").mean())
    True
    """
    return book().run(slug, _chosen(scenario), draws)


def verdicts(slug: str, scenario: Given = DEFAULT, draws: int = PAGE_DRAWS) -> tuple[Verdict, ...]:
    """Findings of a claim with their credence, its Monte Carlo error, and quantiles of the effect in its unit.

    `draws` is a multiple of 16 up to 2^20. Raises KeyError for an unknown claim, scenario or assumption, and
    `tilt.engine.setting.SettingError` for what an assumption cannot be set to.

    >>> first = tilt.verdicts("task-horizons", {"length_ratio": [1, 8]})[0]
    >>> first.finding, first.unit, 0.6 < first.credence < 0.9
    ('lead', 'months', True)
    """
    return run(slug, scenario, draws).verdicts


def assumptions(slug: str | None = None, scenario: Given = DEFAULT) -> pd.DataFrame:
    """The inputs of a claim, or of the whole book, under a scenario: a row each, by id.

    Columns: claim, label, unit, scale, setting (an Interval, Weights or SameAs), basis, reason.

    >>> tilt.assumptions("task-horizons").loc["capability_task_minutes", "setting"]
    Interval(low=240.0, high=9600.0)
    """
    record = book().record
    chosen = run(slugs()[0], scenario).settings
    ids = list(record.assumptions) if slug is None else list(book().claim(slug).inputs)
    rows = [(record.assumptions[id], chosen[id]) for id in ids]
    return pd.DataFrame(
        [
            {"claim": a.claim, "label": a.label, "unit": a.unit, "scale": str(a.scale), "setting": setting,
             "basis": a.basis, "reason": a.reason}
            for a, setting in rows
        ],
        index=pd.Index(ids, name="id"),
    )  # fmt: skip


def draws(slug: str, scenario: Given = DEFAULT, draws: int = PAGE_DRAWS) -> pd.DataFrame:
    """The shared draws of a claim: a row a draw, a column for each input and each finding's effect, in their units.

    The index is the draw; `replicate` says which of the sixteen randomised replicates it belongs to. The units stand in
    `attrs["units"]`, by column.

    >>> frame = tilt.draws("task-horizons", draws=1024)
    >>> frame.shape[0], float((frame["lead"] > 0).mean()) == tilt.verdicts("task-horizons", draws=1024)[0].credence
    (1024, True)
    >>> frame.attrs["units"]["lead"]
    'months'
    """
    return frame(run(slug, scenario, draws)).assign(replicate=replicate(draws))


def fans(slug: str, scenario: Given = DEFAULT, draws: int = PAGE_DRAWS) -> pd.DataFrame:
    """Quantiles of every quantity a claim follows along time or a lever.

    Columns: fan, series, unit, at (the place along the fan's axis), q05, q25, q50, q75, q95.

    >>> usable = tilt.fans("task-horizons").query("fan == 'usable' and series == 'safety'")
    >>> bool(usable["q50"].is_monotonic_increasing)
    True
    """
    found = run(slug, scenario, draws)
    rows = [
        {"fan": fan.id, "series": series, "unit": fan.unit, "at": at, **dict(zip(QUANTILE_NAMES, q, strict=True))}
        for fan in found.claim.fans
        for at, place in zip(fan.labels, found.fan(fan.id), strict=True)
        for series, q in zip(fan.series, place, strict=True)
    ]
    return pd.DataFrame(rows)


def forecasts(scenario: Given = DEFAULT) -> pd.DataFrame:
    """The dated public questions of the book, a row each by id, with what the draws say and what an answer would say.

    Columns: claim, question, resolves, by, source, probability, standard_error, finding (the claim's headline), its
    credence as it stands, if_yes and if_no, and outcome once it is known. Probabilities and credences are shares of
    draws; `if_yes` weights each draw by the chance of "yes" in it. Raises KeyError for an unknown scenario.

    >>> asked = tilt.forecasts()
    >>> bool((asked["probability"] * asked["if_yes"] + (1 - asked["probability"]) * asked["if_no"]
    ...     - asked["credence"]).abs().max() < 1e-9)
    True
    """
    found = forecast.forecasts(_chosen(scenario))
    rows = [
        {
            "claim": f.question.claim,
            "question": f.question.text,
            "resolves": f.question.rule,
            "by": pd.Timestamp(f.question.by),
            "source": f.question.source,
            "probability": f.probability,
            "standard_error": f.error,
            "finding": f.headline.finding,
            "credence": f.headline.credence,
            "if_yes": f.headline.if_yes.credence,
            "if_no": f.headline.if_no.credence,
            "outcome": f.question.outcome,
        }
        for f in found
    ]
    return pd.DataFrame(rows, index=pd.Index([f.question.id for f in found], name="id"))


def readings(slug: str) -> pd.DataFrame:
    """The credence of every finding of a claim under each combination of its defensible specifications.

    A row for each reading of each finding. Columns: finding, credence, book (whether each option is the book's own),
    then one for each specification, with the id of the option taken; it is missing where the finding does not depend on
    it. The readings start from the book's defaults and share its draws.

    >>> found = tilt.readings("compute-asymmetry").query("finding == 'gap'")
    >>> bool(found["credence"].min() < tilt.verdicts("compute-asymmetry")[0].credence < found["credence"].max())
    True
    >>> found.groupby("large_runs")["credence"].mean().idxmax()
    'many'
    """
    found, record = book().readings(slug), book().record
    rows = [
        {"finding": f.finding, "credence": credence, "book": all(books_own(o, record) for o in options)}
        | {s.id: o.id for s, o in zip(f.specifications, options, strict=True)}
        for f in found.findings
        for options, credence in f.each()
    ]
    columns = ["finding", "credence", "book", *(s.id for s in found.specifications)]
    return pd.DataFrame(rows, columns=columns)


def splits(slug: str, scenario: Given = DEFAULT, draws: int = PAGE_DRAWS) -> pd.Series:
    """Mean of each part of a claim's splits, by part, in the unit of the finding it is split from.

    >>> parts = tilt.splits("task-horizons")
    >>> list(parts.index)
    ['length', 'transfer', 'validity']
    """
    found = run(slug, scenario, draws)
    return pd.Series(found.splits, name="mean", dtype=np.float64).rename_axis("part")


def swings(
    slug: str, finding: str | None = None, scenario: Given = DEFAULT, draws: int = PAGE_DRAWS
) -> tuple[Swing, ...]:
    """How far each input moves a finding (default: the claim's first), and where it flips it; largest swing first.

    >>> tilt.swings("task-horizons", "lead")[0].size > 0.2
    True
    """
    return run(slug, scenario, draws).swings(finding)
