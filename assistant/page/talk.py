"""The first tab, when somebody acts: each method gives the new values of components, in the order of its docstring.

A page holds only the name of its conversation and how far it shows it (`Thread`); the turns are the server's, so that
a reload or a restart loses none, and two people never share one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import gradio as gr

from assistant.page import chips
from assistant.page.access import user_of
from assistant.page.citing import cited
from assistant.page.conversations import Thread
from assistant.page.examples import fitting
from assistant.page.frame import trouble, welcome
from assistant.page.markup import conversation, turn
from assistant.page.office import Office
from assistant.page.pairs import contradictions
from assistant.page.setting import Setting
from assistant.page.strings import Strings
from assistant.page.turns import Turn
from ingest.errors import PlanAssistantError
from prompts.lines import told

MOMENT = 0.1  # seconds; an answer that comes sooner is shown whole
Values = list[Any]


class Talk:
    """The handlers of the conversation in one language."""

    def __init__(self, office: Office, words: Strings) -> None:
        self._office = office
        self._words = words
        self._examples = lru_cache(8)(self._fitting_examples)

    def answer(self, asked: str, thread: str, request: gr.Request) -> Iterator[Values]:
        """The box, the question at hand, the turns before, this turn, the thread, the welcome, the examples."""
        asked, user = (asked or "").strip(), user_of(request)
        known = Thread.of(thread)
        said = self._office.conversations.turns(known, user)
        known = Thread(known.name, len(said))
        same, hidden = gr.skip(), [gr.update(visible=False), gr.update(visible=False)]
        if not asked:
            yield [same] * 7
            return
        setting, number = self._setting(known), len(said) + 1
        yield ["", asked, conversation(said, setting), turn(number, Turn(asked), setting), same, *hidden]
        done = Turn(asked)
        for done, spoken in self._asked(asked, said, user):
            if spoken is not None:
                yield [same, same, same, turn(number, done, setting, spoken), same, *hidden]
        now = self._office.conversations.add(known, done, user)
        yield [same, same, same, turn(number, done, self._setting(now)), str(now), *hidden]

    def fault(self, asked: str, thread: str, request: gr.Request) -> Values:
        """This turn, the thread. A fault of the program becomes one calm sentence; its details are in the log."""
        user, known = user_of(request), Thread.of(thread)
        failed = Turn(asked, failure=self._words("fault"))
        now = self._office.conversations.add(known, failed, user)
        return [turn(now.shown, failed, self._setting(now)), str(now)]

    def resume(self, thread: str, request: gr.Request) -> Values:
        """The turns before, this turn, the thread, the welcome, the examples' box, each example: a page opens."""
        known, user = Thread.of(thread), user_of(request)
        said = self._office.conversations.all_turns(known.name, user)
        if not said:
            return self.begin()
        now = Thread(known.name, len(said))
        setting = self._setting(now)
        hidden = [gr.update(visible=False), gr.update(visible=False)]
        return [
            conversation(said[:-1], setting),
            turn(len(said), said[-1], setting),
            str(now),
            *hidden,
            *self._no_buttons(),
        ]

    def begin(self) -> Values:
        """The turns before, this turn, the thread, the welcome, the examples' box, each example: nothing said yet."""
        try:
            greeting, buttons = welcome(self._office.places(), self._words), self._buttons()
        except PlanAssistantError as error:
            greeting, buttons = trouble(told(str(error), self._words.language), self._words), self._no_buttons()
        return ["", "", "", gr.update(value=greeting, visible=True), gr.update(visible=True), *buttons]

    def warm_up(self) -> None:
        """Try out the examples, which also loads the encoder, before anyone comes."""
        self._examples(self._office.places())

    def _asked(self, asked: str, said: tuple[Turn, ...], user: str | None) -> Iterator[tuple[Turn, str | None]]:
        """The turn of a question with what has been said of its answer so far; last the whole turn, with None."""
        self._office.audit.note("question", user, question=asked)
        history = tuple(each.question for each in said if each.answer)
        spoken, shown, given = "", time.monotonic(), None
        try:
            with self._office.desk.answering():
                for given in self._office.assistant.stream(asked, history):
                    spoken += given if isinstance(given, str) else ""
                    if time.monotonic() - shown > MOMENT and spoken:
                        yield Turn(asked), spoken
                        shown = time.monotonic()
        except PlanAssistantError as error:
            yield Turn(asked, failure=told(str(error), self._words.language)), None
            return
        yield self._answered(asked, given, user), None

    def _answered(self, asked: str, given: Any, user: str | None) -> Turn:
        """The turn of a question that was answered, noted down."""
        answer = given.to_json()
        cited = [[citation["plan"], citation["place"]] for citation in answer["citations"]]
        self._office.audit.note(
            "answer", user, question=asked, status=answer["status"], answer=answer["answer"], citations=cited
        )
        world = self._office.world() if self._office.world else None
        understood = chips.understood(given, world, self._words) if world else None
        return Turn(asked, answer, None, understood, contradictions(answer, self._office.plans(), self._words))

    def _setting(self, thread: Thread) -> Setting:
        try:
            plans, places = self._office.plans(), self._office.places()
        except PlanAssistantError:  # what was said stays readable; the next question tells what is wrong
            plans, places = {}, ()

        def cite(source: Mapping[str, Any]) -> str:
            return cited(source, plans, self._words)

        return Setting(self._words, places, thread.name, cite)

    def _buttons(self) -> Values:
        found = self._examples(self._office.places())
        return [gr.update(value=text or "", visible=text is not None) for text in found]

    def _no_buttons(self) -> Values:
        return [gr.update(visible=False) for _ in self._words.starting("example_")]

    def _fitting_examples(self, known: tuple[str, ...]) -> list[str | None]:
        return fitting(self._words.starting("example_").values(), known, self._office.answerable)
