"""How much of a topic a text says: the share of its words, weighted by rarity, pairs of neighbours counted too and
synonyms allowed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from assistant.calibration import CALIBRATION
from assistant.known import Known
from assistant.wording import content_words, plain_word, table, telling
from ingest.spelling import is_plain_syllable

Terms = tuple[str, ...]

_REMEMBERED_TEXTS = 1 << 13
_WHOLE = 6  # words of a topic that tell a row even where other words stand between them


@dataclass(frozen=True, slots=True)
class Topic:
    """The content words of a question; `plain` where it was typed without accents, `accents` as they are restored."""

    words: Terms
    plain: bool
    text: str
    foreign: bool = False
    accents: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)

    def accented(self) -> Topic:
        """The topic with the accents that it likely has: "so y te" is Sở Y tế and no Trạm Y tế."""
        accents = dict(self.accents)
        if not accents:
            return self
        words = tuple(accents.get(word, word) for word in self.words)
        return replace(self, words=words, plain=False, accents=())


class Coverage:
    """A topic held against many texts: what is the same for each of them is worked out once.

    A topic typed without accents is read as typed and as restored, and the reading that fits better counts.
    """

    def __init__(self, topic: Topic, known: Known) -> None:
        self._readings = [_Reading(topic, known)] if topic else []
        if topic and topic.accents:
            self._readings.append(_Reading(topic.accented(), known))

    def of(self, words: Terms, context: frozenset[str] = frozenset()) -> float:
        """0 to 1. What the context (words without accents) says anyway counts little."""
        return max((reading.share(words, context) for reading in self._readings), default=0.0)


@dataclass(frozen=True, slots=True)
class _Term:
    """A word of a topic; `whole` where it means something without its neighbour."""

    word: str
    plain: str
    weight: float
    whole: bool


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two neighbours of a topic, and as they stand in a text."""

    first: _Term
    second: _Term
    text: str
    weight: float


class _Reading:
    """A topic in one spelling."""

    def __init__(self, topic: Topic, known: Known) -> None:
        self._plain = topic.plain
        self._terms = [_term(word, topic, known) for word in topic.words]
        self._pairs = [_pair(first, second, topic, known) for first, second in pairwise(self._terms)]
        self._alternatives = _alternatives(topic.words, topic.plain)

    def share(self, words: Terms, context: frozenset[str]) -> float:
        vocabulary, text, dense = _read(words, self._plain)
        held = [term.word in vocabulary for term in self._terms]
        for start, end, alternatives in self._alternatives:
            if any(alternative in text for alternative in alternatives):
                held[start:end] = [True] * (end - start)
        # A pair counts as together where it stands so, or where a synonym stands for one of its syllables.
        together = [
            one
            and two
            and (
                pair.text in text
                or pair.text in dense
                or pair.first.word not in vocabulary
                or pair.second.word not in vocabulary
            )
            for pair, (one, two) in zip(self._pairs, pairwise(held), strict=True)
        ]
        total = found = 0.0
        for at, (term, is_held) in enumerate(zip(self._terms, held, strict=True)):
            if is_held:
                # Most Vietnamese words have two syllables: one found without its neighbour seldom means the same.
                lone = len(held) > 1 and not term.whole and not any(together[max(0, at - 1) : at + 1])
                total += term.weight
                found += term.weight * (CALIBRATION.lone if lone else 1.0)
            else:
                total += term.weight * (CALIBRATION.context if term.plain in context else 1.0)
        for pair, is_together in zip(self._pairs, together, strict=True):
            if is_together:
                total += pair.weight
                found += pair.weight
            else:
                above = pair.first.plain in context or pair.second.plain in context
                total += pair.weight * (CALIBRATION.context if above else 1.0)
        if all(held) and len(held) >= _WHOLE:
            return max(found / total, CALIBRATION.whole)
        return found / total


def _term(word: str, topic: Topic, known: Known) -> _Term:
    """A word that is no syllable ("wifi", "camera") is a whole one."""
    weight, plain = known.weight(word, topic.plain), plain_word(word)
    if topic.foreign and word not in known.plain_vocabulary:
        weight *= CALIBRATION.foreign
    return _Term(word, plain, weight, not topic.foreign and word.isalpha() and not is_plain_syllable(plain))


def _pair(first: _Term, second: _Term, topic: Topic, known: Known) -> _Pair:
    weight = CALIBRATION.pairs * min(known.weight(term.word, topic.plain) for term in (first, second))
    if topic.foreign and not {first.word, second.word} <= known.plain_vocabulary:
        weight *= CALIBRATION.foreign
    return _Pair(first, second, f" {first.word} {second.word} ", weight)


@lru_cache(_REMEMBERED_TEXTS)
def _read(words: Terms, plain: bool) -> tuple[frozenset[str], str, str]:
    """Words as a set, in one string, and in one as a topic reads them: "hồ sơ tịch" for "hồ sơ hộ tịch", and "lắp
    trạm" for "lắp 6 trạm". Both strings begin and end with a space."""
    if plain:
        words = tuple(map(plain_word, words))
    uncounted = tuple(word for word in words if not word[:1].isdigit())
    return frozenset(words), f" {' '.join(words)} ", f" {' '.join(telling(uncounted, plain))} "


@cache
def _synonyms(plain: bool) -> dict[Terms, Terms]:
    """Stretches of words with what may stand for them in a text, a space on either side."""
    entries = table("words")["synonyms"]
    assert isinstance(entries, dict)
    result: dict[Terms, Terms] = {}
    for key, alternatives in entries.items():
        forms = [" ".join(content_words(str(alternative))) for alternative in alternatives]
        words = content_words(str(key))
        if plain:
            forms, words = [plain_word(form) for form in forms], [plain_word(word) for word in words]
        result[tuple(words)] = tuple(f" {form} " for form in forms)
    return result


@cache
def _longest_synonym() -> int:
    return max(map(len, _synonyms(plain=False)))


def _alternatives(words: Terms, plain: bool) -> tuple[tuple[int, int, Terms], ...]:
    """Stretches of a topic that have synonyms, with these."""
    synonyms = _synonyms(plain)
    return tuple(
        (start, start + length, synonyms[words[start : start + length]])
        for start in range(len(words))
        for length in range(min(_longest_synonym(), len(words) - start), 0, -1)
        if words[start : start + length] in synonyms
    )
