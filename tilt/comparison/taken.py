"""A snapshot of the book that this process reads, under its defaults or a scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tilt import claims as rooms
from tilt.book import Book, book
from tilt.comparison import sentences
from tilt.comparison import snapshot as plain
from tilt.comparison.acknowledged import lines
from tilt.engine import readings as engine
from tilt.engine.claim import Claim
from tilt.engine.digest import digest
from tilt.engine.draws import PAGE_DRAWS
from tilt.engine.inputs import DEFAULT, Assumption, SameAs, Scenario, Stated
from tilt.engine.latex import latex
from tilt.engine.pieces import to_the_end
from tilt.engine.readings import ClaimReadings, FindingReadings
from tilt.engine.run import Run
from tilt.engine.scale import Weights
from tilt.engine.verdict import QUANTILE_NAMES, Verdict, by_replicate
from tilt.fingerprint import fingerprint
from tilt.paths import PACKAGE, root
from tilt.record import evidence
from tilt.record.kept_flips import kept_flips

ENDS = ("lowest", "lower", "upper", "highest")


def take(scenario: Scenario = DEFAULT, tell: Callable[[float], object] = lambda _: None) -> plain.Snapshot:
    """What the book says under a scenario. `tell` is called with the share done after each claim.

    Raises InputError where the book's data are at fault, ValueError where the scenario cannot be run.
    """
    whole = book()
    runs = {c.slug: whole.run(c.slug, scenario) for c in whole.claims}
    findings: list[plain.Finding] = []
    facts: dict[str, Mapping[str, Any]] = {}
    unsaid: dict[str, str] = {}
    for k, (slug, run) in enumerate(runs.items()):
        readings = _readings(whole, run, scenario)
        findings += _findings(run, readings)
        try:
            facts[slug] = whole.facts(slug) if scenario is DEFAULT else _facts(run, readings)
        except (ArithmeticError, LookupError, TypeError, ValueError, StopIteration) as error:
            # Facts look for what sentences say, such as a flip that this state has not: verdicts stand without them.
            facts[slug], unsaid[slug] = {}, f"{type(error).__name__}: {error}"
        tell((k + 1) / len(runs))
    record, settings = whole.record, runs[whole.claims[0].slug].settings
    return plain.Snapshot(
        edition=record.edition.name,
        as_of=record.edition.as_of.isoformat(),
        scenario="" if scenario is DEFAULT else scenario.name,
        draws=PAGE_DRAWS,
        code=code(),
        claims=tuple(_claim(c, record.assumptions) for c in whole.claims),
        findings=tuple(findings),
        inputs={id: _input(a, settings[id]) for id, a in record.assumptions.items()},
        correlations=tuple(plain.Tie(between=c.between, rank=c.rank, when=c.when) for c in record.correlations),
        tables={name: evidence.written(name) for name in evidence.served()},
        chapters=_chapters(facts),
        unsaid=unsaid,
        owned=tuple(lines(_changelog())),
    )


def code() -> plain.Code:
    """Digests of the code that this process runs."""
    engine, claims, trends = (fingerprint([PACKAGE / room]) for room in ("engine", "claims", "trends"))
    return plain.Code(engine=engine, claims=claims, trends=trends)


def _readings(whole: Book, run: Run, scenario: Scenario) -> ClaimReadings:
    if scenario is DEFAULT:
        return whole.readings(run.claim.slug)
    return to_the_end(engine.work(run.claim, run.record, PAGE_DRAWS, run.settings))


def _findings(run: Run, readings: ClaimReadings) -> Iterable[plain.Finding]:
    flips = kept_flips(run)
    for f, v in zip(run.claim.findings, run.verdicts, strict=True):
        found, flip = readings.finding(f.id), flips[f.id]
        word = found.word(v.credence)
        yield plain.Finding(
            claim=v.claim,
            id=f.id,
            title=f.title,
            statement=v.statement,
            credence=v.credence,
            standard_error=v.error,
            replicates=tuple(by_replicate(run.effect(f.id), f.threshold).tolist()),
            effect=_effect(v),
            readings=_range(found),
            word=word,
            side=engine.side(word),
            flip=plain.Turn(input=flip.id, value=flip.value, distance=flip.distance) if flip else None,
        )


def _effect(v: Verdict) -> plain.Effect:
    quantiles = dict(zip(QUANTILE_NAMES, v.quantiles, strict=True))
    return plain.Effect(name=v.effect, unit=v.unit, threshold=v.threshold, quantiles=quantiles)


def _range(found: FindingReadings) -> plain.Range:
    return plain.Range(count=found.count, **dict(zip(ENDS, found.quartiles, strict=True)))


def _facts(run: Run, readings: ClaimReadings) -> Mapping[str, Any]:
    """The facts of a claim under a scenario, its words and ranges by the readings of that scenario."""
    own: dict[str, Any] = {}
    for v in run.verdicts:
        name, found = v.finding.replace("-", "_"), readings.finding(v.finding)
        own |= {f"{name}_{end}": 100 * q for end, q in zip(ENDS, found.quartiles, strict=True)}
        own |= {f"{name}_word": found.word(v.credence), f"{name}_readings": found.count}
    return {**rooms.facts(run), **own}


def _claim(c: Claim, assumptions: Mapping[str, Assumption]) -> plain.Claim:
    seen: dict[Any, str] = {}
    names = {id: assumptions[id].symbol for id in c.inputs} | {s.name: s.latex for s in c.steps}
    names |= {name: letter for name, (letter, _) in c.letters.items()}
    shown = {f"step {s.name}": latex(s.expression, names) for s in c.steps}
    formulas = {
        where: plain.Formula(digest=digest(e, seen), latex=shown.get(where, "")) for where, e in c.expressions()
    }
    return plain.Claim(slug=c.slug, number=c.number, title=c.title, inputs=c.inputs, formulas=formulas)


def _input(a: Assumption, stated: Stated) -> plain.Input:
    return plain.Input(
        id=a.id,
        claim=a.claim,
        label=a.label,
        unit=a.unit,
        scale=a.scale.value,
        column=a.column,
        interval=(a.interval.low, a.interval.high),
        bounds=(a.bounds.low, a.bounds.high),
        labels=a.labels,
        weights=a.weights.shares if a.weights else None,
        basis=a.basis,
        table=a.derived.table if a.derived else "",
        setting=_setting(stated),
    )


def _setting(stated: Stated) -> plain.Setting:
    if isinstance(stated, SameAs):
        return plain.Setting(same_as=stated.id)
    if isinstance(stated, Weights):
        return plain.Setting(weights=stated.shares)
    return plain.Setting(interval=(stated.low, stated.high))


def _changelog() -> str:
    path = root() / "CHANGELOG.md"
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _chapters(facts: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[plain.Sentence, ...]]:
    said = sentences.written(root() / "book", list(facts))
    return {
        chapter: tuple(sentences.filled(template, facts[slug]) for slug, template in texts)
        for chapter, texts in said.items()
    }
