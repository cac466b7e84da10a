"""Questions to go on with after an answer: each is asked first, and only what the store answers is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from assistant.page.examples import answered
from assistant.page.strings import Strings
from assistant.page.turns import Answer, Understood
from assistant.rescope import PLACE

OFFERED, TRIED = 3, 8

Asked = Callable[[str], str]


def following(
    answer: Answer, understood: Understood | None, places: Sequence[str], words: Strings, status: Asked
) -> tuple[str, ...]:
    """At most three, the likeliest first. `status` asks a question and gives its answer's status."""
    said = {_plain(answer["question"]), _plain(answer["resolved_question"])}
    offered: list[str] = []
    for tried, question in enumerate(_candidates(answer, understood, places, words)):
        if tried >= TRIED or len(offered) >= OFFERED:
            break
        if _plain(question) not in said and answered(question, status):
            said.add(_plain(question))
            offered.append(question)
    return tuple(offered)


def _plain(question: object) -> str:
    return " ".join(str(question).casefold().split())


def _candidates(answer: Answer, understood: Understood | None, places: Sequence[str], words: Strings) -> Iterator[str]:
    """Of a record what it does not say yet, then the same of other places; of a refusal the places alone."""
    records = answer.get("records") or ()
    named = {citation["plan"]: citation["locality"] for citation in answer["citations"]}
    if answer["status"] == "answered" and records:
        record = records[0]
        values = {key: value for key, value in record.items() if isinstance(value, str)}
        yield from _filled(f"next_{record['kind']}_", {**values, "place": named.get(record["plan"])}, words)
    if understood and understood.at and answer["status"] in ("answered", "refused"):
        yield from (understood.at.replace(PLACE, place) for place in _others(understood.places, places))


def _others(asked: Iterable[str], places: Sequence[str]) -> Iterator[str]:
    left = set(asked)
    return (place for place in places if place not in left)


def _filled(prefix: str, values: Mapping[str, Any], words: Strings) -> Iterator[str]:
    """The templates whose every variable has a value that is short enough to be said."""
    for key in words.starting(prefix):
        wanted = words.variables(key)
        if all(values.get(name) and len(str(values[name])) < 90 for name in wanted):
            yield words(key, **{name: values[name] for name in wanted})
