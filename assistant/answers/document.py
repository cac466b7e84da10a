"""Facts of the document itself (number, date, signer, bases, recipients, funding), and which plans exist."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import passages
from assistant.answers.amounts import at_money_end
from assistant.answers.issue_dates import issued_at_an_end, undated_claims
from assistant.answers.of_each import FOR_ONE, of_each, said_of_each
from assistant.answers.other_columns import has_money
from assistant.calibration import CALIBRATION
from assistant.evidence import Evidence, Reason
from assistant.expected import MONEY
from assistant.turns import Ask, Claim, Coverage, Draft, Expected, Query, Status
from assistant.world import World
from ingest.records import AnyRecord, Basis, HeaderField, Recipient, Report, Task
from ingest.text import canonical, normalise, unaccented
from prompts import phrase

_OFFICES = re.compile(
    r"\b(phó chủ tịch|chủ tịch|phó bí thư|bí thư|pho chu tich|chu tich|pho bi thu|bi thu"
    r"|chairman|vice chairman|secretary)\b"
)
_OFFICE_NAMES = {"chairman": "chủ tịch", "vice chairman": "phó chủ tịch", "secretary": "bí thư"}
_OF_SOMETHING = 2  # words of a topic with which funding is that of one thing, not of the plan
_GIVING = frozenset("ho tro tien chi cap muc kinh phi duoc dong".split())

# --- finding ------------------------------------------------------------------------------------------------------


def find_header(query: Query, world: World) -> Evidence:
    """The fields that are asked for, one a plan; a field that a plan leaves blank is found, and blank."""
    plans = world.scope(query)
    if query.people and not query.scope.named:  # "… giữ chức vụ gì": of the plans that this person signed
        plans = tuple(plan for plan in plans if (by := world.header(plan, "signer")) and by.value in query.people)
    total = sum(len(world.records(HeaderField, [plan])) for plan in plans)
    found: list[AnyRecord] = []
    for plan in plans:
        for name in query.fields:
            fields = [r for r in world.records(HeaderField, [plan]) if r.field == name]
            found += fields or _absent(world, plan, name)
    if (query.above or query.scope.by_province) and query.fields == ("signer",) and _OFFICES.search(query.written):
        return Evidence(total=total, plans=plans, reason=Reason.NO_MATCH)  # "Chủ tịch UBND tỉnh" signs no plan here
    office = _office(query)
    if query.negated or (query.blank_asked and not query.scope.named):
        found = [record for record in found if isinstance(record, HeaderField) and record.value is None]
    if office is None and not query.scope.named and (signing := _OFFICES.search(query.written)):
        wanted = unaccented(_OFFICE_NAMES.get(signing.group(1), signing.group(1)))
        found = [record for record in found if _holds(record, wanted, world)] or found
    if office and found:
        fitting = [r for r in found if _holds(r, office, world)]
        if not fitting:
            return Evidence(
                total=total,
                plans=plans,
                reason=Reason.NOT_NAMED,
                others=tuple(r for r in found if isinstance(r, HeaderField) and r.field == "signer" and r.value),
            )
        found = fitting
    if not found:
        return Evidence(total=total, plans=plans, reason=Reason.NO_MATCH)
    if query.extreme in ("earliest", "latest") and query.fields == ("date",) and len(plans) > 1:
        found, undated = issued_at_an_end(found, query.extreme)
        return Evidence(tuple(found), total, plans, apart={"undated": tuple(undated)})
    return Evidence(tuple(found), total, plans)


def _absent(world: World, plan: str, name: str) -> list[AnyRecord]:
    """A field that the reader found no place for: said to be absent, resting on the plan's title."""
    title = world.header(plan, "title") or world.header(plan, "type") or world.header(plan, "signer")
    if title is None:
        return []
    return [
        HeaderField(
            plan=plan,
            place=title.place,
            quote=title.quote,
            spans=title.spans,
            page=title.page,
            field=name,
            value=None,
            state="absent",
        )
    ]


def _office(query: Query) -> str | None:
    """The office whose holder is asked for ("ai là chủ tịch"), None where the signer as such is."""
    match = _OFFICES.search(query.written)
    if not match or "signer" not in query.fields or re.search(r"\bký\b|\bky\b|sign", query.written):
        return None
    return unaccented(_OFFICE_NAMES.get(match.group(1), match.group(1)))


def _holds(record: AnyRecord, office: str, world: World) -> bool:
    position = world.header(record.plan, "position")
    value = unaccented(" ".join((position.value or "").split())) if position else ""
    return isinstance(record, HeaderField) and record.field == "signer" and value == office


_LEVEL = frozenset({"cấp", "cap"})
"""What is left of "cơ quan cấp tỉnh", and says nothing of which: all recipients are listed."""


def find_recipients(query: Query, world: World) -> Evidence:
    plans = world.scope(query)
    lines = world.records(Recipient, plans)
    if "báo cáo" in query.written:
        informed = [line for line in lines if line.purpose and re.search(r"b/c|báo cáo", line.purpose.lower())]
        return _all(informed or lines, plans, len(lines))
    topic = world.topic(query)
    if topic and not query.count and not set(query.topic) <= _LEVEL:
        least = CALIBRATION.row_listed
        said = world.matcher.saying(topic.accented(), lines, least) or world.matcher.saying(topic, lines, least)
        if said:
            return Evidence(said, len(lines), plans)
        if not query.scope.named or query.yes_no:
            return Evidence(total=len(lines), plans=plans, reason=Reason.NO_MATCH)
    return _all(lines, plans)


def find_funding(query: Query, world: World) -> Evidence:
    """Sources of funding; an amount of money is no source and is asked of the whole text."""
    plans, query = world.scope(query), for_what(query)
    if ranked := at_money_end(query, world, plans):
        return Evidence(tuple(ranked[0]), ranked[1], plans)
    sources = tuple(r for r in world.records(HeaderField, plans) if r.field == "funding")
    titles = [title.quote for plan in plans if (title := world.header(plan, "title"))]
    general = max(
        (world.matcher.coverage_of(world.topic(query), t) for t in (*titles, *(s.quote for s in sources))), default=0.0
    )
    if len(query.topic) >= _OF_SOMETHING and general < CALIBRATION.sentence:
        if of_each(query) and (each := said_of_each(query, world)).matches:
            return each
        # "Kinh phí nâng cấp camera": the general sources of the plan say nothing of it; its row or passage may.
        priced = [task for task in world.records(Task, plans) if has_money(task, world)]
        fitting = [m for m in world.matcher.records(world.topic(query), priced) if m.coverage >= CALIBRATION.row]
        if fitting:
            return Evidence(tuple(m.record for m in fitting[:1] if m.record), len(priced), plans)
        text = passages.find(replace(query, expected=Expected.MONEY), world)
        if of_each(query) and not any(FOR_ONE.search(m.passage.quote) for m in text.matches if m.passage):
            return Evidence(total=len(sources), plans=plans, reason=Reason.NO_AMOUNT)
        return text if text.matches else Evidence(total=len(sources), plans=plans, reason=Reason.NO_AMOUNT)
    if of_each(query):
        sources = tuple(source for source in sources if FOR_ONE.search(normalise(source.quote)))
        if not sources:
            return Evidence(total=0, plans=plans, reason=Reason.NO_AMOUNT)
    if query.expected is Expected.MONEY:
        amounts = tuple(source for source in sources if MONEY.search(normalise(source.quote)))
        return (
            _all(amounts, plans)
            if amounts
            else Evidence(total=len(sources), plans=plans, reason=Reason.NO_AMOUNT, others=sources)
        )
    return _all(sources, plans)


def for_what(query: Query) -> Query:
    """A question for an amount with what it is for: any row that gives money has the words of giving."""
    rest = tuple(word for word in query.topic if unaccented(word) not in _GIVING)
    return replace(query, topic=rest) if query.expected is Expected.MONEY and len(rest) >= _OF_SOMETHING else query


def _all(records: Sequence[AnyRecord], plans: tuple[str, ...], total: int | None = None) -> Evidence:
    reason = None if records else Reason.NO_MATCH
    return Evidence(tuple(records), len(records) if total is None else total, plans, reason=reason)


def find_plans(query: Query, world: World) -> Evidence:
    plans = world.scope(query)
    titles = [title for plan in plans if (title := world.header(plan, "title") or world.header(plan, "type"))]
    return _all(titles, plans)


# --- composing ----------------------------------------------------------------------------------------------------


def compose(query: Query, evidence: Evidence, world: World) -> Draft:
    """Plan by plan: a heading where a list follows, then one line a record."""
    claims: list[Claim] = []
    for plan in dict.fromkeys(record.plan for record in evidence.records):
        records = [record for record in evidence.records if record.plan == plan]
        heading = _heading(query, plan, records, world)
        claims += [heading] if heading else []
        claims += [
            _line(query, record, world, "- " if heading or len(evidence.records) > 2 else "") for record in records
        ]
    if query.ask is Ask.HEADER:
        claims += _signatures(query, evidence, world)
    claims += undated_claims(query, evidence, world)
    return Draft(
        Status.ANSWERED,
        tuple(claims),
        evidence.records,
        Coverage(len(evidence.records), evidence.total, len(evidence.plans)),
    )


def _heading(query: Query, plan: str, records: Sequence[AnyRecord], world: World) -> Claim | None:
    keys = {Ask.BASES: "bases_intro", Ask.RECIPIENTS: "recipients_intro", Ask.FUNDING: "funding_intro"}
    if query.ask not in keys or (query.ask is Ask.BASES and query.codes):
        return None
    key = keys[query.ask]
    values: dict[str, object] = {"locality": world.locality(plan)}
    if query.count and key == "funding_intro":
        key = "funding_count"
    if key != "funding_intro":
        values["count"] = len(records)
    return Claim(phrase(key, query.language, **values), tuple(map(world.cite, records)), derived=(str(len(records)),))


def _line(query: Query, record: AnyRecord, world: World, bullet: str) -> Claim:
    language, locality = query.language, world.locality(record.plan)
    if isinstance(record, HeaderField):
        text = _field_line(query, record, locality)
    elif isinstance(record, Basis):
        key = "basis_cited" if query.codes else "basis_item"
        values = {"locality": locality} if query.codes else {}
        text = phrase(key, language, document=record.quote, **values)
    elif isinstance(record, Recipient):
        text = phrase(
            "recipient_item",
            language,
            name=record.name,
            purpose=f" ({record.purpose})" if record.purpose and record.purpose not in record.name else "",
        )
    else:
        assert isinstance(record, Report)
        to = phrase("report_to", language, to=record.to) if record.to else ""
        deadline = record.deadline or phrase("blank", language)
        text = phrase("report_item", language, locality=locality, report=record.report, deadline=deadline, to=to)
        named = world.heading_source(record, record.reporter) if record.reporter else None
        if record.reporter and (named or canonical(record.reporter) in canonical(record.quote)):
            text += " " + phrase("with_reporter", language, reporter=record.reporter)
        if named:
            return Claim(bullet + text, (world.cite(record), named))
    return Claim(bullet + text, (world.cite(record),))


def _field_line(query: Query, record: HeaderField, locality: str) -> str:
    language = query.language
    if query.ask is Ask.FUNDING:
        return phrase("funding_item", language, source=record.value or phrase("blank", language))
    if query.ask is Ask.PLANS:
        return phrase("plan_item", language, locality=locality, title=record.value or "–")
    field = phrase(f"field_{record.field}", language)
    if record.state == "partial" and record.value:
        return phrase("header_partial", language, locality=locality, field=field, value=record.value)
    if record.value is None:
        key = "header_blank" if record.state in ("blank", "partial") else "header_absent"
        return phrase(key, language, locality=locality, field=field)
    return phrase("header_item", language, locality=locality, field=field, value=record.value)


def _signatures(query: Query, evidence: Evidence, world: World) -> list[Claim]:
    """A plan without a date of issue may have a digital signature's; it is said for what it is."""
    claims = []
    for record in evidence.records:
        if isinstance(record, HeaderField) and record.field == "date" and record.value is None:
            signature = world.header(record.plan, "digital_signature")
            if signature and signature.value:
                claims.append(
                    Claim(phrase("signature_instead", query.language, value=signature.value), (world.cite(signature),))
                )
        if isinstance(record, HeaderField) and record.field == "signer" and record.value:
            position = world.header(record.plan, "position")
            if position and position.value and "position" not in query.fields:
                text = phrase(
                    "header_item",
                    query.language,
                    locality=world.locality(record.plan),
                    field=phrase("field_position", query.language),
                    value=position.value,
                )
                claims.append(Claim(text, (world.cite(position),)))
    return claims
