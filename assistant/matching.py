"""Which records is a topic about? Words and meaning together: the share of the topic that a record's text holds
(weighted by rarity, pairs of neighbours counted too, synonyms allowed), and the nearness of its passage's vector."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from assistant.calibration import CALIBRATION
from assistant.known import Known
from assistant.word_counts import words_of
from assistant.wording import content_words, plain_word, table, telling
from ingest.records import AnyRecord, Basis, Duty, HeaderField, Passage, Plan, Recipient, Report, Target, Task
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


@dataclass(frozen=True, slots=True)
class Match:
    """A record or passage and how well a topic fits it.

    `coverage` is 0 to 1 by words, `meaning` the cosine, `score` both together.
    """

    record: AnyRecord | None
    passage: Passage | None
    coverage: float
    meaning: float
    score: float


def record_text(record: AnyRecord) -> str:
    """The text of a record that a topic is compared with."""
    if isinstance(record, Task):
        return record.task
    if isinstance(record, Target):
        return f"{record.holder} {record.indicator}" if record.holder else record.indicator
    if isinstance(record, Duty):
        return record.duty
    if isinstance(record, Report):
        return record.report
    if isinstance(record, Recipient):
        return record.name
    if isinstance(record, Basis):
        return record.quote
    assert isinstance(record, HeaderField)
    return record.value or ""


class Matcher:
    """Ranks records and passages of one state of the store for a topic."""

    def __init__(self, known: Known, meanings: Callable[[str, Sequence[str]], dict[str, float]]) -> None:
        self.known = known
        self._meanings = meanings
        self._contexts: dict[tuple[str, str | None], frozenset[str]] = {}

    def records(self, topic: Topic, records: Sequence[AnyRecord]) -> tuple[Match, ...]:
        """The records, best first. Several records of one passage share its meaning."""
        passages = [self._shown(record.plan).get(_key(record)) for record in records]
        identities = sorted({passage.id for passage in passages if passage})
        meanings = self._meanings(topic.text, identities) if identities else {}
        matches = []
        for record, passage in zip(records, passages, strict=True):
            words = words_of(record_text(record))
            meaning = meanings.get(passage.id, 0.0) if passage else 0.0
            context = self._context(record.plan, getattr(record, "appendix", None))
            matches.append(self._match(topic, words, meaning, record, passage, context))
        return tuple(sorted(matches, key=lambda match: -match.score))

    def _shown(self, plan: str) -> dict[str, Passage]:
        return self.known.of_plan(_passages_of_records, self.known.plans[plan])

    def passages(self, topic: Topic, passages: Sequence[Passage]) -> tuple[Match, ...]:
        """Passages, best first."""
        meanings = self._meanings(topic.text, [passage.id for passage in passages])
        return tuple(
            sorted(
                (
                    self._match(
                        topic,
                        words_of(passage.text),
                        meanings.get(passage.id, 0.0),
                        None,
                        passage,
                    )
                    for passage in passages
                ),
                key=lambda match: -match.score,
            )
        )

    def coverage_of(self, topic: Topic, text: str) -> float:
        return self._coverage(topic, tuple(content_words(text)))

    def _match(
        self,
        topic: Topic,
        words: Terms,
        meaning: float,
        record: AnyRecord | None,
        passage: Passage | None,
        context: frozenset[str] = frozenset(),
    ) -> Match:
        coverage = self._coverage(topic, words, context)
        nearness = min(1.0, max(0.0, (meaning - CALIBRATION.far) / (CALIBRATION.near - CALIBRATION.far)))
        score = CALIBRATION.words * coverage + (1 - CALIBRATION.words) * nearness
        return Match(record, passage, coverage, meaning, score)

    def is_context(self, topic: Topic, plan: str, appendix: str | None) -> bool:
        """Whether a topic says nothing that the title of the plan or of its table does not say of every row."""
        return set(map(plain_word, topic.words)) <= self._context(plan, appendix)

    def own_words(self, topic: Topic, plan: str, appendix: str | None) -> Terms:
        """The words of a topic that what stands above every row does not say anyway; all of them, if none is left."""
        context = self._context(plan, appendix)
        return tuple(word for word in topic.words if plain_word(word) not in context) or topic.words

    def _context(self, plan: str, appendix: str | None) -> frozenset[str]:
        """The words, without accents, of what stands above every row: the titles of plan and table, the header."""
        if (plan, appendix) not in self._contexts:
            self._contexts[plan, appendix] = frozenset(
                word
                for text in _above(self.known.plans[plan], appendix)
                for word in map(plain_word, content_words(text))
            )
        return self._contexts[plan, appendix]

    def _coverage(self, topic: Topic, words: Terms, context: frozenset[str] = frozenset()) -> float:
        """The share of the topic's weight that stands in the words: as typed or as restored, whichever is more."""
        if not topic.accents:
            return self._share(topic, words, context)
        accents = dict(topic.accents)
        restored = tuple(accents.get(word, word) for word in topic.words)
        return max(
            self._share(topic, words, context),
            self._share(replace(topic, words=restored, plain=False), words, context),
        )

    def _share(self, topic: Topic, words: Terms, context: frozenset[str]) -> float:
        """What the context says anyway counts little."""
        if not topic.words:
            return 0.0
        vocabulary, text, dense = _read(words, topic.plain)
        held = [word in vocabulary for word in topic.words]
        for start, end, alternatives in _alternatives(topic.words, topic.plain):
            if any(f" {alternative} " in text for alternative in alternatives):
                held[start:end] = [True] * (end - start)
        # A pair counts as together where it stands so, or where a synonym stands for one of its syllables.
        together = [
            f" {first} {second} " in text
            or f" {first} {second} " in dense
            or (one and two and (first not in vocabulary or second not in vocabulary))
            for (first, second), (one, two) in zip(pairwise(topic.words), pairwise(held), strict=True)
        ]
        total = found = 0.0
        for at, (word, is_held) in enumerate(zip(topic.words, held, strict=True)):
            weight = self.known.weight(word, topic.plain)
            if topic.foreign and word not in self.known.plain_vocabulary:
                weight *= CALIBRATION.foreign
            if not is_held and plain_word(word) in context:
                weight *= CALIBRATION.context
            total += weight
            # Most Vietnamese words have two syllables: one found without its neighbour seldom means the same.
            # A word that is no syllable ("wifi", "camera") is a whole one.
            whole = not topic.foreign and word.isalpha() and not is_plain_syllable(plain_word(word))
            lone = len(held) > 1 and not whole and not any(together[max(0, at - 1) : at + 1])
            found += weight * is_held * (CALIBRATION.lone if lone else 1.0)
        for (first, second), is_together in zip(pairwise(topic.words), together, strict=True):
            weight = CALIBRATION.pairs * min(
                self.known.weight(first, topic.plain), self.known.weight(second, topic.plain)
            )
            if topic.foreign and not {first, second} <= self.known.plain_vocabulary:
                weight *= CALIBRATION.foreign
            if not is_together and {plain_word(first), plain_word(second)} & context:
                weight *= CALIBRATION.context
            total += weight
            found += weight * is_together
        if all(held) and len(held) >= _WHOLE:
            return max(found / total, CALIBRATION.whole)
        return found / total


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
    entries = table("words")["synonyms"]
    assert isinstance(entries, dict)
    result: dict[Terms, Terms] = {}
    for key, alternatives in entries.items():
        forms = [" ".join(content_words(str(alternative))) for alternative in alternatives]
        words = content_words(str(key))
        if plain:
            forms, words = [plain_word(form) for form in forms], [plain_word(word) for word in words]
        result[tuple(words)] = tuple(forms)
    return result


@cache
def _alternatives(words: Terms, plain: bool) -> tuple[tuple[int, int, Terms], ...]:
    """Stretches of a topic that have synonyms, with these."""
    synonyms = _synonyms(plain)
    longest = max(map(len, synonyms))
    return tuple(
        (start, start + length, synonyms[words[start : start + length]])
        for start in range(len(words))
        for length in range(min(longest, len(words) - start), 0, -1)
        if words[start : start + length] in synonyms
    )


def _above(plan: Plan, appendix: str | None) -> Iterator[str]:
    """The title of a plan, and of one of its appendices title and table headers."""
    yield from (r.value for r in plan.records if isinstance(r, HeaderField) and r.field == "title" and r.value)
    if appendix:
        yield from (b.cell.text for b in plan.blocks if b.kind == "heading" and b.label == appendix)
        rows = [r.spans[0][0] for r in plan.records if getattr(r, "appendix", None) == appendix and r.spans]
        headers = [n for n in plan.report.noise if n.what == "header" and rows and n.end <= rows[-1]]
        near = [n for n in headers if n.start >= rows[0]] + [n for n in headers if n.end <= rows[0]][-1:]
        yield from (plan.source.text[n.start : n.end] for n in near)


def _key(record: AnyRecord) -> str:
    return f"{record.plan} {record.kind} {record.spans} {record_text(record)[:40]}"


def _passages_of_records(plan: Plan, passages: Sequence[Passage]) -> dict[str, Passage]:
    """The passage that shows each record of a plan: the row's own, else the one that overlaps its spans most."""
    found: dict[str, Passage] = {}
    rows = {passage.record: passage for passage in passages if passage.record is not None}
    bounds = [(passage.spans[0][0], passage.spans[-1][1], passage) for passage in passages if passage.spans]
    for index, record in enumerate(plan.records):
        if index in rows:
            found[_key(record)] = rows[index]
        elif record.spans:
            best = max(bounds, key=lambda bound: _shared(bound[0], bound[1], record.spans[0]), default=None)
            if best and _shared(best[0], best[1], record.spans[0]) > 0:
                found[_key(record)] = best[2]
    return found


def _shared(start: int, end: int, span: tuple[int, int]) -> int:
    return min(end, span[1]) - max(start, span[0])
