"""What the page does when somebody acts: each method gives the new values of components, in the order of its docstring.

The conversation itself is passed in and out, so that it belongs to one page and two people never share one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Protocol

import gradio as gr

from assistant.page.answer_tables import spoken
from assistant.page.examples import fitting
from assistant.page.markup import Turn, conversation, foot, masthead, turn, welcome
from assistant.page.strings import strings
from ingest.errors import PlanAssistantError

STEPS, STEP_SECONDS = 12, 0.02
Conversation = tuple[Turn, ...]
Values = list[Any]


class Answers(Protocol):
    """What the page needs of the assistant."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Any:
        """An answer with `to_json()`, the contract's form; `PlanAssistantError` where the question cannot be asked."""


class Talk:
    """The handlers of the page. `places` names the localities of the store as they are now."""

    def __init__(self, assistant: Answers, places: Callable[[], Sequence[str]]) -> None:
        self._assistant = assistant
        self._places = places
        self.examples = cache(self._fitting_examples)

    def answer(self, asked: str, said: Conversation, language: str) -> Iterator[Values]:
        """The box, the question at hand, the turns before, this turn, all turns, the welcome, the examples."""
        words, asked, number = strings(language), asked.strip(), len(said) + 1
        same, hidden = gr.skip(), [gr.update(visible=False), gr.update(visible=False)]
        if not asked:
            yield [same] * 7
            return
        yield ["", asked, conversation(said, words), turn(number, Turn(asked), words), said, *hidden]
        try:
            given = self._assistant.ask(asked, tuple(each.question for each in said if each.answer)).to_json()
        except PlanAssistantError as error:
            done = Turn(asked, failure=str(error))
        else:
            done = Turn(asked, answer=given)
            for part in growing(spoken(given)[0]):
                yield [same, same, same, turn(number, done, words, said=part), same, *hidden]
                time.sleep(STEP_SECONDS)
        yield [same, same, same, turn(number, done, words), (*said, done), *hidden]

    def fault(self, asked: str, said: Conversation, language: str) -> Values:
        """This turn, all turns. A fault of the program becomes one calm sentence; its details are in the log."""
        words = strings(language)
        failed = Turn(asked, failure=words("fault"))
        return [turn(len(said) + 1, failed, words), (*said, failed)]

    def begin(self, language: str) -> Values:
        """All turns, the turns before, this turn, the welcome, the examples' box, each example."""
        known = tuple(self._places())
        shown = gr.update(value=welcome(known, strings(language)), visible=True)
        return [(), "", "", shown, gr.update(visible=True), *self._buttons(language, known)]

    def switch(self, language: str, said: Conversation) -> Values:
        """Head, start over, box, send, foot, the turns before, this turn, the welcome, each example."""
        words, known = strings(language), tuple(self._places())
        return [
            masthead(words),
            gr.update(value=words("new_conversation")),
            gr.update(label=words("question_label"), placeholder=words("question_placeholder")),
            gr.update(value=words("send")),
            foot(words),
            conversation(said[:-1], words),
            turn(len(said), said[-1], words) if said else "",
            gr.update(value=welcome(known, words)),
            *self._buttons(language, known),
        ]

    def warm_up(self, language: str) -> None:
        """Try out the examples, which also loads the encoder, before anyone comes."""
        self.examples(language, tuple(self._places()))

    def _buttons(self, language: str, known: tuple[str, ...]) -> Values:
        return [gr.update(value=text or "", visible=text is not None) for text in self.examples(language, known)]

    def _fitting_examples(self, language: str, known: tuple[str, ...]) -> list[str | None]:
        templates = strings(language).starting("example_").values()
        return fitting(templates, known, lambda text: str(self._assistant.ask(text).to_json()["status"]))


def growing(text: str) -> Iterator[str]:
    """Longer and longer beginnings of a text, cut at spaces, in a few steps; the whole is not among them."""
    ends = [match.start() for match in re.finditer(r"\s+", text)]
    for end in ends[:: max(1, len(ends) // STEPS)]:
        yield text[:end]
