"""The figures of an evaluation, as pure functions. What was not scored is None, never zero."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from evals.hard_facts import hard_facts
from evals.wording import folded, says

_WORD = re.compile(r"[^\W_]+")
_JOINING = frozenset("trong kế hoạch của là theo ở tại và có do được cho với này the of in is a plan by".split())


@dataclass(frozen=True, slots=True)
class Share:
    """Of `of` scored things, `right` are as they should be."""

    right: int
    of: int

    @property
    def value(self) -> float | None:
        return self.right / self.of if self.of else None

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)


NOT_SCORED = Share(0, 0)


def share(marks: Iterable[bool | None]) -> Share:
    """How many of the marks are true, those that are None left out."""
    scored = [mark for mark in marks if mark is not None]
    return Share(sum(scored), len(scored))


# --- Retrieval --------------------------------------------------------------------------------------------------


def recall_at(ranked: Sequence[str], relevant: Collection[str], k: int) -> float | None:
    """The share of the relevant that stand among the first k; None where nothing is relevant."""
    wanted = set(relevant)
    return len(wanted & set(ranked[:k])) / len(wanted) if wanted else None


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str], k: int | None = None) -> float | None:
    """1 / rank of the first relevant one among the first k, 0 where it is not there."""
    if not relevant:
        return None
    for rank, name in enumerate(ranked[:k], start=1):
        if name in relevant:
            return 1 / rank
    return 0.0


def ndcg_at(ranked: Sequence[str], gains: dict[str, float], k: int) -> float | None:
    """Normalised discounted cumulative gain with linear gains and log2 discount."""
    best = sorted((gain for gain in gains.values() if gain > 0), reverse=True)[:k]
    if not best:
        return None
    ideal = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(best, start=1))
    found = sum(gains.get(name, 0.0) / math.log2(rank + 1) for rank, name in enumerate(ranked[:k], start=1))
    return found / ideal


def mean(values: Iterable[float | None]) -> float | None:
    scored = [value for value in values if value is not None]
    return sum(scored) / len(scored) if scored else None


# --- Answers ----------------------------------------------------------------------------------------------------


def facts_said(answer: str, facts: Iterable[Sequence[str]]) -> Share:
    """Of the facts (each a choice of wordings), how many the answer says."""
    return share(any(says(answer, word) for word in alternatives) for alternatives in facts)


def wrong_facts(answer: str, quotes: Iterable[str], allowed: Iterable[str] = ()) -> tuple[str, ...]:
    """Numbers, dates, codes and agencies of the answer that stand in none of the quotes, nor in what is allowed."""
    known: set[str] = set()
    for text in (*quotes, *allowed):
        known |= hard_facts(text)
    return tuple(sorted(fact for fact in hard_facts(answer) if fact not in known))


def verbatim(quote: str, text: str, spans: Sequence[Sequence[int]]) -> bool:
    """Whether the quote is what stands at the spans, white space folded, in order."""
    if not spans or any(not 0 <= start < end <= len(text) for start, end in spans):
        return False
    return quote.split() == " ".join(text[start:end] for start, end in spans).split()


def precision_recall(found: Share, wanted: Share) -> tuple[float | None, float | None, float | None]:
    """Precision, recall and F1 from "right of what was given" and "right of what was wanted"."""
    precision, recall = found.value, wanted.value
    if precision is None or recall is None:
        return precision, recall, None
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def refusal_shares(pairs: Iterable[tuple[bool, bool]]) -> tuple[Share, Share]:
    """From (should refuse, did refuse): right of those refused (precision), right of those to refuse (recall)."""
    pairs = list(pairs)
    both = sum(should and did for should, did in pairs)
    return Share(both, sum(did for _, did in pairs)), Share(both, sum(should for should, _ in pairs))


def supports(claim: str, quotes: Sequence[str], blanks: Iterable[str] = ()) -> bool:
    """Whether the quotes hold every hard fact of the claim; or, where it has none, half of its words, or of the words
    behind its label ("chức vụ người ký: PHÓ CHỦ TỊCH"). A claim that something is blank (`blanks` are the wordings)
    is supported by any quote: what is not there cannot be quoted, only where it would stand.

    Words that only join are not counted, so that a whole sentence fares as well as a label with its value.
    """
    if hard_facts(claim):
        return not wrong_facts(claim, quotes)
    if any(says(claim, wording) for wording in blanks):
        return any(quotes)
    said = set(_WORD.findall(folded(" ".join(quotes))))
    each = [set(_WORD.findall(folded(part))) - _JOINING for part in (claim, claim.rpartition(": ")[2])]
    parts = [words for words in each if words]
    return not parts or any(len(words & said) * 2 >= len(words) for words in parts)


# --- Noise ------------------------------------------------------------------------------------------------------


def percentile(values: Sequence[float], q: float) -> float | None:
    return float(np.percentile(np.asarray(values, dtype=float), q)) if len(values) else None


def bootstrap(
    values: Sequence[float],
    statistic: Callable[[np.ndarray], np.ndarray] | None = None,
    *,
    rounds: int = 2000,
    level: float = 0.95,
    seed: int = 72,
) -> tuple[float, float] | None:
    """The confidence interval of a statistic (by default the mean) over cases drawn again with replacement.

    `statistic` takes an array [rounds, cases] and gives [rounds].
    """
    if not len(values):
        return None
    array = np.asarray(values, dtype=float)
    draws = array[np.random.default_rng(seed).integers(0, len(array), size=(rounds, len(array)))]
    results = draws.mean(axis=1) if statistic is None else statistic(draws)
    tail = (1 - level) / 2 * 100
    low, high = np.percentile(results, [tail, 100 - tail])
    return float(low), float(high)


def paired_change(old: Sequence[float], new: Sequence[float], *, level: float = 0.95) -> tuple[float, float, float]:
    """The mean change over the same cases and its interval; a change is real where the interval leaves zero out.

    Raises ValueError where the two are not of the same cases.
    """
    if len(old) != len(new) or not old:
        raise ValueError(f"the same cases are needed: {len(old)} old, {len(new)} new")
    differences = [after - before for before, after in zip(old, new, strict=True)]
    interval = bootstrap(differences, level=level)
    assert interval is not None
    return sum(differences) / len(differences), *interval
