"""Metamorphic variants: an answerable case asked in another form must get the answer that it got in its own.

Kept apart from the cases: they are made, not written, and are held to the answer of their original, not to a gold of
their own. `right` beside `same` says how many are also right by the original's gold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

from evals.cases import ABBREVIATIONS, DATA, Case, CaseFileError
from evals.judge import judge
from evals.metrics import Share, share
from evals.outcomes import Check, Outcome
from evals.record_keys import label_of
from evals.run import Assistant, answer_to
from ingest.text import canonical, unaccented

UNACCENTED, ABBREVIATED, TYPO, POLITE, ENGLISH, REWORDED = KINDS = (
    "unaccented",
    "abbreviated",
    "typo",
    "polite",
    "english",
    "reworded",
)
_NOT_VARIED = frozenset({"input", "unaccented", "english", "smalltalk"})
_ALWAYS = frozenset({"contract", "verbatim", "no_wrong_facts", "language"})
"""Checks of an answer by itself; the others are against the gold."""
_POLITE = (
    "Cho em hỏi {} ạ?",
    "Anh chị cho hỏi {} với ạ",
    "Dạ, em muốn hỏi {} ạ",
    "Xin hỏi: {}?",
    "Nhờ bạn cho biết {} nhé",
)
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_TYPO = 4


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Short forms and long ones; those of documents are swapped before a number only."""

    names: Mapping[str, str]
    numbered: Mapping[str, str]


def variants(cases: Iterable[Case], known: Collection[str] = frozenset()) -> tuple[Case, ...]:
    """Every variant of the answerable cases. `known` are words that a typo must not make of another (canonical)."""
    makers: dict[str, Callable[[Case], str | None]] = {
        UNACCENTED: lambda case: _changed(case.question, unaccented(case.question)),
        ABBREVIATED: lambda case: _changed(case.question, swapped(case.question, abbreviations())),
        TYPO: lambda case: mistyped(case.question, case.id, known),
        POLITE: lambda case: polite(case.question, case.id),
        ENGLISH: lambda case: case.english,
    }
    made: list[Case] = []
    for case in cases:
        if not case.answerable or case.kind in _NOT_VARIED or case.language != "vi":
            continue
        for kind, make in makers.items():
            question = make(case)
            if question:
                made.append(_variant(case, kind, kind, question))
        made += [_variant(case, REWORDED, f"{REWORDED}{n}", text) for n, text in enumerate(case.also, start=1)]
    return tuple(made)


def _variant(case: Case, kind: str, suffix: str, question: str) -> Case:
    return case.model_copy(
        update={
            "id": f"{case.id}~{suffix}",
            "question": question,
            "variant": kind,
            "variant_of": case.id,
            "language": "en" if kind == ENGLISH else "vi",
        }
    )


@cache
def abbreviations(path: Path = DATA / ABBREVIATIONS) -> Abbreviations:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or set(content) != {"names", "numbered"}:
        raise CaseFileError(f"{path.name}:1: needs `names` and `numbered`, mappings of short forms to long ones")
    return Abbreviations(content["names"], content["numbered"])


def swapped(question: str, forms: Abbreviations) -> str:
    """Short names written out and long ones shortened; document codes ("57/KH-UBND") stay as they are."""
    swaps: dict[str, str] = {}
    patterns: list[str] = []
    for table, after in ((forms.names, ""), (forms.numbered, r"(?=\s+(?:số\s+)?\d)")):
        for short, long in table.items():
            swaps[canonical(short)], swaps[canonical(long)] = long, short
            patterns += [rf"{re.escape(short)}{after}", rf"(?i:{re.escape(long).replace('Ủy', '(?:Ủy|Uỷ)')}){after}"]
    pattern = re.compile(rf"(?<![\w/-])(?:{'|'.join(sorted(patterns, key=len, reverse=True))})(?![\w/-])")
    return pattern.sub(lambda match: swaps.get(canonical(match.group()), match.group()), question)


def mistyped(question: str, seed: str, known: Collection[str] = frozenset()) -> str | None:
    """Two neighbouring letters of one word exchanged; never in a code, never into a word of the plans.

    Which word is drawn from the seed, so that a run can be repeated.
    """
    words = [
        match
        for match in _WORD.finditer(question)
        if len(match.group()) >= _SHORTEST_TYPO and not match.group().isupper() and _stands_free(question, match)
    ]
    for step in range(len(words)):
        word = words[(crc32(seed.encode()) + step) % len(words)]
        text = word.group()
        for at in range(1, len(text) - 1):
            slipped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
            if slipped != text and canonical(slipped) not in known:
                return question[: word.start()] + slipped + question[word.end() :]
    return None


def _stands_free(question: str, match: re.Match[str]) -> bool:
    around = question[max(match.start() - 1, 0) : match.start()] + question[match.end() : match.end() + 1]
    return not re.search(r"[\d/-]", around)


def polite(question: str, seed: str) -> str:
    """The question inside what people say around one."""
    bare = question.rstrip(" ?.")
    words = bare.split()
    if len(words) > 1 and (len(words[0]) == 1 or not words[1][:1].isupper()):
        bare = bare[0].lower() + bare[1:]
    return _POLITE[crc32(seed.encode()) % len(_POLITE)].format(bare)


def _changed(before: str, after: str) -> str | None:
    return after if canonical(after) != canonical(before) else None


def run_variants(
    assistant: Assistant,
    originals: Sequence[Outcome],
    made: Iterable[Case],
    texts: Mapping[str, str],
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> tuple[Outcome, ...]:
    """Each variant asked and held to the answer of its original; a variant of a case that crashed is left out."""
    answers = {outcome.case.id: outcome.answer for outcome in originals}
    outcomes = []
    for case in made:
        original = answers.get(case.variant_of or "")
        if original is None:
            continue
        answer, error, seconds = answer_to(assistant, case)
        if answer is None:
            outcome = Outcome(case, None, error, seconds, (Check("same_status", False, str(error)),))
        else:
            gold, counts = judge(case, answer, texts)
            held = (*same_as(original, answer), *(check for check in gold if check.name in _ALWAYS))
            right = Share(int(all(check.right for check in gold)), 1)
            outcome = Outcome(case, answer, None, seconds, held, {**counts, "right": right})
        progress(outcome)
        outcomes.append(outcome)
    return tuple(outcomes)


def same_as(original: Mapping[str, Any], answer: Mapping[str, Any]) -> tuple[Check, ...]:
    """Whether status and records are those of the original; without records, whether the same plans are cited."""
    before, after = original.get("status"), answer.get("status")
    status = Check("same_status", before == after, f"the original is {before}, this is {after}")
    wanted, got = _labels(original), _labels(answer)
    why = []
    if wanted - got:
        why.append(f"without {', '.join(sorted(wanted - got))}")
    if got - wanted:
        why.append(f"beyond it {', '.join(sorted(got - wanted))}")
    return status, Check("same_records", not why, "; ".join(why))


def _labels(answer: Mapping[str, Any]) -> set[str]:
    records = answer.get("records") or []
    if records:
        return {label_of(record) for record in records}
    return {f"cites {citation.get('plan')}" for citation in answer.get("citations") or []}


def variant_figures(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    """The share that gave the original's answer, over all and per kind, and what is right by the gold."""
    figures = {"variants_same": _same(outcomes).value}
    for kind in KINDS:
        figures[f"variants_{kind}"] = _same([outcome for outcome in outcomes if outcome.case.variant == kind]).value
    figures["variants_right"] = sum((outcome.count("right") for outcome in outcomes), Share(0, 0)).value
    figures["variants_wrong_facts"] = share(
        None if outcome.answer is None else outcome.mark("no_wrong_facts") is False for outcome in outcomes
    ).value
    return figures


def _same(outcomes: Sequence[Outcome]) -> Share:
    return share(outcome.mark("same_status") and outcome.mark("same_records") is not False for outcome in outcomes)
