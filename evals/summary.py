"""The figures of a run: per kind and over all, each with what it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.metrics import Share, bootstrap, percentile, precision_recall, refusal_shares, share
from evals.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class KindSummary:
    """How the cases of one kind went."""

    kind: str
    passed: Share
    facts: Share
    records: Share
    evidence: Share
    status: Share
    wrong: int
    p95: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a run; None where nothing was scored."""

    cases: int
    passed: Share
    interval: tuple[float, float] | None
    kinds: tuple[KindSummary, ...]
    figures: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Compared:
    """A system's figures over the cases, and the interval of the share that passes."""

    name: str
    figures: dict[str, float | None]
    interval: tuple[float, float] | None


def summarise(outcomes: Sequence[Outcome]) -> Summary:
    passed = share(outcome.passed for outcome in outcomes)
    kinds = dict.fromkeys(outcome.case.kind for outcome in outcomes)
    return Summary(
        cases=len(outcomes),
        passed=passed,
        interval=bootstrap([float(outcome.passed) for outcome in outcomes]),
        kinds=tuple(_kind(kind, [outcome for outcome in outcomes if outcome.case.kind == kind]) for kind in kinds),
        figures={"passed": passed.value} | figures(outcomes),
    )


def figures(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    """Every figure by name; latencies in milliseconds."""
    record_precision, record_recall, record_f1 = precision_recall(
        total(outcomes, "records_given"), total(outcomes, "records_wanted")
    )
    refused, to_refuse = refusal_shares(
        ("refused" in outcome.case.status, outcome.status == "refused")
        for outcome in outcomes
        if "refused" not in outcome.case.status or outcome.case.status == ("refused",)
    )
    answerable = [outcome for outcome in outcomes if outcome.case.answerable]
    milliseconds = [outcome.seconds * 1000 for outcome in outcomes]
    return {
        "status": marks(outcomes, "status").value,
        "fact_exactness": marks(outcomes, "facts").value,
        "fact_recall": total(outcomes, "facts").value,
        "record_exactness": marks(outcomes, "records").value,
        "record_precision": record_precision,
        "record_recall": record_recall,
        "record_f1": record_f1,
        "evidence_recall": total(outcomes, "evidence").value,
        "citation_precision": total(outcomes, "citations_given").value,
        "citation_recall": total(outcomes, "claims").value,
        "verbatim": total(outcomes, "verbatim").value,
        "refusal_precision": refused.value,
        "refusal_recall": to_refuse.value,
        "answerable_refused": share(outcome.status == "refused" for outcome in answerable).value,
        "wrong_fact_rate": share(_not(outcome.mark("no_wrong_facts")) for outcome in outcomes).value,
        "said_what_must_not": share(_not(outcome.mark("must_not")) for outcome in outcomes).value,
        "follow_up": share(outcome.passed for outcome in outcomes if outcome.case.history).value,
        "language": marks(outcomes, "language").value,
        "contract": marks(outcomes, "contract").value,
        "crashes": float(sum(1 for outcome in outcomes if outcome.error and outcome.error.startswith("crash"))),
        "latency_p50_ms": percentile(milliseconds, 50),
        "latency_p95_ms": percentile(milliseconds, 95),
    }


def marks(outcomes: Iterable[Outcome], check: str) -> Share:
    return share(outcome.mark(check) for outcome in outcomes)


def total(outcomes: Iterable[Outcome], count: str) -> Share:
    return sum((outcome.count(count) for outcome in outcomes), Share(0, 0))


def _kind(kind: str, outcomes: Sequence[Outcome]) -> KindSummary:
    return KindSummary(
        kind=kind,
        passed=share(outcome.passed for outcome in outcomes),
        facts=marks(outcomes, "facts"),
        records=marks(outcomes, "records"),
        evidence=marks(outcomes, "evidence"),
        status=marks(outcomes, "status"),
        wrong=sum(outcome.mark("no_wrong_facts") is False or outcome.mark("must_not") is False for outcome in outcomes),
        p95=percentile([outcome.seconds * 1000 for outcome in outcomes], 95),
    )


def _not(mark: bool | None) -> bool | None:
    return None if mark is None else not mark
