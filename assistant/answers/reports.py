"""Reports that are due: which, to whom, by when. The words behind "báo cáo" tell one report from another."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answers import document
from assistant.answers.report_days import due_in_time
from assistant.calibration import CALIBRATION
from assistant.evidence import Evidence, Reason
from assistant.matching import Match
from assistant.quoting import sentences
from assistant.turns import Claim, Draft, Query, Status
from assistant.wording import content_words, is_plain_filler, written_out
from assistant.world import World
from ingest.records import Duty, Report
from ingest.text import canonical, normalise, unaccented
from prompts import phrase

_END_OF_NAME = (
    r"gui\b|nop\b|truoc\b|khi\b|bao gio|han\b|cua\b|o\b|tai\b|cho\b|ve\b|ai\b|nao\b|gi\b|thi\b|phai\b|vao\b"
    r"|den\b|nhu\b|xa\b|phuong\b|dac khu|la\b|duoc\b|can\b|co\b|khong\b|ngay\b"
)
_NAME = re.compile(rf"bao cao\s+((?:(?!{_END_OF_NAME})\w+\s*){{1,6}})")
_ENGLISH = {
    "quarterly": "quy",
    "annual": "nam",
    "yearly": "nam",
    "monthly": "thang",
    "six-month": "6 thang",
    "half-year": "6 thang",
}
_SAYS_NOTHING = frozenset(
    "truoc ngay nao moi ket qua dinh ky thuc hien cong tac ke hoach hang nay toi quy dinh che do the nao sau".split()
)
_PERIODS = frozenset({"nam", "quy", "thang", "6"})
_REPORTING = re.compile(r"\bbáo cáo\b(?! chính trị)", re.IGNORECASE)
_WHO = re.compile(r"\bai\b|cơ quan nào|đơn vị nào|\bwho\b")


_PERIOD = re.compile(
    r"(?<!\w)(?:6 tháng|9 tháng|(?<!\d )tháng(?! \d)|quý(?! (?:i{1,3}|iv|\d)\b)|năm)(?!\w)"
    r"(?! (?:20\d\d|nào|mấy|học|bao nhiêu))"
)


def find(query: Query, world: World) -> Evidence:
    """The reports that a question means, and of these the ones that are due in the time that it names."""
    evidence = _named(query, world)
    reports = tuple(record for record in evidence.records if isinstance(record, Report))
    due = due_in_time(reports, query.time)
    if reports and not due:
        return Evidence(total=len(reports), plans=evidence.plans, reason=Reason.NO_MATCH, others=reports)
    return replace(evidence, records=due) if len(due) < len(reports) else evidence


def _named(query: Query, world: World) -> Evidence:
    """The report that a question names ("báo cáo quý", "báo cáo nhanh"), of each plan the best fit; else all."""
    plans = world.scope(query)
    reports = world.records(Report, plans)
    if not reports:
        return _without_day(query, world, plans)
    names = [report.to or "" for report in reports]
    spelt = " ".join(canonical(part) for name in names for part in (name, _spelt_out(name)))
    addressees = set(unaccented(spelt).split())
    name = _asked_name(query) - (addressees - _PERIODS)
    if not name:
        return Evidence(reports, len(reports), plans)
    periods = _several_periods(query)
    if periods:
        found = [report for report in reports if any(_is_of(period, report) for period in periods)]
        if all(any(_is_of(period, report) for report in found) for period in periods):
            return Evidence(tuple(found), len(reports), plans)
    fits = {id(report): _likeness(name, report) for report in reports}
    best = max(fits.values())
    best_of = {plan: max((fits[id(r)] for r in reports if r.plan == plan), default=0.0) for plan in plans}
    kept = [r for r in reports if fits[id(r)] == best_of[r.plan] and fits[id(r)] >= CALIBRATION.report * best > 0]
    if not kept:
        return Evidence(total=len(reports), plans=plans, reason=Reason.NO_MATCH, others=reports)
    return Evidence(tuple(kept), len(reports), plans)


def _spelt_out(name: str) -> str:
    return " ".join(written_out(canonical(name).split()))


def _several_periods(query: Query) -> frozenset[str]:
    """The periods of the reports that are asked for, where these are several: "báo cáo 6 tháng với báo cáo năm"."""
    found = frozenset(_PERIOD.findall(query.written)) if "báo cáo" in query.written else frozenset()
    return found if len(found) > 1 else frozenset()


def _is_of(period: str, report: Report) -> bool:
    return period in _PERIOD.findall(report.report.lower())


def _one_word(plain: str) -> str:
    """ "tổng kết" and "sơ kết" as one word each: "kết" of "kết quả" tells nothing."""
    return re.sub(r"\b(tong|so) ket\b", r"\1_ket", plain)


def _asked_name(query: Query) -> frozenset[str]:
    """The words that tell one report from another, unaccented; none where all are meant."""
    asked = " ".join(content_words(query.written if "báo cáo" in query.written else query.resolved))
    plain = _one_word(unaccented(asked))
    found = _NAME.search(plain)
    words = found.group(1).split() if found else []
    words += [part for english, name in _ENGLISH.items() if english in query.resolved.lower() for part in name.split()]
    quarterly = "quý" in asked
    return frozenset(word for word in words if (word == "quy" and quarterly) or not _says_nothing(word))


def _says_nothing(word: str) -> bool:
    return word in _SAYS_NOTHING or (word not in _PERIODS and is_plain_filler(word))


def _likeness(name: frozenset[str], report: Report) -> float:
    """Shared words among all words of both names: "năm" is nearer "báo cáo năm" than "báo cáo năm học"."""
    words = set(_one_word(unaccented(" ".join(content_words(report.report)))).split()) - _SAYS_NOTHING - {"bao", "cao"}
    if "quý" in report.report.lower():
        words.add("quy")
    shared = name & words
    # A period may stand in the day ("trước ngày 10/11 hằng năm"), not in the name.
    day = set(unaccented(" ".join(content_words(report.deadline or ""))).split())
    same = words & _PERIODS <= name and name & _PERIODS <= words | day  # "báo cáo tháng" is no "báo cáo 6 tháng"
    if shared and same:
        return len(shared) / len(name | words)
    return 0.4 if name <= _PERIODS and name <= day else 0.0


def _without_day(query: Query, world: World, plans: tuple[str, ...]) -> Evidence:
    """Plans without dated reports: who has to report, by its duties, or that no day is named."""
    duties = world.records(Duty, plans)
    if query.gist and _WHO.search(query.written):
        matches = world.matcher.records(replace(world.topic(query), words=query.gist), duties)
        fitting = tuple(m.record for m in matches[:1] if m.record and m.coverage >= CALIBRATION.row_listed)
        if fitting:
            return Evidence(fitting, len(duties), plans)
    if not query.scope.plans:
        return Evidence(plans=plans, reason=Reason.NO_MATCH)
    spoken = [p for p in world.passages(plans) if p.kind == "section" and _REPORTING.search(normalise(p.quote))]
    theirs = [p for p in spoken if any(a.name.lower() in p.quote.lower() for a in query.agencies)]
    chosen = tuple(Match(None, passage, 1.0, 1.0, 1.0) for passage in (theirs or spoken)[:2])
    return Evidence(plans=plans, matches=chosen, reason=None if chosen else Reason.NO_MATCH)


def compose(query: Query, evidence: Evidence, world: World) -> Draft:
    """Reports with their days; of a plan that speaks of reports without a day, that it names none."""
    if evidence.records or not evidence.matches:
        return document.compose(query, evidence, world)
    claims = []
    for match in evidence.matches:
        assert match.passage
        parts = sentences(world.plans[match.passage.plan].source.text, match.passage.spans[0])
        said = next((part for part in parts if _REPORTING.search(normalise(part.quote))), None)
        source = world.cite_passage(match.passage)
        if said:
            source = replace(source, quote=said.quote, spans=((said.start, said.end),))
        text = phrase("report_without_day", query.language, locality=source.locality, quote=source.quote)
        claims.append(Claim(text, (source,)))
    return Draft(Status.ANSWERED, tuple(claims))
