"""The gate: nothing is said that its quotes do not hold. Every answer passes it, whoever composed it.

Of each claim, every number, date, document code, name and quoted stretch must stand in the quotes that it cites, in
what the citation says of itself (place, locality, document), or among the values that code derived (counts, the day
asked about, what the question itself said). A claim that does not pass is dropped and reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.turns import Citation, Claim, Draft, Query, Source, Status
from ingest.text import canonical, joined, normalise, unaccented
from prompts import phrase, phrases

_NUMBER = re.compile(r"\d+(?:[.,/-]\d+)*")
_CODE = re.compile(r"\b\d+(?:/\d{4})?[-/][^\W\d_]+(?:[-/][^\W\d_]+)*\b")
_QUOTED = re.compile(r"“([^“”]+)”")
_NAME = re.compile(r"(?<![.!?:“\-–(\n] )(?<!^)\b[^\W\d_]*[A-ZĐÀ-ỸẠ-Ỵ][^\W\d_]*")


@dataclass(frozen=True, slots=True)
class Verified:
    """A draft after the gate: its text with citation numbers, the citations in order, and what was dropped."""

    text: str
    citations: tuple[Citation, ...]
    status: Status
    dropped: tuple[str, ...]


def verify(draft: Draft, query: Query) -> Verified:
    """Number the sources of what passes; if an answer has nothing left, it is a refusal."""
    kept: list[tuple[Claim, str]] = []
    dropped: list[str] = []
    for claim in draft.claims:
        if (draft.status is Status.ANSWERED and not claim.sources and not claim.derived) or unproved(claim):
            dropped.append(claim.text)
        else:
            kept.append((claim, claim.text))
    cited = [claim for claim, _ in kept if claim.sources]
    if draft.status is Status.ANSWERED and not cited:
        return Verified(phrase("refused", query.language), (), Status.REFUSED, tuple(dropped))
    numbers: dict[Source, int] = {}
    lines = [_with_numbers(claim, joined(text), numbers) for claim, text in kept]
    citations = tuple(Citation(number, source) for source, number in numbers.items())
    return Verified("\n".join(lines), citations, draft.status, tuple(dropped))


def _with_numbers(claim: Claim, text: str, numbers: dict[Source, int]) -> str:
    marks = [numbers.setdefault(source, len(numbers) + 1) for source in claim.sources]
    if not marks:
        return text
    return f"{text} {_marks(marks)}"


def _marks(marks: Sequence[int]) -> str:
    return "".join(f"[{mark}]" for mark in dict.fromkeys(marks))


def unproved(claim: Claim) -> tuple[str, ...]:
    """What a claim says that neither its sources nor its derived values hold."""
    proof = _Proof.of(claim.sources, claim.derived)
    return tuple(dict.fromkeys(_missing(normalise(claim.text), proof)))


@dataclass(frozen=True, slots=True)
class _Proof:
    text: str
    squeezed: str
    numbers: frozenset[str]

    @classmethod
    def of(cls, sources: Iterable[Source], derived: Iterable[str]) -> _Proof:
        parts = [part for s in sources for part in (s.quote, s.place, s.locality, s.document)]
        text = canonical(" \n ".join([*parts, *derived]))
        return cls(text, _squeezed(text), frozenset(_NUMBER.findall(text)))

    def holds(self, text: str) -> bool:
        return _squeezed(canonical(text)) in self.squeezed

    def holds_number(self, number: str) -> bool:
        return number in self.numbers or any(
            number in found.replace("/", " ").replace("-", " ").split() for found in self.numbers
        )


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _missing(text: str, proof: _Proof) -> Iterable[str]:
    for quoted in _QUOTED.findall(text):
        if not proof.holds(quoted):
            yield quoted
    for code in _CODE.findall(text):
        if not proof.holds(code):
            yield code
    for number in _NUMBER.findall(_CODE.sub(" ", text)):
        if not proof.holds_number(number) and not proof.holds(number):
            yield number
    for name in _NAME.findall(text):
        if not proof.holds(name) and canonical(name) not in _frame_words():
            yield name


_FRAME: frozenset[str] | None = None


def _frame_words() -> frozenset[str]:
    """Words of the fixed sentences themselves, which assert nothing of a plan."""
    global _FRAME  # noqa: PLW0603
    if _FRAME is None:
        words = {
            w for forms in phrases().values() for t in forms.values() for w in re.findall(r"[^\W\d_]+", canonical(t))
        }
        _FRAME = frozenset(words | {unaccented(word) for word in words})
    return _FRAME
