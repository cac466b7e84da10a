"""A question as words: folded, spelled alike, abbreviations written out, with phrases found in it.

Plans pass through the same `content_words`, so that "BHYT" meets "bảo hiểm y tế" and "hoá" meets "hóa".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from ingest.text import canonical, unaccented

_WORD = re.compile(
    r"\d+(?:/\d+)*[-/][^\W\d_]+\d*(?:[-/][^\W\d_]+)*"  # a document's code: 72-nq/tw, 65/2017/nđ-cp
    r"|\d+(?:[.,]\d+)*(?:/\d+)*[^\W\d_]*"  # a number, a date, a number with its unit
    r"|(?!(?<=['’])s\b)[^\W_]+(?:[-/.][^\W_]+)*",  # the s of "Kiên Hải's" is no word
    re.UNICODE,
)
_REMEMBERED_TEXTS = 1 << 14
_REMEMBERED_WORDS = 1 << 16  # plans share most of their words


@dataclass(frozen=True, slots=True)
class Word:
    """One word: with accents as typed, without, and its range in the folded text."""

    text: str
    plain: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of a table found at words[start:end]."""

    name: str
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


class Words(tuple[Word, ...]):
    """The words of a text; `unaccented` where it is typed without accents as a whole.

    `restored` are then its likely words with accents, as many as there are words, and `paired` says of each but the
    last whether the plans have it before the next one: such words are held to their accents ("trụ sở" is neither "số"
    nor "sổ").
    """

    unaccented: bool
    restored: tuple[str, ...] = ()
    paired: tuple[bool, ...] = ()

    def keep(self, words: Words) -> Words:
        """These words, typed as those were."""
        self.unaccented, self.restored, self.paired = words.unaccented, words.restored, words.paired
        return self

    def fits(self, at: int, word: str, plain: str) -> bool:
        """Whether the word at a place can be this one, by its accents where they are typed or certain."""
        if not self.unaccented:
            return self[at].text == word
        return self.restored[at] == word if self.certain(at) else self[at].plain == plain

    def certain(self, at: int) -> bool:
        """Whether the plans have the restored word beside its neighbour here."""
        return any(self.paired[max(0, at - 1) : at + 1])

    def hold(self, start: int, accented: tuple[str, ...], plain: tuple[str, ...], *, named: bool) -> bool:
        """Whether a phrase can stand here. A name (`named`) of several words need not yield to words that were restored
        for their neighbours outside ("cho trường" in "cho truong ban" against "trưởng bản")."""
        end = start + len(plain)
        if all(self.fits(start + at, word, bare) for at, (word, bare) in enumerate(zip(accented, plain, strict=True))):
            return True
        apart = named and self.unaccented and len(plain) > 1 and not any(self.paired[start : end - 1])
        return apart and all(self[start + at].plain == bare for at, bare in enumerate(plain))

    @classmethod
    def of(cls, text: str) -> Words:
        folded = canonical(text)
        words = cls(Word(m.group(), plain_word(m.group()), m.start(), m.end()) for m in _WORD.finditer(folded))
        words.unaccented = _typed_without_accents(words)
        return words


def _typed_without_accents(words: Sequence[Word]) -> bool:
    letters = [word for word in words if word.text.isalpha()]
    accented = sum(word.text != word.plain for word in letters)
    # An English question with a Vietnamese name has up to a third of its words accented; Vietnamese has most of them.
    return accented <= 0.34 * len(letters)


@cache
def table(name: str) -> dict[str, object]:
    """A table of `assistant/lexicon`, as written."""
    loaded = yaml.safe_load((files("assistant") / "lexicon" / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return {str(key): value for key, value in loaded.items()}


_GUARDED = frozenset(
    "blank overdue except not why is lead when done follow anaphora same_agency above present conditional task head "
    "thing".split()
)
"""Cues of one word that are not looked for without accents unless lexicon/words.yaml says so."""


@cache
def _plain_singles() -> frozenset[str]:
    entries = table("words")["plain_singles"]
    assert isinstance(entries, list)
    return frozenset(map(str, entries))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A phrase of a list, with its accents and without."""

    accented: tuple[str, ...]
    plain: tuple[str, ...]
    name: str


class Phrases:
    """Named lists of phrases, found in `Words`; the longest phrase at a place wins among those of one name."""

    def __init__(self, phrases: Iterable[tuple[str, str]], *, named: bool = False) -> None:
        self._named = named
        self._accented: dict[str, list[_Entry]] = {}
        self._plain: dict[str, list[_Entry]] = {}
        self._written: set[tuple[str, ...]] = set()
        for name, phrase in phrases:
            words = Words.of(phrase)
            if not words:
                continue
            accented = tuple(word.text for word in words)
            plain = tuple(word.plain for word in words)
            entry = _Entry(accented, plain, name)
            self._written.add(accented)
            self._accented.setdefault(accented[0], []).append(entry)
            if len(plain) > 1 or plain == accented or name not in _GUARDED or accented[0] in _plain_singles():
                self._plain.setdefault(plain[0], []).append(entry)
        for index in (self._accented, self._plain):
            for entries in index.values():
                entries.sort(key=lambda entry: -len(entry.plain))

    def find(self, words: Words) -> tuple[Found, ...]:
        """Every phrase in the words; of one name, no two overlap."""
        index = self._plain if words.unaccented else self._accented
        forms = tuple(word.plain if words.unaccented else word.text for word in words)
        found: list[Found] = []
        taken: dict[str, int] = {}
        for start, form in enumerate(forms):
            for entry in index.get(form, ()):
                end = start + len(entry.plain)
                written = entry.plain if words.unaccented else entry.accented
                if start < taken.get(entry.name, 0) or forms[start:end] != written:
                    continue
                if not words.hold(start, entry.accented, entry.plain, named=self._named):
                    continue
                restored = words.restored[start:end]
                if words.unaccented and restored != entry.accented and restored in self._written:
                    continue  # "noi toi" is restored as "nói tới", another of these phrases
                found.append(Found(entry.name, start, end))
                taken[entry.name] = end
        return tuple(found)


def named_phrases(name: str) -> Phrases:
    """The phrases of a table whose entries are lists, each under its entry's name."""
    return Phrases((str(key), str(phrase)) for key, entry in table(name).items() for phrase in _listed(entry))


def _listed(entry: object) -> Iterator[object]:
    if isinstance(entry, list):
        yield from entry


@cache
def _rewriting() -> tuple[dict[str, tuple[str, ...]], dict[tuple[str, ...], tuple[str, ...]]]:
    words = table("words")
    single: dict[str, tuple[str, ...]] = {}
    multiple: dict[tuple[str, ...], tuple[str, ...]] = {}
    for entries in (words["abbreviations"], words["spellings"]):
        assert isinstance(entries, dict)
        for short, long in entries.items():
            key = tuple(canonical(str(short)).split())
            value = tuple(canonical(str(long)).split())
            if len(key) == 1:
                single[key[0]] = value
                if len(key[0]) > 2:
                    single.setdefault(unaccented(key[0]), value)  # "hdnd", typed without accents
            else:
                multiple[key] = value
    return single, multiple


def written_out(words: Sequence[str]) -> list[str]:
    """Abbreviations written out and side-by-side spellings made one, word by word."""
    _, multiple = _rewriting()
    result: list[str] = []
    position = 0
    while position < len(words):
        length = 0
        if words[position] in _beginnings():
            length = next((n for n in (3, 2) if tuple(words[position : position + n]) in multiple), 0)
        if length:
            result.extend(multiple[tuple(words[position : position + length])])
            position += length
        else:
            result.extend(_one_written_out(words[position]))
            position += 1
    return result


@cache
def _beginnings() -> frozenset[str]:
    """The first words of the rewritings of more than one word."""
    return frozenset(key[0] for key in _rewriting()[1])


@lru_cache(_REMEMBERED_WORDS)
def _one_written_out(word: str) -> tuple[str, ...]:
    """A word, written out; of a compound without digits ("hđnd-ubnd") each part."""
    single, _ = _rewriting()
    parts = re.split(r"[-/]", word)
    if word in single or any(c.isdigit() for c in word) or not any(part in single for part in parts):
        return single.get(word, (word,))
    return tuple(form for part in parts if part for form in single.get(part, (part,)))


def content_words(text: str) -> list[str]:
    """The words of a text for comparing: canonical, written out, hyphenated compounds split, codes kept whole."""
    result: list[str] = []
    for word in _WORD.findall(canonical(text)):
        result.extend(compound_parts(word))
    return written_out(result)


@lru_cache(_REMEMBERED_WORDS)
def compound_parts(word: str) -> tuple[str, ...]:
    """The parts of a hyphenated compound; a code is one."""
    if any(c.isdigit() for c in word) or word in _rewriting()[0]:
        return (word,)
    return tuple(part for part in re.split(r"[-/.]", word) if part)


@lru_cache(_REMEMBERED_WORDS)
def plain_word(word: str) -> str:
    """`unaccented`, of words that come again and again."""
    return unaccented(word)


@cache
def _filler() -> tuple[frozenset[str], frozenset[str], Phrases]:
    entries = table("words")["filler"]
    assert isinstance(entries, list)
    singles = [canonical(str(entry)) for entry in entries if len(str(entry).split()) == 1]
    several = [("filler", str(entry)) for entry in entries if len(str(entry).split()) > 1]
    return frozenset(singles), frozenset(map(unaccented, singles)), Phrases(several)


def is_filler(words: Words, at: int) -> bool:
    """Whether a word says nothing of the topic. Without accents only where the whole question is typed so."""
    accented, folded, _ = _filler()
    if not words.unaccented:
        return words[at].text in accented
    return words.restored[at] in accented if words.certain(at) else words[at].plain in folded


def is_plain_filler(word: str) -> bool:
    """Whether a word without accents is one that says nothing."""
    return word in _filler()[1]


def accented_filler() -> frozenset[str]:
    """The words that say nothing, with their accents."""
    return _filler()[0]


@lru_cache(_REMEMBERED_TEXTS)
def telling(words: tuple[str, ...], plain: bool) -> tuple[str, ...]:
    """The words of a text less those that a question's topic would not have either: filler and numbers."""
    accented, folded, _ = _filler()
    said_nothing = folded if plain else accented
    return tuple(word for word in words if word not in said_nothing and not word[:1].isdigit())


def filler_phrases() -> Phrases:
    return _filler()[2]
