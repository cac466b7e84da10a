"""The door: with accounts, nothing of the page answers before a log-in, Gradio's API, files and queue included.

An ASGI middleware, so that what any library mounts behind it is behind it. Only the log-in itself, the page's own
styles and its icon are open.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.page.access import ROLE, USER
from assistant.page.accounts import Account, Accounts
from assistant.page.audit import Audit
from assistant.page.login_page import login_page
from assistant.page.sessions import SECONDS, Sessions
from assistant.page.strings import strings
from assistant.page.throttle import Throttle

COOKIE = "plan_session"
LOGIN, LOGOUT, STATIC = "/page/login", "/page/logout", "/page/static/"
LONGEST_FORM = 10_000
_ICON = "/favicon.ico"
_SAFE = ("GET", "HEAD", "OPTIONS")


class SameOrigin:
    """ASGI middleware: what changes something must come from our own page, as the browser tells it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and scope.get("method", "") not in _SAFE:
            headers = Headers(scope=scope)
            origin = headers.get("origin")
            if origin and urlsplit(origin).netloc != headers.get("host"):
                await _refused(scope, receive, send)
                return
        await self._app(scope, receive, send)


class Guard:
    """ASGI middleware: lets in who is logged in, and says who that is (`access`)."""

    def __init__(self, app: ASGIApp, accounts: Accounts, sessions: Sessions, audit: Audit, language: str) -> None:
        self._app = app
        self._accounts = accounts
        self._sessions = sessions
        self._audit = audit
        self._words = strings(language)
        self._throttle = Throttle()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if path == _ICON or path.startswith(STATIC):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive) if scope["type"] == "http" else None
        if request is not None and path == LOGIN:
            await (await self._log_in(request))(scope, receive, send)
            return
        token = _cookie(scope)
        account = self._sessions.account(token) if token else None
        if request is not None and path == LOGOUT:
            await self._log_out(request, token, account)(scope, receive, send)
        elif account is None:
            await _unknown(scope, receive, send)
        elif account.role != "editor" and path.rstrip("/").endswith("/upload"):
            await _refused(scope, receive, send)
        else:
            scope[USER], scope[ROLE] = account.name, account.role
            await self._app(scope, receive, send)

    async def _log_in(self, request: Request) -> Response:
        if request.method != "POST":
            return HTMLResponse(login_page(self._words))
        if int(request.headers.get("content-length") or LONGEST_FORM + 1) > LONGEST_FORM:
            return PlainTextResponse("", 413)
        form = await request.form(max_files=0, max_fields=4)
        name, password = str(form.get("name") or "").strip(), str(form.get("password") or "")
        address = request.client.host if request.client else ""
        if self._throttle.refused(name, address):
            return HTMLResponse(login_page(self._words, "login_wait"), 429)
        account = await run_in_threadpool(self._accounts.checked, name, password)
        if account is None:
            self._throttle.failed(name, address)
            self._audit.note("login_failed", name[:60], address=address)
            return HTMLResponse(login_page(self._words, "login_wrong"), 401)
        self._throttle.succeeded(name)
        self._audit.note("login", account.name, address=address)
        response = RedirectResponse("/", 303)
        secure = request.url.scheme == "https"
        token = self._sessions.begin(account)
        response.set_cookie(COOKIE, token, max_age=SECONDS, httponly=True, samesite="lax", secure=secure)
        return response

    def _log_out(self, request: Request, token: str, account: Account | None) -> Response:
        if request.method != "POST":
            return RedirectResponse(LOGIN, 303)
        if account is not None:
            self._sessions.end(token)
            self._audit.note("logout", account.name)
        response = RedirectResponse(LOGIN, 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return response


def _cookie(scope: Scope) -> str:
    if scope["type"] == "http":
        return Request(scope).cookies.get(COOKIE, "")
    cookies = Headers(scope=scope).get("cookie", "")
    pairs = (part.strip().partition("=") for part in cookies.split(";"))
    return next((value for name, _, value in pairs if name == COOKIE), "")


async def _unknown(scope: Scope, receive: Receive, send: Send) -> None:
    """A page leads to the log-in; anything else is told that it needs one."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4401})
        return
    page = scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")
    response: Response = RedirectResponse(LOGIN, 303) if page else PlainTextResponse("log in first", 401)
    await response(scope, receive, send)


async def _refused(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4403})
        return
    await PlainTextResponse("not allowed", 403)(scope, receive, send)
