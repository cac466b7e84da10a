"""What was found for a question: the type between retrieving and composing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from assistant.matching import Match
from ingest.records import AnyRecord, Passage


class Reason(StrEnum):
    """Why nothing answers."""

    NO_PLAN = "no_plan"
    NO_MATCH = "no_match"
    NO_TASK = "no_task"
    NO_TASK_TABLE = "no_task_table"
    NO_AGENCY = "no_agency"
    NO_ROW = "no_row"
    NO_AMOUNT = "no_amount"
    OTHER_MEASURE = "other_measure"
    NOT_NAMED = "not_named"
    NO_CONTRADICTION = "no_contradiction"
    NO_TOPIC = "no_topic"
    WHICH_PLACE = "which_place"
    HOMONYM = "homonym"
    EMPTY = "empty"
    NEGATION = "negation"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True)
class Evidence:
    """`records` answer, completely where `complete`; `apart` is said beside them; `others` stand in other places.

    `total` counts the records of the kinds searched, in the plans searched (`plans`).
    """

    records: tuple[AnyRecord, ...] = ()
    total: int = 0
    plans: tuple[str, ...] = ()
    apart: dict[str, tuple[AnyRecord, ...]] = field(default_factory=dict)
    matches: tuple[Match, ...] = ()
    others: tuple[AnyRecord, ...] = ()
    near: tuple[Passage, ...] = ()
    equal: bool = False
    reason: Reason | None = None
    searched_passages: int = 0
