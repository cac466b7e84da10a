"""Who has to do what under "Tổ chức thực hiện": the agency of each block, from its heading or its own first words.

Two forms are in use: a heading with bullets under it ("4. Công an đặc khu"), and one paragraph that names the agency
and goes on with its duty ("2. Ban Xây dựng Đảng tham mưu …"); there the first verb ends the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.agencies import known_at_start, starts_agency
from ingest.letters import LOWER, UPPER
from ingest.name_ends import goes_on, name_end
from ingest.records import Block
from ingest.sections import duty_section, names_no_agency, words_of
from ingest.trace import Trace

VERBS = (
    r"tổ chức(?= (?:thực|triển|tuyên|quán|phổ|tốt|các|lồng|kiểm|khám|thông))|thực hiện|triển khai|chỉ đạo"
    r"|theo (?:chức năng|dõi|nhiệm)|tham mưu|phát huy|có (?:trách nhiệm|nhiệm vụ|kế hoạch)|chịu trách nhiệm|xây dựng"
    r"|chủ (?:trì|động)|phối hợp|căn cứ|hướng dẫn|lãnh đạo|tăng cường|đẩy mạnh|tiếp tục|là (?:cơ quan|đơn vị|đầu mối)"
    r"|tuyên truyền|vận động|kiểm tra|giám sát|bố trí|cân đối|bảo đảm|đảm bảo|thường xuyên|rà soát|quán triệt|cụ thể"
    r"|nghiêm túc|định kỳ|tổng hợp|đề xuất|lồng ghép|quản lý|đôn đốc|củng cố|nâng cao|khẩn trương|kịp thời"
    r"|giúp(?! việc)|hằng năm|hàng năm|trên cơ sở|phân công|ban hành|đưa|huy động|phổ biến"
    r"|tiếp (?:nhận|tục)|nắm(?= (?:bắt|chắc|tình hình|danh sách))|niêm yết|điều phối|dạy|lắp|tập (?:hợp|huấn|trung)"
    r"|thẩm định|công khai|cập nhật|phân luồng|trao|khám|duy trì|xử lý|điều tra, xử lý|cử|mở|gửi|cung cấp|đăng tải"
    r"|lập(?= (?:dự toán|kế hoạch|danh sách|hồ sơ|biên bản|sổ|phương án))|thu(?= (?:phí|gom|hút|thập|mua|tiền))"
    r"|cho(?= (?:mượn|vay|thuê))|sẵn sàng|giải quyết|khuyến khích|nghiên cứu|phát (?:động|hiện)|tạo điều kiện"
    r"|thông báo|chuẩn bị|cấp(?= (?:phát|giấy|mã|phép|kinh phí))|tuần tra|hỗ trợ|tư vấn|khai báo|cam kết|trực tiếp"
    r"|nêu gương|nhắc nhở|giữ gìn|vận hành|kiểm soát|giải ngân|thành lập|bàn giao|khắc phục|chi trả|nạo vét|ngăn chặn"
    r"|phân bổ|thi công|khen thưởng|tham gia|giao(?= (?:cho|nhiệm vụ|chỉ tiêu))"
    r"|trình(?= (?:cấp|ủy ban|hội đồng|UBND|HĐND))"
)
_NOUN_BEFORE = (
    "các ", "cơ quan ", "ban ", "Ban ", "tổ ", "Tổ ", "bộ phận ", "đội ", "Đội ", "và ", ", ", "tâm ", "Phòng ",
    "Trường ", "Hội ", "Quỹ ", "Viện ", "ty ", "đồng ",
)  # fmt: skip
_VERB = re.compile("".join(rf"(?<!{word})" for word in _NOUN_BEFORE) + rf"(?<!\w)(?:{VERBS})(?!\w)")
# A verb in capitals behind a whole name: a heading and the sentence below it, joined by a full line.
_SENTENCE = re.compile(r"(?<=[^\W\d_] )(?=(?-i:[" + UPPER + r"]))(?:" + VERBS + r")(?!\w)", re.IGNORECASE)
_WHOLE = re.compile(
    r"(?:\s(?:xã|phường|đặc khu|tỉnh|thành phố|các thôn|các xóm|các bản|các ấp|khu phố|tổ dân phố|đoàn thể|trường học)"
    r"|chính trị\s?[-–]\s?xã hội(?: (?:xã|phường|đặc khu))?)$"
)
_NUMBER = re.compile(r"^\s*(?:[-–+•*]\s*)?(?:(?:\d+(?:\.\d+)*|[a-zđ]|[IVX]+)(?:[.)]|[-–](?=\s))\s*)?")
_OPENER = re.compile(
    r"(?:(?:Đề nghị|Giao(?: cho)?|Yêu cầu|Phân công)(?: các đồng chí)?|Đối với|(?:Trách nhiệm|Nhiệm vụ) của)\s+",
    re.IGNORECASE,
)
_LEVEL = rf"(?: (?:xã|phường|đặc khu|thị trấn|tỉnh|thành phố)(?: (?-i:[{UPPER}])[{LOWER}]*){{0,4}})?"
_GOES_ON = rf"(?! (?:và|với|của|thuộc|tại|ở|các|cấp|hoặc) )(?= (?-i:[{LOWER}]))"  # a word in small letters, no joint
_COLON = re.compile(r"[^:.;]{3,160}?(?=\s*:)")
_LONGEST_NAME = 200
_LONGEST_TAIL = 3  # words between a name of the lexicon's and the first verb that may be the name's ("lưu động")
_LONG_NAME = 10  # words


@dataclass(frozen=True, slots=True)
class Assignment:
    """One block with the agency that it speaks to. `start` is where the duty begins in the block's trace.

    `heading` is the block of the agency's heading; None where the agency stands in the block itself.
    """

    agency: str
    block: Block
    start: int
    heading: Block | None


def assignments(blocks: Iterable[Block], verbatim: str, names: frozenset[str] = frozenset()) -> Iterator[Assignment]:
    """The assignments of the body, in order; blocks whose agency is unknown are left to the passages.

    `names` are agencies that the plan's tables and recipients name: a paragraph that begins with one speaks to it.
    """
    headings: dict[str, Block] = {}
    named: tuple[tuple[str, ...], str, Block] | None = None
    spoken: Assignment | None = None
    for block in blocks:
        section = duty_section(block.path)
        if block.kind == "heading":
            headings[block.cell.text] = block
            continue
        if section is None:
            continue
        below = block.path[section + 1 :]
        if below and names_no_agency(below[-1]) and not _is_of_agency(below[-1]):
            continue
        if below and below[-1] in headings:
            yield Assignment(agency_in(below[-1]), block, _begin(block, verbatim), headings[below[-1]])
        elif below:  # under a numbered paragraph that is no heading: what is below goes to its agency
            if spoken and spoken.block.path == block.path[:-1]:
                yield Assignment(spoken.agency, block, _begin(block, verbatim), spoken.block)
        elif found := _in_paragraph(block, verbatim, names):
            named = (block.path, found.agency, block) if found.start < 0 else None
            spoken = found
            if found.start >= 0:
                yield found
        elif named and named[0] == block.path:
            yield Assignment(named[1], block, _begin(block, verbatim), named[2])


def _is_of_agency(heading: str) -> bool:
    """Whether a heading speaks of one agency's duties: "Trách nhiệm của Phòng Kinh tế"."""
    opener = _OPENER.match(words_of(heading))
    return opener is not None and starts_agency(words_of(heading)[opener.end() :])


def agency_in(heading: str) -> str:
    """The agency of a heading, without number, "Đề nghị" and what a heading says of its duty ("… chủ trì:")."""
    name = _OPENER.sub("", words_of(heading), count=1).strip()
    end = name_end(name, 0)
    return name[:end] if end else name


def is_sentence(agency: str) -> bool:
    """Whether what was taken for an agency is a sentence about it: a long one with a verb or a number in it."""
    return len(agency.split()) >= _LONG_NAME and (_VERB.search(agency, 1) or re.search(r"\d", agency)) is not None


def _begin(block: Block, verbatim: str) -> int:
    return _NUMBER.match(Trace(verbatim, block.cell.spans).text).end()  # type: ignore[union-attr]


@lru_cache(maxsize=64)
def _named(names: frozenset[str]) -> re.Pattern[str] | None:
    """A name of the plan's at the beginning of a paragraph, the longest first, with words of a duty behind it."""
    if not names:
        return None
    ordered = sorted((" ".join(name.split()) for name in names), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, ordered))}){_LEVEL}{_GOES_ON}", re.IGNORECASE)


def _in_paragraph(block: Block, verbatim: str, names: frozenset[str]) -> Assignment | None:
    """An agency and its duty in one paragraph; `start` is -1 where the paragraph only names the agency."""
    text = Trace(verbatim, block.cell.spans).text
    start = _NUMBER.match(text).end()  # type: ignore[union-attr]
    if opener := _OPENER.match(text, start):
        start = opener.end()
    colon = _COLON.match(text, start)
    if colon and starts_agency(colon.group(0)) and not _VERB.search(colon.group(0)):
        after = len(text) - len(text[colon.end() :].lstrip(" :"))
        return Assignment(colon.group(0).strip(), block, after if after < len(text) else -1, None)
    if (known := _named(names)) and (found := known.match(text, start)):
        return Assignment(found.group(), block, found.end() + 1, None)
    end = _end_of_name(text, start)
    if end is None or not (text[start : start + 1].isupper() or opener):
        return None
    name = text[start:end].strip(" ,")
    after = len(text) - len(text[end:].lstrip(" ,"))
    return Assignment(name, block, after, None) if starts_agency(name) else None


def _end_of_name(text: str, start: int) -> int | None:
    """Where the name at `start` ends: where it surely does, at the first verb, or behind a name of the lexicon's."""
    for sentence in _SENTENCE.finditer(text, start + 1, start + _LONGEST_NAME):
        name = text[start : sentence.start()].strip()
        if _WHOLE.search(name) or known_at_start(name) == len(name):
            return sentence.start()
    verb = _VERB.search(text, start + 1)
    first = verb.start() if verb and verb.start() - start <= _LONGEST_NAME else None
    certain = name_end(text, start)
    if certain is not None and (first is None or certain <= first):
        return certain
    known = start + known_at_start(text[start:])
    if known > start and (first is None or len(text[known:first].split()) > _LONGEST_TAIL):
        return known if goes_on(text, known) else first
    return first
