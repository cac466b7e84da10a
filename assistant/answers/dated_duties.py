"""A day that only an agency's duty gives: "tổ chức khám sức khỏe học sinh …, hoàn thành trước ngày 31/10 hằng năm"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.calibration import CALIBRATION
from assistant.matching import Match
from assistant.turns import Ask, Query
from assistant.world import World
from ingest.records import Duty, Task
from ingest.text import canonical

_DATED = re.compile(
    r"(?<!\w)(?:trước|chậm nhất|muộn nhất|xong|hết)[^,;.]{0,20}?\d{1,2}\s*(?:/|tháng)\s*\d{1,2}"
    r"|(?<!\w)(?:trước|trong|đến|hết)\s+(?:hết\s+)?(?:tháng\s+\d|quý\s+[ivx\d])"
)
_BETTER = 0.1  # of the topic's words that a duty must hold more than a row without a deadline
_ALL = 0.99  # of them it must hold where the row has a deadline


def better_duties(query: Query, world: World, chosen: Sequence[Match]) -> tuple[Match, ...]:
    """The dated duties that hold more of what is asked than the rows do; all of it where these have a deadline."""
    if query.ask is not Ask.DEADLINE:
        return ()
    rows = [match.record for match in chosen if isinstance(match.record, Task)]
    enough = _ALL if any(row.deadline for row in rows) else CALIBRATION.row_listed
    topic = world.topic(query)
    plans = {row.plan for row in rows} or world.scope(query)
    dated = [duty for duty in world.records(Duty, plans) if _DATED.search(canonical(duty.duty))]
    least = max(enough, max((match.coverage + _BETTER for match in chosen), default=0.0))
    covered = [(world.matcher.coverage_of(topic, f"{duty.agency} {duty.duty}"), duty) for duty in dated]
    best = max((coverage for coverage, _ in covered), default=0.0)
    return tuple(Match(duty, None, best, 0.0, best) for coverage, duty in covered if coverage == best >= least)
