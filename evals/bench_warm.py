"""A warm `ask` against one encoding of the same question and against the naive pipeline, question by question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.pipeline import Assistant
from evals.bench_timing import Timing, table
from evals.cases import load_cases
from evals.naive import NaivePipeline
from ingest.errors import BadInput
from vectorstore.encoder import Encoder

WARM_UP = 5


@dataclass(frozen=True, slots=True)
class Warm:
    """Times over the same questions in turn; `naive` is None where it was not asked."""

    ask: Timing
    steps: dict[str, Timing]
    encoding: Timing
    naive: Timing | None

    @property
    def ratio(self) -> float:
        """What issue 2 bounds by 2.5: p95 of `ask` to p95 of one query encoding."""
        return self.ask.p95 / self.encoding.p95

    def table(self) -> str:
        lines = {"one query encoding": self.encoding, "`ask`": self.ask, **self.steps}
        if self.naive:
            lines["naive pipeline"] = self.naive
        rows = [
            (name, timing.p50, timing.p95, timing.p50 / self.encoding.p50, timing.p95 / self.encoding.p95)
            for name, timing in lines.items()
        ]
        heads = ("", "p50 ms", "p95 ms", "p50 ratio", "p95 ratio")
        return table(f"Warm, {len(self.ask.spent)} distinct questions", heads, rows)


def evaluation_questions(step: int = 1) -> tuple[str, ...]:
    """The distinct questions of the evaluation that begin a conversation, or every `step`-th of them; without those
    that may be an error (no words, too many)."""
    askable = (case for case in load_cases() if not case.history and "error" not in case.status)
    return tuple(dict.fromkeys(case.question for case in askable))[::step]


def measure(assistant: Assistant, alone: Encoder, questions: Sequence[str], naive: NaivePipeline | None = None) -> Warm:
    """`alone` is an encoder that remembers nothing; questions without words are left out."""
    ask, encoding, theirs = Timing(), Timing(), Timing()
    steps: dict[str, Timing] = defaultdict(Timing)
    asked = tuple(_with_words(assistant, questions, WARM_UP))
    for question in asked[:WARM_UP]:
        alone.encode_queries([question])
    for question in asked[WARM_UP:]:
        with encoding.one():
            alone.encode_queries([question])
        with ask.one():
            answer = assistant.ask(question)
            answer.to_json()
        for step, spent in answer.timings_ms.items():
            if step != "total":
                steps[step].spent.append(spent)
        if naive:
            with theirs.one():
                naive.ask(question)
    return Warm(ask, dict(steps), encoding, theirs if naive else None)


def _with_words(assistant: Assistant, questions: Sequence[str], tried: int) -> Iterator[str]:
    """The questions that can be asked; the first few are asked, to warm up."""
    for question in questions:
        if not any(letter.isalpha() for letter in question):
            continue
        if tried:
            try:
                assistant.ask(question)
            except BadInput:
                continue
            tried -= 1
        yield question
