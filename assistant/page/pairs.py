"""Where a plan contradicts itself in what an answer cites: both figures, to stand side by side."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.page.office import place_of
from assistant.page.source_view import touching
from assistant.page.strings import Strings
from assistant.page.turns import Answer, Pair, Side
from ingest.indicators import indicator
from ingest.records import Disagreement, Plan, Target

_VALUE = "value"  # other figures; the same figure bound in another way is no contradiction to shout about


def contradictions(answer: Answer, plans: Mapping[str, Plan], words: Strings) -> tuple[Pair, ...]:
    """The disagreements inside a plan of which the answer cites a side."""
    found = []
    for name in dict.fromkeys(citation["plan"] for citation in answer["citations"]):
        cited = tuple(
            (int(start), int(end))
            for citation in answer["citations"]
            if citation["plan"] == name
            for start, end in citation["spans"]
        )
        for each in plans[name].disagreements if name in plans else ():
            if each.what == _VALUE and (touching(each.first.spans, cited) or touching(each.second.spans, cited)):
                found.append(pair(plans[name], each, words))
    return tuple(found)


def pair(plan: Plan, found: Disagreement, words: Strings) -> Pair:
    named = indicator(found.indicator_id)
    name = named.vi if words.language == "vi" else named.en
    return Pair(plan.id, place_of(plan), name, found.first.year, _side(found.first), _side(found.second))


def _side(target: Target) -> Side:
    value = " ".join(part for part in (target.value, target.unit) if part)
    return Side(value or target.indicator, target.place, target.quote, target.spans)
