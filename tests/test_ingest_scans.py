"""Scans: what is read from a picture of a page, and that nothing is read wrongly in silence."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter

import ingest.tesseract
from ingest.boxes import boxes_of
from ingest.errors import UnreadableFile
from ingest.load import bundled_plans, load
from ingest.pdf_scans import PageLayer, with_scans
from ingest.printed import PrintedPage
from ingest.read import read
from ingest.records import Source, Task
from tests.office import converted
from tests.scanned import WHOLE, Score, need_tesseract, pages_of, scan, scanned_image, score
from tests.typeset import flat_odt
from tests.typeset_content import content_of

PLANS = ("cao-minh", "dinh-hoa", "kien-hai", "muong-la", "thanh-dong")


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The five plans as PDFs with a text layer."""
    need_tesseract()
    folder = tmp_path_factory.mktemp("printed")
    for path in bundled_plans():
        (folder / f"{path.stem}.fodt").write_text(flat_odt(content_of(load(path)), WHOLE), encoding="utf-8")
    return converted(sorted(folder.glob("*.fodt")), "pdf", folder)


def first_table(pdf: Path) -> int:
    """The first page, from 0, that shows a table."""
    source = load(pdf)
    table = source.text.index("|---")
    return next(page.number for page in source.pages if page.start <= table < page.end) - 1


@pytest.fixture(scope="session")
def appendix(printed: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Source, Source]:
    """Three pages of an appendix: their text layer, and their scan at 200 dpi."""
    folder = tmp_path_factory.mktemp("appendix")
    first = first_table(printed["kien-hai"])
    pdf = pages_of(printed["kien-hai"], range(first, first + 3), folder / "appendix.pdf")
    return load(pdf), load(scan(pdf, folder / "scan.pdf", 200))


@pytest.mark.real
def test_the_cells_of_a_scan_are_right_and_none_is_wrong_in_silence(appendix: tuple[Source, Source]) -> None:
    found = score(*appendix)
    assert found.cells > 80
    assert not found.silent and found.right >= 0.95 * found.cells, f"{found}: {found.marked} {found.silent}"
    assert found.right_but_doubtful <= 0.35 * found.right, str(found)


@pytest.mark.real
def test_a_scanned_page_says_what_it_is(appendix: tuple[Source, Source]) -> None:
    _, read_source = appendix
    assert all(page.scanned for page in read_source.pages)
    assert any("words are doubtful" in warning for warning in read_source.warnings)
    for start, end in read_source.doubtful:
        assert read_source.text[start:end].strip() == read_source.text[start:end] != ""


@pytest.mark.real
def test_the_box_of_a_scanned_cell_is_where_the_print_stands(appendix: tuple[Source, Source]) -> None:
    printed_source, read_source = appendix
    for words in ("Trung tâm Dịch vụ tổng hợp", "Thường xuyên"):
        boxes = []
        for source in (printed_source, read_source):
            start = source.text.index(words)
            boxes.append(boxes_of(source, ((start, start + len(words)),))[0])
        one, other = boxes
        assert one.page == other.page
        assert abs(one.x0 - other.x0) < 15 and abs(one.top - other.top) < 15  # points; the page was turned


@pytest.mark.real
def test_no_date_is_parsed_from_a_doubtful_word(appendix: tuple[Source, Source]) -> None:
    _, read_source = appendix
    tasks = [record for record in read(read_source).records if isinstance(record, Task)]
    doubtful = {read_source.text[start:end] for start, end in read_source.doubtful}
    assert len(tasks) > 15
    for task in tasks:
        if task.deadline and set(task.deadline.split()) & doubtful and len(task.deadline.split()) == 1:
            assert task.due is None


@pytest.mark.real
def test_text_pages_and_scanned_pages_of_one_file(printed: dict[str, Path], tmp_path: Path) -> None:
    text = pages_of(printed["thanh-dong"], [0], tmp_path / "text.pdf")
    picture = scan(printed["thanh-dong"], tmp_path / "picture.pdf", 150, pages=[1])
    writer = PdfWriter()
    for file in (text, picture):
        writer.append(file)
    writer.write(tmp_path / "both.pdf")
    source = load(tmp_path / "both.pdf")
    assert [page.scanned for page in source.pages] == [False, True]
    assert len(source.text[source.pages[1].start :].split()) > 200
    assert all(start >= source.pages[1].start for start, _ in source.doubtful)


@pytest.mark.real
def test_images_of_several_pages_and_pages_on_their_side(printed: dict[str, Path], tmp_path: Path) -> None:
    upright = scanned_image(printed["thanh-dong"], 0, 150).convert("L")
    on_its_side, on_its_head = upright.rotate(90, expand=True, fillcolor=255), upright.rotate(180, fillcolor=255)
    pages = tmp_path / "hai trang “quét”.tiff"
    on_its_side.save(pages, save_all=True, append_images=[on_its_head], dpi=(150, 150))
    source = load(pages)
    assert [page.scanned for page in source.pages] == [True, True]
    for page in source.pages:
        words = source.text[page.start : page.end]
        assert "Nghị quyết số 72-NQ/TW" in words and "Thành Đông" in words
        for box in source.boxes:
            size = source.pages[box.page - 1]
            assert size.width and size.height and 0 <= box.x0 < box.x1 <= size.width
            assert 0 <= box.top < box.bottom <= size.height


def test_without_tesseract_a_scan_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.tesseract.shutil, "which", lambda _: None)
    ingest.tesseract.missing.cache_clear()
    image = Image.new("L", (800, 1100), 255)
    image.paste(0, (100, 100, 700, 140))
    image.save(tmp_path / "scan.pdf")
    image.save(tmp_path / "scan.png")
    try:
        for name in ("scan.pdf", "scan.png"):
            with pytest.raises(UnreadableFile, match="apt-get install tesseract-ocr tesseract-ocr-vie") as caught:
                load(tmp_path / name)
            assert "\n" not in str(caught.value) and str(caught.value).startswith(name)
        blank = PrintedPage((), 595.0, 842.0, warnings=("page 1 has no text (a scan or a blank page)",))
        unread = with_scans([PageLayer(blank, True)], b"", "scan.pdf")[0]
        assert [line.split(":")[0] for line in unread.warnings] == ["page 1 is a scan and was not read"]
    finally:
        ingest.tesseract.missing.cache_clear()


def test_an_image_that_claims_to_be_huge_is_not_unpacked(tmp_path: Path) -> None:
    need_tesseract()

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 60_000))
        + chunk(b"IEND", b"")
    )
    (tmp_path / "bomb.png").write_bytes(bomb)
    with pytest.raises(UnreadableFile, match=r"bomb.png: .*million pixels"):
        load(tmp_path / "bomb.png")


def test_a_damaged_and_an_empty_image_are_told_in_one_line(tmp_path: Path) -> None:
    need_tesseract()
    packed = BytesIO()
    Image.effect_noise((600, 800), 60).save(packed, "PNG")
    (tmp_path / "cut.png").write_bytes(packed.getvalue()[: len(packed.getvalue()) // 2])
    Image.new("L", (600, 800), 255).save(tmp_path / "white.jpg")
    Image.new("L", (600, 800), 255).save(tmp_path / "white.pdf")
    no_words = "no words were found on any page; scan it again"
    for name, reason in (("cut.png", "damaged"), ("white.jpg", no_words), ("white.pdf", no_words)):
        with pytest.raises(UnreadableFile, match=reason) as caught:
            load(tmp_path / name)
        assert "\n" not in str(caught.value)


@pytest.mark.real
@pytest.mark.soak
@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_the_five_plans_as_scans(printed: dict[str, Path], tmp_path: Path, dpi: int) -> None:
    whole = Score(0, 0, 0, (), ())
    for name in PLANS:
        found = score(load(printed[name]), load(scan(printed[name], tmp_path / f"{name}.pdf", dpi, seed=1)))
        print(f"{dpi} dpi, {name}: {found}")
        whole += found
    print(f"{dpi} dpi, all: {whole}")
    assert not whole.silent and whole.right >= 0.97 * whole.cells, f"{whole.marked} {whole.silent}"
