"""Free questions about content, and which plans mention something: answered by quoting the plans' own sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.answers.by_column import column_claims
from assistant.answers.codes import mentions_code, same_code
from assistant.answers.task_lines import whole_row
from assistant.answers.wordings import figure_claim
from assistant.calibration import CALIBRATION
from assistant.claims import claim_of
from assistant.coverage import Topic
from assistant.evidence import Evidence, Reason
from assistant.expected import answers
from assistant.matching import Match
from assistant.quoting import sentences
from assistant.turns import Claim, Coverage, Draft, Expected, Query, Source, Status
from assistant.word_counts import words_of
from assistant.wording import content_words
from assistant.world import World
from ingest.records import AnyRecord, Basis, Passage, Target, Task
from ingest.spelling import is_plain_syllable
from ingest.text import canonical, unaccented
from prompts import phrase

_LONG = 900
"""Characters of a passage beyond which only the sentences that answer are quoted."""
_MOST = 3
_RARE = 4  # passages that a rare term stands in at most
_NO_THING = "thế|như|cách|hướng|kiểu|mức|lối|dạng|ngày|năm|tháng|quý|khi|lúc|đâu|chỗ|nơi"
_WHICH = re.compile(rf"([^\W\d_]+ (?!(?:{_NO_THING}) )[^\W\d_]+) nào\b")
_EXISTS = re.compile(r"(?i)\W*(?:does|do|did|is|are|will|has|have|can)\b")
_LAST_PART = re.compile(r"(?:\.[^.,\s]+|, [^,]+)$")
"""The last part of a place: "a" of "mục III.2.a", "đoạn 2"."""
_SAYS = 2  # syllables of a word of its own
_LONG_WORD = 6  # letters: longer than any Vietnamese syllable that is not "nghiêng"

# --- finding ------------------------------------------------------------------------------------------------------


def find(query: Query, world: World) -> Evidence:
    """The passages that hold the topic, if any holds enough of it and the kind of thing that is asked for."""
    plans = world.scope(query)
    passages = world.passages(plans)
    topic = world.topic(query)
    if query.codes and not topic:
        return with_codes(query, world, plans)
    if not topic:
        return Evidence(plans=plans, reason=Reason.NO_TOPIC)
    if query.codes:
        passages = tuple(p for p in passages if any(mentions_code(code, p.quote) for code in query.codes))
        if not passages:
            return Evidence(
                plans=plans, reason=Reason.NO_MATCH, others=world.records(Basis, plans) if query.scope.named else ()
            )
    matches = world.matcher.passages(topic, passages)
    thing = _unknown_thing(query, passages, world)
    claimed = claim_of(query, topic, world.known)

    def fits(match: Match, *, held: bool = False) -> bool:
        return bool(
            match.passage
            and (held or _holds(match, query) or _holds_rare(match, topic, world))
            and answers(query, match.passage, world)
            and _named(match, query)
            and _holds_thing(match, thing)
            and claimed.holds(match.passage, world.matcher)
        )

    fitting = [match for match in matches if fits(match)]
    fitting = [match for match in fitting if match.passage and claimed.counted(match.passage)] or fitting
    if len(plans) == 1 and (own := _beyond_title(topic, plans[0], world)):
        told = [match for match in fitting if _tells(match, own, CALIBRATION.rare, world)]
        fitting = told or [m for m in matches if _tells(m, own, CALIBRATION.row_listed, world) and fits(m, held=True)]
    if not fitting and query.expected is Expected.TEXT and len(plans) == 1:
        fitting = _in_its_item(matches, topic, world)
    near = tuple(match.passage for match in matches[:3] if match.passage)
    if query.language == "en" and _EXISTS.match(query.question) and _has_unknown(topic, world):
        fitting = []
    if not fitting:
        return Evidence(plans=plans, reason=Reason.NO_MATCH, near=near, searched_passages=len(passages))
    return Evidence(plans=plans, matches=_chosen(fitting, matches, query), near=(), searched_passages=len(passages))


def _beyond_title(topic: Topic, plan: str, world: World) -> Topic | None:
    """What a question says beside the title of the plan, where it says some of that too: in a plan for disasters,
    "trực ban phòng chống thiên tai" is about "trực ban"."""
    title = world.header(plan, "title")
    words = content_words(title.value or "") if title else []
    said = set(map(unaccented, words)) if topic.plain else set(words)
    own = tuple(word for word in topic.words if word not in said)
    return replace(topic, words=own) if _SAYS <= len(own) < len(topic.words) and not topic.foreign else None


def _tells(match: Match, own: Topic, least: float, world: World) -> bool:
    return match.passage is not None and world.matcher.coverage_of(own, match.passage.text) >= least


def _in_its_item(matches: Sequence[Match], topic: Topic, world: World) -> list[Match]:
    """Points of an item that together hold the topic: "a) Khi có lệnh, sơ tán …; b) Ưu tiên người già …". The one that
    holds most of it by itself is quoted, where the words before a comma say only when or where."""
    items: dict[str, list[Match]] = {}
    for match in matches:
        if match.passage and match.passage.record is None:
            items.setdefault(_LAST_PART.sub("", match.passage.place), []).append(match)
    found = []
    for points in items.values():
        best = max(points, key=lambda match: (_ends_in(topic, match), match.coverage))
        text = " ".join(match.passage.text for match in points if match.passage)
        if best.coverage >= CALIBRATION.rare and world.matcher.coverage_of(topic, text) >= CALIBRATION.item:
            found.append(best)
    return sorted(found, key=lambda match: -match.score)[:1]


def _ends_in(topic: Topic, match: Match) -> bool:
    """Whether a point holds the last word of a topic, by which a question says what it asks."""
    words = words_of(match.passage.text) if match.passage else ()
    return set(topic.words[-_SAYS:]) <= set(map(unaccented, words) if topic.plain else words)


def _has_unknown(topic: Topic, world: World) -> bool:
    """Whether a topic has an English word that neither a table nor a plan knows: "is there a helicopter ambulance?"
    cannot be answered by what a plan says of ambulances."""
    return any(unaccented(word) not in world.known.plain_vocabulary for word in topic.words)


def with_codes(query: Query, world: World, plans: tuple[str, ...]) -> Evidence:
    """The bases with the asked codes, else the first passage of each plan that cites one of them."""
    bases = [b for b in world.records(Basis, plans) if b.number and any(same_code(c, b.number) for c in query.codes)]
    if bases:
        return Evidence(tuple(bases), len(world.records(Basis, plans)), plans)
    found = [p for p in world.passages(plans) if any(mentions_code(code, p.quote) for code in query.codes)]
    if not found:
        cited = world.records(Basis, plans) if query.scope.named else ()
        return Evidence(plans=plans, reason=Reason.NO_MATCH, others=cited)
    first = [next(p for p in found if p.plan == plan) for plan in dict.fromkeys(p.plan for p in found)]
    return Evidence(plans=plans, matches=tuple(Match(None, passage, 1.0, 1.0, 1.0) for passage in first))


def _holds(match: Match, query: Query) -> bool:
    if query.language == "en":
        return match.coverage >= CALIBRATION.passage_english or (
            not query.topic and match.meaning >= CALIBRATION.passage_meaning
        )
    return match.coverage >= CALIBRATION.passage


def _holds_rare(match: Match, topic: Topic, world: World) -> bool:
    """Whether a passage holds a term of the topic that hardly any other has ("blockchain", "mãn tính")."""
    assert match.passage
    if match.coverage < CALIBRATION.rare or topic.foreign:
        return False
    words = words_of(match.passage.text)
    text = " ".join(map(unaccented, words) if topic.plain else words)
    terms = [*(" ".join(pair) for pair in pairwise(topic.words)), *filter(_tells_alone, topic.words)]
    rare = world.known.weight_of_count(_RARE)
    unseen = world.known.weight("\x00", topic.plain)
    return any(rare <= world.known.weight(term, topic.plain) < unseen and f" {term} " in f" {text} " for term in terms)


def _tells_alone(word: str) -> bool:
    """Whether a word is none of Vietnamese syllables ("wifi", "blockchain"), of which it mostly takes two."""
    return len(word) > _LONG_WORD or not (word.isalpha() and is_plain_syllable(unaccented(word)))


def _unknown_thing(query: Query, passages: Sequence[Passage], world: World) -> str | None:
    """What is asked for by name and stands in none of the plans: "nhà thầu" of "nhà thầu nào thi công …"."""
    asked = _WHICH.search(canonical(query.question))
    if asked is None or query.unaccented:
        return None
    spoken = (f" {' '.join(words_of(passage.text))} " for passage in passages)
    return None if any(f" {asked[1]} " in text for text in spoken) else asked[1]


def _holds_thing(match: Match, thing: str | None) -> bool:
    """Whether a passage has at least the last syllable of the thing ("xe" of "loại xe")."""
    assert match.passage
    return (
        thing is None or re.search(rf"\b{re.escape(thing.split()[-1])}\b", canonical(match.passage.quote)) is not None
    )


def _named(match: Match, query: Query) -> bool:
    """Whether every proper name of the question stands in a passage."""
    assert match.passage
    text = canonical(match.passage.text)
    return all(re.search(rf"\b{re.escape(name)}\b", text) for name in query.names)


def _chosen(fitting: Sequence[Match], matches: Sequence[Match], query: Query) -> tuple[Match, ...]:
    """The best few of a place; of several places the best of each, unless it is far behind the best of all."""
    best = fitting[0]
    close = [m for m in fitting if m.score >= best.score - 0.12 and m.coverage >= best.coverage - 0.15]
    if query.scope.named and len(query.scope.plans) == 1:
        return _whole(best, matches, close)
    seen: dict[str, Match] = {}
    for match in close:
        assert match.passage
        seen.setdefault(match.passage.plan, match)
    return tuple(seen.values())


def _whole(best: Match, matches: Sequence[Match], close: Sequence[Match]) -> tuple[Match, ...]:
    """The bullet of the best passage with all its parts, in the order of the text, then the other close ones."""
    assert best.passage
    parts = [m for m in matches if m.passage and m.passage.place == best.passage.place]
    parts.sort(key=lambda match: match.passage.spans if match.passage else ())
    others = [match for match in close if match not in parts]
    return (*(parts if len(parts) <= _MOST + 1 else [best]), *others[: _MOST - 1])


# --- composing ----------------------------------------------------------------------------------------------------


def compose(query: Query, evidence: Evidence, world: World) -> Draft:
    """The sentences that answer, quoted, place by place."""
    if evidence.records:
        records = [record for record in evidence.records if isinstance(record, Basis)]
        claims = [
            Claim(
                phrase("basis_cited", query.language, document=r.quote, locality=world.locality(r.plan)),
                (world.cite(r),),
            )
            for r in records
        ]
        return Draft(
            Status.ANSWERED, tuple(claims), tuple(records), Coverage(len(records), evidence.total, len(evidence.plans))
        )
    topic = world.topic(query)
    claims = [claim for match in evidence.matches for claim in _said(match, topic, query, world)]
    rows = [_record(match, world) for match in evidence.matches]
    return Draft(Status.ANSWERED, tuple(claims), tuple(row for row in rows if isinstance(row, Task)))


def _record(match: Match, world: World) -> AnyRecord | None:
    """The row of a table that a passage shows."""
    assert match.passage
    row = match.passage.record
    return world.plans[match.passage.plan].records[row] if row is not None else None


def _said(match: Match, topic: Topic, query: Query, world: World) -> list[Claim]:
    """A row in words, a row of targets with its figures (of the year that is asked for), any other text quoted."""
    assert match.passage
    record = _record(match, world)
    if isinstance(record, Task):
        return [whole_row(record, query, world)]
    if isinstance(record, Target):
        targets = [one for one in world.records(Target, [record.plan]) if one.spans == record.spans]
        asked = [one for one in targets if one.year is not None and str(one.year) in query.question]
        figures = [figure_claim(one, world, query.language, bullet=False, note=True) for one in asked or targets]
        return [*column_claims(query, targets, world), *figures]
    return [_quoted(match, topic, query, world)]


def _quoted(match: Match, topic: Topic, query: Query, world: World) -> Claim:
    assert match.passage
    source = excerpt(match.passage, topic, world)
    text = phrase("quoted", query.language, locality=source.locality, place=source.place, quote=source.quote)
    return Claim(text, (source,))


def excerpt(passage: Passage, topic: Topic, world: World) -> Source:
    """A passage as a source; of a long one only the sentences that hold the topic, as one stretch."""
    source = world.cite_passage(passage)
    if len(passage.quote) <= _LONG or len(passage.spans) != 1:
        return source
    parts = sentences(world.plans[passage.plan].source.text, passage.spans[0])
    scores = [world.matcher.coverage_of(topic, part.quote) for part in parts]
    best = max(scores, default=0.0)
    if best <= 0:
        return source
    chosen = [at for at, score in enumerate(scores) if score >= CALIBRATION.sentence * best]
    first = scores.index(best)
    while first - 1 in chosen:
        first -= 1
    last = scores.index(best)
    while last + 1 in chosen:
        last += 1
    span = (parts[first].start, parts[last].end)
    text = world.plans[passage.plan].source.text
    return Source(
        source.plan,
        source.locality,
        source.document,
        source.place,
        " ".join(text[span[0] : span[1]].split()),
        (span,),
        source.page,
    )
