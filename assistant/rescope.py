"""A question asked of other places: the same words with another place in the stead of its own, or with all of them.

"All plans" is said in so many words: a question without a place would take that of the question before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.turns import Query
from assistant.wording import Words, table
from assistant.world import World
from ingest.text import canonical
from prompts import phrase

PLACE = "{place}"
_END = re.compile(r"[\s?.!…]*$")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Movable:
    """`everywhere` asks it of all plans; `at` holds PLACE once, where a place can be put."""

    everywhere: str
    at: str


def movable(query: Query, world: World) -> Movable | None:
    """The question as understood, free of its place; None where it has none and can have none (a greeting)."""
    text = query.resolved if query.followed else query.question
    if len(canonical(text)) != len(text):  # offsets of the folded text would not be those of the typed one
        text = canonical(text)
    ranges = _places(text, world)
    where = phrase("resolved_in", query.language, locality=PLACE)
    if ranges:
        first, *others = ranges
        text = _without(text, others)
        start, stop = first
        at = _tidy(text[:start].rstrip() + where + text[stop:])
    else:
        end = _END.search(text)
        cut = end.start() if end else len(text)
        at = text[:cut] + where + text[cut:]
    return Movable(at.replace(PLACE, phrase("all_plans", query.language)), at)


def _places(text: str, world: World) -> list[Range]:
    """The character ranges of the places that a text names, each with the preposition before it."""
    words = Words.of(text)
    _, found = world.places.scope(words, text)
    before = _prepositions()
    ranges = []
    for start, end in sorted(found):
        first = start - 1 if start and words[start - 1].text in before else start
        ranges.append((words[first].start, words[end - 1].end))
    return ranges


def _prepositions() -> frozenset[str]:
    entries = table("places")["prepositions"]
    assert isinstance(entries, list)
    return frozenset(map(str, entries))


def _without(text: str, ranges: list[Range]) -> str:
    for start, end in sorted(ranges, reverse=True):
        text = text[:start] + text[end:]
    return text


def _tidy(text: str) -> str:
    folded = re.sub(r"\s+([?.,!…])", r"\1", " ".join(text.split())).lstrip(" ,")
    return folded[:1].upper() + folded[1:]
