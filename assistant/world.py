"""One state of the store as answering needs it: plans, records by kind, matching, places, and sources to cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from assistant.coverage import Topic
from assistant.known import Known
from assistant.matching import Matcher
from assistant.places import Places
from assistant.roles import ROLES
from assistant.turns import Query, Source
from ingest.records import AnyRecord, HeaderField, Passage, Plan, Record, Span, Target, Task
from ingest.text import canonical, unaccented
from vectorstore.hybrid import HybridIndex

_EDGE_OF_CELL = re.compile(r"[|\t\n│┃]")
Kind = TypeVar("Kind", bound=Record)

_HEADER_ROWS = 2  # of a table that are cited where a title stands in no single cell


@dataclass(frozen=True)
class World:
    """Built once for each state of the store."""

    known: Known
    index: HybridIndex

    @cached_property
    def plans(self) -> dict[str, Plan]:
        return dict(self.known.plans)

    @cached_property
    def places(self) -> Places:
        return Places(self.known.localities, self.known.holds)

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.known, self._meanings)

    def _meanings(self, text: str, passages: Sequence[str]) -> dict[str, float]:
        return {hit.passage.id: hit.dense for hit in self.index.score(text, passages)}

    def scope(self, query: Query) -> tuple[str, ...]:
        """The plans that a question is about: those it names, else all."""
        return query.scope.plans or tuple(self.plans)

    def records(self, kind: type[Kind], plans: Iterable[str]) -> tuple[Kind, ...]:
        return tuple(record for plan in plans for record in self.plans[plan].records if isinstance(record, kind))

    def passages(self, plans: Iterable[str]) -> tuple[Passage, ...]:
        wanted = set(plans)
        return tuple(passage for passage in self.known.passages if passage.plan in wanted)

    def topic(self, query: Query) -> Topic:
        """The topic of a question; its text is what is encoded."""
        if query.language == "en":
            # Names are typed without accents there, and words that no table translates count little.
            return Topic(tuple(map(unaccented, query.topic)), True, query.question, foreign=True)
        accents = query.accents if query.unaccented else ()
        return Topic(query.topic, query.unaccented, query.subject or query.question, accents=accents)

    def locality(self, plan: str) -> str:
        place = self.plans[plan].locality
        return str(place) if place else plan

    def header(self, plan: str, field: str) -> HeaderField | None:
        """A header field of a plan, None where the reader has none."""
        return next((r for r in self.plans[plan].records if isinstance(r, HeaderField) and r.field == field), None)

    def year_source(self, target: Target, of: int | None = None) -> Source | None:
        """Where the year of a target stands, if not in its own quote: the heading above it, or the table's header.

        `of` is another year of the same row, of a column that is no promise.
        """
        asked = of or target.year
        if asked is None or str(asked) in target.quote:
            return None
        plan, year = self.plans[target.plan], str(asked)
        for block in reversed(plan.blocks):
            if block.kind == "heading" and year in block.cell.text and block.cell.text in target.path:
                return Source(
                    plan.id, self.locality(plan.id), plan.document, target.path[-1], block.cell.text, block.cell.spans
                )
        before = target.spans[0][0] if target.spans else 0
        headers = [
            n
            for n in plan.report.noise
            if n.what == "header" and n.start <= before and year in plan.source.text[n.start : n.end]
        ]
        if headers:
            start, end = _cell_around(year, plan.source.text, headers[-1].start, headers[-1].end)
            quoted = " ".join(plan.source.text[start:end].split())
            return Source(
                plan.id, self.locality(plan.id), plan.document, target.appendix or "", quoted, ((start, end),)
            )
        return None

    def title_source(self, share: Target) -> Source | None:
        """Where the title of a share's column stands, which says what the figure is: its cell, else the header."""
        plan, before = self.plans[share.plan], share.spans[0][0] if share.spans else 0
        headers = [n for n in plan.report.noise if n.what == "header" and n.start <= before]
        text, spans = plan.source.text, [(n.start, n.end) for n in headers[-_HEADER_ROWS:]]
        for start, end in reversed(spans):
            if share.indicator in text[start:end]:
                spans = [_cell_around(share.indicator, text, start, end)]
                break
        if not spans:
            return None
        quoted = " ".join(" ".join(text[start:end].split()) for start, end in spans)
        return Source(plan.id, self.locality(plan.id), plan.document, share.appendix or "", quoted, tuple(spans))

    def heading_source(self, record: AnyRecord, name: str) -> Source | None:
        """Where an agency stands that a record's own quote does not name: at the head of the item that it is in."""
        if canonical(name) in canonical(record.quote) or not record.spans:
            return None
        plan, start = self.plans[record.plan], record.spans[0][0]
        above = (block.cell for block in reversed(plan.blocks) if block.cell.spans and block.cell.spans[0][0] <= start)
        cell = next((cell for cell in above if canonical(name) in canonical(cell.text)), None)
        if cell is None:
            return None
        return Source(plan.id, self.locality(plan.id), plan.document, record.place, cell.text, cell.spans)

    def cite(self, record: AnyRecord) -> Source:
        """The source of a record."""
        plan = self.plans[record.plan]
        roles = [(role, getattr(record, role) or "") for role in ROLES] if isinstance(record, Task) else []
        return Source(
            plan.id,
            self.locality(plan.id),
            plan.document,
            record.place,
            record.quote,
            record.spans,
            record.page,
            tuple(roles),
        )

    def cite_passage(self, passage: Passage) -> Source:
        plan = self.plans[passage.plan]
        return Source(
            plan.id, self.locality(plan.id), plan.document, passage.place, passage.quote, passage.spans, passage.page
        )


def _cell_around(words: str, text: str, start: int, end: int) -> Span:
    """The cell of a table's header that holds these words: between the lines, tabs or strokes that end it."""
    at = text.index(words, start, end)
    before = max((m.end() for m in _EDGE_OF_CELL.finditer(text, start, at)), default=start)
    after = next((m.start() for m in _EDGE_OF_CELL.finditer(text, at, end)), end)
    stretch = text[before:after]
    return before + len(stretch) - len(stretch.lstrip()), after - len(stretch) + len(stretch.rstrip())
