"""Which records is a topic about? Words and meaning together: the share of the topic that a record's text holds, and
the nearness of its passage's vector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.calibration import CALIBRATION
from assistant.coverage import Coverage, Terms, Topic
from assistant.known import Known
from assistant.word_counts import words_of
from assistant.wording import content_words, plain_word
from ingest.records import AnyRecord, Basis, Duty, HeaderField, Passage, Plan, Recipient, Report, Target, Task

Kind = TypeVar("Kind", bound=AnyRecord)


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
        coverage = Coverage(topic, self.known)
        matches = []
        for record, passage in zip(records, passages, strict=True):
            meaning = meanings.get(passage.id, 0.0) if passage else 0.0
            matches.append(_match(self._covered(coverage, record), meaning, record, passage))
        return tuple(sorted(matches, key=lambda match: -match.score))

    def covered(self, topic: Topic, records: Sequence[AnyRecord]) -> tuple[float, ...]:
        """How much of the topic each record says, by words alone: nothing is encoded."""
        coverage = Coverage(topic, self.known)
        return tuple(self._covered(coverage, record) for record in records)

    def saying(self, topic: Topic, records: Sequence[Kind], least: float) -> tuple[Kind, ...]:
        """The records that say this much of the topic, in their order."""
        covered = zip(records, self.covered(topic, records), strict=True)
        return tuple(record for record, coverage in covered if coverage >= least)

    def _covered(self, coverage: Coverage, record: AnyRecord) -> float:
        context = self._context(record.plan, getattr(record, "appendix", None))
        return coverage.of(words_of(record_text(record)), context)

    def _shown(self, plan: str) -> dict[str, Passage]:
        return self.known.of_plan(_passages_of_records, self.known.plans[plan])

    def passages(self, topic: Topic, passages: Sequence[Passage]) -> tuple[Match, ...]:
        """Passages, best first."""
        meanings = self._meanings(topic.text, [passage.id for passage in passages])
        coverage = Coverage(topic, self.known)
        matches = (
            _match(coverage.of(words_of(passage.text)), meanings.get(passage.id, 0.0), None, passage)
            for passage in passages
        )
        return tuple(sorted(matches, key=lambda match: -match.score))

    def coverage_of(self, topic: Topic, text: str, context: Iterable[str] = ()) -> float:
        """How much of the topic a text says; what its `context` (headings above it) says anyway counts little."""
        above = frozenset(plain_word(word) for part in context for word in content_words(part))
        return Coverage(topic, self.known).of(tuple(content_words(text)), above)

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


def _match(coverage: float, meaning: float, record: AnyRecord | None, passage: Passage | None) -> Match:
    nearness = min(1.0, max(0.0, (meaning - CALIBRATION.far) / (CALIBRATION.near - CALIBRATION.far)))
    score = CALIBRATION.words * coverage + (1 - CALIBRATION.words) * nearness
    return Match(record, passage, coverage, meaning, score)


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
