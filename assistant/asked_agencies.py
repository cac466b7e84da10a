"""The agencies that a question names: those of the plans, and others, which must not be taken for a topic."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from assistant.asking import Signs
from assistant.cues import TAKEN, all_cues
from assistant.known import Known
from assistant.turns import AskedAgency, Role
from assistant.wording import Found, Phrases, Words, is_filler, table
from ingest.agencies import agency_key

_NAME_WORDS = 4  # words after the head noun ("Sở", "Phòng") that the name of an unknown agency may have


def find_agencies(words: Words, known: Known, taken: list[bool]) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """Agencies of the plans, longest first at a place; and others, by their head noun ("Sở Tư pháp")."""
    found = _longest(known.agency_phrases.find(words))
    covered = {position for agency in found for position in range(agency.start, agency.end)}
    stops = {cue.start for cue in all_cues(words) if cue.name in TAKEN | {"duties"}} | covered
    stops |= {at for at, word in enumerate(words) if taken[at] or is_filler(word, words.unaccented)}
    unknown = []
    for head in _heads().find(words):
        end = head.end
        while end < len(words) and end - head.end < _NAME_WORDS and end not in stops:
            end += 1
        if end > head.end and head.start not in covered:
            unknown.append(Found(_text(words, head.start, end), head.start, end))
    return found, tuple(unknown)


def asked_agency(found: Found, signs: Signs) -> AskedAgency:
    """A found agency with the part in which it is asked about."""
    known = found in signs.agencies
    name = _text(signs.words, found.start, found.end)
    return AskedAgency(name, found.name if known else agency_key(name), _role(found, signs), known)


def _text(words: Words, start: int, end: int) -> str:
    return " ".join(word.text for word in words[start:end])


@cache
def _heads() -> Phrases:
    heads = table("agency_heads")["heads"]
    assert isinstance(heads, list)
    return Phrases(("head", str(head)) for head in heads)


def _longest(found: Sequence[Found]) -> tuple[Found, ...]:
    """Of overlapping phrases the longest; "phòng kinh tế, hạ tầng và đô thị" before "phòng kinh tế"."""
    chosen: list[Found] = []
    for phrase in sorted(found, key=lambda item: (-len(item), item.start)):
        if all(phrase.end <= other.start or phrase.start >= other.end for other in chosen):
            chosen.append(phrase)
    return tuple(sorted(chosen, key=lambda item: item.start))


def _role(agency: Found, signs: Signs) -> Role:
    """An agency's part: by the role word right after it ("Phòng Kinh tế chủ trì"), else the one before it."""
    roles = [cue for cue in signs.cues if cue.name in ("lead", "coordinating")]

    def distance(cue: Found) -> int:
        return cue.start - agency.end if cue.start >= agency.end else agency.start - cue.end + 1

    nearest = min(roles, key=distance, default=None)
    if nearest is None:
        return Role.ANY
    return Role.LEAD if nearest.name == "lead" else Role.COORDINATING
