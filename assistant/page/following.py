"""Questions to go on with after an answer: only what the store answers is offered.

They are made of what the answer's first record says (its chair, its place), so that few are tried in vain. The page
asks for them once the answer is shown; they give way to whoever asks, and to the next question of the same person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from assistant.page.conversations import Thread
from assistant.page.office import Office
from assistant.page.strings import Strings
from assistant.page.turns import Answer, Turn, Understood
from assistant.rescope import PLACE

OFFERED, TRIED = 3, 6
PATIENCE = 5.0  # seconds to wait for a moment in which nobody is being answered; nobody misses what does not come

Answers = Callable[[str], bool]


def offered(office: Office, name: str, number: int, user: str | None, words: Strings) -> tuple[str, ...]:
    """Questions to go on with after a turn of a conversation, which keeps them; none are sought but for its last."""
    turns = office.conversations.all_turns(name, user)
    if not 1 <= number <= len(turns):
        return ()
    done = turns[number - 1]
    if done.following or number < len(turns) or done.answer is None:
        return done.following

    def answered(question: str) -> bool:
        return office.desk.free(PATIENCE) and office.answerable(question)

    found = following(done.answer, done.understood, office.places(), words, answered, turns[: number - 1])
    if found:
        office.conversations.follow(Thread(name, number), found, user)
    return found


def following(
    answer: Answer,
    understood: Understood | None,
    places: Sequence[str],
    words: Strings,
    answered: Answers,
    earlier: Iterable[Turn] = (),
) -> tuple[str, ...]:
    """At most three, the likeliest first. `answered` tells whether the store answers a question; what the turns
    `earlier` in the conversation asked is not offered."""
    said = _said(answer, understood)
    for each in earlier:
        said |= _said(each.answer, each.understood) if each.answer else set()
    found: list[str] = []
    for tried, question in enumerate(_candidates(answer, understood, places, words)):
        if tried >= TRIED or len(found) >= OFFERED:
            break
        if _plain(question) not in said and answered(question):
            said.add(_plain(question))
            found.append(question)
    return tuple(found)


def _said(answer: Answer, understood: Understood | None) -> set[str]:
    """What a turn asked, also under the whole name of its place: "ở Kiên Hải" and "ở đặc khu Kiên Hải" are the same."""
    at = understood.at if understood else None
    named = [at.replace(PLACE, place) for place in understood.places] if understood and at else []
    return {_plain(each) for each in (answer["question"], answer["resolved_question"], *named)}


def _plain(question: object) -> str:
    return " ".join(str(question).casefold().split())


def _candidates(answer: Answer, understood: Understood | None, places: Sequence[str], words: Strings) -> Iterator[str]:
    """Of a record what it does not say yet, then the same of other places; of a refusal every plan, then the places."""
    records = answer.get("records") or ()
    named = {citation["plan"]: citation["locality"] for citation in answer["citations"]}
    if answer["status"] == "answered" and records:
        record = records[0]
        values = {key: value for key, value in record.items() if isinstance(value, str)}
        asked = dict(understood.about).get("chip_ask") if understood else None
        yield from _filled(f"next_{record['kind']}_", {**values, "place": named.get(record["plan"])}, asked, words)
    if understood and understood.everywhere and understood.places and answer["status"] == "refused":
        yield understood.everywhere  # the place may be that of the question before
    if understood and understood.at and answer["status"] in ("answered", "refused"):
        yield from (understood.at.replace(PLACE, place) for place in _others(understood.places, places))


def _others(asked: Iterable[str], places: Sequence[str]) -> Iterator[str]:
    left = set(asked)
    return (place for place in places if place not in left)


def _filled(prefix: str, values: Mapping[str, Any], asked: str | None, words: Strings) -> Iterator[str]:
    """The templates whose every variable has a value that is short enough to be said. A template's key ends with what
    it asks ("compare"); what was just asked is not offered again in other words."""
    asks = words.starting("ask_")
    for key in words.starting(prefix):
        wanted, ask = words.variables(key), asks.get(f"ask_{key.removeprefix(prefix)}")
        if (ask is None or ask != asked) and all(values.get(name) and len(str(values[name])) < 90 for name in wanted):
            yield words(key, **{name: values[name] for name in wanted})
