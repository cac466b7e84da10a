"""The gate: nothing is said that its quotes do not hold. Every answer passes it, whoever composed it.

Of each claim, every number, date, document code, name and quoted stretch must stand in the quotes that it cites, in
what the citation says of itself (place, locality, document), or among the values that code derived (counts, the day
asked about, what the question itself said). A claim that does not pass is dropped and reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from assistant.roles import misplaced
from assistant.turns import Citation, Claim, Draft, Query, Source, Status
from ingest.agencies import is_bare, is_known
from ingest.letters import UPPER
from ingest.text import canonical, joined, normalise
from prompts import phrase, phrases

_NUMBER = re.compile(r"\d+(?:[.,/-]\d+)*")
_CODE = re.compile(r"\b\d+(?:/\d{4})?[-/][^\W\d_]+(?:[-/][^\W\d_]+)*\b")
_QUOTED = re.compile(r"“([^“”]+)”")
_NAME = re.compile(rf"(?<![^\W_])[{UPPER}][^\W_]*(?: [^\W\d_]+)?")
"""A word with a capital, its digits ("Q4") and the word behind it: "Công an" – the first word of a sentence too."""


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
    lines = [claim.before + _with_numbers(claim, joined(text), numbers) for claim, text in kept]
    citations = tuple(Citation(number, source) for source, number in numbers.items())
    return Verified("".join(lines).lstrip(), citations, draft.status, tuple(dropped))


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
    return tuple(dict.fromkeys([*_missing(normalise(claim.text), proof), *misplaced(claim.text, claim.sources)]))


@dataclass(frozen=True, slots=True)
class _Proof:
    text: str
    squeezed: str
    numbers: frozenset[str]

    @classmethod
    def of(cls, sources: Iterable[Source], derived: Iterable[str]) -> _Proof:
        parts = [part for s in sources for part in (s.quote, s.place, s.locality, s.document)]
        text = canonical(" \n ".join(joined(part) for part in (*parts, *derived)))
        numbers = set(_NUMBER.findall(text))
        # "1 - 18" and "09/9/2025" hold their parts as numbers of their own; "95" does not hold "5".
        return cls(text, _squeezed(text), frozenset(numbers | {part for n in numbers for part in re.split("[/-]", n)}))

    def holds(self, text: str) -> bool:
        return _squeezed(canonical(text)) in self.squeezed

    def holds_code(self, code: str) -> bool:
        found = r"\s*".join(map(re.escape, canonical(code)))
        return re.search(rf"(?<!\d){found}(?![^\W\d_])", self.text) is not None

    def holds_words(self, words: str) -> bool:
        """Whether the words stand in it one behind the other, as whole words."""
        return re.search(rf"(?<![^\W_]){re.escape(canonical(words))}(?![^\W_])", self.text) is not None


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _missing(text: str, proof: _Proof) -> Iterable[str]:
    for quoted in _QUOTED.findall(text):
        if not proof.holds(quoted):
            yield quoted
    for code in _CODE.findall(text):
        if not proof.holds_code(code):
            yield code
    for number in _NUMBER.findall(_CODE.sub(" ", text)):
        if number not in proof.numbers:
            yield number
    for name in _NAME.findall(_QUOTED.sub(" ", text)):
        if proof.holds_words(name):
            continue
        if " " in name and (is_known(name) or is_bare(name)):
            yield name  # an agency is never a word of our sentences, whatever its syllables are
        elif canonical(name) not in _frame():
            yield from _unknown_words(name, proof)


def _unknown_words(name: str, proof: _Proof) -> Iterable[str]:
    """A pair that stands nowhere as such: where a name ends and the frame goes on, its first word is enough."""
    first, _, second = name.partition(" ")
    words, pairs = _frame_words(), _frame()
    if second and canonical(second) in words and second == second.lower() and proof.holds_words(first):
        return
    if not second and (proof.holds_words(first) or canonical(first) in words):
        return
    if (
        canonical(first) in words
        and any(pair.startswith(f"{canonical(first)} ") for pair in pairs)
        and proof.holds_words(second)
    ):
        return
    yield name


@cache
def _frame() -> frozenset[str]:
    """Pairs of neighbouring words of the fixed sentences, which assert nothing of a plan, and their single words."""
    pairs: set[str] = set()
    for forms in phrases().values():
        for template in forms.values():
            for piece in re.split(r"[^\w\s]|\{\w+\}", canonical(template)):
                words = piece.split()
                pairs |= {" ".join(pair) for pair in pairwise(words)}
    return frozenset(pairs)


@cache
def _frame_words() -> frozenset[str]:
    texts = [template for forms in phrases().values() for template in forms.values()]
    return frozenset(word for text in texts for word in re.findall(r"[^\W\d_]+", canonical(text)))
