"""What an answer owes a reader whose plan is a scan: that its words are to be compared with the original."""

from __future__ import annotations

from dataclasses import replace

from assistant.turns import Query
from assistant.verify import Verified
from assistant.world import World
from ingest.doubt import doubtful_words
from ingest.records import Report, Task
from prompts import phrase

_MOST_TOLD = 8  # words that a warning names


def with_scan_note(verified: Verified, query: Query, world: World) -> tuple[Verified, tuple[str, ...]]:
    """The answer with a line that marks the citations which rest on doubtful words, and the warnings that name these.

    The line passes by the gate, which it has no need of: it says nothing of a plan.
    """
    marks: list[str] = []
    words: list[str] = []
    for citation in verified.citations:
        plan = world.plans.get(citation.source.plan)
        if plan and (found := doubtful_words(plan.source, citation.source.spans)):
            marks.append(f"[{citation.number}]")
            words += found
    text, warnings = verified.text, []
    if marks:
        text += "\n" + phrase("note_scanned", query.language, marks="".join(marks))
        told = "; ".join(f"“{word}”" for word in list(dict.fromkeys(words))[:_MOST_TOLD])
        warnings.append(phrase("note_scanned_words", query.language, words=told))
    if unsure := _unsure_deadlines(query, world):
        text += "\n" + phrase("note_scanned_deadlines", query.language, count=len(unsure), places="; ".join(unsure))
        warnings.append(phrase("note_scanned_deadlines", query.language, count=len(unsure), places="; ".join(unsure)))
    return replace(verified, text=text), tuple(warnings)


def _unsure_deadlines(query: Query, world: World) -> list[str]:
    """Places of deadlines that a question for a time cannot count, since their words are doubtful."""
    if query.time is None or query.time.what == "none":
        return []
    return [
        f"{world.locality(plan.id)}: {record.place}"
        for plan in world.plans.values()
        if plan.source.doubtful and (not query.scope.plans or plan.id in query.scope.plans)
        for record in plan.records
        if isinstance(record, Task | Report) and record.deadline and record.due is None
        if any(word in record.deadline for word in doubtful_words(plan.source, record.spans))
    ]
