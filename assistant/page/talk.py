"""The first tab, when somebody acts: each method gives the new values of components, in the order of its docstring.

A page holds only the name of its conversation and how far it shows it (`Thread`); the turns are the server's, so that
a reload or a restart loses none, and two people never share one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import gradio as gr

from assistant.page import chips
from assistant.page.access import user_of
from assistant.page.answer_tables import spoken
from assistant.page.citing import cited
from assistant.page.conversations import Thread
from assistant.page.examples import fitting
from assistant.page.following import following
from assistant.page.frame import welcome
from assistant.page.markup import conversation, turn
from assistant.page.office import Office
from assistant.page.pairs import contradictions
from assistant.page.setting import Setting
from assistant.page.strings import Strings
from assistant.page.turns import Turn
from ingest.errors import PlanAssistantError

STEPS, STEP_SECONDS = 12, 0.02
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
        done, given = self._asked(asked, said, user)
        if done.answer is not None:
            for part in growing(spoken(done.answer)[0]):
                yield [same, same, same, turn(number, done, setting, said=part), same, *hidden]
                time.sleep(STEP_SECONDS)
        now = self._office.conversations.add(known, done, user)
        setting = self._setting(now)
        yield [same, same, same, turn(number, done, setting), str(now), *hidden]
        more = self._more(done, given)
        if more is not done:
            self._office.conversations.change_last(now, more, user)
            yield [same, same, same, turn(number, more, setting), same, *hidden]

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
            *self._buttons(),
        ]

    def begin(self) -> Values:
        """The turns before, this turn, the thread, the welcome, the examples' box, each example: nothing said yet."""
        shown = gr.update(value=welcome(self._office.places(), self._words), visible=True)
        return ["", "", "", shown, gr.update(visible=True), *self._buttons()]

    def warm_up(self) -> None:
        """Try out the examples, which also loads the encoder, before anyone comes."""
        self._examples(self._office.places())

    def _asked(self, asked: str, said: tuple[Turn, ...], user: str | None) -> tuple[Turn, Any]:
        """The turn of a question, and the typed answer where there is one."""
        self._office.audit.note("question", user, question=asked)
        history = tuple(each.question for each in said if each.answer)
        try:
            given = self._office.assistant.ask(asked, history)
        except PlanAssistantError as error:
            return Turn(asked, failure=str(error)), None
        answer = given.to_json()
        cited = [[citation["plan"], citation["place"]] for citation in answer["citations"]]
        self._office.audit.note(
            "answer", user, question=asked, status=answer["status"], answer=answer["answer"], citations=cited
        )
        plans = self._office.plans()
        world = self._office.world() if self._office.world else None
        understood = chips.understood(given, world, self._words) if world else None
        return Turn(asked, answer, None, understood, contradictions(answer, plans, self._words)), given

    def _more(self, done: Turn, given: Any) -> Turn:
        """The turn with questions to go on with."""
        if done.answer is None or given is None:
            return done
        offered = following(done.answer, done.understood, self._office.places(), self._words, self._status)
        return replace(done, following=offered) if offered else done

    def _status(self, question: str) -> str:
        return str(self._office.assistant.ask(question).to_json()["status"])

    def _setting(self, thread: Thread) -> Setting:
        plans = self._office.plans()

        def cite(source: Mapping[str, Any]) -> str:
            return cited(source, plans, self._words)

        return Setting(self._words, self._office.places(), thread.name, cite)

    def _buttons(self) -> Values:
        found = self._examples(self._office.places())
        return [gr.update(value=text or "", visible=text is not None) for text in found]

    def _fitting_examples(self, known: tuple[str, ...]) -> list[str | None]:
        return fitting(self._words.starting("example_").values(), known, self._status)


def growing(text: str) -> Iterator[str]:
    """Longer and longer beginnings of a text, cut at spaces, in a few steps; the whole is not among them."""
    ends = [match.start() for match in re.finditer(r"\s+", text)]
    for end in ends[:: max(1, len(ends) // STEPS)]:
        yield text[:end]
