"""A cell of agencies → the agencies in it, each with a key under which its spellings meet (data/agencies.yaml).

A comma or "và" separates two agencies only where a new one begins after it: "Phòng Kinh tế, Hạ tầng và Đô thị" is one,
"Các cơ quan, phòng, ban, ngành" one generic party, "Phòng VH-XH Phòng Kinh tế" two although nothing separates them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from ingest.records import Agency
from ingest.text import canonical as _canonical
from ingest.text import tone_placed, unaccented

GENERIC_KEY = "cac co quan"

_SEPARATOR = re.compile(r"\s*[;,/]\s*|\s+(?:và|cùng với|cùng|phối hợp với|với|&)\s+", re.IGNORECASE)
_MARK = re.compile(r"[ ;,/(]")
_OPENER = re.compile(r"(?:tất cả |toàn thể )?(?:các|những|toàn bộ|một số)\s+(?=[^\W\d_])", re.IGNORECASE)
_LEVEL = r"(?:cấp )?(?:xã|phường|đặc khu|thị trấn|tỉnh|thành phố|huyện)"
_NOUN = r"(?:cơ quan|đơn vị|phòng|ban|ngành|sở|đoàn thể|bộ phận|địa phương|tổ chức|cá nhân|lĩnh vực|hội)"
_CORE = r"\b(?:cơ quan|đơn vị|phòng|ban|ngành|sở|bộ phận|cá nhân|địa phương)\b"
_TAIL = (
    r"(?:(?:có )?liên quan(?: khác)?|khác|chuyên môn|chức năng|trực thuộc|phối hợp"
    r"|theo chức năng,? nhiệm vụ(?: được giao)?|theo (?:chức năng|nhiệm vụ)(?: được (?:giao|phân công))?"
    rf"|(?:của|thuộc|ở|tại) .*|(?:đóng )?trên địa bàn.*|{_LEVEL}(?! hội)(?:\s.*)?)"
)
_GENERIC = re.compile(
    rf"(?:(?:các|những|toàn thể|tất cả các)\s+)?{_NOUN}"
    rf"(?:\s*[,;/-]?\s*(?:và\s+)?(?:các\s+)?{_NOUN})*(?:,?\s*(?:và\s+)?{_TAIL})*[\s.,;]*",
)
_GENERIC_START = re.compile(rf"(?:các\s+)?{_NOUN}(?=\s*(?:$|[,;/.]|và\s|{_TAIL}|{_NOUN}\b))")
_LEVELS_OF_SCHOOL = rf"|th(?:cs|pt)(?=\s*(?:$|[,;.)]|và\s|{_LEVEL}))"  # "các trường tiểu học, THCS" are one party
_PARENTHESIS = re.compile(r"\s*\([^)]*\)?")
_AHEAD = 80  # characters that tell whether a name begins
_LONGEST_PLACE = 5  # words of a place's name
_EDGE = " \t\n,;./-–+•*:"


canonical = lru_cache(maxsize=16384)(_canonical)  # the same few words are asked about again and again


@dataclass(frozen=True, slots=True)
class _Lexicon:
    heads: re.Pattern[str]
    not_heads: re.Pattern[str]
    strong: re.Pattern[str]
    carriers: re.Pattern[str]
    settlements: re.Pattern[str]
    known: re.Pattern[str]
    same: dict[str, str]
    spellings: dict[str, tuple[str, ...]]
    abbreviations: dict[str, str]


def _words(names: list[str]) -> str:
    """Alternatives, longest first, that end where a word ends."""
    ordered = sorted({canonical(name) for name in names}, key=len, reverse=True)
    return r"(?:" + "|".join(re.escape(name) for name in ordered) + r")(?![^\W_])"


@cache
def _lexicon() -> _Lexicon:
    data = yaml.safe_load(files("ingest").joinpath("data/agencies.yaml").read_text(encoding="utf-8"))
    abbreviations = {canonical(short): canonical(long) for short, long in data["abbreviations"].items()}
    names, same, kept = [], {}, {}
    for entry in data["known"]:
        spellings = [entry["name"], *entry.get("also", ())]
        for spelling in spellings:
            same[_plain_key(_expanded(canonical(spelling), abbreviations))] = _plain_key(canonical(entry["name"]))
        kept[_plain_key(canonical(entry["name"]))] = tuple(spellings)
        names += [canonical(spelling) for spelling in spellings]
    return _Lexicon(
        heads=re.compile(_words([*data["heads"], *abbreviations])),
        not_heads=re.compile(_words(data["not_heads"]) + r"|phòng,\s*(?:chống|ngừa)" + _LEVELS_OF_SCHOOL),
        strong=re.compile(_words([*data["strong_heads"], "ubnd", "tyt", "ttyt", "bhxh", "bchqs"])),
        carriers=re.compile(_words(data["carriers"])),
        settlements=re.compile(r"(?:trưởng )?(?:các )?" + _words(data["settlements"])),
        known=re.compile(_words(names)),
        same=same,
        spellings=kept,
        abbreviations=abbreviations,
    )


@lru_cache(maxsize=8192)
def agencies(cell: str) -> tuple[Agency, ...]:
    """The agencies of a cell, in order, each name as printed (folded); an empty cell has none."""
    found = []
    for name in _names(" ".join(cell.split())):
        generic = is_generic(name)
        found.append(Agency(name, GENERIC_KEY if generic else agency_key(name), generic))
    return tuple(found)


def is_generic(name: str) -> bool:
    """Whether a name stands for no agency in particular: "các cơ quan, phòng, ban, ngành liên quan"."""
    words = canonical(_PARENTHESIS.sub("", name)).strip(_EDGE)
    if not _GENERIC.fullmatch(words) or not re.search(_CORE, words):
        return False
    if words.startswith(("các ", "những ", "toàn thể ", "tất cả ")) or "liên quan" in words:
        return True
    return len(re.findall(_NOUN, words)) > 1


@lru_cache(maxsize=8192)
def starts_agency(text: str) -> bool:
    """Whether a text begins as an agency's name does, known or not."""
    words = canonical(text).lstrip(_EDGE)
    lexicon = _lexicon()
    if lexicon.not_heads.match(words):
        return False
    patterns = (_OPENER, lexicon.heads, lexicon.settlements, _GENERIC_START)
    return any(pattern.match(words) for pattern in patterns)


@lru_cache(maxsize=8192)
def agency_key(name: str) -> str:
    """The canonical, unaccented key: "Trạm Y Tế xã", "TYT" and "trạm y tế đặc khu Kiên Hải" are "tram y te"."""
    lexicon = _lexicon()
    printed = tone_placed(" ".join(_PARENTHESIS.sub(" ", name).split())).strip(_EDGE)
    expanded = _expanded(canonical(_OPENER.sub("", printed, count=1)), lexicon.abbreviations)
    key = _plain_key(_without_place(expanded))
    if key in lexicon.same:
        return lexicon.same[key]
    return _known_before_place(printed, key, lexicon)


def is_known(name: str) -> bool:
    """Whether the lexicon has this agency under any spelling."""
    return agency_key(name) in _lexicon().same


def known_at_start(text: str) -> int:
    """How many characters of a text are a name of the lexicon's that it begins with; 0 where it begins with none."""
    lower = tone_placed(text).lower()
    found = _lexicon().known.match(lower) if len(lower) == len(text) else None
    return found.end() if found else 0


def spellings(key: str) -> tuple[str, ...]:
    """The names under which the lexicon knows the agency with this key: "Mặt trận Tổ quốc" for the committee."""
    return _lexicon().spellings.get(key, ())


def is_bare(name: str) -> bool:
    """Whether a name is only how one begins: "Văn phòng", "Trung tâm", "Hội"."""
    words, lexicon = canonical(name), _lexicon()
    pattern = lexicon.strong.fullmatch(words) or lexicon.carriers.fullmatch(words) or words in ("trạm", "hội", "trạm y")
    return bool(pattern) and not is_known(name)


def _known_before_place(printed: str, key: str, lexicon: _Lexicon) -> str:
    """A known name with a place's name after it: "Trạm Y tế Kiên Hải", "BHXH cơ sở Mường La"."""
    words = printed.split()
    for count in range(1, min(4, len(words) - 1) + 1):
        word = words[-count]
        if not word[:1].isupper() or (len(word) > 1 and word.isupper()):
            break
        shorter = " ".join(key.split()[:-count])
        if count >= 2 and shorter in lexicon.same:
            return lexicon.same[shorter]
    return key


def _expanded(words: str, abbreviations: dict[str, str]) -> str:
    expanded = " ".join(abbreviations.get(word.strip(".,"), word) for word in words.split())
    return re.sub(r"\s*(?:–|—)\s*", " - ", expanded)


def _without_place(words: str) -> str:
    """Up to the type of the place: "công an xã mường la" → "công an"; "văn hóa - xã hội" and "hợp tác xã" stay."""
    accented = unaccented(words) != words
    place = r"xã|phường|đặc khu|thị trấn" if accented else r"xa|phuong|dac khu|thi tran"
    keep = r"(?<!hợp tác )(?<!hop tac )(?<!dia )(?<!thị )(?<!thi )"
    found = re.search(rf"(?<=\S)\s+(?:cấp |cap )?{keep}(?:{place})(?!\S)(?! hội| hoi)", words)
    if not found or len(words[found.end() :].split()) > _LONGEST_PLACE:
        return words
    return words[: found.start()]


def _plain_key(words: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", unaccented(words)).split())


def _names(text: str) -> Iterator[str]:
    """The stretches of a cell that name one agency each."""
    start = 0
    for end, after in _cuts(text):
        if text[start:end].strip(_EDGE):
            yield text[start:end].strip(_EDGE)
        start = after
    if text[start:].strip(_EDGE):
        yield text[start:].strip(_EDGE)


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Where one name ends and where the next begins."""
    lexicon = _lexicon()
    lower = tone_placed(text).lower()
    if len(lower) != len(text):
        lower = text.lower() if len(text.lower()) == len(text) else text
    start, position = 0, 0
    while position < len(text):
        if position == start and text[position] in _EDGE:
            start = position = position + 1
            continue
        opening = position == start and lexicon.known.match(lower, position)
        if opening:
            position = opening.end()
            continue
        if text[position] == "(":
            closing = text.find(")", position)
            position = closing + 1 if closing > 0 else len(text)
            continue
        if text[position] not in " ;,/":
            following = _MARK.search(text, position)
            position = following.start() if following else len(text)
            continue
        separator = _SEPARATOR.match(text, position)
        if separator and separator.end() < len(text) and _separates(lower, start, separator, lexicon):
            yield separator.start(), separator.end()
            start = position = separator.end()
            continue
        if text[position] == " " and _lost_separator(text, lower, start, position, lexicon):
            yield position, position + 1
            start = position = position + 1
            continue
        position = separator.end() if separator else position + 1


def _separates(lower: str, start: int, separator: re.Match[str], lexicon: _Lexicon) -> bool:
    mark, right = separator.group().strip(), lower[separator.end() : separator.end() + _AHEAD].lstrip(_EDGE)
    if not right:
        return False
    if mark == ";":
        return True
    left = lower[start : separator.start()].strip(_EDGE)
    if any(pattern.match(left) and pattern.match(right) for pattern in (_GENERIC_START, lexicon.settlements)):
        return False
    return starts_agency(right)


def _lost_separator(text: str, lower: str, start: int, position: int, lexicon: _Lexicon) -> bool:
    if not text[position + 1 : position + 2].isupper() or not lexicon.strong.match(lower, position + 1):
        return False
    if lexicon.not_heads.match(lower, position + 1):
        return False
    left = lower[start:position].strip()
    if lexicon.known.fullmatch(left.strip(_EDGE)) or left.endswith(")"):
        return True
    return len(left.split()) >= 2 and not lexicon.carriers.match(left) and not left.endswith((" và", " -", ","))
