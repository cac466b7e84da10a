"""What models say in tests: good rewordings made from the facts in the prompt, and each fault that a model may have."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Callable, Sequence

from tests.model_servers import Asked, Reply

_FACT = re.compile(r'<fact n="(\d+)">(.*?)</fact>', re.DOTALL)
_PLACE = r"(?P<place>(?:[Xx]ã|[Pp]hường|[Đđ]ặc khu) [^(),:“]+?)"
_TASK = r"“(?P<task>.+)” \((?P<place>[^()]+)\)\."
_PARTS = (
    r"(?: Cơ quan chủ trì: (?P<lead2>[^.]+)\.)?(?: Cơ quan phối hợp: (?P<with>[^.]+)\.)?(?: Thời hạn: (?P<by>.+?)\.)?"
    r"(?: Sản phẩm: (?P<product>.+)\.)?$"
)


def facts_of(prompt: str) -> list[tuple[int, str]]:
    """The numbered facts of a prompt, as a model reads them."""
    return [(int(number), html.unescape(text)) for number, text in _FACT.findall(prompt)]


def small(text: str) -> str:
    """A beginning that goes on in a sentence; "UBND" and "Y tế" keep their capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def large(text: str) -> str:
    return text[:1].upper() + text[1:]


def pick(key: str, *forms: str) -> str:
    """One of several ways to say a thing, always the same for one fact."""
    return forms[zlib.crc32(key.encode()) % len(forms)]


def _parts(lead: str | None, helped: str | None, by: str | None, product: str | None, key: str) -> str:
    said = []
    if lead:
        said.append(pick(key, f"do {lead} chủ trì", f"cơ quan chủ trì là {lead}"))
    if helped == "không nêu":
        said.append(pick(key, "kế hoạch không nêu cơ quan phối hợp", "cơ quan phối hợp không được nêu"))
    elif helped:
        said.append(pick(key, f"với sự phối hợp của {helped}", f"cơ quan phối hợp là {helped}", f"{helped} phối hợp"))
    if by == "không nêu":
        said.append("kế hoạch không nêu thời hạn")
    elif by:
        said.append(pick(key, f"thời hạn là {by}", f"thời hạn hoàn thành: {by}", f"hạn {by}"))
    if product:
        said.append(f"sản phẩm là {product}")
    return ", ".join(said)


def _of(found: re.Match[str], name: str) -> str | None:
    return found.groupdict().get(name)


def _row(found: re.Match[str]) -> str:
    key, task, place = found["task"], found["task"], found["place"]
    lead, helped = _of(found, "lead") or _of(found, "lead2"), _of(found, "with0") or _of(found, "with")
    by, blank = _of(found, "by0") or _of(found, "by"), _of(found, "field")
    product = _of(found, "product")
    if blank:
        head = pick(key, f"Kế hoạch của {place} không nêu {blank} của nhiệm vụ “{task}”")
        rest = _parts(lead, helped, by, product, key)
        return f"{head}; nhiệm vụ này {rest}" if rest else head
    if _of(found, "by0"):
        head = pick(
            key,
            f"Nhiệm vụ “{task}” ở {place} có thời hạn là {by}",
            f"Ở {place}, nhiệm vụ “{task}” phải hoàn thành với thời hạn {by}",
        )
        rest = _parts(lead, helped, None, product, key)
    elif lead:
        head = pick(
            key,
            f"Ở {place}, {lead} chủ trì nhiệm vụ “{task}”",
            f"Nhiệm vụ “{task}” của {place} được giao cho {lead} chủ trì",
        )
        rest = _parts(None, helped, by, product, key)
    else:
        head = f"{large(helped or '')} phối hợp thực hiện nhiệm vụ “{task}” ở {place}"
        rest = _parts(None, None, by, product, key)
    where = _of(found, "row")
    head = f"{head} ({where})" if where else head
    return f"{head}, {rest}" if rest else head


def _count(found: re.Match[str]) -> str:
    filters, scope = found["filters"].strip(), (found["scope"] or "").strip(" –")
    where = f"Ở {scope}" if scope and not scope.startswith("trong") else large(scope)
    text = (
        f"{where} có {found['count']} nhiệm vụ {filters}"
        if where
        else f"Kế hoạch có {found['count']} nhiệm vụ {filters}"
    )
    return " ".join(text.split())


def _figure(found: re.Match[str]) -> str:
    place, what, value, year = small(found["place"]), small(found["what"]), found["value"], found["year"]
    text = pick(
        what + place,
        f"{large(place)} đặt mục tiêu {what} là {value}",
        f"Ở {place}, {what} phấn đấu ở mức {value}",
        f"Theo kế hoạch của {place}, chỉ tiêu {what} đạt {value}",
    )
    text = f"{text} vào năm {year}" if year else text
    return f"{text}; ghi chú của kế hoạch: {found['note']}" if found["note"] else text


def _quoted(found: re.Match[str]) -> str:
    quote, place = found["quote"].rstrip(";. "), small(found["place"])
    return pick(quote, f"Kế hoạch của {place} nêu rõ: “{quote}”", f"Theo kế hoạch của {place}, {small(quote)}")


def _header(found: re.Match[str]) -> str:
    place, field, value = small(found["place"]), found["field"], found["value"]
    return pick(
        value, f"{large(field)} của kế hoạch {place} là {value}", f"Trong kế hoạch của {place}, {field} là {value}"
    )


def _report(found: re.Match[str]) -> str:
    to = f", gửi {found['to']}" if found["to"] else ""
    by = f"; nơi lập báo cáo là {found['by']}" if found["by"] else ""
    return f"Ở {small(found['place'])}, {small(found['what'])} có thời hạn là {found['when']}{to}{by}"


def _based(found: re.Match[str]) -> str:
    return f"Kế hoạch {found['place']} căn cứ vào {found['count']} văn bản"


def _also(found: re.Match[str]) -> str:
    return f"Ngoài ra, {small(found['head'])} tại {found['where']}"


def _assigned(found: re.Match[str]) -> str:
    return f"Chỉ tiêu này được giao thực hiện tại {found['where']}"


def _cites(found: re.Match[str]) -> str:
    return f"Kế hoạch {found['place']} dẫn {found['code']}"


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern, re.DOTALL), say)
    for pattern, say in (
        (rf"^Thời hạn: (?P<by0>.+?) – nhiệm vụ {_TASK}{_PARTS}", _row),
        (
            rf"^Kế hoạch không nêu (?P<field>thời hạn|cơ quan \w+ \w+) của nhiệm vụ {_TASK}{_PARTS}",
            _row,
        ),
        (rf"^(?P<lead>[^“:]+?) chủ trì nhiệm vụ {_TASK}{_PARTS}", _row),
        (rf"^(?P<with0>[^“:]+?) phối hợp thực hiện nhiệm vụ {_TASK}{_PARTS}", _row),
        (rf"^(?P<row>Phụ lục[^“:]*): {_TASK}{_PARTS}", _row),
        (r"^Có (?P<count>\d+) nhiệm vụ(?P<filters>.*?)(?P<scope> – [^–]+| trong \d+ kế hoạch)?\.$", _count),
        (rf"^{_PLACE}, (?P<where>[^“]+): “(?P<quote>.+)”$", _quoted),
        (
            rf"^{_PLACE}: (?P<what>[Bb]áo cáo[^:]*?) – (?P<when>[^;]+?)(?:; gửi (?P<to>.+?))?\."
            r"(?: Nơi lập báo cáo: (?P<by>.+)\.)?$",
            _report,
        ),
        (
            rf"^{_PLACE}: (?P<what>[^:]+) – (?P<value>[^(]+?)(?: \(năm (?P<year>\d+)\))?\."
            r"(?: Ghi chú của kế hoạch: (?P<note>.+))?$",
            _figure,
        ),
        (rf"^{_PLACE}: (?P<field>[^:]+): (?P<value>[^:(“]+)\.$", _header),
        (
            r"^Căn cứ của kế hoạch (?P<place>[^:]+): (?P<count>\d+) văn bản\.$",
            _based,
        ),
        (
            r"^(?P<head>Phần Tổ chức thực hiện cũng giao việc cho cơ quan này): (?P<where>.+)\.$",
            _also,
        ),
        (
            r"^Phụ lục giao thực hiện chỉ tiêu này: (?P<where>.+)\.$",
            _assigned,
        ),
        (
            r"^(?P<code>Kế hoạch số .+?|Chương trình .+?) \(theo kế hoạch (?P<place>.+)\)\.$",
            _cites,
        ),
    )
)


def fluent(text: str) -> str:
    """A fact in other words, as a model that keeps to its instructions says it, without its citation."""
    for pattern, say in _FORMS:
        found = pattern.match(text)
        if found:
            return say(found).rstrip(". ")
    return text.rstrip(". ")


def reworded(facts: Sequence[tuple[int, str]]) -> list[str]:
    """The facts in other words, each sentence cited."""
    return [f"{part.rstrip('. ')} [{number}]." for number, text in facts for part in _parted(fluent(text))]


def _parted(text: str) -> list[str]:
    """The sentences of a text, quotations and abbreviations ("KT. CHỦ TỊCH") left whole."""
    ends = [
        m.end()
        for m in re.finditer(r"(?<!\bKT)(?<!\bTM)(?<!\bTL)(?<!\bTUQ)[.](?= [A-ZĐÀ-Ỹ])", text)
        if text[: m.end()].count("“") == text[: m.end()].count("”")
    ]
    return [text[start:end].strip() for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]


def good(asked: Asked) -> Reply:
    """The model that keeps to its instructions; it restates no question."""
    if asked.schema is not None:
        return Reply('{"ok": true}' if "ok" in str(asked.schema) else '{"ask": "outside", "question": "-"}')
    facts = facts_of(asked.user)
    if "Viết bằng tiếng Việt" not in asked.system:
        return Reply(" ".join(f"{part.rstrip('. ')} [{number}]." for number, text in facts for part in _parted(text)))
    return Reply(" ".join(reworded(facts)))


# --- faults: each takes the good sentences and gives what the model says instead, and which of it is wrong ------------

PLACES = ("xã Cao Minh", "xã Định Hóa", "đặc khu Kiên Hải", "xã Mường La", "phường Thành Đông")
AGENCIES = ("Trạm Y tế", "Phòng Kinh tế", "Trung tâm Y tế", "Công an đặc khu", "Phòng Văn hoá - Xã hội", "Công an xã")
STRANGE = ("Sở Y tế tỉnh", "Bệnh viện Bạch Mai", "Hội Nông dân xã")
_NUMBER = re.compile(r"(?<![\[\d/.,])\d+(?![\d\]]*\])")
_YEAR = re.compile(r"\b20[2-4]\d\b")

Said = tuple[str, str] | None
"""A sentence that is wrong, made of a good one; None where the good one has nothing to be made wrong."""


def another_figure(text: str) -> Said:
    found = [m for m in _NUMBER.finditer(text) if not _YEAR.fullmatch(m.group())]
    if not found:
        return None
    at = found[zlib.crc32(text.encode()) % len(found)]
    return "figure", text[: at.start()] + str(int(at.group()) + 1) + text[at.end() :]


def another_year(text: str) -> Said:
    found = list(_YEAR.finditer(text))
    if not found:
        return None
    at = found[-1]
    return "year", text[: at.start()] + str(int(at.group()) + 1) + text[at.end() :]


def _replaced(text: str, names: Sequence[str], others: Sequence[str]) -> str | None:
    held = [name for name in names if re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", text)]
    rest = [name for name in others if name not in text]
    return text.replace(held[0], rest[zlib.crc32(text.encode()) % len(rest)]) if held and rest else None


def another_agency(text: str) -> Said:
    said = _replaced(text, AGENCIES, AGENCIES)
    return ("agency", said) if said else None


def strange_agency(text: str) -> Said:
    said = _replaced(text, AGENCIES, STRANGE)
    return ("strange agency", said) if said else None


def another_place(text: str) -> Said:
    said = _replaced(text, PLACES, PLACES)
    return ("place", said) if said else None


def parts_exchanged(text: str) -> Said:
    outside = re.sub(r"“[^”]*”", lambda m: "\0" * len(m.group()), text)
    if "chủ trì" not in outside or "phối hợp" not in outside or "không" in outside:
        return None
    marked = outside.replace("chủ trì", "\1" * 7).replace("phối hợp", "\2" * 8)
    swapped = re.sub(r"\x01{7}|\x02{8}", lambda m: "phối hợp" if m.group()[0] == "\1" else "chủ trì", marked)
    quotes = iter(re.findall(r"“[^”]*”", text))
    return "parts", re.sub(r"\0+", lambda m: next(quotes), swapped)


def denial_lost(text: str) -> Said:
    said = re.sub(r"\b(?:không|chưa) (?:được )?", "", text, count=1)
    return ("denial", said) if said != text else None


def denial_added(text: str) -> Said:
    said = re.sub(r"\b(chủ trì|nêu|đạt|phối hợp|có thời hạn)\b", r"không \1", text, count=1)
    return ("denial", said) if said != text else None


def bound_lost(text: str) -> Said:
    said = re.sub(r"\b(?:trên|tối thiểu|ít nhất|dưới|trước ngày) (?=\d)|[≥>] ?(?=\d)", "", text, count=1)
    return ("bound", said) if said != text else None


def bound_changed(text: str) -> Said:
    said = re.sub(r"\btối thiểu\b", "tối đa", text, count=1)
    said = said if said != text else re.sub(r"\btrên (?=\d)", "dưới ", text, count=1)
    return ("bound", said) if said != text else None


def no_such_citation(text: str) -> Said:
    return "citation", re.sub(r"\[\d+\]", "[99]", text)


def no_citation(text: str) -> Said:
    return "uncited", re.sub(r" ?\[\d+\]", "", text)


def own_knowledge(text: str) -> Said:
    mark = re.search(r"\[\d+\]", text)
    added = "Đây là địa phương có tỷ lệ nghèo cao nhất tỉnh theo Tổng cục Thống kê"
    return "own knowledge", f"{added} {mark.group() if mark else ''}."


def advice(text: str) -> Said:
    mark = re.search(r"\[\d+\]", text)
    return "advice", re.sub(r" ?\[\d+\]", f", vì vậy nên tăng ngân sách {mark.group() if mark else ''}", text, count=1)


def other_language(text: str) -> Said:
    mark = re.search(r"\[\d+\]", text)
    return "language", f"The health station is in charge of this work in the commune {mark.group() if mark else ''}."


def done_already(text: str) -> Said:
    said = re.sub(r"\b(chủ trì|đặt mục tiêu|có thời hạn|có|nêu rõ)\b", r"đã hoàn thành và \1", text, count=1)
    return ("done", said) if said != text else None


FAULTS: tuple[Callable[[str], Said], ...] = (
    another_figure,
    another_year,
    another_agency,
    strange_agency,
    another_place,
    parts_exchanged,
    denial_lost,
    denial_added,
    bound_lost,
    bound_changed,
    no_such_citation,
    no_citation,
    own_knowledge,
    advice,
    other_language,
    done_already,
)
