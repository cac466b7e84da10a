"""Where does a text name a unit of the gazetteer? Each stretch that is spelt like one and counts as a place there.

A name may be written with its accents or without; where it is also ordinary words ("an toàn"), a person's name or
part of a longer word, it counts only by the rules below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.gazetteer import FormerUnit, Gazetteer, Unit
from ingest.place_words import Ordinary, common_pairs, ordinary_phrases, place_words
from ingest.spelling import is_syllable
from ingest.text import canonical, unaccented

_TOKEN = re.compile(r"[^\W_]+")
_SPACES = re.compile(r"\s+")
_WITHIN_NAME = re.compile(r"\s+|\s*[-–]\s*|['’]")  # "Bà Rịa - Vũng Tàu", "Ea H'Leo"
_AFTER_WORD = re.compile(r"\s*\.?\s*")  # "P.Thành Đông", "TP. Hồ Chí Minh"
_PROVINCE = "tỉnh"
_PROSE = 400  # characters; a longer text is written with capitals, so that lower case is no name there


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int

    @property
    def form(self) -> str:
        return _form(self.text)

    @property
    def key(self) -> str:
        return _key(self.text)

    @property
    def title(self) -> bool:
        return self.text[0].isupper() or self.text[0].isdigit()

    @property
    def proper(self) -> bool:
        """A word with one capital, as names of persons have; not an acronym."""
        return self.text[0].isupper() and self.text[1:].islower()


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of tokens that is spelt like a unit's name, and the word before it."""

    first: int
    last: int
    start: int
    units: tuple[Unit, ...]
    former: tuple[FormerUnit, ...]
    exact: bool
    type: str | None
    after_in: bool


@lru_cache(maxsize=20_000)
def _form(text: str) -> str:
    return canonical(text)


@lru_cache(maxsize=20_000)
def _key(text: str) -> str:
    return unaccented(canonical(text))


class Scan:
    """One text, its tokens, and the names in it."""

    def __init__(self, text: str, places: Gazetteer) -> None:
        self.text = text
        self.places = places
        self.tokens = [Token(match.group(), *match.span()) for match in _TOKEN.finditer(text)]
        self.has_accents = not text.isascii() and any(token.form != token.key for token in self.tokens)
        self.words = place_words(self.has_accents)
        self.capitals = text.isupper()

    def names(self) -> list[Found]:
        """The names in their order; of overlapping ones the longest, then the one with a type word."""
        found = [candidate for first in range(len(self.tokens)) for candidate in self._names_at(first)]
        found.sort(key=lambda name: (name.first - name.last, name.type is None, name.first))
        taken: set[int] = set()
        chosen: list[Found] = []
        for name in found:
            span = range(name.first, name.last)
            if not taken.intersection(span):
                taken.update(span)
                chosen.append(name)
        chosen.sort(key=lambda name: name.first)
        return self._without_persons(chosen)

    def _names_at(self, first: int) -> list[Found]:
        """Each name that begins at a token and may count as one there."""
        names, key = [], ""
        for last in range(first + 1, min(first + self.places.longest, len(self.tokens)) + 1):
            if last > first + 1 and not self._gap(last - 1, _WITHIN_NAME):
                break
            key = f"{key} {self.tokens[last - 1].key}" if key else self.tokens[first].key
            if key in self.places:
                name = self._named(first, last, key)
                if name is not None and self._counts(name, key):
                    names.append(name)
        return names

    def _named(self, first: int, last: int, key: str) -> Found | None:
        """The units that this stretch may mean: every accent that is written must be the name's."""
        written = self._word(first, last)
        units, former = self.places.named(key)
        units = tuple(unit for unit in units if _may_be(written, unit.name))
        former = tuple(unit for unit in former if _may_be(written, unit.name))
        same = tuple(unit for unit in units if _syllables_of(unit.name) == written)
        formerly = tuple(unit for unit in former if _syllables_of(unit.name) == written)
        exact = bool(same or formerly) and (self.has_accents or " ".join(written) != key)
        if exact:
            units, former = same, formerly
        if not units and not former:
            return None
        type_, after_in, start = self._before(first)
        if type_ == _PROVINCE:  # "ngân sách tỉnh cho …": what no province is called is no place after "tỉnh"
            units = tuple(unit for unit in units if unit.is_province)
            former = tuple(unit for unit in former if unit.type == _PROVINCE)
            if not units and not former:
                return None
        return Found(first, last, start, units, former, exact, type_, after_in)

    def _before(self, first: int) -> tuple[str | None, bool, int]:
        """The type word before a token, whether a word such as "ở" stands before it, and where the mention begins."""
        words = self.words
        for length in range(words.longest, 0, -1):
            at = first - length
            if at < 0 or not all(self._gap(i, _AFTER_WORD) for i in range(at + 1, first + 1)):
                continue
            word = self._word(at, first)
            if word in words.types and not self._inside_word(at, words.types[word]):
                return words.types[word], False, self.tokens[at].start
            if word in words.prepositions:
                return None, True, self.tokens[first].start
        return None, False, self.tokens[first].start

    def _inside_word(self, at: int, type_: str) -> bool:
        """A one-letter or two-letter abbreviation counts in capitals or with its point only ("p" is also a letter)."""
        token = self.tokens[at]
        return len(token.text) <= 2 and len(type_) > 2 and token.text.islower() and not self._point_after(at)

    def _point_after(self, at: int) -> bool:
        end = self.tokens[at].end
        return self.text[end : end + 1] == "." or self.tokens[at].text in ("tp", "tx", "xã", "xa")

    def _counts(self, name: Found, key: str) -> bool:
        """Whether this is a place here, and not ordinary words, a person, a number."""
        tokens = self.tokens[name.first : name.last]
        titled = all(token.title for token in tokens) and not self.capitals
        if len(tokens) == 1:
            if key.isdigit():
                return name.type is not None and self._on_one_line(name)
            names = [unit.name for unit in name.units] + [unit.name for unit in name.former]
            foreign = len(key) > 4 and not any(map(is_syllable, names))  # "Pleiku", "TPHCM": no word of the language
            return name.type is not None or foreign or (titled and name.after_in)
        if name.type is None and not titled and len(self.text) > _PROSE and not self.capitals:
            return False
        if self.has_accents and not name.exact and name.type is None and not (titled or name.after_in):
            return False
        if not titled and not self.capitals and self._cuts_a_word(name):
            return False
        ordinary = self._ordinary(tokens, key)
        return ordinary is None or self._counts_though(ordinary, name, titled)

    def _on_one_line(self, name: Found) -> bool:
        return re.fullmatch(r"[^\n.]*", self.text[name.start : self.tokens[name.first].start]) is not None

    def _cuts_a_word(self, name: Found) -> bool:
        """Whether a neighbour makes a word with the name's first or last syllable ("hoàn thành đông", "xã hội an")."""
        first, last, pairs = name.first, name.last, common_pairs()
        before = first > 0 and self._gap(first, _SPACES) and self._pair(first) in pairs
        after = last < len(self.tokens) and self._gap(last, _SPACES) and self._pair(last) in pairs
        if before and name.type is not None and not self.has_accents:
            return after or not self._after_preposition(name)  # "o phuong an khe" is no "phương án"
        return before or (after and name.type is None and not name.after_in)

    def _after_preposition(self, name: Found) -> bool:
        at = name.first - len(name.type.split()) if name.type else name.first
        return at > 0 and self._word(at - 1, at) in self.words.prepositions

    def _pair(self, second: int) -> str:
        return f"{self.tokens[second - 1].form} {self.tokens[second].form}"

    def _ordinary(self, tokens: Sequence[Token], key: str) -> Ordinary | None:
        accented, unmarked = ordinary_phrases()
        form = " ".join(token.form for token in tokens)
        return accented.get(form) if self.has_accents else unmarked.get(key)

    def _counts_though(self, ordinary: Ordinary, name: Found, titled: bool) -> bool:
        """A name that is also ordinary words counts after a type word, or after "ở" if that is unusual for them."""
        follower = self._follower(name.last)
        written_as_name = titled and self.tokens[name.first].start > 0
        lower = follower.form if follower and not follower.title else ""
        if lower and (ordinary.goes_on_with(lower) or (lower,) in self.words.types):
            return name.type is not None and titled
        if name.type is not None:
            return titled or not ordinary.after_type or (not self.has_accents and self._after_preposition(name))
        if name.after_in:
            return titled or not ordinary.after_preposition
        return written_as_name and not self.has_accents

    def _follower(self, last: int) -> Token | None:
        return self.tokens[last] if last < len(self.tokens) and self._gap(last, _SPACES) else None

    def _without_persons(self, names: list[Found]) -> list[Found]:
        """Without names of persons: "ông Cao Minh", "Nguyễn Thành Đông"."""
        kept: list[Found] = []
        for name in names:
            if name.type is None and (self._after_title(name.first) or self._ends_a_name(name, kept)):
                continue
            kept.append(name)
        return kept

    def _after_title(self, first: int) -> bool:
        persons = self.words.persons
        return any(first >= length and self._word(first - length, first) in persons for length in (1, 2))

    def _ends_a_name(self, name: Found, kept: list[Found]) -> bool:
        """Whether a word with a capital that is no place, nor the first of the text, stands right before it."""
        at = name.first - 1
        if name.after_in or self.capitals or at < 1 or (kept and kept[-1].last > at):
            return False
        return self.tokens[name.first].title and self.tokens[at].proper and self._gap(name.first, _SPACES)

    def _word(self, first: int, last: int) -> tuple[str, ...]:
        return tuple(token.form for token in self.tokens[first:last])

    def _gap(self, index: int, pattern: re.Pattern[str]) -> bool:
        """Whether only this stands between a token and the one before it."""
        return pattern.fullmatch(self.text, self.tokens[index - 1].end, self.tokens[index].start) is not None


@lru_cache(maxsize=4096)
def _syllables_of(name: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(canonical(name)))


def _may_be(written: Sequence[str], name: str) -> bool:
    """Whether each syllable is the name's, or is the name's without its accents."""
    syllables = _syllables_of(name)
    return len(syllables) == len(written) and all(
        text in (syllable, unaccented(syllable)) for text, syllable in zip(written, syllables, strict=True)
    )
