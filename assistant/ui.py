"""The page: Gradio blocks wired to the assistant. No logic of answering, no markup and no sentence lives here.

A conversation is the page's own state, so that two people never share one. A question is answered in one call, and
its text is then spoken in a few steps; the evidence follows when the last word is said.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import gradio as gr

from assistant.ui_markup import Turn, conversation, masthead, turn, welcome
from assistant.ui_strings import LANGUAGES, Strings, strings, variables
from ingest.errors import PlanAssistantError

STATIC = Path(__file__).parent / "static"
STEPS, STEP_SECONDS = 12, 0.02
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
# The newest turn comes into view at its question; a person who reads further up is not pulled away while it grows.
_TO_NEWEST = """() => setTimeout(() => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const turns = document.querySelectorAll(".turn");
    turns[turns.length - 1]?.scrollIntoView({block: "start", behavior: still ? "auto" : "smooth"});
}, 250)"""
_LANGUAGE_OF_PAGE = "(language) => { document.documentElement.lang = language; return language; }"

Conversation = tuple[Turn, ...]


class Answers(Protocol):
    """What the page needs of the assistant."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Any:
        """An answer with `to_json()`, the contract's form; `PlanAssistantError` where the question cannot be asked."""


def build_page(assistant: Answers, places: Callable[[], Sequence[str]], language: str = "vi") -> gr.Blocks:
    """The page. `places` names the localities of the store as they are now, for the welcome and the examples."""
    words = strings(language)
    page: gr.Blocks = gr.Blocks(title=words("title"), analytics_enabled=False, fill_width=True)
    with page:
        turns, pending = gr.State(()), gr.State("")
        with gr.Row(elem_id="head", equal_height=True):
            head = _html(masthead(words), elem_id="masthead")
            chosen = gr.Radio(
                [(LANGUAGE_NAMES[each], each) for each in LANGUAGES],
                value=language,
                label=words("language"),
                show_label=False,
                elem_id="language",
                container=False,
            )
            fresh = gr.Button(words("new_conversation"), elem_id="fresh", size="sm")
        start = _html(elem_id="start")
        with gr.Column(elem_id="examples") as examples:
            buttons = [gr.Button(elem_classes="example", size="sm") for _ in words.starting("example_")]
        past = _html(elem_id="past")
        current = _html(elem_id="current")
        with gr.Row(elem_id="composer", equal_height=True):
            question = gr.Textbox(
                label=words("question_label"),
                placeholder=words("question_placeholder"),
                show_label=False,
                container=False,
                autofocus=True,
                elem_id="question",
                scale=8,
            )
            send = gr.Button(words("send"), variant="primary", elem_id="send", scale=0, min_width=96)
        foot = _html(_foot(words), elem_id="foot")

        def answer(asked: str, said: Conversation, spoken: str) -> Iterator[list[Any]]:
            """Outputs: the box, the question at hand, the turns before, this turn, all turns, welcome, examples."""
            words = strings(spoken)
            asked, number = asked.strip(), len(said) + 1
            hidden = [gr.update(visible=False), gr.update(visible=False)]
            if not asked:
                yield [gr.skip()] * 7
                return
            yield ["", asked, conversation(said, words), turn(number, Turn(asked), words), said, *hidden]
            try:
                given = assistant.ask(asked, tuple(each.question for each in said if each.answer)).to_json()
            except PlanAssistantError as error:
                done = Turn(asked, failure=str(error))
            else:
                done = Turn(asked, answer=given)
                for part in growing(str(given["answer"])):
                    yield [gr.skip(), gr.skip(), gr.skip(), turn(number, done, words, said=part), gr.skip(), *hidden]
                    time.sleep(STEP_SECONDS)
            yield [gr.skip(), gr.skip(), gr.skip(), turn(number, done, words), (*said, done), *hidden]

        def fault(asked: str, said: Conversation, spoken: str) -> list[Any]:
            words = strings(spoken)
            return [turn(len(said) + 1, Turn(asked, failure=words("fault")), words)]

        def begin(spoken: str) -> list[Any]:
            words, known = strings(spoken), tuple(places())
            return [
                (),
                "",
                "",
                gr.update(value=welcome(known, words), visible=True),
                gr.update(visible=True),
                *(_button(text) for text in _examples(words, known)),
            ]

        def switch(spoken: str, said: Conversation) -> list[Any]:
            words, known = strings(spoken), tuple(places())
            return [
                masthead(words),
                gr.update(value=words("new_conversation")),
                gr.update(label=words("question_label"), placeholder=words("question_placeholder")),
                gr.update(value=words("send")),
                _foot(words),
                conversation(said[:-1], words),
                turn(len(said), said[-1], words) if said else "",
                gr.update(value=welcome(known, words)),
                *(_button(text) for text in _examples(words, known)),
            ]

        beginning = [turns, past, current, start, examples, *buttons]
        answering = [question, pending, past, current, turns, start, examples]
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        for triggers, asked in (([question.submit, send.click], question), *(([each.click], each) for each in buttons)):
            gr.on(triggers, answer, [asked, turns, chosen], answering, trigger_mode="once", **private).failure(
                fault, [pending, turns, chosen], [current], **private
            )
            gr.on(triggers, None, None, None, js=_TO_NEWEST, **private)
        fresh.click(begin, [chosen], beginning, **private)
        page.load(begin, [chosen], beginning, **private)
        chosen.change(
            switch, [chosen, turns], [head, fresh, question, send, foot, past, current, start, *buttons], **private
        )
        chosen.change(None, [chosen], None, js=_LANGUAGE_OF_PAGE, **private)
    return page


def growing(text: str) -> Iterator[str]:
    """Longer and longer beginnings of a text, cut at spaces, in a few steps; the whole is not among them."""
    ends = [match.start() for match in re.finditer(r"\s+", text)]
    for end in ends[:: max(1, len(ends) // STEPS)]:
        yield text[:end]


def _html(value: str = "", *, elem_id: str) -> gr.HTML:
    """A place for our own markup, without Gradio's styles for it."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False)


def _foot(words: Strings) -> str:
    return f"<p>{words('footer')}</p>"


def _button(text: str | None) -> dict[str, Any]:
    updated: dict[str, Any] = gr.update(value=text or "", visible=text is not None)
    return updated


def _examples(words: Strings, places: Sequence[str]) -> list[str | None]:
    """Each example with places of the store in it; None where the store has too few."""
    known = dict(zip(("first", "second", "third"), places, strict=False))
    texts = words.starting("example_").values()
    return [text.format(**known) if variables(text) <= known.keys() else None for text in texts]
