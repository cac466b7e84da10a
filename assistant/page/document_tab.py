"""The components of Văn bản, and which handler they call; only an editor sees what changes the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from assistant.page.access import may_edit, user_of
from assistant.page.calm import calm
from assistant.page.documents import Documents
from assistant.page.escaping import escaped
from assistant.page.html_place import PRIVATE, html
from assistant.page.links import download
from assistant.page.office import Office
from assistant.page.strings import Strings

Values = list[Any]


def add_documents(office: Office, words: Strings) -> None:
    """What changes the plans, folded away; then the plans."""
    documents = Documents(office, words)
    with gr.Tab(words("tab_documents"), elem_id="tab-documents") as tab:
        with gr.Accordion(words("editing"), open=False, visible=False, elem_id="editing") as editing:
            files = gr.State(())
            upload = gr.UploadButton(words("upload_label"), file_count="multiple", elem_id="upload")
            seen = html(elem_id="previews")
            with gr.Row(visible=False, elem_id="deciding") as deciding:
                take = gr.Button(words("take_in"), variant="primary", elem_id="take-in")
                leave = gr.Button(words("leave"), elem_id="leave")
            with gr.Row(elem_id="removing"):
                plan = gr.Dropdown(label=words("remove_label"), choices=[], value=None, elem_id="remove-plan", scale=3)
                remove = gr.Button(words("remove"), elem_id="remove", scale=1)
            with gr.Row(visible=False, elem_id="sure") as sure:
                asked = html(elem_id="sure-asked")
                yes = gr.Button(words("remove_yes"), variant="stop", elem_id="remove-yes")
                no = gr.Button(words("remove_no"), elem_id="remove-no")
            html(f'<p class="tools">{download("/page/audit.jsonl", words("take_audit"))}</p>', elem_id="audit")
        said = html(elem_id="document-said")
        shelf = html(elem_id="shelf")

    def opened(request: gr.Request) -> Values:
        edits = office.shelf is not None and may_edit(request)
        # Where there is nothing yet, putting in is what there is to do.
        box = gr.update(visible=edits) if office.plans() else gr.update(visible=edits, open=True)
        return [documents.shelf(), box, _plans(documents)]

    def preview(paths: Sequence[str] | None) -> Iterator[Values]:
        for shown, good in documents.previews(paths or ()):
            yield [shown, gr.update(visible=bool(good)), "", good]

    def store(paths: Sequence[str] | None, request: gr.Request) -> Iterator[Values]:
        same = gr.skip()
        if not paths or not may_edit(request):
            yield [same] * 6
            return
        for shown in documents.take_in(paths, user_of(request)):
            yield [same, "", gr.update(visible=False), shown, same, same]
        yield [(), "", gr.update(visible=False), shown, documents.shelf(), _plans(documents)]

    def ask(which: str | None) -> Values:
        name = next((label for label, id_ in documents.choices() if id_ == which), None)
        question = f"<p>{escaped(words('remove_ask', name=name))}</p>" if name else ""
        return [question, gr.update(visible=name is not None)]

    def forget(which: str | None, request: gr.Request) -> Values:
        if not which or not may_edit(request):
            return [gr.skip(), gr.skip(), gr.skip(), gr.update(visible=False)]
        done = f'<p role="status">{escaped(documents.remove(which, user_of(request)))}</p>'
        return [done, documents.shelf(), _plans(documents), gr.update(visible=False)]

    tab.select(calm(words, opened), None, [shelf, editing, plan], **PRIVATE)
    upload.upload(calm(words, preview), [upload], [seen, deciding, said, files], **PRIVATE)
    take.click(calm(words, store), [files], [files, seen, deciding, said, shelf, plan], trigger_mode="once", **PRIVATE)
    take.click(None, None, None, js="() => window.planPage?.toIntake()", **PRIVATE)
    leave.click(lambda: [(), "", gr.update(visible=False)], None, [files, seen, deciding], **PRIVATE)
    remove.click(calm(words, ask), [plan], [asked, sure], **PRIVATE)
    yes.click(calm(words, forget), [plan], [said, shelf, plan, sure], trigger_mode="once", **PRIVATE)
    no.click(lambda: gr.update(visible=False), None, sure, **PRIVATE)


def _plans(documents: Documents) -> Any:
    return gr.update(choices=documents.choices(), value=None)
