"""The agencies that a question names: those of the plans, and others, which must not be taken for a topic."""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import cache

from assistant.compounds import compounds, kept_syllables
from assistant.cues import TAKEN, all_cues
from assistant.known import Known
from assistant.references import references
from assistant.signs import Signs
from assistant.turns import AskedAgency, Role
from assistant.wording import Found, Phrases, Words, is_filler, table
from ingest.agencies import agency_key

_LONGER_NAMES = 3  # agencies of the plans that an unfinished name may mean
_BETWEEN = frozenset({"cùng", "đều", "phải", "cung", "deu", "phai"})
_CALLED_BY = frozenset({"bên", "giao", "ben"})
_JOINING = frozenset({"và", "với", "cùng", "va", "voi", "cung", "hay"})
_OWNING = frozenset({"của", "cua"})
_HAVING = frozenset({"có", "co", "được", "duoc", "mà", "ma"})
_TWO = 2
_OF = frozenset({"của", "do", "cua", "cho"})
_NAME_WORDS = 4  # words after the head noun ("Sở", "Phòng") that the name of an unknown agency may have


def find_agencies(words: Words, known: Known, taken: list[bool]) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """Agencies of the plans, longest first at a place; and others, by their head noun ("Sở Tư pháp")."""
    found = _longest([one for one in known.agency_phrases.find(words) if not _in_a_thing(one, words)])
    found = _with_short(found, words, known, taken)
    covered = {position for agency in found for position in range(agency.start, agency.end)}
    stops = {cue.start for cue in all_cues(words) if cue.name in TAKEN | {"duties"}} | covered
    parts = kept_syllables(words)  # "chính" of "Phòng Tài chính" says something
    stops |= {at for at in range(len(words)) if taken[at] or (is_filler(words, at) and at not in parts)}
    unknown = []
    things = _no_heads(words)
    for head in _heads().find(words):
        end = head.end
        if head.start in things or taken[head.start]:  # "phòng" of "Hải Phòng"
            continue
        while end < len(words) and end - head.end < _NAME_WORDS and end not in stops:
            end += 1
        if (end > head.end or len(head) > 1) and head.start not in covered:
            unknown.append(Found(_text(words, head.start, end), head.start, end))
    subject = None if found or unknown else _subject(words, known, stops, taken)
    return found, (subject,) if subject else tuple(unknown)


def _subject(words: Words, known: Known, stops: Set[int], taken: Sequence[bool]) -> Found | None:
    """Who stands before "chủ trì những việc gì" is an agency too, whatever its name begins with: "các cơ sở giáo dục".
    Before "phải làm gì" only one that a plan has."""
    cues = all_cues(words)
    roles = [cue for cue in cues if cue.name in ("lead", "coordinating", "duties")]
    role = min(roles, key=lambda cue: cue.start, default=None)
    if role is None or any(cue.name in ("who", "which_plans") for cue in cues):
        return None
    phrases = {at for cue in cues if cue.name in TAKEN for at in range(cue.start, cue.end)}
    end = role.start
    while end and (taken[end - 1] or is_filler(words, end - 1)):  # "… ở xã X"
        end -= 1
    start = end
    while start and start - 1 not in stops | phrases:
        start -= 1
    name = _text(words, start, end)
    named = any(person.start <= start <= person.end for person in _people().find(words))
    if end - start < _TWO or named or references(name).in_appendix:
        return None
    held = any(_begins(agency_key(name).split(), key.split()) for key in known.agencies)
    of_tasks = any(cue.name == "task" and cue.start < start for cue in cues)
    listed = role.name == "lead" and any(cue.name == "what_tasks" and cue.start >= role.start for cue in cues)
    return Found(name, start, end) if held or (listed and not of_tasks) else None


def _with_short(found: tuple[Found, ...], words: Words, known: Known, taken: Sequence[bool]) -> tuple[Found, ...]:
    """The agencies with those that are called by what follows their first noun: "VH-XH chủ trì", "bên Kinh tế"."""
    cues = all_cues(words)
    short = [
        s
        for s in known.short_agency_phrases.find(words)
        if all(_apart(s, other) for other in found) and not _goes_on_before(s, words, taken, cues)
    ]
    roles = {cue.start for cue in all_cues(words) if cue.name in ("lead", "coordinating", "duties")}
    named = [*found]
    for one in sorted(short, key=lambda item: -item.end):  # from the right, so that "VH-XH và Kinh tế chủ trì" chains
        joined = any(one.end < other.start <= one.end + 1 and _joins(words, one.end) for other in named)
        joined = joined or any(other.end < one.start <= other.end + 1 and _joins(words, other.end) for other in named)
        called = one.start > 0 and words[one.start - 1].text in _CALLED_BY
        # "VH-XH Kiên Hải cùng chủ trì"
        free = (at for at in range(one.end, len(words)) if not taken[at] and words[at].text not in _BETWEEN)
        after = next(free, one.end)
        if (after in roles or joined or called) and all(_apart(one, other) for other in named):
            named.append(one)
    return tuple(sorted(named, key=lambda item: item.start))


def _goes_on_before(short: Found, words: Words, taken: Sequence[bool], cues: Sequence[Found]) -> bool:
    """Whether a short name is the end of a longer one: "Bộ Y tế", "nhân viên y tế" are not what "Y tế" means here."""
    at = short.start - 1
    if at < 0 or taken[at] or any(cue.end == short.start for cue in cues) or is_filler(words, at):
        return False
    return words[at].text not in _CALLED_BY | _JOINING | _OF


def _apart(one: Found, other: Found) -> bool:
    return one.end <= other.start or one.start >= other.end


def _joins(words: Words, at: int) -> bool:
    return at < len(words) and words[at].text in _JOINING


def asked_agency(found: Found, signs: Signs, known: Known) -> AskedAgency:
    """A found agency with the part in which it is asked about."""
    name = _text(signs.words, found.start, found.end)
    if found in signs.agencies:
        shared = known.sharing(name) if found.name not in agency_key(name) else ()
        return AskedAgency(name, found.name, _role(found, signs), also=shared)
    key = agency_key(name)
    longer = tuple(other for other in known.agencies if _begins(key.split(), other.split()))
    return AskedAgency(name, key, _role(found, signs), 0 < len(longer) <= _LONGER_NAMES, longer[:_LONGER_NAMES])


def names_agency(text: str, known: Known) -> bool:
    """Whether a text names an agency of the plans, or begins a name as agencies' names begin."""
    words = Words.of(text)
    things = _no_heads(words)
    return bool(known.agency_phrases.find(words)) or any(head.start not in things for head in _heads().find(words))


def _in_a_thing(agency: Found, words: Words) -> bool:
    """Whether the name of an agency ("các hội") is here but the beginning of a thing ("hội thi")."""
    return any(
        one.start <= agency.start and agency.end <= one.end and len(agency) < len(one) for one in _things().find(words)
    )


def _no_heads(words: Words) -> set[int]:
    """Where no agency's name begins: in a thing ("phòng họp"), and within a compound ("trụ sở", "cơ sở giáo dục")."""
    things = {at for thing in _things().find(words) for at in range(thing.start, thing.end)}
    return things | {at for one in compounds().find(words) for at in range(one.start + 1, one.end)}


def _begins(asked: list[str], name: list[str]) -> bool:
    """Whether a name begins as it is asked for, other words allowed between ("trưởng bản", "Trưởng các bản")."""
    if len(asked) < 2 or asked == name or name[:1] != asked[:1]:
        return False
    rest = iter(name[: len(asked) + 1] if name[: len(asked)] != asked else name)
    return all(word in rest for word in asked)


def _text(words: Words, start: int, end: int) -> str:
    return " ".join(word.text for word in words[start:end])


@cache
def _heads() -> Phrases:
    heads = table("agency_heads")["heads"]
    assert isinstance(heads, list)
    return Phrases(("head", str(head)) for head in heads)


@cache
def _things() -> Phrases:
    """What begins like an agency and is none: "phòng họp", "trạm bơm"."""
    things = table("agency_heads")["things"]
    assert isinstance(things, list)
    return Phrases(("thing", str(thing)) for thing in things)


@cache
def _people() -> Phrases:
    """What stands before a person's name, and the names of families."""
    people = table("agency_heads")["people"]
    assert isinstance(people, list)
    return Phrases(("person", str(person)) for person in people)


def _longest(found: Sequence[Found]) -> tuple[Found, ...]:
    """Of overlapping phrases the longest; "phòng kinh tế, hạ tầng và đô thị" before "phòng kinh tế"."""
    chosen: list[Found] = []
    for phrase in sorted(found, key=lambda item: (-len(item), item.start)):
        if all(phrase.end <= other.start or phrase.start >= other.end for other in chosen):
            chosen.append(phrase)
    return tuple(sorted(chosen, key=lambda item: item.start))


def _role(agency: Found, signs: Signs) -> Role:
    """An agency's part: by the role word right after it ("Phòng Kinh tế chủ trì"), else the one before it."""
    roles = [cue for cue in signs.cues if cue.name in ("lead", "coordinating") and cue != signs.left_blank]

    def distance(cue: Found) -> int:
        return cue.start - agency.end if cue.start >= agency.end else agency.start - cue.end + 1

    if _in_both_parts(agency, roles, signs) or (not roles and signs.involves(agency)):
        return Role.EITHER
    nearest = min(roles, key=distance, default=None)
    if nearest is None:
        claimed = signs.has("yes_no", "why") and signs.gives_to(agency)
        return Role.LEAD if claimed else Role.ANY
    if nearest.name == "coordinating" and _do_together(nearest, signs):
        return Role.EITHER
    if nearest.name == "coordinating" and _has_a_helper(agency, nearest, signs):
        return Role.LEAD
    return Role.LEAD if nearest.name == "lead" else Role.COORDINATING


def _do_together(role: Found, signs: Signs) -> bool:
    """ "Công an với Trạm Y tế cùng làm việc gì": whatever the parts of the two are."""
    together = signs.words[role.start].plain == "cung" and "phối" not in {
        w.text for w in signs.words[role.start : role.end]
    }
    return together and len([*signs.agencies, *signs.unknown_agencies]) > 1


def _has_a_helper(agency: Found, role: Found, signs: Signs) -> bool:
    """ "Nhiệm vụ của Phòng Kinh tế có Trạm Y tế phối hợp": the other agency is the one that coordinates."""
    helper = next((a for a in (*signs.agencies, *signs.unknown_agencies) if agency.end <= a.start < role.start), None)
    if helper is None or role.start - helper.end > 1:
        return False
    between = {word.text for word in signs.words[agency.end : helper.start]}
    before = signs.words[agency.start - 1].text if agency.start else ""
    return before in _OWNING or (bool(between & _HAVING) and not between & _JOINING)


def _in_both_parts(agency: Found, roles: Sequence[Found], signs: Signs) -> bool:
    """ "Phòng Kinh tế chủ trì và phối hợp những việc gì": the one agency, with both parts said of it."""
    denied = {cue.end for cue in signs.cues if cue.name in ("not", "except")} & {cue.start for cue in roles}
    alone = len(signs.agencies) + len(signs.unknown_agencies) == 1 and not denied and not signs.has("who", "blank")
    return alone and {cue.name for cue in roles if cue.start >= agency.end} == {"lead", "coordinating"}
