"""Sentences that act: what a chapter's text may set, what it says of whose figures, and what it refuses."""

from __future__ import annotations

import html
import json
import re

import pytest

from tests import original
from tilt.book import book
from tilt.claims import all_claims
from tilt.format import written
from tilt.pages import show
from tilt.pages.acting import ActingError, acting, following, unacting
from tilt.paths import root

RECORD = book().record


def attributes(markup: str) -> dict[str, str]:
    return {k: html.unescape(v) for k, v in re.findall(r'([\w-]+)="([^"]*)"', markup)}


def test_a_place_sets_numbers_ranges_and_options_and_its_address_says_the_same():
    text = "True [if tasks are *alike*](set:length_ratio=1&safety_transfer=0.2~0.5&gamed_where=open_ended), it says."
    markup = acting(text, RECORD)
    found = attributes(markup)
    options = RECORD.assumptions["gamed_where"].options
    weights = [float(option == "open_ended") for option in options]
    assert json.loads(found["data-set"]) == {
        "length_ratio": [1.0, 1.0],
        "safety_transfer": [0.2, 0.5],
        "gamed_where": weights,
    }
    assert found["href"] == f"#length_ratio=1.0~1.0&safety_transfer=0.2~0.5&gamed_where={weights[0]}~{weights[1]}&v=1"
    assert markup.startswith("True <a ") and ">if tasks are *alike*</a>, it says." in markup
    assert unacting(text) == "True if tasks are *alike*, it says."


def test_an_input_of_one_value_stands_once_in_the_address():
    fixed = next(a for a in RECORD.assumptions.values() if a.scale.certain and not a.options)
    value = fixed.interval.low
    found = attributes(acting(f"[it](set:{fixed.id}={value!r})", RECORD))
    assert found["href"] == f"#{fixed.id}={value!r}&v=1"


@pytest.mark.parametrize("name", sorted(RECORD.scenarios))
def test_a_scenario_is_taken_up_by_name_and_by_its_address(name):
    found = attributes(acting(f"[somebody](scenario:{name})", RECORD))
    assert found["data-scenario"] == name
    ids = {pair.partition("=")[0] for pair in found["href"].removeprefix("#").split("&")}
    assert ids == {*RECORD.scenarios[name].settings, "v"}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("[x](set:lenght_ratio=1)", "no assumption 'lenght_ratio'"),
        ("[x](set:length_ratio=wide)", "'wide' is no number, no low~high and no option"),
        ("[x](set:length_ratio=8~2)", "is reversed"),
        ("[x](set:length_ratio=1e9)", "outside its bounds"),
        ("[x](set:length_ratio=nan)", "no finite number"),
        ("[x](set:length_ratio)", "set:id=value"),
        ("[x](scenario:nobody)", "no scenario 'nobody'; there are"),
    ],
)
def test_what_cannot_be_set_is_refused_with_the_place(place, said):
    with pytest.raises(ActingError) as refused:
        acting(f"Before {place} after.", RECORD)
    assert place in str(refused.value)
    assert said in str(refused.value)


def test_other_links_stay_links():
    text = "[draws](glossary.ipynb#draw), [METR](https://metr.org/set:x=1) and [a note](#set)"
    assert acting(text, RECORD) == text


@pytest.mark.parametrize("claim", all_claims(), ids=lambda c: c.slug)
def test_figures_of_the_findings_say_which_they_are(claim):
    facts = following(book().facts(claim.slug), claim)
    v = book().run(claim.slug).verdicts[0]
    name = v.finding.replace("-", "_")
    places = (f"{name}:.0f", f"{name}_median:.1f", f"{name}_word", "inputs", f"{name}_low:.2f", f"{name}_high:.2f")
    said = [f"{{{place}}}".format_map(facts) for place in places]
    assert said[0] == f'<span data-figure="credence {claim.slug} {v.finding} 0">{100 * v.credence:.0f}</span>'
    assert said[1] == f'<span data-figure="median {claim.slug} {v.finding} 1">{written(v.quantiles[2], ".1f")}</span>'
    assert said[2].startswith(f'<span data-figure="word {claim.slug} {v.finding} 0">')
    for end, place, quantile in (("low", 4, 0), ("high", 5, -1)):
        of = f"{end} {claim.slug} {v.finding} 2"
        assert said[place] == f'<span data-figure="{of}">{written(v.quantiles[quantile], ".2f")}</span>'
    assert said[3] == str(len(claim.inputs)), "what no slider of a finding moves stays plain"


PLACE = re.compile(r'<a class="tilt-set"[^>]*?(?:data-set="(?P<set>[^"]*)"|data-scenario="(?P<scenario>[^"]*)")[^>]*>')


def sentences(slug: str) -> list[tuple[str, dict]]:
    """Each place of a chapter that acts: the sentence it stands in, and what it sets."""
    cells = json.loads((root() / "book" / f"{slug}.ipynb").read_text(encoding="utf-8"))["cells"]
    said = [text for c in cells if (text := "".join(c["source"])).startswith("say(")]
    found = []
    for text in said:
        spoken = eval(text, {"say": lambda text: show.say(slug, text).content})  # noqa: S307 (our own cells)
        for place in PLACE.finditer(spoken):
            begins = max(spoken.rfind(end, 0, place.start()) for end in (". ", ".\n", "? "))
            ends = min(at for end in (". ", ".\n") if (at := f"{spoken}. ".find(end, place.end())) >= 0)
            scenario = place["scenario"]
            stated = RECORD.scenarios[scenario].settings if scenario else json.loads(html.unescape(place["set"]))
            found.append((re.sub("<[^>]*>", "", spoken[begins + 1 : ends]), stated))
    return found


@pytest.mark.parametrize("claim", all_claims(), ids=lambda c: c.slug)
def test_a_place_does_what_its_sentence_says(claim, monkeypatch):
    # Either its sentence gives the credence that setting it shows, or it is a flip and brings the headline to a half.
    monkeypatch.setenv("TILT_BOOK", "1")
    places = sentences(claim.slug)
    assert len(places) >= 3 or claim.slug not in original.claims(), "a chapter lets its reader try what it says"
    for sentence, stated in places:
        verdicts = book().run(claim.slug, stated).verdicts
        shares = {f"{100 * v.credence:.0f}" for v in verdicts}
        flips = len(stated) == 1 and abs(verdicts[0].credence - 0.5) < 0.01
        assert flips or shares & set(re.findall(r"\d+", sentence)), (sentence, stated, shares)
