"""Figures promised in running text: where a sentence holds one, what it is about, its value, unit and year.

The grammar: [what] [đạt, lên, có …] [tối thiểu, trên …] number [- number] unit [trở lên], or first the share and then
of whom ("100% trạm y tế …"). A number without a unit, a date, a document's number and a group's age are no promise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.figures import NUMBER
from ingest.indicators import Indicator, indicator_of, lexicon
from ingest.records import Span
from ingest.text import tone_placed

_REACHES = r"đạt(?: tỷ lệ| tỉ lệ| mức)?|ở mức|lên(?: đến| tới)?|xuống(?: còn)?|còn|là|bằng|có|duy trì(?: ở mức)?"
_BOUNDS = (
    r"không (?:để )?(?:xảy ra|phát sinh) quá"
    r"|tối thiểu(?: là)?|ít nhất(?: là)?|tối đa|không quá|không vượt quá|không dưới|không thấp hơn|trên|hơn|dưới|vượt"
    r"|khoảng|mỗi năm"
)
_CHANGES = r"tăng thêm|tăng|giảm thêm|giảm|thêm|nâng"
_SIGNS = r"[><≥≤]=?"
_PER = r"năm|vạn dân|người|10\.000 dân|1\.000 dân|tháng|trạm|hồ sơ|ha|hộ|ngày|lao động|nhà|lượt|học sinh"
_PER += r"|khách|tuần|quý|đêm|phòng|căn|xã|thôn|ấp|bản|buôn|lớp|trường|trẻ|xe|tàu"
_SENTENCE = re.compile(r"[.!?](?=\s|$)")
_YEAR = re.compile(r"giai đoạn\s+20\d\d\s*[-–]\s*(20\d\d)|năm\s+(20\d\d)(?!\s*[-–/]\s*\d)")
_YEAR_BEHIND = re.compile(r"(?!\s*so với\b)[^,;.:\d]{0,25}?(?:(?:vào|đến|trong|tới|hết|cuối)\s+)*năm\s+(20\d\d)")
_YEAR_ENDS = re.compile(r"(?:vào|trong|đến|hết|cuối)\s+(?:cuối\s+)?năm\s+(20\d\d)$")
# A figure in an aside with words of its own, "34 tổ liên gia (mỗi khu phố 02 tổ)", is not that of the words outside.
_ASIDE = re.compile(r"\((?!\s*trong đó)[^()]*\w[^()]*$")
_BORDER = re.compile(
    r"[;:]|,\s*(?=(?:trong đó|đồng thời|phấn đấu|và|đến|từ|cuối|hết)\b)|,\s*trong khi"
    r"|giai đoạn\s+20\d\d\s*[-–]\s*20\d\d\s*,?|(?:(?:đến|từ|trong|vào|hết|cuối)\s+)*năm\s+20\d\d\s*,?"
)
_LEAD_IN = re.compile(
    r"(?:\s*(?:[a-zđ]|\d{1,2})[.)]\s+)?(?:[\s,;:–-]+|(?:trong đó|đồng thời|và|ph[ấâầ]n [đd][ấâầ]u|bảo đảm|đảm bảo"
    r"|vận động|hoàn thành|tiếp tục|có|đạt|để|duy trì|tăng|nâng|giảm|người dân có|tương ứng(?: với)?|cắt|bố trí"
    r"|dành|thu hồi|thu gom|xử lý|tái chế|giải quyết)(?=[\s,]|$))*"
)
_VERB_BEHIND = re.compile(r"\s(?:chiếm|ước|phấn đấu)$")
# "tăng từ 82% lên 95%": the first figure is where it starts from, the second the promise.
_ORIGIN = re.compile(
    rf"(?<!\w)(?:(?:{_CHANGES})\s+)?từ\s+(?:mức\s+)?(?:{NUMBER})(?![^\d;.:,]*\strở\s)[^\d;.:,]{{0,30}}$"
)
_GOES_TO = re.compile(
    rf"[^\d;.:,]{{0,25}}?(?<!\w)(?:lên|xuống)(?:\s+(?:còn|đến|tới|mức))*(?:\s+(?:{_BOUNDS}))?\s+(?:{NUMBER})"
)
_LONGEST_ORIGIN = 80
# A count or an age among the words of the figure behind it: "… khám ít nhất 01 lần/năm đạt 95%".
_OF_THE_NEXT = re.compile(rf"\s+(?:đạt|chiếm|lên|xuống)(?:\s+(?:tỷ lệ|mức|{_BOUNDS}))*\s+(?:{NUMBER})\s*%")
# What a plan sets out to do with so many of them: "Đón 800.000 lượt khách", "Xóa 38 nhà tạm".
_SETS_OUT = re.compile(
    r"\W*(?P<verb>đón|thu hút|nâng hạng|xóa|tạo|giải quyết|đào tạo|thành lập|phát triển|trồng|đưa|vận động"
    r"|kết nạp|dự trữ|hoàn thành|tổ chức|khởi công|trao|cấp|trồng mới|khôi phục|bồi dưỡng|hỗ trợ|triển khai|ra mắt"
    r"|đăng ký|di dời|mở|huy động|công nhận|xây dựng|xây mới|thu hồi|thu gom|lắp đặt|cấp mới|nâng cấp|cải tạo"
    r"|sửa chữa|tập huấn|trang bị|cứng hóa)(?!\w)"
)
_ITEM = re.compile(
    r"\s*(?:(?:[a-zđ]|\d{1,2}(?:\.\d{1,2})*)[.)]\s+)?(?:[\s,;:–-]+|(?:ph[ấâầ]n [đd][ấâầ]u|trong đó|có)\s)*"
)
_COMPARED = re.compile(r"so với[^,;.]{0,20}năm")
_PREDICATE = re.compile(r"là(?!\w)")
_AMONG = re.compile(r"(?<!\w)trong (?:đó|số đó)(?!\w)")
_OF_WHOM = re.compile(
    r"\s+(?!so với\b|cùng kỳ\b|dân số\b(?! (?:tham gia|được|có|sử dụng|dùng|sống|trong|từ|trưởng)\b)|và\b|vào\b|đến\b"
    r"|trong\b|năm\b)\w"
)
# "… và 06 bác sĩ vào năm 2030": the next figure of the same, with its own year.
_AND_THEN = r"\s+và\s+(?=(?:(?:có|đạt|tối thiểu|ít nhất|trên)\s+)*\d[\d.,]*\s*[^,;.\d]{1,30}(?:vào|đến|trong) năm\b)"
_LATER = r"(?:,|\s+và)\s+(?=(?:đạt|tăng lên|nâng lên|lên)\s[^,;.\d]{0,20}\d[\d.,]*\s*%)"
_CLAUSE_END = re.compile(
    rf"[;.]|,\s*(?=(?:đến|từ|vào) năm\b)|{_LATER}|,\s*(?=trong (?:đó|số đó)\s[^,;.]{{0,25}}\d)|{_AND_THEN}|$"
)
_PHRASE_END = re.compile(rf"[,;.]|{_AND_THEN}|$")
_AGE_REACHED = re.compile(r"đạt|lên|tăng|là|ở mức|bằng|:")


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise; all ranges are of the text that was read. `value` and `unit` are None for one without a figure.

    `word` is the value's number where it is written in words ("toàn dân").
    """

    what: Span
    value: Span | None
    unit: Span | None
    whole: Span
    sentence: Span
    year: int | None
    indicator: Indicator | None
    word: float | None = None


@cache
def _figures() -> re.Pattern[str]:
    units = "|".join(re.escape(unit) for unit in lexicon().units)
    token = rf"(?<!\w)(?:{_REACHES}|{_BOUNDS}|{_CHANGES}|từ|mức|bình quân)\s+|(?::|{_SIGNS})\s*"
    amount = rf"\d{{1,3}}/\d{{1,3}}(?!/)|(?:{NUMBER})(?:\s*(?:{units})?\s*(?:-|–|đến|tới)\s*(?:{NUMBER}))?"
    return re.compile(
        rf"(?P<before>(?:{token})*)(?<![\w/,.-])(?P<amount>{amount})\s*"
        rf"(?P<unit>(?:{units})(?:/(?:{_PER}))*)(?!\w)"
        r"(?P<open>\s+trở (?:lên|xuống))?"
    )


_MEANINGS = (re.compile(rf"(?<!\w)(?:{_BOUNDS})(?!\w)|{_SIGNS}"), re.compile(rf"(?<!\w)(?:{_CHANGES})(?!\w)"))
_FROM = re.compile(r"(?<!\w)từ(?!\w)")


def promises(text: str) -> tuple[Promise, ...]:
    """Every promise of a text, in order; `text` is normalised and on one line."""
    words = tone_placed(text).lower()
    found: list[Promise] = []
    start = 0
    for end in [*(match.start() for match in _SENTENCE.finditer(words)), len(words)]:
        found += _in_sentence(words, (start, end))
        start = end + 1
    return tuple(found)


def _in_sentence(words: str, sentence: Span) -> list[Promise]:
    found: list[Promise] = []
    done, last = sentence[0], None
    for match in _figures().finditer(words, *sentence):
        if match.start() < done or (_FROM.search(match["before"]) and _GOES_TO.match(words, match.end(), sentence[1])):
            continue
        if match["unit"] not in ("%", "‰") and _OF_THE_NEXT.match(words, match.end(), sentence[1]):
            continue
        promise = _promise(words, match, sentence, done, last)
        if promise:
            found.append(promise)
            done, last = promise.whole[1], promise
    for promise in [*_in_words(words, sentence), *_without_figure(words, sentence)]:
        if not any(one.whole[0] < promise.whole[1] and promise.whole[0] < one.whole[1] for one in found):
            found.append(promise)
    return sorted(found, key=lambda one: one.whole)


def _promise(words: str, match: re.Match[str], sentence: Span, done: int, last: Promise | None) -> Promise | None:
    """The promise around a figure, or None where the figure is none (an age, a count without a verb)."""
    unit = match["unit"]
    origin = _ORIGIN.search(words, max(done, match.start() - _LONGEST_ORIGIN), match.start())
    start = origin.start() if origin else match.start()
    begin = _behind_border(words, done, start)
    what = _trimmed(words, begin, start)
    of_whom = _OF_WHOM.match(words, match.end()) is not None
    verb = _SETS_OUT.match(words, _ITEM.match(words, begin, start).end(), match.end())  # type: ignore[union-attr]
    only_verb = what[0] == what[1] or (verb is not None and verb.end() >= what[1])
    end, share, known = match.end(), False, False
    if unit == "%" and only_verb and of_whom:
        what, share = _trimmed(words, match.end(), _clause_end(words, match.end(), sentence[1])), True
        end = what[1]
        if last and _PREDICATE.match(words, what[0]):  # "350 lao động, ít nhất 60% là nữ"
            what = last.what[0], end
    elif unit.partition("/")[0] in lexicon().counted or (of_whom and only_verb and _measured(words, match, last, done)):
        end = min(_PHRASE_END.search(words, match.end(), sentence[1]).start(), sentence[1])  # type: ignore[union-attr]
        share = unit.partition("/")[0] not in lexicon().counted
        beside = last if what[0] == what[1] and last and _beside(words, match, last, done) else None
        if beside:
            what, known = (beside.what[0], _trimmed(words, match.start(), end)[1]), True
        elif verb:
            what = verb.start("verb"), _trimmed(words, match.start(), end)[1]
        else:
            what = _trimmed(words, what[0] if what[0] < what[1] else match.start(), end)
    elif what[0] == what[1] and last and _same_again(words, match, last):
        inside = last.unit is not None and last.what[0] < last.unit[0] < last.what[1]
        dated = _YEAR_ENDS.search(words, *last.what)  # that year is of the figure before
        what = last.unit[0] if last.unit and inside else last.what[0], dated.start() - 1 if dated else last.what[1]
        known = _goes_on_with_year(words, match, last)
    if what[0] == what[1]:
        return None
    indicator = indicator_of(words[slice(*what)], unit)
    if "tuổi" in unit and not _AGE_REACHED.search(match["before"]) and indicator is None:
        return None
    if not (match["before"] or share or verb or known) and indicator is None:
        return None
    what = _shortened(words, what, unit, indicator)
    if match.start() > what[0] and _ASIDE.search(words, what[0], match.start()):
        return None
    year = _year(words, match, sentence, what if share else None)
    year = year or (None if _COMPARED.search(words, *what) else last_year(words[slice(*what)]))
    whole = (min(what[0], match.start()), max(end, match.end()))
    value = _value(words, match, share)
    if origin:
        value = (origin.start(), max(value[1], match.end("unit")))  # "từ 82% lên 95%": both with their unit
    return Promise(what, value, match.span("unit"), whole, sentence, year, indicator)


def _measured(words: str, match: re.Match[str], last: Promise | None, done: int) -> bool:
    """Whether a measure is of what stands behind it: "trồng 120 ha rừng", "có 22 hộ làm du lịch"."""
    if match["unit"] in ("%", "‰") or "tuổi" in match["unit"]:
        return False
    return (
        last is None or ";" in words[last.whole[1] : match.start()] or bool(_AMONG.search(words, done, match.start()))
    )


def _beside(words: str, match: re.Match[str], last: Promise, done: int) -> bool:
    """Whether a figure is of the promise before: among what that counts, or what it comes to in another year."""
    return bool(_AMONG.search(words, done, match.start())) or _goes_on_with_year(words, match, last)


def _goes_on_with_year(words: str, match: re.Match[str], last: Promise) -> bool:
    """Whether a figure of the same unit and with its own year goes on with the promise before: "… và 06 bác sĩ vào"."""
    same = last.unit is not None and words[slice(*last.unit)] == match["unit"]
    return same and ";" not in words[last.whole[1] : match.start()] and bool(_YEAR_BEHIND.match(words, match.end()))


def _same_again(words: str, match: re.Match[str], last: Promise) -> bool:
    """Whether a figure without a word of its own goes on with the promise before: "…; đến năm 2030 có 60 hộ"."""
    between = words[last.what[0] : match.start()]
    if ";" not in between:
        return True
    same = last.unit is not None and words[slice(*last.unit)] == match["unit"]
    return same and _YEAR.search(words, last.whole[1], match.start()) is not None


def _behind_border(words: str, done: int, end: int) -> int:
    """Where the words begin that say what a figure is about: behind the last border."""
    return max((border.end() for border in _BORDER.finditer(words, done, end)), default=done)


def _trimmed(words: str, start: int, end: int) -> Span:
    start = min(_LEAD_IN.match(words, start, end).end(), end)  # type: ignore[union-attr]
    while end > start and words[end - 1] in " ,:;–-(":
        end -= 1
    if verb := _VERB_BEHIND.search(words, start, end):
        end = verb.start()
    return start, end


def _clause_end(words: str, start: int, end: int) -> int:
    return _CLAUSE_END.search(words, start, end).start()  # type: ignore[union-attr]


def _shortened(words: str, what: Span, unit: str, indicator: Indicator | None) -> Span:
    """Without what stands before the last comma, where the rest still speaks of it."""
    if indicator is None or unit.partition("/")[0] in lexicon().counted:
        return what
    for comma in reversed([match.end() for match in re.compile(r",\s+").finditer(words, *what)]):
        if indicator_of(words[comma : what[1]], unit) is indicator:
            return comma, what[1]
    return what


def _value(words: str, match: re.Match[str], share: bool) -> Span:
    """The amount with the words that bound it; with its unit only inside "từ 75,5 tuổi trở lên".

    Of a share the change belongs to the value, as its words stand behind it: "giảm ít nhất 50% thiệt hại".
    """
    start, end = match.span("amount")
    starts = [found.start() for pattern in _MEANINGS if (found := pattern.search(words, *match.span("before")))]
    ranged = match["open"] or re.search(r"[-–]|đến|tới", match["amount"])
    if starts:
        start = min(starts) if share else starts[0]
    elif ranged and (found := _FROM.search(words, *match.span("before"))):
        start = found.start()
    return start, match.end("open") if match["open"] else end


def _year(words: str, match: re.Match[str], sentence: Span, of_whom: Span | None) -> int | None:
    """The year behind a figure, or behind those of whom it is a share; else the last one before it."""
    if behind := _YEAR_BEHIND.match(words, match.end(), sentence[1]):
        return int(behind[1])
    if of_whom and of_whom[0] >= match.end() and (ends := _YEAR_ENDS.search(words, *of_whom)):
        return int(ends[1])
    return last_year(words[sentence[0] : match.start()])


def last_year(words: str) -> int | None:
    """The last year that the words name; the end of a period."""
    years = [int(found[1] or found[2]) for found in _YEAR.finditer(words.lower())]
    return years[-1] if years else None


def _in_words(words: str, sentence: Span) -> Iterator[Promise]:
    """Values in words: "đạt bao phủ bảo hiểm y tế toàn dân"."""
    for one in lexicon().indicators:
        for word, number in one.words:
            for match in re.compile(rf"(?<!\w){word}(?!\w)").finditer(words, *sentence):
                what = _trimmed(words, _behind_border(words, sentence[0], match.start()), match.start())
                near = words[what[1] - 25 if what[1] - what[0] > 25 else what[0] : match.start()]
                if indicator_of(words[slice(*what)]) is one and one.position(near) is not None:
                    what = _shortened(words, what, "", one)
                    year = last_year(words[sentence[0] : match.start()])
                    yield Promise(what, match.span(), None, (what[0], match.end()), sentence, year, one, number)


def _without_figure(words: str, sentence: Span) -> Iterator[Promise]:
    for one in lexicon().indicators:
        for pattern in one.promises:
            for match in pattern.finditer(words, *sentence):
                what = _trimmed(words, *match.span())
                year = last_year(words[sentence[0] : match.start()])
                yield Promise(what, None, None, what, sentence, year, one)
