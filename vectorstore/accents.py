"""Gives a question that was typed without accents its accents back, from the corpus itself.

"ai chu tri kham sang loc" becomes "ai chủ trì khám sàng lọc": of the corpus's forms of each syllable the likeliest
sequence, by a Viterbi pass over pairs of neighbours counted there. Terms of a plan that was added a moment ago are
restored like any other. Plans state and do not ask, so the words of asking are counted from a list. What was typed
with an accent stays, and so does a question that is not Vietnamese.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from functools import cache
from importlib.resources import files
from itertools import pairwise

from ingest.spelling import is_syllable
from ingest.text import canonical, unaccented

_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"[^\W_]*\d[^\W_]*(?:[.,/-][^\W_]+)*|[^\W_]+(?:[/-][^\W_]+)+")
_VOWEL = re.compile(r"[aeiouy]")

_PAIR_WEIGHT = 0.7  # of a syllable after its neighbour; the rest is how often it occurs at all
_PHRASE_COUNT = 10  # occurrences that each phrase of the list counts for
_ACCENTS_TYPED = 0.5  # of the accents to be expected: fewer than this share means typed without
_SLIP = 0.05  # of a syllable's occurrences: a plain form rarer than this was not meant
_VIETNAMESE = 0.6  # of the words that the corpus has as Vietnamese syllables: fewer means another language
_SURELY_VIETNAMESE = 0.85  # and fewer than this that a foreign word may look like a syllable


class AccentModel:
    """Counts of syllables and of pairs of neighbours in a corpus."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._single: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            self._count(text, 1)
        for phrase in _question_phrases():
            self._count(phrase, _PHRASE_COUNT)
        self._sum_up()

    def changed(self, gone: Iterable[str], fresh: Iterable[str]) -> AccentModel:
        """The model of another corpus: of this one without some texts, and with others."""
        model = copy(self)
        model._single, model._pairs = self._single.copy(), self._pairs.copy()
        for texts, times in ((gone, -1), (fresh, 1)):
            for text in texts:
                model._count(text, times)
        model._single, model._pairs = +model._single, +model._pairs
        model._sum_up()
        return model

    def _sum_up(self) -> None:
        self._total = sum(self._single.values())
        forms: dict[str, list[str]] = defaultdict(list)
        for word in self._single:
            forms[unaccented(word)].append(word)
        self._forms = dict(forms)

    def _count(self, text: str, times: int) -> None:
        words = _WORD.findall(canonical(text))
        if times == 1:
            self._single.update(words)
            self._pairs.update(pairwise(words))
            return
        for word in words:
            self._single[word] += times
        for pair in pairwise(words):
            self._pairs[pair] += times

    def restore(self, query: str) -> str:
        """The query with accents; unchanged where it has them, is in another language, or is all codes."""
        codes = [match.span() for match in _CODE.finditer(query)]
        spans = [
            match.span()
            for match in _WORD.finditer(query)
            if not any(start <= match.start() < end for start, end in codes)
        ]
        words = [query[start:end] for start, end in spans]
        if not self._typed_without(words):
            return query
        restored = self._likeliest([self._candidates(word) for word in words])
        if self._vietnamese_share(words) < _SURELY_VIETNAMESE:
            restored = self._supported(words, restored)
        pieces, at = [], 0
        for (start, end), word, form in zip(spans, words, restored, strict=True):
            pieces += [query[at:start], _in_case_of(word, form)]
            at = end
        return "".join(pieces) + query[at:]

    def _typed_without(self, words: Sequence[str]) -> bool:
        """Whether these are Vietnamese words with far fewer accents than the corpus gives them."""
        if self._vietnamese_share(words) < _VIETNAMESE:
            return False
        expected = sum(self._accented_share(unaccented(word)) for word in words)
        typed = sum(unaccented(word) != word.lower() for word in words)
        return typed < _ACCENTS_TYPED * expected

    def _vietnamese_share(self, words: Sequence[str]) -> float:
        spelt = [unaccented(word) for word in words if _VOWEL.search(unaccented(word))]  # "NQ", "BHYT" are no words
        return sum(map(self._is_vietnamese, spelt)) / len(spelt) if spelt else 0.0

    def _is_vietnamese(self, plain: str) -> bool:
        return any(is_syllable(form) for form in self._forms.get(plain, ()))

    def _accented_share(self, plain: str) -> float:
        """How often the corpus writes this syllable with an accent, 0 to 1."""
        forms = self._forms.get(plain, ())
        total = sum(self._single[form] for form in forms)
        return sum(self._single[form] for form in forms if form != plain) / total if total else 0.0

    def _candidates(self, word: str) -> Sequence[str]:
        typed = canonical(word)
        if unaccented(typed) != typed or typed not in self._forms:
            return [typed]
        forms = self._forms[typed]
        if self._accented_share(typed) > 1 - _SLIP:  # a file name or an address in the corpus, typed like the query
            return [form for form in forms if form != typed]
        return forms

    def _likeliest(self, columns: Sequence[Sequence[str]]) -> list[str]:
        """Viterbi: one form of each column, so that the product of the pairs' probabilities is greatest."""
        best = {form: math.log(self._share(form)) for form in columns[0]}
        backwards: list[dict[str, str]] = []
        for column in columns[1:]:
            came_from, reached = {}, {}
            for form in column:
                alone = (1 - _PAIR_WEIGHT) * self._share(form)
                scored = ((score + math.log(self._after(first, form) + alone), first) for first, score in best.items())
                reached[form], came_from[form] = max(scored)
            best = reached
            backwards.append(came_from)
        path = [max(best, key=lambda form: best[form])]
        for came_from in reversed(backwards):
            path.append(came_from[path[-1]])
        return path[::-1]

    def _supported(self, words: Sequence[str], restored: Sequence[str]) -> list[str]:
        """Only words that the corpus has beside their neighbour are changed: "the plan" does not become "thể plan"."""
        seen = [pair in self._pairs for pair in pairwise(restored)]
        asking = {word for phrase in _question_phrases() for word in phrase.split()}
        beside = [
            left or right or form in asking
            for left, right, form in zip([False, *seen], [*seen, False], restored, strict=True)
        ]
        return [form if known else word for word, form, known in zip(words, restored, beside, strict=True)]

    def _share(self, form: str) -> float:
        return (self._single[form] + 0.5) / self._total

    def _after(self, first: str, second: str) -> float:
        followed = self._single[first]
        return _PAIR_WEIGHT * self._pairs[first, second] / followed if followed else 0.0


@cache
def _question_phrases() -> tuple[str, ...]:
    text = files("vectorstore").joinpath("data/question_phrases.txt").read_text(encoding="utf-8")
    return tuple(text.split("\n"))


def _in_case_of(typed: str, form: str) -> str:
    if typed.isupper() and len(typed) > 1:
        return form.upper()
    return form[0].upper() + form[1:] if typed[0].isupper() else form
