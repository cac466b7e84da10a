"""Gives a question that was typed without accents its accents back, from the corpus itself.

"ai chu tri kham sang loc" becomes "ai chủ trì khám sàng lọc": of the corpus's forms of each syllable the likeliest
sequence, by a Viterbi pass over pairs of neighbours counted there. Names and terms of a plan that was added a moment
ago are restored like any other. What was typed with an accent stays, and so does a question that is not Vietnamese.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.text import canonical, unaccented

_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"[^\W_]*\d[^\W_]*(?:[.,/-][^\W_]+)*|[^\W_]+(?:[/-][^\W_]+)+")

_PAIR_WEIGHT = 0.9  # of the pair's probability; the rest is the syllable's own
_TYPED_SHARE = 0.5  # of the accents to be expected: fewer than this typed means typed without
_PAIRS_SEEN = 0.25  # of neighbours known to the corpus: fewer means not Vietnamese, or about nothing that is here


class AccentModel:
    """Counts of syllables and of pairs of neighbours in a corpus."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._single: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            words = _WORD.findall(canonical(text))
            self._single.update(words)
            self._pairs.update(pairwise(words))
        forms: dict[str, list[str]] = defaultdict(list)
        for word in self._single:
            forms[unaccented(word)].append(word)
        self._forms = dict(forms)
        self._accented = {plain: self._accented_share(found) for plain, found in forms.items()}

    def _accented_share(self, forms: Sequence[str]) -> float:
        total = sum(self._single[form] for form in forms)
        return sum(self._single[form] for form in forms if form != unaccented(form)) / total

    def restore(self, query: str) -> str:
        """The query with accents; unchanged where it has them, is in another language, or is all codes."""
        spans = [match.span() for match in _WORD.finditer(query)]
        codes = [match.span() for match in _CODE.finditer(query)]
        spans = [span for span in spans if not any(start <= span[0] < end for start, end in codes)]
        words = [query[start:end] for start, end in spans]
        if not self._typed_without(words):
            return query
        restored = self._likeliest([self._candidates(word) for word in words])
        if not self._plausible(restored):
            return query
        pieces, at = [], 0
        for (start, end), word, form in zip(spans, words, restored, strict=True):
            pieces += [query[at:start], _in_case_of(word, form)]
            at = end
        return "".join(pieces) + query[at:]

    def _typed_without(self, words: Sequence[str]) -> bool:
        expected = sum(self._accented.get(unaccented(word), 0.0) for word in words)
        typed = sum(unaccented(word) != word.lower() for word in words)
        return expected > 0 and typed < _TYPED_SHARE * expected

    def _candidates(self, word: str) -> list[str]:
        plain = canonical(word)
        if unaccented(plain) != plain:
            return [plain]
        return self._forms.get(plain) or [plain]

    def _likeliest(self, columns: Sequence[Sequence[str]]) -> list[str]:
        best = {form: (self._log_single(form, column), [form]) for column in columns[:1] for form in column}
        for column in columns[1:]:
            reached = {}
            for form in column:
                own = self._share(form, column)
                score, path = max(
                    ((total + self._log_pair(path[-1], form, own), path) for total, path in best.values()),
                    key=lambda scored: scored[0],
                )
                reached[form] = (score, [*path, form])
            best = reached
        return max(best.values(), key=lambda scored: scored[0])[1] if best else []

    def _share(self, form: str, column: Sequence[str]) -> float:
        return (self._single[form] + 1) / (sum(self._single[other] for other in column) + len(column))

    def _log_single(self, form: str, column: Sequence[str]) -> float:
        return math.log(self._share(form, column))

    def _log_pair(self, first: str, second: str, own: float) -> float:
        followed = self._single[first]
        pair = self._pairs[first, second] / followed if followed else 0.0
        return math.log(_PAIR_WEIGHT * pair + (1 - _PAIR_WEIGHT) * own)

    def _plausible(self, words: Sequence[str]) -> bool:
        pairs = list(pairwise(words))
        if not pairs:
            return True
        return sum(pair in self._pairs for pair in pairs) >= _PAIRS_SEEN * len(pairs)


def _in_case_of(typed: str, form: str) -> str:
    if typed.isupper() and len(typed) > 1:
        return form.upper()
    return form[0].upper() + form[1:] if typed[0].isupper() else form
