"""How much a text looks like the cell of a role: an agency list, a deadline, a unit, a figure.

Scores are log-odds in spirit: 0 says nothing, +6 "surely", a blank cell costs what it is rare.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.agencies import agencies, agency_key, is_bare, is_known, starts_agency
from ingest.columns import Role
from ingest.deadlines import due
from ingest.person_cells import begins_person, person_like
from ingest.records import Agency, DueKind
from ingest.text import canonical

BLANK = {
    Role.TASK: -20.0,
    Role.INDICATOR: -20.0,
    Role.LEAD: -5.0,
    Role.DEADLINE: -3.0,
    Role.COORDINATING: -2.5,
    Role.VALUE: -2.5,
    Role.UNIT: -2.0,
    Role.PRODUCT: -1.0,
    Role.NOTE: 0.0,
    Role.OTHER: -1.0,
    Role.PERSON: -3.0,
}
FREE = frozenset({Role.TASK, Role.INDICATOR, Role.PRODUCT, Role.NOTE, Role.OTHER})
NAMES = frozenset({Role.LEAD, Role.COORDINATING})
_NEVER = -50.0

_DEADLINE_START = re.compile(
    r"quý|qúy|quí|q\d|tháng|năm|trước|đến|từ|hằng|hàng|thường|sau|theo|giai đoạn|trong|ngày|hoàn thành|định kỳ|khi|ngay"
    r"|cuối|đầu(?! tư| mối)|hết|chậm nhất|muộn nhất|liên tục|mỗi|nhiệm kỳ|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật"
    r"|(?:tại )?kỳ họp|giữa (?:năm|quý|tháng|kỳ|nhiệm)|dịp|đợt|mùa (?:mưa|khô|hè|bão|lũ)|vụ (?:đông|hè|mùa|xuân)"
    r"|\d{1,2}/|\d{1,2} tháng|(?:19|20)\d\d|\d{1,2} lần"
)
_LONGEST_NAME = 14  # words
_DEADLINE_WORDS = 18
_DEADLINE_VOCABULARY = re.compile(
    r"(?<!\w)(?:quý|qúy|quí|tháng|năm|trước|đến|từ|hằng|hàng|thường|xuyên|giai|đoạn|trong|ngày|hoàn|thành|định|kỳ|cuối|đầu"
    r"|hết|chậm|muộn|nhất|liên|tục|mỗi|nhiệm|và|theo|từng|triển|khai|thực|hiện|lần|tiếp|những|các|i{1,3}|iv|sau|tuần|xong"
    r"|kỳ|họp|giữa|dịp|đợt|mùa|vụ|lệ|cao|điểm|hè|mưa|bão|lũ"
    r"|[\d/.,-]+)(?!\w)"
)
_NOT_IN_NAMES = re.compile(
    r"(?<!\w)(?:được|theo|là|để|nhằm|về|trong|đối với|các hoạt động|thực hiện|triển khai|bảo đảm|nâng cao|tăng cường"
    r"|quyết định|kế hoạch|báo cáo|văn bản|đề án|nghị quyết|công văn|tờ trình|hội nghị|hoàn thành"
    r"|(?<!giáo dục )thường xuyên"
    r"|hồ sơ|danh mục|danh sách|biên bản|quy chế|mô hình|dữ liệu"
    r"|(?<!đầu tư )xây dựng|phục vụ nhu|đạt|trên(?! địa bàn)|đến|từ|năm)(?!\w)"
)
_PRODUCT = re.compile(
    r"kế hoạch|báo cáo|văn bản|quyết định|đề án|nghị quyết|công văn|tờ trình|hội nghị|danh sách|biên bản|hồ sơ|quy chế"
    r"|hướng dẫn|chương trình|mô hình|thông báo|phương án|quy định|tài liệu|cơ sở dữ liệu"
)
_ONLY_VERBS = re.compile(
    r"(?:(?:tham mưu|xây dựng|ban hành|trình|phê duyệt|triển khai|thực hiện|tổ chức|rà soát|hoàn thiện|lập|xây mới"
    r"|kiểm tra|giám sát|cập nhật|bổ sung|sửa đổi|tiếp tục|hướng dẫn|tuyên truyền|phổ biến|quán triệt|đẩy mạnh"
    r"|tăng cường|nâng cao|củng cố|kiện toàn|đôn đốc|phối hợp|đánh giá|tổng hợp|chuẩn bị|thẩm định|thông qua"
    r"|công bố|và)[\s,;]*)+"
)
_UNIT = re.compile(
    r"%|‰|cm|m2|m|km|ha|kg|tuổi|năm|người|trẻ|bác sĩ|bác sỹ|trạm|cơ sở|giường(?: bệnh)?|trường|xã|hộ|ca|lượt(?: người)?"
    r"|tỷ đồng|triệu đồng|đồng|tỷ lệ|điểm|thôn|bản|mô hình|lớp|cuộc|buổi|vụ|bộ|văn bản|đề án|cán bộ|đơn vị|lần|tấn|tạ"
    r"|sản phẩm|con|cây|lít|m3|m³|m²|khẩu|phút|giờ|ngày|tháng|căn|ngôi|nhà|công trình|dự án|hộ gia đình|hộ dân|gia đình"
    r"|cặp|nhóm|đội|đợt|hội nghị|chuyên mục|tin, bài|tin bài|bài|cơ sở y tế|tuyến|điểm trường|phòng học"
    r"|học sinh|giáo viên|cháu|em|hội viên|đoàn viên|lao động|doanh nghiệp|hợp tác xã|tổ|câu lạc bộ|thiết bị|máy|hồ sơ"
    r"|khu phố|khu dân cư|tổ dân phố|ấp|buôn|xóm|khóm|tiểu khu|phường"
    r"|chiếc|cái|tủ|phiếu|nhiệm vụ|khách|lượt khách|chỗ|quyển|cuốn|hộp|thùng|xe|tàu|chuyến|suất|gói|bình|loa|camera"
    r"|nghìn đồng|nghìn người|triệu lượt|%/năm|người/vạn dân|bác sĩ/vạn dân|(?:(?:triệu|tỷ|nghìn) )?\w+/\w+(?: dân)?",
)
_COMRADE = re.compile(r"\s(?:Đ/c|Đ\.c|Đồng chí)\s")
_UNIT_WORDS = 4
_SHORT_WORDS = 40  # characters of what may yet be a deadline that no word tells
_FIGURE = re.compile(
    r"(?:đạt|trên|dưới|tối thiểu|ít nhất|tăng|giảm|từ|khoảng|hơn|\$?\\?geq|>=?|<=?|≥|≤|\+|-|\$|\s)*"
    r"\d[\d.,\s–-]*(?:%|\w{1,6}\.?|\$|trở lên|\s){0,4}"
)
CONNECTOR = re.compile(
    r"(?:[,/&–-]|(?<!\w)(?:và|của|với|các|cùng|thuộc|tại|cho|về|ở|theo|từ|đến|trên"
    r"|trong|số|giai đoạn|bằng|để|do|như|hoặc|được|là|ngày))$"
)


@lru_cache(maxsize=32768)
def likeness(role: Role, words: str, whole: bool = True) -> float:
    """How well the words make a cell of this role; not `whole` where a page cut may have ended them early."""
    if not words:
        return BLANK.get(role, -2.0)
    if role in NAMES:
        return _agencies_like(words, whole)
    if role is Role.DEADLINE:
        return _deadline_like(words, whole)
    if role in FREE:
        return _free_like(role, words, whole)
    if role is Role.PERSON:
        return person_like(words)
    lower = canonical(words)
    if role is Role.UNIT:
        if is_unit(words):
            return 4.0
        short = len(lower.split()) <= _UNIT_WORDS and not re.search(r"\d", lower)
        return (-1.0 if short else -9.0 if len(lower) < 20 else _NEVER) - 2.0 * bool(CONNECTOR.search(lower))
    if _FIGURE.fullmatch(lower):
        return 4.0
    return -12.0 if len(lower) >= 40 else -4.0 if re.search(r"\d", lower) else -8.0


def _free_like(role: Role, words: str, whole: bool) -> float:
    score = 0.0 if words[:1].isupper() or words[:1] in '-+•“"(' else -1.5 if words[:1].isdigit() else -2.5
    if whole and CONNECTOR.search(words[-16:].lower()):
        score -= 2.5
    if whole and words.endswith(";"):
        score -= 1.5
    if role in (Role.TASK, Role.INDICATOR) and _COMRADE.search(words):
        score -= 4.0  # a cell of persons behind it
    if role in (Role.TASK, Role.INDICATOR) and len(words) < 12:
        score -= 2.0
    if role is Role.TASK and whole and _ONLY_VERBS.fullmatch(canonical(words)):
        score -= 12.0  # "Xây dựng | Đề án …"
    if starts_agency(words) and len(words) < 120 and _agencies_like(words, True) >= 5:
        score -= 6.0
    if role is Role.PRODUCT and names_product(words):
        score += 2.0
    return score


def can_begin(role: Role, words: str) -> bool:
    """Whether a cell of this role may begin with these words, those of its first lines."""
    if role in NAMES:
        return starts_agency(words)
    if role is Role.PERSON:
        return begins_person(words)
    return role is not Role.DEADLINE or begins_deadline(words) or len(words) <= _SHORT_WORDS


def is_unit(words: str) -> bool:
    """Whether the words are a known unit: "Người", "triệu đồng"."""
    return _UNIT.fullmatch(canonical(words)) is not None


def names_product(words: str) -> bool:
    """Whether words begin as a product does: "Kế hoạch của …", "Biên bản …"."""
    return _PRODUCT.match(canonical(words[:40])) is not None


@lru_cache(maxsize=8192)
def begins_deadline(words: str) -> bool:
    return _DEADLINE_START.match(canonical(words[:40])) is not None


_HALF_DEADLINE = re.compile(r"(?:hằng|hàng|mỗi|trước|đến|từ)$")  # "Tháng 7 hằng | năm"


def _deadline_like(words: str, whole: bool) -> float:
    if len(words.split()) > _DEADLINE_WORDS:
        return _NEVER
    if not begins_deadline(words):
        return -8.0
    found = due(words)
    if found is None:
        return -2.0 if not whole and len(words.split()) <= 4 else -6.0
    if words[:1].islower() and found.kind is DueKind.CONDITIONAL:
        return -6.0  # "theo …" in the middle of a sentence
    strange = 0 if found.kind is DueKind.CONDITIONAL else len(_DEADLINE_VOCABULARY.sub(" ", canonical(words)).split())
    ending = -0.4 * strange if "theo" in canonical(words) else -1.0 * strange
    ending += -2.5 if whole and CONNECTOR.search(canonical(words)) else 0.0
    ending += -3.0 if words[:1].islower() else 0.0
    ending += -6.0 if whole and _HALF_DEADLINE.search(canonical(words)) else 0.0
    return (3.5 if found.kind is DueKind.CONDITIONAL else 6.0) + ending


def names_agencies(words: str, unknown: bool = False) -> bool:
    """Whether words of a sentence are agencies and nothing else, each with a whole name.

    Names that do not begin as an agency's count where the sentence itself says that one stands here: `unknown`.
    """
    names = agencies(words)
    return bool(names) and all(_is_name(agency, unknown) for agency in names)


def _is_name(agency: Agency, unknown: bool) -> bool:
    plain = not _NOT_IN_NAMES.search(canonical(agency.name))
    if agency.generic or (is_known(agency.name) and plain):
        return True
    named = agency.name[:1].isupper() or agency.name.startswith(("các ", "thôn", "tổ ", "bản", "khu phố"))
    begins = unknown or starts_agency(agency.name)
    return plain and named and begins and not is_bare(agency.name) and len(agency.name.split()) <= _LONGEST_NAME


def _agencies_like(words: str, whole: bool) -> float:
    if not starts_agency(words):
        return _NEVER
    lower = canonical(words)
    score = 0.0 if words[:1].isupper() else -4.5
    names = agencies(words)
    for agency in names:
        plain = not _NOT_IN_NAMES.search(canonical(agency.name))
        if agency.generic or (is_known(agency.name) and plain):
            score += 6.0 / len(names)
            continue
        if whole and is_bare(agency.name):
            score -= 6.0
        length = len(agency.name.split())
        score += (0.0 if length < 2 else 3.0 if length <= 6 else 1.0 if length <= 10 else -length) / len(names)
        if "." in agency.name or not (agency.name[:1].isupper() or agency.name.startswith("các ")):
            score -= 2.0
        score -= 0.0 if plain else 5.0
    if whole and CONNECTOR.search(lower):
        score -= 10.0
    score -= 3.0 if lower.endswith(";") else 1.0 if lower.endswith(".") else 0.0
    if len({agency_key(agency.name) for agency in names}) < len(names):
        score -= 2.0
    return score
