"""Several questions in one message, cut into the questions that it holds; each is answered as a turn of its own.

"Ai ký kế hoạch Kiên Hải? Có bao nhiêu nhiệm vụ?" is two questions, and so is "… và kinh phí lấy từ đâu?". What one
answer shows anyway stays one: chair and deadline of a row, "bao nhiêu và những nhiệm vụ nào". A sentence that asks
nothing goes with the question that it stands before. The pieces are stretches of the message, never new words, but
for the place that a later piece of the same sentence names for all of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from assistant.cues import all_cues
from assistant.language import language_of, spoken_in
from assistant.side_by_side import degree_of
from assistant.turns import Ask, Query, Role
from assistant.understand import LONGEST
from assistant.wording import Words, table
from ingest.text import unaccented
from prompts import phrase

MOST = 10
"""Questions of one message that are answered; more would be a page that nobody reads in a meeting."""

Reading = Callable[[str], Query | None]
"""A stretch of the message as a question by itself; None where it holds no words."""
Titling = Callable[[str], str]
"""A plan's place in words, by the plan's id."""

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
    listed: bool = False  # an item of a numbered list

    @property
    def asks(self) -> bool:
        if self.query is None or self.query.ask in _SOCIAL:
            return False
        return self.listed or self.query.followed or _asks(self.text)


@dataclass(frozen=True, slots=True)
class Turns:
    """A message as turns of a conversation: its questions, and the questions before it, each by itself."""

    questions: tuple[str, ...]
    history: tuple[str, ...]
    language: str


def turns_of(message: str, history: Sequence[str], read: Reading, title: Titling) -> Turns:
    """The questions of a message and of those before it. A follow-up to a part of the last answer follows that part."""
    language = language_of(message, spoken_in(history))
    earlier = [questions_in(said, read, title) for said in history]
    before = tuple(part for parts in earlier for part in parts)
    questions = questions_in(message, read, title)
    last = earlier[-1] if earlier else ()
    query = read(message) if len(last) > 1 and len(questions) == 1 else None
    if query is not None:
        pointed = pointed_at(message, query, [read(part) for part in last])
        if pointed is not None:
            return Turns((without_ordinal(message),), before[: len(before) - len(last) + pointed], language)
    return Turns(questions, before, language)


def questions_in(message: str, read: Reading, title: Titling) -> tuple[str, ...]:
    """The questions of a message, in order; the message itself where it holds one."""
    if not _may_hold_several(message):
        return (message,)
    sentences = tuple(_sentences(message))
    if len(sentences) > 1:
        pieces = [_Piece(text, read(text), listed) for text, listed in sentences]
        sentences = tuple((text, True) for text in _with_questions(pieces))
    found = [part for sentence, _ in sentences for part in _within(sentence, read, title)]
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
    if len(message) > LONGEST:
        return False
    inner = message.strip().rstrip("?!. ")
    return bool(_ENDS.search(inner) or _boundary().search(inner) or len(_NUMBERED.findall(inner)) > 1)


# --- sentences


def _sentences(message: str) -> Iterator[tuple[str, bool]]:
    """Stretches between hard boundaries, which are ends of questions, lines, semicolons and the numbers of a list; and
    whether a stretch is an item of a list.
    """
    starts = list(_NUMBERED.finditer(message))
    listed = len(starts) > 1 and [int(m[1]) for m in starts] == list(range(1, len(starts) + 1))
    cuts = {m.end() for m in _ENDS.finditer(message)} | ({m.start() for m in starts} if listed else set())
    for start, end in pairwise([0, *sorted(cuts), len(message)]):
        stretch = message[start:end].strip(_EDGE)
        bare = _NUMBERED.sub("", stretch, count=1).strip(_EDGE) if listed else stretch
        item = bare != stretch
        bare = _BULLET.sub("", bare)
        if re.search(r"\w", bare):
            yield bare, item


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


def _within(sentence: str, read: Reading, title: Titling) -> tuple[str, ...]:
    """The questions of one sentence: cut at "và", "and" and commas between two that ask, less what belongs together."""
    pieces: list[_Piece] = []
    for text in _cut(sentence):
        piece = _Piece(text, read(text))
        if pieces and not _together(pieces[-1], piece):
            pieces.append(piece)
        elif pieces:
            rest = sentence[sentence.index(pieces[-1].text) : sentence.index(text) + len(text)]
            pieces[-1] = _Piece(rest, read(rest))
        else:
            pieces.append(piece)
    if len(pieces) > 2 and degree_of(pieces[-1].text):
        pieces.pop()  # "…, nơi nào sớm hơn?" is told by the answers before it
    if len(pieces) < 2:
        return (sentence,)
    return tuple(_placed(pieces, title))


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


def _together(left: _Piece, right: _Piece) -> bool:
    """Whether one answer shows both: what is asked goes together, and only one of the two says about what."""
    if left.query is None or right.query is None:
        return True
    parts = {left.query.asked_part, right.query.asked_part}
    if left.query.ask is right.query.ask is Ask.TASKS and parts == {Role.LEAD, Role.COORDINATING}:
        return False  # "… chủ trì mấy việc, phối hợp mấy việc"
    if _goes_on(right.text) or (_has_content(left.query) and _has_content(right.query)):
        return False
    together = table("several")["together"]
    assert isinstance(together, dict)
    return right.query.ask in together.get(str(left.query.ask), ()) or right.query.ask is Ask.TEXT


def _has_content(query: Query) -> bool:
    return bool(
        query.topic or query.agencies or query.indicators or query.codes or query.numbers
        or query.time or query.blank or query.scope.named
    )  # fmt: skip


def _placed(pieces: Sequence[_Piece], title: Titling) -> Iterator[str]:
    """The pieces as questions; where only a later one names the place, those before it are about that place too."""
    first = next((at for at, piece in enumerate(pieces) if piece.query and piece.query.scope.named), 0)
    where = _where(pieces[first].query, title)
    for at, piece in enumerate(pieces):
        text = piece.text[:1].upper() + piece.text[1:].rstrip("?. ")
        everywhere = piece.query is not None and (piece.query.scope.everywhere or piece.query.by_plan)
        here = unaccented(where) if piece.query is not None and piece.query.unaccented else where
        yield f"{text} {here.strip()}?" if where and at < first and not everywhere else f"{text}?"


def _where(query: Query | None, title: Titling) -> str:
    if query is None:
        return ""
    places = [*map(title, query.scope.plans), *query.scope.elsewhere]
    return phrase("resolved_in", query.language, locality=phrase("and", query.language).join(places)) if places else ""


# --- data


def _asks(text: str) -> bool:
    asking = table("several")["asking"]
    assert isinstance(asking, list)
    return any(cue.name in asking for cue in all_cues(Words.of(text))) or bool(_asking_words().search(text))


def _begins_question(text: str) -> bool:
    """Whether the words up to the next boundary ask something."""
    following = _boundary().search(text)
    return _goes_on(text) or _asks(text[: following.start()] if following else text)


@cache
def _boundary() -> re.Pattern[str]:
    words = _alternatives("and")
    return re.compile(rf"(?i)\s*,\s*(?:{words})\s+|\s+(?:{words})\s+|,\s+|\s+(?={_follow_words()}\s)")


def _goes_on(text: str) -> bool:
    """Whether a stretch begins as a follow-up does ("còn báo cáo năm", "con bao cao nam")."""
    return _follows().match(text) is not None or (
        Words.of(text).unaccented and _plain_follows().match(text) is not None
    )


@cache
def _plain_follows() -> re.Pattern[str]:
    follows = table("several")["follow"]
    assert isinstance(follows, list)
    words = sorted({unaccented(str(word)) for word in follows}, key=len, reverse=True)
    return re.compile(rf"(?i)(?:{'|'.join(map(re.escape, words))})\s+\S")


@cache
def _follows() -> re.Pattern[str]:
    return re.compile(rf"(?i){_follow_words()}\s+\S")


def _follow_words() -> str:
    """The words with which a follow-up begins, where they do not begin another phrase ("còn chờ", "còn trống")."""
    follows, apart = table("several")["follow"], table("several")["not_follow"]
    assert isinstance(follows, list) and isinstance(apart, list)
    others = [re.escape(str(entry)) for entry in apart]
    others += [
        re.escape(str(phrase_))
        for name, phrases_ in table("cues").items()
        if name != "follow" and isinstance(phrases_, list)
        for phrase_ in phrases_
        if any(str(phrase_).startswith(f"{word} ") for word in follows)
    ]
    return rf"(?!(?:{'|'.join(others)})\b)(?:{_alternatives('follow')})"


@cache
def _asking_words() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{_alternatives('asking_words')})\b")


@cache
def _part_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_alternatives('part')})\s+(?:thứ|thu|số|so|\d)|\b\w+\s+(?:{_alternatives('part')})\b")


@cache
def _pointing() -> re.Pattern[str]:
    ordinal = r"(?:thứ|thu|số|so)?\s*(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|đầu tiên|\d{1,2})"
    english = r"the\s+(?:first|second|third|fourth|fifth)(?:\s+(?:one|question|part))?"
    return re.compile(rf"(?i)\b(?:(?:{_alternatives('part')}|cái|cai)\s+{ordinal}|{english})\b")


def _alternatives(name: str) -> str:
    words = table("several")[name]
    assert isinstance(words, list)
    return "|".join(sorted((re.escape(str(word)) for word in words), key=len, reverse=True))
