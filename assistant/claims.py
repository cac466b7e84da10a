"""What a yes-or-no question claims, and which passages can say whether it is so.

"Có xây nhà dưỡng lão trên đảo Bé không" is about a home to be built: a passage about the island says nothing of it.
"Hiện có 1.500 tàu cá đúng không" is answered by a number of boats.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.calibration import CALIBRATION
from assistant.coverage import Topic
from assistant.known import Known
from assistant.matching import Matcher
from assistant.measures import counts
from assistant.turns import Measure, Query
from assistant.wording import content_words
from ingest.records import Passage
from ingest.text import canonical

_DONE_WHERE = re.compile(r"\bcó (?!bao nhiêu|mấy|những|các)([^,;?]+?) (?:trên|tại|ở|trong) [^,;?]+? không\W*$")
_COUNTED = re.compile(
    r"(?<![\d/.,-])(?<!năm )(?<!ngày )(?<!tháng )(?<!quý )(?<!mục )(?<!số )(\d[\d.,]*) ([^\W\d_]+)(?: ([^\W\d_]+))?"
)
_SAYS_WHAT = 2  # syllables with which a claim says something by itself


@dataclass(frozen=True, slots=True)
class Claimed:
    """What is said to be done, and what is said to be counted; nothing where a question claims neither."""

    done: Topic | None = None
    count: Measure | None = None

    def holds(self, passage: Passage, matcher: Matcher) -> bool:
        """Whether a passage speaks of what is said to be done, not only of where."""
        return self.done is None or matcher.coverage_of(self.done, passage.text) >= CALIBRATION.passage

    def counted(self, passage: Passage) -> bool:
        """Whether a passage has a number of what is said to be counted."""
        return self.count is None or counts(self.count, passage.quote)


def claim_of(query: Query, topic: Topic, known: Known) -> Claimed:
    """What a question claims."""
    asked = canonical(query.question)
    where = None if query.unaccented else _DONE_WHERE.search(asked)
    said = set(content_words(where[1])) if where else set()
    words = tuple(word for word in topic.words if word in said)
    done = replace(topic, words=words) if len(words) >= _SAYS_WHAT and len(words) < len(topic.words) else None
    return Claimed(done, _counted(asked, known) if query.yes_no else None)


def _counted(asked: str, known: Known) -> Measure | None:
    found = _COUNTED.search(asked)
    if found is None:
        return None
    pair = f"{found[2]} {found[3]}" if found[3] else ""
    name = pair if pair and known.holds(pair) else found[2]
    return Measure(name, (name,))
