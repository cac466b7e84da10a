"""One document in several files is one plan: the signed file leads in either order, the others are kept and marked."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import permutations
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from ingest.load import load
from ingest.read import read
from ingest.signed import carries_signature, evidence
from tests.fakes import FakeEncoder
from tests.office import converted
from tests.plan_letters import DUTIES, Letter
from tests.scanned import WHOLE, need_tesseract, scan
from tests.sound_files import sound
from tests.typeset import flat_odt
from tests.typeset_content import content_of
from vectorstore.documents import PlanFile, Role, files_of
from vectorstore.intake import Intake, Status, remove, take_in
from vectorstore.originals import Originals
from vectorstore.store import Store

PLAN = Letter()
DRAFT = replace(PLAN, number="   ", day="ngày   tháng   năm 2026")
LATER = replace(PLAN, day="ngày 09 tháng 9 năm 2026", duties=(*DUTIES[:5], "Câu này chỉ có trong bản sau."))
OTHER = replace(
    PLAN,
    number="99",
    day="ngày 10 tháng 3 năm 2026",
    title="Phòng, chống thiên tai và tìm kiếm cứu nạn xã {place}",
    duties=tuple(f"Ban Chỉ huy quân sự xã kiểm tra điểm xung yếu số {n} trước mùa mưa bão." for n in range(6)),
)


class Shelf:
    """A store with its originals, and a folder of files that go in."""

    def __init__(self, folder: Path) -> None:
        self.inbox = folder / "inbox"
        self.inbox.mkdir()
        self.store = Store.open(folder / "store", "fake", cache=folder / "cache")
        self.originals = Originals(folder / "originals")
        self.encoder = FakeEncoder()

    def put(self, name: str, data: bytes) -> Path:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def take(self, *paths: Path) -> list[Intake]:
        return list(take_in(paths or [self.inbox], self.store, self.encoder, self.originals))

    def files(self, plan: str) -> dict[str, PlanFile]:
        return {file.name: file for file in files_of(self.store.entries()[plan])}

    def roles(self, plan: str = "binh-an") -> dict[str, Role]:
        return {name: file.role for name, file in self.files(plan).items()}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


FILES = {"draft.docx": DRAFT.word(), "signed.docx": PLAN.word(signed=True), "copy.txt": PLAN.text()}
LEADING = {"draft.docx": Role.COPY, "signed.docx": Role.LEADS, "copy.txt": Role.COPY}


@pytest.mark.parametrize("order", list(permutations(FILES)), ids=" ".join)
def test_the_signed_file_leads_in_whichever_order_they_come(shelf: Shelf, order: tuple[str, ...]) -> None:
    done = [shelf.take(shelf.put(name, FILES[name]))[0] for name in order]
    assert {one.plan for one in done} == {"binh-an"}
    assert shelf.roles() == LEADING
    assert shelf.files("binh-an")["signed.docx"].signed == "digital signature"
    assert shelf.store.snapshot().plans["binh-an"].source.name == "signed.docx"
    assert all(shelf.originals.find("binh-an", file.sha256) for file in shelf.files("binh-an").values())


def test_in_one_run_too_and_a_second_run_changes_nothing(shelf: Shelf) -> None:
    for name, data in FILES.items():
        shelf.put(name, data)
    shelf.take()
    assert list(shelf.store.entries()) == ["binh-an"]
    assert shelf.roles() == LEADING
    before, encoded = shelf.store.snapshot(), shelf.encoder.encoded
    assert {one.status for one in shelf.take()} == {Status.UNCHANGED}
    assert shelf.store.snapshot() is before
    assert shelf.encoder.encoded == encoded


def test_each_file_is_told_what_became_of_it(shelf: Shelf) -> None:
    first, second = (shelf.take(shelf.put(name, FILES[name]))[0] for name in ("signed.docx", "draft.docx"))
    assert (first.status, first.note) == (Status.ADDED, None)
    assert second.status is Status.KEPT
    assert "another file of binh-an, which signed.docx leads (digital signature)" in (second.note or "")


@pytest.mark.parametrize("order", [(PLAN, LATER), (LATER, PLAN)], ids=["in order", "the older one last"])
def test_the_newer_version_is_answered_from_and_the_older_one_kept(shelf: Shelf, order: tuple[Letter, ...]) -> None:
    for letter in order:
        shelf.take(shelf.put("later.txt" if letter is LATER else "first.txt", letter.text()))
    assert shelf.roles() == {"later.txt": Role.LEADS, "first.txt": Role.FORMER}
    assert any("chỉ có trong bản sau" in passage.text for passage in shelf.store.snapshot().passages)
    assert shelf.originals.find("binh-an", shelf.files("binh-an")["first.txt"].sha256)


@pytest.mark.parametrize("order", [(PLAN, OTHER), (OTHER, PLAN)])
@pytest.mark.parametrize("names", [("one.txt", "two.txt"), ("a/KH.txt", "b/KH.txt")])
def test_two_plans_of_a_commune_stay_two(shelf: Shelf, order: tuple[Letter, ...], names: tuple[str, str]) -> None:
    done = [shelf.take(shelf.put(name, letter.text()))[0] for name, letter in zip(names, order, strict=True)]
    assert [one.plan for one in done] == ["binh-an", "binh-an-2"]
    assert {one.status for one in shelf.take()} == {Status.UNCHANGED}


def test_a_changed_file_replaces_and_changed_back_it_replaces_again(shelf: Shelf) -> None:
    edited = replace(PLAN, duties=(*DUTIES[:5], "Dòng này đã sửa."))
    for letter in (PLAN, edited, PLAN):
        path = shelf.put("a.txt", letter.text())
        done = shelf.take(path)[0]
        assert done.plan == "binh-an"
        text = shelf.store.snapshot().plans["binh-an"].source.text
        assert ("Dòng này đã sửa" in text) == (letter is edited)
    assert sorted(file.role for file in files_of(shelf.store.entries()["binh-an"])) == [Role.FORMER, Role.LEADS]


def test_a_plan_with_one_word_corrected_is_answered_from_wherever_it_comes_from(shelf: Shelf) -> None:
    many = tuple(
        f"Việc thứ {number} của kế hoạch này, có tên riêng là việc {number * number}." for number in range(400)
    )
    plan = replace(PLAN, duties=(*DUTIES, *many, "Trạm Y tế chủ trì khám sàng lọc."))
    corrected = replace(plan, duties=(*plan.duties[:-1], "Trạm Y tế phối hợp khám sàng lọc."))
    shelf.take(shelf.put("sent/KH.txt", plan.text()))
    done = shelf.take(shelf.put("corrected/KH.txt", corrected.text()))[0]
    assert (done.status, done.plan) == (Status.REPLACED, "binh-an")
    assert "phối hợp khám sàng lọc" in shelf.store.snapshot().plans["binh-an"].source.text
    assert {one.status for one in shelf.take()} == {Status.UNCHANGED}


def test_a_signed_file_that_changes_gives_way_to_its_present_state(shelf: Shelf) -> None:
    shelf.take(shelf.put("a.docx", PLAN.word(signed=True)), shelf.put("b.txt", PLAN.text()))
    shelf.take(shelf.put("b.txt", replace(PLAN, duties=(*DUTIES[:5], "Sửa.")).text()))
    assert sorted(file.role for file in files_of(shelf.store.entries()["binh-an"])) == ["copy", "former", "leads"]
    assert shelf.roles()["a.docx"] is Role.LEADS


def test_what_may_be_one_plan_is_said_and_not_merged(shelf: Shelf) -> None:
    shelf.take(shelf.put("a.txt", PLAN.text()))
    alike = shelf.take(shelf.put("b.txt", replace(PLAN, number="13").text()))[0]
    assert alike.plan == "binh-an-2"
    assert "if both are one plan, remove one" in (alike.note or "")


def test_removing_a_plan_takes_every_file_of_it(shelf: Shelf) -> None:
    for name, data in FILES.items():
        shelf.take(shelf.put(name, data))
    shelf.take(shelf.put("other.txt", OTHER.text()))
    remove("binh-an", shelf.store, shelf.originals)
    assert [path.name for path in shelf.originals.folder.iterdir()] == ["binh-an-2"]
    assert set(shelf.store.snapshot().plans) == {"binh-an-2"}


def test_what_shows_a_signature() -> None:
    signed = b"/Type /Sig /ByteRange [0 840 960 240] /Contents <00>"
    plain, field = sound()["pdf"], b"/FT /Sig /T (Signature1)"
    assert carries_signature(plain.replace(b"startxref", signed + b"\nstartxref"))
    assert not carries_signature(plain.replace(b"startxref", field + b"\nstartxref"))
    assert carries_signature(PLAN.word(signed=True))
    assert not carries_signature(PLAN.word())


@pytest.mark.parametrize(
    ("line", "found"),
    [("(Đã ký)", "marked as signed"), ("Nguyễn Văn An", None), ("Văn bản đã ký sẽ được gửi sau.", None)],
)
def test_a_note_of_a_signature(tmp_path: Path, line: str, found: str | None) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(replace(PLAN, end=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", line, "Nguyễn Văn An")).text())
    assert evidence(read(load(path))) == found


# --- As offices have them: the Word file, the PDF, the paper that was signed and scanned ------------------


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan set in type as a PDF."""
    folder = tmp_path_factory.mktemp("printed")
    (folder / "plan.txt").write_bytes(PLAN.text())
    (folder / "plan.fodt").write_text(flat_odt(content_of(load(folder / "plan.txt")), WHOLE), encoding="utf-8")
    return converted([folder / "plan.fodt"], "pdf", folder)["plan"]


def with_signature(pdf: Path) -> bytes:
    """The PDF with the dictionary of a signature, as a signing program adds it."""
    writer = PdfWriter(clone_from=pdf)
    covered = ArrayObject(map(NumberObject, (0, 840, 960, 240)))
    writer.root_object[NameObject("/Signature")] = DictionaryObject(
        {NameObject("/Type"): NameObject("/Sig"), NameObject("/ByteRange"): covered}
    )
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.real
@pytest.mark.parametrize("first", ["Kế hoạch “số 12”.docx", "Kế hoạch số 12 (ký số).pdf"])
def test_a_signed_pdf_leads_its_word_file(shelf: Shelf, printed: Path, first: str) -> None:
    word, pdf = "Kế hoạch “số 12”.docx", "Kế hoạch số 12 (ký số).pdf"
    files = {word: PLAN.word(), pdf: with_signature(printed)}
    for name in sorted(files, key=lambda name: name != first):
        assert shelf.take(shelf.put(name, files[name]))[0].status is not Status.FAILED
    assert shelf.roles() == {pdf: Role.LEADS, word: Role.COPY}
    assert shelf.store.snapshot().plans["binh-an"].source.name == pdf


@pytest.mark.real
@pytest.mark.parametrize("first", ["plan.docx", "scan.pdf"])
def test_the_scan_of_the_signed_paper_leads_the_word_file(shelf: Shelf, printed: Path, first: str) -> None:
    need_tesseract()
    shelf.put("plan.docx", PLAN.word())
    scan(printed, shelf.inbox / "scan.pdf", 200)
    for name in sorted(("plan.docx", "scan.pdf"), key=lambda name: name != first):
        assert shelf.take(shelf.inbox / name)[0].status is not Status.FAILED
    assert shelf.roles() == {"scan.pdf": Role.LEADS, "plan.docx": Role.COPY}
    assert shelf.files("binh-an")["scan.pdf"].signed == "scan"
