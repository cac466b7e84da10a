"""Amounts for one of many: "hỗ trợ mỗi hộ bao nhiêu", "xây mới một căn nhà": what the whole costs is none."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answers import passages
from assistant.evidence import Evidence
from assistant.expected import MONEY
from assistant.matching import Match
from assistant.turns import Expected, Query
from assistant.wording import content_words
from assistant.world import World
from ingest.text import normalise

FOR_ONE = re.compile(r"(?<!\w)(?:mỗi|từng)(?!\w)|đồng/")
_NOT_EACH = "năm|quý|tháng|nơi|xã|phường|đặc khu|địa phương|kế hoạch|nguồn|year|quarter|month|place|plan|commune|source"
_COUNTED = "căn|hộ|người|lớp|buổi|suất|mô hình|công trình|em|cháu"
_EACH = re.compile(rf"(?<!\w)(?:(?:mỗi|per|each)\s+(?!{_NOT_EACH})\w|(?:một|1)\s+(?:{_COUNTED})(?!\w))")
_SENTENCE = re.compile(r"(?<=[.;])\s")
_MOST = 2  # passages that are quoted


def of_each(query: Query) -> bool:
    """Whether an amount for one of many is asked."""
    return _EACH.search(query.written) is not None


def said_of_each(query: Query, world: World) -> Evidence:
    """The passages that say what one of many gets: by their fit, else by a sentence with each word of the topic."""
    text = passages.find(replace(query, expected=Expected.MONEY), world)
    said = [m for m in text.matches if m.passage and FOR_ONE.search(m.passage.quote)]
    words = set(query.topic)
    said = said or [
        Match(None, passage, 1.0, 1.0, 1.0)
        for passage in world.passages(query.scope.plans)
        if any(_gives_one(part, words) for part in _SENTENCE.split(passage.quote))
    ]
    return replace(text, matches=tuple(said[:_MOST]), reason=None)


def _gives_one(sentence: str, words: set[str]) -> bool:
    amount = MONEY.search(normalise(sentence)) is not None and FOR_ONE.search(sentence) is not None
    return amount and words <= set(content_words(sentence))
