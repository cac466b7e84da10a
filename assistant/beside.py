"""A later question of one message may be about what the answer before it cites: "… bao nhiêu lao động, nữ chiếm mấy
phần trăm?". Where nothing else answers it, the passage that was cited is read once more."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answers.target_matching import counted
from assistant.evidence import Evidence
from assistant.expected import answers
from assistant.matching import Match
from assistant.turns import Answer, Expected, Query, Status
from assistant.wording import content_words
from assistant.world import World
from ingest.records import Passage
from ingest.text import unaccented

_OF_A_KIND = (Expected.NUMBER, Expected.MONEY, Expected.DATE)
_SENTENCE = re.compile(r"(?<=[.;])\s+")


def beside(query: Query, before: Answer | None, world: World) -> Evidence | None:
    """The passage cited by the answer before, where one sentence of it holds the topic and the kind of thing asked."""
    if before is None or before.status is not Status.ANSWERED or query.expected not in _OF_A_KIND:
        return None
    accents = dict(query.accents)
    topic = tuple(accents.get(word, word) for word in counted(query))
    asked, words = replace(query, topic=topic, unaccented=False, accents=()), set(map(unaccented, topic))
    found = [p for p in _cited(before, world) if words and _holds(words, p) and answers(asked, p, world)]
    if not found:
        return None
    return Evidence(matches=(Match(None, found[0], 1.0, 1.0, 1.0),), plans=(found[0].plan,))


def _cited(before: Answer, world: World) -> list[Passage]:
    """The passages of text that the citations of an answer stand in."""
    spans = [(c.source.plan, start, end) for c in before.citations for start, end in c.source.spans]
    plans = dict.fromkeys(plan for plan, _, _ in spans)
    return [
        passage
        for passage in world.passages(plans)
        if passage.record is None
        and any(plan == passage.plan and _meet(passage, start, end) for plan, start, end in spans)
    ]


def _meet(passage: Passage, start: int, end: int) -> bool:
    return any(one < end and start < other for one, other in passage.spans)


def _holds(words: set[str], passage: Passage) -> bool:
    return any(words <= set(map(unaccented, content_words(part))) for part in _SENTENCE.split(passage.quote))
