"""How much: answered from targets, in prose and in appendices, contradictions shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.asked_figures import of_named_years, of_value, with_all_years, years_without
from assistant.answers.by_column import column_claims
from assistant.answers.comparing import contradiction_claims
from assistant.answers.shares import asked_shares
from assistant.answers.target_matching import alike, by_words, of_indicator, same_words
from assistant.answers.wordings import figure_claim, listed, scope_text
from assistant.calibration import CALIBRATION
from assistant.evidence import Evidence, Reason
from assistant.measures import measures_target
from assistant.turns import Ask, Claim, Coverage, Draft, Query, Status
from assistant.world import World
from ingest.columns import Role, role_of, year_of
from ingest.indicators import indicator_of
from ingest.records import Target, Task
from ingest.text import canonical, unaccented
from prompts import phrase

_YEAR = re.compile(r"\b20\d\d\b")
_SHARE = re.compile(r"(\d+(?:,\d+)?)\s*%")
_PLAIN_TOPIC = 3  # words up to which a topic is the indicator and nothing else
_ROW_OF_A_TARGET = 160
"""Characters; a row that restates a target is short, a task that only speaks of it is long."""


_ASKING = re.compile(
    r"\b(?:gi|nao|sao|ai|may|bao|lam|vi|neu|khong|what|how|which|who|whose|why|when|where|does|did|is|are|will)\b"
)


def is_bare(query: Query) -> bool:
    """Whether a question is nothing but an indicator and its year: "Khách quốc tế của xã năm 2028?"."""
    return query.ask is Ask.TEXT and query.time is not None and not _ASKING.search(unaccented(query.question.lower()))


def find(query: Query, world: World) -> Evidence:
    """Targets of the indicators that are asked for, of the asked year where one is named."""
    plans = world.scope(query)
    dated = with_all_years(query)
    if dated is not query:
        query = dated
    elif query.ask is Ask.COMPARE and len(plans) == 1:
        plans = tuple(world.plans)  # "khác các nơi khác ở điểm nào": a comparison needs something to compare with
    targets = world.records(Target, plans)
    shares = asked_shares(query, targets)
    if shares is not None:
        return Evidence(shares, len(targets), plans, reason=None if shares else Reason.NO_MATCH)
    return _of_the_commune(query, targets, plans, world)


def _of_the_commune(query: Query, targets: Sequence[Target], plans: tuple[str, ...], world: World) -> Evidence:
    """The commune's own figures, and no hamlet's."""
    rows = [target for target in targets if not target.holder and (target.appendix or not query.in_appendix)]
    if query.numbers:
        fitting = [target for target in rows if target.appendix and target.number in query.numbers]
    elif not query.indicators and not query.topic and query.explicit and query.about_targets:
        fitting = rows
    else:
        fitting = of_indicator(query, world, rows)
        if query.scope.named and not any(_about(target, query, world) for target in fitting):
            # The indicator of the list is of more people than those asked for, who have one of their own.
            fitting = by_words(query, world, rows) or fitting
        fitting += alike(query, fitting, rows) if query.scope.plans else []
    noted = _noted(query, world, rows, fitting)
    if noted:
        return Evidence(tuple(noted), len(targets), plans, {"notes": tuple(noted)})
    if reached := _reached(query, fitting):
        return Evidence(tuple(reached), len(targets), plans, {"reached": tuple(reached)})
    asked = [
        target
        for target in fitting
        if (_of_year(target, query) or _is_for(target, query, world)) and _about(target, query, world)
    ]
    in_year = of_named_years(of_value(_measured(asked, query), query), query)
    if in_year:
        return Evidence(tuple(in_year), len(targets), plans, {"rows": _assigning(in_year, world)})
    if asked:
        return Evidence(total=len(targets), plans=plans, reason=Reason.OTHER_MEASURE, others=tuple(asked))
    if blank := _blank_in_year(query, fitting, targets):
        return Evidence(tuple(blank), len(targets), plans, {"blank_year": tuple(blank)})
    if fitting:
        # Another year's figure is no answer, but it is what the plan has.
        return Evidence(total=len(targets), plans=plans, reason=Reason.NO_MATCH, others=tuple(fitting))
    return _elsewhere(query, targets, plans, world)


def _elsewhere(query: Query, targets: Sequence[Target], plans: tuple[str, ...], world: World) -> Evidence:
    """No figure here: what other plans have of it, and the passages that come nearest."""
    topic = world.topic(query)
    near = (
        tuple(m.passage for m in world.matcher.passages(topic, world.passages(plans))[:3] if m.passage) if topic else ()
    )
    others: Sequence[Target] = ()
    if query.scope.named:
        rest = [target for target in world.records(Target, world.plans) if target.plan not in plans]
        # "It stands in the plan of …" is said only of the same indicator of the list, or of the same words.
        named = [
            t for t in of_indicator(query, world, rest) if t.indicator_id in query.indicators or same_words(query, t)
        ]
        others = [target for target in named if _of_year(target, query)]
    return Evidence(total=len(targets), plans=plans, reason=Reason.NO_MATCH, others=tuple(others), near=near)


def _measured(targets: Sequence[Target], query: Query) -> Sequence[Target]:
    """Of these targets, those that count what is asked for: "bao nhiêu người" is not answered by a percentage."""
    return [t for t in targets if measures_target(query.measure, t)] if query.measure else targets


def _noted(query: Query, world: World, rows: Sequence[Target], fitting: Sequence[Target]) -> list[Target]:
    """Targets whose note answers: the present state, or the year that is asked for and that no target is for."""
    year = str(query.time.end.year) if query.time and query.time.end and query.time.what == "due_in" else ""
    with_year = [t for t in fitting if t.note and year and year in t.note and t.year != int(year)]
    if with_year and not any(_of_year(target, query) for target in fitting):
        return with_year
    if not query.present:
        return []
    own = [target for target in fitting if target.note]
    topic = world.topic(query)
    return own or [t for t in rows if t.note and topic and world.matcher.coverage_of(topic, t.note) >= CALIBRATION.row]


def _reached(query: Query, fitting: Sequence[Target]) -> list[Target]:
    """One target a row of which a column says what a past year reached, where no target is for that year; or what is
    reached now, where that is asked."""
    year = str(query.time.end.year) if query.time and query.time.end and query.time.what == "due_in" else ""
    if not query.present and (not year or any(_of_year(target, query) for target in fitting)):
        return []
    rows = {target.spans: target for target in reversed(fitting) if _result_of(target, "" if query.present else year)}
    return list(rows.values())[::-1]


def _blank_in_year(query: Query, fitting: Sequence[Target], targets: Sequence[Target]) -> list[Target]:
    """One target a row whose table has a column for the asked year, by its other rows, and whose own cell is blank."""
    time = query.time
    if time is None or time.what != "due_in" or time.end is None or (time.start and time.start.year != time.end.year):
        return []
    tables = {(target.plan, target.appendix) for target in targets if target.appendix and target.year == time.end.year}
    rows = {target.spans: target for target in fitting if (target.plan, target.appendix) in tables}
    return [
        replace(target, value=None, year=time.end.year) for target in rows.values() if target.year and not target.unsure
    ]


def _result_of(target: Target, year: str) -> tuple[str, str] | None:
    """The column of a row that is headed with a year ("Thực hiện 2025"), and its cell; of no year, that of results."""
    columns = ((title, cell) for title, cell in target.others if year or role_of(title) is Role.RESULT)
    return next(((title, cell) for title, cell in columns if year in title), None)


def _about(target: Target, query: Query, world: World) -> bool:
    """Whether a target of the asked indicator is about all that is asked: insurance of soldiers is not insurance."""
    if any(name not in canonical(target.quote) for name in query.names):
        return False
    if not query.indicators or len(query.topic) <= _PLAIN_TOPIC or query.ask is Ask.COMPARE:
        return True
    topic = world.topic(query)
    vocabulary = world.known.plain_vocabulary if topic.plain else world.known.vocabulary
    known = replace(topic, words=tuple(word for word in topic.words if word in vocabulary))
    text = f"{target.indicator} {target.quote} {target.note or ''}"
    return not known or world.matcher.coverage_of(known, text) >= CALIBRATION.about


def _assigning(targets: Sequence[Target], world: World) -> tuple[Task, ...]:
    """Tasks of the same plans that are rows of the same indicators ("Phấn đấu trạm có ít nhất từ 4-6 bác sĩ")."""
    wanted = {(target.plan, target.indicator_id) for target in targets if target.indicator_id}
    plans = dict.fromkeys(target.plan for target in targets)
    counted = any(
        _SHARE.search(target.quote) for target in targets
    )  # a row about the same without a share promises none
    brief = [
        task
        for task in world.records(Task, plans)
        if len(task.task) < _ROW_OF_A_TARGET and (not counted or _SHARE.search(task.task))
    ]
    years = {(target.plan, target.indicator_id, target.year) for target in targets}
    return tuple(
        task
        for task in brief
        if (found := indicator_of(task.task))
        and (task.plan, found.id) in wanted
        and task.due
        and (task.due.end or task.due.start)
        and (task.plan, found.id, (task.due.end or task.due.start).year) in years  # type: ignore[union-attr]
    )


def _of_year(target: Target, query: Query) -> bool:
    time = query.time
    if time is None or time.what != "due_in":
        return True
    if target.year is None:
        return False
    if time.start is None and time.end is not None:
        return target.year == time.end.year  # "by 2030": the figure for 2030, not those on the way to it
    return (time.start is None or target.year >= time.start.year) and (time.end is None or target.year <= time.end.year)


def _is_for(target: Target, query: Query, world: World) -> bool:
    """Whether a target that no heading gives a year is for the asked one: by its own sentence, or the plan's title."""
    time = query.time
    if target.year is not None or time is None or time.start is None or time.end is None:
        return False
    if time.start.year != time.end.year:
        return False
    title = world.header(target.plan, "title")
    years = set(_YEAR.findall(target.quote)) or set(_YEAR.findall(title.value or "" if title else ""))
    return years == {str(time.start.year)}


def compose(query: Query, evidence: Evidence, world: World) -> Draft:
    """One line a target, then what contradicts within a plan."""
    targets = [record for record in evidence.records if isinstance(record, Target)]
    claims = []
    if reached := [record for record in evidence.apart.get("reached", ()) if isinstance(record, Target)]:
        year = query.time.end.year if query.time and query.time.end and not query.present else None
        return Draft(Status.ANSWERED, tuple(_past(target, year, query, world) for target in reached))
    if evidence.apart.get("blank_year"):
        blank = [figure_claim(target, world, query.language, bullet=False) for target in targets]
        return Draft(Status.ANSWERED, tuple(blank))
    if query.count or len(targets) > 12:
        count = _promises(targets)
        text = phrase("count_of_targets", query.language, count=count, scope=scope_text(query, world, evidence.plans))
        claims.append(Claim(text, tuple(map(world.cite, targets)), derived=(str(count), str(len(evidence.plans)))))
    if evidence.apart.get("notes"):
        claims += [_now(target, world, query.language) for target in targets if target.note]
    elif query.present and not query.about_targets:
        localities = listed(list(dict.fromkeys(world.locality(target.plan) for target in targets)), query.language)
        text = phrase("no_present", query.language, localities=localities)
        claims.append(Claim(text, derived=(text,)))
    claims += column_claims(query, targets, world)
    claims += [figure_claim(target, world, query.language, bullet=len(targets) > 2, note=True) for target in targets]
    claims += contradiction_claims(targets, world, query.language)
    claims += _rows(query, evidence, targets, world)
    claims += _silent_years(targets, query, evidence, world)
    return Draft(
        Status.ANSWERED, tuple(claims), tuple(targets), Coverage(len(targets), evidence.total, len(evidence.plans))
    )


def _silent_years(targets: Sequence[Target], query: Query, evidence: Evidence, world: World) -> list[Claim]:
    """Of several years that are asked for, that a plan has no figure for one of them."""
    claims = []
    for plan in evidence.plans if query.scope.named else ():
        for year in years_without([target for target in targets if target.plan == plan], query):
            past = [t for t in targets if t.plan == plan and _result_of(t, str(year))]
            if past:
                claims.append(_past(past[0], year, query, world))
                continue
            text = phrase("silent_year", query.language, year=year, locality=world.locality(plan))
            claims.append(Claim(text, derived=(text,)))
    return claims


def _promises(targets: Sequence[Target]) -> int:
    """How many promises: the figures that a row of an appendix has for several years are one."""
    return len({(target.plan, target.spans if target.appendix else id(target)) for target in targets})


def _now(target: Target, world: World, language: str) -> Claim:
    text = phrase("now", language, locality=world.locality(target.plan), indicator=target.indicator, note=target.note)
    return Claim(text, (world.cite(target),))


def _past(target: Target, year: int | None, query: Query, world: World) -> Claim:
    """What a past year reached: "Tỷ lệ che phủ rừng – Thực hiện 2025: 66,1 (%)"; of no year, what is reached now."""
    title, value = _result_of(target, str(year or "")) or ("", "")
    text = phrase(
        "reached",
        query.language,
        locality=world.locality(target.plan),
        indicator=target.indicator,
        title=title,
        value=value + (target.unit if target.unit == "%" else f" {target.unit}" if target.unit else ""),
    )
    header = world.year_source(target, year or year_of(title))
    return Claim(text, (world.cite(target), *((header,) if header else ())), (title,))


def _rows(query: Query, evidence: Evidence, targets: Sequence[Target], world: World) -> list[Claim]:
    """Rows of an appendix that assign the target, with their deadlines; what a row says with another figure in full."""
    tasks = [record for record in evidence.apart.get("rows", ()) if isinstance(record, Task)]
    if not tasks or not query.scope.named:
        return []
    said = {share for target in targets for share in _SHARE.findall(target.quote)}
    other = [task for task in tasks if said and (own := set(_SHARE.findall(task.task))) and not own & said]
    plain = [task for task in tasks if task not in other]
    claims = [
        Claim(phrase("row_with_figure", query.language, place=task.place, task=task.task), (world.cite(task),))
        for task in other
    ]
    if plain:
        places = listed(
            [f"{task.place} ({task.deadline})" if task.deadline else task.place for task in plain], query.language
        )
        claims.append(Claim(phrase("row_of_indicator", query.language, places=places), tuple(map(world.cite, plain))))
    return claims
