"""Example questions that the plans in the store can answer: each is asked once, for one place after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

TRIED = 12  # places; in a store of thousands the first few tell

Answers = Callable[[str], bool]


def fitting(templates: Iterable[str], places: Sequence[str], answered: Answers) -> list[str | None]:
    """Each template with a place for which it is answered; None where there is none.

    Places take turns, so that the examples show several.
    """
    found: list[str | None] = []
    for number, template in enumerate(templates):
        start = number % len(places) if places else 0
        turned = (*places[start:], *places[:start])[:TRIED]
        tried = (template.format(place=place) for place in turned)
        found.append(next((question for question in tried if answered(question)), None))
    return found
