"""What the page fetches beside the conversation: a plan at a quote, files to take away; and what people think."""

from __future__ import annotations

import asyncio
import io
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from assistant.page import answer_files
from assistant.page.access import may_edit, user_of
from assistant.page.conversations import Thread
from assistant.page.escaping import escaped
from assistant.page.following import offered
from assistant.page.former import REMEMBERED, former, former_list
from assistant.page.markup import following
from assistant.page.office import Office
from assistant.page.page_image import page_image
from assistant.page.source_sheet import sheet
from assistant.page.strings import LANGUAGES, strings
from ingest.records import Spans

OWN_SCRIPT = "x-plan-assistant"
"""A header that only our own script sends: another site's page cannot, without asking this server first."""
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
}


class Vote(BaseModel):
    """What somebody thinks of an answer."""

    thread: str = Field(max_length=80)
    turn: int = Field(ge=1, le=1000)
    vote: str = Field(pattern="^(up|down|none)$")
    comment: str = Field(default="", max_length=2000)


class Names(BaseModel):
    """The conversations that a browser has had, newest first."""

    names: list[Annotated[str, Field(max_length=80)]] = Field(max_length=REMEMBERED)


def attached(content: bytes, name: str) -> Response:
    """A file to keep, under a name that may have Vietnamese letters."""
    kind = _TYPES[name.rpartition(".")[2]]
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}", "cache-control": "no-store"}
    return Response(content, media_type=kind, headers=headers)


def routes(office: Office) -> APIRouter:
    """The routes of the first tab, and of what every tab opens."""
    router = APIRouter(prefix="/page")
    one_at_a_time = asyncio.Semaphore(1)  # suggestions: the rest of the machine is for answers

    @router.get("/source")
    def source(plan: str, spans: str, place: str = "", language: str = "vi") -> HTMLResponse:
        words = strings(language if language in LANGUAGES else LANGUAGES[0])
        found, where = office.plans().get(plan), parsed_spans(spans)
        if found is None or where is None:
            return HTMLResponse(f"<p>{escaped(words('source_gone'))}</p>", 404)
        return HTMLResponse(sheet(found, where, place, words))

    @router.get("/originals/{plan}")
    def original(plan: str) -> Response:
        path = office.shelf.original(plan) if office.shelf else None
        if path is None:
            return HTMLResponse(f"<p>{escaped(strings(LANGUAGES[0])('source_gone'))}</p>", 404)
        name = quote(path.name)
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
        return FileResponse(path, media_type="application/octet-stream", headers=headers)

    @router.get("/images/{plan}/{version}/{page}.png")
    def image(plan: str, version: str, page: int) -> Response:
        found = office.plans().get(plan)
        path = office.shelf.original(plan) if office.shelf and found else None
        if found is None or path is None or version != found.source.sha256[:16]:
            return Response(status_code=404)
        if not 1 <= page <= len(found.source.pages):
            return Response(status_code=404)
        drawn = page_image(path, page, office.folder / "images" / plan / version)
        headers = {"cache-control": "private, max-age=86400"}
        return FileResponse(drawn, headers=headers) if drawn else Response(status_code=404)

    @router.get("/audit.jsonl")
    def audit(request: Request) -> Response:
        if not may_edit(request):
            return Response(status_code=403)
        return attached("".join(office.audit.lines()).encode(), "audit.jsonl")

    @router.get("/places")
    def places() -> JSONResponse:
        return JSONResponse(list(office.places()))

    @router.get("/answers/{name}/{number}.{kind}")
    def answer(request: Request, name: str, number: int, kind: str, language: str = "vi") -> Response:
        words = strings(language if language in LANGUAGES else LANGUAGES[0])
        turns = office.conversations.all_turns(Thread.of(f"{name} 1").name, user_of(request))
        turn = turns[number - 1] if 1 <= number <= len(turns) else None
        if turn is None or turn.answer is None or kind not in ("docx", "xlsx"):
            return HTMLResponse(f"<p>{escaped(words('answer_gone'))}</p>", 404)
        out = io.BytesIO()
        write = answer_files.write_docx if kind == "docx" else answer_files.write_xlsx
        write(turn.answer, office.plans(), words, out)
        return attached(out.getvalue(), f"{words('file_answer')}.{kind}")

    @router.get("/following/{name}/{number}")
    async def more(request: Request, name: str, number: int, language: str = "vi") -> Response:
        words = strings(language if language in LANGUAGES else LANGUAGES[0])
        known, user = Thread.of(f"{name} 1").name, user_of(request)
        async with one_at_a_time:
            if await request.is_disconnected():  # the next question has been asked
                return Response(status_code=204)
            found = await run_in_threadpool(offered, office, known, number, user, words)
        return HTMLResponse(following(found, words), headers={"cache-control": "no-store"})

    @router.post("/former")
    def earlier(request: Request, had: Names, language: str = "vi") -> Response:
        if OWN_SCRIPT not in request.headers:
            return Response(status_code=403)
        words = strings(language if language in LANGUAGES else LANGUAGES[0])
        found = former(office.conversations, had.names, user_of(request))
        return HTMLResponse(former_list(found, words), headers={"cache-control": "no-store"})

    @router.post("/votes")
    def vote(request: Request, given: Vote) -> Response:
        if OWN_SCRIPT not in request.headers:
            return Response(status_code=403)
        name, user = Thread.of(given.thread).name, user_of(request)
        said, changed = office.conversations.vote(name, given.turn, "" if given.vote == "none" else given.vote, user)
        if said is None:
            return Response(status_code=404)
        if changed or given.comment:
            answer = said.answer["answer"] if said.answer else None
            office.audit.note(
                "vote", user, vote=given.vote, comment=given.comment, question=said.question, answer=answer
            )
        return Response(status_code=204)

    return router


def parsed_spans(written: str) -> Spans | None:
    """ "10-20,30-44" as spans; None for anything else."""
    pairs = [part.split("-") for part in written.split(",") if part]
    if not pairs or not all(len(pair) == 2 and pair[0].isdecimal() and pair[1].isdecimal() for pair in pairs):
        return None
    return tuple((int(start), int(end)) for start, end in pairs)
