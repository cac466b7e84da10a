"""Text with a way back to its source: normalise for reading, quote from the verbatim original.

Parsers read `NormalText.normal` (NFC, one kind of space, no invisible characters) line by line and keep
ranges of it; `NormalText.cell` turns ranges into the verbatim, whitespace-folded text and its source spans.
Queries are folded and cut into syllables by the same functions, so that both sides meet.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from ingest.records import Cell, Span

_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_SPACES = frozenset("\u00a0\u1680\u202f\u205f\u3000") | {chr(code) for code in range(0x2000, 0x200B)}
_UNUSUAL = re.compile(
    "["
    + "".join(re.escape(character) for character in sorted(_INVISIBLE | _SPACES))
    + "\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]"
)
# Texts of these characters alone are normalised already: composed letters, plain spaces, common signs.
_PLAIN = re.compile(
    "[\t\n -~¡-¬®-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u22ff\u2500-\u27bf]*"
)
# What converters put before a sign so that Markdown leaves it alone: "1\\. Mục đích", "\\- Chủ trì".
_ESCAPE = re.compile(rf"(?<!\\)\\[\\{''.join(sorted(_INVISIBLE))}]*+(?=[-.+*_#()\[\]>~])")
# A code that a line end cut behind its hyphen; "1- Ban Xây dựng Đảng" and "1- UBND xã" are numbered items.
_CUT_CODE = re.compile(r"(?<=[0-9])- (?=[A-ZĐ][A-Za-zĐđ]{0,5}[/-][A-ZĐ])|(?<=[A-ZĐ])- (?=[A-ZĐ][A-Za-zĐđ]*\b)")
_SYLLABLE = re.compile(r"[^\W_]+(?:[.,/-][^\W_]+)*", re.UNICODE)

# The old placement of the tone mark ("hoá", "khoẻ", "thuý") and the new one ("hóa", "khỏe", "thúy") are both in
# use; the new one is the key. Only open rhymes differ: "hoàn" and "khuyết" are written in one way.
_TONE_ENDINGS = dict(
    zip(
        "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(),
        "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(),
        strict=True,
    )
)
_TONE = re.compile("(?<![qQ])[oOuU][àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ](?![^\\W\\d_])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of `NormalText.normal`, without its break; leading tabs and spaces are kept."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    def content(self) -> Span:
        """The range of the line without the white space around it (tabs count as white space)."""
        body = self.text.strip()
        first = self.text.find(body) if body else 0
        return self.start + first, self.start + first + len(body)


class NormalText:
    """A verbatim text beside its normalised form, with offsets from each character of the latter to the former."""

    def __init__(self, verbatim: str) -> None:
        self.verbatim = verbatim
        self._starts: Sequence[int]
        if _PLAIN.fullmatch(verbatim) and not _ESCAPE.search(verbatim):
            self.normal, self._starts = verbatim, range(len(verbatim))
            return
        characters: list[str] = []
        starts: list[int] = []
        escapes = {place for found in _ESCAPE.finditer(verbatim) for place in range(*found.span())}
        for start, cluster in _clusters(verbatim):
            if start in escapes:
                continue
            for character in _normal_cluster(cluster):
                characters.append(character)
                starts.append(start)
        self.normal = "".join(characters)
        self._starts = starts

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines in order, blank ones included."""
        lines, start = [], 0
        for text in self.normal.split("\n"):
            lines.append(Line(text, start))
            start += len(text) + 1
        return tuple(lines)

    def without(self, indices: Collection[int]) -> NormalText:
        """The same text, with these lines blank."""
        if not indices:
            return self
        other = copy(self)
        other.__dict__["lines"] = tuple(
            Line("", line.start) if index in indices else line for index, line in enumerate(self.lines)
        )
        return other

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def line_at(self, position: int) -> int:
        """The index in `lines` of the line that holds this position of `normal`."""
        return bisect_right(self._line_starts, position) - 1

    def source(self, start: int, end: int) -> Span:
        """The span of the verbatim text from which `normal[start:end]` was made."""
        if start >= end:
            at = self._starts[start] if start < len(self._starts) else len(self.verbatim)
            return at, at
        return self._starts[start], self._starts[end] if end < len(self._starts) else len(self.verbatim)

    def cell(self, ranges: Iterable[Span]) -> Cell:
        """Ranges of `normal` as a cell: verbatim text, whitespace folded, with its spans in the verbatim text."""
        spans = tuple(
            self._trimmed(*self.source(start, end)) for start, end in ranges if self.normal[start:end].strip()
        )
        return Cell(normalise(quote(self.verbatim, spans)), spans)

    def _trimmed(self, start: int, end: int) -> Span:
        while start < end and self.verbatim[start].isspace():
            start += 1
        while end > start and self.verbatim[end - 1].isspace():
            end -= 1
        return start, end


def quote(verbatim: str, spans: Sequence[Span]) -> str:
    """What stands at the spans, whitespace folded; nothing is added but a space between two spans."""
    return " ".join(" ".join(verbatim[start:end].split()) for start, end in spans).strip()


def _clusters(text: str) -> Iterable[tuple[int, str]]:
    """Each character with the combining marks after it, so that a decomposed letter is normalised as one."""
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or not unicodedata.combining(text[position]):
            if start < position:
                yield start, text[start:position]
            start = position


def _normal_cluster(cluster: str) -> str:
    if len(cluster) > 1:
        return unicodedata.normalize("NFC", cluster)
    if cluster < "\x80":
        if cluster in "\n\t" or cluster >= " ":
            return cluster if cluster != "\x7f" else " "
        return "\n" if cluster == "\x0c" else " "
    if cluster in _INVISIBLE:
        return ""
    if cluster in _SPACES:
        return " "
    if cluster in "\u2028\u2029\x85":
        return "\n"
    return unicodedata.normalize("NFC", cluster)


def normalise(text: str) -> str:
    """NFC, plain spaces, no invisible characters; a second pass changes nothing."""
    if unicodedata.is_normalized("NFC", text) and not _UNUSUAL.search(text) and not _ESCAPE.search(text):
        return text
    return NormalText(text).normal


def tone_placed(text: str) -> str:
    """The new placement of tone marks everywhere: "hoá" becomes "hóa", "khoẻ" "khỏe", "thuý" "thúy"."""

    def place(match: re.Match[str]) -> str:
        found = match.group(0)
        new = _TONE_ENDINGS.get(found.lower())
        if new is None:
            return found
        return new.upper() if found.isupper() else new[0].upper() + new[1:] if found[0].isupper() else new

    return _TONE.sub(place, text)


def canonical(text: str) -> str:
    """The form in which two texts are compared: normalised, tones placed, lower case, white space folded."""
    return " ".join(tone_placed(normalise(text)).lower().split())


_MARKS = re.compile("[\u0300-\u036f]+")  # what NFD parts from a letter


def unaccented(text: str) -> str:
    """Without accents and đ, lower case: "Kiên Hải" becomes "kien hai"."""
    return _MARKS.sub("", unicodedata.normalize("NFD", text.lower().replace("đ", "d")))


def joined(text: str) -> str:
    """Words, codes and numbers that a line or page cut in two, put together again; for reading, never for quoting.

    "03- CTr/TU" becomes "03-CTr/TU", "1183/QĐ- TTg" "1183/QĐ-TTg", "31/12/202 6" "31/12/2026".
    """
    text = " ".join(text.split())
    text = _CUT_CODE.sub("-", text)
    return re.sub(r"\b(\d{1,2}/\d{1,2}/)(\d{1,3}) (\d{1,3})\b", _joined_year, text)


def _joined_year(match: re.Match[str]) -> str:
    year = match.group(2) + match.group(3)
    return match.group(1) + year if len(year) == 4 else match.group(0)


def syllables(text: str) -> list[str]:
    """Lower-case syllables, numbers and codes, tones placed: the tokens of the keyword index and of matching."""
    return _SYLLABLE.findall(canonical(text))
