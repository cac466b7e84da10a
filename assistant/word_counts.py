"""In how many passages of the plans each syllable and each pair of neighbours stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from assistant.wording import content_words, plain_word

_REMEMBERED_TEXTS = 1 << 17  # the records and passages of several hundred plans


@dataclass(frozen=True)
class WordCounts:
    """Counts of passages, by a syllable or a pair ("y tế") with accents, and by one without."""

    accented: Counter[str]
    plain: Counter[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> WordCounts:
        counts = cls(Counter(), Counter())
        for text in texts:
            for counter, terms in counts._terms(text):
                counter.update(terms)
        return counts

    def changed(self, gone: Iterable[str], fresh: Iterable[str]) -> WordCounts:
        """Without some of the texts, and with others."""
        counts = WordCounts(self.accented.copy(), self.plain.copy())
        for text in gone:
            for counter, terms in counts._terms(text):
                counter.subtract(terms)
        for text in fresh:
            for counter, terms in counts._terms(text):
                counter.update(terms)
        return WordCounts(+counts.accented, +counts.plain)

    def _terms(self, text: str) -> tuple[tuple[Counter[str], set[str]], ...]:
        words = content_words(text)
        plain = [plain_word(word) for word in words]
        return (self.accented, _with_pairs(words)), (self.plain, _with_pairs(plain))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every syllable."""
        return frozenset(term for term in self.accented if " " not in term)

    @cached_property
    def plain_vocabulary(self) -> frozenset[str]:
        return frozenset(term for term in self.plain if " " not in term)


@lru_cache(_REMEMBERED_TEXTS)
def words_of(text: str) -> tuple[str, ...]:
    """The content words of a text of the plans, which questions meet again and again."""
    return tuple(content_words(text))


def _with_pairs(words: list[str]) -> set[str]:
    return {*words, *(f"{first} {second}" for first, second in pairwise(words))}
