"""The answers to the questions of one message as one answer: numbered, with one list of citations.

Nothing is worded anew: each part has passed the gate by itself, and only the numbers of its citations change.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from assistant.aide import EXTRACTIVE
from assistant.turns import Answer, Citation, Source, Status
from prompts import phrase

Item = TypeVar("Item", bound=Hashable)

_CITED = re.compile(r"\[(\d+)\]")


def merged(message: str, answers: Sequence[Answer], left: int = 0, split_ms: float = 0.0) -> Answer:
    """One answer to a message of several questions; `left` of them were too many and are named as not answered.

    Answered where any part is; coverage only where one part alone has an answer. The answer to a single question is
    its own, with the message as it was typed.
    """
    if len(answers) == 1:
        timings = answers[0].timings_ms
        spent = {step: timings[step] + (split_ms if step in ("understand", "total") else 0.0) for step in timings}
        return replace(answers[0], question=message, timings_ms=spent)
    language = answers[0].language
    sources: list[Source] = []
    texts = [f"{number}. {_renumbered(answer, sources)}" for number, answer in enumerate(answers, 1)]
    if left:
        texts.append(phrase("several_left", language, answered=len(answers), left=left))
    answered = [answer for answer in answers if answer.status is Status.ANSWERED]
    return Answer(
        question=message,
        resolved_question=" ".join(f"{n}. {answer.resolved_question}" for n, answer in enumerate(answers, 1)),
        language=language,
        status=_status(answers),
        answer="\n\n".join(texts),
        citations=tuple(Citation(number, source) for number, source in enumerate(sources, 1)),
        records=_union(answer.records for answer in answers),
        coverage=answered[0].coverage if len(answered) == 1 else None,
        see_also=_union(answer.see_also for answer in answers),
        warnings=_union(answer.warnings for answer in answers),
        composer=next((a.composer for a in answers if a.composer != EXTRACTIVE), EXTRACTIVE),
        dropped=_union(answer.dropped for answer in answers),
        timings_ms=_summed(answers, split_ms),
        query=answers[-1].query,
    )


def _renumbered(answer: Answer, sources: list[Source]) -> str:
    """The text of a part with its citations numbered in the one list, which grows by its new sources."""
    numbers: dict[str, int] = {}
    for citation in answer.citations:
        if citation.source not in sources:
            sources.append(citation.source)
        numbers[str(citation.number)] = sources.index(citation.source) + 1
    text = _CITED.sub(lambda found: f"[{numbers.get(found[1], found[1])}]", answer.answer)
    if answer.status is Status.ANSWERED:
        return text
    return phrase("several_unanswered", answer.language, question=answer.question.rstrip("?. "), answer=text)


def _status(answers: Sequence[Answer]) -> Status:
    found = {answer.status for answer in answers}
    return next(status for status in (Status.ANSWERED, Status.CLARIFY, Status.REFUSED) if status in found)


def _union(parts: Iterable[tuple[Item, ...]]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(item for part in parts for item in part))


def _summed(answers: Sequence[Answer], split_ms: float) -> dict[str, float]:
    steps = dict.fromkeys(step for answer in answers for step in answer.timings_ms)
    spent = {step: sum(answer.timings_ms.get(step, 0.0) for answer in answers) for step in steps}
    return {step: ms + (split_ms if step in ("understand", "total") else 0.0) for step, ms in spent.items()}
