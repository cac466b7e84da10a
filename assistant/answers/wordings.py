"""Pieces of sentences that several families of answers share."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.answers.task_filters import is_topic
from assistant.turns import AskedAgency, Claim, Query, Role
from assistant.world import World
from ingest.records import Target, Task
from prompts import phrase

_AT_AN_END = {"earliest": "filter_earliest", "latest": "filter_latest"}
_BY_UNIT = {"by_quarter": "filter_by_quarter", "by_month": "filter_by_month", "by_year": "filter_by_year"}
_BARE_YEAR = re.compile(r"20\d\d")
_QUALIFIED = re.compile(r"\s*\([^()]*\)\s*$")


def value_or_blank(key: str, language: str, unsure: Collection[str] = (), **values: object) -> str:
    """The phrase of a key, or of its "_blank" form where a value is None; "" where that form is not needed.

    A value that is None since its cell could not be read is not blank: `unsure` names such fields.
    """
    missing = [name for name, value in values.items() if value is None]
    if missing:
        kept = {name: value for name, value in values.items() if value is not None}
        if any(name in unsure for name in missing):
            return phrase(f"{key}_unread", language, **kept)
        return "" if key == "with_lead" else phrase(f"{key}_blank", language, **kept)
    return phrase(key, language, **values)


def listed(parts: Sequence[str], language: str, most: int = 40) -> str:
    """Parts in one line; what goes beyond `most` is cut with an ellipsis."""
    return "; ".join(parts[:most]) + ("; …" if len(parts) > most else "")


def shown(target: Target) -> str:
    """A target's value with its unit, as the plan writes them: "trên 95%", "≥ 68 năm"."""
    if target.value is None:
        return "–"
    if not target.unit or target.unit.lower() in target.value.lower():
        return target.value
    return target.value + (target.unit if target.unit == "%" else f" {target.unit}")


def figure_claim(target: Target, world: World, language: str, *, bullet: bool, note: bool = False) -> Claim:
    """One target in a sentence. Its year is said only where a quote holds it: its own, or that of the heading above."""
    source = world.title_source(target) if target.holder else world.year_source(target)
    proved = target.year is not None and str(target.year) in f"{target.quote} {source.quote if source else ''}"
    year = phrase("figure_year", language, year=target.year) if proved else ""
    locality, indicator = world.locality(target.plan), target.indicator
    if target.holder:
        locality = f"{locality}, {target.holder}"
    if target.value is None and (target.holder or target.year is not None) and target.appendix:
        # The cell of a year's column is blank.
        key = "figure_unread" if "value" in target.unsure else "figure_blank"
        text = phrase(key, language, locality=locality, indicator=indicator, year=year)
    elif target.value is None:
        text = phrase("figure_bare", language, locality=locality, quote=target.quote)
    elif re.search(rf"(?<!\d){re.escape(shown(target))}(?!\d)", target.indicator):
        text = phrase("figure_in_indicator", language, locality=locality, indicator=indicator, year=year)
    else:
        text = phrase("figure", language, locality=locality, indicator=indicator, value=shown(target), year=year)
    if note and target.note:
        text += " " + phrase("figure_note", language, note=target.note)
    sources = (world.cite(target), *((source,) if source and (proved or target.holder) else ()))
    return Claim(("- " if bullet else "") + text, sources)


def scope_text(query: Query, world: World, plans: Sequence[str]) -> str:
    """ " – đặc khu Kiên Hải", or " trong 5 kế hoạch"."""
    if len(plans) <= 2:
        names = phrase("and", query.language).join(world.locality(plan) for plan in plans)
        return phrase("in_place", query.language, locality=names)
    return phrase("in_plans", query.language, count=len(plans))


def _name(agency: AskedAgency, tasks: Sequence[Task]) -> str:
    """An agency as the rows that answer write it, else as the question does."""
    written = [(a.key, unqualified(a.name)) for task in tasks for a in (*task.leads, *task.coordinators)]
    keys = dict.fromkeys(key for key, _ in written if key in agency.keys)
    return "/".join(min((name for k, name in written if k == key), key=len) for key in keys) or agency.name


def unqualified(name: str) -> str:
    """ "Phòng VH-XH" of "Phòng VH-XH (nơi làm việc)": for which part it is one row's."""
    return _QUALIFIED.sub("", name) or name


def filters_text(query: Query, tasks: Sequence[Task]) -> str:
    """The conditions of a question in words: " do Phòng Kinh tế chủ trì có thời hạn trong quý IV/2026"."""
    language = query.language
    parts = []
    together = [a for a in query.agencies if a.role is Role.LEAD and not (a.excluded or a.generic)]
    if len(together) > 1:  # every one of them chairs each of these rows
        names = phrase("and", language).join(_name(agency, tasks) for agency in together)
        parts.append(phrase("filter_lead_together", language, agency=names))
    for agency in query.agencies:
        if agency in together and len(together) > 1:
            continue
        if agency.role is Role.EITHER and not agency.generic:
            parts.append(phrase("filter_either", language, agency=_name(agency, tasks), **in_each_part(agency, tasks)))
            continue
        key = "filter_coordinating" if agency.role is Role.COORDINATING else "filter_lead"
        if agency.excluded:
            key = key.replace("filter_", "filter_not_")
        parts.append(phrase(key, language, agency=_name(agency, tasks)))
    if query.appendix:
        parts.append(phrase("filter_appendix", language, appendix=query.appendix))
    if query.subject and is_topic(query):
        key = "filter_not_topic" if query.excepted else "filter_topic"
        parts.append(phrase(key, language, subject=query.subject))
    if query.extreme in _AT_AN_END:
        parts.append(phrase(_AT_AN_END[query.extreme], language))
    if query.blank:
        parts.append(phrase(f"filter_blank_{query.blank}", language))
    elif query.time:
        when = _time_text(query)
        parts.append(phrase("filter_not_time", language, when=when) if query.time.negated else when)
    return "".join(dict.fromkeys(parts))


def in_each_part(agency: AskedAgency, tasks: Sequence[Task]) -> dict[str, int]:
    """How many of these tasks an agency chairs, and how many it coordinates."""
    return {
        "lead": sum(bool(agency.keys & {a.key for a in task.leads}) for task in tasks),
        "coordinating": sum(bool(agency.keys & {a.key for a in task.coordinators}) for task in tasks),
    }


def _as_typed(text: str, question: str) -> str:
    """A stretch of the question in its own capitals ("quý IV/2026")."""
    at = question.lower().find(text)
    return question[at : at + len(text)] if at >= 0 else text


def _time_text(query: Query) -> str:
    assert query.time
    today = f"{query.today:%d/%m/%Y}"
    if query.time.what == "overdue":
        return phrase("filter_overdue", query.language, today=today)
    if query.time.what == "due_soon":
        return phrase("filter_soon", query.language, today=today)
    if query.time.what == "conditional":
        return phrase("filter_conditional", query.language)
    if query.time.what == "recurring":
        return phrase("filter_recurring", query.language)
    if query.time.what in _BY_UNIT:
        return phrase(_BY_UNIT[query.time.what], query.language)
    start, end = query.time.start, query.time.end
    if query.time.what == "due_until":
        return phrase("filter_from_now", query.language, today=today, day=f"{end:%d/%m/%Y}")
    text = _as_typed(query.time.text, query.question)
    if start is None and end is not None:
        return phrase("filter_until", query.language, day=f"{end:%d/%m/%Y}")
    if end is None and start is not None:
        return phrase("filter_from", query.language, day=f"{start:%d/%m/%Y}")
    key = "filter_in_year" if _BARE_YEAR.fullmatch(text) else "filter_time"
    return phrase(key, query.language, time=text)
