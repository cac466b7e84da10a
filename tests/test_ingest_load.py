"""Loading: every encoding that a Vietnamese office has used is read or refused in one line, never garbled."""

from __future__ import annotations

import csv
import hashlib
import os
import unicodedata
from pathlib import Path

import pytest

from ingest.errors import PlanAssistantError, UnreadableFile
from ingest.load import FILE_LIMIT, bundled_plans, load

PROJECT = Path(__file__).parent.parent
TEXT = (PROJECT / "ingest/plans/kien-hai.txt").read_text(encoding="utf-8")
SMALL = "KẾ HOẠCH\nXã Định Hóa thực hiện Nghị quyết số 72-NQ/TW ngày 09/9/2025 về bảo vệ sức khỏe Nhân dân.\n"


@pytest.fixture
def file(tmp_path: Path):
    def write(data: bytes, name: str = "plan.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def test_the_five_bundled_plans_are_found_and_load_as_they_are():
    plans = bundled_plans()
    assert [path.stem for path in plans] == ["cao-minh", "dinh-hoa", "kien-hai", "muong-la", "thanh-dong"]
    for path in plans:
        source = load(path)
        assert source.text == path.read_bytes().decode("utf-8")
        assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert (source.encoding, source.warnings, source.pages) == ("utf-8", (), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("text", [TEXT, SMALL, "Kế hoạch"])
def test_unicode_with_and_without_mark(file, encoding, mark, text):
    source = load(file((mark + text).encode(encoding)))
    assert source.text == text
    assert source.encoding == encoding


def legacy(text: str, column: str) -> bytes:
    with (PROJECT / "ingest/data/legacy_encodings.csv").open(encoding="utf-8") as table:
        codes = {row["letter"]: bytes.fromhex(row[column]) for row in csv.DictReader(table) if row[column]}
    if column == "tcvn3":  # capitals are a matter of the font there
        codes = {letter.upper(): code for letter, code in codes.items()} | codes
    kept = "".join(c for c in text if c.isascii() or c in codes)
    return b"".join(codes.get(c) or c.encode("ascii") for c in kept)


def comparable(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isascii() or c.isalpha())


@pytest.mark.parametrize(("column", "name"), [("tcvn3", "TCVN3"), ("viscii", "VISCII"), ("vni", "VNI-Windows")])
@pytest.mark.parametrize("text", [TEXT, SMALL])
def test_legacy_encodings_are_recognised_converted_and_said(file, column, name, text):
    source = load(file(legacy(text, column)))
    assert source.encoding == name
    assert source.warnings == (f"converted from {name}",)
    if column == "tcvn3":  # words of mixed case may lose a capital that the bytes do not hold
        assert source.text.lower() == comparable(text).lower()
    else:
        assert source.text == comparable(text)


@pytest.mark.parametrize(("column", "name"), [("tcvn3", "TCVN3"), ("vni", "VNI-Windows")])
def test_legacy_font_letters_saved_as_unicode_are_converted_too(file, column, name):
    shown = legacy(SMALL, column).decode("latin-1")
    source = load(file(shown.encode("utf-8")))
    assert source.encoding == f"{name} as utf-8"
    assert source.text == SMALL


def test_words_known_in_the_old_fonts(file):
    tcvn = "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc"
    vni = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc"
    for shown in (tcvn, vni):
        for data in (shown.encode("utf-8"), shown.encode("cp1252")):
            assert load(file(data)).text == "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc"


def test_windows_1258(file):
    letters = {"ế": "ê\u0301", "ạ": "a\u0323", "ị": "i\u0323", "ộ": "ô\u0323", "ệ": "ê\u0323"}
    text = "Kế hoạch bảo vệ sức khỏe, hội nghị thực hiện Nghị định"
    marks = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    data = b""
    for c in text:
        d = unicodedata.normalize("NFD", c)
        tone = "".join(m for m in d if m in marks)
        data += (unicodedata.normalize("NFC", "".join(m for m in d if m not in marks)) + tone).encode("cp1258")
    source = load(file(data))
    assert letters and source.encoding == "windows-1258"
    assert unicodedata.normalize("NFC", source.text) == text


def test_utf8_that_was_read_as_windows_1252_is_repaired(file):
    source = load(file(SMALL.encode("utf-8").decode("latin-1").encode("utf-8")))
    assert source.text == SMALL and source.encoding == "utf-8 read as windows-1252"


def test_line_ends_become_newlines_and_nothing_else_changes(file):
    text = "a\r\nb\rc\n  d \t\u00a0\u2028e\x0cf\u200b\r\n" + unicodedata.normalize("NFD", SMALL)
    assert load(file(text.encode())).text == text.replace("\r\n", "\n").replace("\r", "\n")


def test_english_with_a_few_foreign_accents_stays_as_it_is(file):
    text = "Café, naïve, façade and résumé in São Paulo, Ångström, Übermut; 25 €"
    assert load(file(text.encode())).text == text


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "is empty"),
        (b"  \r\n\t\n", "is empty"),
        ("\ufeff".encode(), "is empty"),
        (os.urandom(64) + b"\x00\x00\x01" + bytes(range(256)), "not text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "damaged and cannot be read as an image"),
        (bytes(range(1, 32)) * 10, "not text"),
        ("Kế hoạch của xã".encode()[:-1] + b"\xc3", "not UTF-8"),
        ("Straße über Öl, größer, schön, für".encode("cp1252"), "neither Unicode"),
        (b"\xff\xfeK\x00\xd8", "broken at byte"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(file, data, part):
    with pytest.raises(UnreadableFile, match=part) as caught:
        load(file(data))
    assert "\n" not in str(caught.value) and "plan.txt" in str(caught.value)


def test_missing_folder_device_and_forbidden(tmp_path, file, monkeypatch):
    for path, part in [
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "is a folder"),
        (Path("/dev/null"), "not a regular file"),
        (file(b"x") / "y.txt", "cannot be read"),
        (tmp_path / ("n" * 5000), "cannot be read"),
        (tmp_path / "a\x00b", "cannot be read"),
    ]:
        with pytest.raises(UnreadableFile, match=part) as caught:
            load(path)
        assert "\n" not in str(caught.value)

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableFile, match="may not be read"):
        load(file(b"x"))


def test_a_file_too_large_is_not_even_read(tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as out:
        out.truncate(FILE_LIMIT + 1)
    with pytest.raises(UnreadableFile, match="the limit is 200 MB"):
        load(path)


def test_messages_of_all_errors_are_one_line():
    assert str(PlanAssistantError("a\nb\t c")) == "a b c"
