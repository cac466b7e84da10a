"""The page: components, and which calls what. What happens then is in each tab's module, the look in static/."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from assistant.page.access import user_of
from assistant.page.documents import LARGEST_FILE
from assistant.page.frame import foot, masthead
from assistant.page.html_place import PRIVATE, html
from assistant.page.office import Office
from assistant.page.strings import LANGUAGES, Strings, strings
from assistant.page.tabs import add_tabs
from assistant.page.talk import Talk

STATIC = Path(__file__).parent / "static"
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
# The newest turn comes into view at its question; a person who reads further up is not pulled away while it grows.
_TO_NEWEST = "() => window.planPage?.toNewest()"
_REMEMBERED = "(thread) => { window.planPage?.remember(thread); return thread; }"
# As static/page.js does, which on a busy machine may come after the page has opened.
_RECALLED = """() => {
  try { return [sessionStorage.getItem("plan-thread") || localStorage.getItem("plan-thread") || ""]; }
  catch { return [""]; }
}"""


def build_page(office: Office, language: str, default: str, *, guarded: bool) -> gr.Blocks:
    """The page in one language; it links to the others, of which `default` is at the root. `guarded`: by a log-in."""
    words = strings(language)
    page: gr.Blocks = gr.Blocks(title=words("title"), analytics_enabled=False, fill_width=True)
    with page:
        others = [(address(each, default), LANGUAGE_NAMES[each]) for each in LANGUAGES if each != language]
        head = html(masthead(words, others), elem_id="head")
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(words("tab_talk"), elem_id="tab-talk"):
                _talk(page, office, words)
            add_tabs(office, words)
        html(foot(words, LARGEST_FILE), elem_id="foot")
        if guarded:

            def greeted(request: gr.Request) -> str:
                return masthead(words, others, user_of(request))

            page.load(greeted, None, head, **PRIVATE)
        page.load(None, None, None, js=f"() => {{ document.documentElement.lang = '{language}'; }}", **PRIVATE)
    page.queue(default_concurrency_limit=None)
    return page


def address(language: str, default: str) -> str:
    """Where the page in a language is."""
    return "/" if language == default else f"/{language}/"


def _talk(page: gr.Blocks, office: Office, words: Strings) -> None:
    talk = Talk(office, words)
    talk.warm_up()
    thread = gr.Textbox(visible="hidden", elem_id="thread", container=False, label="thread", show_label=False)
    pending = gr.State("")
    start = html(elem_id="start")
    with gr.Column(elem_id="examples") as examples:
        buttons = [gr.Button(size="sm", visible=False) for _ in words.starting("example_")]
    past, current = html(elem_id="past"), html(elem_id="current")
    with gr.Row(elem_id="composer", equal_height=True):
        fresh = gr.Button(words("new_conversation"), elem_id="fresh", size="sm", scale=0, min_width=44)
        question = gr.Textbox(
            label=words("question_label"),
            placeholder=words("question_placeholder"),
            show_label=False,
            container=False,
            autofocus=True,
            elem_id="question",
            scale=8,
        )
        send = gr.Button(words("send"), variant="primary", elem_id="send", scale=0, min_width=64)

    answering = [question, pending, past, current, thread, start, examples]
    for triggers, asked in (([question.submit, send.click], question), *(([each.click], each) for each in buttons)):
        gr.on(triggers, talk.answer, [asked, thread], answering, trigger_mode="once", **PRIVATE).failure(
            talk.fault, [pending, thread], [current, thread], **PRIVATE
        )
        gr.on(triggers, None, None, None, js=_TO_NEWEST, **PRIVATE)
    opening = [past, current, thread, start, examples, *buttons]
    fresh.click(talk.begin, None, opening, **PRIVATE)
    resumed = page.load(talk.resume, [thread], opening, js=_RECALLED, **PRIVATE)
    resumed.then(None, None, None, js="() => window.planPage?.resumed()", **PRIVATE)
    thread.change(None, [thread], None, js=_REMEMBERED, **PRIVATE)
