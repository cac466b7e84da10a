"""Greetings, questions back, and refusals: what is said when no record or passage answers."""

from __future__ import annotations

from assistant.answers.task_lines import apart_claims
from assistant.answers.wordings import figure_claim, filters_text, listed, scope_text
from assistant.evidence import Evidence, Reason
from assistant.turns import Ask, Claim, Coverage, Draft, Query, Source, Status
from assistant.world import World
from ingest.records import Basis, HeaderField, Report, Target, Task
from prompts import phrase

_ASKED_BACK = (
    Reason.WHICH_PLACE,
    Reason.HOMONYM,
    Reason.NO_TOPIC,
    Reason.EMPTY,
    Reason.NEGATION,
    Reason.NOT_COMPARED,
)
_MOST = 8  # figures that are shown beside a refusal


def examples(world: World, language: str) -> tuple[str, ...]:
    """Questions that the plans in the store can answer."""
    found: list[str] = []
    tasks = world.records(Task, world.plans)
    if tasks:
        brief = min((t for t in tasks if t.lead and len(t.task) > 25), key=lambda t: len(t.task), default=tasks[0])
        subject = brief.task[0].lower() + brief.task[1:]
        found.append(
            phrase("example_chair", language, subject=subject.rstrip("."), locality=world.locality(brief.plan))
        )
        found.append(phrase("example_due", language))
    if len(world.plans) > 1:
        found.append(phrase("example_compare", language))
    for plan in list(world.plans)[:1]:
        found.append(phrase("example_signer", language, locality=world.locality(plan)))
    return tuple(found)


def compose_social(query: Query, world: World) -> Draft:
    """A short, kind answer with examples; "clarify", since it asks for a question."""
    offered = listed(examples(world, query.language), query.language)
    values: dict[str, object] = {"examples": offered}
    key = {Ask.GREETING: "greeting", Ask.THANKS: "thanks"}.get(query.ask, "help")
    if key == "help":
        values |= {"localities": _localities(world, query.language)}
    text = phrase(key, query.language, **values)
    return Draft(Status.CLARIFY, (Claim(text, derived=(text,)),))


def _localities(world: World, language: str) -> str:
    return listed([world.locality(plan) for plan in world.plans], language, most=12)


def compose_nothing(query: Query, evidence: Evidence, world: World) -> Draft:
    """A refusal that says what was searched, or what is true instead; or a question back."""
    language = query.language
    if evidence.reason in _ASKED_BACK:
        return _question_back(query, evidence, world)
    claims = _corrections(query, evidence, world) or _reasons(query, evidence, world)
    claims += apart_claims(query, evidence, world)
    near: tuple[Source, ...] = tuple(map(world.cite_passage, evidence.near))
    if evidence.reason is Reason.NO_AMOUNT and not claims[1:]:
        near = tuple(map(world.cite, evidence.others))
    if near:
        claims.append(_fixed("see_also", language))
    coverage = Coverage(0, evidence.total, len(evidence.plans)) if evidence.total else None
    return Draft(Status.REFUSED, tuple(claims), coverage=coverage, see_also=near)


def _fixed(key: str, language: str, **values: object) -> Claim:
    """A sentence of the frame: what it says of the plans is only what the code has looked up."""
    text = phrase(key, language, **values)
    return Claim(text, derived=(text,))


def _question_back(query: Query, evidence: Evidence, world: World) -> Draft:
    language = query.language
    if evidence.reason is Reason.EMPTY:
        claim = _fixed("empty_store", language)
    elif evidence.reason is Reason.WHICH_PLACE:
        named = [world.locality(plan) for plan in evidence.plans or world.plans]
        claim = _fixed("which_place", language, localities=listed(named, language, most=12))
    elif evidence.reason is Reason.HOMONYM:
        names = [_full_name(world, plan) for plan in query.scope.ambiguous]
        claim = _fixed("which_homonym", language, localities=listed(names, language))
    elif evidence.reason is Reason.NOT_COMPARED:
        claim = _fixed("not_compared", language, examples=listed(examples(world, language), language))
    elif evidence.reason is Reason.NEGATION:
        claim = _fixed("negation_unclear", language, examples=listed(examples(world, language), language))
    else:
        claim = _fixed("not_understood", language, examples=listed(examples(world, language), language))
    return Draft(Status.CLARIFY, (claim,))


def _full_name(world: World, plan: str) -> str:
    place = world.plans[plan].locality
    return f"{place}, {place.province}" if place and place.province else f"{world.locality(plan)} ({plan})"


def _reasons(query: Query, evidence: Evidence, world: World) -> list[Claim]:
    language, reason = query.language, evidence.reason
    scope = scope_text(query, world, evidence.plans) if evidence.plans else ""
    if reason is Reason.NO_PLAN:
        places = listed(query.scope.elsewhere, language)
        return [
            _fixed("no_plan", language, places=places),
            _fixed("plans_here", language, localities=_localities(world, language)),
        ]
    if reason is Reason.NO_AGENCY:
        names = [agency.name for agency in query.agencies if not agency.known] or [query.subject or query.question]
        return [_fixed("agency_unknown", language, agency=names[0], scope=scope)]
    if reason is Reason.NO_TASK:
        return [_fixed("no_tasks_of_agency", language, filters=filters_text(query, ()), scope=scope)]
    if reason is Reason.NO_ROW:
        return [_fixed("no_such_row", language, number=", ".join(query.numbers), scope=scope)]
    if reason is Reason.NO_AMOUNT:
        return [_fixed("no_amount", language)]
    where = listed([world.locality(plan) for plan in evidence.plans], language, most=6)
    if reason is Reason.NO_CONTRADICTION:
        return [_fixed("no_contradiction", language, where=where)]
    refusal = _fixed("refused", language)
    if reason is Reason.NO_TASK_TABLE:
        without = [world.locality(plan) for plan in _without_tables(evidence, world)]
        return [refusal, *(_fixed("no_task_table", language, locality=locality) for locality in without)]
    return [refusal, _fixed("refused_searched", language, where=where)] if evidence.plans else [refusal]


def _without_tables(evidence: Evidence, world: World) -> list[str]:
    """The asked plan, where the reader found no table and nothing that looked like one."""
    return [plan for plan in evidence.plans if len(evidence.plans) == 1 and not world.plans[plan].report.warnings]


def _corrections(query: Query, evidence: Evidence, world: World) -> list[Claim]:
    """What is true instead of a false premise, with its proof: the first thing that is said."""
    language = query.language
    others = evidence.others
    if not others:
        return []
    sources = tuple(map(world.cite, others))
    names = listed(list(dict.fromkeys(world.locality(record.plan) for record in others)), language)
    asked = phrase("and", language).join(world.locality(plan) for plan in evidence.plans)
    if evidence.reason is Reason.NOT_NAMED:
        return [_signed_by(query, record, world) for record in others if isinstance(record, HeaderField)]
    if isinstance(others[0], Task):
        key = "elsewhere_named" if query.subject and not query.agencies else "elsewhere_found"
        subject = {"subject": query.subject} if query.subject else {}
        text = phrase(key, language, locality=asked, others=names, **subject)
        items = [_row(record, world, language) for record in others if isinstance(record, Task)]
        return [Claim(text, sources, derived=(asked, query.subject)), *items]
    if isinstance(others[0], Target):
        return [
            _other_target(query, evidence, asked, world),
            *(_figure(record, world, language) for record in others[:_MOST] if isinstance(record, Target)),
        ]
    if isinstance(others[0], Report):
        head = _fixed("other_reports", language, locality=asked)
        if query.time and query.time.text:
            head = _fixed("no_report_then", language, locality=asked, time=query.time.text)
        return [head, *(_report(record, world, language) for record in others if isinstance(record, Report))]
    if isinstance(others[0], Basis) and query.codes:
        unknown = _fixed("code_not_here", language, locality=asked, code=", ".join(query.codes).upper())
        cited = [Claim("- " + phrase("basis_item", language, document=r.quote), (world.cite(r),)) for r in others]
        return [unknown, *cited]
    return []


def _other_target(query: Query, evidence: Evidence, asked: str, world: World) -> Claim:
    """Why the targets that are shown are none of those asked for: another place, another measure, another year."""
    language = query.language
    if evidence.others[0].plan not in evidence.plans:
        names = listed(list(dict.fromkeys(world.locality(record.plan) for record in evidence.others)), language)
        text = phrase("elsewhere_target", language, locality=asked, others=names)
        return Claim(text, tuple(map(world.cite, evidence.others)), derived=(asked,))
    where = listed(list(dict.fromkeys(world.locality(record.plan) for record in evidence.others)), language)
    if evidence.reason is Reason.OTHER_MEASURE and query.measure:
        return _fixed("other_measure", language, locality=where, measure=query.measure.asked)
    return _fixed("other_time", language, locality=where)


def _signed_by(query: Query, record: HeaderField, world: World) -> Claim:
    position = world.header(record.plan, "position")
    office = " ".join(word for word in ("chủ tịch", "phó chủ tịch", "bí thư", "phó bí thư") if word in query.written)
    text = phrase(
        "nobody_named",
        query.language,
        position=office or "–",
        signer=record.value,
        signed_as=(position.value if position else None) or "–",
    )
    sources = (world.cite(record), *((world.cite(position),) if position else ()))
    return Claim(text, sources, derived=(office,))


def _row(task: Task, world: World, language: str) -> Claim:
    text = phrase("row", language, place=task.place, task=task.task, locality=world.locality(task.plan))
    if task.lead:
        text += " " + phrase("with_lead", language, lead=task.lead)
    return Claim("- " + text, (world.cite(task),))


def _figure(target: Target, world: World, language: str) -> Claim:
    return figure_claim(target, world, language, bullet=True)


def _report(report: Report, world: World, language: str) -> Claim:
    to = phrase("report_to", language, to=report.to) if report.to else ""
    deadline = report.deadline or phrase("blank", language)
    text = phrase(
        "report_item", language, locality=world.locality(report.plan), report=report.report, deadline=deadline, to=to
    )
    return Claim("- " + text, (world.cite(report),))
