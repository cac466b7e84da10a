"""Which plans mention something: for each the passage that holds it, or the row where rows are asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.codes import mentions_code, same_code
from assistant.answers.passages import excerpt
from assistant.answers.target_matching import of_indicator
from assistant.answers.wordings import listed
from assistant.calibration import CALIBRATION
from assistant.coverage import Topic
from assistant.evidence import Evidence, Reason
from assistant.matching import Match
from assistant.turns import Claim, Coverage, Draft, Query, Source, Status
from assistant.world import World
from ingest.records import Basis, Target, Task
from ingest.text import canonical
from prompts import phrase

_OF_TASKS = re.compile(r"\b(?:nhiệm vụ|nhiem vu|đầu việc|dau viec|phần việc|phan viec|tasks?)\b")


def find_mentions(query: Query, world: World) -> Evidence:
    """For each plan the passage that holds the code or all of the topic; records where rows or bases are asked for."""
    plans = world.scope(query)
    if query.codes:
        bases = [
            b for b in world.records(Basis, plans) if b.number and any(same_code(c, b.number) for c in query.codes)
        ]
        holding = [
            next((p for p in world.passages([plan]) if any(mentions_code(code, p.quote) for code in query.codes)), None)
            for plan in plans
        ]
        matches = tuple(Match(None, passage, 1.0, 1.0, 1.0) for passage in holding if passage)
        if not matches and not bases:
            return Evidence(plans=plans, reason=Reason.NO_MATCH)
        return Evidence(tuple(bases), len(world.records(Basis, plans)), plans, matches=matches)
    if query.negated and query.about_targets and query.indicators:
        having = _with_target(query, world, plans)  # "nơi nào không có chỉ tiêu …": by its targets, not by words
        return Evidence(having, len(world.records(Target, plans)), plans, reason=None if having else Reason.NO_MATCH)
    topic = world.topic(query)
    if not topic:
        return Evidence(plans=plans, reason=Reason.NO_TOPIC)
    best = [found for plan in plans if (found := _mention(query, topic, world, plan))]
    if not best:
        near = tuple(m.passage for m in world.matcher.passages(topic, world.passages(plans))[:3] if m.passage)
        return Evidence(plans=plans, reason=Reason.NO_MATCH, near=near)
    rows = [r for match in best if (r := _row(match, world))]
    return Evidence(
        tuple(rows) if len(rows) == len(best) else (), len(world.records(Task, plans)), plans, matches=tuple(best)
    )


def _with_target(query: Query, world: World, plans: Sequence[str]) -> tuple[Target, ...]:
    """Of each plan that has the indicator its first target."""
    found = (of_indicator(query, world, world.records(Target, [plan])) for plan in plans)
    return tuple(targets[0] for targets in found if targets)


def _mention(query: Query, topic: Topic, world: World, plan: str) -> Match | None:
    matches = [m for m in world.matcher.passages(topic, world.passages([plan])) if m.coverage >= CALIBRATION.row_listed]
    rows = _OF_TASKS.search(canonical(query.question)) is not None  # "xã nào có nhiệm vụ …": a row rather than a text

    def fit(match: Match) -> tuple[float, bool, float]:
        return round(match.coverage, 2), rows and _row(match, world) is not None, match.score

    return max(matches, key=fit, default=None)


def _row(match: Match, world: World) -> Task | None:
    passage = match.passage
    if passage is None or passage.record is None:
        return None
    record = world.plans[passage.plan].records[passage.record]
    return record if isinstance(record, Task) else None


def compose_mentions(query: Query, evidence: Evidence, world: World) -> Draft:
    """How many plans, which, with a quote from each; and which do not."""
    language = query.language
    topic = world.topic(query)
    sources = [excerpt(match.passage, topic, world) for match in evidence.matches if match.passage]
    sources += [world.cite(r) for r in evidence.records if r.plan not in {s.plan for s in sources}]
    plans = list(dict.fromkeys(source.plan for source in sources))
    subject = ", ".join(query.codes).upper() or query.subject
    names = listed([world.locality(plan) for plan in plans], language)
    head = phrase(
        "mentions_intro", language, count=len(plans), total=len(evidence.plans), subject=subject, localities=names
    )
    derived = (f"{len(plans)}/{len(evidence.plans)}", subject)
    if query.negated:
        return _without(query, evidence, world, sources, subject)
    claims = [Claim(head, tuple(sources), derived)]
    claims += [
        Claim("- " + phrase("mentions_item", language, locality=s.locality, quote=s.quote), (s,)) for s in sources
    ]
    without = [world.locality(plan) for plan in evidence.plans if plan not in plans]
    if without:
        claims.append(
            Claim(phrase("mentions_without", language, localities=listed(without, language)), derived=tuple(without))
        )
    coverage = Coverage(len(evidence.records), evidence.total, len(evidence.plans)) if evidence.records else None
    return Draft(Status.ANSWERED, tuple(claims), evidence.records, coverage)


def _without(query: Query, evidence: Evidence, world: World, sources: Sequence[Source], subject: str) -> Draft:
    """Which plans do not mention something; what rests on search is said beside the quotes of those that do."""
    language = query.language
    plans = list(dict.fromkeys(source.plan for source in sources))
    absent = listed([world.locality(plan) for plan in evidence.plans if plan not in plans], language)
    text = phrase("mentions_none", language, subject=subject, localities=absent or "–")
    claims = [Claim(text, derived=(text,))]
    for source in sources:
        said = phrase("mentions_item", language, locality=source.locality, quote=source.quote)
        claims.append(Claim("- " + said, (source,)))
    return Draft(Status.ANSWERED, tuple(claims))
