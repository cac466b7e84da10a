"""Whether a text holds the kind of thing that is asked for: an agency, a person, a date, a number of what is counted.

Everything that is answered by quoting passes here; records are of the kind that their field is, and figures are held
to their measure (`measures`).
"""

from __future__ import annotations

import re

from assistant.asked_agencies import names_agency
from assistant.calibration import CALIBRATION
from assistant.measures import counts
from assistant.turns import Expected, Measure, Query
from assistant.wording import content_words
from assistant.world import World
from ingest.records import Passage
from ingest.text import canonical, normalise

_ISSUED = re.compile(r"\d[\w/-]*[-/][^\W\d_][\w/-]*,?\s+ngày\s+[\d/]+(?:\s+tháng\s+\d+\s+năm\s+\d+)?", re.IGNORECASE)
"""The day on which a document was issued is no day of a plan ("Nghị quyết số 72-NQ/TW ngày 09/9/2025")."""
_DATE = re.compile(
    r"\d{1,2}/\d{1,2}|\bngày \d|\btháng \d|\bnăm 20\d\d|\b20\d\d\s*[-–]\s*20\d\d|\bquý [ivx\d]"
    r"|\bthứ (?:hai|ba|tư|năm|sáu|bảy)\b|\bchủ nhật\b|\d ?giờ\b"
    r"|\bthường xuyên|\b(?:hằng|hàng) (?:năm|quý|tháng|tuần)",
    re.IGNORECASE,
)
_HOW_LONG = re.compile(
    r"\b(?:bao lâu|mấy (?:ngày|giờ|tiếng)|bao nhiêu (?:ngày|giờ)|how long|how many (?:days|hours))\b"
)
_DURATION = re.compile(r"\b\d{1,3} (?:giờ|phút|ngày|tuần|tháng)\b", re.IGNORECASE)
_CLOCK_ASKED = re.compile(r"\bmấy giờ\b|\bwhat time\b")
_CLOCK = re.compile(r"\b\d{1,2} ?(?:giờ|h\d{0,2})\b|\b\d{1,2}:\d\d\b", re.IGNORECASE)
_OFFICE_ASKED = re.compile(r"\bai (?:là|làm|giữ chức) ((?:phó )?trưởng (?:ban|đoàn)|(?:tổ|đội|nhóm) (?:phó|trưởng))\b")
_LENGTH = re.compile(r"\b\d[\d.,]* ?(?:km|m|mét|ki-lô-mét)\b", re.IGNORECASE)
_OF_LENGTH = re.compile(r"\bhow long (?:is|are)\b")
_SENTENCE = re.compile(r"(?<=[.;])\s+")
_WHOLE_SENTENCE = re.compile(r"(?<=\.)\s+")
_CONTACT = re.compile(
    r"\b0\d{8,10}\b|\b\d{3,4}[.\s]\d{3}[.\s]\d{3,4}\b|[\w.+-]+@[\w-]+\.[\w.]+|https?://", re.IGNORECASE
)
_MONEY_COLUMN = re.compile(r"kinh phí[^:.;]*:\s*\d")
MONEY = re.compile(r"\b\d[\d.,]*\s*(?:triệu|tỷ|tỉ|nghìn|ngàn)?\s*(?:đồng|vnđ|vnd)\b", re.IGNORECASE)
_NO_FIGURE = re.compile(r"\d[\w/.]*[-/][^\W\d_][\w/-]*|\b\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?\b|\b20\d\d\b|^\s*\d+\W?\s")
"""Codes, dates, years, and the number at the beginning of a point or a row."""
_FIGURE = re.compile(r"\d")
_OF_ITS_OWN = 4  # syllables of a topic that says by itself which number it wants; "dân số" stands in "95% dân số" too
_LEADS_TO_FIGURE = "là|khoảng|đạt|trên|dưới|gần|hơn|có|tự nhiên|toàn xã|của xã|hiện nay|hiện có|trung bình|bình quân"


def answers(query: Query, passage: Passage, world: World) -> bool:
    """Whether a passage holds the kind of thing that a question asks for."""
    quote = normalise(passage.quote)
    if query.expected is Expected.CONTACT:
        return _CONTACT.search(quote) is not None
    if query.expected is Expected.MONEY:
        in_column = passage.kind == "row" and _MONEY_COLUMN.search(canonical(passage.text))
        return MONEY.search(quote) is not None or bool(in_column)
    if query.expected is Expected.NUMBER:
        return (
            _is_counted(query, query.measure, passage, world) if query.measure else _has_figure(query, passage, world)
        )
    if query.expected is Expected.PERSON:
        return _names_holder(query, quote)
    if query.expected is Expected.DATE:
        if asks_clock(query):
            return has_clock(quote)
        lasts = _HOW_LONG.search(query.written) is not None and _DURATION.search(quote) is not None
        measured = _OF_LENGTH.search(query.question.lower()) is not None and _LENGTH.search(quote) is not None
        return lasts or measured or _DATE.search(_ISSUED.sub(" ", quote)) is not None
    if query.expected is Expected.AGENCY:
        return names_agency(quote, world.known)
    return True


def asks_clock(query: Query) -> bool:
    """Whether the time of day is asked: a day does not answer "mấy giờ"."""
    return _CLOCK_ASKED.search(query.written) is not None


def has_clock(text: str) -> bool:
    return _CLOCK.search(text) is not None


def _is_counted(query: Query, measure: Measure, passage: Passage, world: World) -> bool:
    """Whether one sentence holds the topic and a number that counts what is asked for; a row's own number is none."""
    quote = passage.quote.partition(" ")[2] if passage.kind == "row" else passage.quote
    counting = [part for part in _SENTENCE.split(quote) if counts(measure, part)]
    topic = world.topic(query)
    return any(world.matcher.coverage_of(topic, part, passage.path) >= CALIBRATION.about for part in counting)


def _names_holder(query: Query, quote: str) -> bool:
    """Whether a passage says who holds an office: its title followed by "là", a colon, a dash or a person's name."""
    if office := office_asked(query.written):
        return (
            re.search(rf"\blàm {office}\b|\b{office}(?: [^.;]{{0,40}}?)? ?(?:là|:|–|-) ", canonical(quote)) is not None
        )
    title = re.escape(" ".join(query.topic))
    return re.search(rf"{title}[^.;]{{0,40}}?(?: là |:| – | - |(?:ông|bà|đồng chí) )", canonical(quote)) is not None


def office_asked(text: str) -> str | None:
    """The office whose holder is asked for: "ai làm trưởng ban chỉ đạo"."""
    found = _OFFICE_ASKED.search(canonical(text))
    return found[1] if found else None


def _has_figure(query: Query, passage: Passage, world: World) -> bool:
    """Whether a number follows the topic ("dân số khoảng 9.500 người"), or stands in a sentence of nothing else."""
    topic, quote = re.escape(" ".join(query.topic)), normalise(passage.quote)
    pattern = rf"{topic} (?:(?:{_LEADS_TO_FIGURE}) ){{0,3}}(?!20\d\d\b)\d"
    if re.search(pattern, " ".join(content_words(quote))) is not None:
        return True
    asked = world.topic(query)
    return len(asked.words) >= _OF_ITS_OWN and any(
        world.matcher.coverage_of(asked, part, passage.path) >= CALIBRATION.figure
        for part in _WHOLE_SENTENCE.split(quote)
        if _FIGURE.search(_NO_FIGURE.sub(" ", part))
    )
