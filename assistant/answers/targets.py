"""How much, and how the places compare: answered from targets, in prose and in appendices, contradictions shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from assistant.answers.wordings import figure_claim, listed, scope_text, shown
from assistant.calibration import CALIBRATION
from assistant.evidence import Evidence, Reason
from assistant.matching import Match
from assistant.measures import measures_target
from assistant.turns import Ask, Claim, Coverage, Draft, Query, Status, Timeframe
from assistant.wording import content_words, table, telling
from assistant.world import World
from ingest.indicators import indicator_of
from ingest.records import Disagreement, Target, Task
from ingest.text import canonical, unaccented
from prompts import phrase

_YEAR = re.compile(r"\b20\d\d\b")
_SHARE = re.compile(r"(\d{1,3}(?:,\d+)?)\s*%")
_COMPARED = re.compile(r"(?:thấp hơn|cao hơn|dưới|trên|hơn|tối thiểu|ít nhất|below|above|at least)\s+\d")
_PLAIN_TOPIC = 3  # words up to which a topic is the indicator and nothing else
_HEAD = 6
"""Words of an indicator, beside as many as the topic has, among which the topic must stand."""
_SENTENCE = 4  # words of a topic that say a sentence again
_ROW_OF_A_TARGET = 160
"""Characters; a row that restates a target is short, a task that only speaks of it is long."""


def find(query: Query, world: World) -> Evidence:
    """Targets of the indicators that are asked for, of the asked year where one is named."""
    plans = world.scope(query)
    years = {int(year) for year in _YEAR.findall(query.question)} if query.ask is Ask.COMPARE else set()
    if len(years) > 1:  # "so sánh năm 2026 và năm 2030": its years are compared, of one plan too
        query = replace(query, time=Timeframe("due_in", date(min(years), 1, 1), date(max(years), 12, 31)))
    elif query.ask is Ask.COMPARE and len(plans) == 1:
        plans = tuple(world.plans)  # "khác các nơi khác ở điểm nào": a comparison needs something to compare with
    targets = world.records(Target, plans)
    rows = [target for target in targets if target.appendix] if query.in_appendix else list(targets)
    if query.numbers:
        fitting = [target for target in rows if target.appendix and target.number in query.numbers]
    elif not query.indicators and not query.topic and query.explicit and query.about_targets:
        fitting = rows
    else:
        fitting = _of_indicator(query, world, rows)
    noted = _noted(query, world, rows, fitting)
    if noted:
        return Evidence(tuple(noted), len(targets), plans, {"notes": tuple(noted)})
    asked = [
        target
        for target in fitting
        if (_of_year(target, query) or _is_for(target, query, world)) and _about(target, query, world)
    ]
    in_year = _of_value(_measured(asked, query), query)
    if in_year:
        return Evidence(tuple(in_year), len(targets), plans, {"rows": _assigning(in_year, world)})
    topic = world.topic(query)
    near = (
        tuple(m.passage for m in world.matcher.passages(topic, world.passages(plans))[:3] if m.passage) if topic else ()
    )
    if asked:
        return Evidence(total=len(targets), plans=plans, reason=Reason.OTHER_MEASURE, others=tuple(asked))
    if fitting:
        # Another year's figure is no answer, but it is what the plan has.
        return Evidence(total=len(targets), plans=plans, reason=Reason.NO_MATCH, others=tuple(fitting))
    others: Sequence[Target] = ()
    if query.scope.named:
        rest = [target for target in world.records(Target, world.plans) if target.plan not in plans]
        # "It stands in the plan of …" is said only of the same indicator of the list, or of the same words.
        named = [
            t for t in _of_indicator(query, world, rest) if t.indicator_id in query.indicators or _same_words(query, t)
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


def _of_value(targets: Sequence[Target], query: Query) -> list[Target]:
    """Of "xã nào đặt 100%" the targets with that figure, where some have it."""
    asked = [float(number.replace(",", ".")) for number in _SHARE.findall(query.question)]
    exact = [target for target in targets if target.low in asked or target.high in asked]
    compared = _COMPARED.search(query.written)
    return exact if asked and exact and query.ask is Ask.COMPARE and not compared else list(targets)


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
    brief = [task for task in world.records(Task, plans) if len(task.task) < _ROW_OF_A_TARGET]
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


def _of_indicator(query: Query, world: World, targets: Sequence[Target]) -> list[Target]:
    """Targets of the asked indicators; of none in the list of indicators, those whose words are the topic's."""
    listed_ones = [target for target in targets if target.indicator_id in query.indicators] if query.indicators else []
    if listed_ones:
        return listed_ones
    if not query.topic:
        return []
    return _by_words(query, world, targets) or _by_words(replace(query, topic=_counted(query)), world, targets)


def _by_words(query: Query, world: World, targets: Sequence[Target]) -> list[Target]:
    """Targets whose indicator is the topic; where none is, those that the topic names or says again otherwise."""
    matches = world.matcher.records(world.topic(query), targets)
    fitting = {id(m.record) for m in matches if m.coverage >= CALIBRATION.row_listed and _heads(query, m.record, world)}
    fitting = fitting or {id(m.record) for m in matches if _is_named(query, m) or _restates(query, m, world)}
    return [target for target in targets if id(target) in fitting]


def _counted(query: Query) -> tuple[str, ...]:
    """The topic without the words at its edges that say which way the figure goes ("giảm xuống mức nào")."""
    ways, words = _ways(query.unaccented), list(query.topic)
    while len(words) > 1 and words[-1] in ways:
        words.pop()
    while len(words) > 1 and words[0] in ways:
        words.pop(0)
    return tuple(words)


@cache
def _ways(plain: bool) -> frozenset[str]:
    entries = table("words")["ways"]
    assert isinstance(entries, list)
    return frozenset(unaccented(str(entry)) if plain else str(entry) for entry in entries)


def _is_named(query: Query, match: Match) -> bool:
    """Whether the topic holds a whole indicator of an appendix at its end: "dự trữ bao nhiêu tấn gạo" names "Gạo"."""
    target = match.record
    assert isinstance(target, Target)
    words = content_words(target.indicator)
    words = [unaccented(word) for word in words] if query.unaccented else words
    return bool(target.appendix and words) and list(query.topic[-len(words) :]) == words


def _restates(query: Query, match: Match, world: World) -> bool:
    """Whether the topic says most of the sentence that makes a promise, not only of what it counts."""
    target = match.record
    assert isinstance(target, Target)
    words = telling(tuple(content_words(target.quote)), query.unaccented)
    indicator = content_words(target.indicator)
    indicator = [unaccented(word) for word in indicator] if query.unaccented else indicator
    if set(query.topic) <= set(indicator) and _heads(
        query, target, world
    ):  # each of its words, with others between them
        return match.coverage >= CALIBRATION.row and (len(query.topic) >= _SENTENCE or query.measure is not None)
    if target.appendix or len(query.topic) < _SENTENCE or 2 * len(query.topic) < len(words):
        return False
    return world.matcher.coverage_of(world.topic(query), target.quote) >= CALIBRATION.row_listed


def _same_words(query: Query, target: Target) -> bool:
    """Whether an indicator begins with the words of the topic and has few more."""
    words = content_words(target.indicator)
    return len(words) <= 2 * len(query.topic) and set(query.topic) <= set(words)


def _heads(query: Query, record: object, world: World) -> bool:
    """Whether an indicator begins with the topic: "trạm y tế … phù hợp với quy mô dân số" does not count "dân số"."""
    assert isinstance(record, Target)
    head = content_words(record.indicator)[: len(query.topic) + _HEAD]
    topic = world.topic(query)
    if topic.plain:
        head = [unaccented(word) for word in head]
    whole = set(topic.words) <= set(head)
    words = topic.words if whole else world.matcher.own_words(topic, record.plan, record.appendix)
    return sum(word in head for word in words) >= CALIBRATION.row_listed * len(words)


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
    if query.count or len(targets) > 12:
        text = phrase(
            "count_of_targets", query.language, count=len(targets), scope=scope_text(query, world, evidence.plans)
        )
        claims.append(
            Claim(text, tuple(map(world.cite, targets)), derived=(str(len(targets)), str(len(evidence.plans))))
        )
    if evidence.apart.get("notes"):
        claims += [_now(target, world, query.language) for target in targets if target.note]
    claims += [figure_claim(target, world, query.language, bullet=len(targets) > 2, note=True) for target in targets]
    claims += _contradictions(targets, world, query.language)
    claims += _rows(query, evidence, world)
    return Draft(
        Status.ANSWERED, tuple(claims), tuple(targets), Coverage(len(targets), evidence.total, len(evidence.plans))
    )


def _now(target: Target, world: World, language: str) -> Claim:
    text = phrase("now", language, locality=world.locality(target.plan), indicator=target.indicator, note=target.note)
    return Claim(text, (world.cite(target),))


def _rows(query: Query, evidence: Evidence, world: World) -> list[Claim]:
    """Rows of an appendix that assign the target, said beside it with their deadlines."""
    tasks = [record for record in evidence.apart.get("rows", ()) if isinstance(record, Task)]
    if not tasks or not query.scope.named:
        return []
    places = listed(
        [f"{task.place} ({task.deadline})" if task.deadline else task.place for task in tasks], query.language
    )
    return [Claim(phrase("row_of_indicator", query.language, places=places), tuple(map(world.cite, tasks)))]


def _contradictions(targets: Sequence[Target], world: World, language: str) -> list[Claim]:
    claims = []
    for plan in dict.fromkeys(target.plan for target in targets):
        for found in world.plans[plan].disagreements:
            if _among(found, targets):
                text = phrase(
                    "disagreement",
                    language,
                    locality=world.locality(plan),
                    first=shown(found.first),
                    first_place=found.first.place,
                    second=shown(found.second),
                    second_place=found.second.place,
                )
                claims.append(Claim(text, (world.cite(found.first), world.cite(found.second))))
    return claims


def _among(found: Disagreement, targets: Sequence[Target]) -> bool:
    return any(found.first.spans == t.spans and found.first.value == t.value for t in targets) and any(
        found.second.spans == t.spans and found.second.value == t.value for t in targets
    )


def compose_compare(query: Query, evidence: Evidence, world: World) -> Draft:
    """The verdict for each indicator and year (highest, lowest, the same, who differs), then every figure."""
    targets = [record for record in evidence.records if isinstance(record, Target)]
    language = query.language
    claims: list[Claim] = []
    for indicator, year in dict.fromkeys((t.indicator_id, t.year) for t in targets):
        group = [t for t in targets if (t.indicator_id, t.year) == (indicator, year)]
        if indicator is not None and len({t.plan for t in group}) > 1:
            claims.append(_verdict(query, group, year, world))
    claims += [figure_claim(target, world, language, bullet=True) for target in targets]
    claims += _contradictions(targets, world, language)
    for plan in evidence.plans:
        if all(target.plan != plan for target in targets):
            has_other = _of_indicator(query, world, world.records(Target, [plan]))
            key = "compare_not_year" if has_other else "compare_none"
            text = phrase(key, language, locality=world.locality(plan))
            claims.append(Claim(text, derived=(text,)))
    return Draft(
        Status.ANSWERED, tuple(claims), tuple(targets), Coverage(len(targets), evidence.total, len(evidence.plans))
    )


def _verdict(query: Query, group: Sequence[Target], year: int | None, world: World) -> Claim:
    language = query.language
    years = tuple(source for target in group if (source := world.year_source(target)))
    proved = year is not None and all(str(year) in target.quote or world.year_source(target) for target in group)
    said = phrase("figure_year", language, year=year) if proved else ""
    sources = (*map(world.cite, group), *years)
    values = {target.low for target in group}
    if query.extreme and None not in values:
        best = (max if query.extreme == "highest" else min)(t.low for t in group if t.low is not None)
        winners = [target for target in group if target.low == best]
        names = listed(list(dict.fromkeys(world.locality(t.plan) for t in winners)), language)
        text = phrase(query.extreme, language, localities=names, value=shown(winners[0]), year=said)
        return Claim(text, (*(world.cite(t) for t in winners), *years))
    if len({(t.low, t.high, t.direction) for t in group}) == 1:
        return Claim(phrase("all_same", language, value=shown(group[0]), year=said), sources)
    by_value: dict[str, list[str]] = {}
    for target in group:
        by_value.setdefault(shown(target), []).append(world.locality(target.plan))
    groups = listed([f"{value} – {', '.join(dict.fromkeys(names))}" for value, names in by_value.items()], language)
    return Claim(phrase("differs", language, groups=groups, year=said), sources)


# --- contradictions


def find_contradictions(query: Query, world: World) -> Evidence:
    """Pairs of targets with which a plan contradicts itself, of the asked indicators where some are named."""
    plans = world.scope(query)
    found = [d for plan in plans for d in world.plans[plan].disagreements]
    if query.indicators:
        found = [d for d in found if d.indicator_id in query.indicators]
    if not found:
        return Evidence(total=len(world.records(Target, plans)), plans=plans, reason=Reason.NO_CONTRADICTION)
    plain = [d for d in found if d.what == "value"] or found
    records = tuple(record for d in plain for record in (d.first, d.second))
    return Evidence(records, len(world.records(Target, plans)), plans)


def compose_contradictions(query: Query, evidence: Evidence, world: World) -> Draft:
    """Both figures of each pair, side by side."""
    targets = [record for record in evidence.records if isinstance(record, Target)]
    claims = _contradictions(targets, world, query.language)
    claims += [figure_claim(target, world, query.language, bullet=True) for target in targets]
    return Draft(
        Status.ANSWERED, tuple(claims), tuple(targets), Coverage(len(targets), evidence.total, len(evidence.plans))
    )
