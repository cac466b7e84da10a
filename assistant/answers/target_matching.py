"""Which targets a question means: those of an indicator of the list, or those whose words are the topic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from assistant.answers.shares import holder_kinds
from assistant.calibration import CALIBRATION
from assistant.turns import Query
from assistant.word_counts import words_of
from assistant.wording import content_words, plain_word, table, telling
from assistant.world import World
from ingest.records import Target
from ingest.text import canonical, unaccented

_HEAD = 6
"""Words of an indicator, beside as many as the topic has, among which the topic must stand."""
_SENTENCE = 4  # words of a topic that say a sentence again


def of_indicator(query: Query, world: World, targets: Sequence[Target]) -> list[Target]:
    """Targets of the asked indicators; of none in the list of indicators, those whose words are the topic's."""
    listed_ones = [target for target in targets if target.indicator_id in query.indicators] if query.indicators else []
    if listed_ones:
        return [target for target in listed_ones if _of_amount(query, target, world)]
    if not query.topic:
        return []
    found = by_words(query, world, targets) or by_words(replace(query, topic=counted(query)), world, targets)
    return found or [t for topic in _of_one_kind(query) for t in by_words(replace(query, topic=topic), world, targets)]


def _of_one_kind(query: Query) -> tuple[tuple[str, ...], ...]:
    """A topic that names several kinds of places ("thôn, khóm có …"), with each of them alone: a plan has one."""
    kinds = [word for word in query.topic if unaccented(word) in holder_kinds()]
    if len(kinds) < 2:
        return ()
    return tuple(tuple(word for word in query.topic if word == kind or word not in kinds) for kind in kinds)


def _of_amount(query: Query, target: Target, world: World) -> bool:
    """Whether a target speaks of what is paid, measured or aged, where that is asked: "lương bác sĩ bao nhiêu"."""
    asked, plain = f" {' '.join(query.topic)} ", query.unaccented or query.language == "en"
    lone = f" {' '.join(_loose(query, world))} "
    words = f" {' '.join(content_words(f'{target.indicator} {target.quote}'))} "
    words = unaccented(words) if plain else words
    named = (amount for amount in _amounts(plain) if f" {amount} " in (asked if " " in amount else lone))
    return all(f" {amount} " in words for amount in named)


def _loose(query: Query, world: World) -> Iterator[str]:
    """The words of a topic; of one typed without accents those left out that end a word of the plans: the "gia" of
    "tham gia" is no "giá".
    """
    accents, before = dict(query.accents), ""
    for word in query.topic:
        restored = accents.get(word, word)
        if not (query.unaccented and before and world.known.holds(f"{before} {restored}")):
            yield word
        before = restored


@cache
def _amounts(plain: bool) -> frozenset[str]:
    entries = table("words")["amounts"]
    assert isinstance(entries, list)
    return frozenset(unaccented(str(entry)) if plain else str(entry) for entry in entries)


def by_words(query: Query, world: World, targets: Sequence[Target]) -> list[Target]:
    """Targets whose indicator is the topic; where none is, those that the topic names or says again otherwise."""
    matches = list(zip(targets, world.matcher.covered(world.topic(query), targets), strict=True))
    fitting = [t for t, coverage in matches if coverage >= CALIBRATION.row_listed and _heads(query, t, world)]
    fitting = fitting or [target for target in targets if _is_turned(query, target)]
    return fitting or [t for t, coverage in matches if _is_named(query, t) or _restates(query, t, coverage, world)]


def alike(query: Query, found: Sequence[Target], targets: Sequence[Target]) -> list[Target]:
    """Targets of the same thing in other words: the text's "doanh thu" beside the appendix's "Doanh thu du lịch".

    They count in the same unit of the same plan, in its other part (text or appendix), and say nothing that neither
    the topic nor a target found says.
    """
    more = []
    for target in targets:
        if target.indicator_id is not None or target in found:
            continue
        words = _own_words(target)
        for one in found:
            if "trong đó" in canonical(one.indicator):
                continue  # a part of something, said after it
            own = _own_words(one)
            of_one = own | set(unaccented(canonical(one.unit or "")).split())
            known = {*map(unaccented, query.topic), *of_one}
            said = (words | set(map(plain_word, words_of(target.group or "")))) & of_one
            other_part = (one.appendix is None) is not (target.appendix is None)
            close = words and words <= known and 2 * len(said) >= len(own)
            if one.plan == target.plan and other_part and close and _unit(one) == _unit(target) is not None:
                more.append(target)
                break
    return more


def _own_words(target: Target) -> set[str]:
    """The unaccented words of an indicator without its figure, its unit and what any indicator says ("tỷ lệ")."""
    unit = set(unaccented(canonical(target.unit or "")).split())
    words = set(map(plain_word, words_of(target.indicator)))
    return {word for word in words - unit - _any_indicator() if not word[:1].isdigit()}


@cache
def _any_indicator() -> frozenset[str]:
    entries = table("words")["any_indicator"]
    assert isinstance(entries, list)
    return frozenset(unaccented(word) for entry in entries for word in str(entry).split())


def _unit(target: Target) -> str | None:
    return unaccented(canonical(target.unit)).split("/")[0].split()[0] if target.unit else None


def counted(query: Query) -> tuple[str, ...]:
    """The topic without the words at its edges that say which way the figure goes ("giảm xuống mức nào")."""
    ways, words = _ways(query.unaccented), list(query.topic)
    while len(words) > 1 and words[-1] in ways:
        words.pop()
    while len(words) > 1 and words[0] in ways:
        words.pop(0)
    return tuple(words)


@cache
def _ways(plain: bool) -> frozenset[str]:
    entries = table("words")["ways"]
    assert isinstance(entries, list)
    return frozenset(unaccented(str(entry)) if plain else str(entry) for entry in entries)


def _is_named(query: Query, target: Target) -> bool:
    """Whether the topic holds a whole indicator of an appendix at its end: "dự trữ bao nhiêu tấn gạo" names "Gạo"."""
    words = words_of(target.indicator)
    words = tuple(map(plain_word, words)) if query.unaccented else words
    return bool(target.appendix and words) and query.topic[-len(words) :] == words


def _is_turned(query: Query, target: Target) -> bool:
    """Whether the topic has just the words of an indicator, in another order: "cháy mấy vụ" for "Số vụ cháy"."""
    own = set(map(plain_word, telling(words_of(target.indicator), plain=False))) - _any_indicator()
    asked = set(map(plain_word, query.topic)) - _any_indicator()
    return len(own) > 1 and own == asked


def _restates(query: Query, target: Target, coverage: float, world: World) -> bool:
    """Whether the topic says most of the sentence that makes a promise, not only of what it counts."""
    indicator = words_of(target.indicator)
    indicator = tuple(map(plain_word, indicator)) if query.unaccented else indicator
    if set(query.topic) <= set(indicator) and _heads(query, target, world):  # each of its words, others between them
        return coverage >= CALIBRATION.row and (len(query.topic) >= _SENTENCE or query.measure is not None)
    words = telling(words_of(target.quote), query.unaccented)
    if target.appendix or len(query.topic) < _SENTENCE or 2 * len(query.topic) < len(words):
        return False
    return world.matcher.coverage_of(world.topic(query), target.quote) >= CALIBRATION.row_listed


def same_words(query: Query, target: Target) -> bool:
    """Whether an indicator begins with the words of the topic and has few more."""
    words = words_of(target.indicator)
    return len(words) <= 2 * len(query.topic) and set(query.topic) <= set(words)


def _heads(query: Query, target: Target, world: World) -> bool:
    """Whether an indicator begins with the topic: "trạm y tế … phù hợp với quy mô dân số" does not count "dân số"."""
    words, topic = words_of(target.indicator), world.topic(query)
    if topic.plain:
        words = tuple(map(plain_word, words))
    if len(topic.words) >= _SENTENCE and f" {' '.join(topic.words)} " in f" {' '.join(words)} ":
        return True  # so much of it, in one piece, is no by the way
    head = words[: len(query.topic) + _HEAD]
    whole = set(topic.words) <= set(head)
    words = topic.words if whole else world.matcher.own_words(topic, target.plan, target.appendix)
    return sum(word in head for word in words) >= CALIBRATION.row_listed * len(words)
