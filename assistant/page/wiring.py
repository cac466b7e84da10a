"""The page: components, and which calls what. What happens then is in `talk`, what it looks like in static/."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.page.markup import foot, masthead
from assistant.page.strings import LANGUAGES, strings
from assistant.page.talk import Answers, Talk

STATIC = Path(__file__).parent / "static"
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
# The newest turn comes into view at its question; a person who reads further up is not pulled away while it grows.
_TO_NEWEST = """() => setTimeout(() => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const turns = document.querySelectorAll(".turn");
    turns[turns.length - 1]?.scrollIntoView({block: "start", behavior: still ? "auto" : "smooth"});
}, 250)"""
_LANGUAGE_OF_PAGE = "(language) => { document.documentElement.lang = language; return language; }"
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def build_page(assistant: Answers, places: Callable[[], Sequence[str]], language: str = "vi") -> gr.Blocks:
    """The page. `places` names the localities of the store as they are now, for the welcome and the examples."""
    words, talk = strings(language), Talk(assistant, places)
    talk.warm_up(language)
    page: gr.Blocks = gr.Blocks(title=words("title"), analytics_enabled=False, fill_width=True)
    with page:
        turns, pending = gr.State(()), gr.State("")
        with gr.Row(elem_id="head", equal_height=True):
            head = _html(masthead(words), elem_id="masthead")
            names = [(LANGUAGE_NAMES[each], each) for each in LANGUAGES]
            chosen = gr.Radio(
                names, value=language, label=words("language"), show_label=False, container=False, elem_id="language"
            )
            fresh = gr.Button(words("new_conversation"), elem_id="fresh", size="sm")
        start = _html(elem_id="start")
        with gr.Column(elem_id="examples") as examples:
            buttons = [gr.Button(size="sm", visible=False) for _ in words.starting("example_")]
        past, current = _html(elem_id="past"), _html(elem_id="current")
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
        under = _html(foot(words), elem_id="foot")

        answering = [question, pending, past, current, turns, start, examples]
        for triggers, asked in (([question.submit, send.click], question), *(([each.click], each) for each in buttons)):
            gr.on(triggers, talk.answer, [asked, turns, chosen], answering, trigger_mode="once", **_PRIVATE).failure(
                talk.fault, [pending, turns, chosen], [current, turns], **_PRIVATE
            )
            gr.on(triggers, None, None, None, js=_TO_NEWEST, **_PRIVATE)
        beginning = [turns, past, current, start, examples, *buttons]
        fresh.click(talk.begin, [chosen], beginning, **_PRIVATE)
        page.load(talk.begin, [chosen], beginning, **_PRIVATE)
        switching = [head, fresh, question, send, under, past, current, start, *buttons]
        chosen.change(talk.switch, [chosen, turns], switching, **_PRIVATE)
        for event in (chosen.change, page.load):
            event(None, [chosen], None, js=_LANGUAGE_OF_PAGE, **_PRIVATE)
    return page


def _html(value: str = "", *, elem_id: str) -> gr.HTML:
    """A place for our own markup, without Gradio's styles for it."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False)
