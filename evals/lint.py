"""Proves each case against the plans: what a case calls right must stand in them.

Evidence stands in its plan's text; rows exist; a fact of an answered case stands in the plans that it is about (a
count, a blank and a name of a plan excepted); nothing is asked twice with the same history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from evals.cases import Alternatives, Case
from evals.record_keys import RecordKey
from evals.wording import folded, says


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a case, at its line."""

    where: str
    case: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.case}: {self.what}"


@dataclass(frozen=True, slots=True)
class Material:
    """The plans that cases are held against: texts and, where they have been read, records, by plan id."""

    texts: Mapping[str, str]
    records: Mapping[str, list[dict[str, object]]]
    quotes: Mapping[str, str] = field(default_factory=dict)

    def words(self, plan: str) -> str:
        """What stands in a plan: its text, and the cells that its lines cut."""
        return f"{self.texts[plan]}\n{self.quotes.get(plan, '')}"


def lint(cases: Iterable[Case], material: Material, wordings: Mapping[str, Alternatives]) -> list[Fault]:
    """All faults, in the order of the cases."""
    words = {plan: material.words(plan) for plan in material.texts}
    folded_texts = {plan: folded(text) for plan, text in words.items()}
    free = {folded(word) for words in wordings.values() for word in words}
    faults: list[Fault] = []
    asked: dict[tuple[object, ...], str] = {}
    for case in cases:
        key = (folded(case.question), tuple(map(folded, case.history)), case.scope, case.today)
        if key in asked and case.question.strip():
            faults.append(Fault(case.source, case.id, f"asked already by {asked[key]}"))
        asked.setdefault(key, case.id)
        problems = (*_plans(case, material), *_evidence(case, folded_texts), *_facts(case, words, free))
        faults += [Fault(case.source, case.id, what) for what in (*problems, *_records(case, material))]
    return faults


def _plans(case: Case, material: Material) -> Iterable[str]:
    named = [*(case.plans or ()), *case.scope, *(item.plan for item in case.evidence if item.plan)]
    named += [key.plan for key in case.records or ()]
    for plan in dict.fromkeys(named):
        if plan not in material.texts:
            yield f"no plan {plan}"
    if case.answerable and not (case.facts or case.records or case.evidence):
        yield "an answered case needs facts, records or evidence"
    if case.answerable and case.plans is None and case.records is None and not case.evidence:
        yield "an answered case says which plans it is about"


def _about(case: Case) -> tuple[str, ...]:
    named = [*(case.plans or ()), *(item.plan for item in case.evidence if item.plan)]
    return tuple(dict.fromkeys(named + [key.plan for key in case.records or ()]))


def _evidence(case: Case, texts: Mapping[str, str]) -> Iterable[str]:
    for item in case.evidence:
        plans = (item.plan,) if item.plan else _about(case)
        if not plans:
            yield f"evidence without a plan: {item.text[:60]}"
        elif not any(folded(item.text) in texts.get(plan, "") for plan in plans):
            yield f"evidence does not stand in {', '.join(plans)}: {item.text[:80]}"


def _facts(case: Case, texts: Mapping[str, str], free: set[str]) -> Iterable[str]:
    if not case.answerable or case.kind in ("count", "smalltalk"):
        return
    about = _about(case) or tuple(texts)
    for words in case.facts:
        if any(folded(word) in free or word in _said_by_the_program(case) for word in words):
            continue
        if not any(says(texts[plan], word) for plan in about if plan in texts for word in words):
            yield f"fact stands in no plan of the case: {' | '.join(words)}"


def _said_by_the_program(case: Case) -> set[str]:
    """Counts of gold records may be said without standing in a plan."""
    records = case.records or ()
    plans = [key.plan for key in records]
    return {str(len(records)), *(str(plans.count(plan)) for plan in set(plans))}


def _records(case: Case, material: Material) -> Iterable[str]:
    keys = case.records or ()
    for key in dict.fromkeys(keys):
        found = [record for record in material.records.get(key.plan, []) if key.matches(record)]
        if not found and key.plan in material.records:
            yield f"no record {key}{_nearest(key, material)}"
        elif len(found) > 1:
            yield f"{len(found)} records are {key}"
    if len(set(keys)) != len(keys):
        yield "a record is named twice"


def _nearest(key: RecordKey, material: Material) -> str:
    kind = dict(key.fields).get("kind")
    if kind is None:
        return ""
    return f" ({sum(record.get('kind') == kind for record in material.records[key.plan])} of kind {kind} there)"
