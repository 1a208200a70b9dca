"""Places for so many readers and no more: in the order in which they came, whoever leaves, from wherever."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from tests.running_app import awaited
from tilt.app.pool import Place, Pool


@given(st.integers(1, 4), st.lists(st.none() | st.integers(0, 9), max_size=30))
def test_places_are_given_in_order(limit: int, happened: list[int | None]) -> None:
    """None: somebody comes; a number: who stands there leaves."""

    async def story() -> None:
        pool, there = Pool(limit), list[Place]()
        told: dict[Place, int] = {}
        for leaves in happened:
            if leaves is None:
                heard = list[int]()
                place = pool.enter(heard.append)
                there.append(place)
                told[place] = -1
                place.told = lambda before, of=place: told.__setitem__(of, before)  # type: ignore[misc]
                if heard:
                    told[place] = heard[-1]
            elif leaves < len(there):
                pool.leave(there.pop(leaves))
            await asyncio.sleep(0)
            assert pool.taken == set(there[:limit]), "who came first"
            assert list(pool.waiting) == there[limit:]
            assert all(place.ready.done() for place in there[:limit])
            assert not any(place.ready.done() for place in there[limit:])
            assert [told[place] for place in there[limit:]] == list(range(len(there[limit:])))

    awaited(story())
