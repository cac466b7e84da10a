"""What models say in tests: good rewordings made from the facts in the prompt, and each fault that a model may have."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from tests.model_servers import Asked, Reply

_FACT = re.compile(r'<fact n="(\d+)">(.*?)</fact>', re.DOTALL)
_PLACE = r"(?P<place>(?:xã|phường|đặc khu) [^(),:“]+?)"
_TASK = r"“(?P<task>.+)” \((?P<place>[^()]+)\)\."
_PARTS = (
    r"(?: Cơ quan chủ trì: (?P<lead2>[^.]+)\.)?(?: Cơ quan phối hợp: (?P<with>[^.]+)\.)?(?: Thời hạn: (?P<by>.+?)\.)?"
    r"(?: Sản phẩm: (?P<product>.+)\.)?$"
)


def facts_of(prompt: str) -> list[tuple[int, str]]:
    """The numbered facts of a prompt, as a model reads them."""
    return [(int(number), html.unescape(text)) for number, text in _FACT.findall(prompt)]


def small(text: str) -> str:
    """A beginning that goes on in a sentence."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _rest(found: re.Match[str], lead: str | None) -> str:
    parts = found.groupdict()
    said = []
    if lead is None and parts.get("lead2"):
        said.append(f"do {parts['lead2']} chủ trì")
    if parts.get("with"):
        blank = parts["with"] == "không nêu"
        said.append("không nêu cơ quan phối hợp" if blank else f"với sự phối hợp của {parts['with']}")
    if parts.get("by"):
        said.append("không nêu thời hạn" if parts["by"] == "không nêu" else f"thời hạn là {parts['by']}")
    if parts.get("product"):
        said.append(f"sản phẩm là {parts['product']}")
    return ", ".join(said)


def _chair(found: re.Match[str]) -> str:
    head = f"Ở {found['place']}, nhiệm vụ “{found['task']}” do {found['lead']} chủ trì"
    rest = _rest(found, found["lead"])
    return f"{head}, {rest}" if rest else head


def _coordinate(found: re.Match[str]) -> str:
    rest = _rest(found, None)
    return f"Nhiệm vụ “{found['task']}” ở {found['place']} do {found['lead2']} chủ trì, có {found['with0']} phối hợp" + (
        "" if not found["by"] else f", thời hạn là {found['by']}" if found["by"] != "không nêu" else ", không nêu thời hạn"
    ) if found["lead2"] else f"{found['with0']} phối hợp thực hiện nhiệm vụ “{found['task']}” ở {found['place']}, {rest}"


def _deadline(found: re.Match[str]) -> str:
    head = f"Nhiệm vụ “{found['task']}” ở {found['place']} có thời hạn là {found['by0']}"
    rest = _rest(found, None)
    return f"{head}, {rest}" if rest else head


def _blank(found: re.Match[str]) -> str:
    field = found["field"]
    head = f"Về nhiệm vụ “{found['task']}”, kế hoạch của {found['place']} không nêu {field}"
    rest = _rest(found, None)
    return f"{head}; nhiệm vụ này {rest}" if rest else head


def _count(found: re.Match[str]) -> str:
    filters, place = found["filters"].strip(), found["scope"].strip(" –")
    where = f"Ở {place}" if not place.startswith("trong") else place[0].upper() + place[1:]
    return f"{where} có {found['count']} nhiệm vụ {filters}".strip() if place else f"Có {found['count']} nhiệm vụ {filters}"


def _figure(found: re.Match[str]) -> str:
    year = f"Vào năm {found['year']}, " if found["year"] else ""
    text = f"{year}{found['place']} đặt mục tiêu {small(found['what'])} là {found['value']}"
    note = f". Ghi chú của kế hoạch: {found['note']}" if found["note"] else ""
    return (text[0].upper() + text[1:]) + note.replace(". Ghi", "; ghi")


def _quoted(found: re.Match[str]) -> str:
    quote = found["quote"].rstrip(";. ")
    return f"Theo kế hoạch của {found['place']}, nội dung này là: “{quote}”"


def _header(found: re.Match[str]) -> str:
    return f"{found['field'][0].upper() + found['field'][1:]} của kế hoạch {found['place']} là {found['value']}"


def _report(found: re.Match[str]) -> str:
    to = f", gửi {found['to']}" if found["to"] else ""
    by = f"; nơi lập báo cáo là {found['by']}" if found["by"] else ""
    return f"Ở {found['place']}, {small(found['what'])} có thời hạn là {found['when']}{to}{by}"


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern, re.DOTALL), say)
    for pattern, say in (
        (rf"^(?P<lead>[^“]+?) chủ trì nhiệm vụ {_TASK}{_PARTS}", _chair),
        (rf"^(?P<with0>[^“]+?) phối hợp thực hiện nhiệm vụ {_TASK}{_PARTS}", _coordinate),
        (rf"^Thời hạn: (?P<by0>.+?) – nhiệm vụ {_TASK}{_PARTS}", _deadline),
        (rf"^Kế hoạch không nêu (?P<field>thời hạn|cơ quan phối hợp|cơ quan chủ trì) của nhiệm vụ {_TASK}{_PARTS}", _blank),
        (r"^Có (?P<count>\d+) nhiệm vụ(?P<filters>.*?)(?P<scope> – [^–]+| trong \d+ kế hoạch)?\.$", _count),
        (
            rf"^{_PLACE}: (?P<what>[^:]+) – (?P<value>[^(]+?)(?: \(năm (?P<year>\d+)\))?\.(?: Ghi chú của kế hoạch: (?P<note>.+))?$",
            _figure,
        ),
        (rf"^{_PLACE}: (?P<what>[Bb]áo cáo[^:]*) – (?P<when>[^;]+?)(?:; gửi (?P<to>.+?))?\.(?: Nơi lập báo cáo: (?P<by>.+)\.)?$", _report),
        (rf"^{_PLACE}, (?P<where>[^“]+): “(?P<quote>.+)”$", _quoted),
        (rf"^{_PLACE}: (?P<field>[^:]+): (?P<value>[^:(]+)\.$", _header),
    )
)
_ORDER = (0, 1, 2, 3, 4, 6, 5, 7, 8)


def fluent(text: str) -> str:
    """A fact in other words, as a model that keeps to its instructions says it, without its citation."""
    for at in _ORDER:
        pattern, say = _FORMS[at]
        found = pattern.match(text)
        if found:
            return say(found).rstrip(". ")
    return text.rstrip(". ")


def reworded(facts: Sequence[tuple[int, str]]) -> list[str]:
    """A sentence a fact, each cited."""
    return [f"{fluent(text)} [{number}]." for number, text in facts]


def good(asked: Asked) -> Reply:
    """The model that keeps to its instructions; it restates no question."""
    if asked.schema is not None:
        return Reply('{"ok": true}' if "ok" in str(asked.schema) else '{"ask": "outside", "question": "-"}')
    return Reply(" ".join(reworded(facts_of(asked.user))))
