"""What is bad gets one clear line and its exit code, and what was good before stays good."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.cli import main
from tests.conftest import CACHE
from tests.fakes import FakeEncoder
from tests.installed import installed_copy
from tests.stored_plans import stored
from vectorstore import intake
from vectorstore.chroma import Connection, Location
from vectorstore.store import Store

pytestmark = pytest.mark.real

Run = Callable[..., tuple[int, str, str]]
PLAN = """ỦY BAN NHÂN DÂN
XÃ TÂN HỘI

Số: 12/KH-UBND

Tân Hội, ngày 02 tháng 3 năm 2026

KẾ HOẠCH
Chăm sóc sức khỏe Nhân dân trên địa bàn xã Tân Hội

I. TỔ CHỨC THỰC HIỆN

1. Trạm Y tế xã

- Chủ trì khám sàng lọc miễn phí cho người dân trên địa bàn.
"""
# "Trạm Y tế chủ trì khám sàng lọc miễn phí cho người dân …" as a font from before Unicode has it.
VNI = "Traïm Y teá chuû trì khaùm saøng loïc mieãn phí cho ngöôøi daân treân ñòa baøn xaõ, khoâng thu tieàn."


@pytest.fixture
def run(five_plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command line on a copy of the five plans: exit code, stdout, stderr."""
    product = installed_copy(five_plans, tmp_path / "product")
    monkeypatch.setenv("PLAN_ASSISTANT_STORE", str(product.store))
    monkeypatch.setenv("PLAN_ASSISTANT_DATA", str(product.folder / "data"))

    def run_(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return run_


def one_line(text: str) -> bool:
    return text.count("\n") == 1 and text.startswith("plan-assistant: ") and "Traceback" not in text


@pytest.mark.parametrize("question", ["", " \t\n ", "😀😀🎉", "?!…", "\u200b\ufeff", "\x00\x07\x1b", "a" * 20_001])
def test_a_question_without_words_or_of_too_many_is_misuse(question: str, run: Run) -> None:
    code, out, err = run("ask", question, "--json")
    assert (code, out) == (2, "")
    assert one_line(err)


def test_control_characters_in_a_question_do_not_matter(run: Run) -> None:
    code, out, err = run("ask", "Ai chủ\x07 trì khám sàng lọc\x1b miễn phí ở Kiên Hải?\x00", "--json")
    answer = json.loads(out)
    assert (code, err, answer["status"]) == (0, "", "answered")
    assert answer["records"][0]["number"] == "31"


def test_bad_files_are_told_one_by_one_and_the_good_one_beside_them_is_in(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_text("  \n\n")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    (folder / "good.txt").write_bytes(PLAN.encode("utf-16"))
    before = json.loads(run("plans", "--json")[1])
    code, out, err = run("ingest", str(folder), str(tmp_path / "missing.txt"), "--json")
    taken = {Path(row["file"]).name: row for row in json.loads(out)}
    failed = {name for name, row in taken.items() if row["status"] == "failed"}
    assert code == 1
    assert failed == {"empty.txt", "blank.txt", "binary.txt", "cut.pdf", "missing.txt"}
    lines = err.splitlines()
    assert len(lines) == len(failed)
    assert all(any(name in line for line in lines) for name in failed)
    assert taken["good.txt"]["status"] == "added"
    after = json.loads(run("plans", "--json")[1])
    assert [plan for plan in after if plan["plan"] != taken["good.txt"]["plan"]] == before


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-8-sig", "VNI"])
def test_other_encodings_are_read_or_said(run: Run, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes((VNI * 5).encode("cp1252") if encoding == "VNI" else PLAN.encode(encoding))
    code, out, err = run("ingest", str(file), "--json")
    assert (code, json.loads(out)[0]["status"]) == (0, "added"), err
    found = json.loads(run("search", "khám sàng lọc miễn phí", "--plan", json.loads(out)[0]["plan"], "--json")[1])
    assert "khám sàng lọc miễn phí cho người dân" in found[0]["quote"]


@pytest.mark.parametrize("command", [("ask", "Ai chủ trì?"), ("ingest",), ("plans",)])
def test_a_store_that_cannot_be_written_is_one_line(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "file").write_text("mine")
    code, out, err = run(*command, "--store", str(tmp_path / "file" / "store"))
    assert (code, out) == (1, "")
    assert one_line(err)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_with_other_things_is_no_store(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    code, _, err = run("plans", "--store", str(tmp_path / "mine"))
    assert code == 1
    assert one_line(err)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("command", [("ask", "Ai chủ trì?"), ("ingest",), ("search", "y tế")])
def test_a_store_that_another_model_built_is_refused_and_stays(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    folder = tmp_path / "other"
    store = Store.open(folder, "another-model", cache=CACHE)
    plan, passages, vectors = stored("a", ["một", "hai"], FakeEncoder("another-model"))
    store.replace(plan, passages, vectors, "v1")
    store.close()
    code, out, err = run(*command, "--store", str(folder))
    assert (code, out) == (1, "")
    assert one_line(err)
    assert "another-model" in err
    kept = Store.open(folder, "another-model", cache=CACHE).snapshot()
    assert kept.passages == passages
    assert np.allclose(kept.vectors, vectors, atol=1e-6)


def test_a_plan_that_is_not_there_is_named_with_those_that_are(run: Run) -> None:
    code, out, err = run("remove", "ha-noi")
    assert (code, out) == (2, "")
    assert one_line(err)
    assert "kien-hai" in err


def test_a_plan_that_another_version_wrote_is_told_and_reindex_reads_it_again(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "product" / "store"
    connection = Connection(Location(str(folder)))
    found = connection.get("readings", where={"plan": "kien-hai"})
    connection.upsert("readings", found.ids, documents=['{"kinds": [], "plan": {}}'], metadatas=found.metadatas)
    connection.close()
    code, out, err = run("ask", "Ai chủ trì khám sàng lọc ở Kiên Hải?", "--json")
    assert (code, out) == (1, "")
    assert one_line(err)
    assert "reindex" in err
    monkeypatch.setattr(intake, "READER", "a newer one")
    code, out, _ = run("reindex", "--json")
    assert code == 0
    assert [row["status"] for row in json.loads(out) if row["plan"] == "kien-hai"] == ["replaced"]
    code, out, err = run("ask", "Ai chủ trì khám sàng lọc ở Kiên Hải?", "--json")
    assert (code, json.loads(out)["status"]) == (0, "answered"), err
