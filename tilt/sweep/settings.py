"""What a sweep's file says of inputs and readings, as axes; each fault is told at its line."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from tilt.book import Book
from tilt.engine.inputs import Assumption, SameAs, Stated, owner
from tilt.engine.readings import specifications
from tilt.engine.scale import Weights
from tilt.engine.setting import SettingError
from tilt.engine.specification import Specification
from tilt.record.yaml_file import Where, YamlFile
from tilt.sweep.axes import Axis, Listed, Place, Ranged, place
from tilt.sweep.ranges import PLAUSIBLE, read_range
from tilt.sweep.strongest import options

FORMS = "[low, high], one value, an option, weights by option, {same_as: another}, or default"


class Varied:
    """The axes of a file's `grid` or `sample`, which stands at `where`, for some claims of the book."""

    def __init__(self, file: YamlFile, where: Where, whole: Book, claims: tuple[str, ...]):
        self.file, self.where, self.whole, self.record = file, where, whole, whole.record
        self.axes: dict[str, Axis] = {}
        self.notes: list[str] = []
        self._specs: dict[str, Specification] = {}
        declared = {s.id: s for specs in self.record.readings.values() for s in specs}
        for slug in claims:
            for s in specifications(whole.claim(slug), self.record):
                self._specs.setdefault(s.id, declared.get(s.id, s))  # whole, not cut to what one claim uses
        self._used = [id for slug in claims for id in whole.claim(slug).inputs]

    def listed(self, given: Mapping[str, list[Any]]) -> None:
        """Inputs with a list of settings each."""
        for id, settings in given.items():
            where, a = (*self.where, "inputs", id), self._input(id)
            if a is None:
                continue
            if not settings:
                self.file.fault(where, "has no settings", id=id, allowed=FORMS, fix="list some, or remove it")
            places = [self._place((*where, k), a, s) for k, s in enumerate(settings)]
            for k, one in enumerate(places):
                if one is not None and one in places[:k]:
                    self.file.fault((*where, k), "is stated twice", id=id, value=str(settings[k]), fix="remove one")
            self.axes[id] = Listed(id, tuple(p for p in places if p))

    def _input(self, id: str) -> Assumption | None:
        """An input that one of the claims uses; None, with its fault told, where there is none."""
        where = (*self.where, "inputs", id)
        a = self.record.assumptions.get(id)
        if a is None:
            allowed = ", ".join(dict.fromkeys(self._used))
            self.file.fault(where, "unknown assumption", id=id, allowed=allowed, fix="correct the id or remove it")
        return a

    def _place(self, where: Where, a: Assumption, given: Any) -> Place | None:
        """One setting of an input; None, with its fault told, where that cannot be."""
        if isinstance(given, dict) and set(given) == {"same_as"}:
            given = SameAs(str(given["same_as"]))
        elif given == "default" and "default" not in a.options:
            given = a.default
        elif not a.options and isinstance(given, int | float) and not isinstance(given, bool):
            given = [given, given]
        try:
            stated = self.record.settings({a.id: given})[a.id]
        except SettingError as error:
            r = error.refusal
            self.file.fault(where, r.what, id=a.id, value=r.value, allowed=r.allowed, fix=r.fix)
            return None
        except ValueError as error:
            same = [o.id for o in self.record.assumptions.values() if o.id != a.id and a.like(o)]
            fix = "name an assumption of the same unit and scale"
            self.file.fault(where, str(error), id=a.id, value=given.id, allowed=", ".join(same) or "none", fix=fix)
            return None
        return place(a.id, stated, _weights(a, stated))

    def ranged(self, given: Any) -> None:
        """Inputs with a range each, or one word for all that are uncertain."""
        where = (*self.where, "inputs")
        if isinstance(given, str) and given in PLAUSIBLE:
            uncertain = (self.record.assumptions[id] for id in dict.fromkeys(self._used))
            given = {a.id: given for a in uncertain if not a.options and not a.scale.certain}
        if given is None:
            return
        if not isinstance(given, dict):
            allowed = f"{', '.join(PLAUSIBLE)}, or a range for each input"
            self.file.fault(where, "is no range", value=str(given), allowed=allowed, fix="write one of these")
            return
        for id, range_ in given.items():
            a = self._input(id)
            if a is not None and (ends := read_range(self.file, (*where, id), a, range_)):
                self.axes[id] = Ranged(id, a.scale, ends.low, ends.high)

    def readings(self, given: Any) -> None:
        """Specifications with their options, or all."""
        where = (*self.where, "readings")
        everything = given == "all"
        if everything:
            given = dict.fromkeys(self._specs, "all")
        if given is None:
            return
        if not isinstance(given, dict):
            allowed = "all, or for each reading’s id a list of its options, or all"
            self.file.fault(where, "is not of a form that is understood", value=str(given), allowed=allowed)
            return
        for id, wanted in given.items():
            spec = self._specs.get(id)
            if spec is None:
                allowed = ", ".join(self._specs) or "none"
                self.file.fault((*where, id), "unknown reading", id=str(id), allowed=allowed, fix="correct the id")
                continue
            both = sorted(spec.inputs & set(self.axes))
            if both and everything:
                self.notes.append(f"reading {id} is left out: the sweep varies {', '.join(both)} itself.")
                continue
            if both:
                what, fix = "changes what the sweep varies itself", "take one of the two out"
                self.file.fault((*where, id), what, id=id, value=", ".join(both), fix=fix)
            there = [o.id for o in spec.options]
            names = there if wanted == "all" else wanted
            if not isinstance(names, list) or not names or set(names) - set(there) or len(set(names)) < len(names):
                allowed = f"all, or a list of {', '.join(there)}, each once"
                self.file.fault((*where, id), "is no list of its options", id=id, value=str(wanted), allowed=allowed)
                continue
            self.axes[id] = options(spec, names)

    def untied(self) -> None:
        """Add a fault for a point that ties inputs in a circle."""
        listed = [a for a in self.axes.values() if isinstance(a, Listed)]
        tying = [dict.fromkeys(p.ties for p in a.places) for a in listed if any(p.ties for p in a.places)]
        base = self.record.settings()
        for point in product(*tying):
            ties: dict[str, Stated] = dict(tie for place in point for tie in place)
            for id in ties:
                try:
                    owner(id, {**base, **ties})
                except ValueError as error:
                    at = next((n for n in ("inputs", "readings") if id in (self.file.tree[self.where[0]].get(n) or {})),
                              "readings")  # fmt: skip
                    fix = "sweep one of them at a time"
                    self.file.fault((*self.where, at, id), f"a point ties inputs: {error}", id=id, fix=fix)
                    return

    def reaching(self, slug: str) -> tuple[Axis, ...]:
        """The axes that reach a claim: by its inputs, or by those whose value one of them takes."""
        listed = [a for a in self.axes.values() if isinstance(a, Listed)]
        ties = [(id, s.id) for a in listed for p in a.places for id, s in p.ties if isinstance(s, SameAs)]
        used = set(self.whole.claim(slug).inputs)
        while more := {target for id, target in ties if id in used} - used:
            used |= more
        return tuple(a for a in self.axes.values() if used & _inputs(a))


def _inputs(axis: Axis) -> set[str]:
    return {axis.name} if isinstance(axis, Ranged) else {id for p in axis.places for id, _ in p.changes}


def _weights(a: Assumption, stated: Stated) -> str:
    """The words of a choice's weights: an option, or each with its share."""
    if not isinstance(stated, Weights):
        return ""
    if 1.0 in stated.shares:
        return a.options[stated.chosen]
    return ", ".join(f"{name} {share:g}" for name, share in zip(a.options, stated.shares, strict=True) if share)
