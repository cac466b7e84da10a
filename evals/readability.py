"""How an answer reads: the share of its sentences that are whole ones, not labels with values ("Thời hạn: 2026.").

Measured on the prose of an answer alone: lines of a list, headings and what is quoted are left out, since a list is
better as a list and a quotation is the plan's own. A whole sentence begins with a capital, has at least four words,
says no "label: value" and joins nothing by a dash.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from evals.metrics import Share
from evals.outcomes import Outcome

_CITED = re.compile(r"\s*(?:\[\d+\])+")
_QUOTED = re.compile(r"“[^”]*”")
_ENDS = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])")
_LABEL = re.compile(r"^[^,;“”]{1,60}?:\s")
_DASH = re.compile(r"\s[–—]\s")
_LEAST_WORDS = 4


def prose(answer: str) -> list[str]:
    """The sentences of an answer outside its lists and headings, quotations as “…” and without citation marks."""
    lines = [_CITED.sub("", line).strip() for line in answer.splitlines()]
    found = [line for line in lines if line and not line.startswith("- ") and not line.endswith(":")]
    return [part for line in found for part in _ENDS.split(_QUOTED.sub("“…”", line)) if part.strip()]


def is_whole(sentence: str) -> bool:
    """Whether a sentence reads as one."""
    words = sentence.split()
    begins = sentence[:1].isupper() or sentence[:1] in "“0123456789"
    return begins and len(words) >= _LEAST_WORDS and not _LABEL.search(sentence) and not _DASH.search(sentence)


def whole_sentences(answer: str) -> Share:
    """Of the sentences of an answer's prose, those that read as one."""
    found = prose(answer)
    return Share(sum(map(is_whole, found)), len(found))


def wording(outcomes: Iterable[Outcome]) -> dict[str, float | None]:
    """Of the answered cases: shares of whole sentences and of answers in a model's words; sentences taken out."""
    answers: list[Mapping[str, Any]] = [
        outcome.answer for outcome in outcomes if outcome.answer is not None and outcome.status == "answered"
    ]
    whole = sum((whole_sentences(str(answer["answer"])) for answer in answers), Share(0, 0))
    composers = Counter(str(answer.get("composer")) for answer in answers)
    worded = sum(count for name, count in composers.items() if name != "extractive")
    return {
        "whole_sentences": whole.value,
        "worded_by_model": Share(worded, len(answers)).value,
        "dropped_sentences": float(sum(len(answer.get("dropped") or ()) for answer in answers)),
    }
