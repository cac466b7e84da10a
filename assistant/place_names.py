"""The names of stored places, found by their words: a question is not held against each of thousands of names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.wording import Word, plain_word
from ingest.text import unaccented


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name in words, canonical, and the plans of the places that have it; `order` is its place among the names."""

    words: tuple[str, ...]
    plans: list[str]
    order: int

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def plain(self) -> tuple[str, ...]:
        return tuple(map(plain_word, self.words))


class PlaceNames:
    """An index of names by their words without accents."""

    def __init__(self, plans: Mapping[tuple[str, ...], list[str]]) -> None:
        self._starting: dict[str, list[PlaceName]] = {}
        self._near: dict[str, list[PlaceName]] = {}
        self._lengths: frozenset[int] = frozenset(map(len, plans))
        for order, (words, theirs) in enumerate(plans.items()):
            name = PlaceName(words, theirs, order)
            self._starting.setdefault(name.plain[0], []).append(name)
            for key in _keys(name.plain):
                self._near.setdefault(key, []).append(name)

    def standing(self, words: Sequence[Word], at: int) -> Iterator[PlaceName]:
        """Names that stand here, with their accents or typed without any."""
        for name in self._starting.get(words[at].plain, ()):
            there = words[at : at + len(name.words)]
            if len(there) == len(name.words) and all(
                word.text == part or (word.text == word.plain == unaccented(part))
                for word, part in zip(there, name.words, strict=True)
            ):
                yield name

    def resembling(self, words: Sequence[Word]) -> Iterator[tuple[PlaceName, int]]:
        """Names of several words that can be one letter off what stands somewhere, with the word where that begins.

        One slip leaves the first or the last word whole, or, where a letter went over the gap, all the letters.
        """
        found = {
            (name.order, at): name
            for length in self._lengths
            for at in range(len(words) - length + 1)
            for key in _keys([word.plain for word in words[at : at + length]])
            for name in self._near.get(key, ())
            if len(name.words) == length > 1
        }
        yield from ((found[order, at], at) for order, at in sorted(found))


def _keys(plain: Sequence[str]) -> tuple[str, str, str]:
    return f"{plain[0]} ", f" {plain[-1]}", "".join(plain)
