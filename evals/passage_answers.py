"""Passages as an answer in the contract's form, for baselines that can do no more than find them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from vectorstore.hybrid import Hit, HybridIndex

Quote = tuple[str, str, Sequence[tuple[int, int]]]
"""Plan, text, spans in the plan's text."""

BEST = 4


def passage_answer(question: str, quotes: Sequence[Quote]) -> dict[str, Any]:
    """The passages one after the other, each cited; refused only where there are none."""
    citations = [
        {
            "number": number,
            "plan": plan,
            "locality": plan,
            "document": plan,
            "place": "",
            "page": None,
            "quote": " ".join(text.split()),
            "spans": [list(span) for span in spans],
        }
        for number, (plan, text, spans) in enumerate(quotes, start=1)
    ]
    return {
        "question": question,
        "resolved_question": question,
        "language": "vi",
        "status": "answered" if citations else "refused",
        "answer": "\n".join(f"{citation['quote']} [{citation['number']}]" for citation in citations),
        "citations": citations,
        "records": [],
        "coverage": None,
        "see_also": [],
        "warnings": [],
    }


class BestPassages:
    """Answers with the passages of the product's own index that one leg of it ranks first."""

    def __init__(self, index: HybridIndex, leg: Callable[[Hit], float]) -> None:
        self._index = index
        self._leg = leg

    def ask(
        self, question: str, history: Sequence[str] = (), plans: Sequence[str] = (), today: date | None = None
    ) -> dict[str, Any]:
        hits = self._index.search(question, k=len(self._index.snapshot.passages), plans=plans or None)
        best = sorted(hits, key=self._leg, reverse=True)[:BEST]
        quotes = [(hit.passage.plan, hit.passage.quote, hit.passage.spans) for hit in best if self._leg(hit) > 0]
        return passage_answer(question, quotes)
