"""Several questions in one message, cut into the questions that it holds; each is answered as a turn of its own.

"Ai ký kế hoạch Kiên Hải? Có bao nhiêu nhiệm vụ?" is two questions, and so is "… và kinh phí lấy từ đâu?". What one
answer shows anyway stays one: chair and deadline of a row, "bao nhiêu và những nhiệm vụ nào". A sentence that asks
nothing goes with the question that it stands before. The pieces are stretches of the message, never new words, but
for the place that a later piece of the same sentence names for all of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from assistant.cues import all_cues
from assistant.turns import Ask, Query
from assistant.wording import Words, table

MOST = 10
"""Questions of one message that are answered; more would be a page that nobody reads in a meeting."""

Reading = Callable[[str], Query | None]
"""A stretch of the message as a question by itself; None where it holds no words."""

_ENDS = re.compile(r"[?？！!]+[\"”’)]*\s*|;\s+|\s*\n\s*|(?<=[^\W\d_]{3})\.\s+(?=[^\W\d_])")
_NUMBERED = re.compile(r"(?:^|(?<=[\s,;:]))\(?(\d{1,2})[.)]\s+(?=\D)")
_BULLET = re.compile(r"^\s*[-–•*+]\s+")
_LISTS = (Ask.TASKS, Ask.DUTIES, Ask.BASES, Ask.RECIPIENTS, Ask.REPORTS, Ask.PLANS)
_SOCIAL = (Ask.GREETING, Ask.THANKS)
_EDGE = " \t\n,;"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the message and how it reads by itself."""

    text: str
    query: Query | None

    @property
    def asks(self) -> bool:
        return self.query is not None and self.query.ask not in _SOCIAL and (_asks(self.text) or self.query.followed)


def questions_in(message: str, read: Reading) -> tuple[str, ...]:
    """The questions of a message, in order; the message itself where it holds one."""
    if not _may_hold_several(message):
        return (message,)
    sentences = tuple(_sentences(message))
    if len(sentences) > 1:
        sentences = tuple(_with_questions([_Piece(text, read(text)) for text in sentences]))
    found = [part for sentence in sentences for part in _within(sentence, read)]
    return tuple(found) if len(found) > 1 else (message,)


def pointed_at(message: str, query: Query, before: Sequence[Query | None]) -> int | None:
    """The part, from 1, of the numbered answer before that a follow-up points to: "câu thứ hai", or "cái thứ hai"
    where no part was a list that has a second row itself.
    """
    if query.ordinal is None or query.ordinal > len(before):
        return None
    listed = any(part is not None and part.ask in _LISTS for part in before)
    return query.ordinal if not listed or _part_words().search(message.lower()) else None


def without_ordinal(message: str) -> str:
    """The follow-up without the words that point to a part."""
    return " ".join(_pointing().sub(" ", message).split()) or message


def _may_hold_several(message: str) -> bool:
    """Cheaply, before anything is read: whether there is a boundary with words on both sides of it."""
    inner = message.strip().rstrip("?!. ")
    return bool(_ENDS.search(inner) or _boundary().search(inner) or len(_NUMBERED.findall(inner)) > 1)


# --- sentences


def _sentences(message: str) -> Iterator[str]:
    """Stretches between hard boundaries: ends of questions, lines, semicolons, the numbers of a list."""
    starts = [match for match in _NUMBERED.finditer(message)]
    listed = len(starts) > 1 and [int(m[1]) for m in starts] == list(range(1, len(starts) + 1))
    cuts = {m.end() for m in _ENDS.finditer(message)} | ({m.start() for m in starts} if listed else set())
    for start, end in pairwise([0, *sorted(cuts), len(message)]):
        stretch = message[start:end].strip(_EDGE)
        if listed:
            stretch = _NUMBERED.sub("", stretch, count=1).strip(_EDGE)
        stretch = _BULLET.sub("", stretch)
        if re.search(r"\w", stretch):
            yield stretch


def _with_questions(pieces: Sequence[_Piece]) -> Iterator[str]:
    """The pieces that ask, each after what was said before it; words behind the last question go with it."""
    before: list[str] = []
    asked: list[str] = []
    for piece in pieces:
        if piece.asks:
            asked.append(" ".join([*before, piece.text]))
            before = []
        elif piece.query is not None and piece.query.ask not in _SOCIAL:
            before.append(piece.text)
    if asked and before:
        asked[-1] = " ".join([asked[-1], *before])
    yield from asked


# --- inside a sentence


def _within(sentence: str, read: Reading) -> tuple[str, ...]:
    """The questions of one sentence: cut at "và", "and" and commas between two that ask, less what belongs together."""
    pieces: list[_Piece] = []
    rest = sentence
    for text in _cut(sentence):
        piece = _Piece(text, read(text))
        if pieces and pieces[-1].query and piece.query and not _together(pieces[-1].query, piece.query):
            pieces.append(piece)
        elif pieces:
            rest = sentence[sentence.index(pieces[-1].text) : sentence.index(text) + len(text)]
            pieces[-1] = _Piece(rest, read(rest))
        else:
            pieces.append(piece)
    if len(pieces) < 2:
        return (sentence,)
    return tuple(_placed(pieces))


def _cut(sentence: str) -> list[str]:
    """The sentence at the soft boundaries that have a question on both sides."""
    parts = []
    start = 0
    for boundary in _boundary().finditer(sentence):
        left, right = sentence[start : boundary.start()], sentence[boundary.end() :]
        if _asks(left) and _begins_question(right):
            parts.append(left.strip(_EDGE))
            start = boundary.end()
    return [*parts, sentence[start:].strip(_EDGE)]


def _together(left: Query, right: Query) -> bool:
    """Whether one answer shows both: what is asked goes together, and only one of the two says about what."""
    if left.followed or (_has_content(left) and _has_content(right)):
        return False
    together = table("several")["together"]
    assert isinstance(together, dict)
    return str(right.ask) in together.get(str(left.ask), ()) or right.ask is Ask.TEXT


def _has_content(query: Query) -> bool:
    return bool(
        query.topic or query.agencies or query.indicators or query.codes or query.numbers
        or query.time or query.blank or query.scope.named
    )  # fmt: skip


def _placed(pieces: Sequence[_Piece]) -> Iterator[str]:
    """The pieces; where only a later one names the place, those before it get it in the words that it is named in."""
    for at, piece in enumerate(pieces):
        named = [other for other in pieces if other.query and other.query.scope.named]
        is_first = bool(named) and all(other is not named[0] for other in pieces[: at + 1])
        where = _place_words(named[0].text) if is_first else ""
        open_scope = piece.query is not None and not (piece.query.scope.everywhere or piece.query.by_plan)
        yield f"{piece.text} {where}" if where and open_scope else piece.text


def _place_words(text: str) -> str:
    """The end of a sentence from its last "ở", "tại", "của" on, which places all of the sentence."""
    found = list(re.finditer(r"(?i)\b(?:ở|tại|của|o|tai|cua|in|at|of)\s+(?=\S)", text))
    return text[found[-1].start() :].rstrip("?. ") if found else ""


# --- data


def _asks(text: str) -> bool:
    asking = table("several")["asking"]
    assert isinstance(asking, list)
    return any(cue.name in asking for cue in all_cues(Words.of(text)))


def _begins_question(text: str) -> bool:
    """Whether the words up to the next boundary ask something."""
    following = _boundary().search(text)
    return _asks(text[: following.start()] if following and following.start() > 0 else text) or _asks(text)


@cache
def _boundary() -> re.Pattern[str]:
    return re.compile(rf"(?i)\s*,\s*(?:{_alternatives('and')})\s+|\s+(?:{_alternatives('and')})\s+|,\s+")


@cache
def _part_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_alternatives('part')})\s+(?:thứ|thu|số|so|\d)|\b\w+\s+(?:{_alternatives('part')})\b")


@cache
def _pointing() -> re.Pattern[str]:
    ordinal = r"(?:thứ|thu|số|so)?\s*(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|đầu tiên|\d{1,2})"
    english = r"the\s+(?:first|second|third|fourth|fifth)(?:\s+(?:one|question|part))?"
    return re.compile(rf"(?i)\b(?:(?:{_alternatives('part')}|cái|cai)\s+{ordinal}|{english})\b")


def _alternatives(name: str) -> str:
    words: Iterable[object] = table("several")[name]
    return "|".join(sorted((re.escape(str(word)) for word in words), key=len, reverse=True))
