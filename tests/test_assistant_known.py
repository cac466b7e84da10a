"""A state of the store that follows another is made from it, and is what it would be if it were made alone."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from assistant.known import Known
from assistant.matching import Matcher
from tests.fakes import FakeEncoder
from tests.worlds import bundled
from vectorstore.hybrid import HybridIndex
from vectorstore.snapshot import Snapshot


def state(generation: str, *names: str) -> Snapshot:
    """Some of the five plans, in this order, as a reader would hand them on: what stays is the same object."""
    whole = bundled().index.snapshot
    rows = [row for name in names for row in whole.rows([name])]
    plans = {name: whole.plans[name] for name in names}
    passages = tuple(whole.passages[row] for row in rows)
    return Snapshot(generation, MappingProxyType({}), MappingProxyType(plans), passages, whole.vectors[rows])


def known_of(snapshot: Snapshot) -> Known:
    return Known(snapshot.plans, snapshot.passages)


@pytest.fixture
def before() -> Snapshot:
    return state("1", "cao-minh", "dinh-hoa", "kien-hai")


@pytest.fixture
def after() -> Snapshot:
    return state("2", "cao-minh", "kien-hai", "muong-la")


def test_a_change_names_what_went_and_what_came(before: Snapshot, after: Snapshot) -> None:
    change = after.since(before)
    assert {passage.plan for passage in change.gone} == {"dinh-hoa"}
    assert {passage.plan for passage in change.fresh} == {"muong-la"}
    assert all(
        before.passages[row] is passage for row, passage in zip(change.rows, after.passages, strict=True) if row >= 0
    )


def test_words_are_counted_on_and_not_again(before: Snapshot, after: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    first = known_of(before)
    assert first.counts
    agencies = first.agencies
    counted: list[str] = []
    of_text = type(first.counts)._terms
    monkeypatch.setattr(type(first.counts), "_terms", lambda self, text: (counted.append(text), of_text(self, text))[1])
    second = first.changed(after.plans, after.passages, after.since(before))
    assert len(counted) == len(before.rows(["dinh-hoa"])) + len(after.rows(["muong-la"]))
    alone = known_of(after)
    assert second.counts == alone.counts
    assert (second.vocabulary, second.plain_vocabulary) == (alone.vocabulary, alone.plain_vocabulary)
    assert second.agencies == alone.agencies != agencies
    assert second.weight("khám sàng", plain=False) == alone.weight("khám sàng", plain=False)


def test_a_plan_in_another_version_forgets_what_followed_from_the_first(before: Snapshot) -> None:
    known = known_of(before)
    plan = before.plans["kien-hai"]
    Matcher(known, lambda *_: {})._shown(plan.id)
    fewer = type(plan)(**{name: getattr(plan, name) for name in plan.__slots__} | {"records": plan.records[:3]})
    plans = {**before.plans, plan.id: fewer}
    changed = known.changed(plans, before.passages, before.since(before))
    assert len(Matcher(changed, lambda *_: {})._shown(plan.id)) <= 3


def test_retrieval_is_handed_on(before: Snapshot, after: Snapshot) -> None:
    first = HybridIndex(before, FakeEncoder())
    query = "ai chu tri kham sang loc"
    first.search(query)
    second = HybridIndex(after, FakeEncoder(), before=first)
    alone = HybridIndex(after, FakeEncoder())
    assert second.accents.restore(query) == alone.accents.restore(query)
    for found, expected in zip(second.search(query), alone.search(query), strict=True):
        assert found.passage == expected.passage
        assert found.keyword == pytest.approx(expected.keyword)
