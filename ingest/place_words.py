"""The words around place names, and the place names that are also ordinary words; both as data.

data/place_words.csv: type words ("xã", "P."), words that put a place after them ("ở", "của"), titles of persons.
data/ordinary_phrases.csv: phrases of running Vietnamese text, all in lower case there, that are spelt like a unit's
name with or without accents, how often they were met, how often after such a word, and which words follow them.
data/common_pairs.txt: pairs of syllables that make a word ("hoàn thành"), whatever name one of them could begin or end.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.text import canonical, unaccented

_CERTAINLY_ORDINARY = 2  # times that an unaccented key was met as ordinary words: one may be chance


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The words before a name, as syllables: type words to the type, prepositions, titles of persons.

    `longest` is the most syllables that one of them has.
    """

    types: dict[tuple[str, ...], str]
    prepositions: frozenset[tuple[str, ...]]
    persons: frozenset[tuple[str, ...]]
    longest: int


@dataclass(frozen=True, slots=True)
class Ordinary:
    """A phrase that is a name and ordinary words: whether "của" or "xã" is met before it, and the words after it."""

    after_preposition: bool
    after_type: bool
    followed_by: tuple[str, ...]

    def goes_on_with(self, word: str) -> bool:
        """Whether the phrase is met with this word after it; a word without accents may be any of its letters."""
        return any(word in (other, unaccented(other)) for other in self.followed_by)


@cache
def place_words(accented: bool) -> PlaceWords:
    """The words of data/place_words.csv, as they are written or without accents."""
    types: dict[tuple[str, ...], str] = {}
    others: dict[str, set[tuple[str, ...]]] = {"in": set(), "person": set()}
    for row in _rows("place_words.csv"):
        word = canonical(row["word"]).replace("/", " ")
        form = tuple((word if accented else unaccented(word)).split())
        if row["means"] == "type":
            types.setdefault(form, row["type"])
        else:
            others[row["means"]].add(form)
    longest = max(map(len, [*types, *others["in"], *others["person"]]))
    return PlaceWords(types, frozenset(others["in"]), frozenset(others["person"]), longest)


@cache
def ordinary_phrases() -> tuple[dict[str, Ordinary], dict[str, Ordinary]]:
    """The ordinary phrases by their accented form, and by their unaccented key where that was not met by chance."""
    accented: dict[str, Ordinary] = {}
    counts: dict[str, int] = {}
    unmarked: dict[str, Ordinary] = {}
    for row in _rows("ordinary_phrases.csv"):
        followed_by = tuple(row["followed_by"].split())
        found = Ordinary(row["after_preposition"] != "0", row["after_type"] != "0", followed_by)
        accented[row["phrase"]] = found
        key = unaccented(row["phrase"])
        counts[key] = counts.get(key, 0) + int(row["count"])
        other = unmarked.get(key, Ordinary(False, False, ()))
        unmarked[key] = Ordinary(
            found.after_preposition or other.after_preposition,
            found.after_type or other.after_type,
            found.followed_by + other.followed_by,
        )
    return accented, {key: value for key, value in unmarked.items() if counts[key] >= _CERTAINLY_ORDINARY}


@cache
def common_pairs() -> frozenset[str]:
    """The pairs of data/common_pairs.txt, with and without accents."""
    text = files("ingest").joinpath("data/common_pairs.txt").read_text(encoding="utf-8")
    return frozenset(text.splitlines()) | frozenset(unaccented(text).splitlines())


def _rows(name: str) -> list[dict[str, str]]:
    text = files("ingest").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
