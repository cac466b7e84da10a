"""Judges one answer against its case: the checks of a case and the counts behind the figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from evals.cases import DATA, Case, Evidence, load_wordings
from evals.metrics import Share, facts_said, supports, verbatim, wrong_facts
from evals.outcomes import Check
from evals.record_keys import RecordKey, assign, label_of
from evals.wording import folded, plain, says
from ingest.text import unaccented

Answer = Mapping[str, Any]
_ENGLISH = frozenset(
    "the is are of and to in by no not has have for with this that plan plans from was were deadline lead agency "
    "coordinating task tasks chaired signed target year number searched passages".split()
)
_KEYS = frozenset("question resolved_question language status answer citations records coverage warnings".split())
_LIST_NUMBER = re.compile(r"^\s*(?:\d+[.)]|[-*+])\s+", re.MULTILINE)
_OWN_COUNTS = re.compile(
    r"(?:Đã tìm|Searched):[^.]*|\b\d+ (?:kế hoạch|plans)\b|\b\d+ (?:ngày kể từ|days from)\b", re.IGNORECASE
)
"""How much was searched, and how far "soon" reaches: said by the program of itself."""
_DAY = r"\d+/\d+/\d{4}"
_WINDOW = re.compile(rf"(?:từ|from) {_DAY} (?:đến|to) {_DAY}")
"""The days that "this quarter" and "soon" stand for, by the clock."""
_FILTER = re.compile(rf"có thời hạn (?:đến hết|từ) ngày {_DAY}|\bdue (?:by|from) {_DAY}")
"""The day that "after 2026" and "before the end of the year" stand for."""
_EXAMPLE = re.compile(r"“[^”]*”|\"[^\"]*\"")
_LETTERS = re.compile(r"[^\W\d_]+")
_CITED = re.compile(r"\[(\d+)\]")
_CLAIM = re.compile(r"[^\n]*?(?:\[\d+\])+[.;]?|[^\n]+")
"""What stands up to its citations; text after the last ones of a line is a claim without."""


def judge(case: Case, answer: Answer, texts: Mapping[str, str]) -> tuple[tuple[Check, ...], dict[str, Share]]:
    """The checks that apply to a case and its counts. `texts` are the plans' source texts by id."""
    said = plain(str(answer.get("answer", "")))
    counts = _counts(case, answer, said, texts)
    checks = [
        _status(case, answer),
        _facts(case, said),
        _must_not(case, said),
        _records(case, answer),
        _evidence(case, answer),
        _plans(case, answer),
        _resolved(case, answer),
        _language(case, answer),
        _contract(answer),
        _verbatim(answer, texts),
        _wrong(case, answer),
    ]
    return tuple(check for check in checks if check is not None), counts


def _status(case: Case, answer: Answer) -> Check:
    got = answer.get("status")
    return Check("status", got in case.status, f"expected {' or '.join(case.status)}, got {got}")


def _facts(case: Case, said: str) -> Check | None:
    if not case.facts:
        return None
    missing = [" | ".join(words[:3]) for words in case.facts if not any(says(said, word) for word in words)]
    return Check("facts", not missing, f"not said: {'; '.join(missing)}")


def _must_not(case: Case, said: str) -> Check | None:
    if not case.must_not:
        return None
    found = [word for word in case.must_not if says(said, word)]
    return Check("must_not", not found, f"said: {'; '.join(found)}")


def _records(case: Case, answer: Answer) -> Check | None:
    if case.records is None:
        return None
    records = _list(answer, "records")
    taken, strays = assign(case.records, records)
    missing = [str(key) for index, key in enumerate(case.records) if index not in taken]
    strays = [] if case.open else strays
    why = []
    if missing:
        why.append("missing " + ", ".join(missing))
    if strays:
        why.append("stray " + ", ".join(label_of(records[index]) for index in strays))
    order = [taken[index] for index in sorted(taken)]
    if case.ordered and not missing and order != sorted(order):
        why.append("order " + ", ".join(label_of(records[index]) for index in range(len(records))))
    return Check("records", not why, "; ".join(why))


def _evidence(case: Case, answer: Answer) -> Check | None:
    if not case.evidence:
        return None
    missing = [item.text[:80] for item in case.evidence if not _shown(item, _list(answer, "citations"))]
    return Check("evidence", not missing, f"in no quote: {'; '.join(missing)}")


def _shown(item: Evidence, citations: Iterable[Mapping[str, Any]]) -> bool:
    wanted = folded(item.text)
    return any(
        wanted in folded(str(citation.get("quote", "")))
        for citation in citations
        if item.plan is None or citation.get("plan") == item.plan
    )


def _plans(case: Case, answer: Answer) -> Check | None:
    wanted = case.plans
    if wanted is None and case.records and not case.open:
        wanted = tuple(dict.fromkeys(key.plan for key in case.records))
    if wanted is None:
        return None
    cited = {str(citation.get("plan")) for citation in _list(answer, "citations")}
    given = cited | {str(record.get("plan")) for record in _list(answer, "records")}
    strays = given - set(wanted)
    missing = set(wanted) - cited
    return Check("plans", not strays and not missing, f"missing {sorted(missing)}, stray {sorted(strays)}")


def _resolved(case: Case, answer: Answer) -> Check | None:
    if not case.resolved:
        return None
    text = str(answer.get("resolved_question") or "")
    missing = [" | ".join(words) for words in case.resolved if not any(folded(word) in folded(text) for word in words)]
    return Check("resolved", not missing, f"understood as {text!r}, without {'; '.join(missing)}")


def _language(case: Case, answer: Answer) -> Check:
    got, seems = answer.get("language"), language_of(str(answer.get("answer", "")), _list(answer, "citations"))
    right = got == case.language and seems in (case.language, None)
    return Check("language", right, f"expected {case.language}, says {got}, reads like {seems}")


def language_of(answer: str, citations: Iterable[Mapping[str, Any]] = ()) -> str | None:
    """The language of an answer's frame, what it quotes left out: "en" where English small words stand, else "vi".

    None where too little is left to tell.
    """
    frame = _EXAMPLE.sub(" ", re.sub(r"«[^»]*»|^\|.*$|^>.*$", " ", answer, flags=re.MULTILINE))
    shown = " ".join(
        str(item.get(key) or "") for item in citations for key in ("quote", "locality", "document", "place")
    )
    quoted = set(_LETTERS.findall(folded(shown)))
    words = [word for word in _LETTERS.findall(folded(plain(frame))) if word not in quoted]
    if len(words) < 3:
        return None
    english = sum(word in _ENGLISH for word in words)
    return "en" if english >= 2 or english * 5 >= len(words) else "vi"


def _contract(answer: Answer) -> Check:
    missing = sorted(_KEYS - set(answer))
    numbers = [int(citation["number"]) for citation in _list(answer, "citations")]
    marked = {int(number) for number in _CITED.findall(str(answer.get("answer", "")))}
    why = []
    if missing:
        why.append(f"no {', '.join(missing)}")
    if len(set(numbers)) != len(numbers):
        why.append(f"citations numbered {numbers}")
    if marked - set(numbers):
        why.append(f"[n] without citation: {sorted(marked - set(numbers))}")
    if set(numbers) - marked:
        why.append(f"citation without [n]: {sorted(set(numbers) - marked)}")
    if answer.get("status") == "answered" and not numbers:
        why.append("answered without a citation")
    return Check("contract", not why, "; ".join(why))


def _verbatim(answer: Answer, texts: Mapping[str, str]) -> Check | None:
    citations = [item for item in _list(answer, "citations") if item.get("plan") in texts]
    if not citations:
        return None
    bad = [item for item in citations if not _stands(item, texts)]
    return Check("verbatim", not bad, "; ".join(f"[{item['number']}] {str(item.get('quote'))[:60]}" for item in bad))


def _stands(citation: Mapping[str, Any], texts: Mapping[str, str]) -> bool:
    return verbatim(str(citation.get("quote", "")), texts[citation["plan"]], citation.get("spans") or ())


def _wrong(case: Case, answer: Answer) -> Check:
    found = wrong_facts_of(case, answer)
    return Check("no_wrong_facts", not found, f"in no quote: {', '.join(found)}")


def wrong_facts_of(case: Case, answer: Answer) -> tuple[str, ...]:
    """Hard facts of an answer that its quotes do not hold; counts, places, plan names and the clock are its own."""
    said = _OWN_COUNTS.sub(" ", _LIST_NUMBER.sub("", _without_notes(answer)))
    citations = _list(answer, "citations")
    if not citations and answer.get("status") != "answered":
        said = _EXAMPLE.sub(" ", said)  # questions that are offered to be asked
    allowed = [str(item.get(key, "")) for item in citations for key in ("place", "document", "locality", "page")]
    allowed += _numbers_counted(answer)
    day = case.today or date.today()
    allowed.append(f"{day.day}/{day.month}/{day.year} {day.month}/{day.year}")
    said = _FILTER.sub(" ", _WINDOW.sub(" ", said) if case.today else said)
    asked = " ".join((case.question, *case.history))
    refused = answer.get("status") != "answered"
    if refused:
        allowed.append(asked)
    found = wrong_facts(plain(said), [str(item.get("quote", "")) for item in citations], allowed)
    if not refused:
        return found
    # A name typed without accents is repeated with them.
    return tuple(fact for fact in found if fact[0].isdigit() or unaccented(fact) not in unaccented(folded(asked)))


def _without_notes(answer: Answer) -> str:
    """The answer without the lines that are its warnings: which rows could not be read says nothing of a plan."""
    warnings = set(map(str, answer.get("warnings") or ()))
    return "\n".join(line for line in str(answer.get("answer", "")).split("\n") if line not in warnings)


def _numbers_counted(answer: Answer) -> list[str]:
    """Numbers that the program itself counts: coverage, records in all, a plan, an agency, a deadline; plans; what a
    line cites ("7 further tasks … [6][7]…").

    The year of a row stands in the head of its column, which its quote does not hold.
    """
    coverage = answer.get("coverage") or {}
    records = _list(answer, "records")
    shown = [len(_CITED.findall(line)) for line in str(answer.get("answer", "")).splitlines()]
    counted = [*coverage.values(), len(records), *shown, len({record.get("plan") for record in records})]
    counted += [record.get("year") for record in records if record.get("appendix")]
    for key in ("plan", "lead", "deadline", "coordinating", "kind", "appendix"):
        counted += Counter(str(record.get(key)) for record in records).values()
    names = [str(record.get(key) or "") for record in records for key in ("number", "group", "appendix")]
    return [str(number) for number in counted if number is not None] + names


def _counts(case: Case, answer: Answer, said: str, texts: Mapping[str, str]) -> dict[str, Share]:
    citations = _list(answer, "citations")
    counts = {"facts": facts_said(said, case.facts)}
    if case.records is not None:
        records = _list(answer, "records")
        taken, _ = assign(case.records, records)
        counts["records_wanted"] = Share(len(taken), len(case.records))
        counts["records_given"] = Share(len(taken), len(taken) if case.open else len(records))
    if case.evidence:
        counts["evidence"] = Share(sum(_shown(item, citations) for item in case.evidence), len(case.evidence))
    known = [item for item in citations if item.get("plan") in texts]
    counts["verbatim"] = Share(sum(_stands(item, texts) for item in known), len(known))
    if answer.get("status") == "answered":
        counts["citations_given"], counts["claims"] = _claims(answer, citations)
    return counts


def _claims(answer: Answer, citations: Sequence[Mapping[str, Any]]) -> tuple[Share, Share]:
    """Citations that support a claim which carries them, and claims with a hard fact that carry a citation."""
    quotes = {
        int(item["number"]): f"{item.get('quote')} {item.get('place')} {item.get('locality')}" for item in citations
    }
    counted = " ".join(_numbers_counted(answer))
    supporting: set[int] = set()
    cited = 0
    claims = 0
    for claim in _CLAIM.findall(_LIST_NUMBER.sub("", _without_notes(answer))):
        numbers = [int(number) for number in _CITED.findall(claim) if int(number) in quotes]
        bare = plain(claim)
        if not numbers and not wrong_facts(bare, [counted]):
            continue
        claims += 1
        cited += bool(numbers)
        if supports(bare, [*(quotes[number] for number in numbers), counted], _blanks()):
            supporting.update(numbers)
    return Share(len(supporting), len(quotes)), Share(cited, claims)


@cache
def _blanks() -> tuple[str, ...]:
    return load_wordings(DATA)["blank"]


def _list(answer: Answer, key: str) -> list[Mapping[str, Any]]:
    return list(answer.get(key) or [])


__all__ = ["RecordKey", "judge", "language_of", "wrong_facts_of"]
