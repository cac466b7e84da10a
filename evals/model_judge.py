"""A language model as a judge of answers: faithfulness and helpfulness, beside its agreement with labels by hand.

Never in the gate: a judge that errs must not stop a change, and one that agrees with people only by chance says
nothing. So its figures are shown with the share of labels that it gives as a person did, and with Cohen's kappa, which
is 0 for chance and 1 for full agreement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.model.fence import escaped
from assistant.model.language_model import LanguageModel
from assistant.model.steps import structured
from evals.cases import DATA, JUDGE_LABELS, CaseFileError
from evals.metrics import Share, share
from evals.outcomes import Outcome

Helpful = Literal["full", "partly", "no"]
_WORTH = {"full": 1.0, "partly": 0.5, "no": 0.0}


class Verdict(BaseModel):
    """What the judge says of an answer."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(description="một câu ngắn")
    faithful: bool
    helpful: Helpful


class Quote(BaseModel):
    """What stands in a plan."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    plan: str
    text: str


class Label(BaseModel):
    """What a person says of an answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: str
    answer: str
    quotes: Annotated[tuple[Quote, ...], BeforeValidator(tuple)]
    faithful: bool
    helpful: Helpful


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the judge gives the labels that a person gave: the share, and kappa; None where nothing was judged."""

    exact: Share
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A judge's figures: of the labels by hand, and of the run's answers."""

    model: str
    faithful_agreement: Agreement
    helpful_agreement: Agreement
    answers: int
    failed: int
    faithfulness: float | None
    helpfulness: float | None
    unfaithful: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


Judge = Callable[[str, str, Iterable[Quote]], Verdict | None]


def judge_of(model: LanguageModel) -> Judge:
    """The judge by a language model; it gives None where the model gives no verdict."""
    step = structured(model.chat, "judge", Verdict, model.method)

    def judge(question: str, answer: str, quotes: Iterable[Quote]) -> Verdict | None:
        shown = "\n".join(f'<quote plan="{escaped(q.plan)}">{escaped(q.text)}</quote>' for q in quotes)
        values = {"question": escaped(question), "answer": escaped(answer), "quotes": shown or "(không có)"}
        got = model.begin().invoke(step, values)
        parsed = got.get("parsed") if isinstance(got, dict) else None
        return parsed if isinstance(parsed, Verdict) else None

    return judge


def load_labels(path: Path | None = None) -> tuple[Label, ...]:
    """The labels by hand. Raises CaseFileError, which names the file and the key."""
    path = path or DATA / JUDGE_LABELS
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(Label.model_validate(each) for each in content["labels"])
    except ValidationError as error:
        first = error.errors()[0]
        raise CaseFileError(f"{path.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise CaseFileError(f"{path.name}: cannot be read: {error}") from error


def judged(
    name: str,
    judge: Judge,
    labels: Sequence[Label],
    outcomes: Sequence[Outcome],
    progress: Callable[[], None] = lambda: None,
) -> Judged:
    """The judge held to the labels, then asked about every answer of a run."""
    told: list[tuple[Label, Verdict]] = []
    for label in labels:
        verdict = judge(label.question, label.answer, label.quotes)
        progress()
        if verdict:
            told.append((label, verdict))
    of_answers: dict[str, Verdict] = {}
    answered = [(outcome, outcome.answer) for outcome in outcomes if outcome.answer is not None]
    for outcome, answer in answered:
        verdict = judge(_asked(outcome), str(answer["answer"]), _quotes(answer))
        progress()
        if verdict:
            of_answers[outcome.case.id] = verdict
    verdicts = of_answers.values()
    unfaithful = tuple(id_ for id_, verdict in of_answers.items() if not verdict.faithful)
    return Judged(
        model=name,
        faithful_agreement=agreement([(label.faithful, verdict.faithful) for label, verdict in told]),
        helpful_agreement=agreement([(label.helpful, verdict.helpful) for label, verdict in told]),
        answers=len(of_answers),
        failed=len(labels) + len(answered) - len(told) - len(of_answers),
        faithfulness=share(verdict.faithful for verdict in verdicts).value,
        helpfulness=sum(_WORTH[v.helpful] for v in verdicts) / len(verdicts) if verdicts else None,
        unfaithful=unfaithful,
        reasons={id_: of_answers[id_].reason for id_ in unfaithful},
    )


def agreement(pairs: Sequence[tuple[object, object]]) -> Agreement:
    """Of (by hand, by the judge)."""
    return Agreement(share(hand == judge for hand, judge in pairs), kappa(pairs))


def kappa(pairs: Sequence[tuple[object, object]]) -> float | None:
    """Cohen's kappa: the agreement beyond what the two would reach by chance. None where chance alone agrees."""
    if not pairs:
        return None
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(first[name] * second[name] for name in first) / len(pairs) ** 2
    if by_chance == 1:
        return None
    exact = sum(a == b for a, b in pairs) / len(pairs)
    return (exact - by_chance) / (1 - by_chance)


def _asked(outcome: Outcome) -> str:
    return " → ".join((*outcome.case.history, outcome.case.question))


def _quotes(answer: Mapping[str, Any]) -> list[Quote]:
    """The quotes of an answer, or, of a refusal, the nearest passages that it offers."""
    shown = answer.get("citations") or answer.get("see_also") or ()
    return [Quote(plan=str(each["plan"]), text=f"[{each.get('number', '–')}] {each['quote']}") for each in shown]
