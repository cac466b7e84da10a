"""Saying who chairs, who coordinates, by when, what stands in a row, and which tasks there are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.other_columns import column_sentences, columns_of
from assistant.answers.wordings import figure_claim, filters_text, in_each_part, listed, scope_text, value_or_blank
from assistant.evidence import Evidence
from assistant.shortening import shown_in_part
from assistant.timeframe import SOON, due_within, overdue
from assistant.turns import Ask, AskedAgency, Claim, Coverage, Draft, Query, Role, Status
from assistant.world import World
from ingest.records import AnyRecord, DueKind, Duty, Report, Target, Task
from ingest.text import unaccented
from prompts import phrase

_PRODUCT = re.compile(
    r"\b(?:san pham|ket qua) (?:la|phai|can|gi|cua|dau ra|yeu cau|ra sao|the nao)\b"  # of the question without accents
)


def compose_one(query: Query, evidence: Evidence, world: World) -> Draft:
    """One sentence a row: what was asked first, then the rest of the row."""
    claims: list[Claim] = []
    records = evidence.records
    if evidence.equal and len(records) > 1 and query.ask is not Ask.ROW and not query.numbers:
        claims.append(Claim(phrase("which_of_these", query.language, count=len(records)), derived=(str(len(records)),)))
    claims += [_row_claim(query, record, world) for record in records]
    status = Status.REFUSED if _premise_is_false(query, records) else Status.ANSWERED
    return Draft(status, tuple(claims), records, Coverage(len(records), evidence.total, len(evidence.plans)))


def _row_claim(query: Query, record: AnyRecord, world: World) -> Claim:
    language, source = query.language, world.cite(record)
    locality = world.locality(record.plan)
    if isinstance(record, Duty):
        return Claim(
            phrase("duty_chair", language, agency=record.agency, duty=record.duty, locality=locality), (source,)
        )
    if isinstance(record, Report):
        to = phrase("report_to", language, to=record.to) if record.to else ""
        text = phrase(
            "report_item",
            language,
            locality=locality,
            report=record.report,
            deadline=record.deadline or phrase("blank", language),
            to=to,
        )
        return Claim(text, (source,))
    if isinstance(record, Target):
        return figure_claim(record, world, language, bullet=False, note=True)
    assert isinstance(record, Task)
    derived = (
        *(agency.name for agency in query.agencies),
        query.time.text if query.time else "",
        f"{query.today:%d/%m/%Y}",
    )
    said = [*_sentences(query, record, locality), *column_sentences(query, record, world)]
    titles = columns_of(record, world)
    return Claim(" ".join(said), (source,), tuple(filter(None, (*derived, *titles))))


def whole_row(task: Task, query: Query, world: World) -> Claim:
    """A row in words: its text, then who chairs, who coordinates, by when, and the columns that are asked for."""
    language = query.language
    said = [phrase("row", language, place=task.place, task=task.task, locality=world.locality(task.plan))]
    said += [
        value_or_blank("with_lead", language, task.unsure, lead=task.lead),
        value_or_blank("with_coordinating", language, task.unsure, coordinating=task.coordinating),
        value_or_blank("with_deadline", language, task.unsure, deadline=task.deadline),
    ]
    said += [phrase("with_product", language, product=task.product)] if task.product else []
    said += column_sentences(query, task, world)
    return Claim(" ".join(filter(None, said)), (world.cite(task),), columns_of(task, world))


def _sentences(query: Query, task: Task, locality: str) -> list[str]:
    language = query.language
    said = {
        "lead": value_or_blank("with_lead", language, task.unsure, lead=task.lead),
        "coordinating": value_or_blank("with_coordinating", language, task.unsure, coordinating=task.coordinating),
        "deadline": value_or_blank("with_deadline", language, task.unsure, deadline=task.deadline),
    }
    asked = {Ask.CHAIR: "lead", Ask.COORDINATE: "coordinating", Ask.DEADLINE: "deadline"}.get(query.ask)
    sentences = _clock_verdict(query, task)
    if asked:
        key = {"lead": "chair", "coordinating": "coordinate", "deadline": "deadline"}[asked]
        sentences += (
            _verdict(query, task) if asked == "lead" else _date_verdict(query, task) if asked == "deadline" else []
        )
        sentences.append(
            value_or_blank(
                key, language, task.unsure, task=task.task, locality=locality, **{asked: getattr(task, asked)}
            )
        )
        del said[asked]
    else:
        sentences.append(phrase("row", language, place=task.place, task=task.task, locality=locality))
    sentences += [text for text in said.values() if text]
    if task.product or _PRODUCT.search(unaccented(query.written)):
        product = task.product or phrase("unread" if "product" in task.unsure else "blank", language)
        sentences.append(phrase("with_product", language, product=product))
    return sentences


def _verdict(query: Query, task: Task) -> list[str]:
    """Yes or no where a question names the agency that it takes to be the chair."""
    named = _taken_for_chair(query)
    if named is None:
        return []
    if _denied(query, task):
        return [phrase("not_this_agency", query.language, agency=named.name)]
    return [phrase("verdict_yes", query.language)] if query.yes_no else []


def _taken_for_chair(query: Query) -> AskedAgency | None:
    named = [agency for agency in query.agencies if agency.role is Role.LEAD]
    return named[0] if named and (query.yes_no or query.why) else None


def _denied(query: Query, task: Task) -> bool:
    """Whether the agency that a question takes to be the chair is not."""
    named = _taken_for_chair(query)
    return named is not None and not named.keys & {agency.key for agency in task.leads}


def _date_verdict(query: Query, task: Task) -> list[str]:
    """ "Không phải 2028" where a question takes a deadline for granted that the row does not have."""
    if query.time is None or not query.time.text or task.due is None or due_within(task.due, query.time):
        return []
    return [phrase("not_this_date", query.language, time=query.time.text)]


def _clock_verdict(query: Query, task: Task) -> list[str]:
    """Whether a deadline has passed, where that is asked for: by the clock, and only of one that has a last day."""
    due = task.due
    asked = query.ask is Ask.DEADLINE and query.time is not None and query.time.what == "overdue"
    if not asked or due is None or due.end is None or due.kind is DueKind.RECURRING:
        return []
    key = "is_overdue" if overdue(due, query.today) else "not_overdue"
    return [phrase(key, query.language, today=f"{query.today:%d/%m/%Y}")]


def _premise_is_false(query: Query, records: Sequence[AnyRecord]) -> bool:
    """Whether a question that asks why, or whether it is so, takes a chair for granted that no row has."""
    tasks = [record for record in records if isinstance(record, Task)]
    if not (query.why or (query.yes_no and query.ask is Ask.CHAIR)) or not tasks or len(tasks) < len(records):
        return False
    if query.ask is Ask.DEADLINE:
        return all(_date_verdict(query, task) for task in tasks)
    return query.ask is Ask.CHAIR and all(_denied(query, task) for task in tasks)


def compose_all(query: Query, evidence: Evidence, world: World) -> Draft:
    """How many, then the rows plan by plan, then what is to be mentioned beside them."""
    language, tasks = query.language, [r for r in evidence.records if isinstance(r, Task)]
    scope = scope_text(query, world, evidence.plans)
    key = "tasks_one" if len(tasks) == 1 else "tasks_count"
    filters = filters_text(query, tasks)
    values = {"count": len(tasks)} if key == "tasks_count" else {}
    head = phrase(key, language, filters=filters, scope=scope, **values)
    claims = [Claim(head, tuple(world.cite(task) for task in tasks), derived=_derived(query, tasks, evidence))]
    plans = list(dict.fromkeys(task.plan for task in tasks))
    for plan in plans:
        here = [task for task in tasks if task.plan == plan]
        if len(plans) > 1:
            text = phrase("plan_heading", language, locality=world.locality(plan), count=len(here))
            claims.append(Claim(text, tuple(world.cite(task) for task in here), derived=(str(len(here)),)))
        claims += [_item(task, world, language) for task in here]
    claims += apart_claims(query, evidence, world)
    return Draft(
        Status.ANSWERED, tuple(claims), tuple(tasks), Coverage(len(tasks), evidence.total, len(evidence.plans))
    )


def _item(task: Task, world: World, language: str) -> Claim:
    cells = {
        field: getattr(task, field) or phrase("unread" if field in task.unsure else "blank", language)
        for field in ("lead", "coordinating", "deadline")
    }
    text = phrase("task_item", language, place=task.place, task=task.task, **cells)
    return Claim("- " + text, (world.cite(task),))


def apart_claims(query: Query, evidence: Evidence, world: World) -> list[Claim]:
    """Sentences on records that are mentioned beside the answer, with their places."""
    claims = []
    for name, key in (
        ("generic", "apart_generic"),
        ("duties", "apart_duties"),
        ("tasks", "apart_tasks"),
        ("wider", "apart_wider"),
    ):
        records = evidence.apart.get(name, ())
        if not records:
            continue
        counts: tuple[str, ...] = ()
        if shown_in_part(records):
            counts = (str(len(records)), str(len({record.plan for record in records})))
            places = phrase("places_in_plans", query.language, count=counts[0], plans=counts[1])
        else:
            places = listed([_place(record, world, evidence.plans) for record in records], query.language)
        claims.append(Claim(phrase(key, query.language, places=places), tuple(map(world.cite, records)), counts))
    return claims


def _place(record: AnyRecord, world: World, plans: Sequence[str]) -> str:
    return record.place if len(plans) == 1 else f"{record.place} ({world.locality(record.plan)})"


def _derived(query: Query, tasks: Sequence[Task], evidence: Evidence) -> tuple[str, ...]:
    """Values of the first sentence that code computed or that repeat the question."""
    values = [
        str(len(tasks)),
        str(len(evidence.plans)),
        query.subject,
        query.appendix or "",
        f"{query.today:%d/%m/%Y}",
        f"{query.today + SOON:%d/%m/%Y}",
    ]
    if query.time:
        values.append(query.time.text)
        values += [f"{day:%d/%m/%Y}" for day in (query.time.start, query.time.end) if day]
    values += [agency.name for agency in query.agencies]
    for agency in query.agencies:
        values += map(str, in_each_part(agency, tasks).values())
    return tuple(value for value in values if value)
