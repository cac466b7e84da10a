"""DOC, ODT and RTF through LibreOffice: the same records; where it is missing, hangs or fails, a line says so."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from ingest import office
from ingest.errors import EncryptedFile, UnreadableFile
from ingest.load import bundled_plans, load
from ingest.read import read
from tests.office import converted
from tests.same_records import assert_same
from tests.typeset import SERIF, flat_odt
from tests.typeset_content import content_of


def fake_office(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")


@pytest.fixture
def old_word(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch 'cũ'.doc"
    path.write_bytes(office.OLE + b"\0" * 600)
    return path


@pytest.mark.real
@pytest.mark.parametrize(("kind", "plan"), [("doc", "kien-hai"), ("odt", "muong-la"), ("rtf", "thanh-dong")])
def test_old_formats_give_the_same_records(tmp_path: Path, kind: str, plan: str) -> None:
    source = load(next(path for path in bundled_plans() if path.stem == plan))
    flat = tmp_path / "plan.fodt"
    flat.write_text(flat_odt(content_of(source), SERIF), encoding="utf-8")
    path = converted([flat], kind, tmp_path)["plan"].rename(tmp_path / f"kế hoạch (bản 'cuối').{kind}")
    found, expected = read(load(path)), read(source)
    assert found.source.encoding == kind and found.source.name == path.name
    assert_same(found, expected)


def test_without_libreoffice_the_line_says_how_to_get_it(old_word, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UnreadableFile, match="apt-get install libreoffice-writer, or save the file as DOCX"):
        load(old_word)


def test_one_that_hangs_is_ended_with_all_it_started(old_word, tmp_path, monkeypatch):
    fake_office(tmp_path, f"sleep 60 & echo $! > '{tmp_path}/child'; sleep 60", monkeypatch)
    monkeypatch.setattr(office, "SECONDS", 0.5)
    with pytest.raises(UnreadableFile, match="did not read it in"):
        load(old_word)
    child = int((tmp_path / "child").read_text())
    until = time.monotonic() + 10
    while _runs(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _runs(child)


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_what_it_cannot_read_is_said(old_word, tmp_path, monkeypatch):
    fake_office(tmp_path, "exit 0", monkeypatch)
    with pytest.raises(UnreadableFile, match="LibreOffice cannot read it") as caught:
        load(old_word)
    assert "\n" not in str(caught.value)


def test_a_word_file_with_a_password_asks_for_it(old_word):
    old_word.write_bytes(office.OLE + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(EncryptedFile, match="needs a password"):
        load(old_word)
