"""The assistant: understand, retrieve, compose, verify — four steps with a typed value between each two.

Beside them stands an aide: a language model where one is configured, nobody otherwise. It is asked where the rules
found nothing, and it words what was composed; what it says passes the same gate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import monotonic
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.aide import Aide, Alone, Help
from assistant.answers import (
    bases,
    by_column,
    comparing,
    document,
    duties,
    mentions,
    overview,
    passages,
    reports,
    silent,
    social,
    tally,
    targets,
    task_lines,
    tasks,
)
from assistant.beside import beside
from assistant.conversation import RECENT, reading, understood
from assistant.evidence import Evidence, Reason
from assistant.from_text import by_the_clock, from_text
from assistant.merging import merged
from assistant.several import MOST, turns_of
from assistant.shortening import shortened
from assistant.timer import Timer
from assistant.turns import Answer, Ask, Claim, Draft, Query, Status
from assistant.unread_note import with_notes
from assistant.verify import Verified, verify
from assistant.world import World
from ingest.records import Duty, Target, Task
from prompts import phrase

Finding = Callable[[Query, World], Evidence]
Composing = Callable[[Query, Evidence, World], Draft]

_FAMILIES: dict[Ask, tuple[Finding, Composing]] = {
    Ask.CHAIR: (tasks.find_one, task_lines.compose_one),
    Ask.COORDINATE: (tasks.find_one, task_lines.compose_one),
    Ask.DEADLINE: (tasks.find_one, task_lines.compose_one),
    Ask.ROW: (tasks.find_one, task_lines.compose_one),
    Ask.TASKS: (tasks.find_all, task_lines.compose_all),
    Ask.DUTIES: (duties.find, duties.compose),
    Ask.FIGURE: (targets.find, targets.compose),
    Ask.COMPARE: (targets.find, comparing.compose_compare),
    Ask.TALLY: (tally.find, tally.compose),
    Ask.CONTRADICTIONS: (comparing.find_contradictions, comparing.compose_contradictions),
    Ask.BASES: (bases.find, document.compose),
    Ask.RECIPIENTS: (document.find_recipients, document.compose),
    Ask.REPORTS: (reports.find, reports.compose),
    Ask.FUNDING: (document.find_funding, document.compose),
    Ask.HEADER: (document.find_header, document.compose),
    Ask.PLANS: (document.find_plans, document.compose),
    Ask.OVERVIEW: (overview.find, overview.compose),
    Ask.MENTIONS: (mentions.find_mentions, mentions.compose_mentions),
    Ask.TEXT: (passages.find, passages.compose),
}
_SOCIAL = (Ask.GREETING, Ask.THANKS, Ask.HELP)
_OF_A_ROW = (Ask.CHAIR, Ask.FIGURE, Ask.FUNDING, Ask.DEADLINE, Ask.TASKS)
_NEGATABLE = (Ask.MENTIONS, Ask.HEADER, Ask.TASKS, Ask.TALLY, Ask.TEXT)


@dataclass(frozen=True, slots=True)
class _Message:
    """What the questions of one message share; `begun` is when it came, by `monotonic`."""

    plans: Sequence[str]
    today: date
    world: World
    language: str
    begun: float


class Assistant:
    """Answers questions over whatever the store holds at the moment of asking. Keeps nothing between questions."""

    def __init__(self, world: Callable[[], World], aide: Aide | None = None) -> None:
        self.world = world
        self.aide: Aide = aide or Alone()

    def ask(
        self, question: str, history: Sequence[str] = (), plans: Sequence[str] = (), today: date | None = None
    ) -> Answer:
        """One answer. `history` holds the earlier questions, oldest first; `plans` limits the plans that are searched.

        A message of several questions is answered question by question. Raises BadInput for a message without words
        or of too many.
        """
        *_, answer = self.stream(question, history, plans, today)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self, question: str, history: Sequence[str] = (), plans: Sequence[str] = (), today: date | None = None
    ) -> Iterator[str | Answer]:
        """Pieces of the answer's text that passed the gate, as they come, and the whole answer last, which is what
        counts: where a model's words were given up after all, it says something else than the pieces did.
        """
        world, day, timer, begun = self.world(), today or date.today(), Timer(), monotonic()
        with timer.step("split"):
            turns = turns_of(question, history[-RECENT:], reading(world, plans, day), world.locality)
        message = _Message(plans, day, world, turns.language, begun)
        answers: list[Answer] = []
        for part in turns.questions[:MOST]:
            before = (*turns.history, *turns.questions[: len(answers)])
            last = answers[-1] if answers else None
            for piece in self._one(part, before, message, last):
                if isinstance(piece, Answer):
                    answers.append(piece)
                elif len(turns.questions) == 1:
                    yield piece
        whole = merged(question, answers, len(turns.questions) - len(answers), timer.spent["split"])
        if len(turns.questions) != 1:
            yield whole.answer
        yield whole

    def _one(
        self, question: str, history: Sequence[str], message: _Message, last: Answer | None
    ) -> Iterator[str | Answer]:
        """The answer to one question, as `stream` gives it; `last` is that to the question before in its message."""
        world, plans = message.world, message.plans
        timer, help_ = Timer(), self.aide.begin(message.begun)
        with timer.step("understand"):
            query = understood(question, history, world, plans, message.today, retrieve)
            query = replace(query, language=message.language)
        with timer.step("retrieve"):
            evidence = retrieve(query, world)
            if _nothing(evidence):
                evidence = beside(query, last, world) or evidence
        query, evidence = help_.understood(query, evidence, history, plans, world, retrieve)
        with timer.step("compose"):
            draft = compose(query, evidence, world)
        said = ""
        for piece in help_.worded(query, draft):
            said += piece
            yield piece
        with timer.step("verify"):
            verified = verify(help_.draft or draft, query)
            if help_.draft and verified.dropped:  # what the aide let pass, the gate would not: nothing of it stays
                help_.give_up()
                verified = verify(draft, query)
            checked, (verified, notes) = verified.text, with_notes(verified, query, world, draft.records)
        if rest := verified.text.removeprefix(checked) if said else verified.text:
            yield rest
        timer.spent["total"] = sum(timer.spent.values()) + help_.timings.get("model", 0.0)
        yield _answer(query, draft, verified, notes, timer.spent | help_.timings, help_)

    def runnable(self) -> Runnable[Any, Answer]:
        """The assistant as a LangChain `Runnable`: a question, or {"question", "history", "plans", "today"}, in."""

        def run(asked: Any) -> Answer:
            return self.ask(**asked) if isinstance(asked, dict) else self.ask(str(asked))

        return RunnableLambda(run, name="plan-assistant")


def retrieve(query: Query, world: World) -> Evidence:
    """Evidence of the right kind, about the right topic, from the right place; or the reason why there is none."""
    if query.ask in _SOCIAL:
        return Evidence()
    if not world.plans:
        return Evidence(reason=Reason.EMPTY)
    scope = query.scope
    if scope.elsewhere and not scope.plans:
        return Evidence(reason=Reason.NO_PLAN)
    if scope.mine and len(world.plans) > 1:
        return Evidence(reason=Reason.WHICH_PLACE)
    if scope.contradicts:
        return Evidence(reason=Reason.WHICH_PLACE, plans=scope.plans)
    if scope.ambiguous:
        return Evidence(reason=Reason.HOMONYM)
    if query.unclear or (query.negated and query.ask not in _NEGATABLE and not query.appendix_asked):
        return Evidence(reason=Reason.NEGATION)
    find, _ = _FAMILIES[query.ask]
    if targets.is_bare(query):
        figures = targets.find(query, world)
        if figures.records:
            return figures
    return _searched(find, query, world)


def _searched(find: Finding, query: Query, world: World) -> Evidence:
    """What the family of the question finds; else what the text says, or the column of a row. A free question that
    names a column is first one about that column."""
    said = query.ask is Ask.TEXT or (query.ask is Ask.CHAIR and not query.role_asked)
    if said and (row := by_column.find(query, world)).records:
        return row
    evidence = by_the_clock(query, world, find(query, world))
    if _nothing(evidence):
        evidence = from_text(query, world, evidence)
    row = by_column.find(query, world) if _nothing(evidence) and query.ask in _OF_A_ROW else Evidence()
    return row if row.records else evidence


def compose(query: Query, evidence: Evidence, world: World) -> Draft:
    """Evidence in sentences; without evidence a refusal or a question back."""
    if query.ask in _SOCIAL:
        return social.compose_social(query, world)
    if evidence.reason is not None or _nothing(evidence):
        return social.compose_nothing(query, evidence, world)
    _, composing = _FAMILIES[query.ask]
    if not evidence.records and query.ask not in (Ask.MENTIONS, Ask.REPORTS):
        composing = passages.compose
    first = evidence.records[0] if evidence.records else None
    if (isinstance(first, Duty) and query.ask is Ask.REPORTS) or (isinstance(first, Task) and query.ask is Ask.FUNDING):
        composing = task_lines.compose_one
    if isinstance(first, Target) and query.ask is Ask.TEXT:
        composing = targets.compose
    if isinstance(first, Task) and query.ask in (Ask.DUTIES, Ask.FIGURE):
        composing = task_lines.compose_all
    if isinstance(first, Target) and query.ask is Ask.TASKS:
        composing = targets.compose
    if isinstance(first, Duty) and query.ask is Ask.TASKS:
        composing = duties.compose
    if evidence.apart.get(by_column.ROWS):
        composing = by_column.compose
    draft = shortened(composing(query, evidence, world), query)

    def of_one(asked: Query) -> Draft:
        return compose(asked, retrieve(asked, world), world)

    return _with_notes(query, silent.completed(query, draft, world, of_one), world)


def _nothing(evidence: Evidence) -> bool:
    return not evidence.records and not evidence.matches


def _with_notes(query: Query, draft: Draft, world: World) -> Draft:
    """What is to be said of the places themselves: former names, a misspelt name, a place without a plan."""
    language, plans = query.language, query.scope.plans
    texts = []
    for note in query.scope.notes:
        kind, _, value = note.partition(":")
        locality = world.locality(plans[0]) if plans else ""
        if kind == "former":
            texts.append(phrase("note_former", language, former=value, locality=locality))
        elif kind == "former_part":
            texts.append(phrase("note_former_part", language, former=value, locality=locality))
        elif kind == "spelt":
            texts.append(phrase("note_spelt", language, locality=world.locality(value)))
        elif kind == "no_province":
            texts.append(phrase("note_no_province", language, locality=locality, province=value))
    if query.scope.elsewhere:
        texts.append(phrase("no_plan", language, places="; ".join(query.scope.elsewhere)))
    notes = tuple(Claim(text, derived=(text,)) for text in texts)
    return Draft(draft.status, (*draft.claims, *notes), draft.records, draft.coverage, draft.see_also, draft.warnings)


def _answer(
    query: Query, draft: Draft, verified: Verified, scanned: tuple[str, ...], spent: dict[str, float], help_: Help
) -> Answer:
    refused = verified.status is not Status.ANSWERED
    warnings = (*draft.warnings, *scanned)
    if verified.dropped:
        warnings = (*warnings, phrase("note_dropped", query.language))
    warnings = (*warnings, *(phrase(key, query.language, **values) for key, values in help_.notices))
    return Answer(
        question=query.question,
        resolved_question=query.resolved,
        language=query.language,
        status=verified.status,
        answer=verified.text,
        citations=verified.citations,
        records=draft.records if verified.citations or not refused else (),
        coverage=draft.coverage,
        see_also=draft.see_also,
        warnings=warnings,
        composer=help_.composer,
        dropped=(*verified.dropped, *help_.dropped),
        timings_ms=spent,
        query=query,
    )
