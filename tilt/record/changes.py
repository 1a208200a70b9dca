"""What scenarios and readings say of an input: an interval, weights, another's default, or another's very value."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pydantic import Field

from tilt.engine.inputs import Assumption, SameAs, Stated
from tilt.record.entries import Ends, Strict, stated
from tilt.record.yaml_file import Where, YamlFile


class _Default(Strict):
    default_of: str


class StatedEntry(Strict):
    """An entry that states one setting."""

    interval: _Default | Ends | None = Field(
        None, description="[low, high] with low <= high, or {default_of: another assumption}"
    )
    same_as: str | None = None
    weights: dict[str, float] | None = None


def read_setting(
    file: YamlFile,
    where: Where,
    a: Assumption,
    parsed: StatedEntry,
    assumptions: Mapping[str, Assumption],
    used: Collection[str],
) -> Stated | None:
    """What a change states; None, with its fault told, where that cannot be."""
    forms = {"interval": parsed.interval, "same_as": parsed.same_as, "weights": parsed.weights}
    given = [name for name, value in forms.items() if value is not None]
    mine = ["same_as", "weights" if a.options else "interval"]
    if len(given) != 1 or given[0] not in mine:
        said, allowed = ", ".join(given) or "none of them", " or ".join(mine)
        file.fault(
            where, "does not state one setting", id=a.id, value=said, allowed=allowed, fix=f"write {mine[-1]}: …"
        )
        return None
    if parsed.same_as is not None:
        other = _alike(file, (*where, "same_as"), a, parsed.same_as, assumptions, used)
        return SameAs(other.id) if other else None
    if parsed.weights is not None:
        unknown = [name for name in parsed.weights if name not in a.options]
        if unknown:
            allowed = ", ".join(a.options)
            file.fault((*where, "weights"), "no such option", id=a.id, value=", ".join(unknown), allowed=allowed)
            return None
        return stated(file, (*where, "weights"), a.id, [parsed.weights.get(o, 0.0) for o in a.options], a)
    if isinstance(parsed.interval, _Default):
        other = _alike(file, (*where, "interval"), a, parsed.interval.default_of, assumptions, used)
        return stated(file, (*where, "interval"), a.id, other.interval, a) if other else None
    return stated(file, (*where, "interval"), a.id, parsed.interval, a)


def _alike(
    file: YamlFile,
    where: Where,
    a: Assumption,
    named: str,
    assumptions: Mapping[str, Assumption],
    used: Collection[str],
) -> Assumption | None:
    """Another assumption whose value this one can take; None, with its fault told, where it cannot."""
    other = assumptions.get(named)
    if other is None and named in used:
        return None  # its own entry is at fault: that is told already
    if other is not None and other.id != a.id and a.like(other):
        return other
    same = [o.id for o in assumptions.values() if o.id != a.id and a.like(o)]
    fix = "name an assumption of the same unit and scale"
    file.fault(where, "cannot take its value", id=a.id, value=named, allowed=", ".join(same) or "none", fix=fix)
    return None


def circles(file: YamlFile, where: Where, changes: Mapping[str, Stated]) -> list[str]:
    """The assumptions that are tied in a circle, each with a fault added."""
    kept, found = dict(changes), []
    for id, setting in changes.items():
        seen = [id]
        while isinstance(setting, SameAs) and setting.id in kept:
            seen.append(setting.id)
            setting = kept[seen[-1]]
            if seen[-1] in seen[:-1]:
                file.fault((*where, id, "same_as"), "leads back to itself", id=id, value=" → ".join(seen))
                found.append(id)
                del kept[id]
                break
    return found
