"""Rules for what stands around a plan's tasks: its head, bases, recipients, reports and money."""

from __future__ import annotations

import re

from assistant.signs import Signs
from assistant.turns import Ask

_SENT_FAR = 3  # words between "gửi" and the reports that are sent: "gửi những loại báo cáo nào"
_SENT = frozenset(
    ("danh sach", "ho so", "du toan", "ket qua", "so lieu", "to trinh", "bien ban", "van ban", "thong tin", "kien nghi")
)  # what agencies send to each other
_CARRIED_OUT = re.compile(r"\b(?:thuc hien|theo|cu the hoa|can cu) chuong trinh hanh dong (?:so|nao)\b")
_CITED = 3  # words of content beside a code: its kind, "làm"
_NUMBER_AND = re.compile(r"(?:.* )?(?:so|number)(?: (?:va|and|hieu|ky hieu|cung))* (?:ngay|date|the date)(?: |$)")
_BY = re.compile(r"\b(?:ke hoach|chuong trinh) .*\bdo .+ ky (?:ban hanh )?(?:phai|dung|co phai) khong\b")
_SHARE = re.compile(r"\b(?:bao nhieu|may|what) (?:phan tram|percent|percentage)\b")
_NAME = 6  # words of content beside "ký kế hoạch": the name of somebody who may have signed it


def header(s: Signs) -> Ask | None:
    names = set(asked_fields(s))
    of_recipients = names == {"province"} and s.has("recipients")  # "nơi nhận có những cơ quan cấp tỉnh nào"
    if not names or s.numbers or s.has("what_tasks") or of_recipients:
        return None
    if s.codes and names != {"signer"}:
        return Ask.BASES if names & {"date", "issuer", "number", "title", "type"} else None
    if names & {"date", "number", "issuer"} and s.has("document_which", "mentions") and not _of_this_plan(s):
        return Ask.BASES
    if names <= {"date", "number"} and (_of_another(s) or s.content > 3):
        return Ask.BASES if _of_another(s) else None
    if names == {"signer"} and s.content > (_NAME if _signs_plan(s) else 3) and not _signed_by(s):
        return None  # "ai ký hợp đồng cung ứng gạo"
    if names <= {"position", "on_behalf", "province", "title", "type"} and s.content > 2:
        return None
    if names == {"digital_signature"} and _does_something_with(s):
        return None
    return None if s.content > 5 and s.has("lead", "coordinating") else Ask.HEADER


def _does_something_with(s: Signs) -> bool:
    """ "Khi nào tập huấn chữ ký số", "ai chủ trì cấp chữ ký số": what is done with signatures; "ký số lúc mấy giờ" is
    about the plan's own."""
    noun = any(s.words[cue.start].plain == "chu" for cue in s.fields)
    return s.has("lead", "coordinating", "who_does", "task") or (noun and s.content > 1)


def _of_this_plan(s: Signs) -> bool:
    """Whether the plan's own number is asked for: "kế hoạch số mấy của xã …", of nobody above it."""
    which = s.first("document_which")
    own = which is not None and [word.plain for word in s.words[which.start : which.start + 2]] == ["ke", "hoach"]
    return own and s.places > 0 and not s.issuers and s.content == 0 and not s.has("mentions", "basis")


def _signs_plan(s: Signs) -> bool:
    """Whether the plan itself is what is signed: "… ký kế hoạch xã … à"."""
    signed = [cue for cue in s.fields if cue.name == "signer"]
    return any(s.words[cue.end - 1].plain in ("hoach", "ban", "trinh", "plan") for cue in signed)


def _signed_by(s: Signs) -> bool:
    """ "Kế hoạch do Chủ tịch … ký phải không": whether the plan was signed by the one who is named."""
    return s.has("yes_no") and _BY.search(" ".join(word.plain for word in s.words)) is not None


def _of_another(s: Signs) -> bool:
    """Whether the number or the day is that of a document that the plan rests on: of a body above, or "căn cứ"."""
    return bool(s.issuers) and s.has("above", "basis")


def document_by_subject(s: Signs) -> Ask | None:
    """ "Chỉ thị về trẻ em là chỉ thị số mấy?": the number or the day of a document that is cited for its subject."""
    if not s.documents or s.codes or s.content == 0 or s.has("lead", "coordinating", "who_does", "what_tasks", "task"):
        return None
    wanted = {"number", "date", "issuer"} & set(asked_fields(s))
    carried_out = _CARRIED_OUT.search(" ".join(word.plain for word in s.words)) is not None
    own = set(s.documents) <= {"chương trình hành động"} and s.content <= 2 and not carried_out  # the plan's own number
    return Ask.BASES if (wanted or s.has("document_which")) and not own else None


def asked_fields(s: Signs) -> tuple[str, ...]:
    """The fields of a document's head that a question asks for, by name or by how it is put."""
    names = [cue.name for cue in s.fields]
    dated = s.has("when") or (s.time is not None and s.has("yes_no"))  # "ban hành ngày 15/3/2026 đúng không"
    if s.has("issue_verb") and dated and s.content <= 2 and not names:
        names.append("date")
    if s.has("office") and s.has("who", "what") and s.content <= 2 and not s.has("lead", "coordinating", "what_tasks"):
        names.append("signer")
    if s.people and not names and s.content <= 1 and not s.has("lead", "coordinating", "what_tasks", "task", "duties"):
        names.append("signer")  # "… là ai", of one who signed
    if names and "date" not in names and s.has("when") and ("number" in names or names == ["signer"]):
        names.append("date")  # "ai ký, khi nào"
    if not names and _signed_by(s):
        names.append("signer")
    first_or_last = s.has("earliest", "latest") and s.content <= 2
    if first_or_last and (names == ["signer"] or (s.has("issue_verb") and not names)):
        return ("date",)  # "kế hoạch nào ban hành sớm nhất"
    if names == ["date"] and _NUMBER_AND.match(" ".join(word.plain for word in s.words)):
        names.insert(0, "number")
    return tuple(dict.fromkeys(names))


def recipients(s: Signs) -> Ask | None:
    """To whom the plan goes. What stands first, "báo cáo" or "gửi", tells a report from the plan itself."""
    if s.has("lead", "coordinating") or _sends_something(s):
        return None
    report, sent = s.first("report"), s.first("send", "recipients")
    if report and sent and sent.start < report.start <= sent.end + _SENT_FAR and not s.has("recipients", "who"):
        return None  # "phải gửi những loại báo cáo nào"
    periodic = s.near("report", "report_detail", 0)  # "báo cáo năm … nơi nào phải gửi sớm hơn": the reports again
    first = bool(report and sent) and (report.start < sent.start or s.near("send", "report", 0))  # type: ignore[union-attr]
    if first and (periodic or not s.has("which_plans")):
        return None
    if s.has("recipients"):
        return Ask.RECIPIENTS
    asked = s.has("who", "which_plans", "list", "yes_no", "not") or s.first("what") is not None
    return Ask.RECIPIENTS if sent and asked and not s.has("what_tasks") else None


def _sends_something(s: Signs) -> bool:
    """ "Các thôn phải gửi danh sách gì": what an agency sends is not the plan."""
    if s.has("which_plans"):
        return False  # "nơi nào gửi văn bản cho …": the plan
    sent = s.first("send")
    beside = (s.words[sent.end : sent.end + 2], s.words[max(0, sent.start - 2) : sent.start]) if sent else ()
    return any(" ".join(word.plain for word in words) in _SENT for words in beside)


def reports(s: Signs) -> Ask | None:
    if (
        s.near("report", "report_detail", 0)
        and s.has("which_plans")
        and s.content <= 2
        and not s.has("lead", "mentions")
    ):
        return Ask.REPORTS  # "nơi nào phải báo cáo 6 tháng"
    if s.has("report") and s.has("what_tasks", "what") and s.content <= 1 and not s.has("task", "lead", "which_plans"):
        return Ask.REPORTS  # "Kiên Hải báo cáo những gì, khi nào?"
    if not s.has("report") or s.has("what_tasks", "lead", "which_plans") or (s.has("who") and s.content > 3):
        return None
    return Ask.REPORTS if s.has("report_detail", "recipients", "list", "who", "how_many") or s.content <= 1 else None


def funding(s: Signs) -> Ask | None:
    if s.has("how_much", "how_many") and _SHARE.search(" ".join(word.plain for word in s.words)):
        return None  # "bao nhiêu phần trăm chi ngân sách" is a figure, and no amount
    if s.has("when") and _sends_something(s):
        return None  # "lập dự toán gửi Phòng Kinh tế trước ngày nào"
    if s.has("money") or (s.has("budget") and s.has("how_much", "how_many", "higher") and not s.has("target")):
        return Ask.FUNDING
    return (
        Ask.FUNDING
        if s.has("funding") and not s.has("who", "who_does", "lead", "coordinating", "which_plans")
        else None
    )


def document_content(s: Signs) -> Ask | None:
    """ "Kết luận 86-KL/TW nói về cái gì", "quyết định 1660 phê duyệt gì": where plans cite it, they say it."""
    if not s.codes or s.content > _CITED or s.has("task", "lead", "coordinating", "which_plans", "who", "who_does"):
        return None
    ends = s.words[-1].plain in ("gi", "what") and not s.has("duties")
    return Ask.BASES if ends or s.has("overview") else None


def bases(s: Signs) -> Ask | None:
    if s.has("lead", "what_tasks") or s.content > 4:
        return None
    if s.codes and s.content == 0 and not s.has("task", "lead", "coordinating", "which_plans", "mentions"):
        return Ask.BASES
    if s.codes and s.content <= _CITED and s.near("basis", "which_plans", 2):
        return Ask.BASES  # "… làm căn cứ cho kế hoạch nào"
    if s.near("basis", "which_plans", 0) or s.near("basis", "document_which", 1):
        return Ask.BASES  # "căn cứ chương trình nào của Đảng ủy"
    if s.has("document_which") and not s.has("highest", "lowest", "contradiction", "mentions"):
        return Ask.BASES
    return Ask.BASES if s.has("basis") and not s.has("which_plans") else None
