"""An assistant that gives contract-shaped answers at once, so that the page and the command line can be tried alone."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.errors import BadInput
from ingest.text import syllables

QUOTE = "31 Tổ chức phối hợp giữa các hoạt động khám sức khỏe định kỳ, khám sàng lọc miễn phí Trạm Y tế 2026"


def citation(number: int, quote: str = QUOTE, **changes: Any) -> dict[str, Any]:
    return {
        "number": number,
        "plan": "kien-hai",
        "locality": "đặc khu Kiên Hải",
        "document": "Kế hoạch … /KH-UBND",
        "place": f"Phụ lục, mục {30 + number}",
        "page": None,
        "quote": quote,
        "spans": [[26239, 26571]],
        **changes,
    }


def task(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "plan": "kien-hai",
        "kind": "task",
        "appendix": "Phụ lục",
        "group": None,
        "number": str(number),
        "task": "Triển khai hoạt động hợp tác công tư trong lĩnh vực y tế theo quy định của pháp luật",
        "lead": "Phòng Kinh tế",
        "coordinating": "Trạm Y tế" if number % 2 else None,
        "deadline": "Quý I/2026",
        "due": {"kind": "quarter", "from": "2026-01-01", "to": "2026-03-31"},
        "product": None,
        **changes,
    }


def answer(question: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": None,
        "question": question,
        "resolved_question": question,
        "language": "vi",
        "status": "answered",
        "answer": "Trạm Y tế chủ trì; thời hạn 2026; kế hoạch không nêu cơ quan phối hợp [1].",
        "citations": [citation(1)],
        "records": [task(31, lead="Trạm Y tế", coordinating=None, deadline="2026")],
        "coverage": {"matched": 1, "total": 37, "plans": 1},
        "see_also": [],
        "warnings": [],
        "composer": "extractive",
        "dropped": [],
        "timings_ms": {"understand": 0.0, "retrieve": 0.0, "compose": 0.0, "verify": 0.0, "total": 0.0},
        **changes,
    }


class FakeAnswer:
    def __init__(self, fields: dict[str, Any]) -> None:
        self._fields = fields

    def to_json(self) -> dict[str, Any]:
        return self._fields


class FakeAssistant:
    """Answers by a word of the question; keeps what it was asked, with its history."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(
        self, question: str, history: Sequence[str] = (), plans: Sequence[str] = (), today: date | None = None
    ) -> FakeAnswer:
        self.asked.append((question, tuple(history)))
        if not question.strip():
            raise BadInput("Câu hỏi trống.")
        if "lỗi" in question:
            raise RuntimeError("a fault of the program")
        if "liệt kê" in question.lower():
            numbers = range(1, 6)
            return FakeAnswer(
                answer(
                    question,
                    answer="Phòng Kinh tế chủ trì 5 nhiệm vụ " + "".join(f"[{number}]" for number in numbers) + ".",
                    citations=[citation(number) for number in numbers],
                    records=[task(number) for number in numbers],
                    coverage={"matched": 5, "total": 37, "plans": 1},
                )
            )
        if "dân số" in question.lower():
            return FakeAnswer(
                answer(
                    question,
                    status="refused",
                    answer="Các kế hoạch không nêu thông tin này.",
                    citations=[],
                    records=[],
                    coverage=None,
                    see_also=[citation(1, place="II. MỤC TIÊU > 1. Mục tiêu đến năm 2030", page=2)],
                )
            )
        if history:
            return FakeAnswer(
                answer(question, resolved_question=f"{history[-1]} {question}", warnings=["Hai số liệu khác nhau."])
            )
        return FakeAnswer(answer(question))

    def stream(
        self, question: str, history: Sequence[str] = (), plans: Sequence[str] = (), today: date | None = None
    ) -> Iterator[str | FakeAnswer]:
        """As `Assistant.stream`: the words, then the answer."""
        given = self.ask(question, history, plans, today)
        yield str(given.to_json()["answer"])
        yield given


class FakeEncoder:
    """Texts as counts of their syllables, hashed into 64 places: like texts are near, and nothing is loaded.

    `encoded` counts the passages that it was given, to tell an intake that encodes from one that need not.
    """

    def __init__(self, name: str = "fake", dimension: int = 64) -> None:
        self.name = name
        self.dimension = dimension
        self.encoded = 0

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.stack([self._vector(text) for text in texts]) if texts else self._none()

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        self.encoded += len(texts)
        if progress and texts:
            progress(len(texts))
        return self.encode_queries(texts)

    def _none(self) -> npt.NDArray[np.float32]:
        return np.zeros((0, self.dimension), np.float32)

    def _vector(self, text: str) -> npt.NDArray[np.float32]:
        vector = np.full(self.dimension, 0.01, np.float32)
        for syllable in syllables(text):
            vector[zlib.crc32(syllable.encode()) % self.dimension] += 1
        length: npt.NDArray[np.float32] = vector / np.linalg.norm(vector)
        return length.astype(np.float32)
